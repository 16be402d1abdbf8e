import JSON

extension Expectation {
    /// Reads a list of expectations that stands in no file.
    /// - Throws: every problem at once.
    package static func list(
        _ bytes: [UInt8],
        named file: String,
        mounts: [any Mounted],
    ) throws(ScenarioProblems) -> [Expectation] {
        let document: JSON.Document
        do throws(JSON.SyntaxError) {
            document = try JSON.Document(
                bytes,
                dialect: .lenient,
                limits: JSON.Limits(duplicateKeys: .report)
            )
        } catch {
            throw ScenarioProblems([
                ScenarioProblem(file: file, position: error.position, message: error.problem)
            ])
        }
        var reader = ScenarioReader(Vocabulary(mounts))
        let expectations = reader.expectations(document.root, file: nil)
        guard reader.findings.isEmpty, document.problems.isEmpty else {
            throw ScenarioProblems(reader.findings, in: document, of: file)
        }
        return expectations
    }
}

extension ScenarioReader {
    private static let subjects = [
        "op", "order", "never", "record", "collection", "webhook", "flow", "unmatched", "contract",
        "coverage",
    ]
    /// By subject, what may or must stand beside it.
    private static let companions = [
        "op": ["calls", "retries", "header", "pages"], "record": ["has"],
        "collection": ["count", "no-duplicates"], "webhook": ["calls"],
    ]

    /// `expect`
    /// - Parameter file: what the places are in; `nil` for none.
    mutating func expectations(_ node: JSON.Node, file: String?) -> [Expectation] {
        guard isList(node, "'expect'") else { return [] }
        var read: [(expectation: Expectation, node: JSON.Node)] = []
        for element in node.elements {
            guard let expectation = expectation(element, file: file) else { continue }
            read.append((expectation, element))
        }
        reportContradictions(read)
        return read.map(\.expectation)
    }

    private mutating func expectation(_ node: JSON.Node, file: String?) -> Expectation? {
        guard isObject(node, "an expectation") else { return nil }
        let all = Self.subjects + Self.companions.values.flatMap { $0 }.sorted() + ["name", "within"]
        let chosen = node.members.filter { Self.subjects.contains($0.key) }
        guard let subject = chosen.last, chosen.allSatisfy({ $0.key == subject.key }) else {
            var isReported = false
            for member in node.members where !all.contains(member.key) {
                let hint = nearest(to: member.key, among: all)
                report(member, "unknown key '\(member.key)' in an expectation", hint: hint)
                isReported = true
            }
            if !isReported || chosen.count > 1 {
                report(node, "an expectation is one of \(Self.subjects.joined(separator: ", "))")
            }
            return nil
        }
        let companions = Self.companions[subject.key] ?? []
        for member in node.members
        where member.key != subject.key && !(companions + ["name", "within"]).contains(member.key) {
            if all.contains(member.key) {
                report(member, "'\(member.key)' does not go with '\(subject.key)'")
            } else {
                let hint = nearest(to: member.key, among: companions + ["name", "within"])
                report(member, "unknown key '\(member.key)' in an expectation", hint: hint)
            }
        }
        let claims = claims(subject, node)
        let name = node["name"].flatMap { text($0, "'name'") }
        let within = node["within"].flatMap { duration($0, "'within'") }
        guard let first = claims.first else { return nil }
        return Expectation(
            claims,
            name: name ?? first.title,
            within: within,
            place: file.map { "\($0):\(node.position)" }
        )
    }

    private mutating func claims(_ subject: JSON.Member, _ node: JSON.Node) -> [Expectation.Claim] {
        let value = subject.value
        switch subject.key {
        case "op": return claims(ofOperation: value, node)
        case "order": return order(value).map { [.order($0)] } ?? []
        case "never": return operations(value, "'never'").map { [.never($0)] } ?? []
        case "record":
            return match(record: value, has: node["has"]).map { [.record($0.of, has: $0.has)] } ?? []
        case "collection": return claims(ofCollection: value, node)
        case "webhook": return webhook(value, node).map { [$0] } ?? []
        case "flow": return choice(value, "'flow'", of: ["consumed"]) == nil ? [] : [.flow]
        case "unmatched":
            if value.int == 0 { return [.unmatched] }
            report(value, "'unmatched' can only be 0")
            return []
        case "contract": return choice(value, "'contract'", of: ["strict"]) == nil ? [] : [.contract]
        default:
            guard isObject(value, "'coverage'", keys: ["min"]) else { return [] }
            guard let min = value["min"] else {
                report(value, "'coverage' needs a 'min'")
                return []
            }
            return number(min, "'min'", in: 0...100).map { [.coverage($0)] } ?? []
        }
    }
}

