/// SipHash-2-4 (Aumasson and Bernstein, 2012) with a 128-bit key: the same number for the same bytes everywhere.
package struct SipHash: Sendable {
    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64
    /// Bytes that do not fill a word yet, the first one lowest.
    private var tail: UInt64 = 0
    private var count: UInt64 = 0

    package init(_ key0: UInt64, _ key1: UInt64) {
        v0 = key0 ^ 0x736f_6d65_7073_6575
        v1 = key1 ^ 0x646f_7261_6e64_6f6d
        v2 = key0 ^ 0x6c79_6765_6e65_7261
        v3 = key1 ^ 0x7465_6462_7974_6573
    }

    package mutating func add(_ byte: UInt8) {
        tail |= UInt64(byte) &<< ((count & 7) &* 8)
        count &+= 1
        if count & 7 == 0 {
            absorb(tail)
            tail = 0
        }
    }

    package mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte) }
    }

    /// The eight bytes of a number, the lowest first.
    package mutating func add(_ number: UInt64) {
        let filled = (count & 7) &* 8
        absorb(tail | number &<< filled)
        // A shift by 64 would be one by 0.
        tail = filled == 0 ? 0 : number &>> (64 &- filled)
        count &+= 8
    }

    package func finish() -> UInt64 {
        var state = self
        state.absorb(tail | (count &<< 56))
        state.v2 ^= 0xff
        for _ in 0..<4 { state.round() }
        return state.v0 ^ state.v1 ^ state.v2 ^ state.v3
    }

    private mutating func absorb(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    private mutating func round() {
        v0 &+= v1
        v1 = rotate(v1, 13) ^ v0
        v0 = rotate(v0, 32)
        v2 &+= v3
        v3 = rotate(v3, 16) ^ v2
        v0 &+= v3
        v3 = rotate(v3, 21) ^ v0
        v2 &+= v1
        v1 = rotate(v1, 17) ^ v2
        v2 = rotate(v2, 32)
    }

    private func rotate(_ word: UInt64, _ bits: UInt64) -> UInt64 {
        word &<< bits | word &>> (64 &- bits)
    }
}
