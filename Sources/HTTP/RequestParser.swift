/// Takes the head of a request apart (RFC 9112 §2 to §6), strictly: whatever two parsers might read differently is
/// refused. It looks at nothing but the bytes and keeps nothing, so the same bytes give the same outcome however
/// they were cut on their way.
package struct RequestParser: Sendable {
    package var limits: Limits

    package init(limits: Limits = Limits()) {
        self.limits = limits
    }

    package enum Progress: Sendable, Equatable {
        /// The bytes so far are fine but end before the empty line.
        case needMore
        case head(Head)
    }

    /// What the connection needs to know about a head beside the request itself.
    package struct Head: Sendable, Equatable {
        /// How many bytes it took.
        package var consumed: Int
        package var framing: Framing
        /// The client waits for `100 Continue` before it sends the body.
        package var expectsContinue: Bool
        /// The client would like to send another request on this connection.
        package var persists: Bool
    }

    /// How the end of the body is told (RFC 9112 §6.3).
    package enum Framing: Sendable, Equatable {
        case none
        /// So many bytes, more than 0.
        case length(Int)
        case chunked
    }

    /// Reads the head that the bytes begin with. The request's arrays are reused; after `needMore` or an error what
    /// it holds means nothing, except that `method` is `head` only if the request line said so.
    package func parse(_ bytes: Span<UInt8>, into request: inout Request) throws(MalformedRequest) -> Progress
    {
        request.reset()
        guard bytes.count > 0 else { return .needMore }
        // RFC 9112 §2.2: a server SHOULD ignore at least one empty line before the request line.
        var skipped = 0
        if bytes[0] == Octet.cr {
            guard bytes.count > 1 else { return .needMore }
            guard bytes[1] == Octet.lf else { throw .bareCR }
            skipped = 2
        }
        // Nothing beyond the limit is looked at, so that the outcome does not depend on how much has arrived.
        let text = bytes.extracting(skipped..<min(bytes.count, skipped + limits.head))
        var at = 0
        guard try parseRequestLine(text, &at, into: &request) else { return try outOfBytes(text) }
        var framer = Framer()
        guard try parseFields(text, &at, &framer, into: &request) else { return try outOfBytes(text) }
        request.head.append(copying: text.extracting(0..<at))
        var head = try framer.head(of: &request, limits: limits)
        head.consumed = skipped + at
        return .head(head)
    }

    private func outOfBytes(_ text: Span<UInt8>) throws(MalformedRequest) -> Progress {
        guard text.count < limits.head else { throw .headTooLong }
        return .needMore
    }

    /// `method SP request-target SP HTTP-version CRLF`; false where the bytes end before the line does.
    private func parseRequestLine(
        _ text: Span<UInt8>,
        _ at: inout Int,
        into request: inout Request,
    ) throws(MalformedRequest) -> Bool {
        while at < text.count, Octet.is(text[at], Octet.token) {
            at += 1
            guard at <= Limits.method else { throw .unknownMethod }
        }
        guard at < text.count else { return false }
        guard text[at] == Octet.space, at > 0 else { throw .method }
        let method = Slice(0, at)
        at += 1

        let start = at
        var question = -1
        var hasEscape = false
        let stop = min(text.count, start + limits.target + 1)
        while at < stop, text[at] > Octet.space, text[at] < 0x7F {
            if text[at] == Octet.question, question < 0 { question = at }
            if text[at] == Octet.percent { hasEscape = true }
            at += 1
        }
        guard at - start <= limits.target else { throw .targetTooLong }
        guard at < text.count else { return false }
        guard text[at] == Octet.space, at > start else {
            let isLineEnd = text[at] == Octet.cr || text[at] == Octet.lf
            throw isLineEnd || at == start ? .requestLine : .target
        }
        let target = Slice(start, at)
        at += 1

        guard let minor = try parseVersion(text, &at) else { return false }
        request.minorVersion = minor
        guard try parseLineEnd(text, &at, else: .requestLine) else { return false }
        request.methodName = method
        request.method = Method(text, method.range)
        try splitTarget(target, question, hasEscape, of: text, into: &request)
        return true
    }

    /// The minor version of `HTTP/1.x`; `nil` where the bytes end before it does. One beyond 1 counts as 1, the highest
    /// there is here (RFC 9110 §2.5).
    private func parseVersion(_ text: Span<UInt8>, _ at: inout Int) throws(MalformedRequest) -> Int? {
        // "HTTP/" DIGIT "." DIGIT
        let pattern: InlineArray<8, UInt8> = [0x48, 0x54, 0x54, 0x50, 0x2F, 0x30, 0x2E, 0x30]
        for index in 0..<8 {
            guard at + index < text.count else { return nil }
            let byte = text[at + index]
            let fits = pattern[index] == 0x30 ? Octet.isDigit(byte) : byte == pattern[index]
            guard fits else { throw .requestLine }
        }
        let major = text[at + 5] &- 0x30
        let minor = text[at + 7] &- 0x30
        guard major == 1 else { throw .version }
        at += 8
        return Int(min(minor, 1))
    }

    /// A CRLF, and nothing that only resembles one; false where the bytes end before it does.
    private func parseLineEnd(
        _ text: Span<UInt8>,
        _ at: inout Int,
        else other: MalformedRequest,
    ) throws(MalformedRequest) -> Bool {
        guard at < text.count else { return false }
        guard text[at] == Octet.cr else { throw text[at] == Octet.lf ? .bareLF : other }
        guard at + 1 < text.count else { return false }
        guard text[at + 1] == Octet.lf else { throw .bareCR }
        at += 2
        return true
    }

    /// `*( field-name ":" OWS field-value OWS CRLF ) CRLF`; false where the bytes end before the empty line does.
    private func parseFields(
        _ text: Span<UInt8>,
        _ at: inout Int,
        _ framer: inout Framer,
        into request: inout Request,
    ) throws(MalformedRequest) -> Bool {
        while true {
            guard at < text.count else { return false }
            let start = at
            while at < text.count, Octet.is(text[at], Octet.token) { at += 1 }
            guard at < text.count else { return false }
            guard text[at] == Octet.colon, at > start else {
                if text[at] == Octet.space || text[at] == Octet.tab {
                    throw at == start ? .lineFolding : .spaceBeforeColon
                }
                guard at == start else { throw .fieldName }
                return try parseLineEnd(text, &at, else: .fieldName)
            }
            let name = Slice(start, at)
            at += 1
            while at < text.count, text[at] == Octet.space || text[at] == Octet.tab { at += 1 }
            let valueStart = at
            skipValue(text, &at)
            var valueEnd = at
            guard try parseLineEnd(text, &at, else: .fieldValue) else { return false }
            while valueEnd > valueStart, text[valueEnd - 1] == Octet.space || text[valueEnd - 1] == Octet.tab
            {
                valueEnd -= 1
            }
            guard request.fields.lines.count < limits.fields else { throw .tooManyFields }
            let value = Slice(valueStart, valueEnd)
            request.fields.lines.append(Fields.Line(name: name, value: value))
            try framer.note(name, value, in: text)
        }
    }

    /// Moves to the first byte that a field value may not hold; eight bytes at a step, as values are most of a head.
    private func skipValue(_ text: Span<UInt8>, _ at: inout Int) {
        let raw = unsafe text.bytes
        while at + 8 <= text.count {
            // Safe: the eight bytes from `at` on lie inside, by the line above.
            let word = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self)
            let ones: UInt64 = 0x0101_0101_0101_0101
            let isBelowSpace = (word &- ones &* 0x20) & ~word
            let delete = word ^ (ones &* 0x7F)
            let isDelete = (delete &- ones) & ~delete
            guard (isBelowSpace | isDelete) & (ones &* 0x80) == 0 else { break }
            at += 8
        }
        while at < text.count, Octet.is(text[at], Octet.value) { at += 1 }
    }
}
