import CEpoll
import Glibc
import HTTP
import Synchronization

/// The one way for other threads to reach an event loop.
final class Mailbox: Sendable {
    enum Letter: Sendable {
        /// Take over a connection that another loop accepted.
        case adopt(Int32, from: UInt16)
        /// Take a request to another server.
        case errand(Courier.Errand)
        /// Call back at that time.
        case alarm(Instant, @Sendable () -> Void)
        /// Say how many requests are in flight.
        case census(Census)
        /// There is news for a connection whose reply goes on.
        case news(slot: Int32, generation: UInt32)
        /// Stop listening, finish what is in flight, and end by then.
        case drain(by: Instant)
    }

    /// Readable while there are letters.
    let bell: Descriptor
    /// Connections that the loop has or was handed: read by others to find the one with the fewest.
    let load = Atomic(0)
    private let letters = Guarded<[Letter]>([])

    init() throws(SystemError) {
        bell = try Descriptor(eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC)), from: "eventfd")
    }

    func post(_ letter: Letter) {
        letters.withLock { $0.append(letter) }
        eventfd_write(bell.number, 1)
    }

    /// Empties the box and stills the bell.
    func collect() -> [Letter] {
        var count: eventfd_t = 0
        eventfd_read(bell.number, &count)
        return letters.withLock { letters in
            defer { letters = [] }
            return letters
        }
    }
}
