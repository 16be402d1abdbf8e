/// What libFuzzer calls with each input. Every target brings its own `check`, which traps where a claim does not hold.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    check(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

/// States what must hold whatever the input is.
func claim(_ holds: Bool, _ sentence: @autoclosure () -> String, line: UInt = #line) {
    if !holds { preconditionFailure("line \(line): \(sentence())") }
}

/// Draws that depend on the input alone, so that an input which fails does so again.
struct InputDraws: RandomNumberGenerator {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    init(_ bytes: [UInt8]) {
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// The bytes in pieces, now of few bytes, now of many, none of them empty.
    mutating func pieces(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        let longest = Bool.random(using: &self) ? 4 : max(1, bytes.count)
        var pieces: [ArraySlice<UInt8>] = []
        var at = 0
        while at < bytes.count {
            let end = min(bytes.count, at + Int.random(in: 1...longest, using: &self))
            pieces.append(bytes[at..<end])
            at = end
        }
        return pieces
    }
}
