import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import HeavyTruckParts

@Suite struct `Stock and sales` {
    @Test func `stock falls with each sale and stops at nothing`() throws {
        let bay = try HTPBay()
        try bay.set("items", "101-1-500001", ["available_quantity": 3])
        let two =
            #"{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500001, "quantity": 2, "price": 1}"#
        #expect(bay.codes(cart(two)) == [])
        #expect(bay.stock == 1)
        #expect(bay.codes(cart(two)) == [], "more than there is goes through")
        #expect(bay.stock == 0)
        #expect(bay.codes(cart(two)) == ["ERR_NOT_AVAILABLE"])
        #expect(bay.record("items", "101-1-500001")?["status"] == "S")
        #expect(bay.count(of: "sales") == 3)
    }

    @Test func `an item without stock is gone from search`() throws {
        let bay = try HTPBay()
        func isFound() -> Bool {
            let hits = bay.get("/inventory/search/*/*/*?vendor=101&store=1&result_size=all").json["results"]?
                .array
            return hits?.contains { $0["vendor_inventory_id"] == "500001" } == true
        }
        #expect(isFound())
        let nine = #"{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500001, "quantity": 9}"#
        #expect(bay.codes(cart(nine)) == [])
        #expect(isFound(), "one is left")
        #expect(bay.codes(cart(goodLine)) == [])
        #expect(!isFound())
    }

    @Test func `lines of one cart share the stock`() throws {
        let bay = try HTPBay()
        try bay.set("items", "101-1-500001", ["available_quantity": 2])
        #expect(bay.codes(cart(goodLine, goodLine, goodLine)) == ["ERR_NOT_AVAILABLE"])
        #expect(bay.stock == 0)
    }

    @Test func `an item on hold can be sold, a withdrawn one cannot`() throws {
        let bay = try HTPBay()
        try bay.set("items", "101-1-500001", ["status": "H"])
        #expect(bay.codes(cart(goodLine)) == [])
        try bay.set("items", "101-1-500001", ["status": "W"])
        #expect(bay.codes(cart(goodLine)) == ["ERR_NOT_AVAILABLE"])
    }

    @Test func `stock waits for the closed document where that is assumed`() throws {
        let bay = try HTPBay(assume: ["htp.stock": "at-document"])
        #expect(bay.codes(cart(goodLine)) == [])
        #expect(bay.stock == 10)
        _ = bay.get("/sale/lookup?vendor_id=101&online_transaction_id=900001")
        #expect(bay.stock == 10)
        bay.advance(by: .seconds(86_400))
        try bay.set(
            "sales",
            "900001",
            [
                "documents": [
                    [
                        "vendor_id": 101, "vendor_store": 1, "vendor_salesdocument_id": 1001,
                        "document_is_closed": true,
                    ]
                ]
            ]
        )
        let document = bay.get("/sale/lookup?vendor_id=101&online_transaction_id=900001").json
        #expect(document["document_is closed"] == true)
        #expect(document["date_closed"] == "2026-03-03")
        #expect(bay.stock == 9)
        _ = bay.get("/sale/lookup?vendor_id=101&online_transaction_id=900001")
        #expect(bay.stock == 9, "once")
    }
}

@Suite struct `Sale codes on request` {
    @Test(arguments: ["ERR_FORBIDDEN_VENDOR", "ERR_NOT_UNIQUE", "ERR_NOT_AVAILABLE", "ERR_NOT_FOUND"])
    func `mark every line and write nothing`(_ code: String) throws {
        let bay = try HTPBay()
        let reply = bay.send(
            .post,
            "/sale/create",
            as: nil,
            body: cart(goodLine, goodLine),
            fields: [("X-Mockbay-Error", code)]
        ).response
        #expect(reply.status == 200)
        #expect(reply.json["online_transaction_id"] == 900001)
        #expect(reply.json["errors"]?.array?.map { $0["error"]?["code"] } == [.string(code), .string(code)])
        #expect(bay.count(of: "sales") == 0)
        #expect(bay.stock == 10)
        #expect(bay.post("/sale/create", body: cart(goodLine)).json["online_transaction_id"] == 900001)
    }

    @Test func `still need a cart`() throws {
        let reply = try HTPBay().send(
            .post,
            "/sale/create",
            body: "{}",
            fields: [("X-Mockbay-Error", "ERR_NOT_FOUND")]
        )
        #expect(reply.response.status == 400)
    }
}

@Suite struct `A scenario's short form of a sale` {
    private func act(_ with: JSON.Object, as name: String = "rival", in bay: HTPBay) throws -> Response {
        let index = try #require(HTPBay.mount.operations.firstIndex { $0.name == "htp.sale.create" })
        return try bay.bays.default.withContents { contents throws(RecordProblem) in
            try contents.worlds[0].act(as: name, index, with: with)
        }
    }

    @Test func `buys the item at its price, with full rights`() throws {
        let bay = try HTPBay()
        #expect(try act(["item": "101-1-500001", "quantity": 3], in: bay).json["errors"] == [])
        #expect(bay.stock == 7)
        #expect(try act(["item": "101-1-500001"], in: bay).status == 200)
        #expect(bay.stock == 6)
        #expect(bay.record("sales", "900001")?["line_items"]?.array?[0]["price"] == "4500.00")
        #expect(bay.record("sales", "900001")?["user"] == "rival")
    }

    @Test func `of no item is no short form`() throws {
        let bay = try HTPBay()
        #expect(throws: RecordProblem.self) { try act(["item": "engine"], in: bay) }
        #expect(throws: RecordProblem.self) { try act(["thing": "101-1-500001"], in: bay) }
        #expect(bay.count(of: "sales") == 0)
    }
}
