import HTTP
import JSON
import Testing
import VendorSupport

@testable import AutoSync

@Suite struct `A reply` {
    @Test(arguments: [
        ("full", ["success", "data", "pagination"], ["success", "data"]),
        ("no-pagination", ["success", "data"], ["success", "data"]),
        ("data-only", ["data"], ["data"]),
    ])
    func `has one of the three documented envelopes`(_ style: String, _ list: [String], _ single: [String])
        throws
    {
        let bay = try AutoSyncBay(assume: ["autosync.envelope": style])
        for path in ["/shops", "/shops/1/customers", "/shops/1/workorders/1043/jobs"] {
            #expect(bay.get(path).json.object?.keys == list)
        }
        #expect(bay.get("/shops/1/customers/42").json.object?.keys == single)
        #expect(
            bay.post("/shops/1/workorders", #"{"customer_id": 42, "vehicle_id": 78}"#).json.object?.keys
                == single
        )
        let error = bay.get("/shops/1/customers/0")
        #expect(error.json.object?.keys == ["success", "error"], "errors have one form only")
    }

    @Test func `to a list of shops is the quick start's, with the reference's location count`() throws {
        let reply = try AutoSyncBay().get("/shops")
        #expect(reply.status == 200)
        #expect(reply.json["success"] == true)
        #expect(
            reply.rows.first == [
                "id": 1, "name": "Johnson's Auto Care", "slug": "johnsons-auto-care", "status": "active",
                "location_count": 2, "created_at": "2024-01-15T10:30:00Z",
            ]
        )
        #expect(reply.json["pagination"] == ["page": 1, "per_page": 25, "total": 2])
    }

    @Test func `to a list of shops has those that the key can reach`() throws {
        let bay = try AutoSyncBay()
        #expect(bay.get("/shops").rows.map { $0["id"] } == [1, 2])
        #expect(bay.get("/shops", as: "sk_live_shop2").rows.map { $0["id"] } == [2])
        #expect(bay.get("/shops", as: "sk_live_shop2").json["pagination"]?["total"] == 1)
        #expect(bay.get("/shops?per_page=1&page=2").rows.map { $0["id"] } == [2])
    }

    @Test func `about one shop does not count its locations`() throws {
        let shop = try AutoSyncBay().get("/shops/1").data
        #expect(shop.object?.keys == ["id", "name", "slug", "status", "created_at"])
    }
}

@Suite struct `Paging` {
    struct Row: CustomTestStringConvertible {
        var query: String
        var ids: ClosedRange<Int>?
        var page = 1
        var size = 25
        var testDescription: String { "?\(query)" }
    }

    /// Customers 1 to 63.
    @Test(arguments: [
        Row(query: "", ids: 1...25), Row(query: "page=1", ids: 1...25),
        Row(query: "page=2", ids: 26...50, page: 2),
        Row(query: "page=3", ids: 51...63, page: 3), Row(query: "page=4", ids: nil, page: 4),
        Row(query: "page=9223372036854775807", ids: nil, page: .max),
        Row(query: "per_page=10&page=7", ids: 61...63, page: 7, size: 10),
        Row(query: "per_page=1", ids: 1...1, size: 1), Row(query: "per_page=100", ids: 1...63, size: 100),
        Row(query: "per_page=101", ids: 1...63, size: 100),
        Row(query: "per_page=99999", ids: 1...63, size: 100),
        Row(query: "Page=2&sort=-id", ids: 1...25),
    ])
    func `gives`(_ row: Row) throws {
        let reply = try AutoSyncBay().get("/shops/1/customers?\(row.query)")
        #expect(reply.status == 200)
        #expect(reply.rows.compactMap { $0["id"]?.int } == (row.ids.map(Array.init) ?? []))
        let pagination = reply.json["pagination"]
        #expect(pagination?["page"]?.int == row.page)
        #expect(pagination?["per_page"]?.int == row.size)
        #expect(pagination?["total"] == 63)
    }

    @Test(arguments: [
        "page=0", "page=-1", "page=x", "page=1.5", "page=", "page=+1", "page=99999999999999999999",
        "per_page=0",
        "per_page=-5", "per_page=all",
    ])
    func `refuses`(_ query: String) throws {
        let bay = try AutoSyncBay()
        for path in ["/shops", "/shops/1/customers", "/shops/1/workorders/1043/jobs", "/shops/1/payments"] {
            let reply = bay.get("\(path)?\(query)")
            #expect(reply.status == 422)
            let name = query.prefix { $0 != "=" }
            #expect(reply.message?.contains("'\(name)'") == true)
        }
    }

    @Test func `can be ignored, so that every page is the first`() throws {
        let bay = try AutoSyncBay(assume: ["autosync.paging": "ignored"])
        for query in ["", "?page=2", "?page=3&per_page=5", "?page=x"] {
            let reply = bay.get("/shops/1/customers\(query)")
            #expect(reply.rows.compactMap { $0["id"]?.int } == Array(1...25))
            #expect(reply.json["pagination"] == ["page": 1, "per_page": 25, "total": 63])
        }
    }

    @Test(arguments: ["customers?is_business=true", "workorders?status=invoiced", "vehicles?vin=1"])
    func `of what a filter leaves counts what is left`(_ list: String) throws {
        let bay = try AutoSyncBay()
        let all = bay.get("/shops/1/\(list)&per_page=100")
        let total = try #require(all.json["pagination"]?["total"]?.int)
        #expect(total == all.rows.count && total > 2)
        var ids: [JSON.Value?] = []
        for page in 1...((total + 1) / 2) {
            ids += bay.get("/shops/1/\(list)&per_page=2&page=\(page)").rows.map { $0["id"] }
        }
        #expect(ids == all.rows.map { $0["id"] })
    }
}
