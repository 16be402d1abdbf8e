import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import AutoSync

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
