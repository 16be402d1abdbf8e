import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import AutoSync

/// An authorize call and what is done with its code.
private struct Flow {
    let bay: AutoSyncBay
    var client = "mockbay-client"
    var address = "http://127.0.0.1:8910/callback"
    var scope = "shops:read%20workorders:write+customers:read"
    var more = ""

    var target: String {
        "/oauth/authorize?client_id=\(client)&redirect_uri=\(Percent.encode(address))&response_type=code&scope=\(scope)\(more)"
    }

    func authorize(accept: String? = nil) -> Response {
        bay.send(.get, target, as: nil, fields: accept.map { [("Accept", $0)] } ?? []).response
    }

    /// The parameters that the redirect adds.
    func parameters(of response: Response) -> [String: String] {
        guard let location = response.field("Location"), location.hasPrefix(address) else { return [:] }
        var parameters: [String: String] = [:]
        for item in location.dropFirst(address.count + 1).split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1).map(String.init)
            parameters[parts[0]] = parts.count == 2 ? Percent.decode(Array(parts[1].utf8)) : ""
        }
        return parameters
    }

    func code() throws -> String { try #require(parameters(of: authorize())["code"]) }

    func token(_ body: JSON.Object) -> Response {
        var json = JSON.Writer()
        json.value(.object(body))
        return bay.send(.post, "/v1/oauth/token", as: nil, body: String(decoding: json.bytes, as: UTF8.self))
            .response
    }

    func body(_ code: String) -> JSON.Object {
        [
            "grant_type": "authorization_code", "code": .string(code), "client_id": .string(client),
            "client_secret": "mockbay-secret",
        ]
    }

    func form(_ text: String) -> Response {
        let type = "application/x-www-form-urlencoded; charset=UTF-8"
        return bay.request(.post, "/v1/oauth/token", body: text, type: type).response
    }
}

private struct NoControl: ControlSurface {
    func respond(to request: Request, path: Slice) -> Delivery { Delivery(Response(404)) }
}

@Suite struct `Authorizing` {
    private func flow() throws -> Flow { Flow(bay: try AutoSyncBay()) }

    @Test func `redirects at once with a code, and the state as it came`() throws {
        var flow = try flow()
        flow.more = "&state=a%26b%3Dc%20%C3%A9%2B"
        let reply = flow.authorize()
        #expect(reply.status == 302)
        #expect(reply.body.isEmpty)
        let parameters = flow.parameters(of: reply)
        #expect(parameters["state"] == "a&b=c é+")
        #expect(parameters["code"]?.hasPrefix("ac_") == true)
        #expect(parameters.count == 2)
    }

    @Test(arguments: [
        ("https://yourapp.com/callback", true), ("https://yourapp.com/callback/", false),
        ("https://yourapp.com/callback?x=1", false), ("http://yourapp.com/callback", false),
        ("https://yourapp.com.evil.example/callback", false), ("http://127.0.0.1/", true),
        ("http://127.0.0.1", true),
        ("http://127.0.0.1:80/cb?x=1", true), ("http://localhost:3000/cb", true),
        ("http://[::1]:3000/cb", true),
        ("http://127.0.0.1.evil.example/", false), ("http://127.0.0.1@evil.example/", false),
        ("http://127.0.0.1:80@evil.example/", false), ("http://localhost.evil.example", false),
        ("http://127.0.0.1:/cb", false), ("http://127.0.0.1:123456/cb", false), ("ftp://127.0.0.1/", false),
        ("http://127.0.0.1/#x", false), ("http://127.0.0.1/\r\nX: y", false), ("http://127.0.0.1/ü", false),
        ("javascript:alert(1)", false),
    ])
    func `sends codes only to`(_ address: String, _ isAllowed: Bool) throws {
        var flow = try flow()
        flow.address = address
        let reply = flow.authorize()
        #expect(reply.status == (isAllowed ? 302 : 400))
        #expect((reply.field("Location") != nil) == isAllowed)
        if isAllowed { #expect(reply.field("Location")?.hasPrefix(address) == true) }
    }

    @Test func `adds to the query that an address has`() throws {
        var flow = try flow()
        flow.address = "http://127.0.0.1:1/cb?tenant=7"
        #expect(
            flow.authorize().field("Location")?.hasPrefix("http://127.0.0.1:1/cb?tenant=7&code=ac_") == true
        )
    }

