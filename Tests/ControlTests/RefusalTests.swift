import HTTP
import JSON
import Testing

@testable import Control

@Suite struct `A control call` {
    struct Refusal: CustomTestStringConvertible {
        let why: String
        var method = HTTP.Method.get
        let path: String
        var body = ""
        let status: Int
        let code: String
        var at = ""

        var testDescription: String { why }
    }

    static let refusals = [
        Refusal(why: "unknown path", path: "/nothing", status: 404, code: "unknown_path"),
        Refusal(why: "the bare root", path: "/", status: 404, code: "unknown_path"),
        Refusal(why: "wrong method", method: .patch, path: "/bays", status: 405, code: "method_not_allowed"),
        Refusal(why: "a bay that is not there", path: "/bays/none", status: 404, code: "unknown_bay"),
        Refusal(why: "a bay that cannot be", path: "/bays/a%20b", status: 400, code: "bad_bay_name"),
        Refusal(
            why: "removing default",
            method: .delete,
            path: "/bays/default",
            status: 409,
            code: "default_bay"
        ),
        Refusal(why: "removing none", method: .delete, path: "/bays/none", status: 404, code: "unknown_bay"),
        Refusal(
            why: "resetting none",
            method: .post,
            path: "/bays/none/reset",
            status: 404,
            code: "unknown_bay"
        ),
        Refusal(why: "no body", method: .post, path: "/bays", status: 400, code: "missing_body"),
        Refusal(why: "no JSON", method: .post, path: "/bays", body: "{", status: 400, code: "malformed_json"),
        Refusal(why: "no object", method: .post, path: "/bays", body: "[]", status: 400, code: "bad_body"),
        Refusal(
            why: "no name",
            method: .post,
            path: "/bays",
            body: "{}",
            status: 400,
            code: "bad_body",
            at: "name"
        ),
        Refusal(
            why: "a name that is a number",
            method: .post,
            path: "/bays",
            body: #"{"name": 7}"#,
            status: 400,
            code: "bad_body",
            at: "name"
        ),
        Refusal(
            why: "an unknown key",
            method: .post,
            path: "/bays",
            body: #"{"nam": "a"}"#,
            status: 400,
            code: "unknown_key",
            at: "nam"
        ),
        Refusal(
            why: "a bad name",
            method: .post,
            path: "/bays",
            body: #"{"name": ".."}"#,
            status: 400,
            code: "bad_bay_name",
            at: "name"
        ),
        Refusal(
            why: "a name that is taken",
            method: .post,
            path: "/bays",
            body: #"{"name": "default"}"#,
            status: 409,
            code: "bay_exists",
            at: "name"
        ),
        Refusal(
            why: "a fork of none",
            method: .post,
            path: "/bays",
            body: #"{"name": "a", "from": "none"}"#,
            status: 404,
            code: "unknown_bay"
        ),
        Refusal(
            why: "a fork without a name",
            method: .post,
            path: "/bays/default/fork",
            body: "{}",
            status: 400,
            code: "bad_body",
            at: "name"
        ),
        Refusal(
            why: "a clock without an action",
            method: .post,
            path: "/bays/default/clock",
            body: "{}",
            status: 400,
            code: "bad_body",
            at: "action"
        ),
        Refusal(
            why: "an unknown action",
            method: .post,
            path: "/bays/default/clock",
            body: #"{"action": "freze"}"#,
            status: 400,
            code: "unknown_action",
            at: "action"
        ),
        Refusal(
            why: "no duration",
            method: .post,
            path: "/bays/default/clock",
            body: #"{"action": "advance", "by": "1 hour"}"#,
            status: 400,
            code: "bad_body",
            at: "by"
        ),
        Refusal(
            why: "no instant",
            method: .post,
            path: "/bays/default/clock",
            body: #"{"action": "set", "to": "2030-02-30T00:00:00Z"}"#,
            status: 400,
            code: "bad_body",
            at: "to"
        ),
        Refusal(
            why: "no speed",
            method: .post,
            path: "/bays/default/clock",
            body: #"{"action": "scale", "speed": 0}"#,
            status: 400,
            code: "bad_body",
            at: "speed"
        ),
        Refusal(
            why: "a detail of another action",
            method: .post,
            path: "/bays/default/clock",
            body: #"{"action": "freeze", "by": "1s"}"#,
            status: 400,
            code: "bad_body",
            at: "by"
        ),
        Refusal(
            why: "an unknown vendor",
            path: "/bays/default/state/htq/items",
            status: 404,
            code: "unknown_vendor"
        ),
        Refusal(
            why: "an unknown collection",
            path: "/bays/default/state/htp/item",
            status: 404,
            code: "unknown_collection"
        ),
        Refusal(
            why: "an unknown record",
            path: "/bays/default/state/htp/items/1-1-1",
            status: 404,
            code: "unknown_record"
        ),
        Refusal(
            why: "too large a page",
            path: "/bays/default/state/htp/items?limit=1001",
            status: 400,
            code: "bad_query",
            at: "limit"
        ),
        Refusal(
            why: "an offset with a sign",
            path: "/bays/default/state/htp/items?offset=-1",
            status: 400,
            code: "bad_query",
            at: "offset"
        ),
        Refusal(
            why: "a parameter that does not exist",
            path: "/bays/default/state/htp/items?ofset=1",
            status: 400,
            code: "unknown_query_parameter",
            at: "ofset"
        ),
        Refusal(why: "a journal of none", path: "/bays/none/journal", status: 404, code: "unknown_bay"),
        Refusal(
            why: "an exchange that was not",
            path: "/bays/default/journal/1",
            status: 404,
            code: "unknown_exchange"
        ),
        Refusal(
            why: "an exchange that cannot be",
            path: "/bays/default/journal/x",
            status: 404,
            code: "unknown_exchange"
        ),
        Refusal(
            why: "an unknown format",
            path: "/bays/default/journal?format=xml",
            status: 400,
            code: "unknown_format",
            at: "format"
        ),
        Refusal(
            why: "a filter for no vendor",
            path: "/bays/default/journal?vendor=x",
            status: 400,
            code: "unknown_vendor",
            at: "vendor"
        ),
        Refusal(
            why: "a filter for no operation",
            path: "/bays/default/journal?op=htp.sale.crate",
            status: 400,
            code: "unknown_operation",
            at: "op"
        ),
        Refusal(
            why: "an operation of another vendor",
            path: "/bays/default/journal?vendor=htp&op=autosync.shops.list",
            status: 400,
            code: "unknown_operation",
            at: "op"
        ),
        Refusal(
            why: "a page of nothing",
            path: "/bays/default/journal?limit=0",
            status: 400,
            code: "bad_query",
            at: "limit"
        ),
        Refusal(
            why: "a page that is too long",
            path: "/bays/default/journal?limit=100001",
            status: 400,
            code: "bad_query",
            at: "limit"
        ),
        Refusal(
            why: "since before the first",
            path: "/bays/default/journal?since=-1",
            status: 400,
            code: "bad_query",
            at: "since"
        ),
        Refusal(
            why: "a number beyond all",
            path: "/bays/default/journal?since=99999999999999999999",
            status: 400,
            code: "bad_query",
            at: "since"
        ),
        Refusal(
            why: "a page of no webhooks",
            path: "/bays/default/webhooks?limit=10001",
            status: 400,
            code: "bad_query",
            at: "limit"
        ),
        Refusal(
            why: "a state of webhooks that is none",
            path: "/bays/default/webhooks?state=lost",
            status: 400,
            code: "unknown_state",
            at: "state"
        ),
        Refusal(
            why: "a document of no vendor",
            path: "/openapi/htq.json",
            status: 404,
            code: "unknown_document",
            at: ""
        ),
        Refusal(
            why: "a status that is none",
            path: "/bays/default/journal?status=20",
            status: 400,
            code: "bad_query",
            at: "status"
        ),
        Refusal(why: "a scenario of none", path: "/bays/none/scenario", status: 404, code: "unknown_bay"),
        Refusal(
            why: "a scenario that is none",
            method: .put,
            path: "/bays/default/scenario",
            body: "{}",
            status: 400,
            code: "invalid_scenario",
            at: "scenario"
        ),
    ]

