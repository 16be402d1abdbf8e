import HTTP

extension Expectation.Retries {
    /// What tells a pause from none, in real time: a client that never waits comes back sooner than this.
    private static let pause = Duration.milliseconds(10)
    /// How much longer the last pause must be than the first for pauses to increase.
    private static let growth = 1.1

    /// One way back to a call that had failed.
    private struct Gap {
        /// From 1.
        let retry: Int
        let length: Duration
        let after: Witnessed
        let next: Witnessed

        /// Whether the length is the client's choice alone: after a stall or a drip, its own time limit is in it.
        var isPure: Bool { after.fault != .stall && after.fault != .drip }
    }

    func complaint(of operations: Expectation.Operations, _ evidence: Evidence) -> String? {
        let calls = evidence.calls(of: operations.indices)
        if let cut = calls.first(where: { $0.request == nil || $0.entry.isCut }) {
            return "cannot be judged: the journal had no room for the body of #\(cut.number)"
        }
        for group in RetryChain.all(in: calls) {
            if let complaint = complaint(group, evidence.contents.clock) {
                return "wanted of \(operations.name): \(wishes)\n\(complaint)"
            }
        }
        return nil
    }

    private var wishes: String {
        var wishes: [String] = []
        if let max { wishes.append("at most \(max) \(max == 1 ? "retry" : "retries")") }
        switch backoff {
        case .increasing: wishes.append("pauses that increase (jitter \(jitter))")
        case .exponential: wishes.append("pauses that double (jitter \(jitter))")
        case .atLeast(let pauses):
            wishes.append(
                "pauses of at least \(pauses.map(\.shown).joined(separator: ", ")) (jitter \(jitter))"
            )
        case nil: break
        }
        if honoursRetryAfter { wishes.append("no retry before Retry-After is over") }
        return wishes.joined(separator: ", ")
    }

    private func complaint(_ chain: [Witnessed], _ clock: Clock) -> String? {
        guard chain.count > 1, let first = chain.first, let request = first.request else { return nil }
        var notes: [UInt64: String] = [:]
        var faults: [String] = []
        if let max, chain.count - 1 > max {
            faults.append("retried \(chain.count - 1) \(chain.count == 2 ? "time" : "times")")
            for call in chain.dropFirst(max + 1) { notes[call.number] = "one too many" }
        }
        let gaps = zip(chain, chain.dropFirst()).enumerated().map { index, pair in
            Gap(retry: index + 1, length: pair.1.instant - pair.0.left, after: pair.0, next: pair.1)
        }
        if honoursRetryAfter {
            for gap in gaps {
                guard let wait = gap.after.retryAfter, gap.length < wait else { continue }
                notes[gap.next.number] =
                    "came back after \(gap.length.shown), was asked to wait \(wait.shown)"
                if !faults.contains("ignored Retry-After") { faults.append("ignored Retry-After") }
            }
        }
        let free = gaps.filter { $0.after.retryAfter == nil }
        if let fault = backoffFault(free, clock, &notes) { faults.append(fault) }
        guard !faults.isEmpty else { return nil }
        var timeline = Timeline()
        for call in chain { timeline.add(call, note: notes[call.number]) }
        var text =
            "the client \(faults.joined(separator: ", ")): "
            + "\(request.text(request.methodName)) \(request.text(request.path))\n\(timeline.text)"
        if clock.mode == .manual, gaps.allSatisfy({ $0.length == .zero }) {
            text += "\nthe bay's clock is moved by hand, and nobody moved it between the attempts"
        }
        return text
    }

    private func backoffFault(_ gaps: [Gap], _ clock: Clock, _ notes: inout [UInt64: String]) -> String? {
        switch backoff {
        case nil:
            return nil
        case .atLeast(let pauses):
            for gap in gaps where !pauses.isEmpty {
                let wanted = pauses[Swift.min(gap.retry, pauses.count) - 1] * (1 - jitter)
                if gap.length < wanted { notes[gap.next.number] = "sooner than \(wanted.shown)" }
            }
            return notes.values.contains { $0.hasPrefix("sooner") } ? "came back too soon" : nil
        case .increasing:
            return growthFault(gaps.filter(\.isPure), factor: 1, clock, &notes)
        case .exponential:
            return growthFault(gaps.filter(\.isPure), factor: 2, clock, &notes)
        }
    }

    /// A single pause has nothing to be compared with; libraries such as urllib3 have none before the first retry.
    private func growthFault(
        _ gaps: [Gap],
        factor: Double,
        _ clock: Clock,
        _ notes: inout [UInt64: String],
    ) -> String? {
        guard gaps.count > 1, let first = gaps.first, let last = gaps.last else { return nil }
        // In the bay's time; a clock slower than real time only makes this stricter.
        let pause = Self.pause * Swift.max(1, clock.speed ?? 1)
        if gaps.dropFirst().allSatisfy({ $0.length < pause }) {
            for gap in gaps { notes[gap.next.number] = notes[gap.next.number] ?? "no pause" }
            return "retried in a tight loop"
        }
        // Either pause may be off by the jitter, the earlier one upwards and the later one downwards.
        let slack = (1 - jitter) / (1 + jitter)
        for (one, other) in zip(gaps, gaps.dropFirst()) {
            // In whole milliseconds, which is what the journal has.
            let wanted = (one.length * (factor * slack)).wholeMilliseconds
            guard other.length.wholeMilliseconds < wanted else { continue }
            notes[other.next.number] =
                "after \(other.length.shown), with \(one.length.shown) before it: "
                + "wanted \(Duration.milliseconds(wanted).shown) or more"
            return "did not back off"
        }
        guard jitter < 1, last.length < first.length * Self.growth else { return nil }
        return "paused \(first.length.shown) at first and \(last.length.shown) in the end"
    }
}

/// The calls that belong together as attempts at one thing: the same method, target and body (or idempotency key), each
/// following one that failed.
enum RetryChain {
    private struct Key: Hashable {
        let vendor: UInt8?
        let operation: UInt16?
        let method: [UInt8]
        let target: [UInt8]
        let idempotencyKey: String?
        let body: [UInt8]

        init(_ call: Witnessed, _ request: Request) {
            vendor = call.entry.summary.vendor
            operation = call.entry.summary.operation
            method = Array(request.head[request.methodName.range])
            target = Array(request.head[request.target.range])
            idempotencyKey = request.field("Idempotency-Key")
            body = idempotencyKey == nil ? request.body : []
        }
    }

    /// In the order of their first attempts.
    static func all(in calls: [Witnessed]) -> [[Witnessed]] {
        var chains: [[Witnessed]] = []
        var open: [Key: Int] = [:]
        for call in calls {
            guard let request = call.request else { continue }
            let key = Key(call, request)
            if let chain = open[key] {
                chains[chain].append(call)
            } else {
                chains.append([call])
                open[key] = chains.count - 1
            }
            if !call.failed { open[key] = nil }
        }
        return chains
    }
}
