import JSON

extension ScenarioReader {
    /// What happens before or after a call, in order.
    mutating func actions(_ node: JSON.Node, _ what: String) -> [Action] {
        guard isList(node, what) else { return [] }
        return node.elements.flatMap { action($0) }
    }

    /// One object of the list; several records or limits in it make several actions.
    private mutating func action(_ node: JSON.Node) -> [Action] {
        let kinds = Grammar.actions
        guard isObject(node, "an action", keys: Grammar.action) else { return [] }
        let chosen = node.members.filter { kinds.contains($0.key) }
        guard chosen.count == 1, let member = chosen.first else {
            // An unknown kind was reported already.
            let companions = ["as", "with", "of"]
            if chosen.count > 1 || node.members.allSatisfy({ companions.contains($0.key) }) {
                report(node, "an action is one of \(kinds.joined(separator: ", "))")
            }
            return []
        }
        if member.key != "call" {
            for stray in node.members where stray.key == "as" || stray.key == "with" {
                report(stray, "'\(stray.key)' belongs to a 'call'")
            }
        }
        if member.key != "webhook", member.key != "auth" {
            for stray in node.members where stray.key == "of" {
                report(stray, "'of' belongs to a 'webhook' or an 'auth'")
            }
        }
        switch member.key {
        case "webhook":
            return webhook(member.value, of: node["of"]).map { [$0] } ?? []
        case "auth":
            return auth(member.value, of: node["of"]).map { [$0] } ?? []
        case "call":
            return call(member.value, by: node["as"], with: node["with"]).map { [$0] } ?? []
        case "set":
            guard isObject(member.value, "'set'") else { return [] }
            return member.value.members.compactMap { record($0).map { .set($0.0, $0.1) } }
        case "remove":
            let list = member.value.kind == .array ? Array(member.value.elements) : [member.value]
            return list.compactMap { reference($0).map { .remove($0) } }
        case "limit":
            return limits(member.value, "'limit'").map { .limit(vendor: $0.vendor, $0.policy) }
        default:
            return duration(member.value, "'advance'").map { [.advance($0)] } ?? []
        }
    }

    private mutating func call(_ node: JSON.Node, by name: JSON.Node?, with: JSON.Node?) -> Action? {
        let name = name.map { text($0, "'as'") } ?? "scenario"
        guard let operation = text(node, "'call'") else { return nil }
        guard let index = names.operation(operation) else {
            report(
                node,
                "unknown operation '\(operation)'",
                hint: nearest(to: operation, among: names.operationNames)
            )
            return nil
        }
        if let with, !isObject(with, "'with'") { return nil }
        let object = with?.value.object ?? JSON.Object()
        calls.append(Scenario.ScriptedCall(operation: index, with: object, place: (with ?? node).position))
        return name.map { .call(by: $0, operation: operation, with: object) }
    }
}
