import Foundation
import JSON

/// The part of JSON Schema 2020-12 that the schema of scenarios uses. A word that is not known is a failure of the test.
struct SchemaValidator {
    let root: JSON.Value

    /// Words that say nothing about validity.
    private static let silent: Set<String> = ["$schema", "$defs", "title", "description"]

    /// What keeps a value from being valid, with the way to it; `nil` where it is.
    func problem(with value: JSON.Value, _ schema: JSON.Value? = nil, at path: String = "$") -> String? {
        let schema = schema ?? root
        if let flag = schema.bool { return flag ? nil : "\(path): nothing may stand here" }
        guard let words = schema.object else { return "\(path): the schema is broken" }
        for (word, wanted) in words where !SchemaValidator.silent.contains(word) {
            if let problem = problem(with: value, word, wanted, words, at: path) { return problem }
        }
        return nil
    }

    private func problem(
        with value: JSON.Value,
        _ word: String,
        _ wanted: JSON.Value,
        _ words: JSON.Object,
        at path: String,
    ) -> String? {
        func refuse(_ isFine: Bool) -> String? { isFine ? nil : "\(path): \(word)" }
        let object = value.object
        switch word {
        case "$ref":
            let name = (wanted.string ?? "").dropFirst("#/$defs/".count)
            guard let target = root["$defs"]?[String(name)] else { return "\(path): no definition \(name)" }
            return problem(with: value, target, at: path)
        case "type":
            let types = (wanted.array ?? [wanted]).compactMap(\.string)
            return refuse(types.contains { isOf(type: $0, value) })
        case "enum": return refuse(wanted.array?.contains { isSame($0, value) } ?? false)
        case "const": return refuse(isSame(wanted, value))
        case "anyOf":
            return refuse((wanted.array ?? []).contains { problem(with: value, $0, at: path) == nil })
        case "oneOf":
            return refuse((wanted.array ?? []).count { problem(with: value, $0, at: path) == nil } == 1)
        case "not": return refuse(problem(with: value, wanted, at: path) != nil)
        case "pattern":
            guard let text = value.string else { return nil }
            return refuse(text.range(of: wanted.string ?? "", options: .regularExpression) != nil)
        case "minLength": return refuse(value.string.map { $0.count >= wanted.int ?? 0 } ?? true)
        case "maxLength": return refuse(value.string.map { $0.count <= wanted.int ?? 0 } ?? true)
        case "minimum": return refuse(value.double.map { $0 >= wanted.double ?? 0 } ?? true)
        case "maximum": return refuse(value.double.map { $0 <= wanted.double ?? 0 } ?? true)
        case "items":
            for (index, element) in (value.array ?? []).enumerated() {
                if let problem = problem(with: element, wanted, at: "\(path)[\(index)]") { return problem }
            }
            return nil
        case "minItems": return refuse(value.array.map { $0.count >= wanted.int ?? 0 } ?? true)
        case "minProperties": return refuse(object.map { $0.count >= wanted.int ?? 0 } ?? true)
        case "maxProperties": return refuse(object.map { $0.count <= wanted.int ?? 0 } ?? true)
        case "required":
            guard let object else { return nil }
            return refuse((wanted.array ?? []).compactMap(\.string).allSatisfy { object[$0] != nil })
        case "dependentRequired":
            guard let object else { return nil }
            return refuse(
                (wanted.object ?? [:]).allSatisfy { key, needs in
                    object[key] == nil
                        || (needs.array ?? []).compactMap(\.string).allSatisfy { object[$0] != nil }
                }
            )
        case "propertyNames":
            for (key, _) in object ?? [:] {
                if let problem = problem(with: .string(key), wanted, at: "\(path).\(key)") { return problem }
            }
            return nil
        case "properties", "patternProperties", "additionalProperties":
            // All three at once, with the first of them.
            guard word == words.keys.first(where: { $0.hasSuffix("roperties") && !$0.hasPrefix("m") }) else {
                return nil
            }
            return membersProblem(of: object ?? [:], words, at: path)
        default: return "\(path): the validator does not know '\(word)'"
        }
    }

    private func membersProblem(of object: JSON.Object, _ words: JSON.Object, at path: String) -> String? {
        for (key, member) in object {
            var schemas: [JSON.Value] = []
            if let schema = words["properties"]?[key] { schemas.append(schema) }
            for (pattern, schema) in words["patternProperties"]?.object ?? [:]
            where key.range(of: pattern, options: .regularExpression) != nil {
                schemas.append(schema)
            }
            if schemas.isEmpty { schemas.append(words["additionalProperties"] ?? true) }
            for schema in schemas {
                if let problem = problem(with: member, schema, at: "\(path).\(key)") { return problem }
            }
        }
        return nil
    }

    private func isOf(type: String, _ value: JSON.Value) -> Bool {
        switch (type, value) {
        case ("null", .null), ("boolean", .bool), ("number", .number), ("string", .string), ("array", .array),
            ("object", .object):
            true
        case ("integer", .number(let number)): number.double.map { $0 == $0.rounded() } ?? true
        default: false
        }
    }

    private func isSame(_ one: JSON.Value, _ other: JSON.Value) -> Bool {
        one.contains(other) && other.contains(one)
    }
}
