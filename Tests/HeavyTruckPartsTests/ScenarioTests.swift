import Engine
import FoundationEssentials
import HTTP
import JSON
import Testing
import VendorSupport

@testable import HeavyTruckParts

/// Each file of `Scenarios` that is about HTP, met by a client that copes and by one that does not.
@Suite struct `HTP's scenarios` {
    /// A bay of the scenario's world. The clock stands, so that nothing depends on the time a test takes.
    private func bay(_ name: String) throws -> HTPBay { try HTPBay(playing: "htp-\(name)") }

    @Test(arguments: [
        "sold-between-search-and-sale", "sale-forbidden-vendor", "sale-not-unique", "sale-not-found",
        "sale-not-available", "reset-after-sale-committed", "429-storm", "slow-feed",
        "truncated-page", "malformed-json", "stalled-reply",
    ])
    func `load, and say what they are about`(_ name: String) throws {
        let scenario = try HTPBay.scenario("htp-\(name)")
        #expect(scenario.name.hasPrefix("HTP: "))
        #expect(!scenario.about.isEmpty)
        #expect(scenario.tags.first == "htp")
        _ = try scenario.laid(over: HTPBay.defaultStart())
    }

    /// Buys and believes what the status says.
    private func buyCarelessly(_ body: String, from bay: HTPBay) -> Bool {
        bay.post("/sale/create", body: body).status == 200
    }

    /// Buys and reads which lines were refused.
    private func buyCarefully(_ body: String, from bay: HTPBay) -> [String]? {
        let reply = bay.post("/sale/create", body: body)
        guard reply.status == 200 else { return nil }
        return reply.json["errors"]?.array?.map { $0["error"]?["code"]?.string ?? "" }
    }

    @Test func `sold between search and sale is noticed by who reads the errors`() throws {
        #expect(
            buyCarefully(cart(goodLine), from: try bay("sold-between-search-and-sale")) == [
                "ERR_NOT_AVAILABLE"
            ]
        )
        let bay = try bay("sold-between-search-and-sale")
        #expect(buyCarelessly(cart(goodLine), from: bay), "so it thinks")
        #expect(bay.stock == 0)
        #expect(bay.count(of: "sales") == 2)
        #expect(bay.record("sales", "900001")?["user"] == "rival")
        #expect(bay.record("sales", "900002")?["documents"] == [])
    }

    @Test func `a vendor that withdraws leaves the other vendor's lines`() throws {
        let bay = try bay("sale-forbidden-vendor")
        #expect(buyCarefully(cart(goodLine), from: bay) == [])
        let other =
            #"{"vendor_id": 102, "vendor_store": 1, "vendor_inventory_id": \#(try sellable(of: 102, in: bay))}"#
        #expect(buyCarefully(cart(goodLine, other), from: bay) == ["ERR_FORBIDDEN_VENDOR"])
        #expect(bay.get("/sale/lookup?vendor_id=102&online_transaction_id=900002").status == 200)
        // Who repeats the whole cart is refused once more, and buys the other vendor's item again if there are more.
        #expect(buyCarefully(cart(goodLine), from: bay) == ["ERR_FORBIDDEN_VENDOR"])
        #expect(bay.stock == 9)
    }

    private func sellable(of vendor: Int, in bay: HTPBay) throws -> Int {
        let items = try #require(bay.records("items"))
        let item = items.first {
            $0["vendor_id"]?.int == vendor && $0["status"] == "A" && $0["vendor_store"] == 1
        }
        return try #require(item?["vendor_inventory_id"]?.int)
    }

    @Test func `a tag of two items is no way to name one`() throws {
        let bay = try bay("sale-not-unique")
        let byTag = #"{"vendor_id": 101, "vendor_store": 1, "vendor_sku": "T1001", "price": 4500}"#
        #expect(buyCarefully(cart(byTag), from: bay) == ["ERR_NOT_UNIQUE"])
        #expect(buyCarefully(cart(goodLine), from: bay) == [])
        #expect(bay.stock == 9)
    }

    @Test func `an item that is gone is not found, the rest of the cart is sold`() throws {
        let bay = try bay("sale-not-found")
        let rest = #"{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500003, "price": 1}"#
        #expect(buyCarefully(cart(goodLine, rest), from: bay) == ["ERR_NOT_FOUND"])
        #expect(bay.record("items", "101-1-500001") == nil)
        #expect(
            buyCarefully(cart(goodLine, rest), from: bay)?.first == "ERR_NOT_FOUND",
            "repeating does not help"
        )
    }

    @Test func `a sale of nothing looks like one to who reads only the status`() throws {
        let bay = try bay("sale-not-available")
        #expect(buyCarelessly(cart(goodLine), from: bay))
        #expect(bay.stock == 10)
        #expect(bay.count(of: "sales") == 0)
        let careful = try self.bay("sale-not-available")
        #expect(
            buyCarefully(cart(goodLine, goodLine), from: careful) == [
                "ERR_NOT_AVAILABLE", "ERR_NOT_AVAILABLE",
            ]
        )
        #expect(buyCarefully(cart(goodLine), from: careful) == [])
        #expect(careful.stock == 9)
    }

    @Test func `a sale whose reply is lost is made twice by who repeats it`() throws {
        let bay = try bay("reset-after-sale-committed")
        let lost = bay.send(.post, "/sale/create", body: cart(goodLine))
        #expect(lost.fault == Fault(.reset, at: .afterBodyBytes(24)))
        let details = bay.get("/inventory/details/101/1/500001").json
        #expect(
            details["available_quantity"] == "9",
            "a careful client looks, sees that it has bought, and stops"
        )
        let repeated = bay.send(.post, "/sale/create", body: cart(goodLine))
        #expect(repeated.fault == nil)
        #expect(bay.stock == 8)
        #expect(bay.count(of: "sales") == 2)
    }

    @Test func `a limit lets through who waits`() throws {
        let bay = try bay("429-storm")
        for _ in 1...3 { #expect(bay.get("/enduser/templates").status == 200) }
        for _ in 1...5 { #expect(bay.get("/enduser/templates").status == 429, "hammering") }
        let refused = bay.get("/enduser/templates")
        let wait = try #require(refused.field("Retry-After").flatMap(Int.init))
        #expect(wait == 10)
        #expect(bay.get("/enduser/templates", as: "xml").status == 200, "another account")
        bay.advance(by: .seconds(wait))
        #expect(bay.get("/enduser/templates").status == 200)
    }

    @Test func `a slow feed is slow once`() throws {
        let bay = try bay("slow-feed")
        let slow = bay.send(.get, "/inventory/feed")
        #expect(slow.delay == .seconds(3))
        #expect(slow.response.status == 200)
        #expect(bay.send(.get, "/inventory/feed").delay == .zero)
    }
}
