import Control
import Engine

/// What `exec` says on standard error.
struct TextReport {
    let isColoured: Bool
    /// Only what went wrong.
    let isQuiet: Bool

    /// What came of one run: each failed expectation with its message, then a line in sum.
    func text(of trial: Trial) -> String {
        var text = ""
        for verdict in trial.failures {
            text += "mockbay: \(failed) \(verdict.name)\(place(verdict))\n"
            for line in verdict.message.split(separator: "\n", omittingEmptySubsequences: false) {
                text += line.isEmpty ? "\n" : "    \(line)\n"
            }
        }
        for warning in trial.warnings { text += "mockbay: \(trial.file): \(warning)\n" }
        if let complaint = trial.ending.complaint {
            text += "mockbay: \(trial.file): the command \(complaint)\n"
        }
        if case .failed = trial.ending { return text }
        if !isQuiet || trial.exitCode != ExitCode.fine { text += "mockbay: \(summary(of: trial))\n" }
        return text
    }

    /// What is to be said once: coverage, and a table where there are several runs.
    func text(of outcome: Outcome) -> String {
        var text = ""
        if outcome.trials.count > 1, !isQuiet || outcome.exitCode != ExitCode.fine {
            var columns = Columns("", "SCENARIO", "EXPECTATIONS", "COMMAND", "SECONDS")
            for trial in outcome.trials {
                columns.add(
                    trial.exitCode == ExitCode.fine ? "passed" : "FAILED",
                    trial.file,
                    "\(trial.verdicts.count - trial.failures.count) of \(trial.verdicts.count)",
                    trial.ending.complaint ?? "ended with 0",
                    secondsText(trial.duration)
                )
            }
            text += "\n\(columns.text)"
            let failures = outcome.trials.count { $0.exitCode != ExitCode.fine }
            let all = counted(outcome.trials.count, "scenario")
            text += "mockbay: \(all), \(failures == 0 ? "all passed" : "\(failures) failed")\n"
        }
        if let coverage = outcome.coverage, !isQuiet || !coverage.passed {
            text += "mockbay: \(coverage.passed ? "" : "\(failed) ")\(coverage.name): \(coverage.message)\n"
        }
        return text
    }

    private func summary(of trial: Trial) -> String {
        let count = trial.verdicts.count
        let sum =
            switch (count, trial.failures.count) {
            case (0, _): "nothing was expected"
            case (1, 0): "the expectation held"
            case (_, 0): "all \(count) expectations held"
            case (let count, let failures): "\(failures) of \(counted(count, "expectation")) failed"
            }
        return
            "\(trial.file): \(sum); seed \(trial.seed), \(counted(Int(clamping: trial.exchanges), "exchange")), "
            + "\(secondsText(trial.duration)) s"
    }

    private func place(_ verdict: Verdict) -> String { verdict.place.map { " (\($0))" } ?? "" }

    private var failed: String { isColoured ? "\u{1B}[31mFAILED\u{1B}[0m" : "FAILED" }
}
