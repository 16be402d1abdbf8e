package import JSON

extension Field {
    /// Checks an object against the fields it may have: unknown names, missing ones, wrong types, all at once.
    /// - Parameter whole: whether required fields must be there (`false` for a patch).
    package static func problems(
        with node: JSON.Node,
        as fields: [Field],
        whole: Bool = true,
        in name: String,
    ) -> [Finding] {
        guard node.kind == .object else { return [Finding(node.offset, "\(name) must be an object")] }
        var findings: [Finding] = []
        var seen: Set<String> = []
        for member in node.members {
            seen.insert(member.key)
            guard let field = fields.first(where: { $0.name == member.key }) else {
                let hint = nearest(to: member.key, among: fields.map(\.name))
                findings.append(
                    Finding(member.keyOffset, "unknown field '\(member.key)' of \(name)", hint: hint)
                )
                continue
            }
            findings += field.type.problems(with: member.value, in: "\(name).\(field.name)")
        }
        if whole {
            for field in fields where field.isRequired && !seen.contains(field.name) {
                findings.append(Finding(node.offset, "\(name) lacks the required field '\(field.name)'"))
            }
        }
        return findings
    }
}

/// Something wrong at a place in a file or body.
package struct Finding: Sendable, Equatable {
    /// Offset in bytes.
    package var offset: Int
    package var message: String
    /// The name that was probably meant.
    package var hint: String?

    package init(_ offset: Int, _ message: String, hint: String? = nil) {
        self.offset = offset
        self.message = message
        self.hint = hint
    }
}

extension FieldType {
    /// What keeps a JSON value from being of this type.
    package func problems(with node: JSON.Node, in name: String) -> [Finding] {
        func wrong() -> [Finding] { [Finding(node.offset, "\(name) must be \(description)")] }
        switch self {
        case .anything:
            return []
        case .string(let limit):
            guard node.kind == .string else { return wrong() }
            if let limit, (node.string ?? "").count > limit { return wrong() }
            return []
        case .id:
            guard node.int != nil || node.string.map(isDigits) == true else { return wrong() }
            return []
        case .integer(let range):
            guard let number = node.int, range?.contains(number) ?? true else { return wrong() }
            return []
        case .decimal:
            guard node.kind == .number || node.string.map({ $0.isEmpty || Double($0) != nil }) == true else {
                return wrong()
            }
            return []
        case .number:
            return isFinite(node) ? [] : wrong()
        case .boolean:
            return node.kind == .bool ? [] : wrong()
        case .flag:
            return node.kind == .bool || node.int == 1 || node.string == "1" || node.string == "true"
                ? [] : wrong()
        case .date:
            guard let text = node.string, Instant.Date(text) != nil else { return wrong() }
            return []
        case .dateTime:
            return node.kind == .string ? [] : wrong()
        case .oneOf(let values):
            guard let text = node.string else { return wrong() }
            if values.contains(text) { return [] }
            return [
                Finding(
                    node.offset,
                    "\(name) must be \(description), not '\(text)'",
                    hint: nearest(to: text, among: values)
                )
            ]
        case .list(let type), .array(let type):
            guard node.kind == .array else { return wrong() }
            var findings: [Finding] = []
            for element in node.elements { findings += type.problems(with: element, in: "\(name)[]") }
            return findings
        case .object(let fields):
            return Field.problems(with: node, as: fields, in: name)
        case .map(let type):
            guard node.kind == .object else { return wrong() }
            var findings: [Finding] = []
            for member in node.members {
                findings += type.problems(with: member.value, in: "\(name).\(member.key)")
            }
            return findings
        case .nullable(let type):
            return node.isNull ? [] : type.problems(with: node, in: name)
        }
    }
}

/// Whether a text is digits, and no more than an `Int` holds.
func isDigits(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 18 && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
}

/// Whether a value is a number within the range of doubles.
private func isFinite(_ node: JSON.Node) -> Bool {
    // One without an exponent is, where it is written with at most 300 digits.
    let isPlain =
        node.kind == .number && node.rawBytes.count <= 300 && node.rawBytes.allSatisfy { $0 | 0x20 != 0x65 }
    return isPlain || node.double != nil
}
