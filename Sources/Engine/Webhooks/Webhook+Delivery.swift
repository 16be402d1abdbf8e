extension Webhook {
    /// One announcement for one subscription, made when it was announced: what goes out never changes, a second try
    /// sends the same bytes.
    package struct Delivery: Sendable {
        package enum State: String, Sendable, CaseIterable {
            /// Not yet tried, or to be tried again.
            case pending
            /// Answered with 2xx.
            case delivered
            /// Tried as often as it is.
            case failed
            /// Never sent, by a fault.
            case dropped
        }

        /// Counted from 1 in the bay.
        package let number: UInt64
        package let id: String
        /// The position of the vendor among the mounts.
        package let vendor: Int
        package let event: String
        package let scope: String
        package let target: Target
        package let body: [UInt8]
        package let signature: Header
        package let made: Instant
        package let fault: Fault.Kind?
        package internal(set) var state = State.pending
        package internal(set) var attempts: [Attempt] = []
        /// When it goes out, by the bay's clock; one that waits behind another goes out when that is done with.
        package internal(set) var due: Instant

        /// Whether it is out, and what became of it not known yet.
        package var isOut: Bool { state == .pending && attempts.last.map { $0.outcome == nil } ?? false }
    }

    /// One try.
    package struct Attempt: Sendable, Equatable {
        /// The bay's time when it went out.
        package let sent: Instant
        /// `nil` while it is out.
        package internal(set) var outcome: Outcome?

        package init(sent: Instant, outcome: Outcome? = nil) {
            self.sent = sent
            self.outcome = outcome
        }
    }

    /// What became of a try.
    package enum Outcome: Sendable, Equatable {
        /// The status of the reply.
        case answered(Int)
        /// Why there was none.
        case failed(String)

        package var isDelivered: Bool {
            if case .answered(let status) = self { 200...299 ~= status } else { false }
        }
    }

    /// What goes out now, for a deliverer.
    package struct Parcel: Sendable {
        package let number: UInt64
        /// Which life of its bay it belongs to: numbers begin anew after a reset.
        let life: UInt64
        package let target: Target
        package let headers: [Header]
        package let body: [UInt8]
    }

    /// What a bay has for its deliverer: what is due, and when to ask again.
    struct Round: Sendable {
        var parcels: [Parcel]
        /// A time of the monotonic clock.
        var wake: UInt64?
    }
}

/// Carries webhooks out of the process. A bay calls it without holding its lock.
package protocol Deliverer: Sendable {
    /// Sends and reports once, from any thread, what became of it; must not block.
    func deliver(_ parcel: Webhook.Parcel, report: @escaping @Sendable (Webhook.Outcome) -> Void)

    /// Calls back at that time of the monotonic clock, in nanoseconds.
    func wake(at monotonic: UInt64, _ body: @escaping @Sendable () -> Void)
}
