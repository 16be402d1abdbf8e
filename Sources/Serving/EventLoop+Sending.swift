import CEpoll
import Glibc
import HTTP

/// Replies that take more than one wake-up: slow readers, delays and faults.
extension EventLoop {
    /// Sends and steps on until something has to be waited for.
    /// - Returns: whether everything has been done.
    mutating func sendOn(_ connection: Connection) -> Bool {
        guard let work = connection.work, !work.hasTimer else { return false }
        while true {
            guard sendAllowed(connection, work) else { return false }
            if let drip = work.drip {
                guard work.allowed == drip.end else {
                    work.allowed = drip.allowance(at: monotonicNow())
                    if work.allowed == work.sent { waitUntil(drip.next(after: work.allowed), connection) }
                    continue
                }
                work.drip = nil
            }
            guard let step = work.steps.popFirst() else { return true }
            switch step {
            case .wait(let delay): waitUntil(monotonicNow() + delay.nanoseconds, connection)
            case .send(let end): work.allowed = work.base + end
            case .drip(let end, let rate):
                work.drip = Work.Drip(
                    start: work.allowed,
                    end: work.base + end,
                    since: monotonicNow(),
                    bytesPerSecond: rate
                )
            case .end(.ordinary): break
            case .end(.close): connection.closes = true
            case .end(.reset): reset(connection)
            case .end(.stall): stall(connection)
            }
        }
    }

    /// Sends what may leave for now; false where that has to wait for the client, or for anything else.
    private mutating func sendAllowed(_ connection: Connection, _ work: Work) -> Bool {
        guard connection.phase == .sending, !work.hasTimer else { return false }
        while work.sent < work.allowed {
            let sent = work.output.withUnsafeBytes { bytes in
                send(
                    connection.descriptor,
                    bytes.baseAddress.map { $0 + work.sent },
                    work.allowed - work.sent,
                    Int32(MSG_NOSIGNAL)
                )
            }
            if sent > 0 {
                work.sent += sent
                if connection.wait == .write { disarm(connection) }
            } else if errno == EAGAIN {
                setInterest(EPOLLOUT.rawValue, of: connection)
                if connection.wait != .write { arm(connection, .write) }
                return false
            } else if errno != EINTR {
                close(connection)
                return false
            }
        }
        disarm(connection)
        return true
    }

    /// Sleeps. Of the client only its going away is noticed: an error, or the end of both directions. One that has only
    /// ended its own side still gets its reply.
    private mutating func waitUntil(_ due: Instant, _ connection: Connection) {
        setTimer(connection, due)
        disarm(connection)
        setInterest(0, of: connection)
    }

    private mutating func stall(_ connection: Connection) {
        connection.work = nil
        connection.phase = .stalling
        setInterest(EPOLLRDHUP.rawValue, of: connection)
        arm(connection, .stall)
    }

    /// Resets the connection once the client's kernel has everything that was sent: a reset throws away what the own
    /// kernel still holds.
    mutating func reset(_ connection: Connection) {
        let work = connection.begun
        if connection.phase != .resetting {
            connection.phase = .resetting
            disarm(connection)
            setInterest(0, of: connection)
            work.patience = now + 1_000_000_000
        }
        var unsent: Int32 = 0
        let isKnown = ioctl(connection.descriptor, UInt(TIOCOUTQ), &unsent) == 0
        if isKnown, unsent > 0, now < work.patience {
            return setTimer(connection, monotonicNow() + 1_000_000)
        }
        abort(connection)
    }

    /// Resets the connection at once; what the kernel still holds for it is thrown away.
    mutating func abort(_ connection: Connection) {
        var option = Glibc.linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            connection.descriptor,
            SOL_SOCKET,
            SO_LINGER,
            &option,
            socklen_t(MemoryLayout<Glibc.linger>.size)
        )
        close(connection)
    }
}
