package import JSON

/// What a scenario's `at` has left to do, by when it falls due on the bay's clock.
package struct Agenda: Sendable {
    /// One offset and its actions.
    package struct Event: Sendable {
        /// From the bay's start.
        package var offset: Duration
        /// As it stands in the file: `+30s`.
        package var text: String
        package var actions: [Action]
        package var file: String
        package var place: JSON.Position
    }

    private let events: [Event]
    private let start: Instant
    private var next = 0
    /// For when an alarm is set, in monotonic time.
    private var alarm: UInt64?

    /// Nothing to do.
    init() {
        events = []
        start = .first
    }

    /// - Parameter events: in the order of the files, which is kept where several fall due together.
    init(_ events: [Event], from start: Instant) {
        self.events =
            events.enumerated().sorted { one, other in
                (one.element.offset, one.offset) < (other.element.offset, other.offset)
            }.map(\.element)
        self.start = start
    }

    /// When the next one falls due; `nil` when all is done.
    package var due: Instant? { next < events.count ? start + events[next].offset : nil }

    /// The next one that is due, taken off.
    mutating func take(at now: Instant) -> (event: Event, due: Instant)? {
        guard let due, due <= now else { return nil }
        defer { next += 1 }
        return (events[next], due)
    }

    /// The monotonic time for which an alarm is to be set, if there is none for it or an earlier one.
    mutating func alarm(_ clock: Clock) -> UInt64? {
        guard let time = due.flatMap({ clock.monotonic(of: $0) }), time < alarm ?? .max else { return nil }
        alarm = time
        return time
    }

    /// The alarm for that time has gone off.
    mutating func noteAlarm(_ time: UInt64) {
        if alarm == time { alarm = nil }
    }
}
