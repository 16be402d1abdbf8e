import Engine

/// The verdicts for the page that GitHub shows of a job.
struct MarkdownReport {
    let outcome: Outcome

    var bytes: [UInt8] {
        let failed = outcome.exitCode != ExitCode.fine
        var text = "### Mockbay: \(failed ? "failed" : "passed")\n\n"
        text += "| scenario | expectations | command | seconds |\n|---|---|---|---|\n"
        for run in outcome.runs {
            let mark = run.exitCode == ExitCode.fine ? "✅" : "❌"
            let held = run.verdicts.count - run.failures.count
            text += "| \(mark) \(MarkdownReport.cell(run.name)) | \(held) of \(run.verdicts.count) | "
            text +=
                "\(MarkdownReport.cell(run.ending.complaint ?? "ended with 0")) | \(secondsText(run.duration)) |\n"
        }
        for one in outcome.skipped {
            text +=
                "| ⏭ \(MarkdownReport.cell(one.name)) | | not run: \(MarkdownReport.cell(one.reason)) | |\n"
        }
        for run in outcome.runs {
            for verdict in run.failures { text += section(verdict) }
            for warning in run.warnings {
                text += "\n\(MarkdownReport.cell(run.file)): \(MarkdownReport.cell(warning))\n"
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
