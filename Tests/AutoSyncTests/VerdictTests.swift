import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import AutoSync

@Suite struct `A verdict on a client of AutoSync` {
    private let pages = #"{"op": "autosync.customers.list", "pages": "complete"}"#

    @Test(arguments: ["full", "no-pagination", "data-only"])
    func `passes who turns all pages, in every envelope`(_ envelope: String) throws {
        let bay = try AutoSyncBay(assume: ["autosync.envelope": envelope])
        for page in 1...9 {
            if bay.get("/shops/1/customers?per_page=10&page=\(page)").rows.count < 10 { break }
        }
        try bay.expect(pages)
        #expect(bay.met("autosync.customers.list") == ["200", "last page"])
    }

    @Test(arguments: ["full", "no-pagination", "data-only"])
    func `names the row after which a client stopped`(_ envelope: String) throws {
        let bay = try AutoSyncBay(assume: ["autosync.envelope": envelope])
        _ = bay.get("/shops/1/customers?per_page=10")
        try bay.expect(pages, failsSaying: ["stopped after row 10", "rows 1 to 10"])
        _ = bay.get("/shops/1/customers?per_page=10&page=3")
        try bay.expect(pages, failsSaying: ["stopped after row 10"])
    }

    @Test func `fails who believes in pages where they are ignored`() throws {
        let bay = try AutoSyncBay(playing: "autosync-pages-ignored")
        _ = bay.get("/shops/1/customers?per_page=10&page=1")
        _ = bay.get("/shops/1/customers?per_page=10&page=2")
        try bay.expect(pages, failsSaying: ["stopped after row 25 of "])
    }
}
