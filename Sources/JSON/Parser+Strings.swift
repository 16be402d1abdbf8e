extension Parser {
    /// A string, from its opening to its closing quotation mark; returns the offset after it.
    @inline(__always) mutating func string(_ text: Span<UInt8>, _ start: Int) throws(SyntaxError) -> Int {
        var at = start + 1
        var token = Entry.Token.string
        while true {
            at = firstSpecialByte(in: text, from: at)
            let byte = peek(text, at)
            if byte == .quote { break }
            if byte == .backslash {
                token = .escapedString
                at = try escape(text, at)
            } else if byte >= 0x80 {
                at = try scalar(text, at)
            } else if at == text.count {
                throw refusal(text, at: start, "the string is not closed")
            } else {
                throw refusal(
                    text,
                    at: at,
                    "a control character (\(hex(byte))) in a string has to be escaped"
                )
            }
        }
        append(token, start, at + 1)
        return at + 1
    }

    /// Checks one escape sequence, the two halves of a surrogate pair being one; returns the offset after it.
    private func escape(_ text: Span<UInt8>, _ start: Int) throws(SyntaxError) -> Int {
        switch peek(text, start + 1) {
        case .quote, .backslash, .slash, 0x62, 0x66, 0x6E, 0x72, 0x74:  // b, f, n, r, t
            return start + 2
        case 0x75:  // u
            break
        default:
            throw refusal(
                text,
                at: start,
                "'\\' must be followed by one of \"\\/bfnrtu, not \(found(text, start + 1))"
            )
        }
        let unit = try codeUnit(text, start)
        switch unit {
        case 0:
            throw refusal(text, at: start, "NUL is not accepted, not even escaped")
        case 0xD800...0xDBFF:
            guard peek(text, start + 6) == .backslash, peek(text, start + 7) == 0x75,
                case 0xDC00...0xDFFF = try codeUnit(text, start + 6)
            else { fallthrough }
            return start + 12
        case 0xDC00...0xDFFF:
            throw refusal(text, at: start, "half of a surrogate pair without its other half")
        default:
            return start + 6
        }
    }

    /// The four hexadecimal digits of `\uXXXX`.
    private func codeUnit(_ text: Span<UInt8>, _ start: Int) throws(SyntaxError) -> UInt32 {
        var unit: UInt32 = 0
        for at in start + 2..<start + 6 {
            guard let digit = peek(text, at).hexValue else {
                throw refusal(text, at: start, "'\\u' must be followed by four hexadecimal digits")
            }
            unit = unit << 4 | digit
        }
        return unit
    }

    /// Checks one scalar of two bytes or more; returns the offset after it.
    // RFC 3629 §4:  UTF8-2 = C2-DF tail          UTF8-3 = E0 A0-BF tail / E1-EC 2tail / ED 80-9F tail / EE-EF 2tail
    //               tail   = 80-BF               UTF8-4 = F0 90-BF 2tail / F1-F3 3tail / F4 80-8F 2tail
    private func scalar(_ text: Span<UInt8>, _ start: Int) throws(SyntaxError) -> Int {
        let second = peek(text, start + 1)
        let length: Int
        let isSecondFine: Bool
        switch text[start] {
        case 0xC2...0xDF: (length, isSecondFine) = (2, second & 0xC0 == 0x80)
        case 0xE0: (length, isSecondFine) = (3, second & 0xE0 == 0xA0)
        case 0xED: (length, isSecondFine) = (3, second & 0xE0 == 0x80)
        case 0xE1...0xEF: (length, isSecondFine) = (3, second & 0xC0 == 0x80)
        case 0xF0: (length, isSecondFine) = (4, 0x90...0xBF ~= second)
        case 0xF1...0xF3: (length, isSecondFine) = (4, second & 0xC0 == 0x80)
        case 0xF4: (length, isSecondFine) = (4, second & 0xF0 == 0x80)
        default: (length, isSecondFine) = (1, false)
        }
        guard isSecondFine, length < 3 || peek(text, start + 2) & 0xC0 == 0x80,
            length < 4 || peek(text, start + 3) & 0xC0 == 0x80
        else { throw refusal(text, at: start, "invalid UTF-8") }
        return start + length
    }

    /// The offset of the next byte that is neither a blank nor, where they are allowed, in a comment.
    @inline(__always) mutating func skipBlanks(_ text: Span<UInt8>, _ start: Int) throws(SyntaxError) -> Int {
        let byte = peek(text, start)
        if byte > .space, byte != .slash { return start }
        // One blank behind a colon or a comma is what most writers leave.
        let next = peek(text, start + 1)
        if byte == .space, next > .space, next != .slash {
            isCompact = false
            return start + 1
        }
        return try skipBlanksAndComments(text, start)
    }

    @inline(never)
    private mutating func skipBlanksAndComments(_ text: Span<UInt8>, _ start: Int) throws(SyntaxError) -> Int
    {
        var at = start
        while true {
            switch peek(text, at) {
            case .space, .lineFeed, .carriageReturn, .tab:
                at += 1
            case .slash where dialect == .lenient:
                at = try skipComment(text, at)
            default:
                if at != start { isCompact = false }
                return at
            }
        }
    }

    private func skipComment(_ text: Span<UInt8>, _ start: Int) throws(SyntaxError) -> Int {
        let isBlock = peek(text, start + 1) == .asterisk
        guard isBlock || peek(text, start + 1) == .slash else {
            throw refusal(text, at: start, "expected '//' or '/*', found a single '/'")
        }
        var at = start + 2
        while at < text.count {
            let byte = text[at]
            if isBlock {
                if byte == .asterisk, peek(text, at + 1) == .slash { return at + 2 }
            } else if byte == .lineFeed || byte == .carriageReturn {
                return at
            }
            if byte == 0 { throw refusal(text, at: at, "NUL is not accepted, not even in a comment") }
            at = byte >= 0x80 ? try scalar(text, at) : at + 1
        }
        if isBlock { throw refusal(text, at: start, "the comment is not closed") }
        return at
    }
}
