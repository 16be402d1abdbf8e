/// Writing text into byte buffers.
extension [UInt8] {
    package mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { unsafe append(contentsOf: $0) }
    }

    /// The number's decimal digits, with a minus before a negative one.
    package mutating func append(decimal number: Int) {
        append(addingCapacity: OutputSpan.longestDecimal) { $0.append(decimal: number) }
    }

    package mutating func append(copying bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}

/// The same where the room is there already: several pieces cost one look at the buffer.
extension OutputSpan<UInt8> {
    /// How much room a number takes at most.
    static var longestDecimal: Int { 20 }

    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { unsafe append(copying: $0.span) }
    }

    mutating func append(decimal number: Int) {
        if number < 0 { append(0x2D) }
        append(decimal: UInt64(number.magnitude))
    }

    mutating func append(decimal number: UInt64) {
        var length = 1
        var bound: UInt64 = 10
        while length < OutputSpan.longestDecimal, number >= bound {
            length += 1
            bound &*= 10
        }
        precondition(length <= freeCapacity, "The room is for less than is written.")
        unsafe withUnsafeMutableBufferPointer { buffer, count in
            var (rest, place) = (number, count + length)
            while place > count {
                place -= 1
                unsafe buffer[place] = UInt8(truncatingIfNeeded: rest % 10) &+ 0x30
                rest /= 10
            }
            count += length
        }
    }

    /// Appends bytes, for which there must be room, all at once.
    @inlinable public mutating func append(copying bytes: Span<UInt8>) {
        precondition(bytes.count <= freeCapacity, "The room is for less than is written.")
        unsafe withUnsafeMutableBufferPointer { buffer, count in
            unsafe bytes.withUnsafeBufferPointer { source in
                guard let start = source.baseAddress, let base = buffer.baseAddress else { return }
                unsafe (base + count).initialize(from: start, count: source.count)
                count += source.count
            }
        }
    }

    @inlinable public mutating func append(copying bytes: [UInt8]) { append(copying: bytes.span) }
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