// MARK: - Calls

extension ScenarioReader {
    private mutating func claims(ofOperation value: JSON.Node, _ node: JSON.Node) -> [Expectation.Claim] {
        let operations = operations(value, "'op'") ?? Expectation.Operations("", [])
        var claims: [Expectation.Claim] = []
        if let calls = node["calls"] {
            claims += count(calls, "'calls'").map { [.calls(operations, $0)] } ?? []
        }
        if let retries = node["retries"] {
            claims += self.retries(retries).map { [.retries(operations, $0)] } ?? []
        }
        if let header = node["header"], isObject(header, "'header'") {
            if header.count == 0 { report(header, "'header' must not be empty") }
            var fields: [(name: String, value: String)] = []
            for member in header.members {
                if !isToken(member.key) { report(member, "'\(member.key)' cannot be the name of a header") }
                if let text = scalar(member.value, "a value in 'header'") {
                    fields.append((member.key, text))
                }
            }
            claims.append(.header(operations, fields))
        }
        if let pages = node["pages"], choice(pages, "'pages'", of: ["complete"]) != nil {
            claims += paged(operations, value).map { [.pages($0, name: operations.name)] } ?? []
        }
        if !["calls", "retries", "header", "pages"].contains(where: { node[$0] != nil }) {
            report(node, "'op' needs one of calls, retries, header, pages beside it")
        }
        return operations.indices.isEmpty ? [] : claims
    }

    private mutating func paged(_ operations: Expectation.Operations, _ node: JSON.Node) -> OperationIndex? {
        guard !operations.indices.isEmpty else { return nil }
        guard operations.indices.count == 1, let index = operations.indices.first else {
            report(node, "'pages' is for one operation")
            return nil
        }
        guard names[index].paging == nil else { return index }
        report(node, "\(operations.name) has no pages: one reply has all there is")
        return nil
    }

    /// The operations that a text takes: one, or those of a selector.
    private mutating func operations(_ node: JSON.Node, _ what: String) -> Expectation.Operations? {
        guard let text = text(node, what) else { return nil }
        if let selector = Selector(text), selector.reach != .operation {
            let taken = names.operations(takenBy: selector)
            if !taken.isEmpty { return Expectation.Operations(text, taken) }
            let stems = names.operationNames.map { name in
                name.split(separator: ".").prefix(selector.reach == .resource ? 2 : 1).joined(separator: ".")
                    + ".*"
            }
            report(node, "no operation is a '\(text)'", hint: nearest(to: text, among: stems))
            return nil
        } else if let index = names.operation(text) {
            return Expectation.Operations(text, [index])
        }
        let hint = nearest(to: text, among: names.operationNames)
        report(node, "unknown operation '\(text)'", hint: hint)
        return nil
    }

    private mutating func order(_ node: JSON.Node) -> [(name: String, index: OperationIndex)]? {
        guard isList(node, "'order'") else { return nil }
        if node.count < 2 { report(node, "'order' needs two operations or more") }
        var order: [(name: String, index: OperationIndex)] = []
        for element in node.elements {
            guard let text = text(element, "an operation") else { continue }
            guard let index = names.operation(text) else {
                let hint = nearest(to: text, among: names.operationNames)
                report(element, "unknown operation '\(text)'", hint: hint)
                continue
            }
            order.append((text, index))
        }
        return order.count < 2 ? nil : order
    }

    private mutating func retries(_ node: JSON.Node) -> Expectation.Retries? {
        guard isObject(node, "'retries'", keys: ["max", "backoff", "jitter", "honours"]) else { return nil }
        var retries = Expectation.Retries()
        if let max = node["max"] { retries.max = integer(max, "'max'", in: 0...Int.max) }
        if let backoff = node["backoff"] { retries.backoff = self.backoff(backoff) }
        if let jitter = node["jitter"] {
            retries.jitter = number(jitter, "'jitter'", in: 0...1) ?? retries.jitter
            if node["backoff"] == nil { report(jitter, "'jitter' needs a 'backoff' beside it") }
        }
        if let honours = node["honours"] {
            retries.honoursRetryAfter = choice(honours, "'honours'", of: ["Retry-After"]) != nil
        }
        if !["max", "backoff", "honours"].contains(where: { node[$0] != nil }) {
            report(node, "'retries' needs one of max, backoff, honours")
        }
        return retries
    }

