import JSON

extension ScenarioReader {
    /// Expectations that exclude each other: reported at the later one of the two.
    mutating func reportContradictions(_ read: [(expectation: Expectation, node: JSON.Node)]) {
        var forbidden: [OperationIndex: Int] = [:]
        for (expectation, node) in read {
            for case .never(let operations) in expectation.claims {
                for index in operations.indices { forbidden[index] = forbidden[index] ?? node.position.line }
            }
        }
        var counts: [(what: String, operations: Set<OperationIndex>?, count: Expectation.Count, line: Int)] =
            []
        for (expectation, node) in read {
            for claim in expectation.claims {
                let hopeless = claim.needed.first { needed in needed.allSatisfy { forbidden[$0] != nil } }
                if let line = hopeless?.compactMap({ forbidden[$0] }).min() {
                    report(node, "this can never hold: 'never' on line \(line) forbids the calls")
                }
                guard let (what, operations, count) = claim.counted else { continue }
                let rival = counts.first { other in
                    other.what == what && other.operations == operations
                        && (other.count.min ?? 0 > count.max ?? .max
                            || count.min ?? 0 > other.count.max ?? .max)
                }
                if let rival {
                    report(
                        node,
                        "this can never hold together with line \(rival.line): \(count) and \(rival.count)"
                    )
                }
                counts.append((what, operations, count, node.position.line))
            }
        }
    }
}

extension Expectation.Claim {
    /// Sets of operations, of each of which at least one has to be called.
    fileprivate var needed: [Set<OperationIndex>] {
        switch self {
        case .calls(let operations, let count): count.min ?? 0 > 0 ? [operations.indices] : []
        case .header(let operations, _): [operations.indices]
        case .pages(let index, _): [[index]]
        case .order(let operations): operations.map { [$0.index] }
        case .retries, .never, .record, .count, .unique, .webhook, .flow, .unmatched, .contract, .coverage: []
        }
    }

    /// What it counts, and how much of it there may be.
    fileprivate var counted: (what: String, Set<OperationIndex>?, Expectation.Count)? {
        switch self {
        case .calls(let operations, let count): ("calls", operations.indices, count)
        case .count(let collection, let count): ("records of \(collection)", nil, count)
        case .webhook(let event, _, let count): ("webhook \(event)", nil, count)
        case .retries, .header, .pages, .order, .never, .record, .unique, .flow, .unmatched, .contract,
            .coverage:
            nil
        }
    }
}
