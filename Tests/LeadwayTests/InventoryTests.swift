import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import Leadway

@Suite struct `An inventory` {
    let bay: LeadwayBay

    init() throws { bay = try LeadwayBay() }

    private static let sample =
        #"{"inventory":[{"_id":"6241712be68f7a98102ba272","name":"Medium T-shirt","availableQuantity":50,"#
        + #""sku":"TSHIRT-MED-001","allowOutOfStockPurchases":false,"product":"6241712be68f7a98102ba270","#
        + #""updatedAt":"2023-12-12T09:27:42.355Z","image":"https://example.com/images/product.jpg","#
        + #""productName":"T-shirt"}],"total":{"total":100}}"#

    @Test func `begins with the documented sample, to the byte`() {
        let reply = bay.inventory("&limit=1")
        #expect(reply.status == 200)
        #expect(reply.contentType == .json)
        #expect(String(decoding: reply.body, as: UTF8.self) == Self.sample)
    }

    @Test func `has the documented fields and types in each row, image and product name in most`() throws {
        let rows = bay.inventory("&limit=100").rows
        #expect(rows.count == 100)
        let required = [
            "_id", "name", "availableQuantity", "sku", "allowOutOfStockPurchases", "product", "updatedAt",
        ]
        for row in rows {
            let keys = try #require(row.object?.keys)
            #expect(Array(keys.prefix(7)) == required)
            #expect(Set(keys).subtracting(required).isSubset(of: ["image", "productName"]))
            for name in ["_id", "name", "sku", "product", "updatedAt"] { #expect(row[name]?.string != nil) }
            #expect(row["availableQuantity"]?.number != nil)
            #expect(row["allowOutOfStockPurchases"]?.bool != nil)
            let time = try #require(row["updatedAt"]?.string)
            #expect(time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
            #expect(row["price"] == nil && row["currency"] == nil && row["locationId"] == nil)
        }
        #expect(rows.contains { $0["image"] == nil && $0["productName"] != nil })
        #expect(rows.contains { $0["image"] == nil && $0["productName"] == nil })
    }

    @Test func `comes with the last changed first, then by id`() throws {
        let rows = bay.inventory("&limit=100").rows
        let keys = rows.map { ($0["updatedAt"]?.string ?? "", $0["_id"]?.string ?? "") }
        for (one, next) in zip(keys, keys.dropFirst()) {
            #expect(one.0 > next.0 || (one.0 == next.0 && one.1 < next.1))
        }
        // Two that changed at once stand in the order of their ids.
        try bay.set("prices", keys[50].1, ["updatedAt": "2025-01-01T00:00:00.000Z"])
        try bay.set("prices", keys[10].1, ["updatedAt": "2025-01-01T00:00:00.000Z"])
        #expect(bay.inventory("&limit=2").ids == [keys[50].1, keys[10].1].sorted())
    }

    struct Page: CustomTestStringConvertible {
        var parameters: String
        var rows: Range<Int>
        var testDescription: String { parameters.isEmpty ? "none" : parameters }
    }

    @Test(arguments: [
        Page(parameters: "", rows: 0..<20),
        Page(parameters: "&limit=0", rows: 0..<20),
        Page(parameters: "&limit=", rows: 0..<0),
        Page(parameters: "&limit=3", rows: 0..<3),
        Page(parameters: "&limit=20.0&offset=40.0", rows: 40..<60),
        Page(parameters: "&limit=2e1", rows: 0..<20),
        Page(parameters: "&offset=95", rows: 95..<100),
        Page(parameters: "&limit=7&offset=13", rows: 13..<20),
        Page(parameters: "&limit=1000000", rows: 0..<100),
        Page(parameters: "&limit=9007199254740991&offset=1", rows: 1..<100),
        Page(parameters: "&offset=100", rows: 100..<100),
        Page(parameters: "&offset=9007199254740991", rows: 100..<100),
    ])
    func `is read by limit and offset in rows`(_ page: Page) {
        let all = bay.inventory("&limit=100").ids
        let reply = bay.inventory(page.parameters)
        // A limit that is there and says nothing is no number.
        guard page.parameters != "&limit=" else { return #expect(reply.status == 422) }
        #expect(reply.status == 200)
        #expect(reply.ids == Array(all[page.rows]))
        #expect(reply.json["total"] == ["total": 100])
    }

    @Test(arguments: [
        ("medium+t-SHIRT", 1), ("t-shirt", 3), ("TSHIRT-MED", 1), ("espresso%20cup", 2), ("caf%C3%A9", 2),
        ("CAF%C3%89", 2), ("umbrella", 2), ("trail+map", 0), ("nothing-like-it", 0), ("", 100),
        ("-shirtTSHIRT", 0),
    ])
    func `is searched by variant, product and SKU, whatever the case`(_ text: String, _ total: Int) {
        let reply = bay.inventory("&limit=100&search=\(text)")
        #expect(reply.json["total"] == ["total": .number(JSON.Number(total))])
        #expect(reply.rows.count == total)
        let all = bay.inventory("&limit=100").ids
        #expect(reply.ids == all.filter(reply.ids.contains), "it keeps the order")
    }

    @Test func `is searched page by page`() {
        let all = bay.inventory("&limit=100&search=o").ids
        let page = bay.inventory("&limit=4&offset=2&search=o")
        #expect(all.count > 6 && page.ids == Array(all[2..<6]))
        #expect(page.json["total"]?["total"]?.int == all.count)
    }

    @Test func `finds a row by the name of its product alone`() throws {
        try bay.set("prices", shirt, ["name": "Medium", "sku": "M"])
        #expect(bay.inventory("&search=t-shirt").ids.contains(shirt))
        try bay.set("products", tshirt, ["name": "Undershirt"])
        #expect(bay.inventory("&search=undershirt").ids.count == 3)
        #expect(bay.inventory("&search=undershirt").rows.first?["productName"] == "Undershirt")
    }

    @Test(arguments: ["", "&altType=location", "&altType=account", "&colour=red&altType=account"])
    func `takes either word for the kind of account, or none, and ignores what it does not know`(
        _ extra: String
    ) {
        #expect(bay.inventory(extra).status == 200)
    }

    @Test func `ignores fields that it does not know`() {
        let fields = [
            ("x-sdk-version", "3"), ("GHL-SDK-Version", "python/3"), ("x-location-id", otherAccount),
        ]
        let target = "/products/inventory?altId=\(account)"
        #expect(bay.send(.get, target, fields: fields).response.status == 200)
        #expect(
            bay.send(.get, target, body: nil, fields: [("Content-Type", "application/json")]).response.status
                == 200
        )
    }

    @Test func `holds what has a tracked stock`() throws {
        let club = bay.get("/products?locationId=\(account)&search=candle+of").json["products"]?.array?
            .first
        let id = try #require(club?["_id"]?.string)
        #expect(!bay.inventory("&limit=200").rows.contains { $0["product"]?.string == id })
        let price = bay.get("/products/\(id)/price?locationId=\(account)").json["prices"]?.array?.first
        let key = try #require(price?["_id"]?.string)
        #expect(bay.update(#"{"priceId": "\#(key)", "trackInventory": true}"#).status == 201)
        let first = try #require(bay.inventory("&limit=1").rows.first)
        #expect(first["_id"]?.string == key && first["availableQuantity"] == 0)
        #expect(first["allowOutOfStockPurchases"] == false)
        #expect(bay.inventory().json["total"] == ["total": 101])
        #expect(bay.update(#"{"priceId": "\#(key)", "trackInventory": false}"#).status == 201)
        #expect(bay.inventory().json["total"] == ["total": 100])
    }

    @Test func `leaves out a SKU that there is not`() throws {
        let price: JSON.Object = [
            "_id": "plain", "name": "Plain", "type": "one_time", "currency": "USD", "amount": 1,
            "product": "gone",
            "locationId": .string(account), "trackInventory": true, "createdAt": "2026-01-01T00:00:00Z",
            "updatedAt": "2026-01-01T00:00:00Z",
        ]
        try bay.set("prices", "plain", price)
        #expect(
            bay.inventory("&limit=1").rows.first == [
                "_id": "plain", "name": "Plain", "availableQuantity": 0, "allowOutOfStockPurchases": false,
                "product": "gone", "updatedAt": "2026-01-01T00:00:00.000Z",
            ]
        )
    }

