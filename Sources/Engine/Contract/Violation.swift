package import HTTP
package import JSON

/// Something in a request that its operation does not declare, or declares otherwise.
package struct Violation: Sendable, Equatable, CustomStringConvertible {
    package enum Kind: String, Sendable {
        case unknownField = "unknown field"
        case undocumentedParameter = "undocumented parameter"
        case wrongType = "wrong type"
    }

    package let kind: Kind
    /// The parameter, or where in the body, from the outside in: `items[0].itemName`.
    package let path: String
    /// What it should have been, in words; values are not repeated. Empty where there is nothing to say.
    package let detail: String

    package init(_ kind: Kind, _ path: String, _ detail: String = "") {
        self.kind = kind
        self.path = path
        self.detail = detail
    }

    package var description: String {
        "\(kind.rawValue) '\(path)'" + (detail.isEmpty ? "" : ": \(detail)")
    }
}

extension Violation: JSON.Writable {
    /// `{"kind", "path", "detail"}`
    package func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("kind", kind.rawValue)
            json.member("path", path)
            json.member("detail", detail)
        }
    }
}

extension Operation {
    /// Where a request differs from what is declared: the query's parameters in their order, then the fields of the head
    /// that are declared, then the body. What is missing is not told, since the vendor itself does that; an empty
    /// parameter and a `null` are as good as absent. What a vendor ignores, such as a parameter that it does not know,
    /// is told all the same: nothing says that it always will.
    package func violations(in request: Request) -> [Violation] {
        var found: [Violation] = []
        for item in request.queryItems {
            let name = request.formDecoded(item.name) ?? ""
            guard let field = query.first(where: { $0.isNamed(name) }) else {
                found.append(Violation(.undocumentedParameter, name, unknown(name, among: query)))
                continue
            }
            guard let text = request.formDecoded(item.value), !text.isEmpty,
                let problem = field.type.problem(withText: text)
            else { continue }
            found.append(Violation(.wrongType, name, problem.wanted))
        }
        for field in headers {
            guard let text = request.value(ofField: field.name), !text.isEmpty,
                let problem = field.type.problem(withText: text)
            else { continue }
            found.append(Violation(.wrongType, field.name, problem.wanted))
        }
        guard !request.body.isEmpty else { return found }
        guard let fields = body else { return found + [Violation(.unknownField, "", "it takes no body")] }
        let isForm = takesForm && Form.isDeclared(by: request)
        switch Call.Body(of: request, for: self) {
        case .none: break
        case .malformed: found.append(Violation(.wrongType, "", isForm ? "it is no form" : "it is no JSON"))
        case .json(let document):
            FieldType.object(fields).addViolations(of: document.root, at: "", isForm: isForm, to: &found)
        }
        return found
    }
}

extension Request {
    /// The value of the first field of that name, whatever its case.
    fileprivate func value(ofField name: String) -> String? {
        let name = name.lowercased()
        return fields.lines.first { text($0.name).lowercased() == name }.map { text($0.value) }
    }
}

extension Field {
    /// An array is written as several parameters of its name; some frameworks put brackets behind it.
    fileprivate func isNamed(_ text: String) -> Bool {
        if case .array = type, text == name + "[]" { return true }
        return text == name
    }
}

private func unknown(_ name: String, among fields: [Field]) -> String {
    nearest(to: name, among: fields.map(\.name)).map { "did you mean '\($0)'?" } ?? ""
}

extension Mismatch.Problem {
    fileprivate var wanted: String {
        switch self {
        case .missing: "it is missing"
        case .wrongType(let wanted): "must be \(wanted)"
        case .noneOf(let values): "must be one of \(values.joined(separator: ", "))"
        }
    }
}

extension FieldType {
    fileprivate func addViolations(
        of node: JSON.Node,
        at path: String,
        isForm: Bool,
        to found: inout [Violation],
    ) {
        func wrong() { found.append(Violation(.wrongType, path, "must be \(description)")) }
        switch self {
        case .object(let fields):
            guard node.kind == .object else { return wrong() }
            for member in node.members {
                let inner = path.isEmpty ? member.key : "\(path).\(member.key)"
                guard let field = fields.first(where: { $0.name == member.key }) else {
                    found.append(Violation(.unknownField, inner, unknown(member.key, among: fields)))
                    continue
                }
                guard !member.value.isNull else { continue }
                field.type.addViolations(of: member.value, at: inner, isForm: isForm, to: &found)
            }
        case .map(let type):
            guard node.kind == .object else { return wrong() }
            for member in node.members {
                let inner = path.isEmpty ? member.key : "\(path).\(member.key)"
                type.addViolations(of: member.value, at: inner, isForm: isForm, to: &found)
            }
        case .array(let type), .list(let type):
            guard node.kind == .array else { return wrong() }
            for (index, element) in node.elements.enumerated() {
                type.addViolations(of: element, at: "\(path)[\(index)]", isForm: isForm, to: &found)
            }
        case .nullable(let type):
            if !node.isNull { type.addViolations(of: node, at: path, isForm: isForm, to: &found) }
        case .string, .id, .integer, .decimal, .number, .boolean, .flag, .date, .dateTime, .oneOf, .anything:
            let problem: Mismatch.Problem?
            if isForm, let text = node.string {
                problem = text.isEmpty ? nil : self.problem(withText: text)
            } else {
                problem = firstMismatch(in: node)?.problem
            }
            if let problem { found.append(Violation(.wrongType, path, problem.wanted)) }
        }
    }
}
