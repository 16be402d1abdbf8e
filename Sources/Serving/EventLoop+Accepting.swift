import CEpoll
import Glibc
import HTTP
import Synchronization

/// The beginning and the end of connections.
extension EventLoop {
    /// Takes a few new connections: few, so that a burst spreads over the loops.
    mutating func accept(from listener: UInt16) {
        let socket = listeners[Int(listener)].number
        for _ in 0..<4 {
            let descriptor = accept4(socket, nil, nil, Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
            guard descriptor >= 0 else {
                switch errno {
                case EINTR, ECONNABORTED: continue
                case EMFILE, ENFILE, ENOBUFS, ENOMEM: return runShort(socket)
                default: return
                }
            }
            place(descriptor, from: listener)
        }
    }

    /// Without a descriptor a connection cannot even be refused: the reserve is given up for one, and then nothing is
    /// accepted for a while. The others wait in the kernel's queue meanwhile.
    private mutating func runShort(_ socket: Int32) {
        if reserve >= 0 {
            Glibc.close(reserve)
            let descriptor = accept4(socket, nil, nil, Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
            if descriptor >= 0 {
                sendTooMany(descriptor)
                configuration.onRefusal?(503, "The server has all the connections it can hold.")
                // With a request unread the close would be a reset, and the client might not see why.
                _ = recv(descriptor, buffer.baseAddress, buffer.count, 0)
                Glibc.close(descriptor)
            }
        }
        reserve = Self.openReserve()
        unlisten()
        pausedUntil = now + Configuration.acceptPause.nanoseconds
    }

    /// Keeps a new connection, or hands it to the loop with the fewest when that has clearly fewer.
    private mutating func place(_ descriptor: Int32, from listener: UInt16) {
        var total = 0
        var least = index
        for (loop, mailbox) in mailboxes.enumerated() {
            let load = mailbox.load.load(ordering: .relaxed)
            total += load
            if load < mailboxes[least].load.load(ordering: .relaxed) { least = loop }
        }
        guard total < configuration.maxConnections else { return turnAway(descriptor, from: listener, total) }
        let margin = 2
        let own = mailboxes[index].load.load(ordering: .relaxed)
        if own < mailboxes[least].load.load(ordering: .relaxed) + margin { least = index }
        mailboxes[least].load.add(1, ordering: .relaxed)
        if least == index {
            welcome(descriptor, from: listener)
        } else {
            mailboxes[least].post(.adopt(descriptor, from: listener))
        }
    }

    /// Over the limit: 503, and an end that lets the client read it.
    private mutating func turnAway(_ descriptor: Int32, from listener: UInt16, _ total: Int) {
        sendTooMany(descriptor)
        guard total < configuration.maxConnections + Configuration.refusedConnections else {
            Glibc.close(descriptor)
            return
        }
        mailboxes[index].load.add(1, ordering: .relaxed)
        linger(welcome(descriptor, from: listener))
    }

    private mutating func sendTooMany(_ descriptor: Int32) {
        var response = Response(
            refusing: 503,
            code: "too_many_connections",
            message: "The server has all the connections it can hold."
        )
        response.add("Retry-After", "1")
        var bytes: [UInt8] = []
        writer.write(Delivery(response), to: &bytes, on: .init(closes: true), now: seconds)
        // Short enough for an empty send buffer; if it is not taken whole, the client is closed all the same.
        _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Begins a connection, whose place in the load has been counted already.
    @discardableResult
    mutating func welcome(_ descriptor: Int32, from listener: UInt16) -> Connection {
        setOption(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        let slot = free.popLast() ?? Int32(connections.count)
        if Int(slot) == connections.count { connections.append(nil) }
        generation &+= 1
        let connection = Connection(
            descriptor,
            slot: slot,
            generation: generation,
            listener: listener,
            interest: EPOLLIN.rawValue
        )
        connections[Int(slot)] = connection
        count += 1
        watch(descriptor, connection.interest, token(of: connection))
        arm(connection, .idle)
        return connection
    }

    mutating func close(_ connection: Connection) {
        guard connection.phase != .closed else { return }
        disarm(connection)
        if connection.phase == .lingering { lingering -= 1 }
        connection.phase = .closed
        connection.work?.stream?.end()
        connection.work = nil
        connections[Int(connection.slot)] = nil
        free.append(connection.slot)
        count -= 1
        mailboxes[index].load.subtract(1, ordering: .relaxed)
        Glibc.close(connection.descriptor)
    }

    /// Closes in order: ends the own side and reads on until the client has ended its own. Closing with bytes unread
    /// would reset the connection and could take the reply with it.
    mutating func linger(_ connection: Connection) {
        connection.work = nil
        connection.phase = .lingering
        lingering += 1
        shutdown(connection.descriptor, Int32(SHUT_WR))
        setInterest(EPOLLIN.rawValue, of: connection)
        arm(connection, .linger)
    }

    mutating func discard(_ connection: Connection) {
        let received = recv(connection.descriptor, buffer.baseAddress, buffer.count, 0)
        if received == 0 || received < 0 && errno != EAGAIN && errno != EINTR { close(connection) }
    }
}
