import Glibc
package import HTTP

extension Request {
    /// What follows the scheme of the `Authorization` field, whose case does not matter (RFC 9110 §11.1); `nil` for
    /// another scheme, or nothing behind it.
    package func credential(_ scheme: StaticString) -> Slice? {
        guard let value = fields.first("Authorization", in: head), value.count > scheme.utf8CodeUnitCount
        else {
            return nil
        }
        let start = Int(value.start)
        let isScheme = scheme.withUTF8Buffer { name in
            for index in 0..<name.count {
                let (one, other) = unsafe (name[index], head[start + index])
                guard one == other || asciiLowercase(one) == asciiLowercase(other) else { return false }
            }
            return true
        }
        var at = start + scheme.utf8CodeUnitCount
        guard isScheme, head[at] == 0x20 else { return nil }
        while at < Int(value.end), head[at] == 0x20 { at += 1 }
        return at < Int(value.end) ? Slice(at, Int(value.end)) : nil
    }
}

/// A credential as it was presented, with the bay that it names behind its last `~` (`demo~ci-7`).
package struct BaySuffix: Sendable {
    /// What the vendor's rules get to see.
    package let credential: String
    /// The bay as raw text; `nil` without a `~`.
    package let bay: String?

    /// - Parameter slice: of the request's head.
    package init(of slice: Slice, in request: borrowing Request) {
        self.init(utf8: request.head[slice.range])
    }

    /// Of text in UTF-8, as it stands in requests.
    package init(utf8 bytes: ArraySlice<UInt8>) {
        let tilde = BaySuffix.tilde(in: bytes)
        credential = String(decoding: bytes[..<(tilde ?? bytes.endIndex)], as: UTF8.self)
        bay = tilde.map { String(decoding: bytes[($0 + 1)...], as: UTF8.self) }
    }

    /// The bay alone, for whoever wants no more.
    package static func bay(utf8 bytes: ArraySlice<UInt8>) -> String? {
        tilde(in: bytes).map { String(decoding: bytes[($0 + 1)...], as: UTF8.self) }
    }

    /// Where the last one is. Every call asks that, with a token that may be long, and mostly there is none.
    private static func tilde(in bytes: ArraySlice<UInt8>) -> Int? {
        let tilde = UInt8(ascii: "~")
        return bytes.firstPlace(of: tilde) == nil ? nil : bytes.lastIndex(of: tilde)
    }

    package init(_ text: String) { self.init(utf8: Array(text.utf8)[...]) }
}

extension ArraySlice<UInt8> {
    /// What `firstIndex(of:)` is, found many bytes at a time.
    package func firstPlace(of byte: UInt8) -> Int? {
        unsafe withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress, let found = unsafe memchr(start, Int32(byte), bytes.count)
            else { return nil }
            return unsafe startIndex + start.distance(to: UnsafeRawPointer(found))
        }
    }
}
