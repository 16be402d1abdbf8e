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

    init?(_ text: String) {
        let halves = text.split(maxSplits: 1) { $0 == "e" || $0 == "E" }
        let exponent = halves.count == 2 ? Int(halves[1]) : 0
        let parts = halves[0].split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? parts[1] : ""
        // "-0.5" keeps its sign: the digits are "-05".
        guard let exponent, abs(exponent) <= 18, var digits = Int(parts[0] + fraction),
            digits.magnitude < Self.limit
        else { return nil }
        var places = fraction.count - exponent
        while places < 0 {
            let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
            guard !overflow, product.magnitude < Self.limit else { return nil }
            digits = product
            places += 1
        }
        self.init(digits: digits, places: places)
    }

    private static let limit: UInt = 1_000_000_000_000_000_000

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
        let sign = digits < 0 ? "-" : ""
        let text = String(digits.magnitude)
        guard places > 0 else { return Number(unchecked: sign + text) }
        let padded = String(repeating: "0", count: max(0, places + 1 - text.count)) + text
        return Number(unchecked: "\(sign)\(padded.dropLast(places)).\(padded.suffix(places))")
    }
}
