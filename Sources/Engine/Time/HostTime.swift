import Glibc
// Depending on what was built before, 6.3.1 finds `timespec` here or in Glibc.
import SwiftOverlayShims

/// Nanoseconds of the host's monotonic clock: what a `Clock` is driven by.
package enum MonotonicTime {
    package static func now() -> UInt64 {
        let time = read(CLOCK_MONOTONIC)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }
}

/// The host's idea of the date. Read once, for the start of a clock that has no other.
package enum WallClock {
    package static func now() -> Instant {
        let time = read(CLOCK_REALTIME)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

private func read(_ clock: clockid_t) -> timespec {
    var time = timespec()
    // Both clocks exist on every Linux; the call has no other way to fail.
    _ = unsafe clock_gettime(clock, &time)
    return time
}
