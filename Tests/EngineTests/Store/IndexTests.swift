import Engine
import Testing

@Suite struct `An index` {
    struct Pair: Hashable, Comparable {
        var key: Int
        var id: Int

        static func < (left: Pair, right: Pair) -> Bool { (left.key, left.id) < (right.key, right.id) }
    }

    func check(_ index: Index<Int, Int>, _ model: Set<Pair>, _ keys: Int, _ draws: inout Draws) {
        let sorted = model.sorted()
        #expect(index.count == sorted.count)
        #expect(Array(index.ids) == sorted.map(\.id))
        var counts: [Int: Int] = [:]
        for pair in sorted { counts[pair.key, default: 0] += 1 }
        #expect(index.distinctKeys == counts.keys.sorted())
        #expect(index.keys.map(\.count) == counts.keys.sorted().map { counts[$0] })
        for key in -1...keys {
            let ids = sorted.filter { $0.key == key }.map(\.id)
            #expect(Array(index.ids(for: key)) == ids)
            #expect(index.count(for: key) == ids.count)
            #expect(index.first(for: key) == ids.first)
            #expect(index.contains(key) == !ids.isEmpty)
        }
        let low = draws.integer(in: -1...keys)
        let high = draws.integer(in: low...keys)
        #expect(Array(index.ids(in: low..<high)) == sorted.filter { low..<high ~= $0.key }.map(\.id))
        #expect(Array(index.ids(in: low...high)) == sorted.filter { low...high ~= $0.key }.map(\.id))
        #expect(Array(index.ids(from: low)) == sorted.filter { $0.key >= low }.map(\.id))
        let page = index.ids(in: low...high).page(offset: 5, limit: 90)
        #expect(
            Array(page) == Array(sorted.filter { low...high ~= $0.key }.map(\.id).dropFirst(5).prefix(90))
        )
        #expect(page.count == Array(page).count)
    }

    /// Few keys, so that one spans many pages; many, so that pages hold many.
    @Test(arguments: [3, 40], 1...3 as ClosedRange<UInt64>)
    func `agrees with a sorted set, and so does every fork of it`(_ keys: Int, _ seed: UInt64) {
        var draws = Draws(seed)
        var index = Index<Int, Int>()
        var model: Set<Pair> = []
        var forks: [(Index<Int, Int>, Set<Pair>)] = []
        for round in 0..<6 {
            let growth = [0.9, 0.2, 0.7][round % 3]
            for _ in 0..<1000 {
                let pair = Pair(key: Int(draws.below(UInt64(keys))), id: Int(draws.below(900)))
                if draws.happens(atRate: growth) {
                    #expect(index.insert(pair.key, pair.id) == model.insert(pair).inserted)
                } else if draws.happens(atRate: 0.5), let old = model.min() {
                    index.move(old.id, from: old.key, to: pair.key)
                    model.remove(old)
                    model.insert(Pair(key: pair.key, id: old.id))
                } else {
                    #expect(index.remove(pair.key, pair.id) == (model.remove(pair) != nil))
                }
                #expect(index.contains(pair.key, pair.id) == model.contains(pair))
            }
            check(index, model, keys, &draws)
            forks.append((index, model))
        }
        for (fork, model) in forks { check(fork, model, keys, &draws) }
    }

    @Test func `made of many pairs holds each once`() {
        var draws = Draws(9)
        let pairs = (0..<3000).map { _ in (Int(draws.below(20)), Int(draws.below(200))) }
        let index = Index(pairs)
        check(index, Set(pairs.map { Pair(key: $0.0, id: $0.1) }), 20, &draws)
    }

    @Test func `is empty without pairs`() {
        let index = Index<String, Int>()
        #expect(index.isEmpty && index.distinctKeys.isEmpty)
        #expect(index.ids(for: "a").isEmpty && index.ids(in: "a"..."b").first == nil)
        #expect(index.first(for: "a") == nil && index.count(for: "a") == 0)
    }
}
