import Engine

/// What the expectations of a bay's scenario have come to.
func verdicts(of bay: Bay) -> [Verdict] {
    []
}

/// What was covered in a bay; `nil` where nothing is measured.
func coverage(of bay: Bay) -> Coverage? {
    nil
}

/// Which of the operations and outcomes that there are have been met.
struct Coverage: Equatable, Sendable {
    /// All that could be met, in order: `htp.sale.create ERR_NOT_FOUND`.
    var all: [String]
    var met: Set<String>

    /// In per cent, rounded down: 100 is all of it.
    var percent: Int { all.isEmpty ? 100 : met.intersection(all).count * 100 / all.count }

    /// What several runs have met together.
    static func + (left: Coverage, right: Coverage) -> Coverage {
        let more = right.all.filter { !left.all.contains($0) }
        return Coverage(all: left.all + more, met: left.met.union(right.met))
    }
}

extension Verdict {
    /// How many of the missing ones are named.
    private static let named = 20

    /// Whether enough was covered.
    init(coverage: Coverage?, atLeast percent: Int) {
        let name = "covers at least \(percent) %"
        guard let coverage else {
            self.init(name: name, passed: false, message: "nothing was measured")
            return
        }
        let missing = coverage.all.filter { !coverage.met.contains($0) }
        var message =
            "\(coverage.percent) % is covered: \(coverage.all.count - missing.count) of \(coverage.all.count)"
        let passed = coverage.percent >= percent
        if !passed {
            for line in missing.prefix(Verdict.named) { message += "\n  not met: \(line)" }
            let more = missing.count - Verdict.named
            if more > 0 { message += "\n  and \(more) more" }
        }
        self.init(name: name, passed: passed, message: message)
    }
}
