import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import HeavyTruckParts

/// One line for item 500001 of store 1 of vendor 101, of which there are ten.
let goodLine = #"{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500001, "price": 4500.00}"#

/// A cart of these lines, with more members if wanted.
func cart(_ lines: String..., with members: String = "") -> String {
    #"{"line_items": [\#(lines.joined(separator: ", "))]\#(members.isEmpty ? "" : ", " + members)}"#
}

extension HTPBay {
    /// The codes that a cart's lines are refused with.
    func codes(_ body: String, as user: String = "demo") -> [String] {
        (post("/sale/create", as: user, body: body).json["errors"]?.array ?? []).map {
            $0["error"]?["code"]?.string ?? ""
        }
    }

    /// What is left of item 500001.
    var stock: Int? { record("items", "101-1-500001")?["available_quantity"]?.int }
}

@Suite struct `Creating a sale` {
    let bay: HTPBay

    init() throws { bay = try HTPBay() }

    @Test(arguments: [HTTP.Method.put, .post])
    func `answers with an id, the time and no errors`(_ method: HTTP.Method) {
        let reply = bay.send(method, "/sale/create", body: cart(goodLine)).response
        #expect(reply.status == 200)
        #expect(
            reply.text == #"{"online_transaction_id":900001,"created":"2026-03-02 08:00:00","errors":[]}"#
        )
        #expect(bay.stock == 9)
    }

    @Test func `keeps of an address what belongs to one`() throws {
        let address =
            #"{"city": "Omaha", "city": "Lincoln", "state": null, "mailing": "PO Box 1", "since": [2]}"#
        #expect(bay.codes(cart(goodLine, with: #""billing_address": \#(address)"#)).isEmpty)
        let kept = try #require(bay.record("sales", "900001")?["billing_address"])
        #expect(kept["city"] == "Lincoln")
        #expect(kept["state"] == "")
        #expect(kept["mailing"] == "")
        #expect(kept["since"] == nil)
        try bay.set("sales", "900001", ["billing_address": ["mailing": "PO Box 1", "city": "Omaha"]])
        let changed = try #require(bay.record("sales", "900001")?["billing_address"])
        #expect(changed["mailing"] == "PO Box 1")
        #expect(changed["city"] == "Omaha")
    }

    @Test func `keeps all that was sent as a record`() throws {
        let body = cart(
            #"{"vendor_id": "101", "vendor_store": "1", "vendor_inventory_id": "500001", "quantity": "2", "#
                + #""price": "4500.00", "core_price": 1000, "shipping_price": 12.5, "tax_price": "0.75"}"#,
            with:
                #""sale_date": "2026-03-01 10:30", "sale_total": "9000", "user_id": 1, "po_number": "PO-77", "#
                + #""shipping_method": "Will Call", "comments": "for us only", "#
                + #""billing_address": {"contact": "Pat", "postal_code": 68503, "fax_number": "402-555-0100"}"#
        )
        #expect(bay.codes(body).isEmpty)
        let sale = try #require(bay.record("sales", "900001"))
        #expect(sale["created"] == "2026-03-02 08:00:00")
        #expect(sale["sale_date"] == "2026-03-01 10:30:00")
        #expect(sale["user"] == "demo")
        #expect(sale["user_id"] == "1")
        #expect(sale["po_number"] == "PO-77")
        #expect(sale["sale_total"] == "9000.00")
        #expect(sale["comments"] == "for us only")
        #expect(sale["shipping_method"] == "Will Call")
        #expect(sale["billing_address"]?["postal_code"] == "68503")
        #expect(sale["billing_address"]?["fax_number"] == "402-555-0100")
        #expect(sale["shipping_address"]?["contact"] == "")
        #expect(sale["line_items"]?.array?.count == 1)
        #expect(
            sale["line_items"]?.array?.first?.contains([
                "vendor_id": 101, "vendor_sku": "T1001", "quantity": 2, "price": "4500.00",
                "core_price": "1000.00",
                "shipping_price": "12.50", "tax_price": "0.75", "error": nil, "stock_taken": true,
            ]) == true
        )
        #expect(
            sale["documents"]?.array?.first?.contains([
                "vendor_id": 101, "vendor_store": 1, "vendor_salesdocument_id": 1001,
                "document_is_closed": false,
            ]) == true
        )
    }

    struct Line: CustomTestStringConvertible {
        var why: String
        var line: String
        var code: String?
        var testDescription: String { why }
    }

    /// In the order in which a line is judged.
    @Test(arguments: [
        Line(why: "no vendor", line: #"{"vendor_inventory_id": 500001}"#, code: "ERR_NOT_FOUND"),
        Line(
            why: "unknown vendor",
            line: #"{"vendor_id": 999, "vendor_store": 1, "vendor_inventory_id": 500001}"#,
            code: "ERR_FORBIDDEN_VENDOR"
        ),
        Line(
            why: "vendor who has not authorized the account, before the item is looked for",
            line: #"{"vendor_id": 102, "vendor_store": 1, "vendor_inventory_id": 1}"#,
            code: "ERR_FORBIDDEN_VENDOR"
        ),
        Line(
            why: "vendor outside of the account's",
            line: #"{"vendor_id": 103, "vendor_inventory_id": 1}"#,
            code: "ERR_FORBIDDEN_VENDOR"
        ),
        Line(
            why: "wrong inventory id",
            line: #"{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 1}"#,
            code: "ERR_NOT_FOUND"
        ),
        Line(
            why: "wrong store",
            line: #"{"vendor_id": 101, "vendor_store": 2, "vendor_inventory_id": 500001}"#,
            code: "ERR_NOT_FOUND"
        ),
        Line(
            why: "no store",
            line: #"{"vendor_id": 101, "vendor_inventory_id": 500001}"#,
            code: "ERR_NOT_FOUND"
        ),
        Line(
            why: "neither id nor tag",
            line: #"{"vendor_id": 101, "vendor_store": 1}"#,
            code: "ERR_NOT_FOUND"
        ),
        Line(
            why: "unknown tag",
            line: #"{"vendor_id": 101, "vendor_store": 1, "vendor_sku": "NO-SUCH"}"#,
            code: "ERR_NOT_FOUND"
        ),
        Line(
            why: "tag of two items",
            line: #"{"vendor_id": 101, "vendor_store": 1, "vendor_sku": "DUP-1"}"#,
            code: "ERR_NOT_UNIQUE"
        ),
        Line(
            why: "tag of one item",
            line: #"{"vendor_id": 101, "vendor_store": 1, "vendor_sku": "T1001"}"#,
            code: nil
        ),
        Line(why: "tag without a store", line: #"{"vendor_id": 101, "vendor_sku": "T1001"}"#, code: nil),
        Line(
            why: "the id beats the tag",
            line:
                #"{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500001, "vendor_sku": "DUP-1"}"#,
            code: nil
        ),
        Line(
            why: "an empty id is none",
            line: #"{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": "", "vendor_sku": "DUP-1"}"#,
            code: "ERR_NOT_UNIQUE"
        ),
        Line(
            why: "the store by its other name",
            line: #"{"vendor_id": 101, "vendor_store_id": 1, "vendor_inventory_id": 500001}"#,
            code: nil
        ),
        Line(
            why: "sold item",
            line: #"{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500002}"#,
            code: "ERR_NOT_AVAILABLE"
        ),
        Line(
            why: "more than there is",
            line: #"{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500001, "quantity": 99}"#,
            code: nil
        ),
        Line(
            why: "another price",
            line: #"{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500001, "price": 1}"#,
            code: nil
        ),
    ])
    func `judges a line`(_ row: Line) {
        #expect(bay.codes(cart(row.line)) == (row.code.map { [$0] } ?? []))
        #expect(bay.count(of: "sales") == 1, "a transaction in any case")
        if row.code != nil { #expect(bay.stock == 10) }
    }

    @Test func `lists the bad lines and takes the good one`() throws {
        let reply = bay.post(
            "/sale/create",
            body: cart(
                #"{"vendor_id": 102, "vendor_store": 1, "vendor_inventory_id": 610001, "price": 1}"#,
                #"{"vendor_id": 101, "vendor_store": 1, "vendor_sku": "DUP-1", "price": 1}"#,
                goodLine,
                #"{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500002, "price": 1}"#,
                #"{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 1, "price": 1}"#
            )
        )
        #expect(reply.status == 200)
        #expect(reply.json["online_transaction_id"] == 900001)
        let errors = try #require(reply.json["errors"]?.array)
        #expect(
            errors.map { $0["error"]?["code"] } == [
                "ERR_FORBIDDEN_VENDOR", "ERR_NOT_UNIQUE", "ERR_NOT_AVAILABLE", "ERR_NOT_FOUND",
            ]
        )
        #expect(
            errors[0]["item"] == ["vendor_id": "102", "vendor_store": "1", "vendor_inventory_id": "610001"]
        )
        #expect(errors.allSatisfy { $0["error"]?["message"]?.string?.isEmpty == false })
        #expect(bay.stock == 9)
    }

    struct Refused: CustomTestStringConvertible {
        var why: String
        var body: String?
        var user: String? = "demo"
        var status = 400
        var testDescription: String { why }
    }

    @Test(arguments: [
        Refused(why: "no body"),
        Refused(why: "no JSON", body: "{"),
        Refused(why: "the printed example's missing comma", body: #"{"po_number": "1" "line_items": []}"#),
        Refused(why: "an array", body: "[]"),
        Refused(why: "no lines", body: "{}"),
        Refused(why: "empty lines", body: #"{"line_items": []}"#),
        Refused(why: "lines that are an object", body: #"{"line_items": {}}"#),
        Refused(why: "a line that is a text", body: #"{"line_items": ["101-1-500001"]}"#),
        Refused(why: "21 characters", body: cart(goodLine, with: #""po_number": "123456789012345678901""#)),
        Refused(why: "a date without time", body: cart(goodLine, with: #""sale_date": "2026-03-01""#)),
        Refused(why: "a date that is none", body: cart(goodLine, with: #""sale_date": "2026-02-30 10:00""#)),
        Refused(why: "a total that is no amount", body: cart(goodLine, with: #""sale_total": "lots""#)),
        Refused(why: "an address that is a text", body: cart(goodLine, with: #""billing_address": "here""#)),
        Refused(why: "an address of lists", body: cart(goodLine, with: #""shipping_address": {"city": []}"#)),
        Refused(why: "a vendor that is a word", body: cart(#"{"vendor_id": "abc"}"#)),
        Refused(why: "a vendor below zero", body: cart(#"{"vendor_id": -101}"#)),
        Refused(why: "half a vendor", body: cart(#"{"vendor_id": 101.5}"#)),
        Refused(why: "quantity 0", body: cart(#"{"vendor_id": 101, "quantity": 0}"#)),
        Refused(why: "quantity below zero", body: cart(#"{"vendor_id": 101, "quantity": -1}"#)),
        Refused(why: "half a piece", body: cart(#"{"vendor_id": 101, "quantity": 0.5}"#)),
        Refused(
            why: "more lines than there may be",
            body: cart(Array(repeating: "{}", count: 10_001).joined(separator: ","))
        ),
        Refused(why: "a quantity beyond all numbers", body: cart(#"{"vendor_id": 101, "quantity": 1e400}"#)),
        Refused(why: "a price below zero", body: cart(#"{"vendor_id": 101, "price": -1}"#)),
        Refused(why: "a price with a comma", body: cart(#"{"vendor_id": 101, "price": "1,5"}"#)),
        Refused(why: "a price beyond all money", body: cart(#"{"vendor_id": 101, "price": 1e30}"#)),
        Refused(why: "a price that is true", body: cart(#"{"vendor_id": 101, "price": true}"#)),
        Refused(why: "an account without sales", body: cart(goodLine), user: "nosale", status: 403),
        Refused(why: "no credentials", body: cart(goodLine), user: nil, status: 401),
    ])
    func `is refused as a whole and leaves no trace`(_ row: Refused) {
        #expect(bay.post("/sale/create", as: row.user, body: row.body).status == row.status)
        #expect(bay.count(of: "sales") == 0)
        #expect(bay.stock == 10)
    }

    @Test func `is refused where the amounts overflow`() {
        let line =
            #"{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500001, "quantity": 100000, "#
            + #""price": 9999999999.99}"#
        #expect(bay.post("/sale/create", body: cart(line)).status == 200)
        let body = #"{"line_items": [\#(Array(repeating: line, count: 100).joined(separator: ","))]}"#
        #expect(bay.post("/sale/create", body: body).status == 400)
        #expect(bay.count(of: "sales") == 1)
    }

    @Test func `takes a po number of 20 characters`() {
        #expect(
            bay.post("/sale/create", body: cart(goodLine, with: #""po_number": "12345678901234567890""#))
                .status == 200
        )
        #expect(bay.record("sales", "900001")?["po_number"] == "12345678901234567890")
    }

    @Test(arguments: [
        ("2026-03-01 10:30", "2026-03-01 10:30:00"), ("2026-03-01 10:30:", "2026-03-01 10:30:00"),
        ("2026-03-01 10:30:15", "2026-03-01 10:30:15"), ("", "2026-03-02 08:00:00"),
    ])
    func `reads a date with and without seconds`(_ sent: String, _ kept: String) {
        _ = bay.post("/sale/create", body: cart(goodLine, with: #""sale_date": "\#(sent)""#))
        #expect(bay.record("sales", "900001")?["sale_date"] == .string(kept))
    }

    @Test func `makes two transactions of two identical requests`() {
        let body = cart(goodLine, with: #""po_number": "PO-1""#)
        #expect(bay.post("/sale/create", body: body).json["online_transaction_id"] == 900001)
        #expect(bay.post("/sale/create", body: body).json["online_transaction_id"] == 900002)
        #expect(bay.stock == 8)
    }

    @Test func `takes the item's price where none is sent`() {
        let line = #"{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500001}"#
        #expect(bay.codes(cart(line)).isEmpty)
        #expect(bay.codes(cart(line, with: #""user_id": "1""#)).isEmpty)
        #expect(bay.record("sales", "900001")?["line_items"]?.array?[0]["price"] == "4500.00")
        #expect(bay.record("sales", "900002")?["line_items"]?.array?[0]["price"] == "3825.00", "a dealer's")
    }

    @Test func `answers an empty object for no errors where that is assumed`() throws {
        let bay = try HTPBay(assume: ["htp.errors_shape": "object"])
        #expect(bay.post("/sale/create", body: cart(goodLine)).json["errors"] == [:])
        #expect(bay.codes(cart(#"{"vendor_id": 999}"#)) == ["ERR_FORBIDDEN_VENDOR"])
    }

    @Test(arguments: [
        ("numbers", JSON.Value.number(JSON.Number(101)), 900001 as JSON.Value), ("strings", "101", "900001"),
    ])
    func `writes numbers as assumed`(_ choice: String, _ vendor: JSON.Value, _ transaction: JSON.Value) throws
    {
        let bay = try HTPBay(assume: ["htp.numbers": choice])
        let reply = bay.post("/sale/create", body: cart(#"{"vendor_id": 101}"#))
        #expect(reply.json["online_transaction_id"] == transaction)
        #expect(reply.json["errors"]?.array?[0]["item"]?["vendor_id"] == vendor)
    }
}