    private mutating func backoff(_ node: JSON.Node) -> Expectation.Retries.Backoff? {
        if node.kind == .object {
            guard isObject(node, "'backoff'", keys: ["atLeast"]) else { return nil }
            guard let list = node["atLeast"], isList(list, "'atLeast'") else {
                if node["atLeast"] == nil { report(node, "'backoff' needs 'atLeast'") }
                return nil
            }
            if list.count == 0 { report(list, "'atLeast' must not be empty") }
            return .atLeast(list.elements.compactMap { duration($0, "a pause") })
        }
        guard node.kind == .string else {
            report(node, "'backoff' is one of increasing, exponential, {\"atLeast\": […]}")
            return nil
        }
        switch choice(node, "'backoff'", of: ["increasing", "exponential"]) {
        case "increasing": return .increasing
        case "exponential": return .exponential
        default: return nil
        }
    }

    private mutating func count(_ node: JSON.Node, _ what: String) -> Expectation.Count? {
        guard isObject(node, what, keys: ["min", "max", "exactly"]) else { return nil }
        if let exactly = node["exactly"] {
            if node["min"] != nil || node["max"] != nil {
                report(exactly, "'exactly' stands alone, without 'min' and 'max'")
            }
            return integer(exactly, "'exactly'", in: 0...Int.max).map { .init(min: $0, max: $0) }
        }
        if node["min"] == nil, node["max"] == nil {
            report(node, "\(what) needs one of min, max, exactly")
            return nil
        }
        let min = node["min"].flatMap { integer($0, "'min'", in: 0...Int.max) }
        let max = node["max"].flatMap { integer($0, "'max'", in: 0...Int.max) }
        if let min, let max, min > max, let place = node["min"] {
            report(place, "this can never hold: 'min' is more than 'max'")
        }
        return .init(min: min, max: max)
    }
}

// MARK: - State and webhooks

extension ScenarioReader {
    private mutating func claims(ofCollection value: JSON.Node, _ node: JSON.Node) -> [Expectation.Claim] {
        var wanted: Expectation.Count?
        if let count = node["count"] { wanted = self.count(count, "'count'") }
        let field = node["no-duplicates"].flatMap { text($0, "'no-duplicates'") }
        if node["count"] == nil, node["no-duplicates"] == nil {
            report(node, "'collection' needs one of count, no-duplicates beside it")
        }
        guard let name = text(value, "'collection'"),
            let (vendor, collection) = collection(name, at: value.offset)
        else { return [] }
        let reference = Expectation.CollectionReference(vendor: vendor, name: collection.name)
        var claims: [Expectation.Claim] = []
        if let wanted { claims.append(.count(reference, wanted)) }
        if let field, let place = node["no-duplicates"] {
            let fields = collection.fields.map(\.name)
            if !fields.contains(field) {
                let hint = nearest(to: field, among: fields)
                report(place, "unknown field '\(field)' of \(reference)", hint: hint)
            }
            claims.append(.unique(reference, field: field))
        }
        return claims
    }

    private mutating func webhook(_ value: JSON.Node, _ node: JSON.Node) -> Expectation.Claim? {
        var wanted: Expectation.Count?
        if let calls = node["calls"] {
            wanted = count(calls, "'calls'")
        } else {
            report(node, "'webhook' needs 'calls' beside it")
        }
        guard let name = text(value, "'webhook'") else { return nil }
        let vendor = names.vendors.firstIndex { vendor in
            vendor.webhooks?.events.contains { $0.name == name } ?? false
        }
        guard let vendor else {
            let events = names.vendors.flatMap { $0.webhooks?.events.map(\.name) ?? [] }
            report(value, "no vendor has an event '\(name)'", hint: nearest(to: name, among: events))
            return nil
        }
        return wanted.map { .webhook(event: name, vendor: vendor, $0) }
    }
}