    @Test(arguments: refusals)
    func `is refused for`(_ row: Refusal) throws {
        let reply = try Desk().call(row.method, row.path, row.body)
        #expect(reply.status == row.status)
        #expect(reply.code == row.code)
        let error = try #require(reply.json["error"]?.object)
        #expect(error.keys.prefix(4) == ["code", "message", "path", "hint"])
        if !row.at.isEmpty { #expect(error["path"]?.string == row.at) }
        #expect(reply.delivery.date == nil, "a control reply has the real date")
    }

    @Test func `with a wrong method is told the right ones`() throws {
        let desk = try Desk()
        #expect(desk.call(.put, "/bays/default").field("Allow") == "GET, HEAD, DELETE, OPTIONS")
        let options = desk.call(.options, "/bays/default/reset")
        #expect(options.status == 204)
        #expect(options.field("Allow") == "POST, OPTIONS")
    }

    @Test func `is told what was probably meant`() throws {
        let reply = try Desk().call(.get, "/bays/default/journal?op=htp.sale.crate")
        #expect(reply.json["error"]?["hint"]?.string == "did you mean 'htp.sale.create'?")
    }

    @Test func `finds a world that is still being loaded`() throws {
        let desk = try Desk(isLoaded: false)
        #expect(desk.call(.get, "/healthz").status == 200)
        #expect(desk.call(.get, "/readyz").code == "not_ready")
        #expect(desk.call(.get, "/readyz").status == 503)
        #expect(desk.call(.post, "/bays", #"{"name": "a"}"#).status == 503)
        desk.control.isReady(at: Addresses(gateway: "http://127.0.0.1:1", vendors: ["http://127.0.0.1:2"]))
        #expect(desk.call(.get, "/readyz").json["status"] == "ready")
    }
}

@Suite struct `The gate of the control API` {
    struct Visit: CustomTestStringConvertible {
        let why: String
        var host = "localhost"
        var fields: [(String, String)] = []
        var gate = Gate()
        let status: Int

