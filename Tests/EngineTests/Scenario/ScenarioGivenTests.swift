import Engine
import HTTP
import JSON
import Testing

@Suite struct `A scenario that is read` {
    private func load(_ text: String) throws -> Scenario {
        try Scenario.load(Array(text.utf8), file: "test.json5", mounts: Bench.mounts)
    }

    @Test func `may have comments, trailing commas and every key there is`() throws {
        let scenario = try load(
            """
            // What goes wrong on a Monday
            {
                "$schema": "scenario.schema.json", "scenario": 1,
                "name": "monday", "about": "A rival /* not a comment */", "tags": ["rush", "retry",],
                "seed": 18446744073709551615,
                "clock": { "start": "2026-03-02T08:00:00+01:00", "mode": "scaled", "speed": 20 },
                "given": {}, "flow": {},
            }
            """
        )
        #expect(scenario.name == "monday")
        #expect(scenario.about == "A rival /* not a comment */")
        #expect(scenario.tags == ["rush", "retry"])
        #expect(scenario.seed == .max)
        #expect(scenario.clock?.mode == .scaled(20))
        #expect(scenario.clock?.start == Instant(seconds: Bench.morning.seconds - 3600))
        #expect(scenario.source["tags"] == ["rush", "retry"])
    }

    @Test(arguments: [
        ("500ms", Duration.milliseconds(500)), ("10s", .seconds(10)), ("5m", .seconds(300)),
        ("2h", .seconds(7200)), ("1d", .seconds(86_400)), ("0s", .zero),
        ("36525d", .seconds(36_525 * 86_400)),
    ])
    func `takes durations`(_ text: String, _ duration: Duration) {
        #expect(Duration(scenarioText: text) == duration)
    }

    @Test(arguments: [
        "", "s", "10", "1.5s", "-1s", "+1s", "1 s", "1S", "1w", "1m30s", "36526d", "999999999999999d",
        "9999999999999999999ms", "١s",
    ])
    func `takes no other durations`(_ text: String) {
        #expect(Duration(scenarioText: text) == nil)
    }
}

@Suite struct `A scenario laid over a world` {
    private func lay(_ given: String) throws -> Bay.Start {
        let text = #"{"scenario": 1, "given": \#(given)}"#
        return try Scenario.load(Array(text.utf8), file: "test.json5", mounts: Bench.mounts)
            .laid(over: try Bench.start())
    }

    private func toy(_ id: Int, in start: Bay.Start) -> JSON.Value? {
        start.worlds[0].value(of: RecordReference(vendor: "toys", collection: "toys", key: String(id)))
    }

