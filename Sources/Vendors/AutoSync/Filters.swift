import Engine

/// Reading the query. How filters behave is [inferred]; only their names, types and one-line meanings are [seed].
extension VendorCall<AutoSync> {
    /// - Throws: 422 for what is no whole number.
    func integerFilter(_ name: StaticString) throws(AutoSync.Failure) -> Int? {
        guard let text = query(name) else { return nil }
        guard let value = AutoSync.wholeNumber(text) else {
            throw AutoSync.Failure.parameter(name, "an integer")
        }
        return value
    }

    /// `true` or `false`, also `1` or `0`.
    func booleanFilter(_ name: StaticString) throws(AutoSync.Failure) -> Bool? {
        switch query(name) {
        case nil: return nil
        case "true", "1": return true
        case "false", "0": return false
        default: throw AutoSync.Failure.parameter(name, "true or false")
        }
    }

    func choiceFilter<Choice>(_ name: StaticString, _ type: Choice.Type) throws(AutoSync.Failure) -> Choice?
    where Choice: RawRepresentable<String> & CaseIterable {
        guard let text = query(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw AutoSync.Failure.parameter(name, "one of \(names)")
        }
        return choice
    }

    /// A day, whose first moment counts, or a full timestamp.
    func timeFilter(_ name: StaticString) throws(AutoSync.Failure) -> Instant? {
        guard let text = query(name) else { return nil }
        if let day = Instant.Date(text) { return Instant(day) }
        guard let time = Instant(iso8601: text) else {
            throw AutoSync.Failure.parameter(name, "a date or time in ISO 8601")
        }
        return time
    }

    /// A text to be looked for; `nil` also for an empty one, which everything has.
    func textFilter(_ name: StaticString) -> AutoSync.Needle? {
        query(name).flatMap { $0.isEmpty ? nil : AutoSync.Needle($0) }
    }
}

extension AutoSync.Failure {
    static func parameter(_ name: StaticString, _ wanted: String) -> Self {
        .invalid("The '\(name)' parameter must be \(wanted).")
    }
}

extension AutoSync {
    /// A whole number of nothing but digits, a minus sign aside.
    static func wholeNumber(_ text: String) -> Int? {
        text.utf8.first == UInt8(ascii: "+") ? nil : Int(text)
    }

    /// A text that is looked for in others, whatever the case of letters.
    struct Needle {
        /// Any of which will do, as they stand in a row's `Haystack`.
        let patterns: [[UInt8]]

        init(_ text: String) {
            let bytes = Array(text.lowercased().utf8)
            let punctuation = Array("+-.() /".utf8)
            let isNumber = bytes.allSatisfy { $0 &- 0x30 < 10 || punctuation.contains($0) }
            // What could be a telephone number is looked for among the digits of such as well.
            let digits = isNumber ? Haystack.digits(of: bytes) : []
            patterns = digits.isEmpty ? [bytes] : [bytes, digits]
        }
    }

    /// The texts of a row that one filter looks at.
    struct Haystack {
        private(set) var bytes: [UInt8] = []

        mutating func add(_ text: String?) {
            guard let text, !text.isEmpty else { return }
            if !bytes.isEmpty { bytes.append(betweenTexts) }
            let start = bytes.count
            bytes.append(contentsOf: text.utf8)
            guard bytes[start...].allSatisfy({ $0 < 0x80 }) else {
                bytes.removeSubrange(start...)
                bytes.append(contentsOf: text.lowercased().utf8)
                return
            }
            for index in start..<bytes.count where bytes[index] &- UInt8(ascii: "A") < 26 {
                bytes[index] |= 0x20
            }
        }

        /// Adds a telephone number as it is written, and once more reduced to its digits.
        mutating func add(phone: String?) {
            guard let phone else { return }
            add(phone)
            bytes.append(betweenTexts)
            bytes.append(contentsOf: Haystack.digits(of: phone.utf8))
        }

        /// The digits as bytes from 0xF5 on, which UTF-8 never has: only digits that were asked for as such find them.
        static func digits(of text: some Sequence<UInt8>) -> [UInt8] {
            text.compactMap { $0 &- 0x30 < 10 ? $0 &- 0x30 &+ 0xF5 : nil }
        }
    }
}
