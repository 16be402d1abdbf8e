import JSON

extension Mockbay {
    /// A JSON value, written in Swift as it is in JSON: `["available_quantity": 1, "tags": ["a", .null]]`.
    ///
    /// What is not there is `null`, so that a way into a value needs no questions: `record["vendor"]["name"] == "Platte"`.
    /// Equal numbers are equal however they are written.
    public struct Value: Sendable {
        let json: JSON.Value

        init(_ json: JSON.Value) { self.json = json }

        init(_ members: [(String, Value)]) {
            json = .object(JSON.Object(members.map { ($0.0, $0.1.json) }))
        }

        public static let null = Value(JSON.Value.null)

        public init(_ value: Bool) { json = .bool(value) }
        public init(_ value: Int) { json = .number(JSON.Number(value)) }
        public init(_ value: String) { json = .string(value) }

        /// One that is finite.
        public init(_ value: Double) { json = .number(JSON.Number(value)) }

        /// Reads JSON.
        public init(parsing text: String) throws(Problem) {
            do throws(JSON.SyntaxError) {
                json = try JSON.Value.parse(text)
            } catch {
                throw Problem("\(error)")
            }
        }

        public var isNull: Bool { json.isNull }
        public var bool: Bool? { json.bool }
        /// The number where it is written as a whole one.
        public var int: Int? { json.int }
        public var double: Double? { json.double }
        public var string: String? { json.string }
        public var array: [Value]? { json.array?.map { Value($0) } }
        /// The names of an object's members, in their order.
        public var keys: [String]? { json.object?.keys }

        /// A member of an object.
        public subscript(key: String) -> Value { Value(json[key] ?? .null) }

        /// An element of an array.
        public subscript(index: Int) -> Value {
            guard let array = json.array, array.indices.contains(index) else { return .null }
            return Value(array[index])
        }
    }
}

extension Mockbay.Value: Equatable {
    public static func == (one: Self, other: Self) -> Bool {
        one.json.contains(other.json) && other.json.contains(one.json)
    }
}

extension Mockbay.Value: CustomStringConvertible {
    /// JSON text.
    public var description: String {
        var writer = JSON.Writer()
        writer.value(json)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

extension Mockbay.Value: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(booleanLiteral value: Bool) { self.init(value) }
    public init(integerLiteral value: Int) { self.init(value) }
    public init(floatLiteral value: Double) { self.init(value) }
    public init(stringLiteral value: String) { self.init(value) }
    public init(arrayLiteral elements: Self...) { json = .array(elements.map(\.json)) }
    public init(dictionaryLiteral elements: (String, Self)...) { self.init(elements) }
}
