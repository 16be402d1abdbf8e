import HTTP

/// Time limits and timers.
extension EventLoop {
    /// Milliseconds until something is due, rounded up so that nothing is early; -1 for never.
    func timeout() -> Int32 {
        var earliest = timers.earliest ?? .max
        for queue in queues where queue.first >= 0 {
            if let connection = connections[Int(queue.first)] {
                earliest = min(earliest, connection.deadline)
            }
        }
        if let pausedUntil { earliest = min(earliest, pausedUntil) }
        if let due = courier?.earliest { earliest = min(earliest, due) }
        if let drainBy { earliest = min(earliest, drainBy) }
        guard earliest != .max else { return -1 }
        return Int32(clamping: (max(0, earliest - now) + 999_999) / 1_000_000)
    }

    /// Does what has fallen due.
    mutating func expire() {
        while let entry = timers.popDue(at: now) {
            guard let connection = connections[Int(entry.slot)], isCurrent(entry) else { continue }
            connection.work?.hasTimer = false
            if connection.phase == .resetting { reset(connection) } else { pump(connection) }
        }
        for queue in 0..<queues.count {
            while queues[queue].first >= 0, let connection = connections[Int(queues[queue].first)],
                connection.deadline <= now
            {
                runOut(connection)
            }
        }
        courier?.expire(at: now)
        if let pausedUntil, pausedUntil <= now { listen() }
    }

    private mutating func runOut(_ connection: Connection) {
        let method = methodBegun(on: connection)
        switch connection.wait {
        case .head: refuse(connection, .headTimeout, to: method)
        case .body: refuse(connection, .bodyTimeout, to: method)
        // A client that has never said anything is told why; one that has been served knows that connections end.
        case .idle where !connection.hasServed: refuse(connection, .headTimeout, to: method)
        // The kernel would go on offering such a client what it holds for it, long after the connection is ours.
        case .write: abort(connection)
        case .pulse: pulse(connection)
        default: close(connection)
        }
    }

    /// The method of the request that is on its way; `other` where its request line is not there yet.
    private func methodBegun(on connection: Connection) -> Method {
        guard let work = connection.work else { return .other }
        if let exchange = work.exchange { return exchange.request.method }
        let head = work.input
        var request = Request()
        // What is kept of a head is well-formed so far: all else was refused when it came.
        _ = try? parser.parse(head.span, into: &request)
        return request.method
    }

    /// Joins the queue at its end, leaving the one it was in.
    mutating func arm(_ connection: Connection, _ wait: Wait) {
        disarm(connection)
        connection.wait = wait
        connection.deadline = now + spans[wait.rawValue]
        connection.previous = queues[wait.rawValue].last
        connection.next = -1
        if connection.previous >= 0 {
            connections[Int(connection.previous)]?.next = connection.slot
        } else {
            queues[wait.rawValue].first = connection.slot
        }
        queues[wait.rawValue].last = connection.slot
    }

    mutating func disarm(_ connection: Connection) {
        guard connection.wait != .none else { return }
        let queue = connection.wait.rawValue
        if connection.previous >= 0 {
            connections[Int(connection.previous)]?.next = connection.next
        } else {
            queues[queue].first = connection.next
        }
        if connection.next >= 0 {
            connections[Int(connection.next)]?.previous = connection.previous
        } else {
            queues[queue].last = connection.previous
        }
        connection.wait = .none
    }

    /// Wakes the connection then; a timer it had is forgotten.
    mutating func setTimer(_ connection: Connection, _ due: Instant) {
        let work = connection.begun
        work.timer &+= 1
        work.hasTimer = true
        // Those whose connection has gone would pile up behind a long delay.
        if timers.count > 64 + 4 * count { timers.keep { [connections] in Self.isCurrent($0, connections) } }
        timers.add(
            Timers.Entry(
                due: due,
                slot: connection.slot,
                generation: connection.generation,
                timer: work.timer
            )
        )
    }

    private func isCurrent(_ entry: Timers.Entry) -> Bool { Self.isCurrent(entry, connections) }

    private static func isCurrent(_ entry: Timers.Entry, _ connections: [Connection?]) -> Bool {
        guard let connection = connections[Int(entry.slot)], connection.generation == entry.generation,
            let work = connection.work
        else { return false }
        return work.hasTimer && work.timer == entry.timer
    }
}
