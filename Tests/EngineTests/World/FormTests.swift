import Engine
import HTTP
import JSON
import Testing

@Suite struct `A form` {
    private func object(_ body: String) -> JSON.Object? { Form(Array(body.utf8))?.object }

    @Test(
        arguments: [
            ("", [:]),
            ("&&", [:]),
            ("a=1&b=two", ["a": "1", "b": "two"]),
            ("a=x+y&b=%C3%A9%26&c%3D=d", ["a": "x y", "b": "é&", "c=": "d"]),
            ("a", ["a": ""]),
            ("a=&=b", ["a": "", "": "b"]),
            ("a=1=2", ["a": "1=2"]),
            ("a=1&b=2&a=3&a=4", ["a": ["1", "3", "4"], "b": "2"]),
        ] as [(String, JSON.Object)]
    )
    func `is read as an object of texts`(_ body: String, _ expected: JSON.Object) {
        #expect(object(body) == expected)
    }

    @Test(arguments: ["a=%", "a=%4", "a=%G1", "%FF=a", "a=%C3"])
    func `is none with a broken escape or no UTF-8`(_ body: String) {
        #expect(object(body) == nil)
    }

    @Test func `has its bounds`() {
        let fields = Array(repeating: "a=1", count: Form.most)
        #expect(object(fields.joined(separator: "&"))?["a"]?.array?.count == Form.most)
        #expect(object((fields + ["b=2"]).joined(separator: "&")) == nil)
    }

    @Test(arguments: [
        ("application/x-www-form-urlencoded", true),
        ("Application/X-WWW-Form-Urlencoded; charset=utf-8", true),
        ("application/x-www-form-urlencoded2", false),
        ("application/json", false),
        ("", false),
    ])
    func `is what the content type says it is`(_ type: String, _ isForm: Bool) {
        let request = Request(.post, "/", fields: [("Content-Type", type)], body: Array("a=1".utf8))
        #expect(Form.isDeclared(by: request) == isForm)
        #expect(Form(of: request)?["a"] == (isForm ? "1" : nil))
    }

    /// The body of a call as its handler sees it; `nil` where it cannot be read.
    private func read(_ text: String, takesForm: Bool) -> JSON.Value? {
        let operation = Operation(
            "toys.token.create",
            [.init(.post, "/token")],
            about: "",
            body: [],
            takesForm: takesForm,
            outcomes: []
        )
        let fields = [("Content-Type", "application/x-www-form-urlencoded")]
        let request = Request(.post, "/token", fields: fields, body: Array(text.utf8))
        guard case .json(let document) = Call.Body(of: request, for: operation) else { return nil }
        return document.root.value
    }

    @Test func `is the body of a call that takes it`() {
        #expect(read("code=a%20b", takesForm: true) == ["code": "a b"])
        #expect(read("code=%", takesForm: true) == nil)
        #expect(read("code=a", takesForm: false) == nil)
    }

    @Test func `is not what curl calls one unless told otherwise`() {
        #expect(read(#"{"code": "a"}"#, takesForm: false) == ["code": "a"])
    }
}
