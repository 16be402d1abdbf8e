/// One named value of an operation's parameters, of its body or of a record: what the contract says of it.
package struct Field: Sendable {
    package let name: String
    package let type: FieldType
    package let isRequired: Bool
    package let source: Source
    package let about: String
    /// Whether the value is a credential: journal and logs show its fingerprint only.
    package let isSecret: Bool

    package init(
        _ name: String,
        _ type: FieldType,
        required: Bool = false,
        source: Source = .seed,
        about: String = "",
        secret: Bool = false,
    ) {
        self.name = name
        self.type = type
        self.isRequired = required
        self.source = source
        self.about = about
        self.isSecret = secret
    }
}

/// What a value may be, in the terms of the vendors' documentation.
package indirect enum FieldType: Sendable {
    case string(maxLength: Int? = nil)
    /// A whole number, as a JSON number or as its digits in a string.
    case id
    case integer(ClosedRange<Int>? = nil)
    /// A decimal number, as a JSON number or as text (`"4500.00"`).
    case decimal
    /// A JSON number within the range of doubles, with or without a fraction; no text.
    case number
    case boolean
    /// `1` or `true` in a query.
    case flag
    /// `YYYY-MM-DD`
    case date
    /// Date and time; which forms is the vendor's affair.
    case dateTime
    case oneOf([String])
    /// Values with commas between them, in a query.
    case list(FieldType)
    /// In a query, as many parameters of the name.
    case array(FieldType)
    case object([Field])
    /// An object with free names.
    case map(FieldType)
    case nullable(FieldType)
    case anything

    /// The type in words, for messages and listings.
    package var description: String {
        switch self {
        case .string(let limit): limit.map { "text of at most \($0) characters" } ?? "text"
        case .id: "an id (a whole number, or its digits as text)"
        case .integer(let range):
            range.map { "a whole number from \($0.lowerBound) to \($0.upperBound)" } ?? "a whole number"
        case .decimal: "a decimal number (or its digits as text)"
        case .number: "a number"
        case .boolean: "true or false"
        case .flag: "1 or true"
        case .date: "a date (YYYY-MM-DD)"
        case .dateTime: "a date and time"
        case .oneOf(let values): "one of \(values.joined(separator: ", "))"
        case .list(let type): "a comma list, each \(type.description)"
        case .array(let type): "an array, each element \(type.description)"
        case .object: "an object"
        case .map: "an object with free names"
        case .nullable(let type): "\(type.description), or null"
        case .anything: "any value"
        }
    }
}
