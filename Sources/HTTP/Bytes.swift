/// Writing text into byte buffers.
extension [UInt8] {
    package mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { unsafe append(contentsOf: $0) }
    }

    /// The number's decimal digits, with a minus before a negative one.
    package mutating func append(decimal number: some FixedWidthInteger) {
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var first = digits.count
        var rest = number.magnitude
        repeat {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            first -= 1
            digits[first] = UInt8(truncatingIfNeeded: digit) &+ 0x30
            rest = quotient
        } while rest != 0
        if number < 0 { append(0x2D) }
        let text = digits.span
        unsafe text.withUnsafeBufferPointer { unsafe append(contentsOf: $0[first...]) }
    }

    package mutating func append(copying bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}

extension String {
    /// Whether a text stands somewhere in it, byte for byte. `contains` with a text says as much, but brings the parser of
    /// regular expressions into the program.
    package func holds(_ text: String) -> Bool {
        var rest = utf8[...]
        while rest.count >= text.utf8.count {
            if rest.starts(with: text.utf8) { return true }
            rest.removeFirst()
        }
        return false
    }
}
