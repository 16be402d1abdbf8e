import CEpoll
import Glibc

/// The courier's work on one loop: errands that wait, errands under way, alarms.
final class CourierRound {
    /// Marks its tokens in `epoll_event.data`; the errand's number is in the low half.
    static let token: UInt64 = 0xFFFF_FFFD_0000_0000

    private let poll: Descriptor
    private let limits: Courier.Limits
    /// Those that wait for their turn, the oldest first.
    private var waiting: [Courier.Errand] = []
    private var trips: [UInt32: Trip] = [:]
    /// Connections by where they go.
    private var counts: [Address: Int] = [:]
    private var alarms: [UInt32: @Sendable () -> Void] = [:]
    private var timers = Timers()
    /// Numbers are not used again for a long time: an event for a trip that has ended finds nobody.
    private var lastNumber: UInt32 = 0
    private let buffer: UnsafeMutableRawBufferPointer

    private enum TimerKind {
        static let trip: UInt32 = 0
        static let alarm: UInt32 = 1
    }

    init(poll: Descriptor, limits: Courier.Limits) {
        self.poll = poll
        self.limits = limits
        buffer = .allocate(byteCount: 16 * 1024, alignment: 16)
    }

    deinit { buffer.deallocate() }

    /// Whether nothing is under way or waits for its turn.
    var isIdle: Bool { trips.isEmpty && waiting.isEmpty }
    var earliest: Instant? { timers.earliest }

    func take(_ errand: Courier.Errand, at now: Instant) {
        waiting.append(errand)
        depart(at: now)
    }

    func setAlarm(_ due: Instant, _ body: @escaping @Sendable () -> Void) {
        let number = nextNumber()
        alarms[number] = body
        addTimer(due, number, TimerKind.alarm)
    }

    /// Ends everything that is under way.
    func abandon() {
        let left = waiting
        waiting = []
        for trip in trips.values.sorted(by: { $0.number < $1.number }) { end(trip, .failed(.stopped)) }
        for errand in left { errand.report(.failed(.stopped)) }
        alarms = [:]
    }

    func handle(_ token: UInt64, _ events: UInt32, at now: Instant) {
        guard let trip = trips[UInt32(truncatingIfNeeded: token)] else { return }
        switch trip.phase {
        case .connecting: finishConnecting(trip)
        case .exchanging: exchange(trip, events, at: now)
        case .parting: receive(trip, at: now)
        }
        depart(at: now)
    }

    func expire(at now: Instant) {
        guard let earliest = timers.earliest, earliest <= now else { return }
        while let entry = timers.popDue(at: now) {
            let number = UInt32(bitPattern: entry.slot)
            if entry.generation == TimerKind.alarm {
                alarms.removeValue(forKey: number)?()
            } else if let trip = trips[number], trip.deadline <= now {
                end(trip, .failed(.timedOut(limits.patience)))
            }
        }
        depart(at: now)
    }

    // MARK: Beginning

    /// Sets out with those whose turn it is: a full destination holds nobody up who goes elsewhere.
    private func depart(at now: Instant) {
        var index = 0
        while index < waiting.count, trips.count < limits.atOnce {
            if counts[waiting[index].addresses[0], default: 0] < limits.atOnceToOne {
                begin(waiting.remove(at: index), at: now)
            } else {
                index += 1
            }
        }
    }

    private func begin(_ errand: Courier.Errand, at now: Instant) {
        let trip = Trip(errand, nextNumber(), limits)
        trips[trip.number] = trip
        counts[errand.addresses[0], default: 0] += 1
        setDeadline(of: trip, now + limits.patience.nanoseconds)
        connect(trip)
    }

