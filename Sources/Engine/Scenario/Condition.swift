import HTTP
package import JSON

/// The filter of a step: everything named must hold, or the request passes by.
package struct Condition: Sendable {
    package var query: [(name: String, value: String)] = []
    package var header: [(name: String, value: String)] = []
    package var path: [(name: String, value: String)] = []
    /// A subset of the JSON body.
    package var body: JSON.Value?
    package var record: (of: RecordReference, has: JSON.Value)?
    /// The number within the retry group.
    package var attempt: Int?

    package init() {}

    /// Whether it holds nobody back.
    package var isEmpty: Bool {
        query.isEmpty && header.isEmpty && path.isEmpty && body == nil && record == nil && attempt == nil
    }

    /// Whether all of it holds.
    /// - Parameters:
    ///   - attempt: the call's number within its retry group, where it is counted.
    ///   - world: the world of the vendor of that key.
    package func holds(
        for call: Call,
        attempt number: Int?,
        in world: (_ vendor: String) -> (any MountedWorld)?,
    ) -> Bool {
        if let attempt, attempt != number { return false }
        for (name, value) in header where !call.request.has(field: name, value) { return false }
        for (name, value) in path where call.path(named: name) != value { return false }
        for (name, value) in query where call.request.firstValue(of: name) != value { return false }
        if let body {
            guard case .json(let document) = call.body, document.root.value.contains(body) else {
                return false
            }
        }
        if let record {
            guard let value = world(record.of.vendor)?.value(of: record.of), value.contains(record.has) else {
                return false
            }
        }
        return true
    }
}

extension Request {
    /// The first query value of a name that is known only when it is read from a file.
    fileprivate func firstValue(of name: String) -> String? {
        for item in queryItems where formDecoded(item.name) == name { return formDecoded(item.value) }
        return nil
    }

    /// Whether a field line of that name, whatever its case, has exactly that value.
    fileprivate func has(field name: String, _ value: String) -> Bool {
        let wanted = name.utf8.map(asciiLowercase)
        return fields.lines.contains { line in
            line.name.count == wanted.count
                && zip(head[line.name.range], wanted).allSatisfy { asciiLowercase($0) == $1 }
                && head[line.value.range].elementsEqual(value.utf8)
        }
    }
}

extension Call {
    /// A path segment by a name that is known only when it is read from a file.
    fileprivate func path(named name: String) -> String? {
        guard let position = router.position(of: name, in: captures) else { return nil }
        return request.decoded(captures[position])
    }
}

extension MountedWorld {
    /// The record as a value; `nil` where there is none.
    package func value(of reference: RecordReference) -> JSON.Value? {
        var json = JSON.Writer()
        guard write(reference.collection, reference.key, to: &json) else { return nil }
        // What a record writes of itself is JSON.
        return try? JSON.Value.parse(json.bytes)
    }
}
