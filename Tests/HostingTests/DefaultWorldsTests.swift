import Engine
import Foundation
import HTTP
import JSON
import Testing

@testable import Hosting

@Suite struct `The default worlds` {
    private static let chance = Chance(seed: 1, bay: "")
    private static let morning = Instant(seconds: 1_772_438_400)

    private func records(of world: any MountedWorld) -> [UInt8] {
        var json = JSON.Writer()
        world.writeSnapshot(to: &json)
        return json.bytes
    }

    // What is built in is decoded without a look at the model.
    @Test(arguments: Vendors.mounts.indices)
    func `hold to their models, and nothing of them is left out`(_ index: Int) throws {
        let mount = Vendors.mounts[index]
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../fixtures/default/\(mount.facts.key).json"
        )
        let fixture = try JSON.Document(Array(Data(contentsOf: file)))
        let checked = try mount.makeWorld(of: fixture, chance: Self.chance, now: Self.morning)
        let world = mount.makeDefaultWorld(chance: Self.chance, now: Self.morning)
        #expect(records(of: world) == records(of: checked))
    }

    struct Question: CustomTestStringConvertible, Sendable {
        let testDescription: String
        /// Whether it met the records of the default world.
        let meets: @Sendable (inout any MountedWorld) throws -> Bool

        init(_ what: String, meets: @escaping @Sendable (inout any MountedWorld) throws -> Bool) {
            testDescription = what
            self.meets = meets
        }
    }

    static let item = "101-1-500001"

    @Test(arguments: [
        Question("a count") { ($0.count(of: "items") ?? 0) > 0 },
        Question("one record") { world in
            var json = JSON.Writer()
            return world.write("items", item, to: &json)
        },
        Question("some records") { world in
            var json = JSON.Writer()
            world.write("items", offset: 0, limit: 1, to: &json)
            return !json.bytes.isEmpty
        },
        Question("the credentials") { $0.credentials.contains("demo") },
        Question("a change") { world in
            try world.merge(["available_quantity": 1], into: "items", item)
            return (world.count(of: "items") ?? 0) > 1
        },
        Question("a removal") { $0.remove("items", item) },
        Question("a whole record") { world in
            var json = JSON.Writer()
            let copy = world
            _ = copy.write("items", item, to: &json)
            return try !world.put(JSON.Document(json.bytes).root, into: "items", item)
        },
        Question("a collection put in the place of another") { world in
            try world.replaceAll(of: "logs", by: JSON.Document(Array("[]".utf8)).root)
            return (world.count(of: "items") ?? 0) > 0
        },
        Question("more records") { $0.generate(1, of: "items") && ($0.count(of: "items") ?? 0) > 1 },
        Question("a call") { world in
            let details = try #require(
                Vendors.mounts[2].operations.firstIndex { $0.name == "htp.inventory.details" }
            )
            let path: JSON.Value = ["vendor": 101, "store": 1, "item": 500_001]
            return try world.act(as: "anybody", details, with: ["path": path]).status == 200
        },
    ])
    func `are there for whatever is asked first`(_ question: Question) throws {
        var world = Vendors.mounts[2].makeDefaultWorld(chance: Self.chance, now: Self.morning)
        #expect(try question.meets(&world))
    }
}
