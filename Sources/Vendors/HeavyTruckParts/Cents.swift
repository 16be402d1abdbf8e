import JSON

extension HeavyTruckParts {
    /// An amount of US dollars in whole cents, never below zero. No amount passes through a `Double`.
    struct Cents: Sendable, Hashable, Comparable {
        /// 9,999,999,999.99: far above any price, and low enough to be multiplied without thinking.
        static let highest = Cents(999_999_999_999)
        static let zero = Cents(0)

        let count: Int

        init(_ count: Int) { self.count = count }

        static func < (one: Cents, other: Cents) -> Bool { one.count < other.count }
    }
}

// MARK: - Text

extension HeavyTruckParts.Cents: CustomStringConvertible {
    /// With two decimals: `4500.00`.
    var description: String {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the amount with two decimals.
    func write(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: String(count / 100).utf8)
        bytes.append(UInt8(ascii: "."))
        bytes.append(UInt8(ascii: "0") + UInt8(count / 10 % 10))
        bytes.append(UInt8(ascii: "0") + UInt8(count % 10))
    }

    /// Reads the grammar of a JSON number (RFC 8259 §6), without a minus sign but for zero, and rounds half a cent up.
    /// `nil` for any other text, and above `highest`.
    init?(_ text: String) { self.init(utf8: text.utf8.span) }

    init?(utf8 text: Span<UInt8>) {
        guard let decimal = Decimal(text) else { return nil }
        guard decimal.count > 0 else {
            self.init(0)
            return
        }
        // How many of the digits stand before the point when it is moved to behind the cents.
        let whole = decimal.count + decimal.exponent + 2
        guard !decimal.isNegative, whole <= 12 else { return nil }
        var count = 0
        for place in 0..<max(0, whole) {
            count = count * 10 + (place < decimal.count ? Int(decimal.digits[place]) : 0)
        }
        if whole >= 0, whole < decimal.count, decimal.digits[whole] >= 5 { count += 1 }
        guard count <= Self.highest.count else { return nil }
        self.init(count)
    }
}

/// A decimal number taken apart: the digits as a whole number, and the power of ten that it is to be multiplied by.
private struct Decimal {
    var isNegative = false
    /// The first of them, without zeros in front: as many as `highest` has, and the one that it is rounded by.
    var digits = InlineArray<13, UInt8>(repeating: 0)
    /// Of all digits; 0 for zero.
    var count = 0
    var exponent = 0

    private static let zero = UInt8(ascii: "0")
    /// Beyond it an exponent moves the point out of sight, whatever the digits.
    private static let farthest = 1_000_000_000

    /// `nil` for what is no JSON number.
    init?(_ text: Span<UInt8>) {
        var at = 0
        if byte(text, at) == UInt8(ascii: "-") {
            isNegative = true
            at += 1
        }
        let startsWithZero = byte(text, at) == Self.zero
        let count = takeDigits(text, &at)
        guard count > 0, count == 1 || !startsWithZero else { return nil }
        if byte(text, at) == UInt8(ascii: ".") {
            at += 1
            let count = takeDigits(text, &at)
            guard count > 0 else { return nil }
            exponent = -count
        }
        if byte(text, at) | 0x20 == UInt8(ascii: "e") {
            at += 1
            let isBelow = byte(text, at) == UInt8(ascii: "-")
            if isBelow || byte(text, at) == UInt8(ascii: "+") { at += 1 }
            guard at < text.count else { return nil }
            var power = 0
            while byte(text, at) &- Self.zero < 10 {
                power = min(power * 10 + Int(byte(text, at) - Self.zero), Self.farthest)
                at += 1
            }
            exponent += isBelow ? -power : power
        }
        guard at == text.count else { return nil }
    }

    /// The byte at an index; 0, which no number has, at the end.
    private func byte(_ text: Span<UInt8>, _ at: Int) -> UInt8 { at < text.count ? text[at] : 0 }

    /// Takes the digits that are next, and tells how many they were.
    private mutating func takeDigits(_ text: Span<UInt8>, _ at: inout Int) -> Int {
        let start = at
        while at < text.count, text[at] &- Self.zero < 10 {
            if text[at] != Self.zero || count > 0 {
                if count < digits.count { digits[count] = text[at] - Self.zero }
                count += 1
            }
            at += 1
        }
        return at - start
    }
}

// MARK: - Arithmetic

extension HeavyTruckParts.Cents {
    /// So many times the amount; `nil` on overflow.
    func times(_ factor: Int) -> Self? {
        let (product, overflow) = count.multipliedReportingOverflow(by: factor)
        return overflow ? nil : Self(product)
    }

    /// The sum; `nil` on overflow.
    func plus(_ other: Self) -> Self? {
        let (sum, overflow) = count.addingReportingOverflow(other.count)
        return overflow ? nil : Self(sum)
    }

    /// A share in hundredths of a percent (8500 is 85 %), half a cent rounded up. The amount must be at most
    /// `highest`, the share at most `Pricing.highestShare`.
    func share(_ hundredths: Int) -> Self { Self((count * hundredths + 5000) / 10_000) }

    /// For amounts whose sum is known to fit.
    static func + (one: Self, other: Self) -> Self { Self(one.count + other.count) }
}