    @Test func `of an agency is that of all its accounts`() throws {
        let token = try #require(
            bay.form(
                "client_id=mockbay-client&client_secret=mockbay-secret&grant_type=client_credentials"
            ).json["access_token"]?.string
        )
        let reply = bay.get("/products/inventory?altId=\(agency)&limit=500", token: token)
        let other = bay.get("/products/inventory?altId=\(otherAccount)&limit=500", token: token)
        #expect(reply.json["total"]?["total"]?.int == 100 + other.rows.count && other.rows.count > 20)
        let times = reply.rows.map { $0["updatedAt"]?.string ?? "" }
        #expect(times == times.sorted(by: >))
        #expect(bay.get("/products/inventory?altId=\(agency)").status == 403, "pit-demo is one account's")
    }
}

@Suite struct `An inventory on other assumptions` {
    private func reply(_ name: String, _ choice: String, _ parameters: String) throws -> Response {
        try LeadwayBay(assume: ["leadway.\(name)": choice]).inventory(parameters)
    }

    @Test func `has its total in an array, which is empty where nothing matches`() throws {
        #expect(try reply("total", "array", "&limit=1").json["total"] == [["total": 100]])
        #expect(try reply("total", "array", "&search=teapot").json["total"] == [])
        #expect(try reply("total", "array", "&offset=100").json["total"] == [["total": 100]])
    }

