import CEpoll
import Glibc
import HTTP

/// Replies that go on: a piece at a time, each asked for when the one before has left.
extension EventLoop {
    /// How many pieces one connection may send before others have their turn.
    private static let piecesAtOnce = 4

    /// Sends the head and stays with the connection until either side has had enough. Its end is the end of the reply
    /// (RFC 9112 §6.3): there is no next request.
    mutating func follow(_ delivery: borrowing Delivery, _ stream: any ReplyStream, on connection: Connection)
    {
        let occasion = ResponseWriter.Occasion(
            method: exchange.request.method,
            minorVersion: exchange.request.minorVersion,
            closes: true
        )
        connection.closes = true
        let work = connection.begun
        // Replies to requests before this one may still wait for the client.
        if work.sent > 0 { work.output.removeFirst(work.sent) }
        work.sent = 0
        work.steps = []
        work.output.append(contentsOf: output)
        output.removeAll(keepingCapacity: true)
        writer.write(delivery, to: &work.output, on: occasion, now: seconds)
        work.stream = stream
        connection.phase = .following
        let (mailbox, slot, generation) = (mailboxes[index], connection.slot, connection.generation)
        stream.begin { mailbox.post(.news(slot: slot, generation: generation)) }
        arm(connection, .pulse)
        if drainBy == nil { feed(connection) } else { sayGoodbye(connection) }
    }

    /// Something has happened on the connection. A client that says anything more is not listened to; one that ends
    /// its side has gone.
    mutating func attend(_ connection: Connection, _ events: UInt32) {
        if events & EPOLLIN.rawValue != 0 {
            let received = recv(connection.descriptor, buffer.baseAddress, buffer.count, 0)
            if received == 0 || received < 0 && errno != EAGAIN && errno != EINTR { return close(connection) }
        }
        if events & EPOLLOUT.rawValue != 0 { feed(connection) }
    }

    mutating func hear(slot: Int32, _ generation: UInt32) {
        guard let connection = connections[Int(slot)], connection.generation == generation,
            connection.phase == .following
        else { return }
        feed(connection)
    }

    /// Sends what there is until the client takes no more, or there is nothing more.
    mutating func feed(_ connection: Connection) {
        guard connection.phase == .following, let work = connection.work, let stream = work.stream else {
            return
        }
        var left = Self.piecesAtOnce
        while sendPiece(connection, work) {
            guard !work.isLast else {
                stream.end()
                work.stream = nil
                return linger(connection)
            }
            guard left > 0 else {
                arm(connection, .pulse)
                return mailboxes[index].post(
                    .news(slot: connection.slot, generation: connection.generation)
                )
            }
            left -= 1
            switch stream.next() {
            case .bytes(let bytes): work.output = bytes
            case .last(let bytes):
                work.output = bytes
                work.isLast = true
            case .nothing:
                setInterest(EPOLLIN.rawValue, of: connection)
                return arm(connection, .pulse)
            }
        }
    }

    /// Sends the piece in hand; `false` where the client does not take it now, or has gone.
    private mutating func sendPiece(_ connection: Connection, _ work: Work) -> Bool {
        while work.sent < work.output.count {
            let sent = work.output.withUnsafeBytes { bytes in
                send(
                    connection.descriptor,
                    bytes.baseAddress.map { $0 + work.sent },
                    bytes.count - work.sent,
                    Int32(MSG_NOSIGNAL)
                )
            }
            if sent > 0 {
                work.sent += sent
                if connection.wait == .write { disarm(connection) }
            } else if errno == EAGAIN {
                setInterest(EPOLLIN.rawValue | EPOLLOUT.rawValue, of: connection)
                if connection.wait != .write { arm(connection, .write) }
                return false
            } else if errno != EINTR {
                close(connection)
                return false
            }
        }
        work.output = []
        work.sent = 0
        return true
    }

    /// Nothing was sent for a while.
    mutating func pulse(_ connection: Connection) {
        guard let work = connection.work, let stream = work.stream else { return close(connection) }
        work.output.append(contentsOf: stream.pulse)
        feed(connection)
    }

    /// The server stops: the client is told, and the connection ends.
    mutating func sayGoodbye(_ connection: Connection) {
        guard let work = connection.work, let stream = work.stream, !work.isLast else { return }
        work.output.append(contentsOf: stream.farewell())
        work.isLast = true
        feed(connection)
    }
}
