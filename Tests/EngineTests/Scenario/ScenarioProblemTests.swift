import Engine
import HTTP
import JSON
import Testing

@Suite struct `A scenario file is refused` {
    @Test(arguments: shape + time + given + actions)
    func `at the place and with the way out`(_ row: Wrong) throws {
        #expect(problems(row.text) == row.lines(of: "test.json5"))
    }

    @Test(arguments: times + chaos + credentials + otherFiles)
    func `in its times, chaos and credentials at the place and with the way out`(_ row: Wrong) throws {
        #expect(problems(row.text) == row.lines(of: "test.json5"))
    }

    @Test(arguments: flow + conditions + replies + faults + delays)
    func `in its flow at the place and with the way out`(_ row: Wrong) throws {
        #expect(problems(row.text) == row.lines(of: "test.json5"))
    }

    private func problems(_ text: String) -> [String] {
        do throws(ScenarioProblems) {
            _ = try Scenario.load(Array(text.utf8), file: "test.json5", mounts: Bench.mounts)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    static let shape = [
        Wrong("nothing in it", "‸", "expected a value, found the end of the text"),
        Wrong("a list", "‸[]", "a scenario must be an object"),
        Wrong(
            "no version",
            "‸{}",
            "a scenario lacks the key 'scenario': 1, the version of the format"
        ),
        Wrong(
            "a version of the future",
            #"{"scenario": ‸2}"#,
            "'scenario' must be 1, the version of the format"
        ),
        Wrong(
            "an unknown key",
            #"{"scenario": 1, ‸"flwo": {}}"#,
            "unknown key 'flwo' in a scenario; did you mean 'flow'?"
        ),
        Wrong("a key like no other", #"{"scenario": 1, ‸"xyzzy": {}}"#, "unknown key 'xyzzy' in a scenario"),
        Wrong(
            "a key twice",
            "{\n  \"scenario\": 1,\n  ‸\"scenario\": 1,\n}",
            #"the key "scenario" is already there, on line 2"#
        ),
        Wrong(
            "the same selector twice",
            #"{"scenario": 1, "flow": {"*": [], ‸"*": []}}"#,
            #"the key "*" is already there, on line 1"#
        ),
        Wrong("a name that is none", #"{"scenario": 1, "name": ‸5}"#, "'name' must be text"),
        Wrong("tags that are no list", #"{"scenario": 1, "tags": ‸"a"}"#, "'tags' must be a list"),
        Wrong("a tag that is no text", #"{"scenario": 1, "tags": ["a", ‸1]}"#, "a tag must be text"),
        Wrong(
            "a seed below zero",
            #"{"scenario": 1, "seed": ‸-1}"#,
            "'seed' must be a whole number from 0 to 2^64 - 1"
        ),
        Wrong(
            "a seed with a point",
            #"{"scenario": 1, "seed": ‸1.0}"#,
            "'seed' must be a whole number from 0 to 2^64 - 1"
        ),
        Wrong(
            "everything at once, in the order of the text",
            """
            ‸{
              // a comment
              ‸"secnario": 1,
              "about": ‸1,
              "flow": { ‸"toys.sale.make": [], },
            }
            """,
            "a scenario lacks the key 'scenario': 1, the version of the format",
            "unknown key 'secnario' in a scenario; did you mean 'scenario'?",
            "'about' must be text",
            "unknown operation 'toys.sale.make'; did you mean 'toys.sale.create'?"
        ),
    ]

    static let time = [
        Wrong("a clock that is none", #"{"scenario": 1, "clock": ‸"real"}"#, "'clock' must be an object"),
        Wrong(
            "a start without a time",
            #"{"scenario": 1, "clock": {"start": ‸"2026-03-02"}}"#,
            "'2026-03-02' is no time; write it as 2026-03-02T08:00:00Z"
        ),
        Wrong(
            "an unknown mode",
            #"{"scenario": 1, "clock": {"mode": ‸"manuel"}}"#,
            "'mode' must be one of real, manual, scaled, not 'manuel'; did you mean 'manual'?"
        ),
        Wrong(
            "a scaled clock without speed",
            #"{"scenario": 1, "clock": ‸{"mode": "scaled"}}"#,
            "a scaled clock needs a 'speed'"
        ),
        Wrong(
            "a speed of zero",
            #"{"scenario": 1, "clock": {"mode": "scaled", "speed": ‸0}}"#,
            "'speed' must be a number from 0.001 to 1000000"
        ),
        Wrong(
            "a speed that nothing uses",
            #"{"scenario": 1, "clock": {"mode": "manual", "speed": ‸2}}"#,
            #"'speed' is for "mode": "scaled""#
        ),
    ]

    static let given = [
        Wrong(
            "an unknown part",
            #"{"scenario": 1, "given": {‸"record": {}}}"#,
            "unknown key 'record' in 'given'; did you mean 'records'?"
        ),
        Wrong(
            "an unknown vendor's record",
            #"{"scenario": 1, "given": {"records": {‸"toyz.toys/1": {}}}}"#,
            "unknown collection 'toyz.toys'; did you mean 'toys.toys'?"
        ),
        Wrong(
            "an unknown collection",
            #"{"scenario": 1, "given": {"records": {‸"toys.toy/1": {}}}}"#,
            "unknown collection 'toys.toy'; did you mean 'toys.toys'?"
        ),
        Wrong(
            "a record without key",
            #"{"scenario": 1, "given": {"remove": [‸"toys.toys"]}}"#,
            "'toys.toys' names no record; write vendor.collection/key"
        ),
        Wrong(
            "a key of the wrong form",
            #"{"scenario": 1, "given": {"remove": [‸"toys.toys/one"]}}"#,
            "'one' cannot be a key of toys.toys"
        ),
        Wrong(
            "an unknown field",
            #"{"scenario": 1, "given": {"records": {"toys.toys/1": {‸"stok": 1}}}}"#,
            "unknown field 'stok' of toys.toys; did you mean 'stock'?"
        ),
        Wrong(
            "a field of the wrong type",
            #"{"scenario": 1, "given": {"records": {"toys.toys/1": {"stock": ‸"many"}}}}"#,
            "toys.toys.stock must be a whole number from 0 to 1000"
        ),
        Wrong(
            "a record given and removed",
            #"{"scenario": 1, "given": {"records": {"toys.toys/1": {}}, "remove": [‸"toys.toys/1"]}}"#,
            "toys.toys/1 is given on line 1 and removed here"
        ),
        Wrong(
            "too few to generate",
            #"{"scenario": 1, "given": {"generate": {"toys.toys": ‸0}}}"#,
            "a number of records must be a whole number from 1 to 10000000"
        ),
        Wrong(
            "an unknown assumption",
            #"{"scenario": 1, "given": {"assume": {‸"toys.caseing": "loud"}}}"#,
            "unknown assumption 'toys.caseing'; did you mean 'toys.casing'?"
        ),
        Wrong(
            "an unknown alternative",
            #"{"scenario": 1, "given": {"assume": {"toys.casing": ‸"lout"}}}"#,
            "'toys.casing' must be one of plain, loud, not 'lout'; did you mean 'loud'?"
        ),
        Wrong(
            "a limit of an unknown vendor",
            #"{"scenario": 1, "given": {"limits": {‸"toy": "off"}}}"#,
            "unknown vendor 'toy'; did you mean 'toys'?"
        ),
        Wrong(
            "half a limit",
            #"{"scenario": 1, "given": {"limits": {"toys": ‸{"requests": 1}}}}"#,
            "a limit needs both 'requests' and 'per'"
        ),
        Wrong(
            "a limit that is none",
            #"{"scenario": 1, "given": {"limits": {"toys": ‸5}}}"#,
            #"a limit is "off", {"requests", "per"}, a list of such, or those by method"#
        ),
        Wrong(
            "no limits that hold together",
            #"{"scenario": 1, "given": {"limits": {"toys": ‸[]}}}"#,
            "there are 1 to 8 limits that hold together"
        ),
        Wrong(
            "half a limit among several",
            #"{"scenario": 1, "given": {"limits": {"toys": [{"requests": 1, "per": "1s"}, ‸{"requests": 1}]}}}"#,
            "a limit needs both 'requests' and 'per'"
        ),
        Wrong(
            "a limit of an unknown method",
            #"{"scenario": 1, "given": {"limits": {"toys": {"GET": {"requests": 1, "per": "1s"}, ‸"PSOT": "off"}}}}"#,
            "unknown method 'PSOT' in a limit; did you mean 'POST'?"
        ),
        Wrong(
            "a period without unit",
            #"{"scenario": 1, "given": {"limits": {"toys": {"requests": ‸0, "per": ‸"60"}}}}"#,
            "'requests' must be a whole number from 1 to 1000000000",
            "'per': '60' is no duration; write it as 500ms, 10s, 5m, 2h or 1d"
        ),
        Wrong(
            "a period of nothing",
            #"{"scenario": 1, "given": {"limits": {"toys": {"requests": 1, "per": ‸"0s"}}}}"#,
            "'per' must not be zero"
        ),
    ]

    /// Before the closing brackets of a flow that has one list.
    static func step(_ text: String, of selector: String = "toys.sale.create") -> String {
        #"{"scenario": 1, "flow": {"\#(selector)": [\#(text)]}}"#
    }

    static let actions = [
        Wrong("actions that are no list", step(#"{"before": ‸{}}"#), "'before' must be a list"),
        Wrong(
            "an action that does nothing",
            step(#"{"after": [‸{}]}"#),
            "an action is one of call, set, remove, auth, limit, webhook, advance"
        ),
        Wrong(
            "an action that does two things",
            step(#"{"after": [‸{"remove": "toys.toys/1", "advance": "1s"}]}"#),
            "an action is one of call, set, remove, auth, limit, webhook, advance"
        ),
        Wrong(
            "an unknown action",
            step(#"{"after": [{‸"advances": "1s"}]}"#),
            "unknown key 'advances' in an action; did you mean 'advance'?"
        ),
        Wrong(
            "a call of nothing",
            step(#"{"before": [{"call": ‸"toys.sale.crate"}]}"#),
            "unknown operation 'toys.sale.crate'; did you mean 'toys.sale.create'?"
        ),
        Wrong(
            "an actor who does not call",
            step(#"{"before": [{‸"as": "rival", "advance": "1s"}]}"#),
            "'as' belongs to a 'call'"
        ),
        Wrong(
            "a bad time to advance",
            step(#"{"before": [{"advance": ‸"1 hour"}]}"#),
            "'advance': '1 hour' is no duration; write it as 500ms, 10s, 5m, 2h or 1d"
        ),
        Wrong(
            "an unknown record to set",
            step(#"{"before": [{"set": {‸"toys.tois/1": {}}}]}"#),
            "unknown collection 'toys.tois'; did you mean 'toys.toys'?"
        ),
        Wrong(
            "a bad field to set",
            step(#"{"before": [{"set": {"toys.toys/1": {"name": ‸1}}}]}"#),
            "toys.toys.name must be text"
        ),
        Wrong(
            "a bad limit to set",
            step(#"{"before": [{"limit": {"toys": {"requests": 1, "per": ‸1}}}]}"#),
            "'per' must be text"
        ),
    ]
}
