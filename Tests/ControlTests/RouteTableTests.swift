import Engine
import HTTP
import JSON
import Testing

@testable import Control

/// Every method and path of the control API, and what the whole of it promises.
@Suite struct `Every path of the control API` {
    struct Row: CustomTestStringConvertible, Sendable {
        let method: HTTP.Method
        /// As it is declared, below `/__mockbay`.
        let path: String
        /// One that is good; `nil` where none is taken.
        var body: String?
        /// What a good call is answered with.
        var status = 200

        init(_ method: HTTP.Method, _ path: String, _ body: String? = nil, _ status: Int = 200) {
            (self.method, self.path, self.body, self.status) = (method, path, body, status)
        }

        /// With names that there are.
        var target: String {
            var target = path
            for (name, value) in [
                ("bay", "ci"), ("name", "kept"), ("n", "1"), ("vendor", "htp"), ("collection", "items"),
                ("id", "101-1-500001"), ("document", "htp.json"),
            ] { target = target.replacing("{\(name)}", with: value) }
            return target
        }

        var testDescription: String { "\(method.name) \(path)" }
    }

    private static let collection = "/bays/{bay}/state/{vendor}/{collection}"

    static let rows = [
        Row(.get, "/healthz"),
        Row(.get, "/readyz"),
        Row(.get, "/version"),
        Row(.get, "/metrics"),
        Row(.get, "/bays"),
        Row(.post, "/bays", #"{"name": "new"}"#, 201),
        Row(.get, "/bays/{bay}"),
        Row(.delete, "/bays/{bay}", nil, 204),
        Row(.post, "/bays/{bay}/reset"),
        Row(.post, "/bays/{bay}/fork", #"{"name": "copy"}"#, 201),
        Row(.get, "/bays/{bay}/snapshots"),
        Row(.post, "/bays/{bay}/snapshots", #"{"name": "other"}"#, 201),
        Row(.post, "/bays/{bay}/snapshots/{name}/restore"),
        Row(.get, "/bays/{bay}/snapshots/{name}"),
        Row(.put, "/bays/{bay}/snapshots/{name}", Result { try Stage().snapshot }.text),
        Row(.delete, "/bays/{bay}/snapshots/{name}", nil, 204),
        Row(.get, "/bays/{bay}/scenario"),
        Row(.put, "/bays/{bay}/scenario", #"{"scenario": 1}"#),
        Row(.delete, "/bays/{bay}/scenario", nil, 204),
        Row(.get, "/bays/{bay}/clock"),
        Row(.post, "/bays/{bay}/clock", #"{"action": "freeze"}"#),
        Row(.get, "/bays/{bay}/journal"),
        Row(.delete, "/bays/{bay}/journal", nil, 204),
        Row(.get, "/bays/{bay}/journal/{n}"),
        Row(.get, "/bays/{bay}/journal/stream"),
        Row(.get, "/bays/{bay}/journal/{n}/explain"),
        Row(.post, "/bays/{bay}/explain", #"{"vendor": "htp", "path": "/inventory/feed"}"#),
        Row(.post, "/bays/{bay}/verify", #"[{"never": "htp.sale.create"}]"#),
        Row(.get, collection),
        Row(.put, collection, "[]"),
        Row(.patch, collection, "{}"),
        Row(.delete, collection, nil, 204),
        Row(.get, collection + "/{id}"),
        Row(.put, collection + "/{id}", Result { try Stage().item }.text),
        Row(.patch, collection + "/{id}", #"{"available_quantity": 3}"#),
        Row(.delete, collection + "/{id}", nil, 204),
        Row(.get, "/bays/{bay}/coverage"),
        Row(.get, "/bays/{bay}/webhooks"),
        // The vendor at hand announces nothing; see the tests of webhooks.
        Row(.post, "/bays/{bay}/webhooks", #"{"event": "x", "of": "htp.items/101-1-500001"}"#, 400),
        Row(.get, "/operations"),
        Row(.get, "/errors"),
        Row(.get, "/assumptions"),
        Row(.get, "/openapi/{document}"),
        Row(.post, "/shutdown", nil, 202),
    ]

    @Test func `is in this table`() {
        let declared = ControlAPI.routes.flatMap { route in
            route.operation.bindings.map { "\($0.method.name) \($0.path)" }
        }
        #expect(Set(declared) == Set(`Every path of the control API`.rows.map(\.testDescription)))
        #expect(declared.count == `Every path of the control API`.rows.count)
    }

    // MARK: Answers

    @Test(arguments: rows)
    func `answers`(_ row: Row) throws {
        let reply = try Stage().call(row)
        #expect(reply.status == row.status, "\(reply.text.prefix(300))")
        #expect(reply.delivery.date == nil, "a control reply has the real date")
        if row.status >= 400 { try requireForm(reply) }
        #expect(reply.grantsOthersNothing)
    }

    @Test(arguments: rows.filter { $0.path.contains("{bay}") })
    func `knows no bay that is not there`(_ row: Row) throws {
        var settings = Bays.Settings()
        settings.makesBays = false
        let stage = try Stage(bays: settings)
        let reply = stage.call(row, target: row.target.replacing("/bays/ci", with: "/bays/none"))
        #expect(reply.status == (row.method == .post && row.path.hasSuffix("webhooks") ? 400 : 404))
        try requireForm(reply)
        let bad = stage.call(row, target: row.target.replacing("/bays/ci", with: "/bays/a%20b"))
        #expect(bad.status == 400)
        try requireForm(bad)
    }

    @Test(arguments: rows)
    func `takes no other method`(_ row: Row) throws {
        let taken = `Every path of the control API`.rows.filter { $0.path == row.path }.map(\.method)
        let stage = try Stage()
        for method in [HTTP.Method.post, .put, .patch, .delete] where !taken.contains(method) {
            let reply = stage.desk.call(method, row.target, "{}")
            #expect(reply.status == 405, "\(method)")
            #expect(reply.code == "method_not_allowed")
            try requireForm(reply)
            let allowed = reply.field("Allow")?.split(separator: ", ").map(String.init) ?? []
            #expect(allowed.contains("\(row.method.name)") && !allowed.contains("\(method.name)"))
        }
        let options = stage.desk.call(.options, row.target)
        #expect(options.status == 204)
        #expect(options.grantsOthersNothing)
        if row.method == .get, !row.path.hasSuffix("stream") {
            #expect(stage.desk.call(.head, row.target).status == row.status)
        }
    }

    @Test(arguments: rows.filter { $0.body != nil })
    func `takes no body that it cannot read`(_ row: Row) throws {
        for body in ["{", "\u{0}", #"{"a": 1} x"#, #"{"undocumented": 1}"#, "7"] {
            let reply = try Stage().call(row, body: body)
            #expect(reply.status == 400, "\(body)")
            try requireForm(reply)
        }
    }

    @Test(arguments: rows.filter { $0.method == .post && $0.body == nil })
    func `ignores no body where it takes none`(_ row: Row) throws {
        let reply = try Stage().call(row, body: #"{"undocumented": 1}"#)
        #expect(reply.status == 400)
        #expect(reply.code == "unknown_key")
        #expect(try Stage().call(row, body: "{}").status == row.status)
    }

    @Test(arguments: rows)
    func `takes no parameter that it does not have`(_ row: Row) throws {
        let reply = try Stage().call(row, target: row.target + "?undocumented=1")
        #expect(reply.status == 400)
        #expect(reply.code == "unknown_query_parameter")
        #expect(reply.json["error"]?["path"] == "undocumented")
        try requireForm(reply)
    }

    // MARK: The gate

    @Test(arguments: rows)
    func `is shut to others`(_ row: Row) throws {
        var settings = ControlAPI.Settings()
        settings.gate = Gate(listening: ["192.0.2.7"], token: "s3cret")
        settings.onShutdown = { Issue.record("somebody else ended the server") }
        let stage = try Stage(settings)
        let token = ("Authorization", "Bearer s3cret")
        let visits: [(fields: [(String, String)], status: Int, code: String)] = [
            ([("Host", "evil.example"), token], 403, "foreign_host"),
            ([("Host", "evil.example:4600"), token], 403, "foreign_host"),
            ([("Sec-Fetch-Site", "cross-site"), token], 403, "cross_site"),
            ([("Origin", "http://evil.example"), token], 403, "cross_site"),
            ([("Origin", "null"), token], 403, "cross_site"),
            ([], 401, "unauthorized"),
            ([("Authorization", "Bearer s3creT")], 401, "unauthorized"),
            ([("Authorization", "Bearer ")], 401, "unauthorized"),
            ([("Authorization", "s3cret")], 401, "unauthorized"),
        ]
        for visit in visits {
            let reply = stage.call(row, fields: visit.fields)
            #expect(reply.status == visit.status, "\(visit.fields)")
            #expect(reply.code == visit.code)
            try requireForm(reply)
            #expect((reply.field("WWW-Authenticate") != nil) == (visit.status == 401))
        }
        #expect(stage.desk.call(.get, "/bays/ci", fields: [token]).status == 200, "nothing has happened")
        #expect(stage.desk.call(.get, "/bays/ci/journal", fields: [token]).json["entries"]?.array?.count == 1)
    }

    /// `{"error": {"code", "message", "path", "hint"}}`, all four texts, the first two not empty.
    private func requireForm(_ reply: Reply) throws {
        #expect(reply.grantsOthersNothing)
        #expect(reply.delivery.response.contentType == .json)
        #expect(reply.json.object?.keys == ["error"])
        let error = try #require(reply.json["error"]?.object)
        #expect(error.keys.prefix(4) == ["code", "message", "path", "hint"])
        for key in error.keys.prefix(4) { #expect(error[key]?.string != nil, "\(key)") }
        #expect(error["code"]?.string?.isEmpty == false)
        #expect(error["message"]?.string?.isEmpty == false)
    }
}

/// A desk with what good calls need: a bay `ci` with one exchange and one snapshot.
private struct Stage {
    let desk: Desk

    init(_ settings: ControlAPI.Settings? = nil, bays: Bays.Settings = .init()) throws {
        var usual = ControlAPI.Settings()
        usual.onShutdown = {}
        desk = try Desk(settings ?? usual, bays: bays)
        let bay = try desk.bays.create(try #require(BayName("ci")))
        desk.vendor(.get, "/inventory/details/101/1/500001", in: "ci")
        _ = bay.snapshots.keep(bay.snapshot, as: "kept")
    }

    func call(_ row: `Every path of the control API`.Row, target: String? = nil, body: String? = nil) -> Reply
    {
        desk.call(row.method, target ?? row.target, body ?? row.body ?? "")
    }

    func call(_ row: `Every path of the control API`.Row, fields: [(String, String)]) -> Reply {
        desk.call(row.method, row.target, row.body ?? "", fields: fields)
    }

    var snapshot: String { desk.call(.get, "/bays/ci/snapshots/kept").text }
    var item: String { desk.call(.get, "/bays/ci/state/htp/items/101-1-500001").text }
}

extension Result where Success == String {
    /// The text, or why there is none, which no test takes for one.
    fileprivate var text: String {
        switch self {
        case .success(let text): text
        case .failure(let error): "\(error)"
        }
    }
}

extension Reply {
    /// Whether no field of it lets a page of another site read it.
    var grantsOthersNothing: Bool {
        !String(decoding: delivery.response.fieldLines, as: UTF8.self).lowercased().contains(
            "access-control-"
        )
    }
}
