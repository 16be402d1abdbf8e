import HTTP
import JSON
import Testing
import VendorSupport

@testable import AutoSync

@Suite struct `Appointments` {
    let bay: AutoSyncBay

    init() throws { bay = try AutoSyncBay() }

    @Test func `are listed`() {
        let reply = bay.get("/shops/1/appointments")
        #expect(reply.json["pagination"]?["total"] == 28)
        #expect(
            reply.rows.first?.object?.keys == [
                "id", "customer_id", "vehicle_id", "start_time", "end_time", "notes", "created_at",
            ]
        )
    }

    @Test func `are booked, their times in UTC`() {
        let reply = bay.post(
            "/shops/1/appointments",
            #"{"customer_id": 42, "start_time": "2026-03-05T09:00:00.250+01:00", "vehicle_id": 78, "end_time": "2026-03-05T10:30:00Z", "notes": "Brakes"}"#
        )
        #expect(reply.status == 201)
        #expect(
            reply.data == [
                "id": 123, "customer_id": 42, "vehicle_id": 78, "start_time": "2026-03-05T08:00:00Z",
                "end_time": "2026-03-05T10:30:00Z", "notes": "Brakes", "created_at": "2026-03-02T08:00:00Z",
            ]
        )
        #expect(bay.get("/shops/1/appointments?page=2").rows.last == reply.data)
    }

    @Test func `need no more than a customer and a time`() {
        let reply = bay.post(
            "/shops/1/appointments",
            #"{"customer_id": 42, "start_time": "2026-03-05T08:00:00Z"}"#
        )
        #expect(reply.status == 201)
        #expect(
            [reply.data["vehicle_id"], reply.data["end_time"], reply.data["notes"]] == [.null, .null, .null]
        )
    }

    @Test(arguments: [
        (#"{"start_time": "2026-03-05T08:00:00Z"}"#, "The 'customer_id' field is required."),
        (#"{"customer_id": 42}"#, "The 'start_time' field is required."),
        (
            #"{"customer_id": 42, "start_time": "tomorrow"}"#,
            "The 'start_time' field must be a time in ISO 8601, such as 2024-03-14T09:15:00Z."
        ),
        (
            #"{"customer_id": 42, "start_time": 1772697600}"#,
            "The 'start_time' field must be a date and time."
        ),
        (
            #"{"customer_id": 42, "start_time": "2026-03-05T08:00:00Z", "end_time": "later"}"#,
            "The 'end_time' field must be a time in ISO 8601, such as 2024-03-14T09:15:00Z."
        ),
        (
            #"{"customer_id": 101, "start_time": "2026-03-05T08:00:00Z"}"#,
            "The 'customer_id' field must be the id of a customer of this shop."
        ),
        (
            #"{"customer_id": 42, "start_time": "2026-03-05T08:00:00Z", "vehicle_id": 201}"#,
            "The 'vehicle_id' field must be the id of a vehicle of this shop."
        ),
    ])
    func `are not booked`(_ body: String, _ message: String) {
        let before = bay.count(of: "appointments")
        let reply = bay.post("/shops/1/appointments", body)
        #expect(reply.status == 422)
        #expect(reply.message == message)
        #expect(bay.count(of: "appointments") == before)
    }
}

@Suite struct `Payments` {
    let bay: AutoSyncBay

    init() throws { bay = try AutoSyncBay() }

    @Test func `are listed and looked at`() throws {
        let rows = bay.get("/shops/1/payments").rows
        let first = try #require(rows.first)
        #expect(
            first.object?.keys == [
                "id", "workorder_id", "customer_id", "amount", "method", "status", "created_at",
            ]
        )
        #expect(bay.get("/shops/1/payments/1").data == first)
        #expect(bay.get("/shops/1/payments/9999").status == 404)
        #expect(bay.get("/shops/1/payments/x").status == 400)
    }

    @Test func `that a scenario adds stand in the history of their order`() throws {
        try bay.set(
            "payments",
            "900",
            [
                "id": 900, "shop_id": 1, "workorder_id": 1043, "customer_id": 42,
                "amount": .number(number("500")),
            ]
        )
        let order = bay.get("/shops/1/workorders/1043")
        #expect(order.data["payments"]?.array?.map { $0["id"] } == [900])
        #expect(order.text.contains(#""amount":500.00,"#))
    }
}

