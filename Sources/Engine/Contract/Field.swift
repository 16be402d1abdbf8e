package import JSON

/// One named value of an operation's parameters, of its body or of a record: what the contract says of it.
///
/// A class, and immutable: every call walks through lists of them.
package final class Field: Sendable {
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

extension [Field] {
    /// Where the field of that name is; it is looked for from a place on, and then before that.
    package func place(of name: String, from start: Int) -> Int? {
        place(from: start) { $0.utf8.count == name.utf8.count && $0 == name }
    }

    private func place(from start: Int, _ isMeant: (String) -> Bool) -> Int? {
        for place in start..<count where isMeant(self[place].name) { return place }
        for place in 0..<start where isMeant(self[place].name) { return place }
        return nil
    }

    /// What an object has of each field: `nil` where there is no such member, or no object.
    package func values(in node: JSON.Node) -> [JSON.Node?] {
        var values = [JSON.Node?](repeating: nil, count: count)
        // Members mostly come in the order in which they are declared, so that few fields are looked at for each.
        var next = 0
        for member in node.members {
            guard let place = place(from: next, { member.isNamed($0) }) else { continue }
            values[place] = member.value
            next = place + 1
        }
        return values
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
