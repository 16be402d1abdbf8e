import JSON
import Testing

@Suite struct `A value` {
    @Test func `is equal whatever the order of its members, but not whatever the text of its numbers`() throws
    {
        #expect(try Value.parse(#"{"a":1,"b":[2]}"#) == Value.parse(#"{ "b": [2], "a": 1 }"#))
        #expect(try Value.parse("1.0") != Value.parse("1"))
        #expect(try Value.parse("[1,2]") != Value.parse("[2,1]"))
        #expect(try Value.parse(#"{"a":1}"#) != Value.parse(#"{"a":1,"b":null}"#))
        #expect(try Value.parse(#"{"a":1,"c":2}"#) != Value.parse(#"{"a":1,"b":2}"#))
        #expect(Value.null != false && Value.string("1") != 1 && Value.array([]) != [:])
    }

    @Test func `keeps spellings of one letter apart`() {
        #expect(Value.string("\u{E9}") != .string("e\u{301}"))
        var object: Object = ["\u{E9}": 1]
        object["e\u{301}"] = 2
        #expect(object.count == 2 && object["\u{E9}"] == 1)
    }

    @Test func `is taken apart by kind`() {
        let value: Value = [
            "n": nil, "b": true, "i": -3, "d": 2.5, "s": "x\(1)", "a": [1, "two"], "o": ["k": 0],
        ]
        #expect(value["n"]?.isNull == true && value["b"]?.bool == true && value["i"]?.int == -3)
        #expect(value["d"]?.double == 2.5 && value["d"]?.int == nil && value["s"]?.string == "x1")
        #expect(value["a"]?.array == [1, "two"] && value["o"]?.object == ["k": 0] && value["o"]?["k"] == 0)
        #expect(value["zzz"] == nil && Value.null["a"] == nil && value.string == nil && value.array == nil)
    }

    @Test func `takes members as objects do`() {
        var value: Value = ["a": 1, "b": 2, "c": 3]
        value["b"] = "two"
        value["d"] = .null
        value["a"] = nil
        value["zzz"] = nil
        #expect(value.object?.keys == ["b", "c", "d"])
        #expect(value == ["b": "two", "c": 3, "d": nil])
        var scalar: Value = 1
        scalar["a"] = 1
        #expect(scalar == ["a": 1])
    }

    @Test(arguments: [
        ("", ""), ("a", "a"), ("abc", "abc"), ("cba", "abc"), ("bca", "abc"), ("xayb", "abxy"),
        ("yxa", "ayx"),
    ])
    func `puts members in the order of their ranks, and leaves those of one rank in theirs`(
        _ keys: String,
        _ sorted: String,
    ) {
        var object = Object(keys.map { (String($0), .string("of \($0)")) })
        object.sort { $0 < "x" ? Int($0.utf8.first ?? 0) : 1000 }
        #expect(object.keys.joined() == sorted)
        #expect(object.allSatisfy { $0.value == .string("of \($0.key)") })
    }

    @Test(arguments: [
        "{}", #"{"a":1}"#, #"{"a":null,"b":true,"c":false}"#, #"{"d":[],"e":[1],"f":[1,"é",{}]}"#,
        #"{"g":{"h":{"i":-1.50}},"":""}"#,
    ])
    func `knows how long its JSON is`(_ text: String) throws {
        let object = try Value.parse(text).object
        #expect(object?.length == text.utf8.count)
    }

    @Test func `of many members finds, replaces and compares them all`() {
        let pairs = (0..<1000).map { ("key\($0 % 500)", Value.number(Number($0))) }
        let object = Object(pairs)
        #expect(object.count == 500)
        #expect(object.keys.first == "key0" && object["key0"] == 500 && object["key499"] == 999)
        #expect(Object(object.reversed().map { ($0.key, $0.value) }) == object)
        var other = object
        other["key250"] = 0
        #expect(other != object)
    }

