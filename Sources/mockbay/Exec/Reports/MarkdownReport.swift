import Engine

/// The verdicts for the page that GitHub shows of a job.
struct MarkdownReport {
    let outcome: Outcome

    var bytes: [UInt8] {
        let failed = outcome.exitCode != ExitCode.fine
        var text = "### Mockbay: \(failed ? "failed" : "passed")\n\n"
        text += "| scenario | expectations | command | seconds |\n|---|---|---|---|\n"
        for trial in outcome.trials {
            let mark = trial.exitCode == ExitCode.fine ? "✅" : "❌"
            let held = trial.verdicts.count - trial.failures.count
            text += "| \(mark) \(MarkdownReport.cell(trial.name)) | \(held) of \(trial.verdicts.count) | "
            text +=
                "\(MarkdownReport.cell(trial.ending.complaint ?? "ended with 0")) | \(secondsText(trial.duration)) |\n"
        }
        for trial in outcome.trials {
            for verdict in trial.failures { text += section(verdict) }
            for warning in trial.warnings {
                text += "\n\(MarkdownReport.cell(trial.file)): \(MarkdownReport.cell(warning))\n"
            }
        }
        if let coverage = outcome.coverage {
            text += coverage.passed ? "\n\(coverage.name): \(coverage.message)\n" : section(coverage)
        }
        return Array((text + "\n").utf8)
    }

    private func section(_ verdict: Verdict) -> String {
        let place = verdict.place.map { " (\(MarkdownReport.cell($0)))" } ?? ""
        // Indented, so that nothing in it is taken for Markdown.
        let lines = verdict.message.split(separator: "\n", omittingEmptySubsequences: false)
        return "\n❌ \(MarkdownReport.cell(verdict.name))\(place)\n\n" + lines.map { "    \($0)\n" }.joined()
    }

    /// Text that is to be read as it is: within one line, and no markup.
    private static func cell(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\n", "\r\n", "\r": result += " "
            case "|", "<", ">", "*", "_", "`", "[", "]", "\\": result += "\\\(character)"
            default: result.append(character)
            }
        }
        return result
    }
}
