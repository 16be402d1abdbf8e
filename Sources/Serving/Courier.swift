import HTTP

/// Takes requests to other servers: a small HTTP/1.1 client on the first event loop of the server it is given to.
///
///     waiting ──> connecting ──> exchanging ──> parting ──> gone
///        │            │              │                        ^ the receiver's end, the end of its body, or no more
///        └────────────┴──────────────┴──> reported              patience; the report was made on entering
///
/// One request, one connection, no redirect, no TLS. Nothing blocks the loop: names are known before it starts, and
/// every wait is a timer. It goes to this machine and to the hosts it was allowed, and nowhere else.
package final class Courier: Sendable {
    /// What it allows the receivers. Times are of the monotonic clock.
    package struct Limits: Sendable {
        /// From the connect to the end of the reply's head. No vendor says how long it waits [inferred].
        package var patience = Duration.seconds(10)
        /// Connections at once; further errands wait for their turn.
        package var atOnce = 256
        /// Connections at once to one host and port, so that a dead receiver leaves room for the others.
        package var atOnceToOne = 32
        /// Bytes of the reply's head, interim replies included.
        package var replyHead = 16 * 1024
        /// How much of the reply's body is read, so that the receiver can end in order.
        package var replyBody = 64 * 1024
        /// How long that may take.
        package var parting = Duration.seconds(1)

        package init() {}
    }

    package enum Outcome: Sendable, Equatable {
        /// The status of the reply.
        case answered(Int)
        case failed(Failure)
    }

    package enum Failure: Sendable, Equatable, CustomStringConvertible {
        /// The host is neither this machine nor one that was allowed.
        case notAllowed(String)
        /// No connection: what the system says.
        case unreachable(SystemError)
        /// The connection ended before the reply's head did.
        case cutOff
        case timedOut(Duration)
        /// What came is no HTTP/1.1 reply.
        case malformed
        case oversized(Int)
        case stopped

        package var description: String {
            switch self {
            case .notAllowed(let host): "'\(host)' is not this machine; --allow-webhooks-to allows it"
            case .unreachable(let error): "\(error)"
            case .cutOff: "the connection ended before a reply"
            case .timedOut(let patience): "no reply within \(patience)"
            case .malformed: "the reply is no HTTP"
            case .oversized(let limit): "the reply's head is longer than \(limit) bytes"
            case .stopped: "the server stopped"
            }
        }
    }

    /// A request on its way.
    struct Errand: Sendable {
        /// Literal addresses, tried in their order until one lets it in.
        var addresses: [Address]
        var bytes: [UInt8]
        var report: @Sendable (Outcome) -> Void
    }

    package let limits: Limits
    private let allowed: [String: [String]]
    /// Where letters go, and the alarms set before there was such a place.
    private let office = Guarded<(mailbox: Mailbox?, early: [Mailbox.Letter])>((nil, []))

    /// - Parameter allowed: names or literal addresses beyond this machine, in lower case, with the literal addresses
    ///   that they stand for.
    package init(limits: Limits = Limits(), allowed: [String: [String]] = [:]) {
        self.limits = limits
        self.allowed = allowed
    }

    /// Sends a POST and reports once what became of it, on a loop's thread: the report must not block.
    /// - Parameters:
    ///   - host: a name or a literal address, without brackets.
    ///   - target: path and query as they go out.
    ///   - fields: beside Host, Content-Length, User-Agent and Connection, which the courier writes.
    package func post(
        to host: String,
        _ port: UInt16,
        _ target: String,
        fields: [(name: String, value: String)],
        body: [UInt8],
        report: @escaping @Sendable (Outcome) -> Void,
    ) {
        let addresses = addresses(of: host).map { Address($0, port) }
        guard !addresses.isEmpty else { return report(.failed(.notAllowed(host))) }
        var head = "POST \(target) HTTP/1.1\r\nHost: \(Address(host, port))\r\nUser-Agent: mockbay\r\n"
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        head += "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        let errand = Errand(addresses: addresses, bytes: Array(head.utf8) + body, report: report)
        guard deliver(.errand(errand)) else { return report(.failed(.stopped)) }
    }

    /// Calls back at that time of the monotonic clock, in nanoseconds, on a loop's thread.
    package func wake(at due: UInt64, _ body: @escaping @Sendable () -> Void) {
        let alarm = Mailbox.Letter.alarm(Int64(clamping: due), body)
        let mailbox = office.withLock { office in
            if office.mailbox == nil { office.early.append(alarm) }
            return office.mailbox
        }
        mailbox?.post(alarm)
    }

    /// The server's first loop works for it from now on.
    func join(_ mailbox: Mailbox?) {
        let early = office.withLock { office in
            defer { office = (mailbox, []) }
            return office.early
        }
        for letter in early { mailbox?.post(letter) }
    }

    private func deliver(_ letter: Mailbox.Letter) -> Bool {
        guard let mailbox = office.withLock({ $0.mailbox }) else { return false }
        mailbox.post(letter)
        return true
    }

    /// The literal addresses of a host it may go to.
    private func addresses(of host: String) -> [String] {
        let host = host.lowercased()
        if host == "localhost" { return ["127.0.0.1", "::1"] }
        if Address(host, 0).isLoopback { return [host] }
        return allowed[host] ?? []
    }
}
