import Engine
import Glibc

/// One run of the command under one scenario, and what came of it.
struct CommandRun: Equatable, Sendable {
    enum Ending: Equatable, Sendable {
        case exited(Int32)
        /// By a signal.
        case killed(Int32)
        /// It took longer than that.
        case timedOut(Duration)
        /// It never ran.
        case failed(ChildProblem)

        /// In words, after "the command": `nil` for one that ended well.
        var complaint: String? {
            switch self {
            case .exited(0): nil
            case .exited(let code): "ended with \(code)"
            case .killed(let signal): "was ended by \(signalName(signal))"
            case .timedOut(let limit): "was stopped: it took longer than \(limitText(limit)) (--timeout)"
            case .failed(let problem): "did not run: \(problem)"
            }
        }
    }

    /// The scenario's file.
    var file: String
    /// The scenario's name, else its file.
    var name: String
    var seed: UInt64
    /// By the clock on the wall, like the duration.
    var started: Instant
    var duration: Duration
    var ending: Ending
    /// A signal that came for this program meanwhile, and was handed on.
    var interruption: Int32?
    /// How many exchanges there were in the bay, and how many of them the journal has dropped.
    var exchanges: UInt64
    var dropped: UInt64
    /// What makes the verdicts less than certain.
    var warnings: [String] = []
    var verdicts: [Verdict]
    /// What its bay's client has met; `nil` where nothing was run.
    var covered: Coverage?

    var failures: [Verdict] { verdicts.filter { !$0.passed } }

    /// Whether the command never ran.
    var isUnstarted: Bool { if case .failed = ending { true } else { false } }

    /// Nothing more is to be tried.
    var isLast: Bool { isUnstarted || interruption != nil }

    var exitCode: Int32 {
        switch ending {
        case .failed(let problem): return problem.isMissing ? ExitCode.missingCommand : ExitCode.unfitCommand
        case .timedOut: return ExitCode.timedOut
        // What it did with a signal that came for this program, or what was done to it for that, says less.
        case .killed(let signal): return ExitCode.signal + (interruption ?? signal)
        case .exited(let code) where code != 0: return code
        case .exited: break
        }
        // A run that was broken off has not shown anything.
        if let interruption { return ExitCode.signal + interruption }
        return failures.isEmpty ? ExitCode.fine : ExitCode.expectation
    }
}

/// All runs of one call.
struct Outcome: Equatable, Sendable {
    var command: [String]
    var runs: [CommandRun]
    /// Scenarios whose turn never came.
    var skipped: [Skipped] = []
    /// Over all runs; `nil` where none was asked for.
    var coverage: Verdict?

    var exitCode: Int32 {
        if let code = runs.map(\.exitCode).first(where: { $0 != 0 }) { return code }
        return coverage?.passed ?? true ? ExitCode.fine : ExitCode.expectation
    }

    /// Notes scenarios whose turn did not come, because of the last run.
    /// - Parameter scenarios: file and name, "" for one without.
    mutating func skip(_ scenarios: [(file: String, name: String)]) {
        let reason =
            runs.last?.interruption.map { "\(signalName($0)) came before" } ?? "the command cannot be run"
        skipped += scenarios.map { file, name in
            Skipped(file: file, name: name.isEmpty ? file : name, reason: reason)
        }
    }

    /// What all runs together have met.
    var covered: Coverage? {
        runs.compactMap(\.covered).reduce(nil) { sum, next in sum?.merging(next) ?? next }
    }

    var duration: Duration { runs.reduce(.zero) { $0 + $1.duration } }
}

/// A scenario that was not run.
struct Skipped: Equatable, Sendable {
    var file: String
    /// The scenario's name, else its file.
    var name: String
    /// Why, in words.
    var reason: String
}

/// `SIGTERM` for 15.
func signalName(_ number: Int32) -> String {
    let names = [
        (SIGHUP, "SIGHUP"), (SIGINT, "SIGINT"), (SIGQUIT, "SIGQUIT"), (SIGILL, "SIGILL"),
        (SIGTRAP, "SIGTRAP"),
        (SIGABRT, "SIGABRT"), (SIGBUS, "SIGBUS"), (SIGFPE, "SIGFPE"), (SIGKILL, "SIGKILL"),
        (SIGUSR1, "SIGUSR1"),
        (SIGSEGV, "SIGSEGV"), (SIGUSR2, "SIGUSR2"), (SIGPIPE, "SIGPIPE"), (SIGALRM, "SIGALRM"),
        (SIGTERM, "SIGTERM"),
    ]
    return names.first { $0.0 == number }?.1 ?? "signal \(number)"
}

/// `5m`, `90s`, `1500ms`: the largest unit that leaves no rest.
func limitText(_ duration: Duration) -> String {
    let milliseconds = duration.wholeMilliseconds
    for (unit, name) in [(3_600_000, "h"), (60_000, "m"), (1000, "s")] as [(Int64, String)]
    where milliseconds % unit == 0 {
        return "\(milliseconds / unit)\(name)"
    }
    return "\(milliseconds)ms"
}

/// Seconds with three places: `1.240`.
func secondsText(_ duration: Duration) -> String {
    let milliseconds = max(0, duration.wholeMilliseconds)
    let rest = String(milliseconds % 1000)
    return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
}
