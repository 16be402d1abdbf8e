import Engine
import HTTP
import JSON

extension Leadway {
    /// What a call breaks of the rules that its operation declares, rule by rule, in the vendor's words [public:
    /// field]. All are named at once.
    struct Rules {
        private(set) var broken: [String] = []
        /// Whether what is not declared is refused.
        let isStrict: Bool

        init(_ assumptions: Assumptions) { isStrict = assumptions.profile == .upstream }

        func enforce() throws(Failure) {
            guard broken.isEmpty else { throw .unprocessable(broken) }
        }

        /// How many broken rules are named at most: a body may have a million.
        static let most = 1_000

        mutating func isBroken(_ rule: @autoclosure () -> String) {
            if broken.count < Self.most { broken.append(rule()) }
        }

        private mutating func isEmpty(_ name: String) { isBroken("\(name) should not be empty") }
        private mutating func isUnknown(_ name: String) { isBroken("property \(name) should not exist") }
        private mutating func isNone(_ name: String, _ what: String) { isBroken("\(name) must be \(what)") }

        static let number = "a number conforming to the specified constraints"
        static let choice = "a valid enum value"

        // MARK: Queries

        mutating func check(_ query: Query, as fields: [Field]) {
            for field in fields {
                check(query.values(of: field.name), of: field, isList: query.isList(field.name))
            }
            guard isStrict else { return }
            for name in query.names where !fields.contains(where: { $0.name == name }) { isUnknown(name) }
        }

        /// - Parameter isList: whether the parameter was sent as a list, be it of one value.
        private mutating func check(_ values: [String], of field: Field, isList: Bool) {
            guard let text = values.first else {
                if field.isRequired { isMissing(field) }
                return
            }
            let isOne = values.count == 1 && !isList
            switch field.type {
            case .oneOf(let choices):
                if !isOne || !choices.contains(text) { isNone(field.name, Self.choice) }
            case .number:
                // Declared so [public: spec]; they count rows, so that a fraction is refused.
                if !isOne || wholeNumber(text) == nil { isNone(field.name, Self.number) }
            case .boolean:
                if !isOne || !["true", "false"].contains(text) { isNone(field.name, "a boolean value") }
            case .string:
                if !isOne { isNone(field.name, "a string") }
            default:
                break
            }
            if text.isEmpty, field.isRequired { isEmpty(field.name) }
        }

        private mutating func isMissing(_ field: Field, _ path: String? = nil) {
            let name = path ?? field.name
            isNone(name, Self.kind(of: field.type))
            if case .number = field.type { return }
            isEmpty(name)
        }

        // MARK: Bodies

        /// - Parameter node: an object; `nil` is one without members.
        /// - Returns: what the object has of each field.
        @discardableResult
        mutating func check(_ node: JSON.Node?, as fields: [Field], at prefix: String = "") -> [JSON.Node?] {
            let values = node.map { fields.values(in: $0) } ?? fields.map { _ in nil }
            for (field, value) in zip(fields, values) {
                guard let value, !value.isNull else {
                    if field.isRequired { isMissing(field, prefix + field.name) }
                    continue
                }
                let name = prefix + field.name
                check(value, as: field.type, name)
                if field.isRequired, value.string?.isEmpty ?? (value.kind == .array && value.count == 0) {
                    isEmpty(name)
                }
            }
            guard isStrict, let node else { return values }
            for member in node.members where !fields.contains(where: { $0.name == member.key }) {
                isUnknown(prefix + member.key)
            }
            return values
        }

        private mutating func check(_ value: JSON.Node, as type: FieldType, _ name: String) {
            switch type {
            case .string:
                if value.kind != .string { isNone(name, Self.kind(of: type)) }
            case .oneOf(let choices):
                if !choices.contains(value.string ?? "") { isNone(name, Self.kind(of: type)) }
            case .number, .integer:
                if value.double == nil { isNone(name, Self.kind(of: type)) }
            case .boolean:
                if value.kind != .bool { isNone(name, Self.kind(of: type)) }
            case .array(let element):
                guard value.kind == .array else { return isNone(name, Self.kind(of: type)) }
                for (index, node) in value.elements.enumerated() {
                    check(node, as: element, "\(name).\(index)")
                }
            case .object(let fields):
                guard value.kind == .object else { return isNone(name, Self.kind(of: type)) }
                check(value, as: fields, at: "\(name).")
            default:
                break
            }
        }

        private static func kind(of type: FieldType) -> String {
            switch type {
            case .oneOf: choice
            case .integer, .number: number
            case .boolean: "a boolean value"
            case .array, .list: "an array"
            case .object: "an object"
            default: "a string"
            }
        }
    }

    /// A query's parameters, decoded once.
    struct Query {
        /// `ids[]` is `ids`, as frameworks that write lists so mean it.
        private let items: [(name: String, isList: Bool, value: String)]

        init(of call: Call) {
            let request = call.request
            items = call.call.queryItems.map { item in
                let name = request.formDecoded(item.name) ?? ""
                let value = request.formDecoded(item.value) ?? ""
                return name.hasSuffix("[]") ? (String(name.dropLast(2)), true, value) : (name, false, value)
            }
        }

        /// The names, each once.
        var names: [String] {
            var names: [String] = []
            for item in items where !names.contains(item.name) { names.append(item.name) }
            return names
        }

        /// Whether it was sent as `ids[]`.
        func isList(_ name: String) -> Bool { items.contains { $0.isList && $0.name == name } }

        func values(of name: String) -> [String] {
            var values: [String] = []
            for item in items where item.name == name { values.append(item.value) }
            return values
        }

        /// A text that is there and not empty.
        subscript(name: String) -> String? {
            let text = items.first { $0.name == name && !$0.isList }?.value
            return text?.isEmpty == false ? text : nil
        }

        func number(_ name: String) -> Int? { self[name].flatMap(wholeNumber) }

        /// The parts of a list, written with commas or as several parameters.
        func list(_ name: String) -> [String] {
            values(of: name).flatMap { $0.split(separator: ",").map(String.init) }
        }
    }
}

/// A number that counts something: not negative, and whole, however it is written; `20.0` is 20.
func wholeNumber(_ text: String) -> Int? {
    if text.utf8.count <= 15, !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
        return Int(text)
    }
    guard let value = JSON.Number(text)?.double, value >= 0, value < 0x1p53, Double(Int(value)) == value
    else {
        return nil
    }
    return Int(value)
}

extension VendorCall<Leadway> {
    /// The body's object; `nil` where there is no body, which is as good as one without members.
    func object() throws(Leadway.Failure) -> JSON.Node? {
        if case .none = call.body { return nil }
        let node = try json()
        guard node.kind == .object else { throw .badRequest("Bad Request") }
        return node
    }
}
