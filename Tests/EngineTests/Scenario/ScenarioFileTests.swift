import Engine
import HTTP
import JSON
import Testing

/// Files that exist for a test alone, by their paths.
private struct Shelf {
    var files: [String: String]

    var reading: ScenarioFiles {
        ScenarioFiles { [files] (path, _) throws(ScenarioFiles.Unreadable) in
            guard let text = files[path] else { throw ScenarioFiles.Unreadable("No such file or directory") }
            return Array(text.utf8)
        }
    }

    func load(_ path: String) throws(ScenarioProblems) -> Scenario {
        try Scenario.load(
            Array((files[path] ?? "").utf8),
            file: path,
            mounts: Bench.mounts,
            files: reading
        )
    }

    func problems(_ path: String) throws -> [String] {
        let base = try Bench.start()
        let bytes = Array((files[path] ?? "").utf8)
        return CheckedFile(bytes, file: path, mounts: Bench.mounts, base: base, files: reading)
            .problems.map(\.description)
    }

    func client(_ path: String) throws -> Client {
        let bays = Bays(mounts: Bench.mounts, base: try load(path).laid(over: Bench.start()))
        return Client(
            bays: bays,
            dispatcher: Dispatcher(bays: bays, surfaces: [.gateway, .vendor(0)], control: Nothing())
        )
    }

    private struct Nothing: ControlSurface {
        func respond(to request: Request, path: Slice) -> Delivery { Delivery(Response(404)) }
    }
}

@Suite struct `A scenario that extends others` {
    @Test func `has what they give, and its own over it`() throws {
        let client = try Shelf(files: [
            "dir/a.json5": """
            {"scenario": 1, "extends": ["base/b.json5", "../c.json5"], "given": {"records": {"toys.toys/1": {"stock": 7}}}}
            """,
            "dir/base/b.json5": """
            {"scenario": 1, "given": {"records": {"toys.toys/1": {"stock": 8, "name": "kite of b"}}, "assume": {"toys.casing": "loud"}}}
            """,
            "c.json5": """
            {"scenario": 1, "given": {"remove": ["toys.toys/2"], "limits": {"toys": {"requests": 2, "per": "60s"}}}}
            """,
        ]).client("dir/a.json5")
        #expect(client.stock() == 7)
        #expect(client.get("/v1/toys").text == #"["KITE OF B"]"#)
        #expect([client.get("/v1/toys").status, client.get("/v1/toys").status] == [200, 429])
    }

    @Test func `takes seed and clock from the last that has them, unless it has its own`() throws {
        var shelf = Shelf(files: [
            "a": #"{"scenario": 1, "extends": ["b", "c"]}"#,
            "b": #"{"scenario": 1, "seed": 1, "clock": {"mode": "manual"}}"#,
            "c": #"{"scenario": 1, "seed": 2, "clock": {"start": "2026-03-02T08:00:00Z"}}"#,
        ])
        let merged = try shelf.load("a")
        #expect(merged.seed == 2)
        #expect(merged.clock == ClockSetting(.manual, start: Bench.morning))
        shelf.files["a"] =
            #"{"scenario": 1, "extends": ["b", "c"], "seed": 3, "clock": {"mode": "scaled", "speed": 2}}"#
        let own = try shelf.load("a")
        #expect(own.seed == 3)
        #expect(own.clock == ClockSetting(.scaled(2), start: Bench.morning))
    }

