import Glibc
package import HTTP
// Depending on what was built before, 6.3.1 finds `timespec` here or in Glibc.
import SwiftOverlayShims

/// What a server allows its clients. Times are of the monotonic clock.
package struct Configuration: Sendable {
    /// Event loops, one thread each. By default they leave half of the cores to the client, which is mostly on the same
    /// machine; and few they are, as the calls to one bay are answered one after the other, so that more loops would
    /// mostly wait for each other.
    package var loops = max(1, min(4, sysconf(Int32(_SC_NPROCESSORS_ONLN)) / 2))
    /// Connections beyond this many are answered 503 and closed.
    package var maxConnections = 16_384
    /// Whether the process is to have as many descriptors open as the system lets it. Where that is not the server's to
    /// decide, fewer connections have to do.
    package var raisesDescriptorLimit = true
    package var limits = Limits()
    /// Between two requests, and before the first.
    package var idleLimit = Duration.seconds(75)
    /// From the first byte of a head to its last.
    package var headLimit = Duration.seconds(10)
    /// From the end of a head to the end of its body.
    package var bodyLimit = Duration.seconds(30)
    /// How long a reply may make no progress because the client does not read.
    package var writeLimit = Duration.seconds(30)
    /// How long a closed connection waits for the client's end.
    package var lingerLimit = Duration.seconds(2)
    /// How long a `stall` keeps silent.
    package var stallLimit = Duration.seconds(600)
    /// How long a reply that goes on says nothing before it gives a sign of life.
    package var pulse = Duration.seconds(15)
    /// Told of each connection and request that is refused before a responder sees it, on a loop's thread: it must not
    /// block.
    package var onRefusal: (@Sendable (_ status: Int, _ reason: String) -> Void)?

    /// Sends requests of its own from the server's first loop, from the start to the stop.
    package var courier: Courier?

    package init() {}

    /// Pipelined replies are sent as soon as so many bytes of them are ready.
    static let flushSize = 256 * 1024
    static let readSize = 64 * 1024
    /// How many refused connections are held, beyond `maxConnections`, until they have read why.
    static let refusedConnections = 64
    /// How long nothing is accepted after descriptors have run out.
    static let acceptPause = Duration.milliseconds(50)
}

/// Nanoseconds of the monotonic clock.
typealias Instant = Int64

func monotonicNow() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

/// Seconds since 1970, to the kernel's tick: good enough for `Date`.
func realSeconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME_COARSE, &time)
    return Int64(time.tv_sec)
}

extension Duration {
    /// Rounded up; a span too long to count lasts for about a century.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        guard seconds < 3_000_000_000 else { return 3_000_000_000_000_000_000 }
        return seconds * 1_000_000_000 + (attoseconds + 999_999_999) / 1_000_000_000
    }
}
