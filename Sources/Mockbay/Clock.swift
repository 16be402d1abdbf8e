import Engine
public import FoundationEssentials
import HTTP

extension Mockbay {
    /// The clock of a bay. The vendors go by it alone: the life of tokens, rate windows, timestamps, webhooks, and what a
    /// scenario has for times of its own.
    public struct Clock: Sendable {
        /// How it runs.
        public enum Mode: Sendable, Hashable {
            /// As fast as real time.
            case real
            /// So many times as fast, from 0.001 to 1,000,000.
            case scaled(Double)
            /// Only when it is moved.
            case manual
        }

        let bay: Bay

        public var now: Date {
            get throws(Problem) {
                let now = try bay.world().withContents { $0.now }
                return Date(timeIntervalSince1970: Double(now.milliseconds) / 1000)
            }
        }

        /// Moves it on, and does in order what falls due by then.
        public func advance(by duration: Duration) async throws(Problem) {
            try await move(["action": "advance", "by": .init("\(duration.wholeMilliseconds)ms")])
        }

        /// Puts it to a time, which may be an earlier one.
        public func set(to date: Date) async throws(Problem) {
            let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
            let instant = Instant(
                milliseconds: Int64(exactly: milliseconds) ?? (milliseconds < 0 ? .min : .max)
            )
            try await move(["action": "set", "to": .init(instant.iso8601)])
        }

        /// Lets it run so many times as fast as real time.
        public func scale(to speed: Double) async throws(Problem) {
            try await move(["action": "scale", "speed": .init(try Mode.allowed(speed))])
        }

        /// Stops it where it is.
        public func freeze() async throws(Problem) { try await move(["action": "freeze"]) }

        /// Lets it run as it did before it was stopped.
        public func resume() async throws(Problem) { try await move(["action": "resume"]) }

        private func move(_ action: Value) async throws(Problem) {
            _ = try await bay.ask(.post, "/clock", action)
        }
    }
}

extension Mockbay.Clock.Mode {
    var checked: Engine.Clock.Mode {
        get throws(Mockbay.Problem) {
            switch self {
            case .real: .real
            case .scaled(let speed): .scaled(try Self.allowed(speed))
            case .manual: .manual
            }
        }
    }

    static func allowed(_ speed: Double) throws(Mockbay.Problem) -> Double {
        guard Engine.Clock.speeds.contains(speed) else {
            throw Mockbay.Problem("a clock runs 0.001 to 1000000 times as fast as real time, not \(speed)")
        }
        return speed
    }
}
