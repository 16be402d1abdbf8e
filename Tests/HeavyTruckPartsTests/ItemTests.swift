import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import HeavyTruckParts

@Suite struct `Records of users, part types, vendors and items` {
    @Test(arguments: ["users", "part_types", "vendors", "items"])
    func `come back as they were written`(_ collection: String) throws {
        let bay = try HTPBay()
        try bay.bays.default.withContents { contents in
            var json = JSON.Writer()
            json.beginArray()
            contents.worlds[0].write(collection, offset: 0, limit: 1_000, to: &json)
            json.endArray()
            let records = try JSON.Value.parse(json.bytes).array ?? []
            let fixture: JSON.Value = .object([collection: .array(records)])
            var text = JSON.Writer()
            text.value(fixture)
            let world = try HTPBay.mount.makeWorld(
                of: try JSON.Document(text.bytes),
                chance: Chance(seed: 1, bay: "x"),
                now: HTPBay.start
            )
            var again = JSON.Writer()
            again.beginArray()
            world.write(collection, offset: 0, limit: 1_000, to: &again)
            again.endArray()
            #expect(records.count == contents.worlds[0].count(of: collection))
            #expect(json.bytes == again.bytes)
        }
    }

    @Test(
        arguments: [
            ["price": "12,50"], ["price": "-1"], ["vendor_store": 0], ["vendor_inventory_id": 4_294_967_295],
            ["status": "X"],
            ["part_type_id": "3000"], ["year": 2014], ["colour": "red"],
        ] as [JSON.Object]
    )
    func `are refused where a field is not what it should be`(_ fields: JSON.Object) throws {
        let bay = try HTPBay()
        let before = bay.record("items", "101-1-500001")
        #expect(throws: RecordProblem.self) { try bay.set("items", "101-1-500001", fields) }
        #expect(bay.record("items", "101-1-500001") == before)
    }

    @Test(arguments: ["101-1", "101-1-x", "a-b-c", "101-1-500001-2", "", "-1-1-1", "101--500001"])
    func `are not named by a text that is no key`(_ key: String) {
        #expect(HeavyTruckParts.Item.ID(key) == nil)
    }

    @Test func `never mistake a number out of range for another`() {
        typealias ID = HeavyTruckParts.Item.ID
        let items = HeavyTruckParts.defaultState.items
        for (vendor, store, item) in [
            (1 << 22 | 101, 1, 500_001), (101, 1 << 10 | 1, 500_001), (101, 1, 1 << 32 | 500_001),
        ] {
            #expect(items[ID(vendor: vendor, store: store, item: item)] == nil)
        }
        #expect(ID(vendor: -1, store: 1, item: 1) < ID(vendor: 1, store: 1, item: 1))
        #expect(ID(vendor: .max, store: .max, item: .max) > ID(vendor: 4_000_000, store: 1, item: 1))
        #expect(ID("101-1-500001")?.description == "101-1-500001")
    }
}

@Suite struct `Indexes of items` {
    /// What each index holds, for comparison.
    private func contents(_ indexes: HeavyTruckParts.Item.Indexes) -> [[HeavyTruckParts.Item.ID]] {
        [
            Array(indexes.price.ids), Array(indexes.fallingPrice.ids), Array(indexes.partType.ids),
            Array(indexes.make.ids), Array(indexes.model.ids), Array(indexes.category.ids),
            Array(indexes.kind.ids),
            Array(indexes.words.ids), Array(indexes.vehicle.ids),
        ]
    }

    @Test func `keep in step with whatever happens to the items`() {
        var items = HeavyTruckParts.defaultState.items
        let fork = items
        let before = contents(fork.indexes)
        let rows = Array(items)
        var draws = Draws(11)
        for _ in 0..<600 {
            guard let row = draws.pick(rows), let other = draws.pick(rows) else { continue }
            switch draws.below(5) {
            case 0: items.remove(row.id)
            case 1: items.upsert(row)
            case 2: items.update(row.id) { $0.take(1) }
            case 3: items.update(row.id) { $0.status = .withdrawn }
            default:
                // Another item's facts under this one's id.
                items.upsert(
                    HeavyTruckParts.Item(
                        id: row.id,
                        sheet: HeavyTruckParts.Item.Sheet(other.facts, of: row.id),
                        availableQuantity: 1,
                        status: .available
                    )
                )
            }
        }
        #expect(contents(items.indexes) == contents(Table(Array(items)).indexes))
        #expect(contents(fork.indexes) == before, "a fork does not feel what happens to the other")
    }

    @Test func `have another edition only when a search could find something else`() throws {
        var items = HeavyTruckParts.defaultState.items
        let id = try #require(HeavyTruckParts.Item.ID("101-1-500001"))
        let edition = items.indexes.edition
        items.update(id) { $0.take(3) }
        #expect(items.indexes.edition == edition)
        items.update(id) { $0.take(7) }
        #expect(items.indexes.edition != edition)
        #expect(items[id]?.status == .sold)
    }
}

@Suite struct `Searches that were asked before` {
    private func total(_ bay: HTPBay, _ target: String = "/inventory/search/3000/*/*") -> Int? {
        bay.get(target).json["total_results"]?.int
    }

    @Test func `are answered anew when what they depend on has changed`() throws {
        let bay = try HTPBay()
        #expect(total(bay) == 118)
        try bay.set("users", "demo", ["default_filters": ["category": "CORE"]])
        let cores = try #require(total(bay))
        #expect(cores < 118)
        #expect(
            total(bay, "/inventory/search/3000/*/*?category=") == 118,
            "a filter that is given beats the default"
        )
        #expect(
            bay.get("/inventory/feed").json["total_results"]?.int == total(bay, "/inventory/search/*/*/*")
        )
        try bay.set("users", "demo", ["default_filters": [:], "vendors": [102]])
        #expect(try #require(total(bay)) < 118)
        try bay.set("users", "demo", ["vendors": [101, 102]])
        #expect(total(bay) == 118)

        let target = "/inventory/search/3000/*/*?userid=1"
        let before = total(bay, target)
        _ = bay.send(.delete, "/enduser/templates/availability?userid=1")
        #expect(total(bay, target) == 118)
        #expect(before != 118)
    }

    @Test func `are told apart by user, path and query, whatever else was asked`() throws {
        let bay = try HTPBay()
        var totals: [String: Int?] = [:]
        let makes = ["CUMMINS", "DETROIT", "VOLVO", "MACK", "PACCAR", "CATERPILLAR"]
        for round in 0..<3 {
            for user in ["demo", "mapped", "yellowiron"] {
                for make in makes {
                    let found = bay.get("/inventory/search/*/\(make)/*?result_size=\(round + 1)", as: user)
                        .json
                    let key = "\(user) \(make)"
                    if round > 0 { #expect(totals[key] == found["total_results"]?.int, "\(key)") }
                    totals[key] = found["total_results"]?.int
                    #expect((found["results"]?.array?.count ?? 0) <= round + 1)
                }
            }
        }
        #expect(Set(totals.values).count > 6)
    }
}
