import Bells
import Engine
import HTTP
import JSON
import Testing

@Suite struct `An expectation` {
    struct Row: CustomTestStringConvertible {
        let expectation: String
        /// What is said where it fails.
        let saying: String?
        var testDescription: String { "\(expectation) \(saying == nil ? "holds" : "fails")" }

        init(_ expectation: String, _ saying: String? = nil) {
            self.expectation = expectation
            self.saying = saying
        }
    }

    /// After three calls: the list, a sale, and the list by name; the second call has a header.
    @Test(arguments: [
        Row(#"{"op": "toys.shelf.list", "calls": {"exactly": 2}}"#),
        Row(#"{"op": "toys.*", "calls": {"min": 3, "max": 3}}"#),
        Row(
            #"{"op": "toys.shelf.list", "calls": {"max": 1}}"#,
            "wanted at most 1 call of toys.shelf.list, got 2"
        ),
        Row(
            #"{"op": "toys.shelf.create", "calls": {"min": 1}}"#,
            "what came instead: toys.shelf.list 2 x 200; toys.sale.create 1 x 201"
        ),
        Row(#"{"op": "games.*", "calls": {"min": 1}}"#, "no other call came to the vendor either"),
        Row(#"{"op": "toys.sale.create", "header": {"x-client": "tiny"}}"#),
        Row(#"{"op": "toys.sale.create", "header": {"X-Client": "Tiny"}}"#, "another X-Client"),
        Row(#"{"op": "toys.shelf.list", "header": {"X-Client": "tiny"}}"#, "2 of 2 did not"),
        Row(#"{"op": "toys.shelf.create", "header": {"X-Client": "tiny"}}"#, "no call at all"),
        Row(#"{"order": ["toys.shelf.list", "toys.sale.create"]}"#),
        Row(#"{"order": ["toys.shelf.list", "toys.sale.create", "toys.shelf.list"]}"#),
        Row(
            #"{"order": ["toys.sale.create", "toys.shelf.list"]}"#,
            "toys.shelf.list before toys.sale.create"
        ),
        Row(#"{"order": ["toys.sale.create", "toys.shelf.get"]}"#, "toys.shelf.get did not come"),
        Row(#"{"never": "toys.shelf.create"}"#),
        Row(#"{"never": "toys.shelf.*"}"#, "wanted no call of toys.shelf.*, got 2"),
        Row(#"{"record": "toys.toys/1", "has": {"stock": 2}}"#),
        Row(
            #"{"record": "toys.toys/1", "has": {"stock": 3, "name": "kite"}}"#,
            #"it has {"stock":2}"#
        ),
        Row(#"{"record": "toys.toys/9", "has": {"stock": 3}}"#, "there is no such record"),
        Row(#"{"collection": "toys.toys", "count": {"exactly": 2}}"#),
        Row(
            #"{"collection": "toys.toys", "count": {"min": 3}}"#,
            "wanted at least 3 records in toys.toys, there are 2"
        ),
        Row(#"{"collection": "toys.toys", "no-duplicates": "name"}"#),
        Row(#"{"flow": "consumed"}"#),
        Row(#"{"unmatched": 0}"#),
        Row(#"{"contract": "strict"}"#),
        Row(#"{"coverage": {"min": 10}}"#),
        Row(#"{"coverage": {"min": 90}}"#, "toys.sale.create: sold_out"),
    ])
    func `is judged by what is there`(_ row: Row) throws {
        let client = try Bench.client()
        _ = client.get("/v1/toys")
        _ = client.sell(fields: [("X-Client", "tiny")])
        _ = client.get("/v1/toys?name=kite")
        let verdict = try client.verdict(row.expectation)
        if let saying = row.saying {
            verdict.fails(saying: saying)
        } else {
            #expect(verdict.passed, "\(verdict.message)")
        }
    }

    @Test func `names twins among records, but not those without a value`() throws {
        let client = try Bench.client()
        for _ in 0..<2 { _ = client.send(.post, "/v1/toys", body: ["name": "kite"]) }
        try client.verdict(#"{"collection": "toys.toys", "no-duplicates": "name"}"#).fails(
            saying: "wanted no name twice in toys.toys",
            #""kite" stands in 3 records"#
        )
        #expect(try client.verdict(#"{"collection": "toys.toys", "no-duplicates": "price"}"#).passed)
    }

    @Test func `names the steps that nobody used, with their lines`() throws {
        let client = try Bench.client(
            """
            {"scenario": 1, "flow": {
                "toys.sale.create": [{"calls": 2}],
                "toys.shelf.*": [
                    {"calls": 1},
                    {"calls": "rest"}]}}
            """
        )
        _ = client.sell()
        _ = client.get("/v1/toys")
        try client.verdict(#"{"flow": "consumed"}"#).fails(
            saying: "toys.sale.create[1] (line 2): 1 of 2 calls used it",
            "toys.shelf.*[2] (line 5): 0 calls used it"
        )
        _ = client.sell()
        _ = client.get("/v1/toys")
        #expect(try client.verdict(#"{"flow": "consumed"}"#).passed)
    }

    @Test func `sees requests that nobody takes, without their queries`() throws {
        let client = try Bench.client()
        _ = client.send(.options, "/v1/toys")
        #expect(try client.verdict(#"{"unmatched": 0}"#).passed)
        _ = client.get("/v1/tois?token=hush")
        let verdict = try client.verdict(#"{"unmatched": 0}"#)
        verdict.fails(saying: "GET /v1/tois  404")
        #expect(!verdict.message.contains("hush"))
    }

    @Test func `sees what the contract does not have`() throws {
        let client = try Bench.client()
        _ = client.get("/v1/toys?nmae=kite")
        _ = client.send(.post, "/v1/toys", body: ["name": "top", "stock": "many", "colour": "red"])
        try client.verdict(#"{"contract": "strict"}"#).fails(
            saying: "found 3 that differ",
            "undocumented parameter 'nmae': did you mean 'name'?",
            "wrong type 'stock': must be a whole number",
            "unknown field 'colour'"
        )
    }

    @Test func `fails loudly where the journal has lost what it needs`() throws {
        var settings = Bays.Settings()
        settings.journal.entries = 2
        let client = try Bench.client(settings: settings)
        for _ in 0..<3 { _ = client.get("/v1/toys") }
        for text in [
            #"{"never": "toys.sale.create"}"#, #"{"op": "toys.*", "calls": {"min": 1}}"#,
            #"{"op": "toys.*", "retries": {"max": 1}}"#, #"{"unmatched": 0}"#, #"{"contract": "strict"}"#,
        ] {
            try client.verdict(text).fails(saying: "cannot be judged: the journal has dropped 1")
        }
        #expect(try client.verdict(#"{"collection": "toys.toys", "count": {"min": 1}}"#).passed)
        client.bays.default.withContents { $0.journal.removeAll() }
        #expect(try client.verdict(#"{"never": "toys.sale.create"}"#).passed)
    }

    @Test func `fails loudly where a body had no room`() throws {
        var settings = Bays.Settings()
        settings.journal.bytes = 700
        let client = try Bench.client(settings: settings)
        let name = JSON.Value.string(String(repeating: "x", count: 2000))
        _ = client.send(.post, "/v1/toys", body: ["name": name])
        try client.verdict(#"{"op": "toys.*", "retries": {"max": 1}}"#).fails(saying: "had no room")
        try client.verdict(#"{"contract": "strict"}"#).fails(saying: "had no room")
    }

    @Test func `counts webhooks that were delivered`() throws {
        let belfry = try Belfry()
        func verdict(_ count: String) throws -> Verdict {
            let list = try Expectation.list(
                Array(#"[{"webhook": "bell.rung", "calls": \#(count)}]"#.utf8),
                named: "test",
                mounts: Belfry.mounts
            )
            return try #require(belfry.bay.verdict(of: list).first)
        }
        _ = belfry.ring()
        try verdict(#"{"exactly": 1}"#).fails(saying: "wanted exactly 1 webhooks 'bell.rung'", "pending")
        #expect(try verdict(#"{"exactly": 0}"#).passed)
        for item in belfry.deliverer.take() { item.report(.answered(500)) }
        try verdict(#"{"min": 1}"#).fails(saying: "500")
        belfry.advance(.seconds(3600))
        for item in belfry.deliverer.take() { item.report(.answered(200)) }
        #expect(try verdict(#"{"exactly": 1}"#).passed)
    }

    @Test func `stands in a scenario, with its place and its own name`() throws {
        let client = try Bench.client(
            """
            {"scenario": 1, "expect": [
                {"never": "toys.sale.create"},
                {"op": "toys.shelf.list", "calls": {"min": 1}, "name": "looks first"}]}
            """
        )
        _ = client.get("/v1/toys")
        _ = client.sell()
        let verdicts = client.bays.default.verdicts()
        #expect(verdicts.map(\.name) == ["never toys.sale.create", "looks first"])
        #expect(verdicts.map(\.passed) == [false, true])
        #expect(verdicts.map(\.place) == ["test.json:2:5", "test.json:3:5"])
    }

    @Test func `has the time of its within, and no longer`() throws {
        let client = try Bench.client()
        let list = try Expectation.list(
            Array(
                """
                [{"op": "toys.*", "calls": {"min": 1}, "within": "5s"}, {"never": "toys.shelf.create"},
                 {"op": "toys.sale.create", "calls": {"min": 1}, "within": "1s"}]
                """.utf8
            ),
            named: "test",
            mounts: Bench.mounts
        )
        var trial = Trial(list)
        let bay = client.bays.default
        var isOver = trial.hear(bay, after: .zero)
        #expect(!isOver)
        #expect(trial.verdicts.map(\.passed) == [false, true, false])
        isOver = trial.hear(bay, after: .milliseconds(1000))
        #expect(!isOver, "the third is lost, the first has time")
        _ = client.sell()
        isOver = trial.hear(bay, after: .milliseconds(4999))
        #expect(isOver)
        #expect(trial.verdicts.map(\.passed) == [true, true, false], "what was decided stays so")
    }
}
