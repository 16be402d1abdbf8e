import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import Leadway

@Suite struct `A verdict on a client of Leadway` {
    private let pages = #"{"op": "leadway.inventory.list", "pages": "complete"}"#

    @Test(arguments: ["object", "array"])
    func `passes who reads up to the total, in both its shapes`(_ total: String) throws {
        let bay = try LeadwayBay(assume: ["leadway.total": total])
        for offset in stride(from: 0, to: 100, by: 30) { _ = bay.inventory("&limit=30&offset=\(offset)") }
        try bay.expect(pages)
        #expect(bay.met("leadway.inventory.list") == ["200", "last page"])
    }

    @Test func `names the row after which a client stopped`() throws {
        let bay = try LeadwayBay()
        _ = bay.inventory()
        _ = bay.inventory("&limit=20&offset=20")
        try bay.expect(pages, failsSaying: ["stopped after row 40 of 100", "rows 21 to 40"])
    }

    @Test func `knows the pages of products and prices`() throws {
        let bay = try LeadwayBay()
        _ = bay.get("/products/?locationId=\(account)&limit=5")
        try bay.expect(
            #"{"op": "leadway.products.list", "pages": "complete"}"#,
            failsSaying: ["stopped after row 5"]
        )
        _ = bay.get("/products/?locationId=\(account)&limit=1000")
        try bay.expect(#"{"op": "leadway.products.list", "pages": "complete"}"#)
        _ = bay.get("/products/\(tshirt)/price?locationId=\(account)")
        try bay.expect(#"{"op": "leadway.prices.list", "pages": "complete"}"#)
    }

    // MARK: A token that expires between two pages

    private let renews = #"{"op": "leadway.oauth.token", "calls": {"min": 2}}"#

    private func tokens(_ bay: LeadwayBay, _ grant: String) -> JSON.Value {
        bay.form("client_id=mockbay-client&client_secret=mockbay-secret&\(grant)").json
    }

    @Test func `fails who never refreshes its token`() throws {
        let bay = try LeadwayBay(playing: "leadway-token-expires-between-pages")
        let first = tokens(bay, "grant_type=authorization_code&code=code-demo")
        let token = try #require(first["access_token"]?.string)
        #expect(bay.inventory("&limit=50", token: token).status == 200)
        for _ in 1...3 { #expect(bay.inventory("&limit=50&offset=50", token: token).status == 401) }
        try bay.expect(renews, failsSaying: ["wanted at least 2 calls of leadway.oauth.token, got 1"])
        try bay.expect(pages, failsSaying: ["stopped after row 50 of 100", "401"])
        try bay.expect(
            #"{"op": "leadway.inventory.list", "retries": {"max": 1}}"#,
            failsSaying: ["retried 2 times"]
        )
        #expect(bay.met("leadway.oauth.token") == ["200"])
    }

    @Test func `passes who refreshes it and goes on`() throws {
        let bay = try LeadwayBay(playing: "leadway-token-expires-between-pages")
        let first = tokens(bay, "grant_type=authorization_code&code=code-demo")
        _ = bay.inventory("&limit=50", token: first["access_token"]?.string ?? "")
        _ = bay.inventory("&limit=50&offset=50", token: first["access_token"]?.string ?? "")
        let refresh = try #require(first["refresh_token"]?.string)
        let second = tokens(bay, "grant_type=refresh_token&refresh_token=\(refresh)")
        _ = bay.inventory("&limit=50&offset=50", token: second["access_token"]?.string ?? "")
        try bay.expect(renews)
        try bay.expect(pages)
        try bay.expect(#"{"contract": "strict"}"#)
        #expect(bay.met("leadway.oauth.token") == ["200", "refresh"])
    }
}
