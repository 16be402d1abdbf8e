import HTTP
import JSON

extension ScenarioReader {
    /// The world at the start.
    mutating func given(_ node: JSON.Node) -> Scenario.Given {
        var given = Scenario.Given()
        guard isObject(node, "'given'", keys: Grammar.given) else { return given }
        if let snapshot = node["snapshot"], let path = path(snapshot, "'snapshot'") {
            given.snapshot = (path, snapshot.position)
        }
        if let auth = node["auth"] { given.auth = self.auth(auth) }
        if let records = node["records"], isObject(records, "'records'") {
            for member in records.members {
                guard let (reference, fields) = record(member) else { continue }
                given.records.append((reference, fields, member.keyPosition))
            }
        }
        if let remove = node["remove"], isList(remove, "'remove'") {
            for element in remove.elements {
                guard let reference = reference(element) else { continue }
                given.remove.append((reference, element.position))
                if let both = given.records.first(where: { $0.reference == reference }) {
                    report(element, "\(reference) is given on line \(both.place.line) and removed here")
                }
            }
        }
        if let generate = node["generate"], isObject(generate, "'generate'") {
            for member in generate.members {
                let place = member.keyPosition
                let count = integer(member.value, "a number of records", in: 1...10_000_000)
                guard let (vendor, collection) = collection(member.key, at: member.keyOffset) else {
                    continue
                }
                given.generate.append((vendor, collection.name, count ?? 0, place))
            }
        }
        if let assume = node["assume"], isObject(assume, "'assume'") {
            for member in assume.members {
                guard let (vendor, choice) = assumption(member) else { continue }
                given.assume.append((vendor, member.key, choice, member.value.position))
            }
        }
        if let limits = node["limits"] { given.limits = self.limits(limits, "'limits'") }
        if let webhooks = node["webhooks"] { given.webhooks = self.webhooks(webhooks) }
        return given
    }

    private mutating func assumption(_ member: JSON.Member) -> (vendor: String, choice: String)? {
        let name = member.key
        for vendor in names.vendors {
            guard let listing = vendor.assumptions.first(where: { $0.name == name }) else { continue }
            let choices = [listing.default] + listing.alternatives
            return choice(member.value, "'\(name)'", of: choices).map { (vendor.key, $0) }
        }
        let hint = nearest(to: name, among: names.assumptions.map(\.name))
        report(member, "unknown assumption '\(name)'", hint: hint)
        return nil
    }

    /// `{"autosync": {"requests": 5, "per": "60s"}}`: limits by vendor, for `given.limits` and the action `limit`.
    mutating func limits(_ node: JSON.Node, _ what: String) -> [(vendor: String, policy: LimitPolicy)] {
        guard isObject(node, what) else { return [] }
        var limits: [(vendor: String, policy: LimitPolicy)] = []
        for member in node.members {
            let policy = policy(member.value)
            guard names.vendor(member.key) != nil else {
                let hint = nearest(to: member.key, among: names.keys)
                report(member, "unknown vendor '\(member.key)'", hint: hint)
                continue
            }
            if let policy { limits.append((member.key, policy)) }
        }
        return limits
    }

    static let methods: [HTTP.Method] = [.get, .post, .put, .patch, .delete]

    private mutating func policy(_ node: JSON.Node) -> LimitPolicy? {
        if node.string == "off" { return .off }
        if node.kind == .array {
            // Each call is held against each of them.
            guard (1...8).contains(node.count) else {
                report(node, "there are 1 to 8 limits that hold together")
                return nil
            }
            let limits = node.elements.compactMap { limit($0) }
            return limits.count == node.count ? .together(limits) : nil
        }
        guard node.kind == .object, node.count > 0 else {
            report(node, "a limit is \"off\", {\"requests\", \"per\"}, a list of such, or those by method")
            return nil
        }
        let methods = ScenarioReader.methods
        guard node.members.contains(where: { member in methods.contains { "\($0.name)" == member.key } })
        else {
            return limit(node).map { .all($0) }
        }
        var limits: [HTTP.Method: Limit] = [:]
        for member in node.members {
            guard let method = methods.first(where: { "\($0.name)" == member.key }) else {
                let hint = nearest(to: member.key, among: methods.map { "\($0.name)" })
                report(member, "unknown method '\(member.key)' in a limit", hint: hint)
                continue
            }
            if let limit = limit(member.value) { limits[method] = limit }
        }
        return .byMethod(limits)
    }

