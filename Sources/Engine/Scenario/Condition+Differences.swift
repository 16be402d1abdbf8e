import HTTP
package import JSON

/// One thing that a step asks of a call, and what the call has in its place.
package struct Difference: Sendable, Equatable {
    /// `query.page`, `header.Accept`, `path.id`, `body.items[0].qty`, `record htp.items/1.price` or `attempt`.
    package var field: String
    package var wanted: JSON.Value
    /// `nil` where there is nothing.
    package var found: JSON.Value?
}

extension Condition {
    /// What keeps it from holding; empty where it holds.
    func differences(
        for call: Call,
        attempt number: Int?,
        in world: (_ vendor: String) -> (any MountedWorld)?,
    ) -> [Difference] {
        var differences: [Difference] = []
        func compare(_ field: String, _ wanted: String, _ found: String?) {
            guard wanted != found else { return }
            differences.append(
                Difference(field: field, wanted: .string(wanted), found: found.map { .string($0) })
            )
        }
        if let attempt, attempt != number {
            differences.append(
                Difference(
                    field: "attempt",
                    wanted: .number(JSON.Number(attempt)),
                    found: number.map { .number(JSON.Number($0)) }
                )
            )
        }
        for (name, value) in header {
            let found = call.request.values(ofField: name)
            if !found.contains(value) { compare("header.\(name)", value, found.first) }
        }
        for (name, value) in path {
            let position = call.router.position(of: name, in: call.captures)
            compare("path.\(name)", value, position.flatMap { call.request.decoded(call.captures[$0]) })
        }
        for (name, value) in query { compare("query.\(name)", value, call.request.query(named: name)) }
        if let body {
            var found: JSON.Value?
            if case .json(let document) = call.body { found = document.root.value }
            differences += Difference.between(wanted: body, found, at: "body")
        }
        if let record {
            let found = world(record.of.vendor)?.value(of: record.of)
            differences += Difference.between(wanted: record.has, found, at: "record \(record.of)")
        }
        return differences
    }
}

extension Difference {
    /// Where a value that should contain another does not.
    static func between(wanted: JSON.Value, _ found: JSON.Value?, at field: String) -> [Difference] {
        guard let found else { return [Difference(field: field, wanted: wanted, found: nil)] }
        if found.contains(wanted) { return [] }
        guard let members = wanted.object, let known = found.object else {
            return [Difference(field: field, wanted: wanted, found: found)]
        }
        return members.flatMap { between(wanted: $0.value, known[$0.key], at: "\(field).\($0.key)") }
    }
}

extension Request {
    /// The values of the field lines of that name, whatever its case.
    fileprivate func values(ofField name: String) -> [String] {
        let wanted = name.lowercased()
        return fields.lines.filter { text($0.name).lowercased() == wanted }.map { text($0.value) }
    }
}
