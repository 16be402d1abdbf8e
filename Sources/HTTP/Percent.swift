/// Percent-encoding (RFC 3986 §2.1).
package enum Percent {
    /// Decodes a stretch of bytes; `nil` where a `%` is not followed by two hexadecimal digits, or where the outcome
    /// is not UTF-8. In the targets of parsed requests neither can be.
    /// - Parameter isForm: `+` stands for a blank, as in `application/x-www-form-urlencoded`.
    package static func decode(_ bytes: some Collection<UInt8>, isForm: Bool = false) -> String? {
        // Most are ASCII and hold nothing to decode.
        let isPlain = bytes.allSatisfy { $0 < 0x80 && $0 != Octet.percent && !(isForm && $0 == Octet.plus) }
        if isPlain { return String(decoding: bytes, as: UTF8.self) }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index != bytes.endIndex {
            var byte = bytes[index]
            bytes.formIndex(after: &index)
            if byte == Octet.percent {
                guard index != bytes.endIndex, let high = Octet.hexValue(bytes[index]) else { return nil }
                bytes.formIndex(after: &index)
                guard index != bytes.endIndex, let low = Octet.hexValue(bytes[index]) else { return nil }
                bytes.formIndex(after: &index)
                byte = high << 4 | low
            } else if byte == Octet.plus, isForm {
                byte = Octet.space
            }
            decoded.append(byte)
        }
        return String(validating: decoded, as: UTF8.self)
    }

    /// Encodes everything but `unreserved`: right for one path segment or one query value.
    package static func encode(_ text: some StringProtocol) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            if Octet.is(byte, Octet.host) {
                encoded.append(byte)
            } else {
                let digits: StaticString = "0123456789ABCDEF"
                encoded.append(Octet.percent)
                digits.withUTF8Buffer { digits in
                    unsafe encoded.append(digits[Int(byte >> 4)])
                    unsafe encoded.append(digits[Int(byte & 15)])
                }
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
