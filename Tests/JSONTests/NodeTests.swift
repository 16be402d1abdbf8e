import JSON
import Testing

@Suite struct `Looking at a parsed text` {
    static let text = #"""
        {"id": 42, "price": 1166.40, "name": "caf\u00e9 \"🛻\"\n", "tags": ["a", [], {"b": null}], "on": true,
         "n\u006fte": false, "big": 12345678901234567890, "exp": 1e2, "id": 43}
        """#
    let root: Node

    init() throws { root = try Document(Array(Self.text.utf8)).root }

    @Test func `finds members by name, the last of equal ones`() {
        #expect(root["id"]?.int == 43)
        #expect(root["note"]?.bool == false)
        #expect(root["on"]?.bool == true)
        #expect(root["missing"] == nil)
        #expect(root["i"] == nil)
        #expect(root["idd"] == nil)
        // The beginning of a key with escapes is not the key.
        #expect(root["not"] == nil)
        #expect(root["tags"]?["b"] == nil)
        #expect(root["id"]?["b"] == nil)
        let (name, other) = ("price", "price " as String)
        #expect(root[name]?.double == 1166.4)
        #expect(root[other] == nil)
    }

    @Test func `knows kinds and gives nothing for the wrong one`() {
        #expect(root.kind == .object && root.count == 9)
        #expect(root["tags"]?.kind == .array && root["tags"]?.count == 3)
        #expect(root["name"]?.kind == .string && root["name"]?.int == nil && root["name"]?.count == 0)
        #expect(root["on"]?.kind == .bool && root["on"]?.isNull == false && root["on"]?.string == nil)
        #expect(root["id"]?.kind == .number && root["id"]?.bool == nil && root["id"]?.string == nil)
        #expect(root.string == nil && root.double == nil && root.number == nil)
        #expect(Array(root.elements).isEmpty && Array(root["tags"]?.members ?? root.members).isEmpty)
    }

    @Test func `decodes strings`() {
        #expect(root["name"]?.string == "café \"🛻\"\n")
        #expect(root.members.map(\.key) == ["id", "price", "name", "tags", "on", "note", "big", "exp", "id"])
        #expect(root.members.filter { $0.isNamed("note") }.count == 1)
    }

    @Test func `reads numbers as what they are`() {
        #expect(root["price"]?.number?.text == "1166.40")
        #expect(root["price"]?.int == nil)
        #expect(root["exp"]?.int == nil && root["exp"]?.double == 100)
        #expect(root["big"]?.int == nil && root["big"]?.double == 0x1.56a95319d63e1p63)
    }

    @Test func `goes through elements in their order, skipping what is inside`() throws {
        let tags = try #require(root["tags"])
        #expect(tags.elements.map(\.kind) == [.string, .array, .object])
        #expect(
            tags.elements.map { String(decoding: $0.rawBytes, as: UTF8.self) } == [
                "\"a\"", "[]", "{\"b\": null}",
            ]
        )
        #expect(Array(tags.elements).last?["b"]?.isNull == true)
    }

    @Test func `knows where things stand`() throws {
        let member = try #require(root.members.first { $0.isNamed("big") })
        #expect(member.keyPosition == Position(line: 2, column: 22, offset: member.keyOffset))
        #expect(member.value.position == Position(line: 2, column: 29, offset: member.value.offset))
        #expect(root.position.column == 1 && root.offset == 0)
    }

    @Test func `becomes a tree`() throws {
        let expected: Value = [
            "id": 43, "price": .number(try #require(Number("1166.40"))), "name": "café \"🛻\"\n", "on": true,
            "tags": ["a", [], ["b": nil]], "note": false, "exp": .number(try #require(Number("1e2"))),
            "big": .number(try #require(Number("12345678901234567890"))),
        ]
        #expect(root.value == expected)
        #expect(root.value.object?.keys == ["id", "price", "name", "tags", "on", "note", "big", "exp"])
    }

    @Test(arguments: [
        ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min), ("-0", 0), ("7", 7),
        ("-12", -12),
        ("9223372036854775808", nil), ("-9223372036854775809", nil), ("1.0", nil), ("1e0", nil),
        ("\"1\"", nil),
        ("92233720368547758070", nil),
    ])
    func `gives an integer only where one is written and fits`(_ text: String, _ expected: Int?) throws {
        let node = try Document(Array(text.utf8)).root
        #expect(node.int == expected)
        #expect(node.value.int == expected)
    }

    @Test(arguments: [
        ("1e400", nil), ("-1e400", nil), ("1e-400", 0), ("0.1", 0.1), ("-2.5e3", -2500),
        ("9007199254740993", 9007199254740992),
        ("1.7976931348623157e308", .greatestFiniteMagnitude), ("5e-324", .leastNonzeroMagnitude),
        ("null", nil),
    ])
    func `gives the nearest double`(_ text: String, _ expected: Double?) throws {
        #expect(try Document(Array(text.utf8)).root.double == expected)
    }

    @Test func `keeps the sign of a double zero`() throws {
        #expect(try Document(Array("-0".utf8)).root.double?.sign == .minus)
    }
}
