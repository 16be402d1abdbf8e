/// Reads a text into a tape. There is no recursion: an open array or object remembers on the tape which one is around
/// it, so that a text of nothing but `[` costs memory in proportion to its length, and no stack.
struct Parser {
    let dialect: Dialect
    let limits: Limits
    var tape: [Entry] = []
    var isCompact = true

    init(dialect: Dialect, limits: Limits, sizeHint: Int) {
        self.dialect = dialect
        self.limits = limits
        tape.reserveCapacity(min(sizeHint / 8 + 4, 4096))
    }

    mutating func parse(_ text: Span<UInt8>) throws(SyntaxError) {
        let maxBytes = min(limits.maxBytes, Limits.hardMaxBytes)
        guard text.count <= maxBytes else {
            throw refusal(text, at: 0, "the text is longer than \(maxBytes) bytes")
        }
        var at = 0
        if startsWithByteOrderMark(text) {
            guard dialect == .lenient else {
                throw refusal(
                    text,
                    at: 0,
                    "a byte order mark is not allowed; save the text as UTF-8 without it"
                )
            }
            at = 3
            isCompact = false
        }
        var open = Entry.none
        var openIsObject = false
        var count = 0
        var depth = 0

        value: while true {
            at = try skipBlanks(text, at)
            let byte = peek(text, at)
            var ended = true
            switch byte {
            case .quote:
                at = try string(text, at)
            case .openBrace, .openBracket:
                depth += 1
                guard depth <= limits.maxDepth else {
                    throw refusal(text, at: at, "nested deeper than \(limits.maxDepth)")
                }
                if open != Entry.none { tape[open].count = count }
                let isObject = byte == .openBrace
                tape.append(Entry(isObject ? .object : .array, at, at, next: open))
                open = tape.count - 1
                openIsObject = isObject
                count = 0
                at = try skipBlanks(text, at + 1)
                if peek(text, at) != (isObject ? .closeBrace : .closeBracket) {
                    if isObject { at = try key(text, at) }
                    continue value
                }
                ended = false
            case .minus, 0x30...0x39:
                at = try number(text, at)
            default:
                at = try word(text, at)
            }

            // A value has ended, or an empty array or object is about to.
            while open != Entry.none {
                let closer: UInt8 = openIsObject ? .closeBrace : .closeBracket
                if ended {
                    count += 1
                    at = try skipBlanks(text, at)
                    if peek(text, at) == .comma {
                        let comma = at
                        at = try skipBlanks(text, at + 1)
                        guard peek(text, at) == closer else {
                            if openIsObject { at = try key(text, at) }
                            continue value
                        }
                        guard dialect == .lenient else {
                            throw refusal(
                                text,
                                at: comma,
                                "a comma after the last \(openIsObject ? "member" : "element")"
                            )
                        }
                        isCompact = false
                    }
                }
                guard peek(text, at) == closer else {
                    throw unfinished(text, at, open: tape[open])
                }
                at += 1
                let around = tape[open].next
                tape[open].end = at
                tape[open].next = tape.count
                tape[open].count = count
                depth -= 1
                open = around
                if open != Entry.none {
                    count = tape[open].count
                    openIsObject = tape[open].token == .object
                }
                ended = true
            }
            at = try skipBlanks(text, at)
            guard at == text.count else {
                throw refusal(text, at: at, "expected the end of the text, found \(found(text, at))")
            }
            return
        }
    }

    /// The byte at an index; 0, which nothing starts with, at the end.
    @inline(__always) func peek(_ text: Span<UInt8>, _ at: Int) -> UInt8 {
        at < text.count ? text[at] : 0
    }

    @inline(__always) mutating func append(_ token: Entry.Token, _ start: Int, _ end: Int) {
        tape.append(Entry(token, start, end, next: tape.count + 1))
    }

    /// A key and its colon; returns the offset after the colon.
    @inline(__always) private mutating func key(_ text: Span<UInt8>, _ start: Int) throws(SyntaxError) -> Int
    {
        guard peek(text, start) == .quote else {
            throw refusal(text, at: start, "expected a key in double quotes, found \(found(text, start))")
        }
        var at = try string(text, start)
        at = try skipBlanks(text, at)
        guard peek(text, at) == .colon else {
            throw refusal(text, at: at, "expected ':' after the key, found \(found(text, at))")
        }
        return at + 1
    }

    // RFC 8259 §6: number = [ minus ] int [ frac ] [ exp ]
    @inline(__always) private mutating func number(_ text: Span<UInt8>, _ start: Int) throws(SyntaxError)
        -> Int
    {
        var at = start
        var token = Entry.Token.integer
        if text[at] == .minus {
            at += 1
            guard peek(text, at).isDigit else {
                throw refusal(text, at: at, "expected a digit after '-', found \(found(text, at))")
            }
        }
        if text[at] == .zero {
            at += 1
            guard !peek(text, at).isDigit else {
                throw refusal(text, at: at - 1, "a number must not start with a 0 that other digits follow")
            }
        } else {
            at = skipDigits(text, at)
        }
        if peek(text, at) == .point {
            token = .decimal
            guard peek(text, at + 1).isDigit else {
                throw refusal(
                    text,
                    at: at + 1,
                    "expected a digit after the point, found \(found(text, at + 1))"
                )
            }
            at = skipDigits(text, at + 1)
        }
        if peek(text, at) | 0x20 == 0x65 {  // e, E
            token = .decimal
            at += 1
            if peek(text, at) == .plus || peek(text, at) == .minus { at += 1 }
            guard peek(text, at).isDigit else {
                throw refusal(text, at: at, "expected a digit in the exponent, found \(found(text, at))")
            }
            at = skipDigits(text, at)
        }
        append(token, start, at)
        return at
    }

    @inline(__always) private func skipDigits(_ text: Span<UInt8>, _ start: Int) -> Int {
        var at = start
        while peek(text, at).isDigit { at += 1 }
        return at
    }

    /// `null`, `true` or `false`, or what stands there instead.
    private mutating func word(_ text: Span<UInt8>, _ start: Int) throws(SyntaxError) -> Int {
        var end = start
        while (peek(text, end) | 0x20) &- 0x61 < 26 { end += 1 }
        switch (end - start, peek(text, start)) {
        case (4, 0x6E) where isWord(text, start, (0x75, 0x6C, 0x6C)):
            append(.null, start, end)
        case (4, 0x74) where isWord(text, start, (0x72, 0x75, 0x65)):
            append(.true, start, end)
        case (5, 0x66) where isWord(text, start, (0x61, 0x6C, 0x73)) && text[start + 4] == 0x65:
            append(.false, start, end)
        default:
            throw noValue(text, start, wordEnd: end)
        }
        return end
    }

    @inline(__always)
    private func isWord(_ text: Span<UInt8>, _ start: Int, _ rest: (UInt8, UInt8, UInt8)) -> Bool {
        text[start + 1] == rest.0 && text[start + 2] == rest.1 && text[start + 3] == rest.2
    }
}
