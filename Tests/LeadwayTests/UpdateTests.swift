import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import Leadway

@Suite struct `A stock update` {
    let bay: LeadwayBay

    init() throws { bay = try LeadwayBay() }

    private func row(_ id: String = shirt) -> JSON.Value? {
        bay.inventory("&limit=200").rows.first { $0["_id"]?.string == id }
    }

    @Test func `shows in the list with a new time, and everywhere else`() throws {
        bay.advance(by: .milliseconds(1250))
        let last = try #require(bay.inventory("&offset=99").ids.first)
        let reply = bay.update(
            #"{"priceId": "\#(last)", "availableQuantity": 9, "allowOutOfStockPurchases": true}"#
        )
        #expect(reply.status == 201)
        #expect(reply.json["status"] == true && reply.json["message"]?.string != nil)
        let first = try #require(bay.inventory("&limit=1").rows.first)
        #expect(first["_id"]?.string == last, "it is the last changed now")
        #expect(first["availableQuantity"] == 9 && first["allowOutOfStockPurchases"] == true)
        #expect(first["updatedAt"] == "2026-03-02T08:00:01.250Z")
        #expect(bay.record("prices", last)?["updatedAt"] == "2026-03-02T08:00:01.250Z")
        #expect(bay.inventory().json["total"] == ["total": 100])
    }

    @Test func `replaces the stock, and the same again changes nothing but the time`() {
        for _ in 1...2 {
            #expect(bay.update(#"{"priceId": "\#(shirt)", "availableQuantity": 20.0}"#).status == 201)
        }
        #expect(row()?["availableQuantity"] == 20)
        #expect(row()?["allowOutOfStockPurchases"] == false, "what is not named stays")
        let price = bay.get("/products/\(tshirt)/price/\(shirt)?locationId=\(account)").json
        #expect(price["availableQuantity"] == 20)
    }

    @Test(arguments: [("0", "0"), ("-4", "-4"), ("2.5", "2.5"), ("1e2", "100")])
    func `takes any number`(_ sent: String, _ kept: String) throws {
        #expect(bay.update(#"{"priceId": "\#(shirt)", "availableQuantity": \#(sent)}"#).status == 201)
        #expect(row()?["availableQuantity"]?.number?.text == kept)
    }

    @Test func `of several is made as a whole`() throws {
        let ids = bay.inventory("&limit=3").ids
        let items = ids.map { #"{"priceId": "\#($0)", "availableQuantity": 77}"# }
        #expect(bay.update(items.joined(separator: ",")).status == 201)
        #expect(bay.inventory("&limit=3").rows.allSatisfy { $0["availableQuantity"] == 77 })
        #expect(bay.inventory("&limit=3").ids == ids.sorted(), "they changed at the same time")
        // The last of two for the same price counts.
        let twice = [5, 6].map { #"{"priceId": "\#(shirt)", "availableQuantity": \#($0)}"# }
        #expect(bay.update(twice.joined(separator: ",")).status == 201)
        #expect(row()?["availableQuantity"] == 6)
    }

    @Test func `that wants nothing changes nothing`() {
        #expect(bay.update(#"{"priceId": "\#(shirt)"}"#).status == 201)
        #expect(row()?["updatedAt"] == "2023-12-12T09:27:42.355Z")
    }

    struct Wrong: CustomTestStringConvertible {
        var why: String
        var body: String
        var messages: [String]
        var testDescription: String { why }
    }

    private static let good = #"{"priceId": "6241712be68f7a98102ba272", "availableQuantity": 1}"#

    private static func body(_ items: String, _ altType: String = #""location""#) -> String {
        #"{"altId": "6578278e879ad2646715ba9c", "altType": \#(altType), "items": \#(items)}"#
    }

    @Test(arguments: [
        Wrong(
            why: "nothing in it",
            body: "{}",
            messages: [
                "altId must be a string", "altId should not be empty", "altType must be a valid enum value",
                "altType should not be empty", "items must be an array", "items should not be empty",
            ]
        ),
        Wrong(why: "no items", body: body("[]"), messages: ["items should not be empty"]),
        Wrong(why: "items that are none", body: body("{}"), messages: ["items must be an array"]),
        Wrong(why: "an item that is none", body: body("[7]"), messages: ["items.0 must be an object"]),
        Wrong(
            why: "another kind of account",
            body: body("[\(good)]", #""shop""#),
            messages: ["altType must be a valid enum value"]
        ),
        Wrong(
            why: "quantity as text",
            body: body(#"[\#(good), {"priceId": "6241712be68f7a98102ba272", "availableQuantity": "3"}]"#),
            messages: ["items.1.availableQuantity must be a number conforming to the specified constraints"]
        ),
        Wrong(
            why: "a flag as text",
            body: body(#"[{"priceId": "6241712be68f7a98102ba272", "allowOutOfStockPurchases": "true"}]"#),
            messages: ["items.0.allowOutOfStockPurchases must be a boolean value"]
        ),
        Wrong(
            why: "no price, and one that is no text",
            body: body(#"[{"availableQuantity": 1}, {"priceId": 7}, {"priceId": ""}]"#),
            messages: [
                "items.0.priceId must be a string", "items.0.priceId should not be empty",
                "items.1.priceId must be a string", "items.2.priceId should not be empty",
            ]
        ),
        Wrong(
            why: "an unknown price",
            body: body(#"[\#(good), {"priceId": "teapot", "availableQuantity": 1}]"#),
            messages: ["items.1.priceId does not exist"]
        ),
        Wrong(
            why: "an account that is no text",
            body: #"{"altId": 7, "altType": "location", "items": [\#(good)]}"#,
            messages: ["altId must be a string", "items.0.priceId does not exist"]
        ),
    ])
    func `is refused as a whole for`(_ row: Wrong) throws {
        let before = bay.record("prices", shirt)
        let reply = bay.send(.post, "/products/inventory", body: row.body).response
        #expect(reply.status == 422)
        #expect(reply.messages == row.messages)
        #expect(bay.record("prices", shirt) == before)
    }

    @Test func `cannot reach another account's prices`() throws {
        let foreign = try #require(
            bay.get("/products/inventory?altId=\(otherAccount)", token: "pit-other").ids.first
        )
        let before = bay.record("prices", foreign)
        let reply = bay.update(#"{"priceId": "\#(foreign)", "availableQuantity": 1}"#)
        #expect(reply.messages == ["items.0.priceId does not exist"])
        #expect(bay.record("prices", foreign) == before)
    }

    @Test func `needs the scope for it`() {
        let reply = bay.update(#"{"priceId": "\#(shirt)", "availableQuantity": 1}"#, token: "pit-readonly")
        #expect(reply.status == 401 && reply.message == "The token is not authorized for this scope.")
        #expect(bay.inventory(token: "pit-readonly").status == 200)
        #expect(row()?["availableQuantity"] == 50)
    }
}
