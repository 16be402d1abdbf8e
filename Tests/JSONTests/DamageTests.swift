import JSON
import Testing

/// Texts that are cut or changed anywhere are read or refused, and never do anything else.
@Suite struct `Damaged texts` {
    static let samples = [
        #"{"id": 42, "price": -1166.40e+2, "name": "caf\u00e9 \"🛻\"\n \ud83d\uDEFB", "tags": ["a", [], {"b": null}]}"#,
        "// c é\n{ /* x */ \"a\": [1, 2.5, true,], \"b\": {\"c\": false, }, }\n",
        #"[0.5,1e-7,"日本語 and some more text, longer than a word",[[[[{}]]]],"",null,{"k":{"k":{"k":[]}}}]"#,
    ].map { Array($0.utf8) }

    @Test(arguments: samples.indices, [Dialect.strict, .lenient])
    func `are refused when cut anywhere`(_ sample: Int, _ dialect: Dialect) {
        let whole = Self.samples[sample]
        let end = whole.lastIndex { $0 != 0x0A } ?? 0
        for count in 0..<end {
            let error = #expect(throws: SyntaxError.self) {
                try Document(Array(whole[..<count]), dialect: dialect)
            }
            #expect((0...count).contains(error?.position.offset ?? -1))
        }
    }

    @Test(arguments: 0..<8)
    func `are refused, or read and written so that they read the same, when changed at random`(_ seed: UInt64)
        throws
    {
        var random = SplitMix(state: seed)
        var accepted = 0
        for _ in 0..<2_000 {
            var bytes = Self.samples.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...3, using: &random) { damage(&bytes, &random) }
            let dialect = Bool.random(using: &random) ? Dialect.strict : .lenient
            do throws(SyntaxError) {
                let document = try Document(bytes, dialect: dialect, limits: Limits(duplicateKeys: .report))
                accepted += 1
                let value = document.root.value
                var fromNode = Writer()
                fromNode.node(document.root)
                var fromValue = Writer()
                fromValue.value(value)
                #expect(try Value.parse(fromNode.bytes) == value)
                #expect(try Value.parse(fromValue.bytes) == value)
            } catch {
                #expect((0...bytes.count).contains(error.position.offset))
                #expect(error.position.line >= 1 && error.position.column >= 1)
            }
        }
        #expect(accepted > 100 && accepted < 1_900)
    }

    private func damage(_ bytes: inout [UInt8], _ random: inout SplitMix) {
        let place = Int.random(in: 0..<max(1, bytes.count), using: &random)
        guard place < bytes.count else { return }
        let token = "{}[]\",:/*\\u0e.-+ \n\0é".utf8.randomElement(using: &random) ?? 0
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
        case 1: bytes[place] = token
        case 2: bytes.insert(token, at: place)
        case 3: bytes.remove(at: place)
        default:
            let end = Int.random(in: place..<bytes.count, using: &random)
            bytes.insert(
                contentsOf: bytes[place..<min(end, place + 20)],
                at: Int.random(in: 0...bytes.count, using: &random)
            )
        }
    }
}

/// A small generator of its own, so that each run meets the same texts.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
