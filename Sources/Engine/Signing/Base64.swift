/// Base64 in its two alphabets (RFC 4648 §4 and §5).
package enum Base64 {
    package enum Alphabet: Sendable {
        /// With `+` and `/`, padded with `=`.
        case standard
        /// With `-` and `_`, never padded: what tokens are made of (RFC 7515 §2).
        case url
    }

    private static let shared = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)

    package static func encode(_ bytes: [UInt8], _ alphabet: Alphabet = .standard) -> [UInt8] {
        let digits = shared + Array((alphabet == .url ? "-_" : "+/").utf8)
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32((3 - group.count) * 8)
            for place in 0...group.count {
                text.append(digits[Int(bits >> UInt32(18 - 6 * place) & 63)])
            }
            if alphabet == .standard { text += Array(repeating: UInt8(ascii: "="), count: 3 - group.count) }
        }
        return text
    }

    /// The bytes; `nil` for a digit of no alphabet. Standard text may lack its padding, the other has none; bits that
    /// do not make up a byte are dropped.
    /// - Parameter end: where given, decoding stops before the first byte of that value.
    package static func decode(
        _ text: ArraySlice<UInt8>,
        _ alphabet: Alphabet = .standard,
        until end: UInt8? = nil,
    ) -> [UInt8]? {
        let digits = alphabet == .url ? digitsOfURL : digitsOfStandard
        let span = text.span
        var at = 0
        var bytes: [UInt8] = []
        bytes.append(addingCapacity: text.count * 3 / 4) { output in
            var bits: UInt32 = 0
            var count: UInt32 = 0
            while at < span.count {
                let digit = digits[Int(span[at])]
                guard digit < 64 else { return }
                at += 1
                bits = bits << 6 | UInt32(digit)
                count += 6
                guard count >= 8 else { continue }
                count -= 8
                let byte = UInt8(truncatingIfNeeded: bits >> count)
                if byte == end {
                    at = span.count
                    return
                }
                output.append(byte)
            }
        }
        let rest = text.dropFirst(at)
        let isPadding = alphabet == .standard && rest.allSatisfy { $0 == UInt8(ascii: "=") }
        return rest.isEmpty || isPadding ? bytes : nil
    }

    /// What each byte stands for as a digit; 64 and more where it is none.
    private static let digitsOfURL = (0...UInt8.max).map { digit($0, .url) ?? 64 }
    private static let digitsOfStandard = (0...UInt8.max).map { digit($0, .standard) ?? 64 }

    private static func digit(_ character: UInt8, _ alphabet: Alphabet) -> UInt8? {
        switch (character, alphabet) {
        case (0x41...0x5A, _): character - 0x41
        case (0x61...0x7A, _): character - 0x61 + 26
        case (0x30...0x39, _): character - 0x30 + 52
        case (UInt8(ascii: "+"), .standard), (UInt8(ascii: "-"), .url): 62
        case (UInt8(ascii: "/"), .standard), (UInt8(ascii: "_"), .url): 63
        default: nil
        }
    }
}
