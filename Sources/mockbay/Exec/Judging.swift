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

    var missing: [String] { all.filter { !met.contains($0) } }

    /// From 0 to 100.
    var percentage: Double { all.isEmpty ? 0 : Double(all.count - missing.count) * 100 / Double(all.count) }

    var summary: String { "\(Int(percentage)) % (\(all.count - missing.count) of \(all.count) outcomes)" }

    /// What was met here or there: for several runs.
    func merging(_ other: Coverage) -> Coverage {
        Coverage(all: all + other.all.filter { !all.contains($0) }, met: met.union(other.met))
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
