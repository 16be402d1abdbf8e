import HTTP
import JSON

// MARK: - How long a step lasts

extension ScenarioReader {
    /// `calls`, `for` with `from`, or `until`.
    mutating func extent(of node: JSON.Node) -> Step.Extent? {
        let given = node.members.filter { Grammar.extents.contains($0.key) }
        // A key that stands twice is told of elsewhere.
        if let second = given.first(where: { $0.key != given.first?.key }), let first = given.first {
            report(
                second,
                "a step lasts by one of calls, for, until, and this one has '\(first.key)' already"
            )
        }
        if node["for"] == nil {
            for stray in node.members where stray.key == "from" { report(stray, "'from' belongs to a 'for'") }
        }
        if let calls = node["calls"] { return self.calls(calls) }
        if let time = node["for"] {
            let start = node["from"].flatMap { choice($0, "'from'", of: Grammar.starts) }
            let duration = duration(time, "'for'", atLeast: .milliseconds(1))
            let from = start.flatMap(Step.Extent.Start.init(rawValue:)) ?? .entry
            return duration.map { .time($0, from: from) }
        }
        guard let until = node["until"], isObject(until, "'until'", keys: Grammar.until) else { return nil }
        guard let record = until["record"] else {
            report(until, "'until' needs a 'record' and what it 'has'")
            return nil
        }
        return match(record: record, has: until["has"]).map { .until($0.of, has: $0.has) }
    }
}

// MARK: - at

extension ScenarioReader {
    /// What happens so long after the bay's start.
    mutating func at(_ node: JSON.Node) -> [Agenda.Event] {
        guard isObject(node, "'at'") else { return [] }
        return node.members.compactMap { member in
            let actions = actions(member.value, "the actions of an offset")
            guard member.key.first == "+",
                let offset = Duration(scenarioText: member.key.dropFirst())
            else {
                report(member, "'\(member.key)' is no offset; write it as +500ms, +10s, +5m, +2h or +1d")
                return nil
            }
            return Agenda.Event(
                offset: offset,
                text: member.key,
                actions: actions,
                file: file,
                place: member.keyPosition
            )
        }
    }
}

// MARK: - chaos

extension ScenarioReader {
    mutating func chaos(_ node: JSON.Node) -> [ChaosRule] {
        guard isList(node, "'chaos'") else { return [] }
        var rules: [ChaosRule] = []
        for element in node.elements {
            guard let rule = chaosRule(element) else { continue }
            if let same = rules.first(where: { $0.name == rule.name }), let name = element["name"] {
                report(name, "the rule on line \(same.place.line) is called '\(rule.name)' already")
            }
            rules.append(rule)
        }
        return rules
    }

    private mutating func chaosRule(_ node: JSON.Node) -> ChaosRule? {
        guard isObject(node, "a rule of 'chaos'", keys: Grammar.chaos) else { return nil }
        let selector = node["on"].flatMap { on in
            text(on, "'on'").flatMap { self.selector($0, at: on.offset) }
        }
        let name = node["name"].flatMap { text($0, "'name'") }
        if name?.isEmpty == true, let node = node["name"] { report(node, "'name' must not be empty") }
        let rate = node["rate"].flatMap { number($0, "'rate'", in: 0...1) }
        let most = node["max"].flatMap { integer($0, "'max'", in: 1...Int.max) }
        for key in ["name", "on", "rate"] where node[key] == nil {
            report(node, "a rule of 'chaos' needs a '\(key)'")
        }
        if ["reply", "fault", "delay"].allSatisfy({ node[$0] == nil }) {
            report(node, "a rule of 'chaos' needs an effect: 'reply', 'fault' or 'delay'")
        }
        var effect = Step(extent: .rest, place: node.position)
        let taken = selector.map { names.operations(takenBy: $0) } ?? []
        self.effect(of: node, "a rule of 'chaos'", taken, &effect)
        guard let selector, let name, let rate else { return nil }
        return ChaosRule(
            name: name,
            selector: selector,
            rate: rate,
            most: most,
            effect: effect,
            file: file,
            place: node.position
        )
    }
}

// MARK: - Credentials

extension ScenarioReader {
    /// `given.auth`: `{"autosync": [{"key": "sk_live_x", …}]}`
    mutating func auth(_ node: JSON.Node) -> [Scenario.Given.Credential] {
        guard isObject(node, "'auth'") else { return [] }
        var credentials: [Scenario.Given.Credential] = []
        for member in node.members {
            guard let vendor = names.vendor(member.key) else {
                let hint = nearest(to: member.key, among: names.keys)
                report(member, "unknown vendor '\(member.key)'", hint: hint)
                continue
            }
            let kinds = names.vendors[vendor].credentials
            guard !kinds.isEmpty else {
                report(member, "\(member.key) has no credentials that a scenario could add")
                continue
            }
            guard isList(member.value, "the credentials of a vendor") else { continue }
            for element in member.value.elements {
                guard isObject(element, "a credential") else { continue }
                guard let kind = kinds.first(where: { element[$0.key] != nil }) else {
                    let keys = kinds.map(\.key)
                    report(
                        element,
                        "a credential of \(member.key) has a '\(keys.joined(separator: "', '"))'",
                        hint: element.members.lazy.compactMap { nearest(to: $0.key, among: keys) }.first
                    )
                    continue
                }
                let name = "a credential of \(member.key)"
                let problems = Field.problems(with: element, as: kind.fields, in: name)
                report(problems)
                guard problems.isEmpty, let fields = element.value.object else { continue }
                credentials.append(
                    Scenario.Given.Credential(vendor: member.key, fields: fields, place: element.position)
                )
            }
        }
        return credentials
    }

    /// The action `{"auth": "expire", "of": "autosync/sk_live_demo"}`.
    mutating func auth(_ node: JSON.Node, of whose: JSON.Node?) -> Action? {
        let changes = CredentialChange.allCases.map(\.rawValue)
        let change = choice(node, "'auth'", of: changes).flatMap(CredentialChange.init(rawValue:))
        guard let whose else {
            report(node, "'auth' needs an 'of' beside it: a vendor, or vendor/credential")
            return nil
        }
        guard let text = text(whose, "'of'") else { return nil }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, names.vendor(first) != nil else {
            let vendor = String(parts.first ?? "")
            report(whose, "unknown vendor '\(vendor)'", hint: nearest(to: vendor, among: names.keys))
            return nil
        }
        let credential = parts.count > 1 ? String(parts[1]) : nil
        return change.map {
            .auth($0, vendor: String(first), credential: credential, place: whose.position)
        }
    }
}

// MARK: - Other files

extension ScenarioReader {
    /// One path or a list of them.
    mutating func extends(_ node: JSON.Node) -> [(path: String, place: JSON.Position)] {
        let nodes = node.kind == .array ? Array(node.elements) : [node]
        if nodes.isEmpty { report(node, "'extends' names no file") }
        return nodes.compactMap { node in
            path(node, "'extends'").map { ($0, node.position) }
        }
    }

    /// The path of another file, relative to this one.
    mutating func path(_ node: JSON.Node, _ what: String) -> String? {
        guard let path = text(node, what) else { return nil }
        guard !path.isEmpty, path.first != "/", !path.holds("://") else {
            report(node, "\(what) must be the path of a file, relative to this one")
            return nil
        }
        return path
    }
}
