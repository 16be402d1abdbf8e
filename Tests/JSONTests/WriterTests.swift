import JSON
import Testing

@Suite struct `Writing` {
    private func text(_ write: (inout Writer) -> Void) -> String {
        var writer = Writer()
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func `places commas`() {
        let json = text { json in
            json.object { json in
                json.member("id", 42)
                json.member("name", "O'Reilly")
                json.key("empty")
                json.object { _ in }
                json.array("list") { json in
                    json.int(1)
                    json.beginArray()
                    json.endArray()
                    json.array { $0.null() }
                    json.object { $0.object("o") { $0.member("k", false) } }
                    json.string(",")
                    json.string("{")
                    json.string("")
                    json.bool(true)
                }
                json.member("last", 2.5)
            }
        }
        #expect(
            json
                == #"{"id":42,"name":"O'Reilly","empty":{},"list":[1,[],[null],{"o":{"k":false}},",","{","",true],"last":2.5}"#
        )
    }

    /// Texts are looked through eight bytes at a time, and the last eight once more.
    @Test(arguments: 0...40)
    func `escapes what must be escaped, wherever it stands`(_ length: Int) {
        let plain = String(repeating: "x", count: length)
        #expect(text { $0.string(plain) } == "\"\(plain)\"")
        for place in 0...length {
            for (special, escaped) in [("\"", "\\\""), ("\n", "\\n"), ("é", "é"), ("é\\", "é\\\\")] {
                let (head, tail) = (plain.prefix(place), plain.dropFirst(place))
                #expect(text { $0.string(head + special + tail) } == "\"\(head)\(escaped)\(tail)\"")
                let member: Object = ["\(head)\(special)\(tail)": 1]
                #expect(text { $0.object(member) } == "{\"\(head)\(escaped)\(tail)\":1}")
            }
        }
    }

    @Test func `leaves out the members that are not shown`() {
        let object: Object = ["a": 1, "b": ["a": 2], "c": "x", "\u{E9}": 3]
        let some = text { $0.object(object, hiding: ["a", "e\u{301}", "d"]) }
        #expect(some == #"{"b":{"a":2},"c":"x","é":3}"#)
        #expect(text { $0.object(object, hiding: ["a", "b", "c", "é"]) } == "{}")
    }

