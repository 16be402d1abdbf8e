import CEpoll
import Glibc
import HTTP

/// A count of what the loops are busy with: each adds its share once, and one thread waits for all of them.
final class Census: Sendable {
    private struct Sum: Sendable {
        var loops = 0
        var requests = 0
        var connections = 0
    }

    /// Counts the shares that are in.
    private let bell: Descriptor
    private let sum = Guarded(Sum())

    init() throws(SystemError) {
        bell = try Descriptor(eventfd(0, Int32(EFD_CLOEXEC)), from: "eventfd")
    }

    func add(_ requests: Int, of connections: Int) {
        sum.withLock { sum in
            sum.loops += 1
            sum.requests += requests
            sum.connections += connections
        }
        eventfd_write(bell.number, 1)
    }

    /// Waits for so many shares; `nil` where they do not come in time.
    func total(of loops: Int, patience milliseconds: Int32) -> (requests: Int, connections: Int)? {
        while true {
            let sum = sum.withLock { $0 }
            if sum.loops == loops { return (sum.requests, sum.connections) }
            var waiting = pollfd(fd: bell.number, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, milliseconds) > 0 else { return nil }
            var count: eventfd_t = 0
            eventfd_read(bell.number, &count)
        }
    }
}

extension Server {
    /// How long a loop may take to answer a census; none does unless the machine is stuck.
    private static let censusPatience: Int32 = 1000

    /// Whether a request is on its way: arrived but not yet read, half read, or with a reply that has not left.
    ///
    /// What a client sent before it ended is seen here, for on this machine it arrives as it is sent. A reply that a
    /// fault keeps silent for ever is not waited for. Not to be called by a responder.
    package func isBusy() throws(SystemError) -> Bool {
        for listener in listeners {
            var waiting = pollfd(fd: listener.number, events: Int16(POLLIN), revents: 0)
            if poll(&waiting, 1, 0) > 0, waiting.revents & Int16(POLLIN) != 0 { return true }
        }
        let census = try Census()
        for mailbox in mailboxes { mailbox.post(.census(census)) }
        guard let total = census.total(of: mailboxes.count, patience: Server.censusPatience) else {
            return true
        }
        // One that is on its way from loop to loop is in no loop's count.
        return total.requests > 0 || total.connections < connectionCount
    }
}

extension EventLoop {
    /// How many of the connections are in the middle of something, or have something unread.
    var requestsInFlight: Int {
        connections.reduce(0) { count, connection in
            guard let connection else { return count }
            switch connection.phase {
            case .sending: return count + 1
            case .reading:
                var byte: UInt8 = 0
                let isWaiting = recv(connection.descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) > 0
                return count + (connection.wait != .idle || isWaiting ? 1 : 0)
            // A follower is never done; nobody waits for it.
            case .following, .stalling, .resetting, .lingering, .closed: return count
            }
        }
    }
}
