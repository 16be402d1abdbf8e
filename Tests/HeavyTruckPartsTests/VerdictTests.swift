import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import HeavyTruckParts

@Suite struct `A verdict on a client of HTP` {
    private let pages = #"{"op": "htp.inventory.search", "pages": "complete"}"#
    private let search = "/inventory/search/*/CUMMINS/ISX"

    @Test(arguments: ["flat", "nested"])
    func `passes who turns all pages, in both envelopes`(_ envelope: String) throws {
        let bay = try HTPBay(assume: ["htp.envelope": envelope, "htp.numbers": "strings"])
        for page in 1...9 { _ = bay.get("\(search)?page_number=\(page)") }
        try bay.expect(pages)
        #expect(bay.met("htp.inventory.search") == ["200", "last page"])
    }

    @Test func `passes who asks for all at once`() throws {
        let bay = try HTPBay()
        _ = bay.get("\(search)?result_size=all")
        try bay.expect(pages)
    }

    @Test func `fails who stops early, and who leaves a page out`() throws {
        let bay = try HTPBay()
        _ = bay.get(search)
        try bay.expect(pages, failsSaying: ["stopped after row 25 of ", "rows 1 to 25"])
        let last = bay.get(search).json["total_pages"]?.int ?? 0
        _ = bay.get("\(search)?page_number=\(last)")
        try bay.expect(pages, failsSaying: ["stopped after row 25 of "])
        #expect(bay.met("htp.inventory.search").contains("last page"), "it was seen all the same")
    }

    @Test func `fails whose search is never called`() throws {
        let bay = try HTPBay()
        _ = bay.get("/inventory/feed")
        try bay.expect(pages, failsSaying: ["it was never called", "htp.inventory.feed 1 x 200"])
    }

    // MARK: A sale whose reply is lost

    private let once = #"{"collection": "htp.sales", "no-duplicates": "po_number"}"#
    private let order = cart(goodLine, with: #""po_number": "PO-77""#)

    @Test func `fails who sells twice after a lost reply`() throws {
        let bay = try HTPBay(playing: "htp-reset-after-sale-committed")
        let lost = bay.send(.post, "/sale/create", body: order)
        #expect(lost.fault != nil)
        _ = bay.post("/sale/create", body: order)
        try bay.expect(once, failsSaying: ["the same thing more than once", #""PO-77" stands in 2 records"#])
        try bay.expect(#"{"flow": "consumed"}"#)
        #expect(bay.met("htp.sale.create") == ["200", "reset"])
    }

    @Test func `passes who looks whether the sale was made`() throws {
        let bay = try HTPBay(playing: "htp-reset-after-sale-committed")
        _ = bay.send(.post, "/sale/create", body: order)
        _ = bay.get("/sale/lookup?vendor_id=101&online_transaction_id=900001")
        try bay.expect(once)
    }

    @Test func `counts a refused line as an error that was met, not as a success`() throws {
        let bay = try HTPBay(playing: "htp-sale-not-found")
        _ = bay.post("/sale/create", body: order)
        #expect(bay.met("htp.sale.create") == ["ERR_NOT_FOUND"])
    }

    @Test func `tells errors of one status apart`() throws {
        let bay = try HTPBay()
        #expect(bay.post("/sale/create", body: "{").status == 400)
        #expect(bay.met("htp.sale.create") == ["malformed_json"])
        #expect(bay.post("/sale/create", body: "{}").status == 400)
        #expect(bay.met("htp.sale.create").contains("bad_request"))
    }
}
