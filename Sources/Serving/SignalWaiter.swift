import Glibc
// Depending on what was built before, 6.3.1 finds `timespec` here or in Glibc.
import SwiftOverlayShims

/// Waits for signals on an ordinary thread instead of being interrupted by them.
///
/// Made on the main thread before any other thread is started: those inherit that the signals are blocked.
package struct SignalWaiter: Sendable {
    private let signals: [Int32]

    package init(for signals: [Int32] = [SIGTERM, SIGINT]) {
        self.signals = signals
        var set = Self.set(of: signals)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// The next of the signals, as soon as there is one.
    package func wait() -> Int32 {
        var set = Self.set(of: signals)
        var signal: Int32 = 0
        while sigwait(&set, &signal) != 0 {}
        return signal
    }

    /// The next of the signals; `nil` if none comes within that time.
    package func wait(atMost limit: Duration) -> Int32? {
        var set = Self.set(of: signals)
        let deadline = monotonicNow() + limit.nanoseconds
        while true {
            let left = max(0, deadline - monotonicNow())
            var time = timespec(tv_sec: Int(left / 1_000_000_000), tv_nsec: Int(left % 1_000_000_000))
            let signal = sigtimedwait(&set, nil, &time)
            if signal > 0 { return signal }
            if errno != EINTR { return nil }
        }
    }

    /// Lets the next of the signals do what it does by itself: end the program at once.
    package func release() {
        var set = Self.set(of: signals)
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
    }

    private static func set(of signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        return set
    }
}
