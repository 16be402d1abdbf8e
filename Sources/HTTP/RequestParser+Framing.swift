extension RequestParser {
    /// Collects what the field lines say about the message itself, and decides once all are there.
    struct Framer {
        private var hosts = 0
        private var host = Slice.empty
        private var lengths = 0
        /// The declared length; one that no `Int` holds is `Int.max`.
        private var length = 0
        private var hasCoding = false
        private var codings = 0
        private var chunked = 0
        private var endsInChunked = false
        private var wantsClose = false
        private var wantsKeepAlive = false
        private var expectsContinue = false
        private var expectsMore = false

        /// Looks at one line; most are dismissed by the length of their name.
        mutating func note(_ name: Slice, _ value: Slice, in text: Span<UInt8>) throws(MalformedRequest) {
            switch name.count {
            case 4 where matches(name, "host", in: text):
                hosts += 1
                host = value
                guard isAuthority(text, value.range) else { throw .host }
            case 6 where matches(name, "expect", in: text):
                forEachElement(of: value, in: text) { element in
                    if matches(element, "100-continue", in: text) {
                        expectsContinue = true
                    } else if !element.isEmpty {
                        expectsMore = true
                    }
                }
            case 10 where matches(name, "connection", in: text):
                forEachElement(of: value, in: text) { element in
                    if matches(element, "close", in: text) { wantsClose = true }
                    if matches(element, "keep-alive", in: text) { wantsKeepAlive = true }
                }
            case 14 where matches(name, "content-length", in: text):
                lengths += 1
                try readLength(text, value.range)
            case 17 where matches(name, "transfer-encoding", in: text):
                hasCoding = true
                forEachElement(of: value, in: text) { element in
                    guard !element.isEmpty else { return }
                    endsInChunked = matches(element, "chunked", in: text)
                    codings += 1
                    chunked += endsInChunked ? 1 : 0
                }
            default: break
            }
        }

        /// Digits and nothing else: no sign, no blank, no list.
        private mutating func readLength(_ text: Span<UInt8>, _ range: Range<Int>) throws(MalformedRequest) {
            guard !range.isEmpty else { throw .contentLength }
            length = 0
            for index in range {
                guard Octet.isDigit(text[index]) else { throw .contentLength }
                let (tens, overflow) = length.multipliedReportingOverflow(by: 10)
                let (sum, overflowToo) = tens.addingReportingOverflow(Int(text[index] &- 0x30))
                length = overflow || overflowToo ? .max : sum
            }
        }

        func head(of request: inout Request, limits: Limits) throws(MalformedRequest) -> Head {
            guard hosts <= 1 else { throw .hostRepeated }
            // RFC 9112 §3.2: 400 for an HTTP/1.1 request without Host, whatever form its target has.
            guard hosts == 1 || request.minorVersion == 0 else { throw .hostMissing }
            // RFC 9112 §3.2.2: the authority of an absolute-form target replaces the one in Host.
            if request.authority.isEmpty { request.authority = host }
            guard lengths <= 1 else { throw .contentLengthRepeated }
            let framing = try framing(of: request, limits: limits)
            guard !expectsMore else { throw .expectation }
            let isModern = request.minorVersion == 1
            return Head(
                consumed: 0,
                framing: framing,
                // RFC 9110 §10.1.1: an HTTP/1.0 client's 100-continue is ignored.
                expectsContinue: expectsContinue && isModern && framing != .none,
                persists: !wantsClose && (isModern || wantsKeepAlive),
            )
        }

        private func framing(of request: Request, limits: Limits) throws(MalformedRequest) -> Framing {
            if hasCoding {
                guard lengths == 0 else { throw .lengthAndCoding }
                guard request.minorVersion == 1 else { throw .codingInHTTP10 }
                // RFC 9112 §6.3: where chunked is not the last, nothing tells where the body ends.
                guard endsInChunked, chunked == 1 else { throw .transferEncoding }
                guard codings == 1 else { throw .unknownCoding }
                return .chunked
            }
            guard length <= limits.body else { throw .bodyTooLong }
            return length == 0 ? .none : .length(length)
        }
    }
}

/// Whether the stretch spells that name, which is in lower case; the stretch may be in any.
@inline(__always)
private func matches(_ slice: Slice, _ name: StaticString, in text: Span<UInt8>) -> Bool {
    guard slice.count == name.utf8CodeUnitCount else { return false }
    let start = Int(slice.start)
    return name.withUTF8Buffer { wanted in
        for index in 0..<wanted.count where unsafe asciiLowercase(text[start + index]) != wanted[index] {
            return false
        }
        return true
    }
}

/// Calls the function for each element of a comma-separated list, without the blanks around it; an empty one, too,
/// which means nothing (RFC 9110 §5.6.1.2).
@inline(__always)
private func forEachElement(of value: Slice, in text: Span<UInt8>, _ body: (Slice) -> Void) {
    var start = Int(value.start)
    for index in value.range.lowerBound...value.range.upperBound {
        guard index == value.range.upperBound || text[index] == Octet.comma else { continue }
        var end = index
        while start < end, text[start] == Octet.space || text[start] == Octet.tab { start += 1 }
        while end > start, text[end - 1] == Octet.space || text[end - 1] == Octet.tab { end -= 1 }
        body(Slice(start, end))
        start = index + 1
    }
}