    private mutating func limit(_ node: JSON.Node) -> Limit? {
        guard isObject(node, "a limit", keys: Grammar.limit) else { return nil }
        guard let requests = node["requests"], let per = node["per"] else {
            report(node, "a limit needs both 'requests' and 'per'")
            return nil
        }
        let count = integer(requests, "'requests'", in: 1...1_000_000_000)
        let period = duration(per, "'per'", atLeast: .milliseconds(1))
        guard let count, let period else { return nil }
        return Limit(requests: count, per: period)
    }
}

// MARK: - Records

extension ScenarioReader {
    /// A record's reference and some of its fields: unknown fields and wrong types are reported. Whether it is whole
    /// is seen where it is laid over the world.
    mutating func record(_ member: JSON.Member) -> (RecordReference, JSON.Object)? {
        let found = target(member.key, at: member.keyOffset)
        guard isObject(member.value, "a record"), let (reference, collection) = found else { return nil }
        let name = "\(reference.vendor).\(reference.collection)"
        let problems = Field.problems(with: member.value, as: collection.fields, whole: false, in: name)
        report(problems)
        // The world that it is laid over would say the same again.
        guard problems.isEmpty else { return nil }
        return member.value.value.object.map { (reference, $0) }
    }

    /// `{"record": "htp.items/101-1-500001", "has": {…}}`
    mutating func match(record: JSON.Node, has: JSON.Node?) -> (of: RecordReference, has: JSON.Value)? {
        guard let has else {
            report(record, "'record' needs a 'has' beside it")
            return nil
        }
        guard isObject(has, "'has'"), let text = text(record, "'record'"),
            let (reference, collection) = target(text, at: record.offset)
        else { return nil }
        let fields = collection.fields.map(\.name)
        for member in has.members where !fields.contains(member.key) {
            let name = "\(reference.vendor).\(reference.collection)"
            report(
                member,
                "unknown field '\(member.key)' of \(name)",
                hint: nearest(to: member.key, among: fields)
            )
        }
        return (reference, has.value)
    }

    mutating func reference(_ node: JSON.Node) -> RecordReference? {
        text(node, "a record").flatMap { target($0, at: node.offset)?.reference }
    }

    /// The collection that `htp.items` names.
    mutating func collection(
        _ text: String,
        at offset: Int,
    ) -> (vendor: String, collection: CollectionListing)? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let vendor = names.vendor(parts[0]) else {
            let hint = nearest(to: text, among: names.collectionNames)
            report([Finding(offset, "unknown collection '\(text)'", hint: hint)])
            return nil
        }
        let names = names.vendors[vendor]
        if let collection = names.collections.first(where: { $0.name == parts[1] }) {
            return (names.key, collection)
        }
        let hint = nearest(to: String(parts[1]), among: names.collections.map(\.name)).map {
            "\(names.key).\($0)"
        }
        report([Finding(offset, "unknown collection '\(text)'", hint: hint)])
        return nil
    }

    /// The record that `htp.items/101-1-500001` names, there or not.
    private mutating func target(
        _ text: String,
        at offset: Int,
    ) -> (reference: RecordReference, collection: CollectionListing)? {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            report([Finding(offset, "'\(text)' names no record; write vendor.collection/key")])
            return nil
        }
        guard let (vendor, collection) = collection(String(parts[0]), at: offset) else { return nil }
        let key = String(parts[1])
        guard !key.isEmpty, collection.isWellFormed(key) else {
            report([Finding(offset, "'\(key)' cannot be a key of \(vendor).\(collection.name)")])
            return nil
        }
        let reference = RecordReference(
            vendor: vendor,
            collection: collection.name,
            key: key,
            isSecret: collection.keyIsSecret
        )
        return (reference, collection)
    }
}