    private func connect(_ trip: Trip) {
        let address = trip.errand.addresses[trip.address]
        let family = address.host.contains(":") ? AF_INET6 : AF_INET
        let flags = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        trip.descriptor = socket(family, flags, 0)
        guard trip.descriptor >= 0 else { return end(trip, .failed(.unreachable(SystemError("socket")))) }
        setOption(trip.descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        let code = address.withSocketAddress { Glibc.connect(trip.descriptor, $0, $1) } ?? -1
        guard code == 0 || errno == EINPROGRESS else { return tryNext(trip, SystemError("connect")) }
        var event = epoll_event(
            events: EPOLLOUT.rawValue,
            data: epoll_data_t(u64: Self.token | UInt64(trip.number))
        )
        epoll_ctl(poll.number, EPOLL_CTL_ADD, trip.descriptor, &event)
    }

    private func finishConnecting(_ trip: Trip) {
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(trip.descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
        guard code == 0 else { return tryNext(trip, SystemError("connect", code: code)) }
        trip.phase = .exchanging
        watch(trip, EPOLLIN.rawValue | EPOLLOUT.rawValue)
        send(trip)
    }

    /// The next of the host's addresses, if there is one.
    private func tryNext(_ trip: Trip, _ error: SystemError) {
        guard trip.address + 1 < trip.errand.addresses.count else {
            return end(trip, .failed(.unreachable(error)))
        }
        Glibc.close(trip.descriptor)
        trip.address += 1
        connect(trip)
    }

    // MARK: Under way

    /// A receiver may answer before it has read everything: what comes is read first.
    private func exchange(_ trip: Trip, _ events: UInt32, at now: Instant) {
        if events & ~EPOLLOUT.rawValue != 0 { receive(trip, at: now) }
        if trip.phase == .exchanging, trips[trip.number] != nil, events & EPOLLOUT.rawValue != 0 {
            send(trip)
        }
    }

    private func send(_ trip: Trip) {
        while trip.sent < trip.errand.bytes.count {
            let sent = trip.errand.bytes.withUnsafeBytes { bytes in
                Glibc.send(
                    trip.descriptor,
                    bytes.baseAddress.map { $0 + trip.sent },
                    bytes.count - trip.sent,
                    Int32(MSG_NOSIGNAL)
                )
            }
            if sent >= 0 {
                trip.sent += sent
            } else if errno == EAGAIN {
                return
            } else if errno != EINTR {
                // Its reply may be here all the same: what the kernel has is read, then the end.
                trip.sent = trip.errand.bytes.count
            }
        }
        watch(trip, EPOLLIN.rawValue)
    }

    private func receive(_ trip: Trip, at now: Instant) {
        let count = recv(trip.descriptor, buffer.baseAddress, buffer.count, 0)
        guard count > 0 else {
            if count == 0 || errno != EAGAIN && errno != EINTR { end(trip, .failed(.cutOff)) }
            return
        }
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count]).assumingMemoryBound(to: UInt8.self)
        do throws(CourierReply.Problem) {
            try trip.reply.take(bytes.span)
        } catch {
            return end(trip, .failed(error == .oversized ? .oversized(limits.replyHead) : .malformed))
        }
        guard let status = trip.reply.status else { return }
        if trip.phase != .parting {
            trip.phase = .parting
            watch(trip, EPOLLIN.rawValue)
            setDeadline(of: trip, now + limits.parting.nanoseconds)
            report(trip, .answered(status))
        }
        if trip.reply.hasWholeBody || trip.reply.bodyCount > limits.replyBody { end(trip, .answered(status)) }
    }

    private func watch(_ trip: Trip, _ interest: UInt32) {
        var event = epoll_event(events: interest, data: epoll_data_t(u64: Self.token | UInt64(trip.number)))
        epoll_ctl(poll.number, EPOLL_CTL_MOD, trip.descriptor, &event)
    }

    // MARK: The end

    /// Ends the trip and reports its outcome, unless that has been done.
    private func end(_ trip: Trip, _ outcome: Courier.Outcome) {
        guard trips.removeValue(forKey: trip.number) != nil else { return }
        if trip.descriptor >= 0 { Glibc.close(trip.descriptor) }
        let address = trip.errand.addresses[0]
        counts[address, default: 1] -= 1
        if counts[address] == 0 { counts[address] = nil }
        report(trip, outcome)
    }

    private func report(_ trip: Trip, _ outcome: Courier.Outcome) {
        guard !trip.isReported else { return }
        trip.isReported = true
        trip.errand.report(outcome)
    }

    // MARK: Timers

    private func setDeadline(of trip: Trip, _ due: Instant) {
        trip.deadline = due
        addTimer(due, trip.number, TimerKind.trip)
    }

    private func addTimer(_ due: Instant, _ number: UInt32, _ kind: UInt32) {
        // Those of trips that are over would pile up.
        if timers.count > 64 + 4 * (trips.count + alarms.count) {
            timers.keep { [trips, alarms] entry in
                let number = UInt32(bitPattern: entry.slot)
                return entry.generation == TimerKind.alarm
                    ? alarms[number] != nil : trips[number]?.deadline == entry.due
            }
        }
        timers.add(
            Timers.Entry(due: due, slot: Int32(bitPattern: number), generation: kind, timer: 0)
        )
    }

    private func nextNumber() -> UInt32 {
        repeat { lastNumber &+= 1 } while trips[lastNumber] != nil || alarms[lastNumber] != nil
        return lastNumber
    }
}

/// One errand under way.
final class Trip {
    enum Phase {
        case connecting
        /// Sends, and reads what comes meanwhile.
        case exchanging
        /// Has its answer and reads on to the end of it: closing with bytes unread would be a reset to the receiver.
        case parting
    }

    let errand: Courier.Errand
    let number: UInt32
    var phase = Phase.connecting
    var descriptor: Int32 = -1
    /// Which of the errand's addresses is tried.
    var address = 0
    var sent = 0
    var reply: CourierReply
    var deadline: Instant = 0
    var isReported = false

    init(_ errand: Courier.Errand, _ number: UInt32, _ limits: Courier.Limits) {
        self.errand = errand
        self.number = number
        reply = CourierReply(limit: limits.replyHead)
    }
}
