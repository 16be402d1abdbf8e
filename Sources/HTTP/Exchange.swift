/// One request after another out of the bytes of a connection: where the reading stands between two arrivals. Knows
/// no socket; the same bytes give the same requests however they were cut.
///
///     head ──────────────> body ──────> request
///       └──(no body)──────────────────────┘
package struct Exchange: Sendable {
    package enum Step: Sendable, Equatable {
        /// All bytes that can be used have been.
        case needMore
        /// A whole head, and a body is to come: the moment to refuse it or to say `100 Continue`.
        case head
        /// A whole request. The next step begins the next one.
        case request
    }

    private enum Stage: Sendable {
        case head
        case length(remaining: Int)
        case chunked(ChunkDecoder)
    }

    /// The request being read; whole after the step `request`.
    package var request = Request()
    /// The client waits for `100 Continue`.
    package private(set) var expectsContinue = false
    /// The client would like to send another request on this connection.
    package private(set) var persists = true
    private var stage = Stage.head

    package init() {}

    /// Between head and end of a request: the bytes used so far are kept here and nowhere else.
    package var isInBody: Bool {
        if case .head = stage { false } else { true }
    }

    /// Reads on from `offset` and moves it past the bytes that are done with. Bytes of an unfinished head are not:
    /// they have to be there again at the next call.
    package mutating func advance(
        _ bytes: Span<UInt8>,
        from offset: inout Int,
        with parser: borrowing RequestParser,
    ) throws(MalformedRequest) -> Step {
        switch stage {
        case .head:
            let rest = bytes.extracting(offset..<bytes.count)
            guard case .head(let head) = try parser.parse(rest, into: &request) else { return .needMore }
            offset += head.consumed
            persists = head.persists
            expectsContinue = head.expectsContinue
            switch head.framing {
            case .none: return .request
            case .length(let length): stage = .length(remaining: length)
            case .chunked: stage = .chunked(ChunkDecoder())
            }
            return .head
        case .length(let remaining):
            let count = min(remaining, bytes.count - offset)
            request.body.append(copying: bytes.extracting(offset..<(offset + count)))
            offset += count
            stage = count == remaining ? .head : .length(remaining: remaining - count)
            return count == remaining ? .request : .needMore
        case .chunked(var decoder):
            let isComplete = try decoder.decode(
                bytes,
                from: &offset,
                into: &request.body,
                limits: parser.limits
            )
            stage = isComplete ? .head : .chunked(decoder)
            return isComplete ? .request : .needMore
        }
    }
}
