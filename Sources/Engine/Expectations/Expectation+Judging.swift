import HTTP
import JSON

extension Expectation {
    /// Whether it holds in a bay as it is now.
    package func judge(in contents: Bay.Contents) -> Verdict { judge(Evidence(contents: contents)) }

    func judge(_ evidence: Evidence) -> Verdict {
        var complaints: [String] = []
        for claim in claims {
            let journal = evidence.contents.journal
            if claim.readsJournal, journal.hasLost {
                complaints.append(
                    "cannot be judged: the journal has dropped \(journal.dropped) exchanges that it had no room for; "
                        + "a larger --journal keeps them"
                )
                continue
            }
            if let complaint = claim.complaint(evidence) { complaints.append(complaint) }
        }
        return Verdict(
            name: name,
            passed: complaints.isEmpty,
            message: complaints.isEmpty ? "it holds" : complaints.joined(separator: "\n"),
            place: place
        )
    }
}

extension Expectation.Claim {
    /// What was wanted, what came instead; `nil` where it holds.
    fileprivate func complaint(_ evidence: Evidence) -> String? {
        switch self {
        case .calls(let operations, let count): calls(of: operations, count, evidence)
        case .retries(let operations, let retries): retries.complaint(of: operations, evidence)
        case .header(let operations, let fields): header(fields, of: operations, evidence)
        case .pages(let operation, let name): PageWalks.complaint(of: operation, name, evidence)
        case .order(let operations): order(operations, evidence)
        case .never(let operations): calls(of: operations, .init(max: 0), evidence)
        case .record(let record, let has): evidence.complaint(record, has: has)
        case .count(let collection, let count): evidence.complaint(collection, count)
        case .unique(let collection, let field): evidence.complaint(duplicatesOf: field, in: collection)
        case .webhook(let event, let vendor, let count): evidence.complaint(event, of: vendor, count)
        case .flow: evidence.flowComplaint
        case .unmatched: unmatched(evidence)
        case .contract: contract(evidence)
        case .coverage(let min): coverage(min, evidence)
        }
    }

    private func calls(
        of operations: Expectation.Operations,
        _ count: Expectation.Count,
        _ evidence: Evidence,
    ) -> String? {
        let calls = evidence.calls(of: operations.indices)
        guard !count.admits(calls.count) else { return nil }
        let wanted = count.max == 0 ? "no call" : count.of("call")
        let start = "wanted \(wanted) of \(operations.name), got \(calls.count)"
        if calls.isEmpty { return "\(start)\n\(evidence.whatCameInstead(of: operations.indices))" }
        return "\(start)\n\(Timeline.of(calls))"
    }

    private func header(
        _ wanted: [(name: String, value: String)],
        of operations: Expectation.Operations,
        _ evidence: Evidence,
    ) -> String? {
        let calls = evidence.calls(of: operations.indices)
        guard !calls.isEmpty else {
            return "wanted calls of \(operations.name) with certain headers, got no call at all\n"
                + evidence.whatCameInstead(of: operations.indices)
        }
        var timeline = Timeline()
        for call in calls {
            guard let request = call.request else {
                return "cannot be judged: the journal had no room for the head of #\(call.number)"
            }
            let missing = wanted.filter { name, value in
                !request.fields.lines.contains { line in
                    request.text(line.name).lowercased() == name.lowercased()
                        && request.text(line.value) == value
                }
            }
            guard !missing.isEmpty else { continue }
            // Its value is not told: it may be a credential.
            let notes = missing.map { name, _ in
                let isThere = request.fields.lines.contains {
                    request.text($0.name).lowercased() == name.lowercased()
                }
                return isThere ? "another \(name)" : "no \(name)"
            }
            timeline.add(call, note: notes.joined(separator: ", "))
        }
        guard !timeline.lines.isEmpty else { return nil }
        let names = wanted.map(\.name).joined(separator: ", ")
        return
            "wanted every call of \(operations.name) to have the header \(names) as given; "
            + "\(timeline.lines.count) of \(calls.count) did not\n\(timeline.text)"
    }

    private func order(
        _ wanted: [(name: String, index: OperationIndex)],
        _ evidence: Evidence,
    ) -> String? {
        let start = "wanted this order: \(wanted.map(\.name).joined(separator: ", "))"
        var next = 0
        var timeline = Timeline()
        for call in evidence.calls(of: Set(wanted.map(\.index))) {
            let name = call.entry.summary.index.map { evidence.operation($0).name } ?? ""
            if next < wanted.count, wanted[next].index == call.entry.summary.index {
                next += 1
            } else if !wanted[..<next].contains(where: { $0.index == call.entry.summary.index }) {
                timeline.add(call, note: "\(name) before \(wanted[next].name)")
                return "\(start); \(name) came too early\n\(timeline.text)"
            }
            timeline.add(call, note: name)
        }
        guard next < wanted.count else { return nil }
        return "\(start); \(wanted[next].name) did not come"
            + (timeline.lines.isEmpty ? "" : "\n\(timeline.text)")
    }

    private func unmatched(_ evidence: Evidence) -> String? {
        let strays = evidence.contents.journal.summaries().filter {
            $0.operation == nil && $0.method != .options
        }
        guard !strays.isEmpty else { return nil }
        let lines = strays.prefix(Timeline.most).map { summary in
            let request = evidence.contents.journal[summary.number]?.request
            // The query may have credentials in it.
            let target = request.map { "\($0.text($0.methodName)) \($0.text($0.path))" } ?? "?"
            return "  #\(summary.number)  \(summary.instant.iso8601)  \(target)  \(summary.status)"
        }
        return
            "wanted every request to be one that the vendors know, \(strays.count) are not\n"
            + lines.joined(separator: "\n")
    }

    private func contract(_ evidence: Evidence) -> String? {
        var lines: [String] = []
        for (summary, index) in evidence.summaries {
            guard let entry = evidence.contents.journal[summary.number] else { continue }
            let operation = evidence.contents.contract(of: index)
            guard let request = entry.request, !entry.isCut else {
                return "cannot be judged: the journal had no room for the body of #\(entry.number)"
            }
            for violation in operation.violations(in: request) {
                lines.append(
                    "  #\(entry.number)  \(summary.instant.iso8601)  \(operation.name)  \(violation)"
                )
            }
        }
        guard !lines.isEmpty else { return nil }
        let more = lines.count > Timeline.most ? "\n  ... \(lines.count - Timeline.most) more ..." : ""
        return
            "wanted calls as the vendors document them, found \(lines.count) that differ\n"
            + lines.prefix(Timeline.most).joined(separator: "\n") + more
    }

    private func coverage(_ min: Double, _ evidence: Evidence) -> String? {
        let coverage = Coverage(evidence)
        guard coverage.percentage < min else { return nil }
        let missing = coverage.lines.filter { coverage.counts($0) }.flatMap { line in
            line.outcomes.filter { !$0.isMet }.map { "  \(line.operation): \($0.name)" }
        }
        let more =
            missing.count > Timeline.most ? "\n  ... \(missing.count - Timeline.most) more ..." : ""
        return
            "wanted a coverage of \(JSON.Number(min)) %, got \(coverage.summary)"
            + (missing.isEmpty ? "" : "; not met:\n")
            + missing.prefix(Timeline.most).joined(separator: "\n") + more
    }
}
