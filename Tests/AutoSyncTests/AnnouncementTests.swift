import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import AutoSync

/// A world without a bay, which would take what is announced.
private struct Lone {
    var world: VendorWorld<AutoSync>

    init() {
        world = VendorWorld(
            state: AutoSync.defaultState,
            chance: Chance(seed: 1, bay: "base"),
            now: AutoSyncBay.start
        )
    }

    /// Makes a call, and returns the reply and what it announced.
    mutating func call(
        _ operation: String,
        _ path: JSON.Object,
        _ body: JSON.Value? = nil,
        as name: String = "anybody",
    ) throws -> (reply: Response, events: [Announcement]) {
        let index = try #require(AutoSync.routes.firstIndex { $0.operation.name == operation })
        var path = path
        if path["shop_id"] == nil { path["shop_id"] = 1 }
        var with: JSON.Object = ["path": .object(path)]
        with["body"] = body
        world.outbox = []
        let reply = try world.act(as: name, index, with: with)
        return (reply, world.outbox)
    }
}

extension Announcement {
    fileprivate var value: JSON.Value { (try? JSON.Value.parse(data)) ?? .null }
    fileprivate var text: String { String(decoding: data, as: UTF8.self) }
}

@Suite struct `What is announced` {
    @Test func `of a new customer is the customer`() throws {
        var lone = Lone()
        let (reply, events) = try lone.call(
            "autosync.customers.create",
            ["shop_id": 2],
            ["first_name": "Ann", "last_name": "Lee"]
        )
        #expect(reply.status == 201)
        #expect(events.map(\.event) == ["customer.created"])
        #expect(events.first?.scope == "2")
        #expect(events.first?.value == reply.data)
    }

    @Test func `of a booked appointment is the appointment`() throws {
        var lone = Lone()
        let (reply, events) = try lone.call(
            "autosync.appointments.create",
            [:],
            ["customer_id": 42, "start_time": "2026-03-05T08:00:00Z"]
        )
        #expect(events.map(\.event) == ["appointment.created"])
        #expect(events.first?.value == reply.data)
    }

    @Test func `of a new work order is its row`() throws {
        var lone = Lone()
        let (reply, events) = try lone.call(
            "autosync.workorders.create",
            [:],
            ["customer_id": 42, "vehicle_id": 78]
        )
        #expect(events.map(\.event) == ["workorder.created"])
        var row = try #require(reply.data.object)
        for name in ["notes", "jobs", "payments"] { row[name] = nil }
        #expect(events.first?.value == .object(row))
        #expect(events.first?.value.object?.keys == row.keys)
    }

