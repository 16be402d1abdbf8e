import Engine
import HTTP
import JSON
import Testing

@testable import Control

@Suite struct `The journal of the control API` {
    let desk: Desk

    init() throws {
        desk = try Desk()
        desk.vendor(.get, "/inventory/details/101/1/500001")
        desk.vendor(.get, "/inventory/details/101/1/1")
        desk.vendor(.get, "/nowhere")
    }

    private func numbers(_ query: String) -> [Int?]? {
        desk.call(.get, "/bays/default/journal\(query)").json["entries"]?.array?.map { $0["number"]?.int }
    }

    @Test(arguments: [
        ("", [1, 2, 3]), ("?limit=2", [1, 2]), ("?since=1", [2, 3]), ("?since=1&limit=1", [2]),
        ("?since=3", []),
        ("?status=200", [1]), ("?vendor=htp", [1, 2, 3]), ("?op=htp.inventory.details", [1, 2]),
        ("?op=htp.inventory.details&vendor=htp&since=1", [2]), ("?op=htp.sale.create", []),
    ])
    func `lists what the filters let through`(_ query: String, _ expected: [Int]) {
        #expect(numbers(query) == expected)
    }

    @Test func `tells where to go on`() {
        #expect(desk.call(.get, "/bays/default/journal?limit=2").json["next"] == 2)
        #expect(desk.call(.get, "/bays/default/journal?limit=3").json["next"] == .some(.null))
    }

    @Test func `shows an exchange with all that was said`() {
        let entry = desk.call(.get, "/bays/default/journal/1").json
        #expect(entry["time"] == "2026-03-02T08:00:00Z")
        #expect(entry["bay"] == "default")
        #expect(entry["vendor"] == "htp")
        #expect(entry["operation"] == "htp.inventory.details")
        #expect(entry["request"]?["method"] == "GET")
        #expect(entry["request"]?["target"] == "/htp/inventory/details/101/1/500001")
        #expect(entry["request"]?["body"] == .some(.null))
        #expect(entry["response"]?["status"] == 200)
        #expect(
            entry["response"]?["headers"]?.array?.first == [
                "Content-Type", "application/json; charset=utf-8",
            ]
        )
        #expect(entry["response"]?["body"]?.object != nil)
        #expect(desk.call(.get, "/bays/default/journal/3").json["operation"] == .some(.null))
    }

    @Test func `is one object a line as NDJSON`() throws {
        let reply = desk.call(.get, "/bays/default/journal?format=ndjson")
        #expect(reply.delivery.response.contentType == .ndjson)
        let lines = reply.text.split(separator: "\n")
        #expect(try lines.map { try JSON.Value.parse(String($0))["number"]?.int } == [1, 2, 3])
    }

    @Test func `is an HTTP Archive where that is asked for, filters and all`() throws {
        let reply = desk.call(.get, "/bays/default/journal?format=har&since=1")
        #expect(reply.status == 200)
        let log = try #require(reply.json["log"])
        #expect(log["version"] == "1.2")
        #expect(log["pages"]?.array?.map { $0["title"] } == ["default"])
        #expect(log["entries"]?.array?.map { $0["response"]?["status"] } == [404, 404])
        #expect(log["entries"]?.array?.map { $0["_mockbay"]?["number"] } == [2, 3])
        let one = desk.call(.get, "/bays/default/journal?format=har&limit=1&status=404").json["log"]
        #expect(one?["entries"]?.array?.map { $0["_mockbay"]?["number"] } == [2])
        #expect(!reply.text.contains("ZGVtbzpkZW1v"))
    }

    @Test func `counts what had no more room, and says so of one of them`() throws {
        var settings = Bays.Settings()
        settings.journal = Journal.Limits(entries: 2)
        let desk = try Desk(bays: settings)
        for _ in 0..<5 { desk.vendor(.get, "/nowhere") }
        let journal = desk.call(.get, "/bays/default/journal").json
        let kept = journal["entries"]?.array?.compactMap { $0["number"]?.int } ?? []
        let dropped = try #require(journal["dropped"]?.int)
        #expect(dropped > 0)
        #expect(kept.count + dropped == 5)
        #expect(kept.last == 5)
        let gone = desk.call(.get, "/bays/default/journal/1")
        #expect(gone.status == 404)
        #expect(gone.code == "unknown_exchange")
        #expect(gone.json["error"]?["hint"]?.string == "it has \(dropped + 1) to 5")
        #expect(desk.call(.get, "/bays/default/journal/1/explain").status == 404)
        #expect(desk.call(.get, "/bays/default/journal/5").status == 200)
    }

    @Test func `forgets, and numbers go on`() {
        #expect(desk.call(.delete, "/bays/default/journal").status == 204)
        desk.vendor(.get, "/nowhere")
        #expect(numbers("") == [4])
    }

    @Test func `names no credential`() {
        let text = desk.call(.get, "/bays/default/journal").text
        #expect(!text.contains("ZGVtbzpkZW1v"))
        #expect(text.contains(#"["Authorization","Basic fp_7dd92c947776"]"#))
    }

    @Test func `is the same for the same calls`() throws {
        #expect(
            try `The journal of the control API`().desk.call(.get, "/bays/default/journal").text
                == desk.call(.get, "/bays/default/journal").text
        )
    }

    @Test func `says what a scenario did`() throws {
        let scenario = """
            {"scenario": 1, "flow": {"htp.inventory.details": [
              {"calls": 1},
              {"calls": 1, "delay": "20ms", "fault": {"reset": {"afterBodyBytes": 64}}}]}}
            """
        _ = desk.call(.put, "/bays/default/scenario", scenario)
        desk.vendor(.get, "/inventory/details/101/1/500001")
        desk.vendor(.get, "/inventory/details/101/1/500001")
        let entry = desk.call(.get, "/bays/default/journal/2").json
        #expect(entry["step"] == ["selector": "htp.inventory.details", "step": 2])
        #expect(entry["fault"] == "reset afterBodyBytes 64")
        #expect(entry["delay"] == "20ms")
        _ = desk.dispatcher.respond(
            to: Request(.get, "/htp/inventory/feed", fields: [("X-Mockbay-Error", "server_error")]),
            on: Listener(0)
        )
        #expect(desk.call(.get, "/bays/default/journal/3").json["forcedError"] == "server_error")
    }
}

