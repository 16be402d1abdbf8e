import JSON

extension ScenarioReader {
    /// The lists of steps by selector.
    mutating func flow(_ node: JSON.Node) -> [Scenario.Rule] {
        guard isObject(node, "'flow'") else { return [] }
        var rules: [Scenario.Rule] = []
        for member in node.members {
            let selector = selector(member.key, at: member.keyOffset)
            // Without a selector there is nobody whose names the steps could be checked against, but for their form.
            let taken = selector.map { names.operations(takenBy: $0) } ?? []
            let steps = self.steps(member.value, taken)
            if let selector {
                rules.append(
                    Scenario.Rule(selector: selector, steps: steps, file: file, place: member.keyPosition)
                )
            }
        }
        reportHidden(rules)
        return rules
    }

    /// Lists that no call comes to, because each of their operations has a more specific one.
    private mutating func reportHidden(_ rules: [Scenario.Rule]) {
        for rule in rules where !rule.steps.isEmpty {
            let others = rules.filter { $0.selector.reach > rule.selector.reach }
            let isHidden = names.operations(takenBy: rule.selector).allSatisfy { operation in
                others.contains { $0.selector.takes(names[operation].name) }
            }
            guard isHidden else { continue }
            let lines = others.map { "\($0.place.line)" }.joined(separator: ", ")
            report(
                offset: rule.place.offset,
                "the steps of '\(rule.selector)' are never reached: its operations have their own, on line \(lines)"
            )
        }
    }

    mutating func selector(_ text: String, at offset: Int) -> Selector? {
        guard let selector = Selector(text) else {
            report(
                offset: offset,
                "'\(text)' is no selector; write an operation, vendor.resource.*, vendor.* or *",
                hint: nearest(to: text, among: names.operationNames)
            )
            return nil
        }
        guard names.operations(takenBy: selector).isEmpty, selector.reach != .everything else {
            return selector
        }
        let parts = text.split(separator: ".")
        guard let vendor = names.vendor(parts[0]) else {
            report(
                offset: offset,
                "unknown vendor '\(parts[0])' in '\(text)'",
                hint: nearest(to: String(parts[0]), among: names.keys)
            )
            return nil
        }
        let operations = names.vendors[vendor].operations.map(\.name)
        if selector.reach == .resource {
            let resources = operations.map {
                $0.split(separator: ".").dropLast().joined(separator: ".") + ".*"
            }
            report(
                offset: offset,
                "no operation of \(parts[0]) is a '\(text)'",
                hint: nearest(to: text, among: resources)
            )
        } else {
            report(
                offset: offset,
                "unknown operation '\(text)'",
                hint: nearest(to: text, among: operations)
            )
        }
        return nil
    }

    private mutating func steps(_ node: JSON.Node, _ taken: [OperationIndex]) -> [Step] {
        guard isList(node, "the steps of a selector") else { return [] }
        var steps: [Step] = []
        /// The steps that take the rest of the calls, with their filters.
        var takers: [(line: Int, when: JSON.Value)] = []
        for element in node.elements {
            let when = element["when"]?.value ?? [:]
            // Whatever fits this filter fits that of a step which says no more than this one does.
            if let taker = takers.first(where: { when.contains($0.when) }) {
                let calls = taker.when == [:] ? "all calls" : "all such calls"
                report(element, "this step is never reached: the one on line \(taker.line) takes \(calls)")
            }
            guard let step = step(element, taken) else { continue }
            if step.extent == .rest { takers.append((step.place.line, when)) }
            steps.append(step)
        }
        return steps
    }

    private mutating func step(_ node: JSON.Node, _ taken: [OperationIndex]) -> Step? {
        guard isObject(node, "a step", keys: Grammar.step) else { return nil }
        var step = Step(extent: extent(of: node) ?? .calls(1), place: node.position)
        if let when = node["when"] { step.when = condition(when, taken) }
        if let before = node["before"] { step.before = actions(before, "'before'") }
        if let after = node["after"] { step.after = actions(after, "'after'") }
        effect(of: node, "a step", taken, &step)
        return step
    }

    /// `reply` or `fault`, and `delay`.
    mutating func effect(
        of node: JSON.Node,
        _ what: String,
        _ taken: [OperationIndex],
        _ step: inout Step,
    ) {
        if let reply = node["reply"] { step.reply = self.reply(reply, taken) }
        if let fault = node["fault"] {
            if node["reply"] != nil {
                report(fault, "\(what) has one effect: 'reply' or 'fault', not both")
            }
            if let (fault, commit) = self.fault(fault) {
                step.fault = fault
                step.commit = commit
            }
        }
        if let delay = node["delay"] { step.delay = self.delay(delay) }
    }

    mutating func calls(_ node: JSON.Node) -> Step.Extent? {
        if node.string == "rest" { return .rest }
        if let count = node.int, count >= 1 { return .calls(count) }
        report(node, "'calls' must be a whole number from 1 up, or \"rest\"")
        return nil
    }

    private mutating func condition(_ node: JSON.Node, _ taken: [OperationIndex]) -> Condition {
        var condition = Condition()
        guard isObject(node, "'when'", keys: Grammar.when) else { return condition }
        if let query = node["query"] { condition.query = pairs(query, "'query'") }
        if let header = node["header"], isObject(header, "'header'") {
            condition.header = pairs(header, "'header'")
            for member in header.members where !isToken(member.key) {
                report(member, "'\(member.key)' cannot be the name of a header")
            }
        }
        if let path = node["path"], isObject(path, "'path'") {
            condition.path = pairs(path, "'path'")
            let parameters = taken.flatMap { self.parameters(of: names[$0]) }
            for member in path.members where !taken.isEmpty && !parameters.contains(member.key) {
                report(
                    member,
                    "no path here has a {\(member.key)}",
                    hint: nearest(to: member.key, among: parameters)
                )
            }
        }
        if let body = node["body"] {
            condition.body = body.value
            if !taken.isEmpty, taken.allSatisfy({ names[$0].body == nil }) {
                report(body, "a condition on the body of calls that have none")
            }
        }
        if let record = node["record"] {
            condition.record = match(record: record, has: node["has"])
        } else if let has = node["has"] {
            report(has, "'has' needs a 'record' beside it")
        }
        if let attempt = node["attempt"] {
            condition.attempt = integer(attempt, "'attempt'", in: 1...Int.max)
        }
        return condition
    }

    /// Names and values as text.
    private mutating func pairs(_ node: JSON.Node, _ what: String) -> [(name: String, value: String)] {
        guard isObject(node, what) else { return [] }
        return node.members.compactMap { member in
            scalar(member.value, "a value in \(what)").map { (member.key, $0) }
        }
    }

    /// The names that stand in braces in the operation's paths.
    func parameters(of operation: Operation) -> [String] {
        operation.bindings.flatMap { binding in
            binding.path.split(separator: "/").filter { $0.first == "{" }.map {
                String($0.dropFirst().dropLast())
            }
        }
    }
}