    @Test func `of a work order that is completed is the update, then the documented little`() throws {
        var lone = Lone()
        let (_, events) = try lone.call(
            "autosync.workorders.update",
            ["workorder_id": 1043],
            ["status": "completed"]
        )
        #expect(events.map(\.event) == ["workorder.updated", "workorder.completed"])
        #expect(events.first?.value["status"] == "completed")
        #expect(
            events.last?.text
                == #"{"id":1043,"work_order_number":"1043","total":1166.40,"customer":{"id":42,"name":"Sarah Thompson"}}"#
        )
        let (_, again) = try lone.call(
            "autosync.workorders.update",
            ["workorder_id": 1043],
            ["status": "completed"]
        )
        #expect(again.map(\.event) == ["workorder.updated"], "it was completed before")
        _ = try lone.call("autosync.workorders.update", ["workorder_id": 1043], ["status": "in_progress"])
        let (_, anew) = try lone.call(
            "autosync.workorders.update",
            ["workorder_id": 1043],
            ["status": "completed"]
        )
        #expect(anew.map(\.event) == ["workorder.updated", "workorder.completed"])
    }

    @Test func `of a new job is the order with its new amounts`() throws {
        var lone = Lone()
        let (_, events) = try lone.call(
            "autosync.jobs.create",
            ["wo_id": 1043],
            ["name": "X", "line_items": [["unit_price": 100]]]
        )
        #expect(events.map(\.event) == ["workorder.updated"])
        #expect(events.first?.text.contains(#""subtotal":1180.00,"tax":94.40,"total":1274.40"#) == true)
    }

    struct Stock: CustomTestStringConvertible {
        var quantities: [Int]
        var falls: [Int]
        var testDescription: String { quantities.map(String.init).joined(separator: ", ") }
    }

    /// The threshold of part 9 is 16; there are 40.
    @Test(arguments: [
        Stock(quantities: [16], falls: []), Stock(quantities: [15], falls: [15]),
        Stock(quantities: [0], falls: [0]),
        Stock(quantities: [15, 14, 0], falls: [15]), Stock(quantities: [15, 16, 15], falls: [15, 15]),
        Stock(quantities: [100, 17, 16, 3], falls: [3]),
    ])
    func `of a stock that falls below its threshold is each fall`(_ row: Stock) throws {
        var lone = Lone()
        var falls: [Int] = []
        for quantity in row.quantities {
            let (reply, events) = try lone.call(
                "autosync.inventory.update",
                ["part_id": 9],
                ["quantity": .number(JSON.Number(quantity))]
            )
            #expect(events.allSatisfy { $0.event == "inventory.low_stock" && $0.scope == "1" })
            #expect(events.allSatisfy { $0.value == reply.data })
            falls += events.compactMap { $0.value["quantity"]?.int }
        }
        #expect(falls == row.falls)
    }

    @Test func `of a part that was low before is nothing`() throws {
        var lone = Lone()
        let low = try #require(lone.world.state.parts.first { $0.shop == 1 && $0.fields.isLow })
        let (_, events) = try lone.call(
            "autosync.inventory.update",
            ["part_id": .number(JSON.Number(low.id))],
            ["quantity": 0, "price": 1]
        )
        #expect(events.isEmpty)
    }

    struct Quiet: CustomTestStringConvertible {
        var why: String
        var operation: String
        var path: JSON.Object
        var body: JSON.Value?
        var name = "anybody"
        var status: Int
        var testDescription: String { why }
    }

    @Test(arguments: [
        Quiet(why: "a look", operation: "autosync.customers.get", path: ["customer_id": 42], status: 200),
        Quiet(
            why: "a changed customer",
            operation: "autosync.customers.update",
            path: ["customer_id": 42],
            body: ["email": nil],
            status: 200
        ),
        Quiet(
            why: "a new vehicle",
            operation: "autosync.vehicles.create",
            path: [:],
            body: ["customer_id": 42, "year": 2020, "make": "A", "model": "B"],
            status: 201
        ),
        Quiet(
            why: "a refused customer",
            operation: "autosync.customers.create",
            path: [:],
            body: ["first_name": "A"],
            status: 422
        ),
        Quiet(
            why: "an order that there is not",
            operation: "autosync.workorders.update",
            path: ["workorder_id": 1],
            body: [:],
            status: 404
        ),
        Quiet(
            why: "a key that may only read",
            operation: "autosync.inventory.update",
            path: ["part_id": 9],
            body: ["quantity": 0],
            name: "sk_live_readonly",
            status: 403
        ),
    ])
    func `is nothing after`(_ row: Quiet) throws {
        var lone = Lone()
        let (reply, events) = try lone.call(row.operation, row.path, row.body, as: row.name)
        #expect(reply.status == row.status)
        #expect(events.isEmpty)
    }

    @Test(arguments: [
        ("payment.received", "payments", "1", "/shops/1/payments/1"),
        ("customer.created", "customers", "101", "/shops/2/customers/101"),
        ("inspection.completed", "vehicles", "78", "/shops/1/vehicles/78"),
    ])
    func `on demand is the record as replies show it`(
        _ event: String,
        _ collection: String,
        _ key: String,
        _ path: String,
    ) throws {
        let record = RecordReference(vendor: "autosync", collection: collection, key: key)
        let announcement = try #require(AutoSync.announcement(of: event, about: record, in: Lone().world))
        #expect(announcement.event == event)
        #expect(announcement.scope == String(path.split(separator: "/")[1]))
        #expect(announcement.value == (try AutoSyncBay().get(path).data))
    }

    @Test func `on demand of a work order is its row, or the little that its completion tells`() throws {
        let world = Lone().world
        func data(_ event: String, _ key: String) -> JSON.Value? {
            let record = RecordReference(vendor: "autosync", collection: "workorders", key: key)
            return AutoSync.announcement(of: event, about: record, in: world)?.value
        }
        let row = try AutoSyncBay().get("/shops/1/workorders?vehicle_id=78").rows.first
        #expect(data("workorder.updated", "1043") == row)
        #expect(
            data("workorder.completed", "1043")?.object?.keys == [
                "id", "work_order_number", "total", "customer",
            ]
        )
        #expect(data("workorder.created", "7") == nil)
        #expect(data("workorder.created", "x") == nil)
        let key = RecordReference(vendor: "autosync", collection: "keys", key: "sk_live_demo")
        #expect(AutoSync.announcement(of: "customer.created", about: key, in: world) == nil)
    }
}

@Suite struct `AutoSync's webhooks` {
    @Test func `are the eight documented ones`() throws {
        let contract = try #require(AutoSync.webhooks)
        #expect(
            Set(contract.events.map(\.name)) == [
                "workorder.created", "workorder.updated", "workorder.completed", "payment.received",
                "customer.created", "appointment.created", "inspection.completed", "inventory.low_stock",
            ]
        )
        #expect(contract.secret == "whsec_mock_secret")
    }

    /// The body that a completed work order of the documentation's sample makes, and its signature, worked out by hand.
    @Test func `are enveloped and signed as in the documentation`() throws {
        let contract = try #require(AutoSync.webhooks)
        let data =
            #"{"id":1043,"work_order_number":"1043","total":1166.40,"customer":{"id":42,"name":"Sarah Thompson"}}"#
        let announcement = Announcement(event: "workorder.completed", scope: "1", data: Array(data.utf8))
        let now = try #require(Instant(iso8601: "2024-03-14T15:30:00Z"))
        let body = contract.envelope(announcement, now)
        #expect(
            String(decoding: body, as: UTF8.self)
                == #"{"event":"workorder.completed","shop_id":1,"timestamp":"2024-03-14T15:30:00Z","data":\#(data)}"#
        )
        #expect(body.count == 185)
        let header = contract.signature(body, Array("whsec_mock_secret".utf8))
        #expect(
            header
                == Webhook.Header(
                    "X-AutoSync-Signature",
                    "45791d308bcb4f18d0efe473e17aad782df9a53005db5b99e2540c658cbd8d7c"
                )
        )
    }
}
