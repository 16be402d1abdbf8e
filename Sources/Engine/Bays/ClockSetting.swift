/// How a bay's clock starts.
package struct ClockSetting: Sendable, Equatable {
    package var mode: Clock.Mode
    /// `nil` for the time of the wall clock when the bay is made.
    package var start: Instant?

    package init(_ mode: Clock.Mode = .real, start: Instant? = nil) {
        self.mode = mode
        self.start = start
    }

    /// A clock that starts now.
    package func clock() -> Clock {
        Clock(mode, start: start ?? WallClock.now(), monotonic: MonotonicTime.now())
    }
}
