import Engine
import HeavyTruckParts
import JSON
import Support
import Testing

@testable import Hosting

@Suite struct `The base world` {
    private let mounts: [any Mounted] = [Mount<HeavyTruckParts>()]

    private func start(_ change: (inout Settings) throws -> Void) throws -> Bay.Start {
        var settings = Settings()
        try change(&settings)
        return try BaseWorld(settings, mounts).start
    }

    @Test func `has a seed and a clock without being told`() throws {
        let start = try start { _ in }
        #expect(start.seed == 1)
        #expect(start.clock == ClockSetting(.real))
        #expect(start.scenario == nil)
    }

    @Test func `takes both from the scenario, unless flags say otherwise`() throws {
        let folder = try Folder()
        let path = try folder.put(
            "a.json5",
            #"{"scenario": 1, "seed": 42, "clock": {"start": "2026-03-02T08:00:00Z", "mode": "manual"}}"#
        )
        let morning = Instant(seconds: 1_772_438_400)
        let plain = try start { $0.scenario = .file(path) }
        #expect(plain.seed == 42)
        #expect(plain.clock == ClockSetting(.manual, start: morning))
        let told = try start {
            $0.scenario = .file(path)
            $0.seed = 7
            $0.clock = .scaled(2)
        }
        #expect(told.seed == 7)
        #expect(told.clock == ClockSetting(.scaled(2), start: morning))
    }

    @Test func `has what was generated, the same for the same seed`() throws {
        let plain = try start { _ in }.worlds[0].count(of: "items") ?? 0
        func generated() throws -> any MountedWorld {
            try start { $0.generate = [try #require(Generation("htp.items", count: 50))] }.worlds[0]
        }
        let world = try generated()
        #expect(world.count(of: "items") == plain + 50)
        func text(_ world: any MountedWorld) -> [UInt8] {
            var json = JSON.Writer()
            world.write("items", offset: 0, limit: .max, to: &json)
            return json.bytes
        }
        #expect(try text(generated()) == text(world))
    }

    @Test(arguments: [
        ("htq.items", "unknown vendor 'htq'; did you mean 'htp'?"),
        ("htp.item", "unknown collection 'htp.item'; did you mean 'htp.items'?"),
        ("htp.users", "there is no way to make records of htp.users"),
    ])
    func `refuses to generate`(_ text: String, _ problem: String) {
        #expect(throws: StartProblem.generation(problem)) {
            try start { $0.generate = [try #require(Generation(text, count: 1))] }
        }
    }

    @Test func `has what a scenario takes from the files beside it`() throws {
        let folder = try Folder()
        let path = try folder.put("a.json5", #"{"scenario": 1, "extends": "b.txt"}"#)
        _ = try folder.put("b.txt", #"{"scenario": 1, "seed": 42}"#)
        #expect(try start { $0.scenario = .file(path) }.seed == 42)
        _ = try folder.put("b.txt", #"{"scenario": 1, "extends": "c.txt"}"#)
        #expect(
            throws: StartProblem.invalid([
                "\(folder.path)/b.txt:1:28: '\(folder.path)/c.txt' cannot be read: No such file or directory"
            ])
        ) {
            try start { $0.scenario = .file(path) }
        }
    }

    @Test func `names every problem of the scenario by its place`() throws {
        let folder = try Folder()
        let path = try folder.put("a.json5", "{\"scenario\": 1,\n \"nmae\": \"x\"}")
        #expect(
            throws: StartProblem.invalid([
                "\(path):2:2: unknown key 'nmae' in a scenario; did you mean 'name'?"
            ])
        ) {
            try start { $0.scenario = .file(path) }
        }
        #expect(throws: StartProblem.invalid(["/nowhere: No such file or directory"])) {
            try start { $0.scenario = .file("/nowhere") }
        }
    }
}
