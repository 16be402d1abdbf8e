import Engine
import Foundation
import Testing
import VendorSupport

@testable import AutoLeap

/// What the clients of the default world are promised to find in it.
@Suite struct `AutoLeap's default world` {
    typealias Record = [String: Any]

    let world: Record

    init() throws {
        let text = Data("\(AutoLeap.defaultWorld)".utf8)
        world = try #require(JSONSerialization.jsonObject(with: text) as? Record)
    }

    private func records(_ name: String, of company: String? = nil) throws -> [Record] {
        let all = try #require(world[name] as? [Record], "\(name)")
        return company.map { company in all.filter { $0["companyId"] as? String == company } } ?? all
    }

    private func text(_ record: Record, _ key: String) -> String { record[key] as? String ?? "no \(key)" }

    @Test func `is the fixture, whatever its blanks`() throws {
        let fixture =
            try JSONSerialization.jsonObject(with: Folder.fixture("default/autoleap.json")) as? NSDictionary
        #expect(fixture == world as NSDictionary)
    }

    @Test(arguments: [
        "customers", "vehicles", "items", "inventoryLevels", "appointmentRequests", "orders", "payments",
        "timesheetLogs",
    ])
    func `has three pages of ten of`(_ collection: String) throws {
        #expect(try records(collection, of: "SHOP5678").count >= 21)
        if collection != "inventoryLevels" {
            #expect(try !records(collection, of: "SHOP1234").isEmpty)
        }
    }

    @Test func `grants two companies of three`() throws {
        #expect(
            try records("companies").map { text($0, "companyId") } == ["SHOP1234", "SHOP5678", "SHOP9999"]
        )
        let partner = try #require(try records("partners").first { text($0, "partnerId") == "PARTNER-DEMO" })
        #expect(partner["companies"] as? [String] == ["SHOP1234", "SHOP5678"])
        #expect(try records("locations", of: "SHOP5678").count == 2)
        #expect(try !records("customers", of: "SHOP9999").isEmpty)
    }

    @Test func `has items of all five kinds, and orders in all seven states`() throws {
        #expect(
            Set(try records("items", of: "SHOP5678").map { text($0, "itemType") })
                == ["part", "tire", "labor", "fee", "discount"]
        )
        let states = try records("orders", of: "SHOP5678").compactMap { $0["repairOrderStatusId"] as? Int }
        #expect(Set(states) == Set(1...7))
        let numbers = try records("items", of: "SHOP5678").map { text($0, "itemNumber") }
        #expect(numbers.contains("BP12345") && numbers.contains("GY12345"))
    }

    @Test func `refers to nothing that is not there`() throws {
        let customers = Dictionary(grouping: try records("customers")) { text($0, "customerId") }
        let vehicles = Dictionary(grouping: try records("vehicles")) { text($0, "vehicleId") }
        let items = Dictionary(grouping: try records("items")) { text($0, "itemId") }
        let locations = Dictionary(grouping: try records("locations")) { text($0, "locationId") }
        #expect([customers, vehicles, items, locations].allSatisfy { $0.allSatisfy { $0.value.count == 1 } })
        func company(_ rows: [String: [Record]], _ id: String) -> String {
            rows[id]?.first.map { text($0, "companyId") } ?? "none"
        }
        for vehicle in try records("vehicles") {
            #expect(company(customers, text(vehicle, "customerId")) == text(vehicle, "companyId"))
        }
        for order in try records("orders") {
            let owner = text(order, "companyId")
            #expect(company(customers, text(try #require(order["customer"] as? Record), "id")) == owner)
            #expect(company(vehicles, text(order, "vehicleId")) == owner)
            #expect(company(locations, text(order, "locationId")) == owner)
        }
        for name in ["inventoryLevels", "payments", "timesheetLogs", "appointmentRequests"] {
            for row in try records(name) {
                #expect(company(locations, text(row, "locationId")) == text(row, "companyId"), "\(name)")
            }
        }
        for level in try records("inventoryLevels") {
            let item = try #require(items[text(level, "itemId")]?.first)
            #expect((item["details"] as? Record)?["isStockItem"] as? Bool == true)
        }
        for payment in try records("payments") {
            let number = Int(text(payment, "roNumber"))
            #expect(
                try records("orders", of: text(payment, "companyId")).contains {
                    $0["repairOrderNumber"] as? Int == number
                }
            )
        }
    }

    @Test(arguments: [
        "customers", "vehicles", "items", "appointmentRequests", "orders", "payments", "timesheetLogs",
    ])
    func `grows by as many records as are asked for`(_ collection: String) throws {
        let bay = try LeapBay { world in
            #expect({ world.generate(250, of: collection) }())
            #expect(!{ world.generate(1, of: "companies") }())
        }
        let before = try records(collection).count
        #expect(bay.count(of: collection) == before + 250)
        #expect(bay.records(collection)?.count == before + 250)
    }
}
