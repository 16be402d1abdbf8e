import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import AutoLeap

@Suite struct `A verdict on a client of AutoLeap` {
    private let pages = #"{"op": "autoleap.items.list", "pages": "complete"}"#

    @Test func `passes who turns all pages`() throws {
        let bay = try LeapBay()
        let client = try bay.client()
        #expect(try client.everything("items?companyId=SHOP5678", size: 10).count > 20)
        try bay.expect(pages)
        #expect(bay.met("autoleap.items.list") == ["200", "last page"])
    }

    @Test func `passes who takes all at once, without a word about pages`() throws {
        let bay = try LeapBay()
        _ = try bay.client().get("items?companyId=SHOP5678")
        try bay.expect(pages)
    }

    @Test func `names the row after which a client stopped`() throws {
        let bay = try LeapBay()
        let client = try bay.client()
        _ = client.get("items?companyId=SHOP5678&size=10")
        _ = client.get("items?companyId=SHOP5678&size=10&page=2")
        try bay.expect(pages, failsSaying: ["the client stopped after row 20 of ", "rows 11 to 20"])
        _ = client.get("items?companyId=SHOP1234&size=100")
        try bay.expect(pages, failsSaying: ["the client stopped after row 20 of "])
    }

    @Test func `fails who never refreshes its token`() throws {
        let refreshes = #"{"op": "autoleap.partners.refresh", "calls": {"min": 1}}"#
        let stubborn = try LeapBay()
        let client = try stubborn.client()
        stubborn.advance(by: .seconds(48 * 3600))
        for _ in 1...3 { #expect(client.get("items?companyId=SHOP5678").status == 401) }
        try stubborn.expect(
            refreshes,
            failsSaying: [
                "wanted at least 1 call of autoleap.partners.refresh, got 0", "autoleap.items.list 3 x 401",
            ]
        )
        let good = try LeapBay()
        let tokens = try good.login()
        good.advance(by: .seconds(3600))
        let renewed = try good.tokens(of: good.refresh(tokens.refresh))
        #expect(Client(bay: good, token: renewed.access).get("items?companyId=SHOP5678").status == 200)
        try good.expect(refreshes)
        #expect(good.met("autoleap.partners.refresh") == ["200", "refresh"])
    }

    @Test func `finds nothing against the contract in calls as they are documented`() throws {
        let bay = try LeapBay()
        _ = try bay.client().get("items?companyId=SHOP5678&size=10&page=1")
        try bay.expect(#"{"contract": "strict"}"#)
        _ = try bay.client().get("items?companyID=SHOP5678")
        try bay.expect(#"{"contract": "strict"}"#, failsSaying: ["undocumented parameter 'companyID'"])
    }
}
