import Engine
import HTTP
import JSON
import Testing

@Suite struct `The flow of a scenario` {
    private func client(_ flow: String) throws -> Client {
        try Bench.client(#"{"scenario": 1, "flow": \#(flow)}"#)
    }

    @Test func `goes through its steps in order, then lets the vendor answer`() throws {
        let client = try client(
            """
            {"toys.sale.create": [
                {"calls": 1},
                {"calls": 2, "reply": {"error": "server_error"}},
                {"reply": {"status": 418}},
            ]}
            """
        )
        #expect((0..<5).map { _ in client.sell().status } == [201, 500, 500, 418, 201])
        #expect(client.stock() == 1)
    }

    @Test func `takes all calls with a step for the rest`() throws {
        let client = try client(
            #"{"toys.sale.create": [{"calls": 1}, {"calls": "rest", "reply": {"status": 503}}]}"#
        )
        #expect((0..<4).map { _ in client.sell().status } == [201, 503, 503, 503])
    }

    @Test(arguments: [
        (["*"], 400), (["*", "toys.*"], 401), (["toys.*", "*", "toys.sale.*"], 402),
        (["toys.sale.create", "toys.*", "*"], 400), (["toys.shelf.*", "games.*"], 201),
        (["games.*", "*"], 401),
    ])
    func `takes the most specific selector`(_ selectors: [String], _ status: Int) throws {
        let rules = selectors.enumerated().map { index, selector in
            #""\#(selector)": [{"calls": "rest", "reply": {"status": \#(400 + index)}}]"#
        }
        let client = try client("{\(rules.joined(separator: ", "))}")
        #expect(client.sell().status == status)
    }

    @Test func `does not fall back on a wider selector when a list is used up`() throws {
        let client = try client(
            """
            {"*": [{"calls": "rest", "reply": {"status": 500}}], "toys.sale.*": [{"reply": {"status": 503}}]}
            """
        )
        #expect([client.sell().status, client.sell().status] == [503, 201])
        #expect(client.get("/v1/toys").status == 500)
    }

    @Test func `counts all operations of a selector together`() throws {
        let client = try client(#"{"toys.*": [{"calls": 2, "reply": {"status": 503}}]}"#)
        #expect(
            [client.sell().status, client.get("/v1/toys").status, client.sell().status] == [503, 503, 201]
        )
    }

    struct Filter: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let when: String
        let target: String
        var fields: [(String, String)] = []
        var body: JSON.Value?
        let holds: Bool

        init(
            _ why: String,
            _ when: String,
            _ target: String,
            fields: [(String, String)] = [],
            body: JSON.Value? = nil,
            holds: Bool,
        ) {
            testDescription = why
            self.when = when
            self.target = target
            self.fields = fields
            self.body = body
            self.holds = holds
        }
    }

