import Engine
import HTTP
import JSON

/// The clock of a bay.
extension ControlAPI {
    static let clockRoutes = [
        ControlRoute(.get, "/bays/{bay}/clock", ControlAPI.showClock),
        ControlRoute(.post, "/bays/{bay}/clock", ControlAPI.moveClock),
    ]

    func showClock(_ call: ControlCall) throws(Refused) -> Response {
        let clock = try bay(of: call).withContents { $0.clock }
        return .json { json in write(clock, to: &json) }
    }

    /// Moves the clock or changes how it runs, and answers with what it shows then.
    ///
    /// `{"action": "advance", "by": "61s"}`, `{"action": "set", "to": "2030-01-01T00:00:00Z"}`,
    /// `{"action": "scale", "speed": 20}`, `{"action": "freeze"}`, `{"action": "resume"}`. To `set` may go back.
    func moveClock(_ call: ControlCall) throws(Refused) -> Response {
        let body = try call.object("action", "by", "to", "speed")
        let move = try ClockMove(body)
        let bay = try bayToSetUp(of: call)
        bay.withContents { contents in move.perform(on: &contents.clock, MonotonicTime.now()) }
        bay.deliverDue()
        // What fell due may have moved it further.
        let clock = bay.withContents { $0.clock }
        return .json { json in write(clock, to: &json) }
    }

    /// `{"now", "mode", "speed"}`; the speed is `null` for a clock that stands.
    func write(_ clock: Clock, to json: inout JSON.Writer) {
        json.object { json in
            json.member("now", clock.now(MonotonicTime.now()).iso8601)
            switch clock.mode {
            case .real: json.member("mode", "real")
            case .scaled: json.member("mode", "scaled")
            case .manual: json.member("mode", "manual")
            }
            json.member("speed", clock.speed)
        }
    }
}

/// What POST `clock` asks for.
private enum ClockMove {
    case advance(Duration)
    case set(Instant)
    case scale(Double)
    case freeze, resume

    static let actions = ["advance", "set", "scale", "freeze", "resume"]

    init(_ body: JSON.Node) throws(Refused) {
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
                    "'by' is no duration",
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
                    "'to' is no date and time",
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

    func perform(on clock: inout Clock, _ monotonic: UInt64) {
        switch self {
        case .advance(let duration): clock.advance(by: duration, monotonic)
        case .set(let instant): clock.set(to: instant, monotonic)
        case .scale(let speed): clock.scale(speed, monotonic)
        case .freeze: clock.freeze(monotonic)
        case .resume: clock.resume(monotonic)
        }
    }
}
