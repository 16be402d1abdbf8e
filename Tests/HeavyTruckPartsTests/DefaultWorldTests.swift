import Foundation
import Testing
import VendorSupport

@testable import HeavyTruckParts

/// What the clients of the default world are promised to find in it.
@Suite struct `The default world` {
    typealias Record = [String: Any]

    let world: Record

    init() throws {
        let text = Data("\(HeavyTruckParts.defaultWorld)".utf8)
        world = try #require(JSONSerialization.jsonObject(with: text) as? Record)
    }

    private func records(_ name: String) throws -> [Record] {
        try #require(world[name] as? [Record], "\(name)")
    }

    /// The items of the vendors that `demo` sees.
    private func visible() throws -> [Record] {
        try records("items").filter {
            [101, 102].contains($0["vendor_id"] as? Int) && "AH".contains(status($0))
        }
    }

    private func item(_ id: Int) throws -> Record {
        try #require(
            records("items").first {
                number($0, "vendor_inventory_id") == id && number($0, "vendor_id") == 101
            }
        )
    }

    private func text(_ record: Record, _ key: String) -> String { record[key] as? String ?? "no \(key)" }
    private func number(_ record: Record, _ key: String) -> Int { record[key] as? Int ?? -1 }
    private func status(_ record: Record) -> String { text(record, "status") }

    @Test func `is the fixture, whatever its blanks`() throws {
        let fixture =
            try JSONSerialization.jsonObject(with: Folder.fixture("default/htp.json")) as? NSDictionary
        #expect(fixture == world as NSDictionary)
    }

    @Test(arguments: [
        ("part_types", "part_type_id"), ("users", "user"), ("vendors", "vendor_id"), ("endusers", "userid"),
    ])
    func `names nothing twice`(list: String, key: String) throws {
        let ids = try records(list).map { "\($0[key] ?? "none")" }
        #expect(ids.count > 1)
        #expect(Set(ids).count == ids.count)
    }

    @Test
    func `numbers an item once per vendor and keeps it in a store and a part type of that vendor's dataset`()
        throws
    {
        let types = try Dictionary(grouping: records("part_types")) { number($0, "part_type_id") }
        let vendors = try Dictionary(grouping: records("vendors")) { number($0, "vendor_id") }
        var seen: Set<[Int]> = []
        for item in try records("items") {
            let id = number(item, "vendor_inventory_id")
            #expect(seen.insert([number(item, "vendor_id"), id]).inserted, "\(id) is there twice")
            let vendor = try #require(vendors[number(item, "vendor_id")]?.first, "\(id)")
            let stores = try #require(vendor["stores"] as? [Record])
            #expect(stores.contains { number($0, "vendor_store") == number(item, "vendor_store") }, "\(id)")
            let type = try #require(types[number(item, "part_type_id")]?.first, "\(id)")
            #expect(text(type, "dataset") == text(vendor, "dataset"), "\(id)")
        }
    }

    @Test func `puts every store and customer at a ZIP code that exists`() throws {
        let stores = try records("vendors").flatMap { try #require($0["stores"] as? [Record]) }
        let zips = try stores.map { text($0, "postal_code") } + records("endusers").map { text($0, "zip") }
        #expect(zips.filter { HeavyTruckParts.coordinates(ofZIP: $0) == nil }.isEmpty)
    }

    @Test func `sells 500001 by the ten, has sold 500002, and cannot tell two by the tag DUP-1`() throws {
        #expect(try number(item(500_001), "available_quantity") == 10)
        #expect(try status(item(500_001)) == "A")
        #expect(try status(item(500_002)) == "S")
        #expect(try number(item(500_002), "available_quantity") == 0)
        let twins = try records("items").filter { text($0, "vendor_sku") == "DUP-1" }
        #expect(
            twins.map { [number($0, "vendor_id"), number($0, "vendor_store")] } == [[101, 1], [101, 1]]
        )
    }

    @Test func `parts out vehicle 7001`() throws {
        let off = try visible().filter { number($0, "vendor_vehicle_id") == 7001 }
        let unit = off.filter { number($0, "part_type_id") == 3900 }
        #expect(unit.count == 1)
        #expect(off.count - unit.count >= 6)
        #expect(off.allSatisfy { [number($0, "vendor_id"), number($0, "vendor_store")] == [101, 1] })
    }

    @Test func `fills three pages with Cummins ISX engines`() throws {
        let engines = try visible().filter {
            number($0, "part_type_id") == 3000 && text($0, "part_manufacturer") == "CUMMINS"
                && text($0, "part_model") == "ISX"
        }
        #expect(engines.count >= 60)
    }

    @Test func `keeps a make and a part type for vendor 103 alone`() throws {
        let marmon = try records("items").filter {
            text($0, "vehicle_make") == "MARMON" || text($0, "part_manufacturer") == "MARMON"
        }
        let reefers = try records("items").filter { number($0, "part_type_id") == 3435 }
        #expect(Set(marmon.map { number($0, "vendor_id") }) == [103])
        #expect(Set(reefers.map { number($0, "vendor_id") }) == [103])
    }

    @Test(arguments: [
        "no year", "no image", "HTML", "175 characters", "176 characters", "no price", "on hold", "a slash",
        "a hyphen", "NEW", "USED", "REMANUFACTURED", "CORE",
    ])
    func `has the awkward ones`(_ kind: String) throws {
        let found = try visible().contains { item in
            switch kind {
            case "no year": text(item, "year") == ""
            case "no image": (item["images"] as? [String]) == []
            case "HTML":
                text(item, "html_description").contains("<") && !text(item, "description").contains("<")
            case "175 characters": text(item, "description").count == 175
            case "176 characters": text(item, "description").count == 176
            case "no price": text(item, "price") == "0.00"
            case "on hold": status(item) == "H"
            case "a slash": text(item, "part_model") == "D13/MP8"
            case "a hyphen": text(item, "part_manufacturer") == "MERITOR-ROCKWELL"
            default: text(item, "category") == kind
            }
        }
        #expect(found)
    }
}
