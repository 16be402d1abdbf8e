import Control
import Engine

/// What `exec` says on standard error.
struct TextReport {
    let isColoured: Bool
    /// Only what went wrong.
    let isQuiet: Bool

    /// What came of one run: each failed expectation with its message, then a line in sum.
    func text(of run: CommandRun) -> String {
        var text = ""
        for verdict in run.failures {
            text += "mockbay: \(failed) \(printable(verdict.name + place(verdict)))\n"
            for line in verdict.message.split(separator: "\n", omittingEmptySubsequences: false) {
                text += line.isEmpty ? "\n" : "    \(printable(String(line)))\n"
            }
        }
        for warning in run.warnings { text += "mockbay: \(printable(run.file)): \(warning)\n" }
        if let complaint = run.ending.complaint {
            text += "mockbay: \(printable(run.file)): the command \(printable(complaint))\n"
        }
        if case .failed = run.ending { return text }
        if !isQuiet || run.exitCode != ExitCode.fine { text += "mockbay: \(summary(of: run))\n" }
        return text
    }

    /// What is to be said once: coverage, and a table where there are several runs.
    func text(of outcome: Outcome) -> String {
        var text = ""
        if outcome.runs.count > 1, !isQuiet || outcome.exitCode != ExitCode.fine {
            var columns = Columns("", "SCENARIO", "EXPECTATIONS", "COMMAND", "SECONDS")
            for run in outcome.runs {
                columns.add(
                    run.exitCode == ExitCode.fine ? "passed" : "FAILED",
                    printable(run.file),
                    "\(run.verdicts.count - run.failures.count) of \(run.verdicts.count)",
                    run.ending.complaint ?? "ended with 0",
                    secondsText(run.duration)
                )
            }
            text += "\n\(columns.text)"
            let failures = outcome.runs.count { $0.exitCode != ExitCode.fine }
            let all = counted(outcome.runs.count, "scenario")
            text += "mockbay: \(all), \(failures == 0 ? "all passed" : "\(failures) failed")\n"
        }
        for one in outcome.skipped { text += "mockbay: \(printable(one.file)): not run: \(one.reason)\n" }
        if let coverage = outcome.coverage, !isQuiet || !coverage.passed {
            text += "mockbay: \(coverage.passed ? "" : "\(failed) ")\(coverage.name): \(coverage.message)\n"
        }
        return text
    }

    private func summary(of run: CommandRun) -> String {
        let count = run.verdicts.count
        let sum =
            switch (count, run.failures.count) {
            case (0, _): "nothing was expected"
            case (1, 0): "the expectation held"
            case (1, 1): "the expectation failed"
            case (_, 0): "all \(count) expectations held"
            case (let count, let failures): "\(failures) of \(counted(count, "expectation")) failed"
            }
        return
            "\(printable(run.file)): \(sum); seed \(run.seed), \(counted(Int(clamping: run.exchanges), "exchange")), "
            + "\(secondsText(run.duration)) s"
    }

    private func place(_ verdict: Verdict) -> String { verdict.place.map { " (\($0))" } ?? "" }

    private var failed: String { isColoured ? "\u{1B}[31mFAILED\u{1B}[0m" : "FAILED" }
}