    @Test func `merges fields over a record`() throws {
        let start = try lay(#"{"records": {"toys.toys/2": {"stock": 9}}}"#)
        let price = try JSON.Value.parse("4.50")
        #expect(toy(2, in: start) == ["id": 2, "name": "yo-yo", "stock": 9, "price": price])
    }

    @Test func `makes a record of which all required fields are there`() throws {
        let start = try lay(#"{"records": {"toys.toys/7": {"id": 7, "name": "top"}}}"#)
        #expect(toy(7, in: start) == ["id": 7, "name": "top", "stock": 0, "price": nil])
    }

    @Test func `removes a record`() throws {
        let start = try lay(#"{"remove": ["toys.toys/1"]}"#)
        #expect(toy(1, in: start) == nil)
        #expect(start.worlds[0].count(of: "toys") == 1)
    }

    @Test func `generates records, the same from the same seed`() throws {
        let start = try lay(#"{"generate": {"toys.toys": 5}}"#)
        #expect(start.worlds[0].count(of: "toys") == 7)
        #expect(toy(1000, in: start) != nil)
        #expect(toy(1000, in: start) == toy(1000, in: try lay(#"{"generate": {"toys.toys": 5}}"#)))
    }

    @Test func `makes assumptions and sets limits`() throws {
        let start = try lay(
            """
            {"assume": {"toys.casing": "loud"},
             "limits": {"toys": {"POST": {"requests": 2, "per": "1m"}, "GET": {"requests": 1, "per": "1s"}},
                        "games": {"requests": 5, "per": "60s"}}}
            """
        )
        #expect(start.worlds[0].assumption("toys.casing") == "loud")
        #expect(
            start.worlds[0].limiter.policy
                == .byMethod([
                    .post: Limit(requests: 2, per: .seconds(60)), .get: Limit(requests: 1, per: .seconds(1)),
                ])
        )
        #expect(start.worlds[1].limiter.policy == .all(Limit(requests: 5, per: .seconds(60))))
        #expect(try lay(#"{"limits": {"games": "off"}}"#).worlds[1].limiter.policy == .off)
    }

    @Test func `brings its seed and its clock, and leaves what it does not name`() throws {
        let named =
            #"{"scenario": 1, "seed": 42, "clock": {"start": "2030-01-01T00:00:00Z", "mode": "manual"}}"#
        let start = try Scenario.load(Array(named.utf8), file: "a", mounts: Bench.mounts)
            .laid(over: try Bench.start())
        #expect(start.seed == 42)
        #expect(start.clock == ClockSetting(.manual, start: Instant(iso8601: "2030-01-01T00:00:00Z")))
        #expect(start.scenario?.seed == 42)
        let other = try lay("{}")
        #expect(other.seed == 1)
        #expect(other.clock == ClockSetting(.manual, start: Bench.morning))
    }

    @Test(arguments: [
        Wrong(
            "a new record that is not whole",
            #"{"scenario": 1, "given": {"records": {‸"toys.toys/7": {"id": 7}}}}"#,
            "toys.toys/7: toys lacks the required field 'name'"
        ),
        Wrong(
            "a record whose fields make another key",
            #"{"scenario": 1, "given": {"records": {‸"toys.toys/7": {"id": 8, "name": "top"}}}}"#,
            "toys.toys/7: the record's own fields make its key '8', not '7'"
        ),
        Wrong(
            "what only the whole record tells",
            #"{"scenario": 1, "given": {"records": {‸"toys.toys/1": {"name": ""}}}}"#,
            "toys.toys/1: a toy's name is not empty"
        ),
        Wrong(
            "an action that the model forbids",
            #"{"scenario": 1, "flow": {"*": [‸{"before": [{"set": {"toys.toys/1": {"name": ""}}}]}]}}"#,
            "set toys.toys/1: a toy's name is not empty"
        ),
        Wrong(
            "an action on a record that is nowhere",
            #"{"scenario": 1, "flow": {"*": [‸{"after": [{"remove": "toys.toys/9"}]}]}}"#,
            "there is no record toys.toys/9 to remove"
        ),
        Wrong(
            "several at once",
            #"{"scenario": 1, "given": {"remove": [‸"toys.toys/8", "toys.toys/1", ‸"toys.toys/9"]}}"#,
            "there is no record toys.toys/8 to remove",
            "there is no record toys.toys/9 to remove"
        ),
        Wrong(
            "a call without its path",
            #"{"scenario": 1, "flow": {"*": [{"before": [{"call": ‸"toys.shelf.get"}]}]}}"#,
            "toys.shelf.get needs a value for {toy_id}"
        ),
        Wrong(
            "a call with a short form that there is not",
            #"{"scenario": 1, "flow": {"*": [{"before": [{"call": "toys.sale.create", "with": ‸{"toi": 1}}]}]}}"#,
            "'toi' is none of path, query, body, and this is no short form of toys.sale.create for a record that is "
                + "there"
        ),
    ])
    func `is refused for`(_ row: Wrong) throws {
        let scenario = try Scenario.load(Array(row.text.utf8), file: "test.json5", mounts: Bench.mounts)
        let start = try Bench.start()
        let problems = #expect(throws: ScenarioProblems.self) { try scenario.laid(over: start) }
        #expect(problems?.problems.map(\.description) == row.lines(of: "test.json5"))
    }
}
