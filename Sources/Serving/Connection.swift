import HTTP

/// One connection as its loop sees it. While it is idle, this is all the memory it has.
final class Connection {
    enum Phase: UInt8 {
        /// Takes requests.
        case reading
        /// Has a reply that waits for the client to read, or for a timer; takes no requests meanwhile.
        case sending
        /// Says nothing more and waits for the client to go.
        case stalling
        /// Waits until the kernel has sent everything, then resets.
        case resetting
        /// Has a reply that goes on.
        case following
        /// Has shut its own side and reads on to the client's end, lest a reset overtake the last reply.
        case lingering
        case closed
    }

    let descriptor: Int32
    /// Place in the loop's list of connections, and which of the successive users of that place this is.
    let slot: Int32
    let generation: UInt32
    let listener: UInt16
    var phase = Phase.reading
    /// To be closed once what is ready has been sent.
    var closes = false
    /// At least one request has been answered.
    var hasServed = false
    /// The queue it waits in, if it does.
    var wait = Wait.none
    /// What epoll was asked to watch for.
    var interest: UInt32
    /// When the wait is over, and the neighbours in its queue.
    var deadline: Instant = 0
    var previous: Int32 = -1
    var next: Int32 = -1
    /// What only a connection in the middle of something has.
    var work: Work?

    init(_ descriptor: Int32, slot: Int32, generation: UInt32, listener: UInt16, interest: UInt32) {
        self.descriptor = descriptor
        self.slot = slot
        self.generation = generation
        self.listener = listener
        self.interest = interest
    }

    /// The work, begun if there is none.
    var begun: Work {
        if let work { return work }
        let new = Work()
        work = new
        return new
    }
}

/// What a connection holds in the middle of a request or of a reply.
final class Work {
    /// Received and not yet used: the beginning of a head, or requests behind a reply that waits.
    var input: [UInt8] = []
    /// The request whose body is on its way.
    var exchange: Exchange?
    /// Said about that request when its head had arrived; goes out when its body is there.
    var refusal: Delivery?
    /// Bytes to send, how many of them have been, and how many may be for now.
    var output: [UInt8] = []
    var sent = 0
    var allowed = 0
    /// The steps of a rendition still to be done; their offsets count from `base`.
    var steps: ArraySlice<Rendition.Step> = []
    var base = 0
    var drip: Drip?
    /// Asked for the reply once the steps are done, for the occasion of its request.
    var later: (ask: @Sendable () -> Delivery, occasion: ResponseWriter.Occasion)?
    /// Which timer is the current one: those set before it mean nothing any more.
    var timer: UInt32 = 0
    var hasTimer = false
    /// What a reply goes on with, and whether the output is its end.
    var stream: (any ReplyStream)?
    var isLast = false
    /// When a reset no longer waits for the kernel.
    var patience: Instant = 0

    /// A stretch of the output that leaves at a fixed rate.
    struct Drip {
        var start: Int
        var end: Int
        var since: Instant
        var bytesPerSecond: Int

        /// Up to where the output may have left by then.
        func allowance(at now: Instant) -> Int {
            let (product, overflow) = (now - since).multipliedReportingOverflow(by: Int64(bytesPerSecond))
            return overflow ? end : min(end, start + Int(product / 1_000_000_000))
        }

        /// When some more may leave than now: at the next byte, but not before `pace` is over.
        func next(after allowed: Int, pace: Int64 = 10_000_000) -> Instant {
            let count = max(1, pace * Int64(bytesPerSecond) / 1_000_000_000)
            let (product, overflow) = (Int64(allowed - start) + count).multipliedReportingOverflow(
                by: 1_000_000_000
            )
            return overflow ? since : since + product / Int64(bytesPerSecond) + 1
        }
    }
}