    @Test func `is given whole for a limit of 0`() throws {
        #expect(try reply("limit_zero", "all", "&limit=0").rows.count == 100)
        #expect(try reply("limit_zero", "all", "").rows.count == 100)
        #expect(try reply("limit_zero", "all", "&offset=99").rows.count == 1)
        #expect(try reply("limit_zero", "all", "&offset=2&search=t-shirt").rows.count == 1)
        #expect(try reply("limit_zero", "all", "&limit=5").rows.count == 5)
    }

    @Test func `has pages of 100 at most`() throws {
        #expect(try reply("limit_cap", "100", "&limit=5").rows.count == 5)
        let bay = try LeadwayBay(assume: ["leadway.limit_cap": "100"], prices: 200)
        let capped = bay.inventory("&limit=150")
        #expect(capped.rows.count == 100)
        #expect((capped.json["total"]?["total"]?.int ?? 0) > 150)
        let whole = try LeadwayBay(prices: 200)
        #expect(whole.inventory("&limit=150").rows.count == 150)
    }

    @Test func `shows a trace id on every reply, or on none`() throws {
        let plain = try LeadwayBay()
        #expect(plain.inventory().json["traceId"] == nil)
        #expect(plain.inventory("&limit=x").json["traceId"] != nil)
        let always = try reply("trace_id", "always", "&limit=1")
        let id = try #require(always.json["traceId"]?.string)
        #expect(
            id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil
        )
        #expect(always.json.object?.keys == ["inventory", "total", "traceId"])
        #expect(try reply("trace_id", "never", "&limit=x").json["traceId"] == nil)
    }

    @Test func `holds all prices`() throws {
        #expect(try reply("inventory_rows", "all", "").json["total"] == ["total": 103])
    }

    @Test func `wants the platform's parameters and no others in the profile 'upstream'`() throws {
        let bay = try LeadwayBay(assume: ["leadway.profile": "upstream"])
        #expect(bay.inventory("&altType=location").status == 200)
        #expect(
            bay.inventory().messages == ["altType must be a valid enum value", "altType should not be empty"]
        )
        #expect(bay.inventory("&altType=account").messages == ["altType must be a valid enum value"])
        #expect(
            bay.inventory("&altType=location&colour=red&colour=blue&page=1").messages == [
                "property colour should not exist", "property page should not exist",
            ]
        )
        let body =
            #"{"altId": "\#(account)", "altType": "account", "items": [{"priceId": "\#(shirt)", "sku": "X"}], "x": 1}"#
        #expect(
            bay.send(.post, "/products/inventory", body: body).response.messages == [
                "altType must be a valid enum value", "property items.0.sku should not exist",
                "property x should not exist",
            ]
        )
    }
}
