import Engine

/// What the expectations of a bay's scenario have come to; those that have time to become true are waited for.
/// - Parameter wait: waits that long; `false` where there is no more time.
func verdicts(of bay: Bay, wait: (Duration) -> Bool) -> [Verdict] {
    var trial = Trial(bay.expectations)
    let start = MonotonicTime.now()
    while !trial.hear(bay, after: .nanoseconds(Int64(MonotonicTime.now() - start))), wait(Trial.pause) {}
    return trial.verdicts
}

extension Coverage {
    /// What counts and was not met: `htp.sale.create ERR_NOT_FOUND`.
    var missing: [String] {
        lines.filter(counts).flatMap { line in
            line.outcomes.filter { !$0.isMet }.map { "\(line.operation) \($0.name)" }
        }
    }
}

extension Verdict {
    /// That the bay was made to forget what there was to judge: whoever wants to start over takes another bay.
    static let lostEvidence = Verdict(
        name: "is seen from its beginning to its end",
        passed: false,
        message:
            "cannot be judged: while the command ran, the bay 'default' was reset, its scenario replaced or its "
            + "journal deleted, and what had happened before is forgotten: give each test a bay of its own instead"
    )

    /// How many of the missing ones are named.
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
            let missing = coverage.missing
            for line in missing.prefix(Verdict.named) { message += "\n  not met: \(line)" }
            let more = missing.count - Verdict.named
            if more > 0 { message += "\n  and \(more) more" }
        }
        self.init(name: name, passed: passed, message: message)
    }
}
