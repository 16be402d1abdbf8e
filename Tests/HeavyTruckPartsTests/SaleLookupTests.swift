import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import HeavyTruckParts

@Suite struct `Looking up a sale` {
    let bay: HTPBay

    static let line =
        #"{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500001, "quantity": 3, "price": 0.10, "#
        + #""core_price": "0.20", "shipping_price": 12.335, "tax_price": 0.7}"#

    init() throws {
        bay = try HTPBay()
        _ = bay.post(
            "/sale/create",
            body: cart(
                Self.line,
                #"{"vendor_id": 999, "vendor_store": 1, "vendor_inventory_id": 1, "price": 5}"#,
                with:
                    #""po_number": "PO-9", "comments": "internal", "user_id": "1", "shipping_method": "Fastest", "#
                    + #""sale_date": "2026-02-27 23:59", "billing_address": {"contact": "Pat", "fax_number": "1"}"#
            )
        )
    }

    private let byTransaction = "/sale/lookup?vendor_id=101&online_transaction_id=900001"
    private let byDocument = "/sale/lookup?vendor_id=101&vendor_store=1&vendor_salesdocument_id=1001"

    @Test func `has two forms of one key`() {
        let reply = bay.get(byTransaction)
        #expect(reply.status == 200)
        #expect(bay.get(byDocument).body == reply.body)
        #expect(
            bay.get("/sale/lookup?vendor_id=101&vendor_store_id=1&vendor_salesdocument_id=1001").body
                == reply.body
        )
        #expect(bay.get(byTransaction + "&vendor_store=1&vendor_salesdocument_id=5").body == reply.body)
    }

    @Test func `shows the document with its printed keys`() throws {
        let document = try #require(bay.get(byTransaction).json.object)
        #expect(
            document.keys == [
                "vendor_id", "vendor_store", "vendor_salesdocument_id", "salesdocument_date",
                "document_is_void",
                "document_is closed", "date_created", "date_closed", "shipping_tracking_number",
                "purchase_order_number", "truck_number", "online_transaction_id", "subtotal", "total_tax",
                "comments",
                "adjustments", "user_id", "billing_address", "shipping_address", "line_items",
            ]
        )
        #expect(document["vendor_id"] == "101")
        #expect(document["vendor_salesdocument_id"] == "1001")
        #expect(document["salesdocument_date"] == "2026-02-27")
        #expect(document["date_created"] == "2026-03-02")
        #expect(document["date_closed"] == .null)
        #expect(document["document_is_void"] == false)
        #expect(document["document_is closed"] == false)
        #expect(document["purchase_order_number"] == "PO-9")
        #expect(document["online_transaction_id"] == 900001)
        #expect(document["user_id"] == "1")
        #expect(document["comments"] == "", "those sent are internal")
    }

    @Test func `adds up in exact cents`() throws {
        let document = bay.get(byTransaction).json
        #expect(document["subtotal"] == "0.90", "three pieces with their cores")
        #expect(document["total_tax"] == "2.10")
        #expect(
            document["adjustments"] == [
                [
                    "name": "Shipping", "description": "Fastest", "amount": "37.02", "is_taxable": false,
                    "is_subtotal_adjustment": false,
                ]
            ]
        )
    }

    @Test func `shows addresses with mailing and without fax`() throws {
        let address = try #require(bay.get(byTransaction).json["billing_address"]?.object)
        #expect(
            address.keys == [
                "contact", "company", "email", "street", "mailing", "city", "state", "postal_code", "country",
                "phone_number",
            ]
        )
        #expect(address["contact"] == "Pat")
        #expect(address["mailing"] == "")
    }

    @Test func `shows the good lines with cores as child lines`() throws {
        let lines = try #require(bay.get(byTransaction).json["line_items"]?.array)
        #expect(lines.count == 1)
        let line = try #require(lines.first?.object)
        let keys = [
            "vendor_id", "vendor_store", "vendor_sku", "vendor_inventory_id", "vendor_part_name", "year",
            "vehicle_make", "vehicle_model", "part_manufacturer", "part_model",
            "sales_document_lineitem_type",
            "description", "vin", "price", "returnable", "days_to return", "adjustments",
        ]
        #expect(line.keys == keys + ["child_line_items"])
        #expect(line["price"] == "0.30", "of all three")
        #expect(line["vendor_sku"] == "T1001")
        #expect(line["vendor_inventory_id"] == "500001")
        #expect(line["part_manufacturer"] == "CUMMINS")
        let child = try #require(line["child_line_items"]?.array?.first?.object)
        #expect(child.keys == keys)
        #expect(child["price"] == "0.60")
        #expect(child["sales_document_lineitem_type"] == "core")
    }

    struct Refused: CustomTestStringConvertible {
        var why: String
        var query: String
        var user: String? = "demo"
        var status: Int
        var testDescription: String { why }
    }

    @Test(arguments: [
        Refused(why: "nothing", query: "", status: 400),
        Refused(why: "no vendor", query: "online_transaction_id=900001", status: 400),
        Refused(why: "vendor alone", query: "vendor_id=101", status: 400),
        Refused(why: "no document number", query: "vendor_id=101&vendor_store=1", status: 400),
        Refused(why: "no store", query: "vendor_id=101&vendor_salesdocument_id=1001", status: 400),
        Refused(why: "a word for a number", query: "vendor_id=abc&online_transaction_id=900001", status: 400),
        Refused(why: "unknown transaction", query: "vendor_id=101&online_transaction_id=1", status: 404),
        Refused(
            why: "unknown document",
            query: "vendor_id=101&vendor_store=1&vendor_salesdocument_id=9",
            status: 404
        ),
        Refused(
            why: "store of another number",
            query: "vendor_id=101&vendor_store=2&vendor_salesdocument_id=1001",
            status: 404
        ),
        Refused(
            why: "vendor not authorized",
            query: "vendor_id=102&online_transaction_id=900001",
            status: 403
        ),
        Refused(why: "unknown vendor", query: "vendor_id=999&online_transaction_id=900001", status: 403),
        Refused(
            why: "account without sales",
            query: "vendor_id=101&online_transaction_id=900001",
            user: "nosale",
            status: 403
        ),
        Refused(
            why: "no credentials",
            query: "vendor_id=101&online_transaction_id=900001",
            user: nil,
            status: 401
        ),
    ])
    func `is refused`(_ row: Refused) {
        #expect(bay.get("/sale/lookup?\(row.query)", as: row.user).status == row.status)
        #expect(bay.send(.head, "/sale/lookup?\(row.query)", as: row.user).response.status == row.status)
    }

    @Test func `finds no document of a vendor whose lines all failed`() {
        #expect(
            bay.codes(cart(#"{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500002}"#)).count
                == 1
        )
        #expect(bay.record("sales", "900002") != nil)
        #expect(bay.get("/sale/lookup?vendor_id=101&online_transaction_id=900002").status == 404)
    }

    @Test func `gives each vendor of a cart a document of its own`() throws {
        try bay.set("users", "demo", ["sales_vendors": [101, 102]])
        let item = try #require(firstItem(of: "102-"))
        let ids = item.split(separator: "-")
        let other =
            #"{"vendor_id": \#(ids[0]), "vendor_store": \#(ids[1]), "vendor_inventory_id": \#(ids[2]), "price": 7}"#
        #expect(bay.codes(cart(other, goodLine)) == [])
        let one = bay.get("/sale/lookup?vendor_id=101&online_transaction_id=900002").json
        let two = bay.get("/sale/lookup?vendor_id=102&online_transaction_id=900002").json
        #expect(one["vendor_salesdocument_id"] == "1002", "the store counts on")
        #expect(two["vendor_salesdocument_id"] == "1001")
        #expect(one["subtotal"] == "4500.00")
        #expect(two["subtotal"] == "7.00")
    }

    @Test func `puts lines of two stores of a vendor on one document`() throws {
        let item = try #require(firstItem(of: "101-2-"))
        let id = item.split(separator: "-")[2]
        let far = #"{"vendor_id": 101, "vendor_store": 2, "vendor_inventory_id": \#(id), "price": 7}"#
        #expect(bay.codes(cart(far, goodLine)) == [])
        let document = bay.get("/sale/lookup?vendor_id=101&online_transaction_id=900002").json
        #expect(document["vendor_store"] == "2")
        #expect(document["line_items"]?.array?.map { $0["vendor_store"] } == ["2", "1"])
    }

    /// The first item on sale whose key starts like that.
    private func firstItem(of prefix: String) -> String? {
        for item in bay.records("items") ?? [] where item["status"] == "A" {
            let key = ["vendor_id", "vendor_store", "vendor_inventory_id"].map { "\(item[$0]?.int ?? 0)" }
                .joined(separator: "-")
            if key.hasPrefix(prefix) { return key }
        }
        return nil
    }

    @Test func `spells the two odd keys as assumed`() throws {
        for (choice, hasPrinted, hasCorrected) in [
            ("documented", true, false), ("corrected", false, true), ("both", true, true),
        ] {
            let bay = try HTPBay(assume: ["htp.key_spelling": choice])
            _ = bay.post("/sale/create", body: cart(goodLine))
            let document = bay.get(byTransaction).json
            #expect((document["document_is closed"] != nil) == hasPrinted)
            #expect((document["document_is_closed"] != nil) == hasCorrected)
            let line = document["line_items"]?.array?.first
            #expect((line?["days_to return"] != nil) == hasPrinted)
            #expect((line?["days_to_return"] != nil) == hasCorrected)
        }
    }

    @Test func `waits for the document where that is assumed`() throws {
        let bay = try HTPBay(assume: ["htp.documents": "after-60s"])
        _ = bay.post("/sale/create", body: cart(goodLine))
        #expect(bay.get(byTransaction).status == 404)
        bay.advance(by: .seconds(59))
        #expect(bay.get(byTransaction).status == 404)
        bay.advance(by: .seconds(1))
        #expect(bay.get(byTransaction).status == 200)
    }

    @Test func `shows internal comments only where that is assumed`() throws {
        let bay = try HTPBay(assume: ["htp.comments": "echo"])
        _ = bay.post("/sale/create", body: cart(goodLine, with: #""comments": "internal""#))
        #expect(bay.get(byTransaction).json["comments"] == "internal")
    }

    @Test func `shows what the vendor wrote on the document`() throws {
        try bay.set(
            "sales",
            "900001",
            [
                "documents": [
                    [
                        "vendor_id": 101, "vendor_store": 1, "vendor_salesdocument_id": 1001,
                        "document_is_void": true,
                        "document_is_closed": true, "date_closed": "2026-03-05", "truck_number": "T-7",
                        "shipping_tracking_number": "1Z", "comments": "public",
                    ]
                ]
            ]
        )
        let document = bay.get(byTransaction).json
        #expect(document["document_is_void"] == true)
        #expect(document["date_closed"] == "2026-03-05")
        #expect(document["truck_number"] == "T-7")
        #expect(document["shipping_tracking_number"] == "1Z")
        #expect(document["comments"] == "public")
    }

    @Test func `tells HEAD less than GET`() throws {
        let bay = try HTPBay(assume: ["htp.head_mode": "preview"])
        _ = bay.post("/sale/create", body: cart(Self.line))
        let reduced = try #require(
            bay.send(.get, byTransaction, fields: [("X-Mockbay-Head-Preview", "1")]).response.json.object
        )
        #expect(reduced["line_items"] == nil)
        #expect(reduced["purchase_order_number"] == nil)
        #expect(reduced["adjustments"] == [])
        #expect(reduced["subtotal"] == "0.90")
        #expect(bay.get(byTransaction).json["line_items"] != nil)
    }
}
