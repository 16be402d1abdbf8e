import Engine
import HTTP
import JSON
import Testing

@Suite struct `A file that is checked` {
    private func check(_ text: String, _ file: String) throws -> CheckedFile {
        CheckedFile(Array(text.utf8), file: file, mounts: Bench.mounts, base: try Bench.start())
    }

    @Test(arguments: [
        (#"{"scenario": 1}"#, "a.json5", CheckedFile.Kind.scenario),
        (#"{"scenario": 1}"#, "toys.json", .scenario),
        (#"{"toys": [{"id": 1, "name": "kite"}]}"#, "fixtures/default/toys.json", .fixture(vendor: "toys")),
        ("{}", "games.json", .fixture(vendor: "games")),
    ])
    func `is known by its content or name`(_ text: String, _ file: String, _ kind: CheckedFile.Kind) throws {
        let checked = try check(text, file)
        #expect(checked.kind == kind)
        #expect(checked.problems.map(\.description) == [])
        #expect(checked.isFine)
    }

    @Test(arguments: [
        Wrong(
            "neither one nor the other",
            "‸{}",
            "neither a scenario (it lacks the key 'scenario') nor a fixture (its name is none of toys.json, games.json)"
        ),
        Wrong("no JSON", "{‸x}", "expected a key in double quotes, found 'x'"),
        Wrong(
            "a scenario with slips",
            #"{"scenario": 1, "flow": {‸"toys.sail.*": []}}"#,
            "no operation of toys is a 'toys.sail.*'; did you mean 'toys.sale.*'?"
        ),
        Wrong(
            "a record with a wrong field, which is told once",
            #"{"scenario": 1, "given": {"records": {"toys.toys/1": {"stock": ‸"three"}}}}"#,
            "toys.toys.stock must be a whole number from 0 to 1000"
        ),
        Wrong(
            "a scenario with a slip, which the models forbid as well",
            #"{"scenario": 1, ‸"nmae": "x", "given": {"remove": [‸"toys.toys/9"]}}"#,
            "unknown key 'nmae' in a scenario; did you mean 'name'?",
            "there is no record toys.toys/9 to remove"
        ),
        Wrong(
            "a scenario that the models forbid",
            #"{"scenario": 1, "given": {"remove": [‸"toys.toys/9"]}}"#,
            "there is no record toys.toys/9 to remove"
        ),
    ])
    func `is refused for`(_ row: Wrong) throws {
        let checked = try check(row.text, "dir/a.json")
        #expect(checked.problems.map(\.description) == row.lines(of: "dir/a.json"))
        #expect(!checked.isFine)
    }

    @Test(arguments: [
        Wrong(
            "comments, which fixtures do not have",
            "{‸/* */}",
            "expected a key in double quotes, found '/'"
        ),
        Wrong(
            "an unknown collection",
            #"{‸"toy": []}"#,
            "unknown collection 'toy' of toys; did you mean 'toys'?"
        ),
        Wrong(
            "records that are not whole",
            #"{"toys": [‸{"id": 1}, {"id": 2, "name": ‸5}]}"#,
            "toys lacks the required field 'name'",
            "toys.name must be text"
        ),
        Wrong(
            "a record twice",
            #"{"toys": [{"id": 1, "name": "a"}, ‸{"id": 1, "name": "b"}]}"#,
            "a second record '1' of toys"
        ),
        Wrong(
            "a key twice",
            #"{"toys": [], ‸"toys": []}"#,
            #"the key "toys" is already there, on line 1"#
        ),
    ])
    func `is refused as a fixture for`(_ row: Wrong) throws {
        let checked = try check(row.text, "fixtures/toys.json")
        #expect(checked.kind == .fixture(vendor: "toys"))
        #expect(checked.problems.map(\.description) == row.lines(of: "fixtures/toys.json"))
    }

    @Test func `gives its problems as JSON too`() throws {
        let checked = try check("{\n  \"scenario\": 1,\n  \"sead\": 5,\n  \"tags\": 1\n}", "a.json")
        var json = JSON.Writer()
        json.array { for problem in checked.problems { problem.write(to: &$0) } }
        #expect(
            try JSON.Value.parse(json.bytes) == [
                [
                    "file": "a.json", "line": 3, "column": 3, "message": "unknown key 'sead' in a scenario",
                    "hint": "seed",
                ],
                ["file": "a.json", "line": 4, "column": 11, "message": "'tags' must be a list", "hint": nil],
            ]
        )
    }
}
