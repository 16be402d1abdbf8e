package import JSON

/// Which documented outcomes of the vendors' operations a client has met.
///
/// An operation's outcomes are its success, each of its documented errors, the last page where it has pages, a renewal
/// where it renews credentials, and each kind of fault that the bay's scenario plans for it by name or that struck it.
/// The percentage counts the operations of those vendors that were called at all.
package struct Coverage: Sendable, Equatable {
    package struct Outcome: Sendable, Equatable {
        package enum Kind: String, Sendable {
            case success, error, page, renewal, fault
        }

        package let kind: Kind
        /// `200`, `rate_limited`, `last page`, `refresh`, `reset`
        package let name: String
        package var isMet: Bool

        package init(kind: Kind, name: String, isMet: Bool) {
            self.kind = kind
            self.name = name
            self.isMet = isMet
        }
    }

    package struct Line: Sendable, Equatable {
        package let vendor: String
        package let operation: String
        /// How many calls the journal has of it.
        package var calls: Int
        package var outcomes: [Outcome]

        package init(vendor: String, operation: String, calls: Int, outcomes: [Outcome]) {
            self.vendor = vendor
            self.operation = operation
            self.calls = calls
            self.outcomes = outcomes
        }
    }

    /// In the order of the vendors and their operations.
    package private(set) var lines: [Line]

    package init(lines: [Line]) { self.lines = lines }

    /// Whether the line is part of the percentage.
    package func counts(_ line: Line) -> Bool { touched.contains(line.vendor) }

    private var touched: Set<String> { Set(lines.filter { $0.calls > 0 }.map(\.vendor)) }

    private var counted: [Outcome] {
        let touched = touched
        return lines.filter { touched.contains($0.vendor) }.flatMap(\.outcomes)
    }

    package var met: Int { counted.count { $0.isMet } }
    package var all: Int { counted.count }

    /// From 0 to 100; 0 where nothing was called.
    package var percentage: Double {
        let counted = counted
        guard !counted.isEmpty else { return 0 }
        return Double(counted.count { $0.isMet }) * 100 / Double(counted.count)
    }

    /// `61.5`: with one digit behind the point, which is left out where it is 0; rounded down, so that 100 is 100.
    package var percentageText: String { shown(percentage) }

    /// `61.5 % (8 of 13 outcomes)`
    package var summary: String { "\(percentageText) % (\(met) of \(all) outcomes)" }

    /// What was met here or there: for several runs.
    package func merging(_ other: Coverage) -> Coverage {
        var lines = lines
        for line in other.lines {
            guard let at = lines.firstIndex(where: { $0.operation == line.operation }) else {
                lines.append(line)
                continue
            }
            lines[at].calls += line.calls
            for outcome in line.outcomes {
                let known = lines[at].outcomes.firstIndex {
                    $0.kind == outcome.kind && $0.name == outcome.name
                }
                if let known {
                    if outcome.isMet { lines[at].outcomes[known].isMet = true }
                } else {
                    lines[at].outcomes.append(outcome)
                }
            }
        }
        return Coverage(lines: lines)
    }

    /// A line for each operation of the vendors that were called: `htp.sale.create  2/5  met: 200  not met: …`.
    package var text: String {
        let touched = touched
        return lines.filter { touched.contains($0.vendor) }.map { line in
            let met = line.outcomes.filter(\.isMet).map(\.name)
            let open = line.outcomes.filter { !$0.isMet }.map(\.name)
            return "\(line.operation)  \(met.count)/\(line.outcomes.count)"
                + (met.isEmpty ? "" : "  met: \(met.joined(separator: ", "))")
                + (open.isEmpty ? "" : "  not met: \(open.joined(separator: ", "))") + "\n"
        }.joined() + "\(summary)\n"
    }
}

private func shown(_ percentage: Double) -> String {
    let tenths = Int((percentage * 10).rounded(.down))
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
}

extension Coverage: JSON.Writable {
    /// `{"percentage", "met", "of", "operations": [{"operation", "calls", "outcomes": [{"kind", "name", "met"}]}]}`
    package func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("percentage", JSON.Number(percentageText).map { .number($0) } ?? JSON.Value.null)
            json.member("met", met)
            json.member("of", all)
            json.array("operations") { json in
                for line in lines {
                    json.object { json in
                        json.member("operation", line.operation)
                        json.member("calls", line.calls)
                        json.array("outcomes") { json in
                            for outcome in line.outcomes {
                                json.object { json in
                                    json.member("kind", outcome.kind.rawValue)
                                    json.member("name", outcome.name)
                                    json.member("met", outcome.isMet)
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

extension Coverage {
    /// Reads what `write` has written; `nil` for anything else. The sums are made anew.
    package init?(_ document: JSON.Value) {
        guard let operations = document["operations"]?.array else { return nil }
        var lines: [Line] = []
        for operation in operations {
            guard let name = operation["operation"]?.string, let calls = operation["calls"]?.int, calls >= 0,
                let dot = name.firstIndex(of: "."), let list = operation["outcomes"]?.array
            else { return nil }
            var outcomes: [Outcome] = []
            for outcome in list {
                guard let kind = outcome["kind"]?.string.flatMap(Outcome.Kind.init(rawValue:)),
                    let name = outcome["name"]?.string, let isMet = outcome["met"]?.bool
                else { return nil }
                outcomes.append(Outcome(kind: kind, name: name, isMet: isMet))
            }
            lines.append(
                Line(vendor: String(name[..<dot]), operation: name, calls: calls, outcomes: outcomes)
            )
        }
        self.init(lines: lines)
    }
}
