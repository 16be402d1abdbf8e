import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import AutoSync

@Suite struct `Work orders` {
    let bay: AutoSyncBay

    init() throws { bay = try AutoSyncBay() }

    /// The row that the documentation prints.
    private static let documented: JSON.Value = [
        "id": 1043, "work_order_number": "1043", "status": "in_progress",
        "customer": ["id": 42, "name": "Sarah Thompson"],
        "vehicle": ["id": 78, "year": 2021, "make": "Ford", "model": "F-150"],
        "subtotal": .number(number("1080.00")),
        "tax": .number(number("86.40")), "total": .number(number("1166.40")),
        "technician": ["id": 5, "name": "Dave M."], "created_at": "2024-03-14T09:15:00Z",
    ]

    @Test func `number 1043 is the documentation's, in its order`() throws {
        let reply = bay.get("/shops/1/workorders?vehicle_id=78")
        #expect(reply.rows == [Self.documented])
        #expect(reply.rows.first?.object?.keys == Self.documented.object?.keys)
        #expect(reply.text.contains(#""subtotal":1080.00,"tax":86.40,"total":1166.40,"#))
    }

    @Test func `have jobs, line items and payments when asked for singly`() throws {
        let order = bay.get("/shops/1/workorders/1043").data
        #expect(order.object?.keys == (Self.documented.object?.keys ?? []) + ["notes", "jobs", "payments"])
        #expect(order["jobs"]?.array?.count == 2)
        #expect(order["jobs"] == bay.get("/shops/1/workorders/1043/jobs").data)
        #expect(order["payments"] == [])
        let paid = bay.get("/shops/1/workorders/1000").data
        let payments = try #require(paid["payments"]?.array)
        #expect(!payments.isEmpty)
        for payment in payments {
            let id = try #require(payment["id"]?.int)
            #expect(bay.get("/shops/1/payments/\(id)").data == payment)
        }
    }

    @Test(arguments: ["draft", "in_progress", "waiting_parts", "completed", "invoiced"])
    func `are found by status`(_ status: String) {
        let rows = bay.get("/shops/1/workorders?per_page=100&status=\(status)").rows
        #expect(!rows.isEmpty)
        #expect(rows.allSatisfy { $0["status"] == .string(status) })
    }

    @Test(arguments: [
        ("customer_id=42", [1043]), ("vehicle_id=78", [1043]), ("vehicle_id=78&technician_id=5", [1043]),
        ("vehicle_id=78&technician_id=6", []), ("vehicle_id=78&status=in_progress&customer_id=42", [1043]),
        ("vehicle_id=78&status=draft", []), ("vehicle_id=78&created_after=2024-03-14", [1043]),
        ("vehicle_id=78&created_after=2024-03-14T09:15:00Z", []), ("created_after=2030-01-01", []),
    ])
    func `are found by all filters together`(_ query: String, _ ids: [Int]) {
        #expect(bay.get("/shops/1/workorders?\(query)").rows.compactMap { $0["id"]?.int } == ids)
    }

    @Test(arguments: [
        "status=done", "status=", "customer_id=x", "vehicle_id=x", "technician_id=x", "created_after=x",
    ])
    func `are not looked for by`(_ query: String) {
        #expect(bay.get("/shops/1/workorders?\(query)").status == 422)
    }