    @Test(arguments: [
        (#"{"a":1,"b":2}"#, #"{"b":2}"#, true), (#"{"a":1}"#, "{}", true), (#"{"a":1}"#, #"{"a":2}"#, false),
        (#"{"a":1}"#, #"{"b":1}"#, false), (#"{"a":null}"#, #"{"a":null}"#, true),
        ("{}", #"{"a":null}"#, false),
        (#"{"a":{"b":1,"c":2}}"#, #"{"a":{"c":2}}"#, true),
        (#"{"a":{"b":1}}"#, #"{"a":{"b":1,"c":2}}"#, false),
        (#"[1,{"a":1,"b":2}]"#, #"[1,{"a":1}]"#, true), ("[1,2]", "[1]", false), ("[1,2]", "[2,1]", false),
        ("1.0", "1", true), ("100", "1e2", true), ("0.10", "1e-1", true), ("1", "1.01", false),
        ("-1", "1", false),
        ("\"1\"", "1", false), ("1", "\"1\"", false), ("null", "{}", false), ("[]", "{}", false),
        ("true", "true", true),
        (#"{"a":[{"b":1.50,"c":0}]}"#, #"{"a":[{"b":1.5}]}"#, true),
    ])
    func `contains its subsets`(_ whole: String, _ subset: String, _ expected: Bool) throws {
        #expect(try Value.parse(whole).contains(Value.parse(subset)) == expected)
    }

    /// The cases of RFC 7396, appendix A.
    @Test(arguments: [
        (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
        (#"{"a":"b"}"#, #"{"a":null}"#, "{}"), (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
        (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
        (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
        (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#), (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
        (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#), (#"{"a":"foo"}"#, "null", "null"),
        (#"{"a":"foo"}"#, #""bar""#, #""bar""#),
        (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#), ("[1,2]", #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
        ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
    ])
    func `is merged with a patch`(_ original: String, _ patch: String, _ result: String) throws {
        #expect(try Value.parse(original).merging(Value.parse(patch)) == Value.parse(result))
    }

    @Test func `may be a thousand deep, on a small stack`() throws {
        let text =
            String(repeating: "[", count: Node.maxTreeDepth)
            + String(repeating: "]", count: Node.maxTreeDepth)
        let document = try Document(Array(text.utf8), limits: Limits(maxDepth: Node.maxTreeDepth))
        let value = document.root.value
        #expect(value == document.root.value && value.contains(value))
        var writer = Writer()
        writer.value(value)
        #expect(writer.bytes == document.bytes)
    }

    @Test func `made from a document deeper than trees may be stops the program with a reason`() async {
        await #expect(processExitsWith: .failure) {
            let deep = Array((String(repeating: "[", count: 2000) + String(repeating: "]", count: 2000)).utf8)
            _ = try Document(deep, limits: Limits(maxDepth: .max)).root.value
        }
    }
}

@Suite struct `A number` {
    @Test(arguments: [
        ("1166.40", 2, 116_640), ("1166.4", 2, 116_640), ("1e3", 2, 100_000), ("12500e-2", 0, 125),
        ("0", 2, 0),
        ("-0.0", 2, 0), ("0e99", 2, 0), ("0.005", 2, 1), ("0.0049999999999999999999999", 2, 0),
        ("-0.005", 2, -1),
        ("-1.5", 0, -2), ("0.5", 0, 1), ("1e-99999999999999999999", 2, 0), ("0.05", 0, 0),
        ("9999.99", 0, 10_000),
        ("999999999999999999", 0, 999_999_999_999_999_999), ("1000000000000000000", 0, nil), ("1e99", 2, nil),
        ("-1e400", 2, nil), ("1e99999999999999999999", 2, nil), ("1.23456", 4, 12_346),
    ])
    func `is told in units of a decimal place`(_ text: String, _ places: Int, _ units: Int?) throws {
        #expect(try #require(Number(text)).fixedPoint(places: places) == units)
    }

    @Test(arguments: [
        ("1", "1.0", true), ("1", "10e-1", true), ("0", "-0.0", true), ("0e5", "0", true),
        ("100", "1E+2", true),
        ("0.1", "0.10", true), ("1", "-1", false), ("1", "1.0000000000000000000000000000001", false),
        ("9007199254740993", "9007199254740992", false), ("1e400", "10e399", true), ("1e400", "1e401", false),
        ("12345678901234567890.50", "1234567890123456789050e-2", true), ("1e-400", "0", false),
        ("1e99999999999999999999", "1", false), ("1e99999999999999999999", "1e-99999999999999999999", false),
    ])
    func `is compared by value, exactly`(_ left: String, _ right: String, _ expected: Bool) throws {
        let (left, right) = (try #require(Number(left)), try #require(Number(right)))
        #expect(left.isNumericallyEqual(to: right) == expected)
        #expect(right.isNumericallyEqual(to: left) == expected)
    }

    @Test(arguments: ["", " 1", "1 ", "+1", ".5", "1.", "01", "NaN", "\"1\"", "1,", "[1]", "0x1", "1\n"])
    func `is made from no other text`(_ text: String) { #expect(Number(text) == nil) }

    @Test(arguments: [
        (0.0 as Double, "0"), (-0.0, "0"), (5.0, "5"), (-17.0, "-17"), (1166.4, "1166.4"), (0.1, "0.1"),
        (1e15, "1000000000000000"),
        (1e22, "1e+22"), (.leastNonzeroMagnitude, "5e-324"), (-2.5, "-2.5"), (0x1p53 - 1, "9007199254740991"),
    ])
    func `from a double has the shortest text, without a point where integral`(
        _ double: Double,
        _ text: String
    ) throws {
        #expect(Number(double).text == text)
        #expect(Number(text)?.double == double)
        var writer = Writer()
        writer.double(double)
        #expect(writer.bytes == Array(text.utf8))
    }

    @Test func `is never made from what is none`() async {
        await #expect(processExitsWith: .failure) { _ = Number(Double.nan) }
        await #expect(processExitsWith: .failure) { _ = Number(-Double.infinity) }
    }
}