    @Test func `has their steps, times and chaos beside its own`() throws {
        let client = try Shelf(files: [
            "a": """
            {"scenario": 1, "extends": "b", "flow": {"toys.shelf.list": [{"reply": {"status": 501}}]},
             "at": {"+1s": [{"set": {"toys.toys/1": {"stock": 9}}}]}}
            """,
            "b": """
            {"scenario": 1, "flow": {"toys.*": [{"reply": {"status": 502}}]},
             "at": {"+1s": [{"set": {"toys.toys/1": {"stock": 8}}}]},
             "chaos": [{"name": "x", "on": "toys.sale.create", "rate": 1, "reply": {"status": 503}}]}
            """,
        ]).client("a")
        #expect(
            [client.get("/v1/toys").status, client.sell().status, client.sell().status] == [501, 502, 503]
        )
        client.advance(.seconds(1))
        #expect(client.stock() == 9)
        #expect(
            client.progress?["toys.*"] == [
                ["step": 1, "used": 1, "of": 1, "done": true, "line": 1, "file": "b"]
            ]
        )
    }

    @Test func `lays a base once that two of its bases extend`() throws {
        let shelf = Shelf(files: [
            "a": #"{"scenario": 1, "extends": ["b", "c"]}"#,
            "b": #"{"scenario": 1, "extends": "d"}"#,
            "c": #"{"scenario": 1, "extends": "./d"}"#,
            "d": #"{"scenario": 1, "flow": {"*": [{}]}, "given": {"remove": ["toys.toys/2"]}}"#,
        ])
        #expect(try shelf.problems("a") == [])
        #expect(try shelf.load("a").bases.map(\.file) == ["d", "b", "c"])
    }

    @Test(arguments: [
        (
            "a missing base", #"{"scenario": 1, "extends": ["x"]}"#, "",
            ["dir/a:1:29: 'dir/x' cannot be read: No such file or directory"]
        ),
        (
            "the folder it is in", #"{"scenario": 1, "extends": "../dir/.."}"#, "",
            ["dir/a:1:28: '.' cannot be read: No such file or directory"]
        ),
        (
            "itself", #"{"scenario": 1, "extends": "a"}"#, "",
            ["dir/a:1:28: a scenario cannot extend itself: dir/a → dir/a"]
        ),
        (
            "a circle", #"{"scenario": 1, "extends": "b"}"#, #"{"scenario": 1, "extends": "../dir/a"}"#,
            ["dir/b:1:28: a scenario cannot extend itself: dir/a → dir/b → dir/a"]
        ),
        (
            "steps that two have", #"{"scenario": 1, "extends": "b", "flow": {"*": []}}"#,
            "{\"scenario\": 1,\n \"flow\": {\"*\": []}}",
            ["dir/a:1:42: '*' has its steps in dir/b:2:11 already"]
        ),
        (
            "chaos of one name",
            #"{"scenario": 1, "extends": "b", "chaos": [{"name": "x", "on": "*", "rate": 1, "delay": "1s"}]}"#,
            #"{"scenario": 1, "chaos": [{"name": "x", "on": "*", "rate": 1, "delay": "1s"}]}"#,
            ["dir/a:1:43: a rule of 'chaos' in dir/b:1:27 is called 'x' already"]
        ),
        (
            "slips in both", #"{"scenario": 1, "extends": "b", "nmae": "x"}"#,
            #"{"scenario": 1, "seed": -1}"#,
            [
                "dir/a:1:33: unknown key 'nmae' in a scenario; did you mean 'name'?",
                "dir/b:1:25: 'seed' must be a whole number from 0 to 2^64 - 1",
            ]
        ),
        (
            "a base that is no JSON", #"{"scenario": 1, "extends": "b"}"#, "{x}",
            ["dir/b:1:2: expected a key in double quotes, found 'x'"]
        ),
        (
            "a base that the models forbid", #"{"scenario": 1, "extends": "b"}"#,
            #"{"scenario": 1, "given": {"remove": ["toys.toys/9"]}}"#,
            ["dir/b:1:38: there is no record toys.toys/9 to remove"]
        ),
        (
            "an action in a base that cannot be", #"{"scenario": 1, "extends": "b"}"#,
            #"{"scenario": 1, "at": {"+1s": [{"remove": "toys.toys/9"}]}}"#,
            ["dir/b:1:24: there is no record toys.toys/9 to remove"]
        ),
    ])
    func `is refused for`(_ why: String, _ own: String, _ base: String, _ problems: [String]) throws {
        let shelf = Shelf(files: base.isEmpty ? ["dir/a": own] : ["dir/a": own, "dir/b": base])
        #expect(try shelf.problems("dir/a") == problems)
    }
}

