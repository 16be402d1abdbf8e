/// How long a reply is held back on the wire, in real time: fixed, or drawn from the seed each time.
package enum Delay: Sendable, Equatable {
    case fixed(Duration)
    /// Every duration between the two is as likely as any other.
    case uniform(min: Duration, max: Duration)
    case normal(mean: Duration, deviation: Duration)
    /// Half of the delays are shorter than the median; `sigma` is the deviation of their logarithms.
    case lognormal(median: Duration, sigma: Double)

    /// What a drawn delay is at most: the tails of the distributions have no end.
    package static let longest = Duration.seconds(86_400)

    /// One delay, from a number drawn for it; never below zero.
    package func drawn(from number: UInt64) -> Duration {
        var draws = Draws(number)
        let milliseconds: Double
        switch self {
        case .fixed(let duration):
            return duration
        case .uniform(let shortest, let longest):
            milliseconds = draws.uniform(shortest.inMilliseconds, longest.inMilliseconds)
        case .normal(let mean, let deviation):
            milliseconds = draws.normal(mean: mean.inMilliseconds, deviation: deviation.inMilliseconds)
        case .lognormal(let median, let sigma):
            milliseconds = draws.lognormal(median: median.inMilliseconds, sigma: sigma)
        }
        return .milliseconds(Int64(min(max(milliseconds, 0), Delay.longest.inMilliseconds).rounded()))
    }
}

extension Duration {
    /// Reads the durations of scenario files: a whole number and one of the units `ms`, `s`, `m`, `h`, `d`; nothing
    /// else, and at most a hundred years.
    package init?(scenarioText text: some StringProtocol) {
        let digits = text.utf8.prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard (1...15).contains(digits.count), let count = Int64(text.prefix(digits.count)) else {
            return nil
        }
        let milliseconds: Int64
        switch text.dropFirst(digits.count) {
        case "ms": milliseconds = 1
        case "s": milliseconds = 1000
        case "m": milliseconds = 60_000
        case "h": milliseconds = 3_600_000
        case "d": milliseconds = 86_400_000
        default: return nil
        }
        guard count <= 36_525 * 86_400_000 / milliseconds else { return nil }
        self = .milliseconds(count * milliseconds)
    }
}

extension Duration {
    /// The shortest text that the initializer above reads.
    var scenarioText: String {
        let units: KeyValuePairs<String, Int64> = ["d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1000]
        let whole = wholeMilliseconds
        for (unit, milliseconds) in units where whole % milliseconds == 0 && whole != 0 {
            return "\(whole / milliseconds)\(unit)"
        }
        return "\(whole)ms"
    }
}

extension Duration {
    fileprivate var inMilliseconds: Double { Double(wholeMilliseconds) }
}