    @Test func `begin as drafts without amounts`() {
        let reply = bay.post(
            "/shops/1/workorders",
            #"{"customer_id": 42, "vehicle_id": 78, "notes": "Rattles"}"#
        )
        #expect(reply.status == 201)
        #expect(
            reply.data == [
                "id": 2027, "work_order_number": "2027", "status": "draft",
                "customer": ["id": 42, "name": "Sarah Thompson"],
                "vehicle": ["id": 78, "year": 2021, "make": "Ford", "model": "F-150"],
                "subtotal": .number(number("0.00")), "tax": .number(number("0.00")),
                "total": .number(number("0.00")),
                "technician": nil, "created_at": "2026-03-02T08:00:00Z", "notes": "Rattles", "jobs": [],
                "payments": [],
            ]
        )
        #expect(bay.get("/shops/1/workorders/2027").data == reply.data)
    }

    @Test(arguments: [
        ("{}", "The 'customer_id' field is required."),
        (#"{"customer_id": 42}"#, "The 'vehicle_id' field is required."),
        (#"{"customer_id": "42", "vehicle_id": 78}"#, "The 'customer_id' field must be a whole number."),
        (
            #"{"customer_id": 101, "vehicle_id": 78}"#,
            "The 'customer_id' field must be the id of a customer of this shop."
        ),
        (
            #"{"customer_id": 42, "vehicle_id": 201}"#,
            "The 'vehicle_id' field must be the id of a vehicle of this shop."
        ),
        (
            #"{"customer_id": 42, "vehicle_id": 78, "technician_id": 51}"#,
            "The 'technician_id' field must be the id of an employee of this shop."
        ),
        (
            #"{"customer_id": 42, "vehicle_id": 78, "notes": 7}"#,
            "The 'notes' field must be text."
        ),
    ])
    func `are not opened`(_ body: String, _ message: String) {
        let before = bay.count(of: "workorders")
        let reply = bay.post("/shops/1/workorders", body)
        #expect(reply.status == 422)
        #expect(reply.message == message)
        #expect(bay.count(of: "workorders") == before)
    }

    struct Change: CustomTestStringConvertible {
        var body: String
        var changes: JSON.Object
        var testDescription: String { body }
    }

    @Test(arguments: [
        Change(body: "{}", changes: [:]),
        Change(body: #"{"status": "completed"}"#, changes: ["status": "completed"]),
        Change(body: #"{"status": null, "notes": "Ready"}"#, changes: ["notes": "Ready"]),
        Change(body: #"{"technician_id": null}"#, changes: ["technician": nil]),
        Change(body: #"{"technician_id": 6}"#, changes: ["technician": ["id": 6, "name": "Matthew H."]]),
        Change(body: #"{"total": 5, "id": 7, "work_order_number": "X"}"#, changes: [:]),
    ])
    func `change by what is named`(_ row: Change) throws {
        var expected = try #require(bay.get("/shops/1/workorders/1043").data.object)
        for (name, value) in row.changes { expected[name] = value }
        let reply = bay.put("/shops/1/workorders/1043", row.body)
        #expect(reply.status == 200)
        #expect(reply.data == .object(expected))
        #expect(bay.get("/shops/1/workorders/1043").data == .object(expected))
    }

    @Test(arguments: [
        #"{"status": "done"}"#, #"{"status": 1}"#, #"{"technician_id": 51}"#, #"{"customer_id": null}"#,
        #"{"customer_id": 101}"#, #"{"vehicle_id": 201}"#, #"{"notes": []}"#,
    ])
    func `do not change`(_ body: String) {
        let before = bay.record("workorders", "1043")
        #expect(bay.put("/shops/1/workorders/1043", body).status == 422)
        #expect(bay.record("workorders", "1043") == before)
    }

    @Test func `show whom and what they are about as it is now`() throws {
        _ = bay.put("/shops/1/customers/42", #"{"first_name": "Zoë", "last_name": "\"Z\" Ng"}"#)
        try bay.set("vehicles", "78", ["year": 1999, "make": "Saab", "model": "9-3\n"])
        try bay.set("employees", "5", ["name": ""])
        let row = try #require(bay.get("/shops/1/workorders?vehicle_id=78").rows.first)
        for order in [row, bay.get("/shops/1/workorders/1043").data] {
            #expect(order["customer"] == ["id": 42, "name": "Zoë \"Z\" Ng"])
            #expect(order["vehicle"] == ["id": 78, "year": 1999, "make": "Saab", "model": "9-3\n"])
            #expect(order["technician"] == ["id": 5, "name": ""])
        }
        _ = bay.put("/shops/1/workorders/1043", #"{"technician_id": null}"#)
        #expect(bay.get("/shops/1/workorders/1043").data["technician"] == .null)
    }

    @Test func `show null for what a scenario took away`() throws {
        bay.bays.default.withContents { contents in
            _ = contents.worlds[0].remove("customers", "42")
            _ = contents.worlds[0].remove("vehicles", "78")
            _ = contents.worlds[0].remove("employees", "5")
        }
        let order = bay.get("/shops/1/workorders/1043").data
        #expect(order["customer"] == ["id": 42, "name": nil])
        #expect(order["vehicle"] == ["id": 78, "year": nil, "make": nil, "model": nil])
        #expect(order["technician"] == ["id": 5, "name": nil])
    }
}

@Suite struct `Jobs` {
    let bay: AutoSyncBay

    init() throws { bay = try AutoSyncBay() }

    @Test func `change what the order comes to`() throws {
        let body = """
            {"name": "Wipers", "line_items": [
              {"type": "labor", "description": "Fit", "quantity": 0.25, "unit_price": 120},
              {"part_id": 14, "quantity": 2, "unit_price": 16.95, "description": "Blade"},
              {"type": "fee", "unit_price": 1.005}]}
            """
        let reply = bay.post("/shops/1/workorders/1043/jobs", body)
        #expect(reply.status == 201)
        let last = try #require(reply.data["line_items"]?.array?.first?["id"]?.int)
        #expect(
            reply.data == [
                "id": 134, "workorder_id": 1043, "name": "Wipers",
                "line_items": [
                    [
                        "id": .number(JSON.Number(last)), "type": "labor", "description": "Fit",
                        "quantity": .number(number("0.25")), "unit_price": .number(number("120.00")),
                        "total": .number(number("30.00")),
                    ],
                    [
                        "id": .number(JSON.Number(last + 1)), "type": "part", "description": "Blade",
                        "quantity": 2,
                        "unit_price": .number(number("16.95")), "total": .number(number("33.90")),
                        "part_id": 14,
                    ],
                    [
                        "id": .number(JSON.Number(last + 2)), "type": "fee", "description": nil,
                        "quantity": 1,
                        "unit_price": .number(number("1.01")), "total": .number(number("1.01")),
                    ],
                ],
                "subtotal": .number(number("64.91")),
            ]
        )
        let order = bay.get("/shops/1/workorders/1043")
        // 8 % of 1144.91 is 91.5928.
        #expect(order.text.contains(#""subtotal":1144.91,"tax":91.59,"total":1236.50,"#))
        #expect(order.data["jobs"]?.array?.last == reply.data)
        #expect(bay.get("/shops/1/workorders/1043/jobs").rows.last == reply.data)
    }

    @Test func `may have no lines yet`() {
        let reply = bay.post("/shops/1/workorders/1043/jobs", #"{"name": "Look at it"}"#)
        #expect(reply.status == 201)
        #expect(reply.data["line_items"] == [])
        #expect(reply.text.contains(#""subtotal":0.00"#))
        #expect(bay.get("/shops/1/workorders/1043").text.contains(#""total":1166.40"#))
    }

    @Test func `keep members of other names`() {
        let body =
            #"{"name": "X", "line_items": [{"sku": "A-1", "warranty": {"months": 12}, "id": 5, "total": 99}]}"#
        let line = bay.post("/shops/1/workorders/1043/jobs", body).data["line_items"]?.array?.first
        #expect(line?["sku"] == "A-1")
        #expect(line?["warranty"] == ["months": 12])
        #expect(line?["id"] != 5)
        #expect(line?["total"] == .number(number("0.00")))
        #expect(line?["type"] == "labor")
    }

    @Test func `number their lines on and on`() throws {
        let ids = try (1...3).flatMap { _ in
            let reply = bay.post("/shops/2/workorders/2001/jobs", #"{"name": "X", "line_items": [{}, {}]}"#)
            return try #require(reply.data["line_items"]?.array).compactMap { $0["id"]?.int }
        }
        #expect(ids.count == 6)
        #expect(ids == Array(ids[0]...(ids[0] + 5)))
        let known = try #require(bay.records("jobs")).dropLast(3).flatMap { $0["line_items"]?.array ?? [] }
        #expect(!known.contains { ids.contains($0["id"]?.int ?? 0) })
    }

    @Test func `are taxed by the rate of their shop`() throws {
        try bay.set("shops", "2", ["tax_rate": .number(number("6.25"))])
        let order = bay.post("/shops/2/workorders", #"{"customer_id": 101, "vehicle_id": 201}"#).data
        let id = try #require(order["id"]?.int)
        _ = bay.post(
            "/shops/2/workorders/\(id)/jobs",
            #"{"name": "X", "line_items": [{"unit_price": 100.01}]}"#
        )
        #expect(
            bay.get("/shops/2/workorders/\(id)").text.contains(
                #""subtotal":100.01,"tax":6.25,"total":106.26"#
            )
        )
    }

    @Test(arguments: [
        ("{}", "The 'name' field is required."), (#"{"name": ""}"#, "The 'name' field is required."),
        (#"{"name": "X", "line_items": {}}"#, "The 'line_items' field must be an array."),
        (#"{"name": "X", "line_items": ["Oil"]}"#, "The 'line_items[0]' field must be an object."),
        (
            #"{"name": "X", "line_items": [{}, {"type": "gift"}]}"#,
            "The 'line_items[1].type' field must be one of labor, part, fee."
        ),
        (
            #"{"name": "X", "line_items": [{"quantity": "1"}]}"#,
            "The 'line_items[0].quantity' field must be a number."
        ),
        (
            #"{"name": "X", "line_items": [{"quantity": -1}]}"#,
            "The 'line_items[0].quantity' field must be from 0 to 1000000, with at most four decimals."
        ),
        (
            #"{"name": "X", "line_items": [{"quantity": 0.00001}]}"#,
            "The 'line_items[0].quantity' field must be from 0 to 1000000, with at most four decimals."
        ),
        (
            #"{"name": "X", "line_items": [{"unit_price": -0.01}]}"#,
            "The 'line_items[0].unit_price' field must be an amount from 0 to 9999999999.99."
        ),
        (
            #"{"name": "X", "line_items": [{"unit_price": 9999999999.99, "quantity": 2}]}"#,
            "The 'line_items[0].quantity' field must be less at that price: the total is too high."
        ),
        (
            #"{"name": "X", "line_items": [{"unit_price": 9999999999.99}, {"unit_price": 0.01}]}"#,
            "The 'line_items' field must be amounts that add up to at most 9999999999.99."
        ),
        (
            #"{"name": "X", "line_items": [{"unit_price": 9999999998}]}"#,
            "The 'line_items' field must be amounts that add up to at most 9999999999.99."
        ),
        (
            #"{"name": "X", "line_items": [{"part_id": 101}]}"#,
            "The 'line_items[0].part_id' field must be the id of a part of this shop."
        ),
    ])
    func `are not added`(_ body: String, _ message: String) {
        let before = (bay.count(of: "jobs"), bay.record("workorders", "1043"))
        let reply = bay.post("/shops/1/workorders/1043/jobs", body)
        #expect(reply.status == 422)
        #expect(reply.message == message)
        #expect(bay.count(of: "jobs") == before.0)
        #expect(bay.record("workorders", "1043") == before.1)
    }

    @Test func `of an order that there is not are not found`() {
        #expect(bay.get("/shops/1/workorders/7/jobs").status == 404)
        #expect(bay.post("/shops/1/workorders/7/jobs", #"{"name": "X"}"#).status == 404)
        #expect(bay.get("/shops/1/workorders/x/jobs").status == 400)
    }
}
