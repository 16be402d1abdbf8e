import CEpoll
import Glibc
import HTTP
import Synchronization

/// One thread's share of the connections: each is born, served and closed here, so that its state needs no lock.
///
///     reading ──> sending ──> reading                 the next request
///        │           ├──────> lingering ──> closed
///        ├─> following ─┘                                a reply that goes on
///        │           ├──────> stalling ───> closed
///        │           └──────> resetting ──> closed
///        └──────────────────> lingering               after a last reply that left at once
struct EventLoop: ~Copyable {
    let responder: any Responder
    let configuration: Configuration
    let parser: RequestParser
    let poll: Descriptor
    let listeners: [Descriptor]
    /// One for each loop of the server; the own one is at `index`.
    let mailboxes: [Mailbox]
    let index: Int

    /// By slot; free slots are listed in `free`.
    var connections: [Connection?] = []
    var free: [Int32] = []
    var generation: UInt32 = 0
    var count = 0
    /// How many of them are only waited for because of the client's end.
    var lingering = 0

    var queues = [Queue](repeating: Queue(), count: Wait.queues)
    let spans: [Int64]
    var timers = Timers()
    /// When listening is taken up again, after descriptors had run out.
    var pausedUntil: Instant?
    /// Given up to accept and close one connection when there is no other descriptor.
    var reserve: Int32
    var drainBy: Instant?
    /// What the courier has under way, from its first errand on: all of it on the first loop.
    private(set) var courier: CourierRound?

    /// The monotonic clock at the last wake-up, and the seconds since 1970.
    var now: Instant = 0
    var seconds: Int64 = 0

    /// One of each for all connections: what is not finished at the end of a wake-up is copied to its connection.
    var exchange = Exchange()
    var writer = ResponseWriter()
    var output: [UInt8] = []
    let buffer: UnsafeMutableRawBufferPointer
    let events: UnsafeMutableBufferPointer<epoll_event>

    init(
        _ responder: any Responder,
        _ configuration: Configuration,
        poll: Descriptor,
        listeners: [Descriptor],
        mailboxes: [Mailbox],
        index: Int,
    ) {
        self.responder = responder
        self.configuration = configuration
        self.parser = RequestParser(limits: configuration.limits)
        self.poll = poll
        self.listeners = listeners
        self.mailboxes = mailboxes
        self.index = index
        // In the order of `Wait`.
        spans = [
            configuration.idleLimit, configuration.headLimit, configuration.bodyLimit,
            configuration.writeLimit,
            configuration.lingerLimit, configuration.stallLimit, configuration.pulse,
        ].map(\.nanoseconds)
        reserve = Self.openReserve()
        buffer = .allocate(byteCount: Configuration.readSize, alignment: 16)
        events = .allocate(capacity: 256)
    }

    deinit {
        if reserve >= 0 { Glibc.close(reserve) }
        buffer.deallocate()
        events.deallocate()
    }

    static func openReserve() -> Int32 { eventfd(0, Int32(EFD_CLOEXEC)) }

    /// What an event belongs to: a listener, the mailbox, or a connection by slot and generation.
    private static let listenerToken: UInt64 = 0xFFFF_FFFF_0000_0000
    private static let mailboxToken: UInt64 = 0xFFFF_FFFE_0000_0000

    /// Serves until it is told to drain and has done so.
    mutating func run() {
        watch(mailboxes[index].bell.number, EPOLLIN.rawValue, Self.mailboxToken)
        listen()
        while true {
            let ready = epoll_wait(poll.number, events.baseAddress, Int32(events.count), timeout())
            // EINTR: a signal for somebody else.
            now = monotonicNow()
            seconds = realSeconds()
            for event in 0..<max(0, Int(ready)) { handle(events[event]) }
            expire()
            if let drainBy, count == lingering && courier?.isIdle ?? true || now >= drainBy { break }
        }
        courier?.abandon()
        for connection in connections { if let connection { close(connection) } }
    }

    private mutating func handle(_ event: epoll_event) {
        let token = event.data.u64
        if token >= Self.listenerToken { return accept(from: UInt16(token & 0xFFFF)) }
        if token >= Self.mailboxToken { return readMail() }
        if token >= CourierRound.token {
            courier?.handle(token, event.events, at: now)
            return
        }
        // A descriptor may have been closed and used again within this batch: its new user has another generation.
        guard let connection = connections[Int(token >> 32)],
            connection.generation == UInt32(truncatingIfNeeded: token)
        else { return }
        if event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { return close(connection) }
        switch connection.phase {
        case .reading: read(connection)
        case .sending: pump(connection)
        case .stalling: close(connection)
        case .lingering: discard(connection)
        case .following: attend(connection, event.events)
        case .resetting, .closed: break
        }
    }

    private mutating func readMail() {
        for letter in mailboxes[index].collect() {
            switch letter {
            case .adopt(let descriptor, let listener):
                let connection = welcome(descriptor, from: listener)
                if drainBy != nil { finish(connection) }
            case .errand(let errand): courierRound().take(errand, at: now)
            case .alarm(let due, let body): courierRound().setAlarm(due, body)
            case .census(let census): census.add(requestsInFlight, of: count)
            case .news(let slot, let generation): hear(slot: slot, generation)
            case .drain(let deadline): drain(by: deadline)
            }
        }
    }

    private mutating func courierRound() -> CourierRound {
        if let courier { return courier }
        let new = CourierRound(poll: poll, limits: configuration.courier?.limits ?? Courier.Limits())
        courier = new
        return new
    }

    /// Ends the idle connections and those that will never finish; lets the others finish.
    private mutating func drain(by deadline: Instant) {
        if drainBy == nil { unlisten() }
        pausedUntil = nil
        drainBy = deadline
        for connection in connections {
            guard let connection else { continue }
            switch connection.phase {
            case .stalling: close(connection)
            case .following: sayGoodbye(connection)
            case .reading where connection.wait == .idle: finish(connection)
            default: break
            }
        }
    }

    /// Ends an idle connection; a request that has arrived this instant is still served.
    private mutating func finish(_ connection: Connection) {
        read(connection)
        if connection.phase == .reading, connection.wait == .idle { close(connection) }
    }

    // MARK: Watching

    func watch(_ descriptor: Int32, _ interest: UInt32, _ token: UInt64) {
        var event = epoll_event(events: interest, data: epoll_data_t(u64: token))
        epoll_ctl(poll.number, EPOLL_CTL_ADD, descriptor, &event)
    }

    /// Several loops watch each listener; the kernel wakes one of them.
    mutating func listen() {
        pausedUntil = nil
        for (index, listener) in listeners.enumerated() {
            let interest = EPOLLIN.rawValue | EPOLLEXCLUSIVE.rawValue
            watch(listener.number, interest, Self.listenerToken | UInt64(index))
        }
    }

    func unlisten() {
        for listener in listeners { epoll_ctl(poll.number, EPOLL_CTL_DEL, listener.number, nil) }
    }

    func setInterest(_ interest: UInt32, of connection: Connection) {
        guard connection.interest != interest else { return }
        connection.interest = interest
        var event = epoll_event(events: interest, data: epoll_data_t(u64: token(of: connection)))
        epoll_ctl(poll.number, EPOLL_CTL_MOD, connection.descriptor, &event)
    }

    func token(of connection: Connection) -> UInt64 {
        UInt64(UInt32(bitPattern: connection.slot)) << 32 | UInt64(connection.generation)
    }
}
