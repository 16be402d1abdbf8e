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
        var counts: [Counted: [(count: Expectation.Count, line: Int)]] = [:]
        for (expectation, node) in read {
            for claim in expectation.claims {
                let hopeless = claim.needed.first { needed in needed.allSatisfy { forbidden[$0] != nil } }
                if let line = hopeless?.compactMap({ forbidden[$0] }).min() {
                    report(node, "this can never hold: 'never' on line \(line) forbids the calls")
                }
                guard let (what, count) = claim.counted else { continue }
                let others = counts[what] ?? []
                let rival = others.first { other in
                    other.count.least > count.most || count.least > other.count.most
                }
                if let rival {
                    report(
                        node,
                        "this can never hold together with line \(rival.line): \(count) and \(rival.count)"
                    )
                }
                // One that leaves no less room than those before it is nobody's first rival; there may be thousands.
                if others.allSatisfy({ $0.count.least < count.least })
                    || others.allSatisfy({ $0.count.most > count.most })
                {
                    counts[what, default: []].append((count, node.position.line))
                }
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
    fileprivate var counted: (Counted, Expectation.Count)? {
        switch self {
        case .calls(let operations, let count): (.calls(operations.indices), count)
        case .count(let collection, let count): (.records(collection), count)
        case .webhook(let event, _, let count): (.webhooks(event), count)
        case .retries, .header, .pages, .order, .never, .record, .unique, .flow, .unmatched, .contract,
            .coverage:
            nil
        }
    }
}

private enum Counted: Hashable {
    case calls(Set<OperationIndex>)
    case records(Expectation.CollectionReference)
    case webhooks(String)
}

extension Expectation.Count {
    fileprivate var least: Int { min ?? 0 }
    fileprivate var most: Int { max ?? .max }
}
