/// What somebody outside of a bay has its clock do.
package enum ClockMove: Sendable, Equatable {
    case advance(Duration)
    /// May go back: nothing falls due then.
    case set(Instant)
    case scale(Double)
    case freeze
    case resume

    package enum Outcome: Sendable, Equatable {
        /// The clock is there, and what fell due on the way is done. `isSettled` is false where the real time for it ran
        /// out (`patience`): the clock is there all the same, and webhooks are still under way.
        case arrived(Clock, isSettled: Bool)
        /// The bay was reset, restored or removed meanwhile: there is no clock to move any more.
        case ended
    }

    /// The real time that a move may take to settle. A receiver that says nothing takes 30 s of it: ten for each try.
    package static let patience = Duration.seconds(60)
}

/// The moves of a bay's clock that have not come to their end, in the order in which they were asked for. Only the first
/// is under way.
struct ClockMoves: Sendable {
    struct Journey: Sendable {
        let number: UInt64
        let move: ClockMove
        let report: @Sendable (ClockMove.Outcome) -> Void
        /// How far the clock is still to be moved; `nil` before it sets out.
        var remaining: Duration?
        /// Whether it waits for what is under way.
        var isPatient = true
        /// Whether somebody will say when its time is over.
        var hasAlarm = false
    }

    private(set) var journeys: [Journey] = []
    private var lastNumber: UInt64 = 0

    var first: Journey? {
        get { journeys.first }
        set { if let newValue { journeys[0] = newValue } else { journeys.removeFirst() } }
    }

    mutating func add(_ move: ClockMove, _ report: @escaping @Sendable (ClockMove.Outcome) -> Void) {
        lastNumber += 1
        journeys.append(Journey(number: lastNumber, move: move, report: report))
    }

    /// Those of the bay's next life: none yet, and no number twice.
    func renewed() -> ClockMoves {
        var renewed = self
        renewed.journeys = []
        return renewed
    }
}
