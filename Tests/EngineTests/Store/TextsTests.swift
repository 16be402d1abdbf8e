import Engine
import Testing

@Suite struct `Searched texts` {
    struct Owner: Hashable, Comparable {
        var key: Int
        var id: Int

        static func < (left: Self, right: Self) -> Bool { (left.key, left.id) < (right.key, right.id) }
    }

    static func text(_ draws: inout Draws, longest: Int) -> [UInt8] {
        (0..<draws.integer(in: 0...longest)).map { _ in draws.pick(Array("abAé".utf8)) ?? 0 }
    }

    static func has(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        text.indices.contains { text[$0...].starts(with: part) }
    }

    /// What is looked for each time, as the last of all: writes keep true what was found of it.
    static let usual = ["a", "ab", "bA", "éa", "aab"].map { Array($0.utf8) }

    func check(_ texts: Texts<Int, Int>, _ model: [Owner: [UInt8]], _ draws: inout Draws) {
        let drawn = (0..<12).map { _ in Self.text(&draws, longest: 3) + [UInt8(ascii: "a")] }
        for part in drawn + Self.usual {
            let found = model.filter { Self.has($0.value, part) }.keys.sorted()
            #expect(Array(texts.ids(containing: part)) == found.map(\.id))
            for key in -1...3 {
                #expect(
                    Array(texts.ids(for: key, containing: part)) == found.filter { $0.key == key }.map(\.id)
                )
            }
        }
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `are found by their parts as by looking at each, and so are those of every fork`(_ seed: UInt64) {
        var draws = Draws(seed)
        var texts = Texts<Int, Int>()
        var model: [Owner: [UInt8]] = [:]
        var forks: [(Texts<Int, Int>, [Owner: [UInt8]])] = []
        for round in 0..<6 {
            let growth = [0.9, 0.2, 0.7][round % 3]
            for _ in 0..<600 {
                let owner = Owner(key: draws.integer(in: 0...2), id: draws.integer(in: 0...300))
                if draws.happens(atRate: growth) {
                    let text = Self.text(&draws, longest: 20)
                    texts.set(text, owner.key, owner.id)
                    model[owner] = text
                } else {
                    texts.remove(owner.key, owner.id)
                    model[owner] = nil
                }
            }
            check(texts, model, &draws)
            forks.append((texts, model))
        }
        for (fork, model) in forks { check(fork, model, &draws) }
        let rebuilt = Texts(model.map { ($0.key.key, $0.key.id, $0.value) })
        check(rebuilt, model, &draws)
    }

    @Test(arguments: 0..<4)
    func `tell where a part begins first`(_ seed: UInt64) {
        var draws = Draws(seed)
        for _ in 0..<800 {
            let text = Self.text(&draws, longest: 40)
            let part = Self.text(&draws, longest: 4) + [UInt8(ascii: "b")]
            let start = draws.integer(in: 0...text.count)
            let first = text.indices.first { $0 >= start && text[$0...].starts(with: part) }
            #expect(firstPlace(of: part, in: text, from: start) == first ?? text.count, "\(part) in \(text)")
        }
    }
}
