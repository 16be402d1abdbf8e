/// Takes the chunked coding off a body (RFC 9112 §7.1), however the bytes are cut. Extensions are checked and dropped,
/// trailer fields too.
///
///     chunked-body = *chunk last-chunk trailer-section CRLF
///     chunk        = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
///     chunk-ext    = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
package struct ChunkDecoder: Sendable {
    private enum State: Sendable {
        case sizeStart, size, sizeLF
        /// Blanks before a `;`, a name or a `=`, or after a `=`.
        case beforeExtension, beforeName, name, afterName, beforeValue, value, quoted, quotedPair, afterQuoted
        case data, dataCR, dataLF
        case lineStart, trailerName, trailerValue, trailerLF, lastLF
    }

    private var state = State.sizeStart
    /// What the size says so far; in `data`, what is still to come of the chunk.
    private var size = 0
    private var extensionBytes = 0
    private var trailerBytes = 0

    package init() {}

    /// Decodes from `offset` on and moves it past what was used, which is everything until the body ends.
    /// - Returns: whether the body is complete.
    package mutating func decode(
        _ bytes: Span<UInt8>,
        from offset: inout Int,
        into body: inout [UInt8],
        limits: Limits,
    ) throws(MalformedRequest) -> Bool {
        while offset < bytes.count {
            if state == .data {
                let count = min(size, bytes.count - offset)
                body.append(copying: bytes.extracting(offset..<(offset + count)))
                offset += count
                size -= count
                if size == 0 { state = .dataCR }
                continue
            }
            let byte = bytes[offset]
            offset += 1
            if state == .lastLF {
                guard byte == Octet.lf else { throw .bareCR }
                return true
            }
            try step(byte, body.count, limits)
        }
        return false
    }

    private mutating func step(_ byte: UInt8, _ received: Int, _ limits: Limits) throws(MalformedRequest) {
        switch state {
        case .sizeStart, .size: try readSize(byte, limits)
        case .sizeLF:
            guard byte == Octet.lf else { throw .bareCR }
            guard size <= limits.body - received else { throw .bodyTooLong }
            state = size == 0 ? .lineStart : .data
        case .data: break
        case .dataCR:
            guard byte == Octet.cr else { throw .chunkEnd }
            state = .dataLF
        case .dataLF:
            guard byte == Octet.lf else { throw .bareCR }
            state = .sizeStart
        case .lineStart, .trailerName, .trailerValue, .trailerLF, .lastLF:
            trailerBytes += 1
            guard trailerBytes <= limits.trailers else { throw .trailersTooLong }
            try readTrailer(byte)
        default:
            extensionBytes += 1
            guard extensionBytes <= limits.extensions else { throw .extensionsTooLong }
            try readExtension(byte)
        }
    }

    private mutating func readSize(_ byte: UInt8, _ limits: Limits) throws(MalformedRequest) {
        if let digit = Octet.hexValue(byte) {
            if state == .sizeStart { size = 0 }
            // Beyond any limit it stays beyond: no overflow.
            size = size > Int.max >> 4 ? .max : size << 4 | Int(digit)
            // A line of leading zeros would otherwise have no end.
            extensionBytes += size == 0 ? 1 : 0
            guard extensionBytes <= limits.extensions else { throw .extensionsTooLong }
            state = .size
            return
        }
        guard state == .size else { throw .chunkSize }
        switch byte {
        case Octet.cr: state = .sizeLF
        case Octet.semicolon: state = .beforeName
        case Octet.space, Octet.tab: state = .beforeExtension
        case Octet.lf: throw .bareLF
        default: throw .chunkSize
        }
    }

    private mutating func readExtension(_ byte: UInt8) throws(MalformedRequest) {
        let isBlank = byte == Octet.space || byte == Octet.tab
        let isToken = Octet.is(byte, Octet.token)
        switch state {
        case .beforeExtension where isBlank: break
        case .beforeExtension where byte == Octet.semicolon: state = .beforeName
        case .beforeName where isBlank: break
        case .beforeName where isToken: state = .name
        case .name where isToken: break
        case .name where isBlank, .afterName where isBlank: state = .afterName
        case .name where byte == Octet.equals, .afterName where byte == Octet.equals: state = .beforeValue
        case .beforeValue where isBlank: break
        case .beforeValue where isToken: state = .value
        case .beforeValue where byte == 0x22: state = .quoted
        case .value where isToken: break
        case .quoted where byte == 0x22: state = .afterQuoted
        case .quoted where byte == 0x5C: state = .quotedPair
        case .quoted where Octet.is(byte, Octet.value): break
        case .quotedPair where Octet.is(byte, Octet.value): state = .quoted
        case .value where isBlank, .afterQuoted where isBlank: state = .beforeExtension
        case .name where byte == Octet.semicolon, .afterName where byte == Octet.semicolon,
            .value where byte == Octet.semicolon, .afterQuoted where byte == Octet.semicolon:
            state = .beforeName
        case .name where byte == Octet.cr, .value where byte == Octet.cr, .afterQuoted where byte == Octet.cr:
            state = .sizeLF
        default: throw byte == Octet.lf ? .bareLF : .chunkExtension
        }
    }

    private mutating func readTrailer(_ byte: UInt8) throws(MalformedRequest) {
        switch state {
        case .lineStart where byte == Octet.cr: state = .lastLF
        case .lineStart where Octet.is(byte, Octet.token), .trailerName where Octet.is(byte, Octet.token):
            state = .trailerName
        case .trailerName where byte == Octet.colon: state = .trailerValue
        case .trailerValue where Octet.is(byte, Octet.value): break
        case .trailerValue where byte == Octet.cr: state = .trailerLF
        case .trailerLF:
            guard byte == Octet.lf else { throw .bareCR }
            state = .lineStart
        default: throw byte == Octet.lf ? .bareLF : .trailer
        }
    }
}