@Suite struct `A snapshot in a scenario` {
    private func shelf(_ snapshot: String, _ rest: String = "") -> Shelf {
        Shelf(files: [
            "a.json5": #"{"scenario": 1, "given": {"snapshot": "s/one.json"\#(rest)}}"#,
            "s/one.json": snapshot,
        ])
    }

    @Test func `is the world that the rest is laid over`() throws {
        let client = try shelf(
            #"{"mockbay": 1, "worlds": {"toys": {"toys": [{"id": 5, "name": "top", "stock": 2}, {"id": 6, "name": "drum"}]}}}"#,
            #", "records": {"toys.toys/5": {"stock": 4}}, "assume": {"toys.casing": "loud"}"#
        ).client("a.json5")
        #expect(client.get("/v1/toys").text == #"["TOP","DRUM"]"#)
        #expect(client.stock(of: 5) == 4)
        #expect(client.stock(of: 1) == nil)
    }

    @Test func `has draws of its own, so that no id comes up again`() throws {
        let one = #"{"mockbay": 1, "worlds": {"toys": {"toys": [{"id": 5, "name": "top"}]}}}"#
        let other = #"{"mockbay": 1, "worlds": {"toys": {"toys": [{"id": 6, "name": "top"}]}}}"#
        func draw(_ client: Client) -> UInt64 {
            client.bays.default.withContents { $0.worlds[0].chance.draw("sale", 0) }
        }
        let draws = try [Bench.client(), shelf(one).client("a.json5"), shelf(other).client("a.json5")].map(
            draw
        )
        #expect(Set(draws).count == 3)
        #expect(try draw(shelf(one).client("a.json5")) == draws[1])
    }

    @Test func `leaves the vendors alone that are not in it`() throws {
        let client = try shelf(#"{"mockbay": 1, "clock": {}, "seed": 5, "worlds": {"games": {}}}"#).client(
            "a.json5"
        )
        #expect(client.stock() == 3)
    }

    @Test(arguments: [
        (
            "no version", #"{"worlds": {}}"#,
            ["s/one.json:1:1: this is no snapshot of version 1: it lacks \"mockbay\": 1"]
        ),
        (
            "a version of the future", #"{"mockbay": 2, "worlds": {}}"#,
            ["s/one.json:1:13: this is no snapshot of version 1: it lacks \"mockbay\": 1"]
        ),
        ("no worlds", #"{"mockbay": 1}"#, ["s/one.json:1:1: a snapshot needs an object 'worlds'"]),
        (
            "an unknown vendor", #"{"mockbay": 1, "worlds": {"toyz": {}}}"#,
            ["s/one.json:1:27: unknown vendor 'toyz'; did you mean 'toys'?"]
        ),
        (
            "records that the model forbids",
            #"{"mockbay": 1, "worlds": {"toys": {"toys": [{"id": 1, "nmae": "x"}, {"id": 2, "name": 3}]}}}"#,
            [
                "s/one.json:1:45: toys lacks the required field 'name'",
                "s/one.json:1:55: unknown field 'nmae' of toys; did you mean 'name'?",
                "s/one.json:1:87: toys.name must be text",
            ]
        ),
        ("no JSON", "{", ["s/one.json:1:2: expected a key in double quotes, found the end of the text"]),
    ])
    func `is refused for`(_ why: String, _ snapshot: String, _ problems: [String]) throws {
        #expect(try shelf(snapshot).problems("a.json5") == problems)
    }

    @Test func `is refused where it is not there`() throws {
        let shelf = Shelf(files: ["a.json5": #"{"scenario": 1, "given": {"snapshot": "x.json"}}"#])
        #expect(
            try shelf.problems("a.json5") == [
                "a.json5:1:39: 'x.json' cannot be read: No such file or directory"
            ]
        )
    }
}
