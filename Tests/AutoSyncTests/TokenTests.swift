import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import AutoSync

@Suite struct `Exchanging a code` {
    private func flow() throws -> Flow { Flow(bay: try AutoSyncBay()) }

    @Test func `gives a token with the scopes that were asked for`() throws {
        let flow = try flow()
        let reply = flow.token(flow.body(try flow.code()))
        #expect(reply.status == 200)
        let token = try #require(reply.json.object)
        #expect(token.keys == ["access_token", "token_type", "expires_in", "refresh_token", "scope"])
        #expect(token["token_type"] == "Bearer")
        #expect(token["expires_in"] == 3600)
        #expect(token["scope"] == "shops:read customers:read workorders:write")
        #expect(reply.field("Cache-Control") == "no-store")
        let access = try #require(token["access_token"]?.string)
        #expect(flow.bay.get("/shops", as: access).rows.count == 2)
        #expect(flow.bay.put("/shops/1/workorders/1043", "{}", as: access).status == 200)
        #expect(flow.bay.get("/shops/1/workorders/1043", as: access).status == 403)
        #expect(flow.bay.get("/shops/1/payments", as: access).status == 403)
        flow.bay.advance(by: .milliseconds(3_599_999))
        #expect(flow.bay.get("/shops", as: access).status == 200)
        flow.bay.advance(by: .milliseconds(1))
        #expect(flow.bay.get("/shops", as: access).status == 401)
    }

    @Test func `works with a form as well`() throws {
        let flow = try flow()
        let reply = flow.form(
            "grant_type=authorization_code&code=\(try flow.code())&client_id=mockbay-client&client_secret=mockbay%2Dsecret"
        )
        #expect(reply.status == 200)
        #expect(reply.json["token_type"] == "Bearer")
    }

    @Test func `works once`() throws {
        let flow = try flow()
        let body = flow.body(try flow.code())
        #expect(flow.token(body).status == 200)
        let again = flow.token(body)
        #expect(again.status == 400)
        #expect(again.errorCode == "bad_request")
        #expect(flow.bay.count(of: "tokens") == 1)
    }

    @Test func `works for ten minutes of the bay's clock`() throws {
        let flow = try flow()
        let (one, two) = (try flow.code(), try flow.code())
        #expect(one != two)
        flow.bay.advance(by: .milliseconds(599_999))
        #expect(flow.token(flow.body(one)).status == 200)
        flow.bay.advance(by: .milliseconds(1))
        #expect(flow.token(flow.body(two)).status == 400)
    }

    struct Row: CustomTestStringConvertible {
        var why: String
        var change: JSON.Object
        var status: Int
        var message: String?
        var testDescription: String { why }
    }

    @Test(arguments: [
        Row(
            why: "the same address again",
            change: ["redirect_uri": "http://127.0.0.1:8910/callback"],
            status: 200
        ),
        Row(why: "another address", change: ["redirect_uri": "http://127.0.0.1:8911/callback"], status: 400),
        Row(why: "a wrong secret", change: ["client_secret": "guess"], status: 401),
        Row(
            why: "another client",
            change: ["client_id": "other", "client_secret": "other-secret"],
            status: 400
        ),
        Row(why: "an unknown client", change: ["client_id": "who"], status: 401),
        Row(why: "a made-up code", change: ["code": "ac_0"], status: 400),
        Row(
            why: "no grant type",
            change: ["grant_type": nil],
            status: 422,
            message: "The 'grant_type' field is required."
        ),
        Row(why: "no code", change: ["code": nil], status: 422, message: "The 'code' field is required."),
        Row(
            why: "no client",
            change: ["client_id": nil],
            status: 422,
            message: "The 'client_id' field is required."
        ),
        Row(
            why: "no secret",
            change: ["client_secret": nil],
            status: 422,
            message: "The 'client_secret' field is required."
        ),
        Row(
            why: "another grant type",
            change: ["grant_type": "password"],
            status: 422,
            message: "The 'grant_type' field must be one of authorization_code, refresh_token."
        ),
        Row(
            why: "refreshing, which is off",
            change: ["grant_type": "refresh_token", "refresh_token": "rt_0"],
            status: 422,
            message: "The 'grant_type' field must be authorization_code."
        ),
        Row(why: "a number as the code", change: ["code": 5], status: 422),
    ])
    func `with`(_ row: Row) throws {
        let flow = try flow()
        try flow.bay.set("clients", "other", ["client_id": "other", "client_secret": "other-secret"])
        var body = flow.body(try flow.code())
        for (name, value) in row.change { body[name] = value }
        let reply = flow.token(body)
        #expect(reply.status == row.status)
        if let message = row.message { #expect(reply.message == message) }
        guard row.status != 200 else { return }
        #expect(flow.token(flow.body(try flow.code())).status == 200, "the client may try again")
    }

    @Test(arguments: [("", 400), ("{", 400), ("[]", 400)])
    func `needs a body`(_ body: String, _ status: Int) throws {
        #expect(
            try AutoSyncBay().send(.post, "/v1/oauth/token", as: nil, body: body).response.status == status
        )
    }