    @Test(arguments: [
        Filter("no filter", "{}", "/v1/toys", holds: true),
        Filter("a query", #"{"query": {"name": "a b"}}"#, "/v1/toys?x=1&name=a+b", holds: true),
        Filter("another query", #"{"query": {"name": "a"}}"#, "/v1/toys?name=b", holds: false),
        Filter("no query", #"{"query": {"name": "a"}}"#, "/v1/toys", holds: false),
        Filter("an empty query value", #"{"query": {"name": ""}}"#, "/v1/toys?name", holds: true),
        Filter("a number in a query", #"{"query": {"page": 2}}"#, "/v1/toys?page=2", holds: true),
        Filter(
            "a header in any case",
            #"{"header": {"x-client": "two"}}"#,
            "/v1/toys",
            fields: [("X-Client", "two")],
            holds: true
        ),
        Filter(
            "one of several headers",
            #"{"header": {"X-Client": "two"}}"#,
            "/v1/toys",
            fields: [("X-Client", "one"), ("X-Client", "two")],
            holds: true
        ),
        Filter(
            "a header's value in another case",
            #"{"header": {"X-Client": "two"}}"#,
            "/v1/toys",
            fields: [("X-Client", "Two")],
            holds: false
        ),
        Filter("no header", #"{"header": {"X-Client": "two"}}"#, "/v1/toys", holds: false),
        Filter("a path", #"{"path": {"toy_id": "1"}}"#, "/v1/toys/1", holds: true),
        Filter("an encoded path", #"{"path": {"toy_id": "1"}}"#, "/v1/toys/%31", holds: true),
        Filter("another path", #"{"path": {"toy_id": "1"}}"#, "/v1/toys/2", holds: false),
        Filter("an operation without the path", #"{"path": {"toy_id": "1"}}"#, "/v1/toys", holds: false),
        Filter(
            "part of a body",
            #"{"body": {"name": "top"}}"#,
            "/v1/toys",
            body: ["name": "top", "stock": 1],
            holds: true
        ),
        Filter(
            "another body",
            #"{"body": {"name": "top"}}"#,
            "/v1/toys",
            body: ["name": "kite"],
            holds: false
        ),
        Filter("no body", #"{"body": {"name": "top"}}"#, "/v1/toys", holds: false),
        Filter(
            "a record as it is",
            #"{"record": "toys.toys/1", "has": {"name": "kite"}}"#,
            "/v1/toys",
            holds: true
        ),
        Filter(
            "a record as it is not",
            #"{"record": "toys.toys/1", "has": {"stock": 0}}"#,
            "/v1/toys",
            holds: false
        ),
        Filter(
            "a record that is not there",
            #"{"record": "toys.toys/5", "has": {}}"#,
            "/v1/toys",
            holds: false
        ),
        Filter(
            "all but one condition",
            #"{"path": {"toy_id": "1"}, "query": {"a": "1"}}"#,
            "/v1/toys/1",
            holds: false
        ),
    ])
    func `filters by`(_ row: Filter) throws {
        let client = try client(#"{"toys.shelf.*": [{"when": \#(row.when), "reply": {"status": 418}}]}"#)
        let method: HTTP.Method = row.body == nil ? .get : .post
        let status = client.send(method, row.target, fields: row.fields, body: row.body).status
        #expect((status == 418) == row.holds)
        #expect(client.progress?["toys.shelf.*"]?.array?.first?["used"] == (row.holds ? 1 : 0))
    }

    @Test func `keeps a step for the call that it wants`() throws {
        let client = try client(
            """
            {"toys.shelf.get": [
                {"when": {"path": {"toy_id": "2"}}, "reply": {"status": 501}},
                {"when": {"path": {"toy_id": "1"}}, "reply": {"status": 502}},
            ]}
            """
        )
        let ids = [1, 1, 2, 2, 1, 1]
        #expect(ids.map { client.get("/v1/toys/\($0)").status } == [200, 200, 501, 200, 502, 200])
    }

    @Test func `goes on past a step for the rest that does not want the call`() throws {
        let client = try client(
            """
            {"toys.shelf.get": [
                {"calls": "rest", "when": {"path": {"toy_id": "2"}}, "reply": {"status": 501}},
                {"calls": 1, "reply": {"status": 502}},
            ]}
            """
        )
        let ids = [2, 1, 1, 2]
        #expect(ids.map { client.get("/v1/toys/\($0)").status } == [501, 502, 200, 501])
    }

    @Test func `numbers the attempts at one thing`() throws {
        let client = try client(
            """
            {"toys.sale.create": [
                {"calls": 3, "reply": {"status": 503}},
                {"calls": "rest", "when": {"attempt": 3}, "reply": {"status": 418}},
            ]}
            """
        )
        // Two attempts at toy 1 and one at toy 2 fail; then the next at toy 1 is its third, at toy 2 its second.
        #expect([client.sell(1).status, client.sell(1).status, client.sell(2).status] == [503, 503, 503])
        #expect([client.sell(1).status, client.sell(2).status] == [418, 201])
        // A reply of 418 is a failure too; what follows it is the fourth.
        #expect([client.sell(1).status, client.sell(1).status] == [201, 201])
        let attempts = client.bays.default.withContents { contents in
            contents.journal.summaries().map(\.mark.attempt)
        }
        #expect(attempts == [1, 2, 1, 3, 2, 4, 1])
    }

    @Test func `takes calls with one idempotency key for attempts at one thing`() throws {
        let client = try client(
            #"{"toys.sale.create": [{"when": {"attempt": 2}, "reply": {"status": 418}}]}"#
        )
        let key = [("Idempotency-Key", "k-1")]
        #expect([client.sell(9, fields: key).status, client.sell(1, fields: key).status] == [404, 418])
    }

    @Test func `counts a call that a fault cut short as failed`() throws {
        let client = try client(
            """
            {"toys.shelf.list": [
                {"fault": {"reset": {"afterHeaders": true}}}, {"when": {"attempt": 2}, "reply": {"status": 418}},
            ]}
            """
        )
        #expect([client.get("/v1/toys").status, client.get("/v1/toys").status] == [200, 418])
    }

    @Test func `does not number attempts where no step asks for it`() throws {
        let client = try client(#"{"*": [{"reply": {"status": 503}}]}"#)
        _ = client.sell()
        #expect(client.bays.default.withContents { $0.journal.summary(1)?.mark.attempt } == 0)
    }

    @Test func `shows how far it has got`() throws {
        let client = try client(
            """
            {
                "toys.sale.create": [
                    {"calls": 2},
                    {"calls": "rest"},
                ],
                "*": [],
            }
            """
        )
        for _ in 0..<3 { _ = client.sell() }
        #expect(
            client.progress == [
                "toys.sale.create": [
                    ["step": 1, "used": 2, "of": 2, "done": true, "line": 3],
                    ["step": 2, "used": 1, "of": "rest", "done": false, "line": 4],
                ],
                "*": [],
            ]
        )
    }

    @Test func `shows nothing where there is no scenario`() throws {
        #expect(try Bench.client().progress == [:])
    }

    @Test func `starts over with the bay`() throws {
        let client = try client(#"{"*": [{"reply": {"status": 503}}]}"#)
        #expect([client.sell().status, client.sell().status] == [503, 201])
        client.bays.default.reset()
        #expect([client.sell().status, client.sell().status] == [503, 201])
    }

    @Test func `runs in each bay for itself`() throws {
        let client = try client(#"{"*": [{"reply": {"status": 503}}]}"#)
        #expect([client.get("/v1/toys").status, client.get("/~other/v1/toys").status] == [503, 503])
        #expect([client.get("/v1/toys").status, client.get("/~other/v1/toys").status] == [200, 200])
    }
}
