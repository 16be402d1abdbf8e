/// How texts are compared: as 64-bit hashes of what is left when the differences that do not count are taken away.
/// Two texts that differ have one hash once in 10^19 pairs, which nobody will see.
extension HeavyTruckParts {
    /// A make, model or name: capitals, blanks, hyphens and a trailing `.0` of a number do not count, as in HTP's
    /// listing rules [public: Factors for Part Appearance]; that search does the same is [inferred].
    static func folded(_ text: String) -> UInt64 {
        var hash = WordHash()
        let bytes = Array((isASCII(text) ? text : text.lowercased()).utf8)
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "."), at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "0"),
                at + 2 == bytes.count || !isDigit(bytes[at + 2])
            {
                at += 2
                continue
            }
            if byte != UInt8(ascii: " "), byte != UInt8(ascii: "-") { hash.add(lowercase(byte)) }
            at += 1
        }
        return hash.value
    }

    /// Hands over each word of a text: a run of letters and digits in lower case.
    static func forEachWord(of text: String, _ body: (UInt64) -> Void) {
        var hash = WordHash()
        var isInWord = false
        func take(_ byte: UInt8) {
            if isWordByte(byte) {
                hash.add(lowercase(byte))
                isInWord = true
            } else if isInWord {
                body(hash.value)
                hash = WordHash()
                isInWord = false
            }
        }
        if isASCII(text) {
            for byte in text.utf8 { take(byte) }
        } else {
            for byte in text.lowercased().utf8 { take(byte) }
        }
        if isInWord { body(hash.value) }
    }

    /// Letters and digits; beyond ASCII everything counts as a letter.
    static func isWordByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0x80
    }

    private static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    private static func lowercase(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}

/// FNV-1a, 64 bits.
struct WordHash {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ byte: UInt8) {
        value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }

    mutating func add(_ number: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            add(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
