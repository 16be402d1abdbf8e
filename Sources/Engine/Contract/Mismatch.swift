package import HTTP
package import JSON

/// Where a body or a query is not what its operation declares. The vendor finds the words.
package struct Mismatch: Sendable, Equatable {
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

    /// The first of the declared parameters that a query lacks or has wrong; one without a value is as good as absent.
    package static func firstMismatch(in request: Request, as fields: [Field]) -> Mismatch? {
        for field in fields {
            guard let text = request.query(named: field.name), !text.isEmpty else {
                if field.isRequired { return Mismatch(field.name, .missing) }
                continue
            }
            if let problem = field.type.problem(withText: text) { return Mismatch(field.name, problem) }
        }
        return nil
    }
}

extension FieldType {
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
            fits = JSON.Number(text)?.int.map { range?.contains($0) ?? true } ?? false
        case .decimal, .number: fits = JSON.Number(text) != nil
        case .boolean: fits = text == "true" || text == "false"
        case .flag: fits = text == "true" || text == "1"
        case .id: fits = JSON.Number(text)?.int.map { $0 >= 0 } ?? false
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
