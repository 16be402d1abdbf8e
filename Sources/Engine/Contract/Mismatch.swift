package import HTTP
package import JSON

/// Where a body or a query is not what its operation declares. The vendor finds the words.
package struct Mismatch: Error, Equatable {
    /// From the outside in: `items[0].itemName`.
    package var path: String
    package var problem: Problem

    package enum Problem: Sendable, Equatable {
        case missing
        /// Something else than what stands here in words, such as `a whole number`.
        case wrongType(String)
        /// A text that is none of these.
        case noneOf([String])
    }

    package init(_ path: String, _ problem: Problem) {
        self.path = path
        self.problem = problem
    }

    /// The same seen from one step further out.
    package func inside(_ outer: String) -> Mismatch {
        let joint = path.isEmpty || path.first == "[" ? "" : "."
        return Mismatch(outer + joint + path, problem)
    }
}

extension Field {
    /// The first of the declared fields, in their order, that an object lacks or has wrong. What is not declared is
    /// not looked at; `null` is as good as absent.
    package static func firstMismatch(in node: JSON.Node, as fields: [Field]) -> Mismatch? {
        guard node.kind == .object else { return Mismatch("", .wrongType("an object")) }
        let values = fields.values(in: node)
        for (field, value) in zip(fields, values) {
            guard let value, !value.isNull else {
                if field.isRequired { return Mismatch(field.name, .missing) }
                continue
            }
            if let mismatch = field.type.firstMismatch(in: value) { return mismatch.inside(field.name) }
        }
        return nil
    }

    /// The members of an object that a declaration names, in its order and each checked: what is not declared is left
    /// out, further in as well.
    /// - Parameter withNulls: whether a `null` is taken over, where the declaration allows one.
    /// - Throws: what `firstMismatch` tells.
    package static func members(
        of node: JSON.Node,
        as fields: [Field],
        withNulls: Bool = false,
    ) throws(Mismatch) -> JSON.Object {
        guard node.kind == .object else { throw Mismatch("", .wrongType("an object")) }
        var members: [JSON.Object.Element] = []
        members.reserveCapacity(node.count)
        for (field, value) in zip(fields, fields.values(in: node)) {
            guard let value, !value.isNull else {
                if field.isRequired { throw Mismatch(field.name, .missing) }
                if value != nil, withNulls, case .nullable = field.type {
                    members.append((field.name, .null))
                }
                continue
            }
            do throws(Mismatch) {
                members.append((field.name, try field.type.value(of: value)))
            } catch {
                throw error.inside(field.name)
            }
        }
        return JSON.Object(distinct: members)
    }

    /// The first of the declared parameters that a query lacks or has wrong; one without a value is as good as absent.
    package static func firstMismatch(in request: Request, as fields: [Field]) -> Mismatch? {
        let items = request.listedQueryItems
        for field in fields {
            let item = items.first { request.isNamed($0, field.name) }
            guard let text = item.flatMap({ request.formDecoded($0.value) }), !text.isEmpty else {
                if field.isRequired { return Mismatch(field.name, .missing) }
                continue
            }
            if let problem = field.type.problem(withText: text) { return Mismatch(field.name, problem) }
        }
        return nil
    }
}

extension FieldType {
    /// A JSON value of this type, without what the type does not know of.
    fileprivate func value(of node: JSON.Node) throws(Mismatch) -> JSON.Value {
        switch self {
        case .object(let fields):
            return .object(try Field.members(of: node, as: fields))
        case .array(let type) where node.kind == .array:
            var values: [JSON.Value] = []
            for element in node.elements {
                do throws(Mismatch) {
                    values.append(try type.value(of: element))
                } catch {
                    throw error.inside("[\(values.count)]")
                }
            }
            return .array(values)
        case .nullable(let type):
            return node.isNull ? .null : try type.value(of: node)
        default:
            if let mismatch = firstMismatch(in: node) { throw mismatch }
            return node.value
        }
    }

    /// What keeps a JSON value from being of this type, further in first.
    func firstMismatch(in node: JSON.Node) -> Mismatch? {
        switch self {
        case .object(let fields):
            return Field.firstMismatch(in: node, as: fields)
        case .array(let type), .list(let type):
            guard node.kind == .array else { return Mismatch("", .wrongType("an array")) }
            for (index, element) in node.elements.enumerated() {
                if let mismatch = type.firstMismatch(in: element) { return mismatch.inside("[\(index)]") }
            }
            return nil
        case .map(let type):
            guard node.kind == .object else { return Mismatch("", .wrongType("an object")) }
            for member in node.members {
                if let mismatch = type.firstMismatch(in: member.value) { return mismatch.inside(member.key) }
            }
            return nil
        case .nullable(let type):
            return node.isNull ? nil : type.firstMismatch(in: node)
        case .oneOf(let values):
            guard let text = node.string else { return Mismatch("", .wrongType("text")) }
            return values.contains(text) ? nil : Mismatch("", .noneOf(values))
        case .string, .id, .integer, .decimal, .number, .boolean, .flag, .date, .dateTime, .anything:
            return problems(with: node, in: "").isEmpty ? nil : Mismatch("", .wrongType(description))
        }
    }

    /// What keeps a text of a query from being of this type.
    func problem(withText text: String) -> Mismatch.Problem? {
        let fits: Bool
        switch self {
        case .integer(let range):
            fits = wholeNumber(text).map { range?.contains($0) ?? true } ?? false
        case .decimal, .number: fits = JSON.Number(text) != nil
        case .boolean: fits = text == "true" || text == "false"
        case .flag: fits = text == "true" || text == "1"
        case .id: fits = wholeNumber(text).map { $0 >= 0 } ?? false
        case .date: fits = Instant.Date(text) != nil
        case .oneOf(let values): return values.contains(text) ? nil : .noneOf(values)
        case .list(let type):
            return text.split(separator: ",").lazy.compactMap { type.problem(withText: String($0)) }.first
        case .nullable(let type), .array(let type): return type.problem(withText: text)
        case .string(let limit): fits = limit.map { text.count <= $0 } ?? true
        case .dateTime, .object, .map, .anything: fits = true
        }
        return fits ? nil : .wrongType(description)
    }
}

/// The whole number that a text is in JSON.
private func wholeNumber(_ text: String) -> Int? {
    // Most are plain digits, for which no parser is needed.
    if text.utf8.first != UInt8(ascii: "0"), isDigits(text) { return Int(text) }
    return JSON.Number(text)?.int
}
