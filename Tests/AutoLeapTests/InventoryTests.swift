import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@Suite struct `Inventory levels` {
    let bay: LeapBay
    let client: Client

    init() throws {
        bay = try LeapBay()
        client = try bay.client()
    }

    private func put(_ rows: String) -> Response {
        client.send(.put, "inventoryLevels", #"{"companyId":"SHOP5678","inventoryLevels":[\#(rows)]}"#)
    }

    private func standing(_ level: JSON.Value) -> String {
        let quantity = level["quantityOnHand"]?.double ?? 0
        let restock = level["restockLevel"]?.double ?? 0
        return quantity > restock ? "above" : quantity < restock ? "below" : "at"
    }

    @Test func `are there for every stocked item in every location, counted or not`() throws {
        let items = try client.everything("items?companyId=SHOP5678").filter {
            $0["details"]?["isStockItem"] == true
        }
        let levels = try client.everything("inventoryLevels?companyId=SHOP5678", size: 9)
        let expected = items.flatMap { item in
            ["LOC11", "LOC12"].map { "\(item["itemId"]?.string ?? "") \($0)" }
        }
        #expect(
            levels.map { "\($0["itemId"]?.string ?? "") \($0["locationId"]?.string ?? "")" } == expected
        )
        #expect(levels.count > (bay.records("inventoryLevels") ?? []).count { $0["companyId"] == "SHOP5678" })
        let one = try #require(levels.first)
        #expect(
            one.object?.keys == [
                "itemId", "companyId", "locationId", "itemType", "itemName", "itemNumber", "quantityOnHand",
                "restockLevel", "maxQuantity", "updatedDate",
            ]
        )
        #expect(one["itemName"] == "Brake Pad Set")
    }

    @Test(arguments: [
        Narrowed("locationId=LOC12") { $0["locationId"] == "LOC12" },
        Narrowed("itemNumber=BP12345") { $0["itemId"] == "ITEM1" },
        Narrowed("updatedDateStart=2025-03-11T00:00:00Z&updatedDateEnd=2025-03-11") {
            ($0["updatedDate"]?.string ?? "").hasPrefix("2025-03-11")
        },
        Narrowed("itemNumber=BP12345&locationId=LOC11") {
            $0["itemId"] == "ITEM1" && $0["locationId"] == "LOC11"
        },
    ])
    func `are narrowed by`(_ row: Narrowed) throws {
        try row.expect(of: "inventoryLevels?companyId=SHOP5678", from: client)
    }

    @Test(arguments: ["above", "below"])
    func `are narrowed by their restock level`(_ wanted: String) throws {
        let all = try client.rows("inventoryLevels?companyId=SHOP5678")
        let rows = try client.rows("inventoryLevels?companyId=SHOP5678&restockLevel=\(wanted)")
        #expect(rows == all.filter { standing($0) == wanted })
        #expect(!rows.isEmpty)
        #expect(all.contains { standing($0) == "at" }, "which is neither")
    }

    @Test func `are set, not changed by, and seen at once`() throws {
        #expect(put(#"{"itemId":"ITEM1","locationId":"LOC11","quantityOnHand":3}"#).json == acknowledgement)
        let levels = try client.rows("inventoryLevels/ITEM1")
        #expect(levels.count == 2)
        #expect(levels[0]["quantityOnHand"] == 3)
        #expect(levels[0]["restockLevel"] == 4, "what is not sent stays")
        #expect(levels[0]["updatedDate"]?.string == bay.now.iso8601)
        #expect(levels[1]["quantityOnHand"] == 2)
        #expect(
            try client.column("itemId", of: "inventoryLevels?companyId=SHOP5678&updatedDateStart=2026-01-01")
                == ["ITEM1"]
        )
        let all =
            #"{"itemId":"ITEM1","locationId":"LOC12","quantityOnHand":0.5,"restockLevel":1,"maxQuantity":9}"#
        #expect(put(all).status == 200)
        let level = try client.rows("inventoryLevels/ITEM1?locationId=LOC12")[0]
        #expect(level["quantityOnHand"] == 0.5)
        #expect(level["maxQuantity"] == 9)
        #expect(client.get("inventoryLevels/ITEM1?locationId=LOC12").json["totalCount"] == 1)
    }

    @Test(arguments: [
        Refused(
            why: "a negative stock",
            path: #"{"itemId":"ITEM1","locationId":"LOC11","quantityOnHand":-1}"#,
            error: "inventoryLevels[1].quantityOnHand must not be negative"
        ),
        Refused(
            why: "a stock beyond all doubles",
            path: #"{"itemId":"ITEM1","locationId":"LOC11","quantityOnHand":-1e400}"#,
            error: "inventoryLevels[1].quantityOnHand must be a number"
        ),
        Refused(
            why: "a negative limit",
            path: #"{"itemId":"ITEM1","locationId":"LOC11","quantityOnHand":1,"maxQuantity":-0.5}"#,
            error: "inventoryLevels[1].maxQuantity must not be negative"
        ),
        Refused(
            why: "no quantity",
            path: #"{"itemId":"ITEM1","locationId":"LOC11"}"#,
            error: "inventoryLevels[1].quantityOnHand is required"
        ),
        Refused(
            why: "a quantity as text",
            path: #"{"itemId":"ITEM1","locationId":"LOC11","quantityOnHand":"1"}"#,
            error: "inventoryLevels[1].quantityOnHand must be a number"
        ),
        Refused(
            why: "no location",
            path: #"{"itemId":"ITEM1","quantityOnHand":1}"#,
            error: "inventoryLevels[1].locationId is required"
        ),
        Refused(
            why: "an item that is not stocked",
            path: #"{"itemId":"ITEM29","locationId":"LOC11","quantityOnHand":1}"#,
            error: "inventoryLevels[1].itemId must be that of a stock item"
        ),
        Refused(
            why: "an unknown item",
            path: #"{"itemId":"NONE","locationId":"LOC11","quantityOnHand":1}"#,
            status: 404,
            error: "inventoryLevels[1]: Item not found"
        ),
        Refused(
            why: "a location of another company",
            path: #"{"itemId":"ITEM1","locationId":"LOC21","quantityOnHand":1}"#,
            status: 403,
            error: "inventoryLevels[1]: You do not have access to this location"
        ),
    ])
    func `are refused, and nothing is stored, for`(_ row: Refused) throws {
        let reply = put(#"{"itemId":"ITEM1","locationId":"LOC11","quantityOnHand":1},"# + row.path)
        #expect(reply.status == row.status)
        #expect(reply.json["error"]?.string == row.error)
        #expect(try client.rows("inventoryLevels/ITEM1")[0]["quantityOnHand"] == 12)
    }

    @Test(arguments: [
        Refused(why: "an unknown item", path: "inventoryLevels/NONE", status: 404, error: "Item not found"),
        Refused(why: "an item that is not stocked", path: "inventoryLevels/ITEM29", status: 404),
        Refused(why: "an item of a company not granted", path: "inventoryLevels/ITEM54", status: 404),
        Refused(why: "no company", path: "inventoryLevels", error: "companyId is required"),
        Refused(
            why: "an unknown standing",
            path: "inventoryLevels?companyId=SHOP5678&restockLevel=at",
            error: "restockLevel must be one of above, below"
        ),
        Refused(
            why: "a location of another company",
            path: "inventoryLevels/ITEM1?locationId=LOC21",
            status: 403
        ),
    ])
    func `are not read for`(_ row: Refused) { row.expect(from: client) }
}

