import Engine
import Glibc

/// What the expectations of a bay's scenario have come to. Those that have some time to become true are looked at until
/// they have, or their time is over.
func verdicts(of bay: Bay) -> [Verdict] {
    var trial = Trial(bay.expectations)
    let start = MonotonicTime.now()
    while !trial.hear(bay, after: .nanoseconds(Int64(MonotonicTime.now() - start))) {
        usleep(UInt32(clamping: Trial.pause.wholeMilliseconds * 1000))
    }
    return trial.verdicts
}

extension Verdict {
    /// How many of the missing outcomes are named.
    private static let named = 20

    /// Whether enough was covered.
    init(coverage: Coverage?, atLeast percent: Int) {
        let name = "covers at least \(percent) %"
        guard let coverage else {
            self.init(name: name, passed: false, message: "nothing was measured")
            return
        }
        var message = "covered: \(coverage.summary)"
        let passed = coverage.percentage >= Double(percent)
        if !passed {
            let missing = coverage.lines.filter(coverage.counts).flatMap { line in
                line.outcomes.filter { !$0.isMet }.map { "\(line.operation) \($0.name)" }
            }
            for line in missing.prefix(Verdict.named) { message += "\n  not met: \(line)" }
            let more = missing.count - Verdict.named
            if more > 0 { message += "\n  and \(more) more" }
        }
        self.init(name: name, passed: passed, message: message)
    }
}
