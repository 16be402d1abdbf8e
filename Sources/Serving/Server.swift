import CEpoll
import Glibc
package import HTTP
import Synchronization

/// Listens on some addresses and answers with a responder, on event loops with a thread each.
package final class Server: Sendable {
    /// The addresses as they were bound: port 0 has become a real one. `Listener.index` counts in this list.
    package let addresses: [Address]
    private let responder: any Responder
    private let configuration: Configuration
    let listeners: [Descriptor]
    let mailboxes: [Mailbox]
    private let polls: [Descriptor]
    private let threads = Guarded<[Worker]>([])

    /// Binds and listens: from here on clients can connect, and are served from `start` on.
    package init(
        responder: any Responder,
        addresses: [Address],
        configuration: Configuration = Configuration(),
    ) throws(ListenError) {
        self.responder = responder
        self.configuration = configuration
        var bound: [Address] = []
        var sockets: [Descriptor] = []
        for address in addresses {
            let (socket, actual) = try listen(on: address)
            sockets.append(socket)
            bound.append(actual)
        }
        self.addresses = bound
        listeners = sockets
        do throws(SystemError) {
            var mailboxes: [Mailbox] = []
            var polls: [Descriptor] = []
            for _ in 0..<max(1, configuration.loops) {
                mailboxes.append(try Mailbox())
                polls.append(try Descriptor(epoll_create1(Int32(EPOLL_CLOEXEC)), from: "epoll_create1"))
            }
            self.mailboxes = mailboxes
            self.polls = polls
        } catch {
            throw .refused(addresses.first ?? Address("", 0), error)
        }
        configuration.courier?.join(mailboxes[0])
    }

    deinit { stop(within: .zero) }

    package var ports: [UInt16] { addresses.map(\.port) }

    /// Connections that are open now.
    package var connectionCount: Int {
        mailboxes.reduce(0) { $0 + $1.load.load(ordering: .relaxed) }
    }

    /// Starts the loops; once, and not again after a stop.
    package func start() throws(SystemError) {
        var configuration = configuration
        // A few descriptors are for other things than connections.
        let descriptors = descriptorLimit(raising: configuration.raisesDescriptorLimit)
        configuration.maxConnections = min(configuration.maxConnections, max(1, descriptors - 64))
        try threads.withLock { threads throws(SystemError) in
            for index in mailboxes.indices {
                let worker = try Worker {
                    [responder, configuration, polls, listeners, mailboxes] in
                    var loop = EventLoop(
                        responder,
                        configuration,
                        poll: polls[index],
                        listeners: listeners,
                        mailboxes: mailboxes,
                        index: index
                    )
                    loop.run()
                }
                threads.append(worker)
            }
        }
    }

    /// Stops listening, ends idle connections at once, lets requests in flight finish for at most that long, and
    /// returns when all is closed. Not to be called by a responder.
    package func stop(within limit: Duration) {
        threads.withLock { threads in
            guard !threads.isEmpty else { return }
            // From here on the kernel refuses; the descriptors are closed when nobody watches them any more.
            for listener in listeners { shutdown(listener.number, Int32(SHUT_RDWR)) }
            let deadline = monotonicNow() + limit.nanoseconds
            for mailbox in mailboxes { mailbox.post(.drain(by: deadline)) }
            for thread in threads { thread.join() }
            threads = []
            configuration.courier?.join(nil)
        }
    }
}

/// How many descriptors the process may have.
/// - Parameter raising: whether to let it have as many as it is allowed to: 16,384 connections do not fit in the usual
///   1,024.
private func descriptorLimit(raising: Bool) -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return .max }
    if raising {
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
    return Int(clamping: limit.rlim_cur)
}
