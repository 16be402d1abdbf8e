import Engine
import Testing

@Suite struct `What is left to chance` {
    /// Vectors of the reference implementation: key 00…0f, message 00, 01, … of the given length.
    @Test(
        arguments: [
            (0, 0x726f_db47_dd0e_0e31), (1, 0x74f8_39c5_93dc_67fd), (8, 0x93f5_f579_9a93_2462),
            (15, 0xa129_ca61_49be_45e5),
        ] as [(Int, UInt64)]
    )
    func `hashes as SipHash-2-4 does`(_ length: Int, _ wanted: UInt64) {
        var hash = SipHash(0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908)
        for byte in 0..<length { hash.add(UInt8(byte)) }
        #expect(hash.finish() == wanted)
    }

    @Test(arguments: 0...9)
    func `hashes a number as its eight bytes`(_ before: Int) {
        var whole = SipHash(1, 2)
        var single = SipHash(1, 2)
        for byte in 0..<before {
            whole.add(UInt8(byte))
            single.add(UInt8(byte))
        }
        whole.add(0x1122_3344_5566_7788 as UInt64)
        for byte in [0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11] as [UInt8] { single.add(byte) }
        whole.add("end")
        single.add("end")
        #expect(whole.finish() == single.finish())
    }

    @Test func `depends on seed, bay, kind and counter, and on nothing else`() {
        let chance = Chance(seed: 42, bay: "default")
        #expect(chance.draw("id", 0) == Chance(seed: 42, bay: "default").draw("id", 0))
        let others = [
            Chance(seed: 43, bay: "default").draw("id", 0), Chance(seed: 42, bay: "ci-7").draw("id", 0),
            chance.draw("token", 0), chance.draw("id", 1),
        ]
        #expect(Set(others + [chance.draw("id", 0)]).count == 5)
    }

    @Test func `draws by kind in order, whatever is drawn beside it`() {
        var alone = Chance(seed: 7, bay: "a")
        var mixed = alone
        for counter in 0..<20 as Range<UInt64> {
            for _ in 0..<counter { _ = mixed.next("other") }
            let number = mixed.next("id")
            #expect(number == alone.next("id"))
            #expect(number == alone.draw("id", counter))
        }
        #expect(mixed.drawn("id") == 20 && mixed.drawn("other") == 190 && mixed.drawn("none") == 0)
    }

    @Test func `goes its own way in a copy`() {
        var chance = Chance(seed: 7, bay: "a")
        var fork = chance
        let first = chance.next("id")
        _ = chance.next("id")
        #expect(fork.next("id") == first)
    }

    /// Fixed once: a change here changes every id and token of every scenario.
    @Test func `gives the same on every machine`() {
        var chance = Chance(seed: 42, bay: "default")
        #expect(chance.next("autosync.customers") == 0xf07c_6a0f_edb7_7363)
        #expect(chance.hex("token", 40) == "de794ff864115471a3ebf60eda1b2266d7d576a3")
        #expect(chance.uuid("order") == "01231c4b-72a4-4d62-8f03-943b8a8fee4c")
    }

    @Test func `writes UUIDs of version 4`() {
        var chance = Chance(seed: 1, bay: "default")
        var seen: Set<String> = []
        for _ in 0..<500 {
            let uuid = Array(chance.uuid("id").utf8)
            seen.insert(String(decoding: uuid, as: UTF8.self))
            #expect(uuid.count == 36)
            for (index, byte) in uuid.enumerated() {
                let isDash = [8, 13, 18, 23].contains(index)
                let allowed = isDash ? "-" : index == 14 ? "4" : index == 19 ? "89ab" : "0123456789abcdef"
                #expect(allowed.utf8.contains(byte))
            }
        }
        #expect(seen.count == 500)
    }
}

@Suite struct `A stream of draws` {
    /// Vectors of the reference implementation.
    @Test func `is SplitMix64`() {
        var draws = Draws(1_234_567)
        #expect(
            (0..<3).map { _ in draws.next() } == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            ]
        )
    }

    @Test(arguments: [1, 2, 3, 7, 10, 1000, 1 << 63, .max] as [UInt64])
    func `stays below its bound`(_ bound: UInt64) {
        var draws = Draws(bound)
        var seen: Set<UInt64> = []
        for _ in 0..<300 {
            let number = draws.below(bound)
            #expect(number < bound)
            seen.insert(number)
        }
        #expect(seen.count >= min(Int(clamping: bound), 200))
        #expect(draws.below(0) == 0)
    }

    @Test func `favours no number`() {
        var draws = Draws(5)
        var counts = [Int](repeating: 0, count: 6)
        for _ in 0..<60_000 { counts[draws.integer(in: -2...3) + 2] += 1 }
        // Five standard deviations of a fair die.
        #expect(counts.allSatisfy { abs($0 - 10_000) < 457 })
    }

    @Test func `fills the ranges that it is given`() {
        var draws = Draws(6)
        #expect(draws.integer(in: 4...4) == 4)
        var low = 0
        var high = 0
        for _ in 0..<100 {
            let number = draws.integer(in: .min ... .max)
            if number < 0 { low += 1 } else { high += 1 }
        }
        #expect(low > 20 && high > 20)
        let nothing = draws.pick([Int]())
        #expect(nothing == nil)
        #expect(draws.pick([3]) == 3)
    }

    @Test(arguments: [0, 1, 15, 16, 17, 40, -1])
    func `writes so many hexadecimal digits`(_ digits: Int) {
        var draws = Draws(7)
        let text = draws.hex(digits)
        #expect(text.utf8.count == max(0, digits))
        #expect(text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) })
    }

    @Test func `has the means and spreads it is asked for`() {
        var draws = Draws(8)
        let count = 20_000
        let uniform = (0..<count).map { _ in draws.uniform(10, 20) }
        let normal = (0..<count).map { _ in draws.normal(mean: 100, deviation: 15) }
        let lognormal = (0..<count).map { _ in draws.lognormal(median: 50, sigma: 0.5) }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        func deviation(_ values: [Double]) -> Double {
            let center = mean(values)
            return mean(values.map { ($0 - center) * ($0 - center) }).squareRoot()
        }
        #expect(uniform.allSatisfy { 10..<20 ~= $0 })
        #expect(abs(mean(uniform) - 15) < 0.1)
        #expect(abs(mean(normal) - 100) < 0.6 && abs(deviation(normal) - 15) < 0.5)
        #expect(abs(lognormal.sorted()[count / 2] - 50) < 1)
        #expect(lognormal.allSatisfy { $0 > 0 })
        #expect((0..<count).allSatisfy { _ in 0..<1 ~= draws.unit() })
        #expect((0..<100).allSatisfy { _ in !draws.happens(atRate: 0) })
        #expect((0..<100).allSatisfy { _ in draws.happens(atRate: 1) })
    }
}
