/// Exact arithmetic on decimal numbers, digit for digit: no amount passes through a `Double`.
///
/// Numbers with more than 18 digits, written out, take no part in it: the result is `nil`, as on overflow.
extension Number {
    package func plus(_ other: Number) -> Number? {
        guard let one = Decimal(text), let two = Decimal(other.text) else { return nil }
        let places = max(one.places, two.places)
        guard let left = one.scaled(to: places), let right = two.scaled(to: places) else { return nil }
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? nil : Decimal(digits: sum, places: places).number
    }

    package func times(_ other: Number) -> Number? {
        guard let one = Decimal(text), let two = Decimal(other.text) else { return nil }
        let (product, overflow) = one.digits.multipliedReportingOverflow(by: two.digits)
        return overflow ? nil : Decimal(digits: product, places: one.places + two.places).number
    }
}

/// A whole number of the smallest unit, and how many digits of it stand behind the point.
private struct Decimal {
    var digits: Int
    var places: Int

    init(digits: Int, places: Int) {
        self.digits = digits
        self.places = places
    }

    /// Of a JSON number.
    init?(_ text: String) {
        var (digits, places, isNegative, isFraction) = (0, 0, false, false)
        var rest = text.utf8[...]
        while let byte = rest.first, byte | 0x20 != UInt8(ascii: "e") {
            rest.removeFirst()
            switch byte {
            case .minus: isNegative = true
            case .point: isFraction = true
            default:
                guard digits < Self.limit / 10 else { return nil }
                digits = digits * 10 + Int(byte &- .zero)
                if isFraction { places += 1 }
            }
        }
        let exponent = rest.isEmpty ? 0 : Int(Substring(rest.dropFirst()))
        guard let exponent, -18...18 ~= exponent else { return nil }
        places -= exponent
        while places < 0 {
            guard digits < Self.limit / 10 else { return nil }
            digits *= 10
            places += 1
        }
        self.init(digits: isNegative ? -digits : digits, places: places)
    }

    private static let limit = 1_000_000_000_000_000_000

    func scaled(to places: Int) -> Int? {
        var digits = digits
        for _ in self.places..<places {
            let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            digits = product
        }
        return digits
    }

    /// Without zeros at the end of the fraction.
    var number: Number {
        var digits = digits
        var places = places
        while places > 0, digits % 10 == 0 {
            digits /= 10
            places -= 1
        }
        var text = String(digits.magnitude)
        if places > 0 {
            let missing = max(0, places + 1 - text.utf8.count)
            if missing > 0 { text = String(repeating: "0", count: missing) + text }
            text.insert(".", at: text.utf8.index(text.endIndex, offsetBy: -places))
        }
        return Number(unchecked: digits < 0 ? "-" + text : text)
    }
}
