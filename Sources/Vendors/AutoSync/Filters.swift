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
        private let bytes: [UInt8]
        /// The digits of what could be a telephone number, else none.
        private let digits: [UInt8]
        let hasBlank: Bool

        init(_ text: String) {
            bytes = Array(text.lowercased().utf8)
            let punctuation = Array("+-.() /".utf8)
            let isNumber = bytes.allSatisfy { $0 &- 0x30 < 10 || punctuation.contains($0) }
            digits = isNumber ? bytes.filter { $0 &- 0x30 < 10 } : []
            hasBlank = bytes.contains(UInt8(ascii: " "))
        }

        func isIn(_ text: String?) -> Bool {
            guard let text else { return false }
            let whole = text.utf8Span
            if whole.isKnownASCII { return find(bytes, in: whole.span) }
            let folded = text.lowercased()
            return find(bytes, in: folded.utf8Span.span)
        }

        /// Whether it is in a telephone number when both are reduced to their digits.
        func isIn(phone: String?) -> Bool {
            guard let phone, !digits.isEmpty else { return false }
            let number = phone.utf8.filter { $0 &- 0x30 < 10 }
            return find(digits, in: number.span)
        }

        private func find(_ wanted: [UInt8], in text: Span<UInt8>) -> Bool {
            guard let first = wanted.first, wanted.count <= text.count else { return wanted.isEmpty }
            for start in 0...(text.count - wanted.count) where folded(text[start]) == first {
                var length = 1
                while length < wanted.count, folded(text[start + length]) == wanted[length] { length += 1 }
                if length == wanted.count { return true }
            }
            return false
        }

        private func folded(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
    }
}
