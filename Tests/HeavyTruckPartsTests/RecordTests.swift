import Engine
import JSON
import Testing
import VendorSupport

@testable import HeavyTruckParts

@Suite struct `Records of end users, templates, sales and logs` {
    private func used() throws -> HTPBay {
        let bay = try HTPBay()
        _ = bay.post(
            "/sale/create",
            body: cart(
                goodLine,
                #"{"vendor_id": 101, "vendor_sku": "DUP-1"}"#,
                with: #""sale_total": 1.5, "po_number": "é\"\\", "billing_address": {"city": "Lincoln"}"#
            )
        )
        _ = bay.post("/enduser/log/part_request", body: #"{"year": 2014, "vehicle": {"vin": [null, 1.0]}}"#)
        return bay
    }

    @Test(arguments: ["endusers", "templates", "sales", "logs"])
    func `are what they write`(_ collection: String) throws {
        let bay = try used()
        let records = try #require(bay.records(collection))
        #expect(!records.isEmpty)
        let keys = ["endusers": "userid", "sales": "online_transaction_id", "logs": "number"]
        for record in records {
            let key =
                keys[collection].map { "\(record[$0]?.int ?? 0)" }
                ?? "\(record["template_type"]?.string ?? "")-\(record["template_name"]?.string ?? "")"
            try bay.set(collection, key, [:])
            #expect(bay.record(collection, key) == record)
        }
        #expect(bay.records(collection)?.count == records.count)
    }

    @Test func `are what they write, with nothing given but what has to be`() throws {
        let bay = try HTPBay()
        let key = "101-1-990001"
        try bay.set(
            "items",
            key,
            [
                "vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 990_001, "part_type_id": 3000,
            ]
        )
        let record = try #require(bay.record("items", key)?.object)
        try bay.set("items", key, record)
        #expect(bay.record("items", key) == .object(record))
    }

    struct Refused: CustomTestStringConvertible {
        var why: String
        var collection = "sales"
        var key = "900001"
        var fields: JSON.Object
        var testDescription: String { why }
    }

    private static let hugeLine: JSON.Value = [
        "vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500001, "quantity": 100_000,
        "price": "9999999999.99",
    ]

    @Test(arguments: [
        Refused(
            why: "amounts that overflow when they are added",
            fields: ["line_items": .array(Array(repeating: hugeLine, count: 100))]
        ),
        Refused(why: "an amount that is none", fields: ["line_items": [["price": "1,5"]]]),
        Refused(why: "quantity 0", fields: ["line_items": [["quantity": 0]]]),
        Refused(why: "an error that is no code", fields: ["line_items": [["error": "ERR_WHATEVER"]]]),
        Refused(
            why: "a document number beyond all counters",
            fields: [
                "documents": [
                    [
                        "vendor_id": 101, "vendor_store": 1,
                        "vendor_salesdocument_id": 9_223_372_036_854_775_807,
                    ]
                ]
            ]
        ),
        Refused(why: "a document without a number", fields: ["documents": [["vendor_id": 101]]]),
        Refused(why: "a time that is none", fields: ["created": "yesterday"]),
        Refused(why: "an id that is not the key", fields: ["online_transaction_id": 7]),
        Refused(why: "an unknown field", fields: ["colour": "red"]),
        Refused(why: "a kind of log that is none", collection: "logs", key: "1", fields: ["kind": "fax"]),
        Refused(
            why: "a template of no type",
            collection: "templates",
            key: "pricing-Dealer",
            fields: ["template_type": "colour"]
        ),
        Refused(
            why: "a template of an unknown type for an end user",
            collection: "endusers",
            key: "1",
            fields: ["templates": ["colour": "Dealer"]]
        ),
    ])
    func `refuse`(_ row: Refused) throws {
        let bay = try used()
        let before = bay.record(row.collection, row.key)
        #expect(before != nil)
        #expect(throws: RecordProblem.self) { try bay.set(row.collection, row.key, row.fields) }
        #expect(bay.record(row.collection, row.key) == before)
    }
}

@Suite struct `A cart that was tampered with` {
    @Test(arguments: 0..<8)
    func `is taken or refused, and nothing else happens`(_ seed: Int) throws {
        let whole = Array(
            cart(
                #"{"vendor_id": "101", "vendor_store": 1, "vendor_inventory_id": 500001, "quantity": 2, "#
                    + #""price": 4500.00, "core_price": "1e2", "tax_price": 0.5}"#,
                with:
                    #""sale_date": "2026-03-01 10:30:", "po_number": "PO", "billing_address": {"city": "X"}"#
            ).utf8
        )
        let pieces = [
            "-", "9999999999999999999", "e999", "null", "\"\"", "[", "}", ",", "1e-5", "\\u0000", "true",
        ]
        var draws = Chance(seed: UInt64(seed), bay: "mutation")
        for _ in 0..<250 {
            var bytes = whole
            for _ in 0...(draws.next("count") % 3) {
                let at = Int(draws.next("place") % UInt64(bytes.count))
                switch draws.next("kind") % 3 {
                case 0: bytes.remove(at: at)
                case 1: bytes[at] = UInt8(truncatingIfNeeded: draws.next("byte"))
                default:
                    let piece = pieces[Int(draws.next("piece") % UInt64(pieces.count))]
                    bytes.replaceSubrange(at..<min(at + 3, bytes.count), with: piece.utf8)
                }
            }
            guard let document = try? JSON.Document(bytes) else { continue }
            do throws(HeavyTruckParts.Failure) {
                let cart = try HeavyTruckParts.Cart(document.root)
                #expect(!cart.lines.isEmpty)
                #expect(cart.lines.allSatisfy { $0.quantity >= 1 && ($0.price ?? .zero) <= .highest })
            } catch {
                #expect(error.status == 400)
            }
        }
    }
}
