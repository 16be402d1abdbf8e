import AutoLeap
import Engine
import HTTP
import JSON
import Testing
import VendorSupport

/// Each file of `Scenarios` that is about AutoLeap, met by a client that copes and by one that does not.
@Suite struct `AutoLeap's scenarios` {
    private func bay(_ name: String) throws -> LeapBay { try LeapBay(playing: "autoleap-\(name)") }

    @Test(arguments: [
        "token-expires-mid-paging", "refresh-reply-lost", "429-gets", "429-posts", "bad-row-in-bulk",
        "archived-before-update", "appointment-reply-lost", "grant-withdrawn",
    ])
    func `load, and say what they are about`(_ name: String) throws {
        let scenario = try LeapBay.scenario("autoleap-\(name)")
        #expect(scenario.name.hasPrefix("AutoLeap: "))
        #expect(!scenario.about.isEmpty)
        #expect(scenario.tags.first == "autoleap")
    }

    /// Reads all payments, ten at a time; on a 401 `recover` gives a new token, or gives up.
    private func payments(
        _ client: Client,
        recover: () throws -> String?,
    ) throws -> [JSON.Value] {
        var client = client
        var rows: [JSON.Value] = []
        var page = 1
        while true {
            let reply = client.get("payments?companyId=SHOP5678&page=\(page)")
            if reply.status == 401 {
                guard let token = try recover() else { return rows }
                client.token = token
                continue
            }
            rows += reply.json["content"]?.array ?? []
            if reply.json["last"] == true { return rows }
            page += 1
        }
    }

    @Test func `a token that dies between pages is no end for who refreshes it`() throws {
        let bay = try bay("token-expires-mid-paging")
        let tokens = try bay.login()
        let rows = try payments(Client(bay: bay, token: tokens.access)) {
            try bay.tokens(of: bay.refresh(tokens.refresh)).access
        }
        #expect(rows.count == 30)
        #expect(Set(rows.compactMap { $0["paymentId"]?.string }).count == 30)

        let other = try self.bay("token-expires-mid-paging")
        let part = try payments(try other.client()) { nil }
        #expect(part.count == 20, "who stops at the 401 has two pages of three")
    }