@Suite struct `A credential in the journal` {
    private static let operation = Operation(
        "toys.session.create",
        [.init(.post, "/session")],
        about: "",
        query: [Field("pin", .string(), secret: true)],
        body: [
            Field("user", .string()), Field("pass", .string(), secret: true),
            Field("nested", .object([Field("inner", .string(), secret: true)])),
        ],
        outcomes: []
    )
    private let secrets = Secrets(of: operation)
    private let plain = Secrets(of: nil)

    /// The first 12 digits of `printf %s VALUE | sha256sum`.
    static let demo = "fp_2a97516c354b"

    @Test(arguments: [
        ("Authorization", "Bearer demo", "Bearer \(demo)"), ("authorization", "demo", demo),
        ("Cookie", "demo", demo), ("Set-Cookie", "demo", demo), ("X-Api-Key", "demo", demo),
        ("X-AutoSync-Key", "demo", demo), ("X-Forwarded-Authorization", "Basic demo", "Basic \(demo)"),
        ("X-CSRF-Token", "demo", demo), ("Idempotency-Key", "demo", "demo"),
        ("Referer", "http://a.example/?access_token=demo", "http://a.example/?access_token=\(demo)"),
        ("Accept", "demo", "demo"), ("Location", "http://127.0.0.1/cb", "http://127.0.0.1/cb"),
        ("Location", "http://127.0.0.1/cb?code=demo&state=s", "http://127.0.0.1/cb?code=\(demo)&state=s"),
    ])
    func `is a fingerprint in a header`(_ name: String, _ value: String, _ shown: String) {
        #expect(plain.shown(value, ofField: name) == shown)
    }

    @Test func `is a fingerprint in a query`() {
        #expect(secrets.shown(target: "/s?a=1&pin=demo&b=%20") == "/s?a=1&pin=\(Self.demo)&b=%20")
        #expect(secrets.shown(target: "/s?p%69n=de%6Do") == "/s?p%69n=\(Self.demo)")
        #expect(
            plain.shown(target: "/s?pin=demo&access_token=demo") == "/s?pin=demo&access_token=\(Self.demo)"
        )
        #expect(plain.shown(target: "/s") == "/s")
    }

    private func body(_ text: String, _ secrets: Secrets) -> String {
        var json = JSON.Writer()
        secrets.write(body: Array(text.utf8), to: &json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    @Test func `is a fingerprint in a body`() {
        #expect(
            body(#"{"user":"a","pass":"demo","nested":{"inner":"demo"},"n":1.50}"#, secrets)
                == #"{"user":"a","pass":"\#(Self.demo)","nested":{"inner":"\#(Self.demo)"},"n":1.50}"#
        )
        #expect(
            body(#"{"access_token":"demo","code":"E1"}"#, plain)
                == #"{"access_token":"\#(Self.demo)","code":"E1"}"#
        )
        #expect(
            body(#"{"accessToken":"demo","clientSecret":"demo"}"#, plain)
                == #"{"accessToken":"\#(Self.demo)","clientSecret":"\#(Self.demo)"}"#
        )
        #expect(
            body(#"{"pass":["demo",{"a":"demo"}],"password":12,"token":null}"#, secrets)
                == #"{"pass":["\#(Self.demo)",{"a":"\#(Self.demo)"}],"password":"fp_6b51d431df5d","token":null}"#
        )
        #expect(body("user=a&pass=demo", secrets) == #""user=a&pass=\#(Self.demo)""#)
    }

    @Test func `is a fingerprint in a record`() {
        let records = Secrets(ofRecordsWith: [
            Field("key", .string(), secret: true), Field("note", .string()),
        ])
        #expect(
            body(#"[{"key":"demo","note":"demo"}]"#, records) == #"[{"key":"\#(Self.demo)","note":"demo"}]"#
        )
    }

    @Test func `is not given away by a body that cannot be read`() {
        #expect(!body(#"{"pass":"demo""#, secrets).contains("demo"))
        #expect(body("plain text", plain) == #""plain text""#)
        #expect(body("", plain) == "null")
    }
}