    @Test(arguments: ["%zz", "code=%ff&grant_type=x"])
    func `refuses a broken form`(_ form: String) throws {
        #expect(try flow().form(form).status == 400)
    }

    @Test func `takes of a form no field twice`() throws {
        let flow = try flow()
        let reply = flow.form(
            "grant_type=authorization_code&code=a&code=b&client_id=mockbay-client&client_secret=mockbay-secret"
        )
        #expect(reply.status == 422)
    }

    @Test func `gives a token for the client's shops only`() throws {
        var flow = try flow()
        flow.client = "small"
        try flow.bay.set(
            "clients",
            "small",
            [
                "client_id": "small", "client_secret": "mockbay-secret", "allows_loopback": true,
                "shops": [2],
                "scopes": ["shops:read", "customers:read"],
            ]
        )
        flow.scope = "shops:read%20payments:read"
        #expect(flow.parameters(of: flow.authorize())["error"] == "invalid_scope")
        flow.scope = ""
        let reply = flow.token(flow.body(try flow.code()))
        #expect(reply.json["scope"] == "shops:read customers:read")
        let access = try #require(reply.json["access_token"]?.string)
        #expect(flow.bay.get("/shops", as: access).rows.map { $0["id"] } == [2])
        #expect(flow.bay.get("/shops/1", as: access).status == 403)
    }

    @Test func `hands out the same credentials for the same seed, and others for another`() throws {
        func tokens(seed: UInt64) throws -> [String?] {
            let flow = Flow(bay: try AutoSyncBay(seed: seed))
            let code = try flow.code()
            let token = flow.token(flow.body(code)).json
            return [code, token["access_token"]?.string, token["refresh_token"]?.string]
        }
        #expect(try tokens(seed: 7) == tokens(seed: 7))
        #expect(try Set(tokens(seed: 7)).isDisjoint(with: tokens(seed: 8)))
    }
}

@Suite struct `OAuth in a bay` {
    @Test func `is chosen by the client's id and goes with code and token`() throws {
        let bay = try AutoSyncBay()
        var flow = Flow(bay: bay)
        flow.client = "mockbay-client~ci-7"
        let code = try flow.code()
        #expect(code.hasSuffix("~ci-7"))
        let token = flow.token(flow.body(code)).json
        let access = try #require(token["access_token"]?.string)
        #expect(access.hasSuffix("~ci-7"))
        #expect(token["refresh_token"]?.string?.hasSuffix("~ci-7") == true)
        #expect(bay.count(of: "tokens") == 0, "the default bay has nothing of it")
        #expect(bay.get("/shops", as: access).status == 200)
        #expect(bay.get("/shops", as: String(access.dropLast(5))).status == 401)
    }

    @Test func `is chosen by the code alone, in JSON and in a form`() throws {
        let bay = try AutoSyncBay()
        var flow = Flow(bay: bay)
        flow.client = "mockbay-client~ci-8"
        let (one, two) = (try flow.code(), try flow.code())
        flow.client = "mockbay-client"
        #expect(flow.token(flow.body(one)).status == 200)
        let form =
            "grant_type=authorization_code&code=\(two)&client_id=mockbay-client&client_secret=mockbay-secret"
        #expect(flow.form(form).json["access_token"]?.string?.hasSuffix("~ci-8") == true)
    }

    @Test func `chosen in another way is named all the same`() throws {
        let bay = try AutoSyncBay()
        let flow = Flow(bay: bay)
        let reply = bay.send(.get, "/~ci-9" + flow.target, as: nil).response
        #expect(flow.parameters(of: reply)["code"]?.hasSuffix("~ci-9") == true)
    }

    @Test func `may not be named in two ways`() throws {
        let bay = try AutoSyncBay()
        var flow = Flow(bay: bay)
        flow.client = "mockbay-client~one"
        #expect(bay.send(.get, "/~two" + flow.target, as: nil).response.status == 400)
    }
}

@Suite struct `Refreshing` {
    @Test func `gives new tokens for old ones where that is assumed`() throws {
        let flow = Flow(bay: try AutoSyncBay(assume: ["autosync.refresh": "on"]))
        let first = flow.token(flow.body(try flow.code())).json
        let old = try #require(first["access_token"]?.string)
        var body: JSON.Object = [
            "grant_type": "refresh_token", "refresh_token": first["refresh_token"] ?? .null,
            "client_id": "mockbay-client", "client_secret": "mockbay-secret",
        ]
        flow.bay.advance(by: .seconds(7200))
        #expect(flow.bay.get("/shops", as: old).status == 401)
        let second = flow.token(body)
        #expect(second.status == 200)
        #expect(second.json["scope"] == first["scope"])
        let new = try #require(second.json["access_token"]?.string)
        #expect(new != old)
        #expect(flow.bay.get("/shops", as: new).status == 200)
        #expect(flow.token(body).status == 400, "a refresh token works once")
        body["refresh_token"] = nil
        #expect(flow.token(body).message == "The 'refresh_token' field is required.")
        body["refresh_token"] = second.json["refresh_token"]
        #expect(flow.token(body).status == 200)
        #expect(flow.bay.get("/shops", as: new).status == 401, "the token before is revoked")
    }
}
