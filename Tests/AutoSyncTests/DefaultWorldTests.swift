import Engine
import Foundation
import HTTP
import JSON
import Testing
import VendorSupport

@testable import AutoSync

/// What the clients of the default world are promised to find in it.
@Suite struct `The default world` {
    let bay: AutoSyncBay

    init() throws { bay = try AutoSyncBay() }

    private func records(_ collection: String) throws -> [JSON.Value] {
        try #require(bay.records(collection))
    }

    @Test func `is the fixture, and holds to the model`() throws {
        let fixture = try JSON.Document(Array(Folder.fixture("default/autosync.json")))
        let world = try AutoSyncBay.mount.makeWorld(
            of: fixture,
            chance: Chance(seed: 1, bay: "x"),
            now: AutoSyncBay.start
        )
        for collection in AutoSync.State.collections.map(\.name) {
            var json = JSON.Writer()
            json.beginArray()
            world.write(collection, offset: 0, limit: .max, to: &json)
            json.endArray()
            #expect(try JSON.Value.parse(json.bytes) == .array(records(collection)), "\(collection)")
        }
    }

    @Test func `refers only to what is there, in the same shop`() throws {
        let state = AutoSync.defaultState
        #expect(state.vehicles.allSatisfy { state.customers.row($0.fields.customer, in: $0.shop) != nil })
        for order in state.workOrders {
            #expect(state.customers.row(order.fields.customer, in: order.shop) != nil)
            let vehicle = try #require(state.vehicles.row(order.fields.vehicle, in: order.shop))
            #expect(vehicle.fields.customer == order.fields.customer, "\(order.id)")
            if let technician = order.fields.technician {
                #expect(state.employees.row(technician, in: order.shop)?.fields.role == .technician)
            }
        }
        for job in state.jobs {
            #expect(state.workOrders.row(job.fields.workOrder, in: job.shop) != nil)
            for line in job.fields.lineItems {
                if let part = line.part { #expect(state.parts.row(part, in: job.shop) != nil) }
            }
        }
        for payment in state.payments {
            let order = try #require(state.workOrders.row(payment.fields.workOrder, in: payment.shop))
            #expect(order.fields.customer == payment.fields.customer)
        }
        for appointment in state.appointments {
            #expect(state.customers.row(appointment.fields.customer, in: appointment.shop) != nil)
            if let vehicle = appointment.fields.vehicle {
                #expect(state.vehicles.row(vehicle, in: appointment.shop) != nil)
            }
        }
    }

    @Test(arguments: [1, 2])
    func `adds up`(shop: Int) throws {
        let rate = try #require(bay.record("shops", "\(shop)")?["tax_rate"]?.number?.fixedPoint(places: 2))
        for id in bay.ids("/shops/\(shop)/workorders") {
            let order = bay.get(
                "/shops/\(shop)/workorders/\(id)",
                as: shop == 1 ? "sk_live_readonly" : "sk_live_shop2"
            ).data
            let jobs = try #require(order["jobs"]?.array)
            var subtotal = 0
            for job in jobs {
                let lines = try #require(job["line_items"]?.array)
                let sum = lines.reduce(0) { $0 + ($1["total"].flatMap(cents) ?? 0) }
                #expect(job["subtotal"].flatMap(cents) == sum)
                subtotal += sum
            }
            #expect(order["subtotal"].flatMap(cents) == subtotal)
            let tax = (subtotal * rate + 5000) / 10_000
            #expect(order["tax"].flatMap(cents) == tax)
            #expect(order["total"].flatMap(cents) == subtotal + tax)
            let paid = try #require(order["payments"]?.array).reduce(0) {
                $0 + ($1["amount"].flatMap(cents) ?? 0)
            }
            #expect(paid <= subtotal + tax)
            if order["status"] == "invoiced" { #expect(paid == subtotal + tax, "\(id)") }
        }
    }

    @Test func `has three pages of customers, and 21 rows of whatever is paged`() throws {
        #expect(bay.get("/shops/1/customers?page=3").rows.count == 13)
        for list in [
            "customers", "vehicles", "workorders", "appointments", "payments", "inventory", "employees",
        ] {
            for shop in [1, 2] {
                let total = try #require(bay.get("/shops/\(shop)/\(list)").json["pagination"]?["total"]?.int)
                #expect(total >= 21, "\(list) of shop \(shop)")
            }
        }
    }

    @Test func `has parts above, at and below their thresholds, and part 9 above`() throws {
        let parts = try records("inventory").filter { $0["shop_id"] == 1 }
        func count(_ relation: (Int, Int) -> Bool) -> Int {
            parts.count { relation($0["quantity"]?.int ?? 0, $0["reorder_threshold"]?.int ?? 0) }
        }
        #expect(count(>) > 0 && count(==) > 0 && count(<) > 0)
        let nine = try #require(bay.record("inventory", "9"))
        #expect(nine["shop_id"] == 1 && nine["quantity"] == 40 && nine["reorder_threshold"] == 16)
    }

    @Test func `has work orders of every status and awkward records`() throws {
        let statuses = Set(try records("workorders").compactMap { $0["status"]?.string })
        #expect(statuses == ["draft", "in_progress", "waiting_parts", "completed", "invoiced"])
        let customers = try records("customers")
        #expect(customers.contains { $0["email"] == .null } && customers.contains { $0["phone"] == .null })
        #expect(
            customers.contains { $0["address"] == .null } && customers.contains { $0["is_business"] == true }
        )
        #expect(
            customers.contains { $0["last_name"] == "O'Brien" }
                && customers.contains { $0["first_name"] == "Zoë" }
        )
        #expect(try records("workorders").contains { $0["technician_id"] == .null })
        #expect(try records("vehicles").contains { $0["vin"] == .null })
    }

    @Test func `is open to its three keys`() {
        #expect(bay.get("/shops", as: "sk_live_demo").rows.count == 2)
        #expect(bay.get("/shops", as: "sk_live_readonly").rows.count == 2)
        #expect(bay.get("/shops", as: "sk_live_shop2").rows.count == 1)
        #expect(
            AutoSync.facts.credentials.map(\.value) == ["sk_live_demo", "mockbay-client", "mockbay-secret"]
        )
    }
}
