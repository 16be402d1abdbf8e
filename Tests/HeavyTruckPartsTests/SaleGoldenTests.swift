import HTTP
import Testing
import VendorSupport

@testable import HeavyTruckParts

/// Whole replies of the operations on end users, logs and sales. Each bay is fresh, so that ids start anew.
@Suite struct `Replies on end users and sales` {
    struct Reply: CustomTestStringConvertible {
        var name: String
        var method = HTTP.Method.get
        var target: String
        var user = "demo"
        var body: String?
        var testDescription: String { name }
    }

    private static let wholeCart = cart(
        #"{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500001, "quantity": 2, "price": 4500.00, "#
            + #""core_price": 1000.00, "shipping_price": 150.00, "tax_price": 247.50}"#,
        #"{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500002, "price": 6950.00}"#,
        #"{"vendor_id": 101, "vendor_store": 1, "vendor_sku": "DUP-1", "price": 350.00}"#,
        #"{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 1, "price": 1}"#,
        #"{"vendor_id": 102, "vendor_store": 1, "vendor_inventory_id": 610001, "price": 1}"#,
        with:
            #""sale_date": "2026-03-01 10:30", "sale_total": 9000.00, "user_id": "1", "po_number": "PO-1043", "#
            + #""shipping_method": "Expedited", "comments": "for us only", "#
            + #""billing_address": {"contact": "Pat Doe", "company": "Example Fleet", "street": "1 Main St", "#
            + #""city": "Lincoln", "state": "NE", "postal_code": "68503", "country": "US"}"#
    )

    @Test(arguments: [
        Reply(name: "templates.list", target: "/enduser/templates"),
        Reply(name: "templates.types", method: .head, target: "/enduser/templates"),
        Reply(
            name: "templates.assign",
            method: .put,
            target: "/enduser/templates/all?userid=2&template=Dealer"
        ),
        Reply(name: "templates.remove", method: .delete, target: "/enduser/templates/pricing?userid=1"),
        Reply(name: "endusers.lookup", target: "/enduser/lookup?email=dealer%40example.com"),
        Reply(name: "endusers.lookup.not-found", target: "/enduser/lookup?userid=999999"),
        Reply(name: "endusers.listall", target: "/enduser/listall"),
        Reply(
            name: "log.part_inquiry",
            method: .post,
            target: "/enduser/log/part_inquiry",
            body:
                #"{"vendor_id": "101", "vendor_store_id": "1", "vendor_sku": "T1001", "comments": "Warranty?"}"#
        ),
        Reply(name: "sale.create", method: .post, target: "/sale/create", body: wholeCart),
        Reply(name: "sale.create.xml", method: .post, target: "/sale/create", user: "xml", body: wholeCart),
        Reply(
            name: "sale.create.forbidden",
            method: .post,
            target: "/sale/create",
            user: "nosale",
            body: wholeCart
        ),
        Reply(name: "sale.create.no-lines", method: .post, target: "/sale/create", body: "{}"),
    ])
    func `are as they were`(_ reply: Reply) throws {
        let bay = try HTPBay()
        try expectGolden(
            "htp",
            reply.name,
            bay.send(reply.method, reply.target, as: reply.user, body: reply.body)
        )
    }

    @Test(arguments: ["demo", "xml"])
    func `of a sales document are as they were`(_ user: String) throws {
        let bay = try HTPBay()
        _ = bay.post("/sale/create", body: Self.wholeCart)
        try expectGolden(
            "htp",
            user == "xml" ? "sale.lookup.xml" : "sale.lookup",
            bay.send(.get, "/sale/lookup?vendor_id=101&online_transaction_id=900001", as: user)
        )
    }
}
