package import JSON

/// How far a bay has got in its scenario: in the steps of its `flow`, in what it does `at` times, in its `chaos`.
///
/// A list of steps is gone through in order. The current step is the first that is not used up; a call that it does not
/// want passes by and gets real behaviour. A step that takes the rest of the calls never is used up, so that one it does
/// not want goes on to the step after it. Behind the last step there is real behaviour again.
package struct Flow: Sendable {
    package struct Taken: Sendable {
        package let step: Step
        package let reference: StepReference
    }

    private struct Progress: Sendable {
        struct State: Sendable {
            /// How many calls used the step.
            var used = 0
            /// When calls began to come to it.
            var entered: Instant?
            var firstCall: Instant?
            /// When it was used up.
            var ended: Instant?
        }

        let rule: Scenario.Rule
        var steps: [State]
        /// The first step that is not used up.
        var current = 0
    }

    private let scenario: Scenario?
    private var rules: [Progress]
    /// By vendor and operation: the position of its rule, -1 for none. Empty where there are no rules at all.
    private let ruleOf: [[Int]]
    /// The rules with steps that end without a call.
    private let timed: [Int]
    /// Counts attempts where a step asks for them.
    private var retries: RetryGroups?
    /// When it all began; `nil` before that.
    private var start: Instant?
    package internal(set) var agenda = Agenda()
    var chaos: Chaos

    package init(_ scenario: Scenario?, mounts: [any Mounted]) {
        self.scenario = scenario
        let all = scenario?.flow ?? []
        rules = all.map { Progress(rule: $0, steps: $0.steps.map { _ in Progress.State() }) }
        ruleOf =
            all.isEmpty
            ? [] : mounts.map { mount in mount.operations.map { Flow.rule(for: $0.name, among: all) } }
        timed = all.indices.filter { all[$0].steps.contains(where: \.extent.isTimed) }
        if all.contains(where: { $0.steps.contains { $0.when.attempt != nil } }) { retries = RetryGroups() }
        chaos = Chaos(scenario?.chaos ?? [], mounts: mounts)
    }

    /// The position of the most specific rule for an operation.
    private static func rule(for operation: String, among rules: [Scenario.Rule]) -> Int {
        rules.indices.filter { rules[$0].selector.takes(operation) }
            .max { rules[$0].selector.reach < rules[$1].selector.reach } ?? -1
    }

    /// From now on times count. One that has begun goes on as it is.
    mutating func begin(at now: Instant) {
        guard start == nil else { return }
        start = now
        agenda = Agenda(scenario?.at ?? [], from: now)
        for index in rules.indices { enter(index, 0, at: now) }
    }

    /// Which attempt of its retry group the call is; `nil` where no step asks for that. Its end is to be told with
    /// `noteOutcome`.
    package func attempt(of call: Call, vendor: Int) -> RetryGroups.Attempt? {
        retries?.attempt(of: call, vendor: vendor)
    }

    package mutating func noteOutcome(of attempt: RetryGroups.Attempt, failed: Bool) {
        retries?.note(attempt, failed: failed)
    }

    var hasRules: Bool { !rules.isEmpty }

    /// The step that applies to the call, used up by one; `nil` for real behaviour.
    /// - Parameters:
    ///   - attempt: the call's number within its retry group, where it is counted.
    ///   - worlds: all of the bay, that of the call's vendor with the time of the call.
    package mutating func take(
        _ call: Call,
        vendor: Int,
        attempt: Int? = nil,
        in worlds: [any MountedWorld],
    ) -> Taken? {
        guard hasRules else { return nil }
        let index = ruleOf[vendor][call.operation]
        guard index >= 0 else { return nil }
        let now = worlds[vendor].now
        begin(at: now)
        let steps = rules[index].rule.steps
        let vendors = scenario?.vendors ?? []
        for position in rules[index].current..<steps.count {
            let step = steps[position]
            if rules[index].steps[position].ended != nil { continue }
            let holds = step.when.holds(for: call, attempt: attempt) { key in
                vendors.firstIndex(of: key).map { worlds[$0] }
            }
            guard holds else {
                if step.extent == .rest { continue }
                return nil
            }
            rules[index].steps[position].used += 1
            if rules[index].steps[position].firstCall == nil {
                rules[index].steps[position].firstCall = now
            }
            settle(index, in: worlds, at: now)
            return Taken(
                step: step,
                reference: StepReference(selector: rules[index].rule.selector.text, step: position + 1)
            )
        }
        return nil
    }

    /// Whether time or the world alone can use steps up.
    var isTimed: Bool { !timed.isEmpty }

    /// Looks which steps have been used up by time, or by the world being as they wait for.
    mutating func settle(in worlds: [any MountedWorld], at now: Instant) {
        for index in timed { settle(index, in: worlds, at: now) }
    }

    private mutating func settle(_ index: Int, in worlds: [any MountedWorld], at now: Instant) {
        let steps = rules[index].rule.steps
        var position = rules[index].current
        while position < steps.count, rules[index].steps[position].entered != nil {
            let ended =
                rules[index].steps[position].ended
                ?? end(of: steps[position].extent, rules[index].steps[position], in: worlds, at: now)
            if let ended {
                rules[index].steps[position].ended = ended
                if position == rules[index].current { rules[index].current += 1 }
                enter(index, position + 1, at: ended)
            } else if steps[position].extent != .rest {
                return
            }
            position += 1
        }
    }

    /// Calls come to a step; through one that takes the rest, also to the one behind it.
    private mutating func enter(_ index: Int, _ first: Int, at time: Instant) {
        let steps = rules[index].rule.steps
        for position in first..<max(first, steps.count) {
            if rules[index].steps[position].entered == nil { rules[index].steps[position].entered = time }
            guard steps[position].extent == .rest else { return }
        }
    }

    /// When a step was used up; `nil` where it is not.
    private func end(
        of extent: Step.Extent,
        _ state: Progress.State,
        in worlds: [any MountedWorld],
        at now: Instant,
    ) -> Instant? {
        switch extent {
        case .rest: return nil
        case .calls(let count): return state.used >= count ? now : nil
        case .time(let duration, let start):
            let begin = start == .entry ? state.entered : state.firstCall
            guard let end = begin.map({ $0 + duration }), end <= now else { return nil }
            return end
        case .until(let record, let has):
            guard let vendor = scenario?.vendors.firstIndex(of: record.vendor),
                worlds[vendor].value(of: record)?.contains(has) == true
            else { return nil }
            return now
        }
    }

    /// Writes the scenario with its progress: `{"scenario": …, "progress": {"<selector>": [{"step", "used", "of",
    /// "done", "line"}, …]}}`, with a `file` where the step stands in another one. Steps count from 1; without a
    /// scenario the first is `null`.
    package func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("scenario", scenario?.source ?? .null)
            json.object("progress") { json in
                for progress in rules {
                    json.key(progress.rule.selector.text)
                    json.array { json in
                        for position in progress.steps.indices { write(progress, position, to: &json) }
                    }
                }
            }
        }
    }

    private func write(_ progress: Progress, _ position: Int, to json: inout JSON.Writer) {
        let step = progress.rule.steps[position]
        json.object { json in
            json.member("step", position + 1)
            json.member("used", progress.steps[position].used)
            json.member("of", step.extent.summary)
            json.member("done", progress.steps[position].ended != nil)
            json.member("line", step.place.line)
            if progress.rule.file != scenario?.file { json.member("file", progress.rule.file) }
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
                        : progress.steps[position].ended != nil
                            ? .usedUp : differences.isEmpty ? .waits : .differs
                    return Explanation.Step(
                        number: position + 1,
                        line: step.place.line,
                        used: progress.steps[position].used,
                        extent: step.extent,
                        outcome: outcome,
                        differences: outcome == .used ? [] : differences
                    )
                }
                return Explanation.Rule(selector: selector, isChosen: index == chosen, steps: steps)
            }
    }
}
