import Engine
import HTTP
import JSON

/// The clock of a bay.
extension ControlAPI {
    static let clockRoutes = [
        ControlRoute(.get, "/bays/{bay}/clock", ControlAPI.showClock),
        ControlRoute(delivering: .post, "/bays/{bay}/clock", ControlAPI.moveClock),
    ]

    func showClock(_ call: ControlCall) throws(Refused) -> Response {
        let clock = try bay(of: call).withContents { $0.clock }
        return .json { json in write(clock, to: &json) }
    }

    /// Moves the clock or changes how it runs, and answers with what it shows then, as GET does, and with `settled`.
    ///
    /// `{"action": "advance", "by": "61s"}`, `{"action": "set", "to": "2030-01-01T00:00:00Z"}`,
    /// `{"action": "scale", "speed": 20}`, `{"action": "freeze"}`, `{"action": "resume"}`. To `set` may go back.
    ///
    /// Everything that falls due on the way is done before the answer, in order, each at its own moment; webhooks are
    /// awaited. `settled` is `false` where that would have taken more than `ClockMove.patience` of real time: the clock
    /// is there all the same. No thread waits with the reply: the loop's timer asks again.
    /// - Throws: 409 where the bay is reset, restored or removed meanwhile.
    func moveClock(_ call: ControlCall) throws(Refused) -> Delivery {
        let body = try call.object("action", "by", "to", "speed")
        let move = try ClockMove(body)
        let bay = try bayToSetUp(of: call)
        if case .advance(let duration) = move, bay.withContents({ duration > Instant.last - $0.now }) {
            throw Refused(400, "bad_body", "the clock ends with the year 9999", path: "by")
        }
        let arrival = Arrival()
        bay.move(move) { arrival.note($0) }
        return tell(arrival, bay)
    }

    private func tell(_ arrival: Arrival, _ bay: Bay) -> Delivery {
        switch arrival.outcome {
        case .arrived(let clock, let isSettled):
            return Delivery(.json { json in write(clock, isSettled: isSettled, to: &json) })
        case .ended:
            let refused = Refused(
                409,
                "clock_gone",
                "the bay '\(bay.name)' was reset, restored or removed before its clock had got there",
                hint: "ask again if the bay is still wanted"
            )
            return Delivery(refused.response)
        case nil:
            let clock = bay.withContents { $0.clock }
            let response = Response.json { json in write(clock, to: &json) }
            return Delivery(response, after: Arrival.pause) { [self] in tell(arrival, bay) }
        }
    }

    /// `{"now", "mode", "speed"}`; the speed is `null` for a clock that stands.
    func write(_ clock: Clock, isSettled: Bool? = nil, to json: inout JSON.Writer) {
        json.object { json in
            json.member("now", clock.now(MonotonicTime.now()).iso8601)
            switch clock.mode {
            case .real: json.member("mode", "real")
            case .scaled: json.member("mode", "scaled")
            case .manual: json.member("mode", "manual")
            }
            json.member("speed", clock.speed)
            if let isSettled { json.member("settled", isSettled) }
        }
    }
}

/// Where the report of a move is left for the reply.
private final class Arrival: Sendable {
    /// How long the loop waits between two looks.
    static let pause = Duration.milliseconds(5)

    private let noted = Guarded<ClockMove.Outcome?>(nil)

    var outcome: ClockMove.Outcome? { noted.withLock { $0 } }

    func note(_ outcome: ClockMove.Outcome) { noted.withLock { $0 = outcome } }
}

extension ClockMove {
    fileprivate static let actions = ["advance", "set", "scale", "freeze", "resume"]

    fileprivate init(_ body: JSON.Node) throws(Refused) {
        let action = try body.requiredText(
            "action",
            hint: "one of \(ClockMove.actions.joined(separator: ", "))"
        )
        let detail: String?
        switch action {
        case "advance":
            detail = "by"
            guard let by = try Duration(scenarioText: body.requiredText("by")) else {
                throw Refused(
                    400,
                    "bad_body",
                    "'by' is no duration, or one of more than a hundred years",
                    path: "by",
                    hint: "such as 500ms, 61s, 5m, 2h or 1d"
                )
            }
            self = .advance(by)
        case "set":
            detail = "to"
            guard let to = try Instant(iso8601: body.requiredText("to")) else {
                throw Refused(
                    400,
                    "bad_body",
                    "'to' is no date and time of the years 1970 to 9999",
                    path: "to",
                    hint: "such as 2030-01-01T00:00:00Z"
                )
            }
            self = .set(to)
        case "scale":
            detail = "speed"
            guard let speed = body["speed"]?.double, Clock.speeds.contains(speed) else {
                throw Refused(
                    400,
                    "bad_body",
                    "'speed' must be a number from 0.001 to 1000000",
                    path: "speed",
                    hint: "freeze makes the clock stand"
                )
            }
            self = .scale(speed)
        case "freeze":
            detail = nil
            self = .freeze
        case "resume":
            detail = nil
            self = .resume
        default:
            throw .unknown("action", action, among: ClockMove.actions, path: "action")
        }
        for member in body.members where member.key != "action" && member.key != detail {
            throw Refused(400, "bad_body", "'\(member.key)' means nothing for '\(action)'", path: member.key)
        }
    }
}