    @Test func `a refresh whose reply is lost asks for a new login`() throws {
        let bay = try bay("refresh-reply-lost")
        let tokens = try bay.login()
        bay.advance(by: .seconds(3600))
        let body = #"{"refreshToken":"\#(tokens.refresh)"}"#
        let lost = bay.request(.post, "/v2/partners/generateNewAccessToken", body: body)
        #expect(lost.fault == Fault(.reset, at: .beforeHeaders))
        for _ in 1...3 { #expect(bay.refresh(tokens.refresh).status == 401, "however often it is repeated") }
        #expect(try bay.client().get("partners/profile").status == 200)
    }

    @Test func `150 GETs go through in a minute, and the rest for who waits`() throws {
        let bay = try bay("429-gets")
        let client = try bay.client()
        for _ in 1...150 { #expect(client.get("items?size=1").status == 200) }
        for _ in 1...20 {
            let refused = client.get("items?size=1")
            #expect(refused.status == 429, "hammering")
            #expect(refused.field("Retry-After") == nil)
        }
        var wait = 1
        var waited = 0
        while client.get("items?size=1").status == 429 {
            bay.advance(by: .seconds(wait))
            waited += wait
            wait *= 2
        }
        #expect(waited == 63, "1 + 2 + 4 + … of backoff")
    }

    @Test func `50 POSTs go through in a minute, the login among them`() throws {
        let bay = try bay("429-posts")
        let client = try bay.client()
        let row = #"{"firstName":"A","lastName":"B"}"#
        let one = #"{"companyId":"SHOP5678","customers":[\#(row)]}"#
        for _ in 1...49 { #expect(client.send(.post, "customers", one).status == 200) }
        bay.advance(by: .seconds(20))
        let refused = client.send(.post, "customers", one)
        #expect(refused.status == 429)
        #expect(client.send(.post, "customers", one).status == 429)
        let wait = try #require(refused.field("Retry-After").flatMap(Int.init))
        #expect(wait == 40)
        bay.advance(by: .seconds(wait))
        let rows = Array(repeating: row, count: 51).joined(separator: ",")
        #expect(
            client.send(.post, "customers", #"{"companyId":"SHOP5678","customers":[\#(rows)]}"#).status == 200
        )
    }

    @Test func `a bad row spoils the call, and its index tells which`() throws {
        let rows = ["CUST001", "CUST003", "CUST005"].map { #"{"customerId":"\#($0)","make":"Kia"}"# }
        func body(_ rows: [String]) -> String {
            #"{"companyId":"SHOP5678","vehicles":[\#(rows.joined(separator: ","))]}"#
        }
        let bay = try bay("bad-row-in-bulk")
        let client = try bay.client()
        let refused = client.send(.post, "vehicles", body(rows))
        #expect(refused.status == 404)
        #expect(client.send(.post, "vehicles", body(rows)).status == 404, "the same again does not help")
        #expect(bay.count(of: "vehicles") == 56, "nor did the good rows go through")
        let text = try #require(refused.json["error"]?.string)
        let index = try #require(text.split(separator: "[").last?.prefix { $0 != "]" }).description
        var rest = rows
        rest.remove(at: try #require(Int(index)))
        #expect(client.send(.post, "vehicles", body(rest)).status == 200)
        #expect(bay.count(of: "vehicles") == 58)
    }

    @Test func `an update of what was archived meanwhile succeeds, and only a look tells`() throws {
        let bay = try bay("archived-before-update")
        let client = try bay.client()
        let listed = try #require(try client.rows("customers?companyId=SHOP5678&search=doe").first)
        #expect(listed["customerStatus"] == "Active")
        bay.advance(by: .seconds(1))
        let body = #"{"companyId":"SHOP5678","customers":[{"customerId":"CUST001","notes":"new"}]}"#
        #expect(
            client.send(.put, "customers", body).json == acknowledgement,
            "so a careless client is content"
        )
        let looked = client.get("customers/CUST001").json
        #expect(looked["customerStatus"] == "Inactive")
        #expect(looked["notes"] == "new")
        let since = "customers?companyId=SHOP5678&updatedDateStart=\(bay.now.iso8601)"
        #expect(try client.column("customerId", of: since) == ["CUST001"])
    }

    @Test func `an appointment whose reply is lost is made twice by who repeats it`() throws {
        let body = #"""
            {"companyId":"SHOP5678","locationId":"LOC11","startDateTime":"2026-08-01T09:00:00Z",
            "endDateTime":"2026-08-01T09:30:00Z","customer":{"firstName":"Jane","lastName":"Smith"}}
            """#
        let list = "appointmentRequests?companyId=SHOP5678&appointmentStartDate=2026-08-01"
        let bay = try bay("appointment-reply-lost")
        let client = try bay.client()
        #expect(
            client.deliver(.post, "appointmentRequests/create", body).fault
                == Fault(.reset, at: .afterBodyBytes(10))
        )
        #expect(try client.rows(list).count == 1, "a careful client looks, and stops")
        #expect(client.deliver(.post, "appointmentRequests/create", body).fault == nil)
        #expect(try client.rows(list).count == 2)
    }

    @Test func `a grant that is withdrawn does not come back by a login`() throws {
        let bay = try bay("grant-withdrawn")
        let client = try bay.client()
        #expect(client.get("orders?companyId=SHOP5678&size=10&page=1").status == 200)
        #expect(client.get("orders?companyId=SHOP5678&size=10&page=2").status == 403)
        #expect(try bay.client().get("orders?companyId=SHOP5678&size=10&page=2").status == 403)
        let left = client.get("partners/profile").json["data"]?["companies"]?.array ?? []
        #expect(left.map { $0["companyId"] } == ["SHOP1234"])
        #expect(client.get("orders?companyId=SHOP1234").status == 200)
    }
}
