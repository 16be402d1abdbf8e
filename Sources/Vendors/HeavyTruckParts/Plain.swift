import Engine
import JSON

extension HeavyTruckParts {
    /// A whole number of nothing but digits, as ids are written in queries.
    static func wholeNumber(_ text: some StringProtocol) -> Int? {
        guard text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return Int(text)
    }

    /// Whether a query flag is raised: `1` or `true`, in letters of either case.
    static func isFlag(_ text: String?) -> Bool {
        text == "1" || text?.lowercased() == "true"
    }
}

extension JSON.Writer {
    /// Writes a number that is documented in quotation marks; nothing known is an empty text, or `null` among numbers.
    mutating func quoted(_ name: StaticString, _ id: Int?, _ numbers: HeavyTruckParts.Assumptions.Numbers) {
        key(name)
        switch (id, numbers) {
        case (let id?, .numbers): int(id)
        case (nil, .numbers): null()
        case (let id, .documented), (let id, .strings): string(id.map(String.init) ?? "")
        }
    }

    /// Writes a number that is documented without quotation marks.
    mutating func unquoted(_ name: StaticString, _ id: Int, _ numbers: HeavyTruckParts.Assumptions.Numbers) {
        key(name)
        if numbers == .strings { string(String(id)) } else { int(id) }
    }

    /// Writes an amount: a text with two decimals, or the same digits as a number.
    mutating func amount(
        _ name: StaticString,
        _ cents: HeavyTruckParts.Cents,
        _ numbers: HeavyTruckParts.Assumptions.Numbers,
    ) {
        key(name)
        if numbers == .numbers, let number = JSON.Number(cents.description) {
            self.number(number)
        } else {
            string(cents.description)
        }
    }
}
