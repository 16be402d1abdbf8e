/// The clock of a bay: what the time is there, as a function of the host's monotonic time.
///
///     now = anchor + (monotonic − monotonic at the anchor) × speed        speed 0: stands still
///
/// The wall clock is read once, to make the first anchor, so that a host clock that jumps is never noticed. Every
/// operation takes a new anchor at the time it is given, so that time stays continuous but for the jump asked for.
package struct Clock: Sendable, Hashable {
    package enum Mode: Sendable, Hashable {
        /// As fast as real time, with whatever offset it has.
        case real
        /// So many times as fast as real time, within `speeds`.
        case scaled(Double)
        /// Stands until it is moved.
        case manual

        package var speed: Double {
            switch self {
            case .real: 1
            case .scaled(let speed): Clock.allowed(speed)
            case .manual: 0
            }
        }
    }

    /// The speeds of a scaled clock. One outside becomes the nearest inside, one that is no number 1.
    package static let speeds: ClosedRange<Double> = 0.001...1_000_000

    package private(set) var mode: Mode
    /// What `resume` goes back to.
    private var running: Mode
    private var anchor: Instant
    /// Nanoseconds beyond the anchor, less than a millisecond: kept so that many operations lose no time.
    private var remainder: UInt64 = 0
    private var anchoredAt: UInt64

    /// - Parameters:
    ///   - start: what the clock shows at first
    ///   - monotonic: the monotonic time of that, in nanoseconds
    package init(_ mode: Mode = .real, start: Instant, monotonic: UInt64) {
        self.mode = mode
        running = mode == .manual ? .real : mode
        anchor = start
        anchoredAt = monotonic
    }

    /// The time at a monotonic time in nanoseconds. Before the anchor it is that of the anchor.
    package func now(_ monotonic: UInt64) -> Instant {
        reading(monotonic).instant
    }

    /// How many times as fast as real time the clock runs; `nil` while it stands. A wait of so many of its seconds
    /// takes that many divided by this on the wire.
    package var speed: Double? { mode == .manual ? nil : mode.speed }

    /// A monotonic time at which the clock shows the instant: the earliest one, but for rounding, or that of the
    /// last operation where it showed it by then. `nil` where it never will unless it is moved.
    package func monotonic(of instant: Instant) -> UInt64? {
        if instant <= anchor { return anchoredAt }
        if mode == .manual { return nil }
        let ahead = Double(instant.milliseconds - anchor.milliseconds) * 1_000_000 - Double(remainder)
        let needed = (ahead / mode.speed).rounded(.up)
        guard needed < 0x1p63 else { return nil }
        let (estimate, overflow) = anchoredAt.addingReportingOverflow(UInt64(max(0, needed)))
        if overflow { return nil }
        // Far from the anchor a `Double` is some nanoseconds off: step until the clock does show it.
        var step: UInt64 = 1
        var time = estimate
        while now(time) < instant {
            let (next, isOver) = estimate.addingReportingOverflow(step)
            if isOver { return nil }
            time = next
            step *= 2
        }
        return time
    }

    private func reading(_ monotonic: UInt64) -> (instant: Instant, remainder: UInt64) {
        let elapsed = monotonic > anchoredAt ? monotonic - anchoredAt : 0
        var milliseconds: Int64
        var nanoseconds: UInt64
        switch mode {
        case .manual: return (anchor, remainder)
        case .real:
            milliseconds = Int64(elapsed / 1_000_000)
            nanoseconds = elapsed % 1_000_000
        case .scaled:
            let scaled = Double(elapsed) * mode.speed
            let part = scaled.truncatingRemainder(dividingBy: 1_000_000)
            // Beyond the end of time it does not matter how far.
            milliseconds = Int64(min((scaled - part) / 1_000_000, 0x1p62))
            nanoseconds = UInt64(part)
        }
        nanoseconds += remainder
        if nanoseconds >= 1_000_000 {
            nanoseconds -= 1_000_000
            milliseconds += 1
        }
        return (Instant(milliseconds: anchor.milliseconds + milliseconds), nanoseconds)
    }

    static func allowed(_ speed: Double) -> Double {
        speed.isNaN ? 1 : min(max(speed, speeds.lowerBound), speeds.upperBound)
    }
}

// MARK: - Operations

extension Clock {
    private mutating func takeAnchor(_ monotonic: UInt64) {
        (anchor, remainder) = reading(monotonic)
        anchoredAt = max(anchoredAt, monotonic)
    }

    /// Moves the clock on. A duration below zero moves nothing: going back is `set`.
    package mutating func advance(by duration: Duration, _ monotonic: UInt64) {
        takeAnchor(monotonic)
        anchor += max(.zero, duration)
    }

    /// Puts the clock to an instant. That may be an earlier one: what was recorded before keeps its order and its
    /// times, and rate windows that now lie ahead are opened anew.
    package mutating func set(to instant: Instant, _ monotonic: UInt64) {
        takeAnchor(monotonic)
        anchor = instant
        remainder = 0
    }

    /// Runs on at a speed, also where it stood.
    package mutating func scale(_ speed: Double, _ monotonic: UInt64) {
        takeAnchor(monotonic)
        mode = .scaled(Clock.allowed(speed))
        running = mode
    }

    /// Stands still from now on.
    package mutating func freeze(_ monotonic: UInt64) {
        takeAnchor(monotonic)
        mode = .manual
    }

    /// Runs again as it did before it was frozen; a clock that never ran goes on in real time.
    package mutating func resume(_ monotonic: UInt64) {
        takeAnchor(monotonic)
        mode = running
    }
}
