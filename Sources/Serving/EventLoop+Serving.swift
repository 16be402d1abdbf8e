import CEpoll
import Glibc
import HTTP

/// Requests in, replies out.
extension EventLoop {
    /// Receives once and serves what that completes.
    mutating func read(_ connection: Connection) {
        let received = recv(connection.descriptor, buffer.baseAddress, buffer.count, 0)
        guard received > 0 else {
            // The end, in the middle of a request or between two: everything that was whole has been answered.
            if received == 0 || errno != EAGAIN && errno != EINTR { close(connection) }
            return
        }
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<received])
        if let work = connection.work, !work.input.isEmpty {
            work.input.append(contentsOf: bytes)
            serveInput(of: connection, work)
        } else {
            serve(connection, bytes.assumingMemoryBound(to: UInt8.self).span)
        }
        pump(connection)
    }

    /// Serves what the connection had kept.
    private mutating func serveInput(of connection: Connection, _ work: Work) {
        var input: [UInt8] = []
        swap(&input, &work.input)
        serve(connection, input.span)
    }

    /// Answers the requests that the bytes complete, until one of them has to wait, and keeps what is left.
    private mutating func serve(_ connection: Connection, _ bytes: Span<UInt8>) {
        if let begun = connection.work?.exchange.take() { exchange = begun }
        var offset = 0
        var hasAnswered = false
        do throws(MalformedRequest) {
            while offset < bytes.count, connection.phase == .reading, !connection.closes {
                switch try exchange.advance(bytes, from: &offset, with: parser) {
                case .needMore:
                    return keep(connection, bytes, from: offset, isNew: hasAnswered)
                case .head:
                    considerBody(connection, isHere: offset < bytes.count)
                case .request:
                    answer(connection)
                    hasAnswered = true
                }
                if output.count >= Configuration.flushSize { flush(connection) }
            }
        } catch {
            // Why the rest is not read: where the next request would begin is anybody's guess.
            let method = exchange.request.method
            exchange = Exchange()
            return refuse(connection, error, to: method)
        }
        keep(connection, bytes, from: offset, isNew: hasAnswered)
    }

    /// Sends what is ready and keeps what is not done with.
    private mutating func keep(_ connection: Connection, _ bytes: Span<UInt8>, from offset: Int, isNew: Bool)
    {
        flush(connection)
        if connection.phase == .closed || connection.closes {
            exchange = Exchange()
            return
        }
        if offset < bytes.count {
            bytes.extracting(offset...).withUnsafeBufferPointer { connection.begun.input = Array($0) }
        }
        let isInBody = exchange.isInBody
        if isInBody {
            connection.begun.exchange = exchange
            exchange = Exchange()
        }
        guard connection.phase == .reading else { return }
        let wait: Wait = isInBody ? .body : offset < bytes.count ? .head : .idle
        if wait == .idle {
            connection.work = nil
            connection.closes = drainBy != nil
        }
        // The limit of a head or body that was begun earlier runs on.
        if isNew || connection.wait != wait { arm(connection, wait) }
    }

    /// A head is there, its body is not yet read: lets the responder refuse it, or asks the client to go on.
    private mutating func considerBody(_ connection: Connection, isHere: Bool) {
        if let refusal = responder.refusal(of: exchange.request, on: Listener(Int(connection.listener))) {
            if exchange.expectsContinue {
                // RFC 9110 §10.1.1: the client may send the body or not, so this connection has no next request.
                deliver(refusal, to: connection, closes: true)
            } else {
                connection.begun.refusal = refusal
            }
        } else if exchange.expectsContinue, !isHere {
            output.append("HTTP/1.1 100 Continue\r\n\r\n")
        }
    }

    private mutating func answer(_ connection: Connection) {
        connection.hasServed = true
        let closes = !exchange.persists || drainBy != nil
        if let refusal = connection.work?.refusal.take() {
            deliver(refusal, to: connection, closes: closes)
        } else {
            let delivery = responder.respond(to: exchange.request, on: Listener(Int(connection.listener)))
            deliver(delivery, to: connection, closes: closes)
        }
    }

    private mutating func deliver(_ delivery: borrowing Delivery, to connection: Connection, closes: Bool) {
        let occasion = ResponseWriter.Occasion(
            method: exchange.request.method,
            minorVersion: exchange.request.minorVersion,
            closes: closes
        )
        if let stream = delivery.stream, exchange.request.method != .head {
            return follow(delivery, stream, on: connection)
        }
        connection.closes = closes
        if delivery.delay <= .zero, delivery.fault == nil, delivery.later == nil {
            writer.write(delivery, to: &output, on: occasion, now: seconds)
            return
        }
        // What was ready before it does not wait with it.
        flush(connection)
        guard connection.phase != .closed else { return }
        begin(delivery, on: occasion, connection)
    }

    /// Sets a delivery up to be sent step by step. One that is not known yet is waited for, and asked for again.
    private mutating func begin(
        _ delivery: borrowing Delivery,
        on occasion: ResponseWriter.Occasion,
        _ connection: Connection,
    ) {
        let work = connection.begun
        connection.phase = .sending
        if let later = delivery.later {
            work.later = (later, occasion)
            work.base = work.output.count
            work.steps = [.wait(delivery.delay)]
            return
        }
        let rendition = Rendition(of: delivery, on: occasion, now: seconds, by: &writer)
        work.base = work.output.count
        work.output.append(contentsOf: rendition.bytes)
        work.steps = rendition.steps[...]
    }

    /// Answers with a refusal and ends the connection.
    mutating func refuse(_ connection: Connection, _ malformed: MalformedRequest, to method: Method) {
        configuration.onRefusal?(malformed.status, malformed.message.description)
        writer.write(
            Delivery(Response(malformed)),
            to: &output,
            on: .init(method: method, closes: true),
            now: seconds
        )
        connection.closes = true
        flush(connection)
        pump(connection)
    }

    /// Sends all the replies of this wake-up at once. What the client does not take is kept, and the connection reads no
    /// more until it has: so no connection holds more than one flush, one reply and one read.
    private mutating func flush(_ connection: Connection) {
        guard !output.isEmpty, connection.phase != .closed else { return }
        var sent = 0
        if connection.phase == .reading {
            sent = send(connection.descriptor, output, output.count, Int32(MSG_NOSIGNAL))
            if sent < 0, errno != EAGAIN, errno != EINTR {
                output.removeAll(keepingCapacity: true)
                return close(connection)
            }
            sent = max(0, sent)
        }
        if sent < output.count {
            let work = connection.begun
            work.output.append(contentsOf: output[sent...])
            work.allowed = work.output.count
            connection.phase = .sending
        }
        output.removeAll(keepingCapacity: output.capacity <= 4 * Configuration.flushSize)
    }

    /// Goes on with a connection for as long as something can be done without waiting.
    mutating func pump(_ connection: Connection) {
        while connection.phase == .sending, sendOn(connection) {
            if let later = connection.work?.later.take() {
                begin(later.ask(), on: later.occasion, connection)
                continue
            }
            connection.phase = .reading
            guard let work = connection.work, !connection.closes else { break }
            work.output = []
            (work.sent, work.allowed, work.base) = (0, 0, 0)
            serveInput(of: connection, work)
        }
        guard connection.phase == .reading else { return }
        if connection.closes { return linger(connection) }
        setInterest(EPOLLIN.rawValue, of: connection)
    }
}
