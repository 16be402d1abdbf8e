/// A number as it is written: `1166.40` stays `1166.40`.
package struct Number: Sendable, Hashable, CustomStringConvertible {
    /// RFC 8259 §6's `number`, always.
    package let text: String

    /// A text that is known to be a JSON number.
    init(unchecked text: String) {
        self.text = text
    }

    /// `nil` for anything that is not a number in JSON, such as `+1`, `.5` or ` 1`.
    package init?(_ text: String) {
        guard let document = try? Document(Array(text.utf8)),  // why it is none does not matter here
            document.storage.isCompact, document.root.kind == .number
        else { return nil }
        self.text = text
    }

    package init(_ value: some BinaryInteger) {
        text = String(value)
    }

    /// The shortest text that reads back as the same double; without a point where the value is integral and below
    /// 2^53. There is no way to write an infinity or a NaN.
    package init(_ value: Double) {
        precondition(value.isFinite, "JSON has no infinities and no NaN")
        if let integer = smallInteger(value) {
            text = String(integer)
        } else {
            text = value.description
        }
    }

    /// The value where it is written without fraction and exponent and fits; `nil` otherwise.
    package var int: Int? { integer(in: text.utf8) }

    /// The nearest double; `nil` where the number is beyond the range of doubles.
    package var double: Double? {
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }

    package var description: String { text }

    /// Whether both are the same number, however they are written: `1.0`, `1` and `10e-1` are. Exact at any length.
    package func isNumericallyEqual(to other: Number) -> Bool {
        text == other.text || Decimal(text) == Decimal(other.text)
    }

    /// The number in units of a tenth, a hundredth and so on, half a unit rounded away from zero: with 2 places
    /// `1166.4` is 116640. Exact, no `Double` being involved; `nil` for 19 digits and more.
    package func fixedPoint(places: Int) -> Int? {
        let decimal = Decimal(text)
        // How many of the digits stand before the point once it is moved.
        let whole = decimal.digits.count + decimal.exponent + places
        guard !decimal.digits.isEmpty, whole >= 0 else { return 0 }
        guard whole <= 18 else { return nil }
        var units = 0
        for place in 0..<whole {
            units = units * 10 + (place < decimal.digits.count ? Int(decimal.digits[place] - .zero) : 0)
        }
        if whole < decimal.digits.count, decimal.digits[whole] >= .zero + 5 { units += 1 }
        return decimal.isNegative ? -units : units
    }
}

/// The integer that a double is, where it is one and below 2^53, up to which every integer is a double.
func smallInteger(_ value: Double) -> Int? {
    guard value.magnitude < 0x1p53 else { return nil }
    // Not `Int(exactly:)`, which calls rounding functions of the C mathematics library that nothing here links.
    let integer = Int(value)
    return Double(integer) == value ? integer : nil
}

/// The value of a decimal integer text; `nil` for a byte that is no digit (a `-` in front aside) and on overflow.
func integer(in text: some Sequence<UInt8>) -> Int? {
    var isNegative = false
    var isFirst = true
    var value = 0
    for byte in text {
        if isFirst, byte == .minus {
            isNegative = true
        } else {
            guard byte.isDigit else { return nil }
            // Built up below zero, since there is one more number there.
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflowToo) = tens.subtractingReportingOverflow(Int(byte &- .zero))
            if overflow || overflowToo { return nil }
            value = sum
        }
        isFirst = false
    }
    if isNegative { return value }
    return value == Int.min ? nil : -value
}

/// A number taken apart so that equal values are equal parts: the digits without zeros at either end, and the power
/// of ten of the last one.
private struct Decimal: Equatable {
    var isNegative = false
    var digits: [UInt8] = []
    var exponent = 0

    init(_ text: String) {
        var rest = Array(text.utf8)[...]
        if rest.first == .minus {
            isNegative = true
            rest = rest.dropFirst()
        }
        if let mark = rest.firstIndex(where: { $0 | 0x20 == 0x65 }) {
            let written = rest[(mark + 1)...]
            let unsigned = written.first == .plus ? written.dropFirst() : written
            // An exponent too long for an `Int` is as good as the largest: nothing but another such one compares.
            exponent = (integer(in: unsigned) ?? (unsigned.first == .minus ? .min : .max)).clamped(
                to: 1 << 60
            )
            rest = rest[..<mark]
        }
        if let point = rest.firstIndex(of: .point) {
            exponent -= rest.endIndex - point - 1
            rest.remove(at: point)
        }
        digits = Array(rest.drop { $0 == .zero })
        while digits.last == .zero {
            digits.removeLast()
            exponent += 1
        }
        // All zeros are equal, `-0` and `0e5` among them.
        if digits.isEmpty { (isNegative, exponent) = (false, 0) }
    }
}

extension Int {
    fileprivate func clamped(to bound: Int) -> Int { Swift.min(Swift.max(self, -bound), bound) }
}