@Suite struct `The stock of a part` {
    let bay: AutoSyncBay

    init() throws { bay = try AutoSyncBay() }

    @Test func `is shown with its prices`() throws {
        let part = try #require(bay.get("/shops/1/inventory").rows.first { $0["id"] == 9 })
        #expect(
            part == [
                "id": 9, "name": "Spark plug, iridium", "part_number": "SP-IR8", "quantity": 40,
                "cost": .number(number("6.15")), "price": .number(number("12.50")), "reorder_threshold": 16,
                "updated_at": "2024-03-01T20:56:00Z",
            ]
        )
    }

    @Test(arguments: [
        ("{}", 40, "6.15", "12.50"), (#"{"quantity": 7}"#, 7, "6.15", "12.50"),
        (#"{"quantity": 0}"#, 0, "6.15", "12.50"),
        (#"{"cost": 5, "price": 11.999}"#, 40, "5.00", "12.00"),
        (#"{"quantity": null, "cost": null}"#, 40, "6.15", "12.50"),
        (#"{"name": "X", "reorder_threshold": 1}"#, 40, "6.15", "12.50"),
        (#"{"price": 1e2}"#, 40, "6.15", "100.00"),
    ])
    func `is set`(_ body: String, _ quantity: Int, _ cost: String, _ price: String) throws {
        let reply = bay.patch("/shops/1/inventory/9", body)
        #expect(reply.status == 200)
        #expect(reply.data["quantity"]?.int == quantity)
        #expect(reply.data["cost"]?.number?.text == cost)
        #expect(reply.data["price"]?.number?.text == price)
        #expect(reply.data["name"] == "Spark plug, iridium")
        #expect(reply.data["updated_at"] == "2026-03-02T08:00:00Z")
        #expect(bay.get("/shops/1/inventory").rows.contains(reply.data))
    }

    @Test(arguments: [
        (#"{"quantity": "3"}"#, "quantity"), (#"{"quantity": 1.5}"#, "quantity"),
        (#"{"quantity": -1}"#, "quantity"),
        (#"{"quantity": true}"#, "quantity"), (#"{"cost": "5"}"#, "cost"), (#"{"price": -1}"#, "price"),
        (#"{"price": 1e99}"#, "price"), (#"{"price": "x", "quantity": "y"}"#, "quantity"),
    ])
    func `is not set`(_ body: String, _ field: String) {
        let before = bay.record("inventory", "9")
        let reply = bay.patch("/shops/1/inventory/9", body)
        #expect(reply.status == 422)
        #expect(reply.message?.hasPrefix("The '\(field)' field must be") == true)
        #expect(bay.record("inventory", "9") == before)
    }

    @Test func `of an unknown part is not found, however good the body`() {
        #expect(bay.patch("/shops/1/inventory/999", #"{"quantity": 1}"#).status == 404)
        #expect(bay.patch("/shops/1/inventory/999", #"{"quantity": "x"}"#).status == 422)
        #expect(bay.patch("/shops/1/inventory/nine", #"{"quantity": 1}"#).status == 400)
        #expect(bay.patch("/shops/1/inventory/9", "quantity=1").status == 400)
    }
}

@Suite struct `Employees` {
    let bay: AutoSyncBay

    init() throws { bay = try AutoSyncBay() }

    @Test(arguments: [
        ("role=manager", [1, 14]), ("role=service_writer&status=inactive", [16]),
        ("status=inactive", [9, 16, 22]), ("role=manager&status=inactive", []),
    ])
    func `are found`(_ query: String, _ ids: [Int]) {
        let rows = bay.get("/shops/1/employees?\(query)").rows
        #expect(rows.compactMap { $0["id"]?.int } == ids)
    }

    @Test(arguments: ["role=boss", "status=fired", "role=", "role=Manager"])
    func `are not looked for by`(_ query: String) {
        #expect(bay.get("/shops/1/employees?\(query)").status == 422)
    }

    @Test func `number 5 is the documentation's technician`() throws {
        let dave = try #require(bay.get("/shops/1/employees").rows.first { $0["id"] == 5 })
        #expect(dave == ["id": 5, "name": "Dave M.", "role": "technician", "status": "active"])
    }
}
