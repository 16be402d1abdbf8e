package import JSON

/// How far a bay has got in its scenario's `flow`.
///
/// A list is gone through in order. The current step is the first that is not used up; a call that it does not want
/// passes by and gets real behaviour. A step that takes the rest of the calls never is used up, so that one it does
/// not want goes on to the step after it. Behind the last step there is real behaviour again.
package struct Flow: Sendable {
    package struct Taken: Sendable {
        package let step: Step
        package let reference: StepReference
    }

    private struct Progress: Sendable {
        let rule: Scenario.Rule
        /// By step: how many calls used it.
        var used: [Int]
        /// The first step that is not used up.
        var current = 0
    }

    private let scenario: Scenario?
    private var rules: [Progress]
    /// By vendor and operation: the position of its rule, -1 for none. Empty where there are no rules at all.
    private let ruleOf: [[Int]]
    /// Counts attempts where a step asks for them.
    private var retries: RetryGroups?

    package init(_ scenario: Scenario?, mounts: [any Mounted]) {
        self.scenario = scenario
        let all = scenario?.flow ?? []
        rules = all.map { Progress(rule: $0, used: Array(repeating: 0, count: $0.steps.count)) }
        ruleOf =
            all.isEmpty
            ? [] : mounts.map { mount in mount.operations.map { Flow.rule(for: $0.name, among: all) } }
        if all.contains(where: { $0.steps.contains { $0.when.attempt != nil } }) { retries = RetryGroups() }
    }

    /// The position of the most specific rule for an operation.
    private static func rule(for operation: String, among rules: [Scenario.Rule]) -> Int {
        rules.indices.filter { rules[$0].selector.takes(operation) }
            .max { rules[$0].selector.reach < rules[$1].selector.reach } ?? -1
    }

    /// Which attempt of its retry group the call is; `nil` where no step asks for that. Its end is to be told with
    /// `noteOutcome`.
    package func attempt(of call: Call, vendor: Int) -> RetryGroups.Attempt? {
        retries?.attempt(of: call, vendor: vendor)
    }

    package mutating func noteOutcome(of attempt: RetryGroups.Attempt, failed: Bool) {
        retries?.note(attempt, failed: failed)
    }

    /// The step that applies to the call, used up by one; `nil` for real behaviour.
    /// - Parameter attempt: the call's number within its retry group, where it is counted.
    package mutating func take(
        _ call: Call,
        vendor: Int,
        attempt: Int? = nil,
        in worlds: [any MountedWorld],
    ) -> Taken? {
        guard !ruleOf.isEmpty else { return nil }
        let index = ruleOf[vendor][call.operation]
        guard index >= 0 else { return nil }
        let steps = rules[index].rule.steps
        let vendors = scenario?.vendors ?? []
        for position in rules[index].current..<steps.count {
            let step = steps[position]
            if case .calls(let count) = step.extent, rules[index].used[position] >= count { continue }
            let holds = step.when.holds(for: call, attempt: attempt) { key in
                vendors.firstIndex(of: key).map { worlds[$0] }
            }
            guard holds else {
                if step.extent == .rest { continue }
                return nil
            }
            rules[index].used[position] += 1
            skipUsedUp(index)
            return Taken(
                step: step,
                reference: StepReference(selector: rules[index].rule.selector.text, step: position + 1)
            )
        }
        return nil
    }

    private mutating func skipUsedUp(_ index: Int) {
        while rules[index].current < rules[index].used.count,
            isUsedUp(rules[index], rules[index].current)
        { rules[index].current += 1 }
    }

    private func isUsedUp(_ progress: Progress, _ step: Int) -> Bool {
        guard case .calls(let count) = progress.rule.steps[step].extent else { return false }
        return progress.used[step] >= count
    }

    /// Writes the scenario with its progress: `{"scenario": …, "progress": {"<selector>": [{"step", "used", "of",
    /// "done", "line"}, …]}}`. Steps count from 1; without a scenario the first is `null`.
    package func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("scenario", scenario?.source ?? .null)
            json.object("progress") { json in
                for progress in rules {
                    json.key(progress.rule.selector.text)
                    json.array { json in
                        for position in progress.used.indices { write(progress, position, to: &json) }
                    }
                }
            }
        }
    }

    private func write(_ progress: Progress, _ position: Int, to json: inout JSON.Writer) {
        let step = progress.rule.steps[position]
        json.object { json in
            json.member("step", position + 1)
            json.member("used", progress.used[position])
            switch step.extent {
            case .calls(let count): json.member("of", count)
            case .rest: json.member("of", "rest")
            }
            json.member("done", isUsedUp(progress, position))
            json.member("line", step.place.line)
        }
    }
}

/// Which step a call used: the rule by its selector, the step by its position from 1.
package struct StepReference: Sendable, Hashable, CustomStringConvertible {
    package var selector: String
    package var step: Int

    package init(selector: String, step: Int) {
        self.selector = selector
        self.step = step
    }

    package var description: String { "\(selector)[\(step)]" }
}

extension Flow {
    /// The rules that take a call's operation, the one that counts first, and what each of its steps makes of the call.
    /// - Parameter reference: the step that the call used, `htp.sale.create[2]`.
    func review(
        _ call: Call,
        named name: String,
        vendor: Int,
        attempt: Int?,
        used reference: String?,
        in worlds: [any MountedWorld],
    ) -> [Explanation.Rule] {
        guard !ruleOf.isEmpty else { return [] }
        let chosen = ruleOf[vendor][call.operation]
        let vendors = scenario?.vendors ?? []
        return rules.indices.filter { $0 == chosen || rules[$0].rule.selector.takes(name) }
            .sorted { rules[$0].rule.selector.reach > rules[$1].rule.selector.reach }
            .map { index in
                let progress = rules[index]
                let selector = progress.rule.selector.text
                let steps = progress.rule.steps.enumerated().map { position, step in
                    let differences = step.when.differences(for: call, attempt: attempt) { key in
                        vendors.firstIndex(of: key).map { worlds[$0] }
                    }
                    let own = StepReference(selector: selector, step: position + 1).description
                    let outcome: Explanation.Step.Outcome =
                        own == reference
                        ? .used
                        : isUsedUp(progress, position) ? .usedUp : differences.isEmpty ? .waits : .differs
                    return Explanation.Step(
                        number: position + 1,
                        line: step.place.line,
                        used: progress.used[position],
                        extent: step.extent,
                        outcome: outcome,
                        differences: outcome == .used ? [] : differences
                    )
                }
                return Explanation.Rule(selector: selector, isChosen: index == chosen, steps: steps)
            }
    }
}
