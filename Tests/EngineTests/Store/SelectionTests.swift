import Engine
import Testing

@Suite struct `A selection` {
    private typealias Found = Hits<Int, Int>

    /// Keys from 0 on, of which the first have many ids and the last few.
    private func index(_ draws: inout Draws) -> (index: Index<Int, Int>, model: [Set<Int>]) {
        var model: [Set<Int>] = [Set(0..<2000)]
        for key in 1...4 {
            let share = [1.0, 0.7, 0.4, 0.02, 0.0][key]
            model.append(Set((0..<2000).filter { _ in draws.happens(atRate: share) }))
        }
        let pairs = model.enumerated().flatMap { key, ids in ids.map { (key, $0) } }
        return (Index(pairs), model)
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `holds what is in all of its sets`(_ seed: UInt64) {
        var draws = Draws(seed)
        let (index, model) = index(&draws)
        for _ in 0..<100 {
            var selection = Selection(index.ids(for: 0))
            var expected = model[0]
            for key in 1...4 where draws.happens(atRate: 0.4) {
                if draws.happens(atRate: 0.3) {
                    // In any order, and twice.
                    selection.keep(Array(model[key]) + Array(model[key]))
                } else {
                    selection.keep(index.ids(for: key))
                }
                expected.formIntersection(model[key])
            }
            if draws.happens(atRate: 0.3) {
                let (low, high) = (draws.integer(in: 0...2000), draws.integer(in: 0...2000))
                selection.keep(index.ids(for: 0, from: low, upTo: high))
                expected = expected.filter { low <= $0 && $0 < high }
            }
            let hits = selection.hits
            #expect(hits.ids == expected.sorted())
            #expect(hits.count == expected.count)
        }
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `is paged alone or merged with others, from either end`(_ seed: UInt64) {
        var draws = Draws(seed)
        let (index, model) = index(&draws)
        for _ in 0..<150 {
            let keys = (1...4).filter { _ in draws.happens(atRate: 0.6) }
            let hits = keys.map { key in
                draws.happens(atRate: 0.5) ? Found.run(index.ids(for: key)) : .list(model[key].sorted())
            }
            let isReversed = draws.happens(atRate: 0.5)
            let (offset, limit) = (draws.integer(in: 0...2500), draws.integer(in: 0...60))
            func page(_ sorted: [Int], _ limit: Int) -> [Int] {
                Array((isReversed ? sorted.reversed() : sorted).dropFirst(offset).prefix(limit))
            }
            let all = keys.flatMap { model[$0] }.sorted()
            #expect(
                hits.merged(offset: offset, limit: limit, isReversed: isReversed) == page(all, limit)
            )
            for (key, part) in zip(keys, hits) {
                #expect(
                    part.page(offset: offset, limit: .max, isReversed: isReversed)
                        == page(model[key].sorted(), .max)
                )
            }
        }
    }
}
