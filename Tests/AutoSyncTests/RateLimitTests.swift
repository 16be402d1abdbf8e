import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import AutoSync

@Suite struct `The rate limit` {
    struct Fields: Equatable {
        var limit: String?
        var remaining: String?
        var reset: String?

        init(_ limit: Int, _ remaining: Int, _ reset: String) {
            self.limit = String(limit)
            self.remaining = String(remaining)
            self.reset = (Instant(iso8601: reset)?.seconds).map(String.init)
        }

        init(_ response: Response) {
            limit = response.field("X-RateLimit-Limit")
            remaining = response.field("X-RateLimit-Remaining")
            reset = response.field("X-RateLimit-Reset")
        }
    }

    private let endOfMinute = "2026-03-02T08:01:00Z"

    /// A bay ten seconds into a minute.
    private func bay(_ prepare: (inout any MountedWorld) -> Void = { _ in }) throws -> AutoSyncBay {
        let bay = try AutoSyncBay(prepare: prepare)
        bay.advance(by: .seconds(10))
        return bay
    }

    @Test func `counts down to zero, refuses, and opens anew with the minute of the clock`() throws {
        let bay = try bay()
        for left in (0..<100).reversed() {
            let reply = bay.get("/shops")
            #expect(reply.status == 200)
            #expect(Fields(reply) == Fields(100, left, endOfMinute))
        }
        let refused = bay.get("/shops")
        #expect(refused.status == 429)
        #expect(refused.errorCode == "rate_limited")
        #expect(Fields(refused) == Fields(100, 0, endOfMinute))
        #expect(refused.field("Retry-After") == nil, "not documented")
        #expect(bay.get("/shops", as: "sk_live_readonly").status == 200, "each key has a budget of its own")
        bay.advance(by: .milliseconds(49_999))
        #expect(bay.get("/shops").status == 429)
        bay.advance(by: .milliseconds(1))
        #expect(Fields(bay.get("/shops")) == Fields(100, 99, "2026-03-02T08:02:00Z"))
    }

    @Test func `is one budget for a key, whatever shop it is used for`() throws {
        let bay = try bay()
        _ = bay.get("/shops/1")
        _ = bay.get("/shops/2/customers")
        #expect(bay.put("/shops/1/customers/42", "{}").field("X-RateLimit-Remaining") == "97")
    }

    struct Row: CustomTestStringConvertible {
        var why: String
        var target: String
        var key: String? = "sk_live_demo"
        var method = HTTP.Method.get
        var body: String?
        var status: Int
        var remaining: Int
        var testDescription: String { why }
    }

    @Test(arguments: [
        Row(why: "a success", target: "/v1/shops", status: 200, remaining: 99),
        Row(why: "400", target: "/v1/shops/x", status: 400, remaining: 99),
        Row(why: "401, counted against no key", target: "/v1/shops", key: nil, status: 401, remaining: 100),
        Row(why: "403", target: "/v1/shops/1", key: "sk_live_shop2", status: 403, remaining: 99),
        Row(why: "404 of a record", target: "/v1/shops/1/customers/999", status: 404, remaining: 99),
        Row(why: "404 of a path", target: "/v1/nowhere", status: 404, remaining: 100),
        Row(why: "422", target: "/v1/shops/1/customers?page=0", status: 422, remaining: 99),
        Row(
            why: "a redirect",
            target:
                "/oauth/authorize?client_id=mockbay-client&response_type=code&redirect_uri=http://127.0.0.1/",
            key: nil,
            status: 302,
            remaining: 100
        ),
        Row(
            why: "a token call",
            target: "/v1/oauth/token",
            key: nil,
            method: .post,
            body: "{}",
            status: 422,
            remaining: 100
        ),
    ])
    func `is told with`(_ row: Row) throws {
        let reply = try bay().send(row.method, row.target, as: row.key, body: row.body).response
        #expect(reply.status == row.status)
        #expect(Fields(reply) == Fields(100, row.remaining, endOfMinute))
    }

    @Test func `says on a 429 that was asked for that nothing is left`() throws {
        let reply = try bay().send(.get, "/v1/shops", fields: [("X-Mockbay-Error", "rate_limited")])
            .response
        #expect(Fields(reply) == Fields(100, 0, endOfMinute))
    }

    @Test func `can come with Retry-After`() throws {
        let bay = try bay { _ = $0.assume("autosync.retry_after", "seconds") }
        let reply = bay.send(.get, "/v1/shops", fields: [("X-Mockbay-Error", "rate_limited")]).response
        #expect(reply.field("Retry-After") == "50")
        #expect(bay.get("/shops").field("Retry-After") == nil)
    }

    @Test func `follows a scenario's limit, and keeps its fields where there is none`() throws {
        let bay = try bay { $0.limiter.policy = .all(Limit(requests: 2, per: .seconds(10))) }
        #expect(Fields(bay.get("/shops")) == Fields(2, 1, "2026-03-02T08:00:20Z"))
        let free = try self.bay { $0.limiter.policy = .off }
        for _ in 1...101 { #expect(free.get("/shops").status == 200) }
        #expect(Fields(free.get("/shops")) == Fields(100, 100, endOfMinute))
    }

    @Test func `counts each token for itself`() throws {
        let bay = try bay()
        let token: JSON.Object = [
            "access_token": "at_one", "refresh_token": "rt_one", "client_id": "mockbay-client",
            "scopes": ["shops:read"], "expires_at": "2030-01-01T00:00:00Z",
        ]
        try bay.set("tokens", "at_one", token)
        _ = bay.get("/shops")
        #expect(bay.get("/shops", as: "at_one").field("X-RateLimit-Remaining") == "99")
    }
}
