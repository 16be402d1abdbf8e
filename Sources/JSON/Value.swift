/// A JSON value as a tree: for files, patches and comparisons. The request path reads `Node`s and writes with a
/// `Writer` instead.
package enum Value: Sendable {
    case null
    case bool(Bool)
    case number(Number)
    case string(String)
    case array([Value])
    case object(Object)

    /// Parses a whole text, within the default limits.
    package static func parse(_ text: String, dialect: Dialect = .strict) throws(SyntaxError) -> Value {
        try parse(Array(text.utf8), dialect: dialect)
    }

    /// Parses a whole text, within the default limits.
    package static func parse(_ bytes: [UInt8], dialect: Dialect = .strict) throws(SyntaxError) -> Value {
        try Document(bytes, dialect: dialect).root.value
    }
}

extension Value: Equatable {
    /// Numbers by their text, strings by their bytes, objects in whatever order.
    package static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): isSameText(left, right)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        case (.null, _), (.bool, _), (.number, _), (.string, _), (.array, _), (.object, _): false
        }
    }
}

// MARK: Taking apart

extension Value {
    package var isNull: Bool {
        if case .null = self { true } else { false }
    }

    package var bool: Bool? {
        if case .bool(let bool) = self { bool } else { nil }
    }

    package var number: Number? {
        if case .number(let number) = self { number } else { nil }
    }

    /// See `Number.int`.
    package var int: Int? { number?.int }

    /// See `Number.double`.
    package var double: Double? { number?.double }

    package var string: String? {
        if case .string(let string) = self { string } else { nil }
    }

    package var array: [Value]? {
        if case .array(let array) = self { array } else { nil }
    }

    package var object: Object? {
        if case .object(let object) = self { object } else { nil }
    }

    /// A member of an object, as `Object` does it. Setting in anything but an object makes it an object first.
    package subscript(key: String) -> Value? {
        get { object?[key] }
        set {
            var object = object ?? [:]
            self = .null  // so that the members are changed where they are
            object[key] = newValue
            self = .object(object)
        }
    }
}

extension Node {
    /// How deep a tree may be: taking one down recurses, whoever made it.
    package static let maxTreeDepth = 1_000

    /// The value and all that is in it as a tree, at most `maxTreeDepth` deep. Only a document whose `Limits.maxDepth`
    /// is larger than that can hold a deeper one.
    package var value: Value { value(depth: 0) }

    private func value(depth: Int) -> Value {
        precondition(depth <= Node.maxTreeDepth, "A tree of values that deep would exhaust the stack")
        switch entry.token {
        case .null: return .null
        case .true: return .bool(true)
        case .false: return .bool(false)
        case .integer, .decimal: return .number(Number(unchecked: String(decoding: rawBytes, as: UTF8.self)))
        case .string, .escapedString: return .string(storage.text(index))
        case .array:
            var values: [Value] = []
            values.reserveCapacity(count)
            for element in elements { values.append(element.value(depth: depth + 1)) }
            return .array(values)
        case .object:
            return .object(Object(members.lazy.map { ($0.key, $0.value.value(depth: depth + 1)) }))
        }
    }
}

// MARK: Literals

extension Value: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    package init(nilLiteral: ()) { self = .null }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int) { self = .number(Number(value)) }
    package init(floatLiteral value: Double) { self = .number(Number(value)) }
    package init(stringLiteral value: String) { self = .string(value) }
    package init(arrayLiteral elements: Value...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, Value)...) { self = .object(Object(elements)) }
}
