import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import AutoSync

/// A call whose body is spoilt in many ways.
struct Tampered: CustomTestStringConvertible {
    var method: HTTP.Method
    var target: String
    var body: String
    var collection: String

    var testDescription: String { "\(method.name) \(target)" }
}

@Suite struct `A body that was tampered with` {
    @Test(arguments: [
        Tampered(
            method: .post,
            target: "/v1/shops/1/customers",
            body:
                #"{"first_name": "A", "last_name": "B", "email": null, "is_business": true, "address": {"city": "C", "zip": "1"}}"#,
            collection: "customers"
        ),
        Tampered(
            method: .post,
            target: "/v1/shops/1/workorders/1043/jobs",
            body:
                #"{"name": "X", "line_items": [{"quantity": 1.5, "unit_price": 99.95, "part_id": 9}, {"type": "fee", "more": [1e5]}]}"#,
            collection: "jobs"
        ),
        Tampered(
            method: .post,
            target: "/v1/shops/1/appointments",
            body:
                #"{"customer_id": 42, "start_time": "2026-03-05T08:00:00Z", "vehicle_id": 78, "end_time": "2026-03-05T09:00:00+01:00"}"#,
            collection: "appointments"
        ),
        Tampered(
            method: .patch,
            target: "/v1/shops/1/inventory/9",
            body: #"{"quantity": 12, "cost": 1.05, "price": 2e1}"#,
            collection: "inventory"
        ),
    ])
    func `is taken or refused, and what is refused changes nothing`(_ call: Tampered) throws {
        let bay = try AutoSyncBay { $0.limiter.policy = .off }
        let whole = Array(call.body.utf8)
        let pieces = [
            "-", "9999999999999999999", "e999", "null", "\"\"", "[", "}", ",", "1e-5", "\\u0000", "true",
            "0.005",
        ]
        var draws = Chance(seed: 4, bay: "mutation")
        var taken = 0
        for _ in 0..<600 {
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
            let fields = [("Authorization", "Bearer sk_live_demo")]
            let before = bay.count(of: call.collection)
            let reply = bay.dispatcher.respond(
                to: Request(call.method, call.target, fields: fields, body: bytes),
                on: Listener(0)
            ).response
            let isTaken = reply.status == (call.method == .post ? 201 : 200)
            #expect(isTaken || reply.status == 400 || reply.status == 422)
            taken += isTaken ? 1 : 0
            let added = isTaken && call.method == .post ? 1 : 0
            #expect(bay.count(of: call.collection) == (before ?? 0) + added)
        }
        #expect(taken > 0 && taken < 600)
        // Whatever was taken is a record, and adds up.
        for record in try #require(bay.records(call.collection)) {
            try bay.set(call.collection, "\(record["id"]?.int ?? 0)", [:])
        }
        let order = bay.get("/shops/1/workorders/1043").data
        let jobs = try #require(order["jobs"]?.array)
        #expect(
            order["subtotal"].flatMap(cents) == jobs.reduce(0) { $0 + ($1["subtotal"].flatMap(cents) ?? 0) }
        )
        let total = (order["subtotal"].flatMap(cents) ?? 0) + (order["tax"].flatMap(cents) ?? 0)
        #expect(order["total"].flatMap(cents) == total)
    }
}