        var testDescription: String { why }
    }

    static let locked = Gate(listening: ["192.0.2.7"], token: "s3cret")
    static let wide = Gate(listening: ["0.0.0.0"], token: nil)
    static let visits = [
        Visit(why: "localhost", status: 200),
        Visit(why: "localhost in capitals, with a port", host: "LocalHost:4600", status: 200),
        Visit(why: "loopback, any port", host: "127.0.0.1:9", status: 200),
        Visit(why: "IPv6 loopback", host: "[::1]:4600", status: 200),
        Visit(why: "IPv6 loopback without a port", host: "[::1]", status: 200),
        Visit(why: "a name somebody pointed here", host: "evil.example:4600", status: 403),
        Visit(why: "a name that begins like ours", host: "localhost.evil.example", status: 403),
        Visit(why: "another address", host: "192.0.2.7", status: 403),
        Visit(why: "a page of another site", fields: [("Sec-Fetch-Site", "cross-site")], status: 403),
        Visit(why: "a page of this site", fields: [("Sec-Fetch-Site", "same-origin")], status: 200),
        Visit(why: "an older browser", fields: [("Origin", "http://evil.example")], status: 403),
        Visit(why: "a page without an origin", fields: [("Origin", "null")], status: 403),
        Visit(
            why: "a page of another program on this machine",
            fields: [("Sec-Fetch-Site", "same-site"), ("Origin", "http://localhost:3000")],
            status: 200
        ),
        Visit(why: "an origin that is none", fields: [("Origin", "evil")], status: 403),
        Visit(
            why: "an origin that begins like ours",
            fields: [("Origin", "http://localhost.evil.example")],
            status: 403
        ),
        Visit(
            why: "ours as the user of another",
            fields: [("Origin", "http://localhost@evil.example")],
            status: 403
        ),
        Visit(why: "a page from here", fields: [("Origin", "http://localhost:4600")], status: 200),
        Visit(
            why: "the address listened on, without the token",
            host: "192.0.2.7",
            gate: locked,
            status: 401
        ),
        Visit(
            why: "the token",
            host: "192.0.2.7:4600",
            fields: [("Authorization", "Bearer s3cret")],
            gate: locked,
            status: 200
        ),
        Visit(
            why: "the token, the scheme in lower case",
            fields: [("Authorization", "bearer s3cret")],
            gate: locked,
            status: 200
        ),
        Visit(
            why: "a longer token",
            fields: [("Authorization", "Bearer s3cretx")],
            gate: locked,
            status: 401
        ),
        Visit(why: "a shorter token", fields: [("Authorization", "Bearer s3cre")], gate: locked, status: 401),
        Visit(why: "another token", fields: [("Authorization", "Bearer t3cret")], gate: locked, status: 401),
        Visit(
            why: "the token as Basic",
            fields: [("Authorization", "Basic s3cret")],
            gate: locked,
            status: 401
        ),
        Visit(
            why: "a foreign name with the token",
            host: "evil.example",
            fields: [("Authorization", "Bearer s3cret")],
            gate: locked,
            status: 403
        ),
        Visit(
            why: "any address where all are listened on",
            host: "198.51.100.4:4600",
            gate: wide,
            status: 200
        ),
        Visit(
            why: "a name where all addresses are listened on",
            host: "evil.example",
            gate: wide,
            status: 403
        ),
        Visit(why: "a name of digits", host: "1.2.3.example", gate: wide, status: 403),
    ]

    @Test(arguments: visits)
    func `meets`(_ visit: Visit) throws {
        var settings = ControlAPI.Settings()
        settings.gate = visit.gate
        let reply = try Desk(settings).call(.get, "/healthz", fields: [("Host", visit.host)] + visit.fields)
        #expect(reply.status == visit.status)
        #expect(reply.field("Access-Control-Allow-Origin") == nil)
        #expect((reply.field("WWW-Authenticate") != nil) == (visit.status == 401))
    }

    @Test(arguments: [
        ("", "", true), ("s3cret", "s3cret", true), ("s3cret", "S3cret", false), ("s3cret", "s3creT", false),
        ("s3cret", "s3cre", false), ("s3cret", "s3cretx", false), ("s3cret", "", false), ("", "s", false),
        ("s3cret", "s3cret\0", false), ("s\0", "s", false), ("é", "e\u{301}", false),
    ])
    func `compares tokens byte by byte`(_ wanted: String, _ given: String, _ isEqual: Bool) {
        #expect(Gate.isEqual(Array(given.utf8), Array(wanted.utf8)) == isEqual)
    }

    @Test func `is shut where the control API is off`() throws {
        var settings = ControlAPI.Settings()
        settings.isOn = false
        let reply = try Desk(settings).call(.get, "/healthz")
        #expect(reply.status == 404)
        #expect(reply.code == "control_off")
    }
}
