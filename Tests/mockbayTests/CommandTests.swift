import Engine
import Glibc
import HeavyTruckParts
import JSON
import Testing

@testable import mockbay

/// A folder of its own for a test, gone with it.
private final class Folder {
    let path: String

    init() throws {
        var template = Array("/tmp/mockbay-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw FileProblem(path: "/tmp", reason: "no folder for the test")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in ["a.json5", "b.txt", "ready.json"] { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    func put(_ name: String, _ text: String) throws -> String {
        try Files.replace("\(path)/\(name)", with: Array(text.utf8))
        return "\(path)/\(name)"
    }
}

@Suite struct `A file` {
    @Test func `is replaced as a whole and leaves nothing beside it`() throws {
        let folder = try Folder()
        let path = try folder.put("ready.json", "{}")
        #expect(try folder.put("ready.json", "{\"a\":1}") == path)
        #expect(try Files.contents(of: path) == Array("{\"a\":1}".utf8))
        #expect(try Files.jsonFiles(in: folder.path) == [path])
    }

    @Test func `that cannot be is refused with the system's reason`() {
        #expect(throws: FileProblem(path: "/nowhere/ready.json", reason: "No such file or directory")) {
            try Files.replace("/nowhere/ready.json", with: [])
        }
        #expect(throws: FileProblem(path: "/dev", reason: "this is a folder")) {
            try Files.replace("/dev", with: [])
        }
        #expect(throws: FileProblem(path: "/nowhere", reason: "No such file or directory")) {
            try Files.contents(of: "/nowhere")
        }
    }

    @Test func `that is none is written to`() {
        #expect(throws: Never.self) { try Files.replace("/dev/null", with: [1]) }
        #expect(throws: FileProblem(path: "/dev/full", reason: "No space left on device")) {
            try Files.replace("/dev/full", with: [1])
        }
    }

    @Test func `is found in a folder by its ending`() throws {
        let folder = try Folder()
        let scenario = try folder.put("a.json5", "{}")
        _ = try folder.put("b.txt", "")
        #expect(try Files.jsonFiles(in: folder.path) == [scenario])
    }
}

@Suite struct `The base world` {
    private let mounts: [any Mounted] = [Mount<HeavyTruckParts>()]

    private func start(_ change: (inout ServeOptions) throws -> Void) throws -> Bay.Start {
        var options = ServeOptions()
        try change(&options)
        return try BaseWorld(options, mounts).start
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
        let plain = try start { $0.scenario = path }
        #expect(plain.seed == 42)
        #expect(plain.clock == ClockSetting(.manual, start: morning))
        let told = try start {
            $0.scenario = path
            $0.seed = 7
            $0.clock = .scaled(2)
        }
        #expect(told.seed == 7)
        #expect(told.clock == ClockSetting(.scaled(2), start: morning))
    }

    @Test func `has what was generated, the same for the same seed`() throws {
        let plain = try start { _ in }.worlds[0].count(of: "items") ?? 0
        func generated() throws -> any MountedWorld {
            try start { $0.generate = [try #require(Generation("htp.items=50"))] }.worlds[0]
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
        ("htq.items=1", "serve: --generate: unknown vendor 'htq'; did you mean 'htp'?"),
        ("htp.item=1", "serve: --generate: unknown collection 'htp.item'; did you mean 'htp.items'?"),
        ("htp.users=1", "serve: --generate cannot make records of htp.users"),
    ])
    func `refuses to generate`(_ text: String, _ problem: String) {
        #expect(throws: StartProblem.usage(UsageProblem(problem))) {
            try start { $0.generate = [try #require(Generation(text))] }
        }
    }

    @Test func `has what a scenario takes from the files beside it`() throws {
        let folder = try Folder()
        let path = try folder.put("a.json5", #"{"scenario": 1, "extends": "b.txt"}"#)
        _ = try folder.put("b.txt", #"{"scenario": 1, "seed": 42}"#)
        #expect(try start { $0.scenario = path }.seed == 42)
        _ = try folder.put("b.txt", #"{"scenario": 1, "extends": "c.txt"}"#)
        #expect(
            throws: StartProblem.invalid([
                "\(folder.path)/b.txt:1:28: '\(folder.path)/c.txt' cannot be read: No such file or directory"
            ])
        ) {
            try start { $0.scenario = path }
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
            try start { $0.scenario = path }
        }
        #expect(throws: StartProblem.invalid(["/nowhere: No such file or directory"])) {
            try start { $0.scenario = "/nowhere" }
        }
    }
}
