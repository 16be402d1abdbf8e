import Glibc
import JSON
import Support
import Testing

@testable import Command

@Suite(.timeLimit(.minutes(10))) struct `The log of a server` {
    /// Each brings a credential in another place.
    private static let requests = [
        "GET /autosync/v1/shops HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk_live_demo\r\n\r\n",
        "GET /autosync/v1/shops?api_key=sk_live_demo HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /htp/inventory/feed HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic ZGVtbzpkZW1v\r\n\r\n",
        "GET /leadway/products/inventory HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer pit-demo~ci\r\n\r\n",
        post("/autoleap/v2/partners/login", #"{"partnerId": "PARTNER-DEMO", "authKey": "demo-auth-key"}"#),
        post("/leadway/oauth/token?code=code-demo", "client_secret=mockbay-secret&code=code-demo"),
        post("/__mockbay/bays", #"{"name": "ci-8"}"#),
        post("/__mockbay/bays/ci-8/snapshots", #"{"name": "a"}"#),
        "GET /__mockbay/bays/ci-8/snapshots/a HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /__mockbay/bays/ci-8/journal HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer t0psecret\r\n\r\n",
    ]

    private static func post(_ path: String, _ body: String) -> String {
        "POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    @Test(arguments: ["text", "json"]) func `names no credential`(_ form: String) throws {
        let binary = try Binary(["serve", "--port", "0", "--log", form])
        let line = try #require(binary.line())
        let url = try #require(try JSON.Value.parse(line)["url"]?.string)
        let port = try #require(url.split(separator: ":").last.flatMap { UInt16($0) })
        for request in `The log of a server`.requests {
            #expect(RawClient(port).exchange(request) != nil, "\(request)")
        }
        binary.signal(SIGTERM)
        let log = binary.end().errors
        #expect(log.contains("/autosync/v1/shops"), "requests are logged")
        for secret in [
            "sk_live_demo", "ZGVtbzpkZW1v", "pit-demo", "demo-auth-key", "code-demo", "mockbay-secret",
            "whsec_mock_secret", "t0psecret",
        ] where log.contains(secret) {
            Issue.record("the log shows '\(secret)'")
        }
    }
}