    @Test func `takes members of any simple kind, and none`() {
        let (name, count, missing): (String?, Int?, Double?) = ("x", 3, nil)
        let dynamic = "dyn\"amic"
        let json = text { json in
            json.object { json in
                json.member("name", name)
                json.member("count", count)
                json.member("missing", missing)
                json.member("nil", nil)
                json.member("tree", ["a": [1, nil]])
                json.member("list", [1, 2, 3])
                json.member("null", .null)
                json.member("small", UInt8(255))
                json.member("number", Number(7))
                json.member(dynamic, "v" as String)
            }
        }
        #expect(
            json
                == #"{"name":"x","count":3,"missing":null,"nil":null,"tree":{"a":[1,null]},"list":[1,2,3],"null":null,"#
                + #""small":255,"number":7,"dyn\"amic":"v"}"#
        )
    }

    @Test func `appends stored pieces, values with a comma and fragments without`() {
        let json = text { json in
            json.beginArray()
            json.raw(Array("{\"a\":1}".utf8))
            json.raw(Array("x[2]".utf8).dropFirst())
            json.fragment(Array(",{\"id\":".utf8))
            json.int(3)
            json.fragment("}")
            json.endArray()
        }
        #expect(json == #"[{"a":1},[2],{"id":3}]"#)
    }

    @Test func `passes errors through`() {
        struct Stop: Error {}
        var writer = Writer()
        #expect(throws: Stop.self) {
            try writer.object { (json) throws(Stop) in try json.array { (_) throws(Stop) in throw Stop() } }
        }
    }

    @Test(arguments: [
        ("", #""""#), ("plain", #""plain""#), ("\"", #""\"""#), ("\\", #""\\""#), ("/", #""/""#),
        ("\n\t\r\u{8}\u{c}", #""\n\t\r\b\f""#), ("\0", #""\u0000""#),
        ("\u{1}\u{a}\u{b}\u{1f}", #""\u0001\n\u000b\u001f""#),
        ("\u{7f}é🛻\u{2028}", "\"\u{7f}é🛻\u{2028}\""), ("1234567\"", #""1234567\"""#),
        ("12345678\"9", #""12345678\"9""#),
        ("eight by eight, eight by eight\n", #""eight by eight, eight by eight\n""#),
        ("é\"é\"é", #""é\"é\"é""#),
    ])
    func `escapes what must be, and nothing else`(_ string: String, _ expected: String) {
        #expect(text { $0.string(string) } == expected)
        #expect(text { $0.string(utf8: Array(string.utf8)) } == expected)
        #expect(text { $0.string(utf8: ("xx" + string).utf8.dropFirst(2)) } == expected)
        #expect(text { $0.string(utf8: Array(string.utf8)[...]) } == expected)
        #expect(text { $0.key(string) } == expected + ":")
        #expect(text { $0.value(.string(string)) } == expected)
    }

    @Test func `repairs bytes that are no UTF-8`() {
        #expect(text { $0.string(utf8: [0x61, 0xFF, 0x22] as [UInt8]) } == "\"a\u{FFFD}\\\"\"")
    }

    @Test func `escapes each control byte at each place of a word so that it reads back`() throws {
        for byte in UInt8(1)...0x7F {
            for place in 0..<17 {
                var string = Array(repeating: UInt8(ascii: "a"), count: 17)
                string[place] = byte
                let written = text { $0.string(utf8: string) }
                #expect(try Document(Array(written.utf8)).root.string.map { Array($0.utf8) } == string)
            }
        }
    }

    @Test(arguments: [
        0, 1, 9, 10, 11, 99, 100, 101, 999, 1000, 123_456, Int.max, Int.min, -1, -10, -99, -100, -12_345,
    ])
    func `writes integers`(_ value: Int) {
        #expect(text { $0.int(value) } == String(value))
    }

    @Test func `writes integers of every width`() {
        #expect(text { $0.int(UInt64.max) } == "18446744073709551615")
        #expect(text { $0.int(Int8.min) } == "-128")
        #expect(text { $0.int(Int128.min) } == String(Int128.min))
    }

    @Test(arguments: [
        #"{"a":[1,{"b":{}},[]],"c":"d e","f":{"g":[true,false,null]}}"#, "[]", "[[],[[]],{}]", "1.50",
        #""\u0041""#,
    ])
    func `writes nodes as they are spelled, without the blanks and comments between them`(_ compact: String)
        throws
    {
        let spaced = compact.replacing(/([\[\]{},:])/) { " \($0.1) // c, [\n" }
        for text in [compact, spaced, compact.replacing(/([^\[{])([\]}])/) { "\($0.1),\($0.2)" }] {
            let root = try Document(Array(text.utf8), dialect: .lenient).root
            #expect(self.text { $0.node(root) } == compact)
        }
        let root = try Document(Array(" [0, \(spaced)]".utf8), dialect: .lenient).root
        for element in root.elements.dropFirst() { #expect(text { $0.node(element) } == compact) }
    }

    @Test func `for people puts everything on its line`() {
        let value: Value = ["a": [1, "x,{}\"\\"], "b": [], "c": [:], "d": ["e": nil]]
        let expected = #"""
            {
              "a": [
                1,
                "x,{}\"\\"
              ],
              "b": [],
              "c": {},
              "d": {
                "e": null
              }
            }
            """#
        #expect(String(decoding: pretty(value), as: UTF8.self) == expected)
        #expect(String(decoding: pretty(pretty(value, indent: 5)), as: UTF8.self) == expected)
    }
}
