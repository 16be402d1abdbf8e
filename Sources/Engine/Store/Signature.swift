/// Which threes of bytes some texts have, as a set that may say yes where the answer is no (a Bloom filter with one
/// hash): a text with a part in it has all threes of the part.
@usableFromInline struct Signature: Sendable {
    /// 4,096 bits.
    @usableFromInline var words: [UInt64]

    @inlinable init() {
        words = Array(repeating: 0, count: 64)
    }

    @inlinable init(of text: [UInt8]) {
        self.init()
        add(text)
    }

    @inlinable mutating func add(_ text: [UInt8]) {
        for place in 0..<max(0, text.count - 2) {
            let bit = Self.bit(text, place)
            words[bit >> 6] |= 1 << UInt64(bit & 63)
        }
    }

    /// Whether all of these bits are set.
    @inlinable func has(_ bits: [Int]) -> Bool {
        for bit in bits where words[bit >> 6] >> UInt64(bit & 63) & 1 == 0 { return false }
        return true
    }

    /// The bits of a part's threes; a shorter one has none, so that it may be in any text.
    @inlinable static func bits(of part: [UInt8]) -> [Int] {
        (0..<max(0, part.count - 2)).map { bit(part, $0) }
    }

    @inlinable static func bit(_ text: [UInt8], _ place: Int) -> Int {
        let three = UInt32(text[place]) << 16 | UInt32(text[place + 1]) << 8 | UInt32(text[place + 2])
        return Int((three &* 0x9E37_79B1) >> 20)
    }
}
