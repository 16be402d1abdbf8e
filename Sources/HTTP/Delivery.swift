/// A response and how it is to reach the client: when, and what is to go wrong on the way. The loop performs it with
/// timers; nothing waits on a thread.
package struct Delivery: Sendable {
    package var response: Response
    /// Seconds since 1970 for the `Date` field: the bay's clock; `nil` for the real time.
    package var date: Int64?
    /// The value of `X-Mockbay-Request-Id`; `nil` leaves the field out.
    package var requestID: UInt64?
    /// Real time to wait before the first byte.
    package var delay: Duration
    package var fault: Fault?
    /// Asked once the delay is over: what it gives goes out in the place of this one, and may wait in turn. For replies
    /// that depend on what happens until then.
    package var later: (@Sendable () -> Delivery)?
    /// What the reply goes on with after its head; `nil` for one that is whole.
    package var stream: (any ReplyStream)?

    package init(
        _ response: Response,
        date: Int64? = nil,
        requestID: UInt64? = nil,
        delay: Duration = .zero,
        fault: Fault? = nil,
    ) {
        self.response = response
        self.date = date
        self.requestID = requestID
        self.delay = delay
        self.fault = fault
    }

    /// A reply that is not known yet.
    /// - Parameter response: what an observer sees of it until then.
    package init(_ response: Response, after delay: Duration, _ later: @escaping @Sendable () -> Delivery) {
        self.init(response, delay: delay)
        self.later = later
    }
}

/// What goes wrong with one response on the wire.
package struct Fault: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// The connection is reset (RST) at the point.
        case reset
        /// The connection is closed in order (FIN) at the point.
        case close
        /// Nothing more is sent from the point on; the connection stays open.
        case stall
        /// Closed without a single byte.
        case empty
        /// The whole head with the full `Content-Length`, the body up to the point, then closed.
        case truncate
        /// Bytes that are no HTTP, then closed.
        case garbage
        /// A whole reply whose JSON stops being JSON at the point.
        case malformed
        /// Head and body at a fixed rate.
        case drip
        /// A `Content-Length` that is larger than the body, then closed.
        case wrongLength
    }

    /// Where in the response it happens.
    package enum Point: Sendable, Equatable {
        /// As soon as the connection was accepted: for the first request on it, the same as `beforeHeaders`.
        case onAccept
        case beforeHeaders
        case afterHeaders
        case afterBodyBytes(Int)
        /// From 0 to 1.
        case atBodyFraction(Double)
    }

    package var kind: Kind
    package var point: Point
    /// For `drip`.
    package var bytesPerSecond: Int

    package init(_ kind: Kind, at point: Point = .beforeHeaders, bytesPerSecond: Int = 0) {
        self.kind = kind
        self.point = point
        self.bytesPerSecond = bytesPerSecond
    }
}

extension Fault: CustomStringConvertible {
    /// For journals: `reset afterBodyBytes 64`.
    package var description: String {
        switch point {
        case .onAccept: "\(kind.rawValue) onAccept"
        case .beforeHeaders: "\(kind.rawValue) beforeHeaders"
        case .afterHeaders: "\(kind.rawValue) afterHeaders"
        case .afterBodyBytes(let count): "\(kind.rawValue) afterBodyBytes \(count)"
        case .atBodyFraction(let fraction): "\(kind.rawValue) atBodyFraction \(fraction)"
        }
    }
}
