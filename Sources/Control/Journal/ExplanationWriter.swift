import Engine
import HTTP
import JSON

/// Writes explanations, as JSON for programs and as text for people. Credentials are shown as in the journal.
struct ExplanationWriter {
    private let bay: Bay
    private let entries: EntryWriter

    init(_ bay: Bay) {
        self.bay = bay
        entries = EntryWriter(bay)
    }

    func write(_ explanation: Explanation, to json: inout JSON.Writer) {
        let secrets = entries.secrets(vendor: explanation.vendor, operation: explanation.operation)
        let operation = operation(of: explanation)
        json.object { json in
            json.object("bay") { json in
                json.member("name", explanation.bay.description)
                json.member("because", because(explanation))
            }
            json.member("tried", explanation.isTried)
            json.member("vendor", bay.mounts[explanation.vendor].facts.key)
            json.member("operation", operation?.name)
            json.array("nearest") { json in
                for nearest in explanation.nearest { write(nearest, to: &json) }
            }
            json.array("checks") { json in
                for check in explanation.checks {
                    json.object { json in
                        json.member("name", check.name)
                        json.member("outcome", check.outcome.rawValue)
                    }
                }
            }
            json.array("rules") { json in
                for rule in explanation.rules { write(rule, secrets, to: &json) }
            }
            json.array("reasons") { json in
                for reason in reasons(explanation) { json.string(reason) }
            }
            json.key("exchange")
            entries.write(explanation.entry, to: &json)
        }
    }

    private func write(_ nearest: Explanation.Nearest, to json: inout JSON.Writer) {
        json.object { json in
            json.member("operation", nearest.operation)
            json.member("method", nearest.method)
            json.member("path", nearest.path)
            json.member("differs", nearest.differs)
        }
    }

    private func write(_ rule: Explanation.Rule, _ secrets: Secrets, to json: inout JSON.Writer) {
        json.object { json in
            json.member("selector", rule.selector)
            json.member("counts", rule.isChosen)
            json.array("steps") { json in
                for step in rule.steps {
                    json.object { json in
                        json.member("step", step.number)
                        json.member("line", step.line)
                        json.member("outcome", step.outcome.rawValue)
                        json.member("used", step.used)
                        json.member("of", step.extent.summary)
                        json.array("differences") { json in
                            for difference in step.differences {
                                json.object { json in
                                    json.member("field", difference.field)
                                    json.key("wanted")
                                    json.value(shown(difference.wanted, difference.field, secrets))
                                    json.key("found")
                                    json.value(
                                        difference.found.map { shown($0, difference.field, secrets) } ?? .null
                                    )
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// A credential among what was compared by its fingerprint.
    private func shown(_ value: JSON.Value, _ field: String, _ secrets: Secrets) -> JSON.Value {
        if field.hasPrefix("header."), let text = value.string {
            return .string(secrets.shown(text, ofField: String(field.dropFirst("header.".count))))
        }
        return secrets.shown(value, named: field.split(separator: ".").last.map(String.init) ?? field)
    }

    private func operation(of explanation: Explanation) -> Operation? {
        explanation.operation.map { bay.mounts[explanation.vendor].operations[$0] }
    }

    /// Why this bay.
    private func because(_ explanation: Explanation) -> String {
        let named = explanation.selections.filter { $0.name == explanation.bay.description }.map(
            \.way.rawValue
        )
        let others = explanation.selections.filter { $0.name != explanation.bay.description }
        if !others.isEmpty {
            let list = others.map { "\($0.way.rawValue) names '\($0.name)'" }.joined(separator: ", ")
            return "it is tried here, though its \(list)"
        }
        if !named.isEmpty { return "named by \(named.joined(separator: " and "))" }
        return explanation.isTried && explanation.bay != .default
            ? "it is tried here; the request itself names none, which is the bay 'default'"
            : "the request names none, which is the bay 'default'"
    }

    /// What decided, beyond the checks.
    private func reasons(_ explanation: Explanation) -> [String] {
        let entry = explanation.entry
        var reasons: [String] = []
        if explanation.operation == nil {
            reasons.append("no operation has this method and path")
        }
        guard let extras = entry.extras else { return reasons }
        if let name = extras.forcedError {
            reasons.append("X-Mockbay-Error asked for '\(name)', so the vendor was not asked")
        }
        if let step = extras.step {
            reasons.append(
                "step \(step) of the scenario was used"
                    + (extras.isReplaced ? "; its reply stood in for the vendor's" : "")
            )
        }
        if let rule = extras.chaosRule { reasons.append("the chaos rule \(rule) struck") }
        if let fault = extras.fault { reasons.append("the fault \(fault) was done to the reply") }
        if let delay = extras.delay { reasons.append("the reply was held back for \(delay)") }
        if let check = extras.check { reasons.append("the vendor's check '\(check)' refused the call") }
        return reasons + extras.notes
    }

    // MARK: Text

    func text(_ explanation: Explanation) -> String {
        let secrets = entries.secrets(vendor: explanation.vendor, operation: explanation.operation)
        let entry = explanation.entry
        let request = Request(entry)
        let target = request.map { secrets.shown(target: $0.text($0.target)) } ?? ""
        let method = request.map { $0.text($0.methodName) } ?? "\(entry.summary.method.name)"
        let verb = explanation.isTried ? "would be answered" : "was answered"
        var lines = ["\(method) \(target) \(verb) \(entry.summary.status)"]
        if !explanation.isTried { lines[0] = "#\(entry.number) " + lines[0] }
        lines.append("bay        \(explanation.bay): \(because(explanation))")
        let vendor = bay.mounts[explanation.vendor].facts.key
        lines.append("operation  \(operation(of: explanation)?.name ?? "none of \(vendor)'s")")
        for nearest in explanation.nearest {
            lines.append(
                "  nearest  \(nearest.method) \(nearest.path) (\(nearest.operation)): \(nearest.differs)"
            )
        }
        for (index, check) in explanation.checks.enumerated() {
            lines.append(
                (index == 0 ? "checks     " : "           ") + "\(check.name): \(check.outcome.rawValue)"
            )
        }
        for rule in explanation.rules {
            lines.append(
                "rule       \(rule.selector)" + (rule.isChosen ? "" : ": a more specific one counts instead")
            )
            for step in rule.steps where rule.isChosen { lines += self.lines(of: step, secrets) }
        }
        for (index, reason) in reasons(explanation).enumerated() {
            lines.append((index == 0 ? "because    " : "           ") + reason)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func lines(of step: Explanation.Step, _ secrets: Secrets) -> [String] {
        var extent = "rest"
        if case .calls(let count) = step.extent { extent = "\(count)" }
        let head =
            "  step \(step.number)   line \(step.line): \(step.outcome.rawValue) (used \(step.used) of \(extent))"
        return [head]
            + step.differences.map { difference in
                let wanted = compact(shown(difference.wanted, difference.field, secrets))
                let found =
                    difference.found.map { compact(shown($0, difference.field, secrets)) } ?? "nothing"
                return "           \(difference.field) wants \(wanted), the call has \(found)"
            }
    }

    private func compact(_ value: JSON.Value) -> String {
        var json = JSON.Writer()
        json.value(value)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
