extension Bay {
    /// What became of the expectations of the bay's scenario, as things are now.
    package func verdicts() -> [Verdict] { verdict(of: expectations) }

    package var expectations: [Expectation] { withContents { $0.start.scenario?.expect ?? [] } }

    /// What becomes of these expectations, as things are now. The bay is free while they are judged.
    package func verdict(of expectations: [Expectation]) -> [Verdict] {
        let evidence = Evidence(contents: withContents { $0 })
        return expectations.map { $0.judge(evidence) }
    }

    package var coverage: Coverage { Coverage(Evidence(contents: withContents { $0 })) }
}

/// Expectations that have some time to become true: looked at again and again, by somebody who can wait.
///
///     var trial = Trial(bay.expectations)
///     while !trial.hear(bay, after: elapsed) { … wait a little … }
///     report(trial.verdicts)
package struct Trial: Sendable {
    private let expectations: [Expectation]
    private var decided: [Verdict?]
    private var latest: [Verdict]

    /// How long to wait between two looks.
    package static let pause = Duration.milliseconds(20)

    package init(_ expectations: [Expectation]) {
        self.expectations = expectations
        decided = Array(repeating: nil, count: expectations.count)
        latest = []
    }

    /// Looks at the bay. One without `within` is decided at the first look; one with it as soon as it holds, else when its
    /// time is over.
    /// - Parameter elapsed: the real time since the trial began.
    /// - Returns: whether all are decided.
    package mutating func hear(_ bay: Bay, after elapsed: Duration) -> Bool {
        let evidence = Evidence(contents: bay.withContents { $0 })
        latest = expectations.indices.map { index in
            if let verdict = decided[index] { return verdict }
            let verdict = expectations[index].judge(evidence)
            if verdict.passed || elapsed >= expectations[index].within ?? .zero { decided[index] = verdict }
            return verdict
        }
        return decided.allSatisfy { $0 != nil }
    }

    /// In the order of the expectations; what was seen last where something is not decided.
    package var verdicts: [Verdict] { latest }
}
