import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import HeavyTruckParts

@Suite struct `Keywords of a search` {
    typealias Keywords = HeavyTruckParts.Keywords

    private static func word(_ text: String) -> Keywords {
        var hash = WordHash()
        for byte in text.utf8 { hash.add(byte) }
        return .word(hash.value)
    }

    private static let (a, b, c, d) = (word("a"), word("b"), word("c"), word("d"))

    @Test(
        arguments: [
            ("a", a), ("A", a), ("a b", .all([a, b])), (" a  b ", .all([a, b])), ("a|b", .any([a, b])),
            ("a | b", .any([a, b])), ("a b|c d", .all([a, .any([b, c]), d])),
            ("(a b)|(c)", .any([.all([a, b]), c])), ("((a))", a),
            ("(a b)(c|d)", .all([.all([a, b]), .any([c, d])])),
            ("a/b", .all([a, b])), ("a/b|c", .any([.all([a, b]), c])), ("\"a b\"", .all([a, b])),
            ("-a !b @c", .all([a, b, c])),
            ("|a", a), ("a|", a), ("a||b", .any([a, b])), ("(a", a), ("a)b", .all([a, b])), ("()a", a),
            ("(|)a", a),
        ] as [(String, HeavyTruckParts.Keywords)]
    )
    func `mean what the grammar says`(_ text: String, _ meaning: Keywords) {
        #expect(Keywords(text) == meaning)
    }

    @Test(arguments: ["", " ", "()", "|", ")(", "-", "((((", "|||", "\"\"", "%$#"])
    func `without a word are none`(_ text: String) {
        #expect(Keywords(text) == nil)
    }

    @Test func `are read however deep and long they are`() {
        let deep = String(repeating: "(", count: 100_000) + "a" + String(repeating: ")", count: 100_000)
        #expect(Keywords(deep) == Self.a)
        let long = (0..<10_000).map { "w\($0)" }.joined(separator: "|")
        guard case .any(let parts) = Keywords(long) else {
            Issue.record("no alternatives")
            return
        }
        #expect(parts.count == Keywords.mostWords)
    }

    @Test func `survive whatever is sent`() {
        var draws = Draws(42)
        let pieces = [
            "(", ")", "|", " ", "a", "isx", "cummins", "-", "\"", "é", "\u{1F69A}", "/", "@", "14.9L",
        ]
        let state = HeavyTruckParts.State()
        for _ in 0..<5_000 {
            let text = (0..<draws.integer(in: 0...40)).map { _ in draws.pick(pieces) ?? "" }.joined()
            guard let keywords = Keywords(text) else {
                #expect(!text.utf8.contains { HeavyTruckParts.isWordByte($0) }, "\(text)")
                continue
            }
            #expect(keywords.ids(in: state).isEmpty)
        }
    }

    @Test(arguments: [
        ("cummins isx", "Engine"), ("ENGINE assembly", "Engine"), ("(cummins isx)|(detroit dd15)", "Engine"),
        ("cummins|detroit isx|dd15", "Engine"),
    ])
    func `find whole words`(_ keywords: String, _ about: String) throws {
        let bay = try HTPBay()
        let query = keywords.replacing(" ", with: "%20").replacing("|", with: "%7C")
        let reply = bay.get("/inventory/search/3000/*/*?keywords=\(query)&result_size=all").json
        #expect((reply["total_results"]?.int ?? 0) > 0)
        #expect((reply["results"]?.array ?? []).allSatisfy { $0["part_name"] == "Engine Assembly" })
    }

    @Test func `unite groups, and demand all words of one`() throws {
        let bay = try HTPBay()
        func found(_ keywords: String) -> Set<String> {
            let target = "/inventory/search/*/*/*?result_size=all&keywords=" + Percent.encode(keywords)
            let results = bay.get(target).json["results"]?.array ?? []
            return Set(results.compactMap { $0["details_uri"]?.string })
        }
        let isx = found("cummins isx")
        let hoods = found("hood")
        #expect(!isx.isEmpty && !hoods.isEmpty)
        #expect(found("(cummins isx)|(hood)") == isx.union(hoods))
        #expect(isx == found("cummins").intersection(found("ISX")))
        #expect(isx.isSubset(of: found("isx")))
        #expect(found("cumm") == [], "no parts of words")
        #expect(found("101").isDisjoint(with: isx), "no internal numbers")
        #expect(found("T1001").count == 1, "tag numbers")
        #expect(found("long%20block".replacing("%20", with: " ")).count > 0)
    }
}
