import Engine
import Testing

@Suite struct `The latest answers` {
    @Test func `are given as long as their edition is the present one`() {
        var latest = Latest<String, Int, String>(most: 2, largest: 10)
        latest.keep("a1", to: "a", of: 1, size: 1)
        #expect(latest.answer(to: "a", of: 1) == "a1")
        #expect(latest.answer(to: "b", of: 1) == nil)
        #expect(latest.answer(to: "a", of: 2) == nil)
        #expect(latest.answer(to: "a", of: 1) == nil, "forgotten with its edition")
    }

    @Test func `are so many at most, those that were used last`() {
        var latest = Latest<String, Int, String>(most: 2, largest: 10)
        for name in ["a", "b"] { latest.keep(name, to: name, of: 1, size: 1) }
        #expect(latest.answer(to: "a", of: 1) == "a")
        latest.keep("c", to: "c", of: 1, size: 1)
        #expect(["a", "b", "c"].map { latest.answer(to: $0, of: 1) } == ["a", nil, "c"])
    }

    @Test func `are so large together at most, the newest aside`() {
        var latest = Latest<String, Int, String>(most: 9, largest: 10)
        for (name, size) in [("a", 6), ("b", 5), ("c", 5), ("d", 99)] {
            latest.keep(name, to: name, of: 1, size: size)
        }
        #expect(["a", "b", "c", "d"].map { latest.answer(to: $0, of: 1) } == [nil, "b", "c", "d"])
    }
}
