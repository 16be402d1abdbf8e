/// The four forms of a request target (RFC 9112 §3.2).
extension RequestParser {
    /// Finds path, query and authority, and checks their characters and escapes.
    func splitTarget(
        _ target: Slice,
        _ question: Int,
        _ hasEscape: Bool,
        of text: Span<UInt8>,
        into request: inout Request,
    ) throws(MalformedRequest) {
        request.target = target
        // authority-form is for CONNECT alone, and CONNECT for proxies.
        guard request.method != .connect else { throw .connect }
        let range = target.range
        var pathStart = range.lowerBound
        let pathEnd = question < 0 ? range.upperBound : question

        if text[pathStart] == 0x2A, range.count == 1 {
            // asterisk-form: the server as a whole, for OPTIONS alone.
            guard request.method == .options else { throw .targetForm }
            return
        }
        if text[pathStart] != Octet.slash {
            guard let schemeEnd = endOfScheme(text, range) else { throw .targetForm }
            pathStart = schemeEnd
            while pathStart < pathEnd, text[pathStart] != Octet.slash { pathStart += 1 }
            request.authority = Slice(schemeEnd, pathStart)
            try checkAuthority(text, schemeEnd..<pathStart)
        }
        // RFC 9110 §4.2.3: an empty path means "/". The last slash of the scheme's "://" lends itself.
        request.path =
            pathStart < pathEnd
            ? Slice(pathStart, pathEnd)
            : Slice(Int(request.authority.start) - 1, Int(request.authority.start))
        for index in pathStart..<pathEnd where !Octet.is(text[index], Octet.path) { throw .target }
        if question >= 0 {
            request.query = Slice(question + 1, range.upperBound)
            for index in (question + 1)..<range.upperBound where !Octet.is(text[index], Octet.query) {
                throw .target
            }
        }
        if hasEscape {
            try checkEscapes(text, pathStart..<pathEnd)
            if question >= 0 { try checkEscapes(text, (question + 1)..<range.upperBound) }
        }
    }

    /// Where the authority of `http://…` or `https://…` begins; schemes ignore case.
    private func endOfScheme(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
        // http
        let scheme: InlineArray<4, UInt8> = [0x68, 0x74, 0x74, 0x70]
        guard range.count > 7 else { return nil }
        for index in 0..<4 where asciiLowercase(text[range.lowerBound + index]) != scheme[index] {
            return nil
        }
        var at = range.lowerBound + 4
        if asciiLowercase(text[at]) == 0x73 { at += 1 }
        guard at + 3 <= range.upperBound, text[at] == Octet.colon, text[at + 1] == Octet.slash,
            text[at + 2] == Octet.slash
        else { return nil }
        return at + 3
    }

    /// `uri-host [ ":" port ]` (RFC 9110 §7.2), not empty, without user information.
    func checkAuthority(_ text: Span<UInt8>, _ range: Range<Int>) throws(MalformedRequest) {
        for index in range where text[index] == 0x40 { throw .userInfo }
        guard Self.isAuthority(text, range) else { throw .host }
    }

    static func isAuthority(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var at = range.lowerBound
        if at < range.upperBound, text[at] == 0x5B {
            // IP-literal = "[" IPv6address "]"
            at += 1
            let start = at
            while at < range.upperBound,
                Octet.is(text[at], Octet.hex) || text[at] == Octet.colon || text[at] == 0x2E
            {
                at += 1
            }
            guard at > start + 1, at < range.upperBound, text[at] == 0x5D else { return false }
            at += 1
        } else {
            while at < range.upperBound, Octet.is(text[at], Octet.host) { at += 1 }
            guard at > range.lowerBound else { return false }
        }
        guard at < range.upperBound else { return true }
        guard text[at] == Octet.colon else { return false }
        var port = 0
        for index in (at + 1)..<range.upperBound {
            guard Octet.isDigit(text[index]) else { return false }
            port = port * 10 + Int(text[index] &- 0x30)
            guard port <= 65_535 else { return false }
        }
        return true
    }

    /// Each `%` has two hexadecimal digits, and what they decode to is UTF-8 without NUL.
    private func checkEscapes(_ text: Span<UInt8>, _ range: Range<Int>) throws(MalformedRequest) {
        var check = UTF8Check()
        var at = range.lowerBound
        while at < range.upperBound {
            var byte = text[at]
            at += 1
            if byte == Octet.percent {
                guard at + 2 <= range.upperBound, let high = Octet.hexValue(text[at]),
                    let low = Octet.hexValue(text[at + 1])
                else { throw .escape }
                byte = high << 4 | low
                guard byte != 0 else { throw .escapedNUL }
                at += 2
            }
            guard check.accepts(byte) else { throw .notUTF8 }
        }
        guard check.isComplete else { throw .notUTF8 }
    }
}

/// Decides byte by byte whether a stretch is well-formed UTF-8 (RFC 3629 §4).
package struct UTF8Check: Sendable {
    /// Continuation bytes still to come, and the range that the next of them must lie in.
    private var missing = 0
    private var lower: UInt8 = 0x80
    private var upper: UInt8 = 0xBF

    package init() {}

    package var isComplete: Bool { missing == 0 }

    package mutating func accepts(_ byte: UInt8) -> Bool {
        guard missing == 0 else {
            guard byte >= lower, byte <= upper else { return false }
            (missing, lower, upper) = (missing - 1, 0x80, 0xBF)
            return true
        }
        switch byte {
        case 0x00...0x7F: return true
        case 0xC2...0xDF: missing = 1
        case 0xE0: (missing, lower) = (2, 0xA0)
        case 0xED: (missing, upper) = (2, 0x9F)
        case 0xE1...0xEF: missing = 2
        case 0xF0: (missing, lower) = (3, 0x90)
        case 0xF4: (missing, upper) = (3, 0x8F)
        case 0xF1...0xF3: missing = 3
        default: return false
        }
        return true
    }
}
