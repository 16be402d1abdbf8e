/// The bytes that mean something in JSON, by name.
extension UInt8 {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let asterisk: UInt8 = 0x2A
    static let plus: UInt8 = 0x2B
    static let comma: UInt8 = 0x2C
    static let minus: UInt8 = 0x2D
    static let point: UInt8 = 0x2E
    static let slash: UInt8 = 0x2F
    static let zero: UInt8 = 0x30
    static let colon: UInt8 = 0x3A
    static let openBracket: UInt8 = 0x5B
    static let backslash: UInt8 = 0x5C
    static let closeBracket: UInt8 = 0x5D
    static let openBrace: UInt8 = 0x7B
    static let closeBrace: UInt8 = 0x7D

    /// `0`…`9`
    @inline(__always) var isDigit: Bool { self &- .zero < 10 }

    /// The value of a hexadecimal digit, either case.
    var hexValue: UInt32? {
        switch self {
        case 0x30...0x39: UInt32(self) - 0x30
        case 0x41...0x46: UInt32(self) - 0x41 + 10
        case 0x61...0x66: UInt32(self) - 0x61 + 10
        default: nil
        }
    }
}

/// Marks the bytes of a little-endian word that cannot be copied into, or read from, a JSON string as they are:
/// `"`, `\`, control bytes and all of 0x80…0xFF. The lowest bit set lies in the first such byte; bits above it may
/// be wrong.
///
/// Taking 1 from each byte sets the top bit of one that was 0 (taking 0x20: of one below 0x20) and of none before it,
/// for a borrow comes only from a byte that is itself a hit. Bytes with the top bit set are hits in any case.
@inline(__always) func marksOfSpecialBytes(in word: UInt64) -> UInt64 {
    let quotes = (word ^ 0x2222_2222_2222_2222) &- 0x0101_0101_0101_0101
    let backslashes = (word ^ 0x5C5C_5C5C_5C5C_5C5C) &- 0x0101_0101_0101_0101
    let controls = word &- 0x2020_2020_2020_2020
    return (quotes | backslashes | controls | word) & 0x8080_8080_8080_8080
}

/// The first index at or after `start` whose byte is special in the sense of `marksOfSpecialBytes`; the count where
/// there is none.
@inline(__always) func firstSpecialByte(in text: Span<UInt8>, from start: Int) -> Int {
    var index = start
    let bytes = unsafe text.bytes
    while index &+ 8 <= text.count {
        // The load checks the bounds, and any 8 bytes are a `UInt64`.
        let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
        let marks = marksOfSpecialBytes(in: UInt64(littleEndian: word))
        if marks != 0 { return index &+ marks.trailingZeroBitCount >> 3 }
        index &+= 8
    }
    if index < text.count, text.count &- 8 >= start {
        // The last eight bytes, of which the first ones are known to be none.
        let word = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: text.count &- 8, as: UInt64.self)
        let marks = marksOfSpecialBytes(in: UInt64(littleEndian: word))
        return marks == 0 ? text.count : text.count &- 8 &+ marks.trailingZeroBitCount >> 3
    }
    while index < text.count {
        let byte = text[index]
        if byte < 0x20 || byte >= 0x80 || byte == .quote || byte == .backslash { return index }
        index &+= 1
    }
    return index
}

/// Whether two texts are the same bytes. `==` on strings also equates different spellings of one letter
/// (`é`, `e` and U+0301), which are different keys in JSON.
func isSameText(_ left: String, _ right: String) -> Bool {
    // Most differ in length, or near the start.
    left.utf8.count == right.utf8.count && isSame(left.utf8.span, from: 0, right.utf8.span)
}

/// Whether a text goes on with some bytes at an offset, from which it must have as many.
@inline(__always) func isSame(_ text: Span<UInt8>, from start: Int, _ wanted: Span<UInt8>) -> Bool {
    let count = wanted.count
    guard count >= 8 else {
        for index in 0..<count where text[start + index] != wanted[index] { return false }
        return true
    }
    // Eight at a time; the last eight may be some that were compared before.
    let (text, wanted) = unsafe (text.bytes, wanted.bytes)
    var index = 0
    while true {
        index = min(index, count &- 8)
        let one = unsafe text.unsafeLoadUnaligned(fromByteOffset: start + index, as: UInt64.self)
        let other = unsafe wanted.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
        if one != other { return false }
        index &+= 8
        if index >= count { return true }
    }
}
