import Engine
import HTTP
import JSON
import Testing

@Suite struct `A body against its declaration` {
    private static let fields = [
        Field("shop", .string(), required: true),
        Field(
            "rows",
            .array(
                .object([
                    Field("name", .string(), required: true),
                    Field("kind", .oneOf(["part", "tire"])),
                    Field("price", .number),
                    Field("count", .integer(1...9)),
                    Field("tags", .array(.string())),
                ])
            ),
            required: true
        ),
        Field("extra", .object([Field("on", .boolean)])),
    ]

    @Test(arguments: [
        (#"{"shop": "a", "rows": []}"#, nil),
        (#"{"shop": "a", "rows": [{"name": "x", "price": 1.50}], "unknown": 1, "extra": null}"#, nil),
        (#"[]"#, Mismatch("", .wrongType("an object"))),
        (#"{"rows": []}"#, Mismatch("shop", .missing)),
        (#"{"shop": null, "rows": []}"#, Mismatch("shop", .missing)),
        (#"{"shop": 1, "rows": []}"#, Mismatch("shop", .wrongType("text"))),
        (#"{"shop": "a", "rows": {}}"#, Mismatch("rows", .wrongType("an array"))),
        (#"{"shop": "a", "rows": [{"name": "x"}, {}]}"#, Mismatch("rows[1].name", .missing)),
        (#"{"shop": "a", "rows": [7]}"#, Mismatch("rows[0]", .wrongType("an object"))),
        (
            #"{"shop": "a", "rows": [{"name": "x", "kind": "fee"}]}"#,
            Mismatch("rows[0].kind", .noneOf(["part", "tire"]))
        ),
        (
            #"{"shop": "a", "rows": [{"name": "x", "price": "1.50"}]}"#,
            Mismatch("rows[0].price", .wrongType("a number"))
        ),
        (
            #"{"shop": "a", "rows": [{"name": "x", "count": 10}]}"#,
            Mismatch("rows[0].count", .wrongType("a whole number from 1 to 9"))
        ),
        (
            #"{"shop": "a", "rows": [{"name": "x", "tags": ["a", false]}]}"#,
            Mismatch("rows[0].tags[1]", .wrongType("text"))
        ),
        (
            #"{"shop": "a", "rows": [], "extra": {"on": 1}}"#,
            Mismatch("extra.on", .wrongType("true or false"))
        ),
    ])
    func `shows its first mismatch`(_ body: String, _ expected: Mismatch?) throws {
        let document = try JSON.Document(Array(body.utf8))
        #expect(Field.firstMismatch(in: document.root, as: Self.fields) == expected)
        do throws(Mismatch) {
            _ = try Field.members(of: document.root, as: Self.fields)
            #expect(expected == nil)
        } catch {
            #expect(error == expected)
        }
    }

    private static let note = Field("note", .nullable(.object([Field("text", .nullable(.string()))])))

    @Test(arguments: [
        (
            #"{"rows": [{"tags": ["a"], "size": 1, "name": "x", "price": 1.50}], "else": {}, "shop": "a"}"#,
            #"{"shop":"a","rows":[{"name":"x","price":1.50,"tags":["a"]}]}"#,
            #"{"shop":"a","rows":[{"name":"x","price":1.50,"tags":["a"]}]}"#
        ),
        (
            #"{"shop": "a", "shop": "b", "rows": [], "extra": null, "note": null}"#,
            #"{"shop":"b","rows":[]}"#, #"{"shop":"b","rows":[],"note":null}"#
        ),
        (
            #"{"shop": "a", "rows": [], "note": {"text": null, "by": "me"}}"#,
            #"{"shop":"a","rows":[],"note":{}}"#, #"{"shop":"a","rows":[],"note":{}}"#
        ),
    ])
    func `is taken over in its order, without what is not declared`(
        _ body: String,
        _ expected: String,
        _ withNulls: String,
    ) throws {
        let document = try JSON.Document(Array(body.utf8))
        for (keepsNulls, expected) in [(false, expected), (true, withNulls)] {
            var json = JSON.Writer()
            let fields = Self.fields + [Self.note]
            json.value(.object(try Field.members(of: document.root, as: fields, withNulls: keepsNulls)))
            #expect(String(decoding: json.bytes, as: UTF8.self) == expected)
        }
    }
}

@Suite struct `A query against its declaration` {
    private static let fields = [
        Field("shop", .string(), required: true),
        Field("page", .integer(1...1000)),
        Field("kind", .oneOf(["part", "tire"])),
        Field("ids", .list(.id)),
        Field("done", .boolean),
    ]

    @Test(arguments: [
        ("shop=a", nil), ("shop=a&page=2&kind=part&ids=1,2&done=false&else=1", nil), ("shop=a&page=", nil),
        ("sh%6Fp=a", nil), ("shop=a&shop=", nil), ("shop=&shop=a", Mismatch("shop", .missing)),
        ("", Mismatch("shop", .missing)), ("shop=", Mismatch("shop", .missing)),
        ("shop=a&page=0", Mismatch("page", .wrongType("a whole number from 1 to 1000"))),
        ("shop=a&page=1.0", Mismatch("page", .wrongType("a whole number from 1 to 1000"))),
        ("shop=a&page=99999999999999999999", Mismatch("page", .wrongType("a whole number from 1 to 1000"))),
        ("shop=a&kind=Part", Mismatch("kind", .noneOf(["part", "tire"]))),
        (
            "shop=a&ids=1,x",
            Mismatch("ids", .wrongType("an id (a whole number, or its digits as text)"))
        ),
        ("shop=a&done=1", Mismatch("done", .wrongType("true or false"))),
    ])
    func `shows its first mismatch`(_ query: String, _ expected: Mismatch?) {
        let request = Request(.get, "/?" + query)
        #expect(Field.firstMismatch(in: request, as: Self.fields) == expected)
    }
}