    struct Refused: CustomTestStringConvertible {
        var why: String
        var query: String
        var status: Int
        var message: String
        var testDescription: String { why }
    }

    private static let address = "redirect_uri=http%3A%2F%2F127.0.0.1%2F"

    @Test(arguments: [
        Refused(
            why: "no client",
            query: address,
            status: 422,
            message: "The 'client_id' parameter is required."
        ),
        Refused(
            why: "an unknown client",
            query: "client_id=who&\(address)&response_type=code",
            status: 400,
            message: "There is no application with this client_id."
        ),
        Refused(
            why: "no address",
            query: "client_id=mockbay-client&response_type=code",
            status: 422,
            message: "The 'redirect_uri' parameter is required."
        ),
    ])
    func `is refused without a redirect for`(_ row: Refused) throws {
        let reply = try AutoSyncBay().send(.get, "/oauth/authorize?\(row.query)", as: nil).response
        #expect(reply.status == row.status)
        #expect(reply.message == row.message)
    }

    @Test(arguments: [
        ("response_type=token", "unsupported_response_type"), ("", "unsupported_response_type"),
        ("response_type=code&scope=shops:fly", "invalid_scope"),
        ("response_type=code&scope=shops:read,customers:read", "invalid_scope"),
        ("response_type=code&decision=deny", "access_denied"),
    ])
    func `tells the client by the redirect`(_ query: String, _ error: String) throws {
        let bay = try AutoSyncBay()
        let target = "/oauth/authorize?client_id=mockbay-client&\(Self.address)&state=s1&\(query)"
        let reply = bay.send(.get, target, as: nil).response
        #expect(reply.status == 302)
        #expect(reply.field("Location") == "http://127.0.0.1/?error=\(error)&state=s1")
        #expect(bay.count(of: "codes") == 0)
    }

    @Test func `shows a browser a page first, whose links answer`() throws {
        var flow = try flow()
        flow.more = "&state=%22%3E%3Cscript%3E"
        let page = flow.authorize(accept: "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
        #expect(page.status == 200)
        #expect(page.contentType == .html)
        #expect(page.text.contains("<code>workorders:write</code>"))
        #expect(!page.text.contains("<script>"))
        #expect(flow.bay.count(of: "codes") == 0)
        let link = try #require(
            page.text.split(separator: #"id="allow" href=""#).last?.split(separator: "\"").first
        )
        let target = "/oauth/authorize" + String(link).split(separator: "&amp;").joined(separator: "&")
        let reply = flow.bay.send(.get, target, as: nil, fields: [("Accept", "text/html")]).response
        #expect(reply.status == 302)
        #expect(flow.parameters(of: reply)["state"] == "\"><script>")
        #expect(flow.parameters(of: reply)["code"] != nil)
    }

    @Test func `does not trust what the name of a client or a query has in it`() throws {
        let flow = try flow()
        try flow.bay.set("clients", "mockbay-client", ["name": "<b>\"Tom\" & 'Co'</b>"])
        let target = flow.target + "&x='onmouseover=alert(1)'"
        let page = flow.bay.send(.get, target, as: nil, fields: [("Accept", "text/html")]).response
        #expect(page.text.contains("&lt;b&gt;&quot;Tom&quot; &amp; &#39;Co&#39;&lt;/b&gt;"))
        #expect(!page.text.contains("'onmouseover"))
    }

    @Test func `answers for the web host, which the documentation has it on`() throws {
        let flow = try flow()
        let gateway = Dispatcher(bays: flow.bay.bays, surfaces: [.gateway], control: NoControl())
        let request = Request(.get, flow.target, fields: [("Host", "autosyncshopmanager.com")])
        #expect(gateway.respond(to: request, on: Listener(0)).response.status == 302)
    }
}

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
