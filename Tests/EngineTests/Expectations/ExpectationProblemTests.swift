import Engine
import JSON
import Testing

@Suite struct `An expectation in a file is refused` {
    @Test(arguments: forms + operations + others + hopeless)
    func `at the place and with the way out`(_ row: Wrong) {
        #expect(problems(row.text) == row.lines(of: "test.json5"))
    }

    @Test(.timeLimit(.minutes(10))) func `at the end of 10,000`() {
        let rows = (1...10_000).map { #"{"op": "toys.sale.create", "calls": {"max": \#($0)}},"# }
        let problems = problems("[" + rows.joined() + #"{"op": "toys.sale.create", "calls": {"min": 3}}]"#)
        #expect(problems.count == 1)
        #expect(problems.first?.hasSuffix("with line 1: at least 3 and at most 1") == true)
    }

    private func problems(_ text: String) -> [String] {
        do throws(ScenarioProblems) {
            _ = try Expectation.list(Array(text.utf8), named: "test.json5", mounts: Bench.mounts)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    static let forms = [
        Wrong("no list", "‸{}", "'expect' must be a list"),
        Wrong("no object", "[‸1]", "an expectation must be an object"),
        Wrong(
            "nothing in it",
            "[‸{}]",
            "an expectation is one of op, order, never, record, collection, webhook, flow, unmatched, contract, coverage"
        ),
        Wrong(
            "two in one",
            #"[‸{"never": "toys.sale.create", "unmatched": 0}]"#,
            "an expectation is one of op, order, never, record, collection, webhook, flow, unmatched, contract, coverage"
        ),
        Wrong(
            "a slip of the finger",
            #"[{‸"nevr": "toys.sale.create"}]"#,
            "unknown key 'nevr' in an expectation; did you mean 'never'?"
        ),
        Wrong(
            "a companion of another",
            #"[{"never": "toys.sale.create", ‸"calls": {"min": 1}}]"#,
            "'calls' does not go with 'never'"
        ),
        Wrong(
            "no time",
            #"[{"unmatched": 0, "within": ‸"soon"}]"#,
            "'within': 'soon' is no duration; write it as 500ms, 10s, 5m, 2h or 1d"
        ),
        Wrong("a name that is none", #"[{"unmatched": 0, "name": ‸1}]"#, "'name' must be text"),
        Wrong(
            "a key twice",
            #"[{"unmatched": 0, ‸"unmatched": 0}]"#,
            #"the key "unmatched" is already there, on line 1"#
        ),
    ]

    static let operations = [
        Wrong(
            "an unknown operation",
            #"[{"op": ‸"toys.sale.craete", "calls": {"min": 1}}]"#,
            "unknown operation 'toys.sale.craete'; did you mean 'toys.sale.create'?"
        ),
        Wrong(
            "a selector of nothing",
            #"[{"never": ‸"toys.slae.*"}]"#,
            "no operation is a 'toys.slae.*'; did you mean 'toys.sale.*'?"
        ),
        Wrong(
            "nothing said of it",
            #"[‸{"op": "toys.sale.create"}]"#,
            "'op' needs one of calls, retries, header, pages beside it"
        ),
        Wrong(
            "a count of nothing",
            #"[{"op": "toys.sale.create", "calls": ‸{}}]"#,
            "'calls' needs one of min, max, exactly"
        ),
        Wrong(
            "a count below zero",
            #"[{"op": "toys.sale.create", "calls": {"max": ‸-1}}]"#,
            "'max' must be a whole number from 0 up"
        ),
        Wrong(
            "exactly and more",
            #"[{"op": "toys.sale.create", "calls": {"exactly": ‸1, "max": 2}}]"#,
            "'exactly' stands alone, without 'min' and 'max'"
        ),
        Wrong(
            "an unknown backoff",
            #"[{"op": "toys.*", "retries": {"backoff": ‸"exponentail"}}]"#,
            "'backoff' must be one of increasing, exponential, not 'exponentail'; did you mean 'exponential'?"
        ),
        Wrong(
            "a backoff of no pauses",
            #"[{"op": "toys.*", "retries": {"backoff": {"atLeast": ‸[]}}}]"#,
            "'atLeast' must not be empty"
        ),
        Wrong(
            "a jitter without a backoff, and too large",
            #"[{"op": "toys.*", "retries": {"max": 1, "jitter": ‸‸2}}]"#,
            "'jitter' must be a number from 0 to 1",
            "'jitter' needs a 'backoff' beside it"
        ),
        Wrong(
            "another header to honour",
            #"[{"op": "toys.*", "retries": {"honours": ‸"Retry-Before"}}]"#,
            "'honours' must be one of Retry-After, not 'Retry-Before'; did you mean 'Retry-After'?"
        ),
        Wrong(
            "a name that no header has",
            #"[{"op": "toys.*", "header": {‸"X Client": "a"}}]"#,
            "'X Client' cannot be the name of a header"
        ),
        Wrong(
            "pages of what has none",
            #"[{"op": ‸"toys.shelf.list", "pages": "complete"}]"#,
            "toys.shelf.list has no pages: one reply has all there is"
        ),
        Wrong(
            "an order of one",
            #"[{"order": ‸["toys.sale.create"]}]"#,
            "'order' needs two operations or more"
        ),
    ]

    static let others = [
        Wrong(
            "an unknown collection and an unknown field, both at once",
            #"[{"collection": ‸"toys.tois", "count": {"min": 1}}, {"collection": "toys.toys", "no-duplicates": ‸"nmae"}]"#,
            "unknown collection 'toys.tois'; did you mean 'toys.toys'?",
            "unknown field 'nmae' of toys.toys; did you mean 'name'?"
        ),
        Wrong(
            "a record without what it has",
            #"[{"record": ‸"toys.toys/1"}]"#,
            "'record' needs a 'has' beside it"
        ),
        Wrong(
            "a field that no record has",
            #"[{"record": "toys.toys/1", "has": {‸"stok": 1}}]"#,
            "unknown field 'stok' of toys.toys; did you mean 'stock'?"
        ),
        Wrong(
            "an unknown event",
            #"[{"webhook": ‸"toy.sold", "calls": {"min": 1}}]"#,
            "no vendor has an event 'toy.sold'"
        ),
        Wrong(
            "a flow that is something else",
            #"[{"flow": ‸"used"}]"#,
            "'flow' must be one of consumed, not 'used'"
        ),
        Wrong("some unmatched", #"[{"unmatched": ‸1}]"#, "'unmatched' can only be 0"),
        Wrong(
            "more than all",
            #"[{"coverage": {"min": ‸101}}]"#,
            "'min' must be a number from 0 to 100"
        ),
        Wrong("a coverage of nothing", #"[{"coverage": ‸{}}]"#, "'coverage' needs a 'min'"),
    ]

    static let hopeless = [
        Wrong(
            "more at least than at most",
            #"[{"op": "toys.sale.create", "calls": {"min": ‸3, "max": 2}}]"#,
            "this can never hold: 'min' is more than 'max'"
        ),
        Wrong(
            "calls that are forbidden",
            """
            [{"never": "toys.sale.*"},
             ‸{"op": "toys.sale.create", "calls": {"min": 1}},
             ‸{"order": ["toys.shelf.list", "toys.sale.create"]},
             {"op": "toys.sale.create", "calls": {"max": 1}},
             {"op": "toys.*", "calls": {"min": 1}}]
            """,
            "this can never hold: 'never' on line 1 forbids the calls",
            "this can never hold: 'never' on line 1 forbids the calls"
        ),
        Wrong(
            "two counts of the same",
            """
            [{"op": "toys.sale.create", "calls": {"max": 1}},
             ‸{"op": "toys.sale.create", "calls": {"min": 2}},
             {"collection": "toys.toys", "count": {"exactly": 2}},
             ‸{"collection": "toys.toys", "count": {"exactly": 3}}]
            """,
            "this can never hold together with line 1: at least 2 and at most 1",
            "this can never hold together with line 3: exactly 3 and exactly 2"
        ),
        Wrong(
            "a count that several exclude, for the first of them",
            """
            [{"op": "toys.sale.create", "calls": {"max": 5}},
             {"op": "toys.sale.create", "calls": {"max": 3}},
             {"op": "toys.sale.create", "calls": {"max": 4}},
             {"op": "toys.sale.create", "calls": {"max": 2}},
             ‸{"op": "toys.sale.create", "calls": {"min": 4}},
             ‸{"op": "toys.sale.create", "calls": {"min": 6}}]
            """,
            "this can never hold together with line 2: at least 4 and at most 3",
            "this can never hold together with line 1: at least 6 and at most 5"
        ),
    ]
}