@Suite struct `Item pricing` {
    let bay: LeapBay
    let client: Client

    init() throws {
        bay = try LeapBay()
        client = try bay.client()
    }

    @Test func `covers parts, tires and labor`() throws {
        let rows = try client.everything("itemPricing?companyId=SHOP5678")
        let types = Set(rows.compactMap { $0["itemType"]?.string })
        #expect(types == ["part", "tire", "labor"])
        let items = try client.everything("items?companyId=SHOP5678").filter {
            ["part", "tire", "labor"].contains($0["itemType"]?.string)
        }
        #expect(rows.map { $0["itemId"] } == items.map { $0["itemId"] })
    }

    @Test func `shows what is in the details`() {
        #expect(
            client.get("itemPricing/ITEM1").json == [
                "itemId": "ITEM1", "companyId": "SHOP5678", "itemType": "part", "itemName": "Brake Pad Set",
                "itemNumber": "BP12345", "costPerUnit": 25.5, "pricePerUnit": 45, "totalCost": 25.5,
                "totalPrice": 45, "coreCost": 0.1, "pricingMatrix": "Standard",
                "updatedDate": "2025-03-11T18:52:38.469Z",
            ]
        )
        let labor = client.get("itemPricing/ITEM29").json
        #expect(labor["costPerUnit"] == 42, "by the hour")
        #expect(labor["pricePerUnit"] == 130)
        #expect(labor["coreCost"] == 0)
    }

    @Test func `follows its item`() throws {
        #expect(client.get("itemPricing/ITEM1").json["costPerUnit"] == 25.5)
        try bay.set("items", "ITEM1", ["details": ["costPerUnit": 26]])
        let now = client.get("itemPricing/ITEM1")
        #expect(now.json["costPerUnit"] == 26)
        #expect(now.json["pricePerUnit"] == nil)
        #expect(client.get("itemPricing/ITEM1").body == now.body, "asked again")
        #expect(try client.rows("itemPricing?companyId=SHOP5678&itemNumber=BP12345") == [now.json])
    }

    @Test(arguments: [
        Narrowed("type=labor") { $0["itemType"] == "labor" },
        Narrowed("type=tire") { $0["itemType"] == "tire" },
        Narrowed("itemNumber=GY12345") { $0["itemId"] == "ITEM2" },
        Narrowed("updatedDateStart=2025-03-11&updatedDateEnd=2025-03-11") {
            ($0["updatedDate"]?.string ?? "").hasPrefix("2025-03-11")
        },
    ])
    func `is narrowed by`(_ row: Narrowed) throws {
        try row.expect(of: "itemPricing?companyId=SHOP5678", from: client)
    }

    @Test(arguments: [
        Refused(why: "a fee", path: "itemPricing/ITEM36", status: 404, error: "Item not found"),
        Refused(why: "a discount", path: "itemPricing/ITEM40", status: 404),
        Refused(why: "an unknown item", path: "itemPricing/NONE", status: 404),
        Refused(why: "an item of a company not granted", path: "itemPricing/ITEM54", status: 404),
        Refused(why: "a list of fees", path: "itemPricing?companyId=SHOP5678&type=fee"),
        Refused(why: "no company", path: "itemPricing", error: "companyId is required"),
    ])
    func `is not read for`(_ row: Refused) { row.expect(from: client) }

    /// What is written in one place is seen in all.
    @Test func `and stock show an item as soon as it is created`() throws {
        bay.advance(by: .seconds(5))
        let body = #"""
            {"companyId":"SHOP5678","items":[
            {"itemType":"part","itemName":"Belt","itemNumber":"BELT-9","status":"Active","taxable":true,
            "partDetails":{"costPerUnit":7.25,"pricePerUnit":19,"isStockItem":true}},
            {"itemType":"part","itemName":"Hose","itemNumber":"HOSE-9","status":"Active","taxable":true,
            "partDetails":{"costPerUnit":1,"pricePerUnit":2}}]}
            """#
        #expect(client.send(.post, "items", body).status == 200)
        let since = "companyId=SHOP5678&updatedDateStart=\(bay.now.iso8601)"
        let made = try client.column("itemNumber", of: "items?\(since)")
        #expect(Set(made) == ["BELT-9", "HOSE-9"])
        #expect(Set(try client.column("itemNumber", of: "itemPricing?\(since)")) == ["BELT-9", "HOSE-9"])
        #expect(
            try client.column("itemNumber", of: "inventoryLevels?\(since)") == ["BELT-9", "BELT-9"],
            "only the stocked one, in both locations"
        )
        let id = try #require(try client.rows("items?itemNumber=BELT-9").first?["itemId"]?.string)
        #expect(client.get("itemPricing/\(id)").json["totalCost"] == 7.25)
        #expect(try client.rows("inventoryLevels/\(id)").map { $0["quantityOnHand"] } == [0, 0])
    }
}
