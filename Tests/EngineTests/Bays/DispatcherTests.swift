import Engine
import HTTP
import JSON
import Testing

@Suite struct `The dispatcher` {
    struct Ask: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let target: String
        var fields: [(String, String)] = []
        /// The name of the bay, or of the problem.
        let answer: String

        init(_ why: String, _ target: String, _ fields: [(String, String)], _ answer: String) {
            testDescription = why
            self.target = target
            self.fields = fields
            self.answer = answer
        }

        init(_ why: String, _ target: String, _ answer: String) { self.init(why, target, [], answer) }
    }

    private static let badKey = ("Authorization", "Bearer key-demo~")

    @Test(arguments: [
        Ask("nothing said", "/v1/toys", "default"),
        Ask("a prefix", "/~ci-7/v1/toys", "ci-7"),
        Ask("an encoded tilde", "/%7Eci-7/v1/toys", "ci-7"),
        Ask("an encoded tilde in lower case", "/%7eci-7/v1/toys", "ci-7"),
        Ask("an encoded name", "/~ci%2D7/v1/toys", "ci-7"),
        Ask("a header", "/v1/toys", [("X-Mockbay-Bay", "ci-7")], "ci-7"),
        Ask("a credential", "/v1/toys", [("Authorization", "Bearer key-demo~ci-7")], "ci-7"),
        Ask("the last tilde", "/v1/toys", [("Authorization", "Bearer key-de~mo~ci-7")], "ci-7"),
        Ask("the default by name", "/~default/v1/toys", "default"),
        Ask(
            "all three agreed",
            "/~ci-7/v1/toys",
            [("X-Mockbay-Bay", "ci-7"), ("Authorization", "Bearer key-demo~ci-7")],
            "ci-7"
        ),
        Ask("prefix against header", "/~ci-7/v1/toys", [("X-Mockbay-Bay", "ci-8")], "bay_conflict"),
        Ask(
            "prefix against credential",
            "/~ci-7/v1/toys",
            [("Authorization", "Bearer key-demo~ci-8")],
            "bay_conflict"
        ),
        Ask(
            "header against credential",
            "/v1/toys",
            [("X-Mockbay-Bay", "ci-7"), ("Authorization", "Bearer key-demo~ci-8")],
            "bay_conflict"
        ),
        Ask("default against another", "/~default/v1/toys", [("X-Mockbay-Bay", "ci-7")], "bay_conflict"),
        Ask(
            "two headers that agree",
            "/v1/toys",
            [("X-Mockbay-Bay", "ci-7"), ("x-mockbay-bay", "ci-7")],
            "ci-7"
        ),
        Ask(
            "two headers that do not",
            "/v1/toys",
            [("X-Mockbay-Bay", "ci-7"), ("x-mockbay-bay", "ci-8")],
            "bay_conflict"
        ),
        Ask("an empty prefix", "/~/v1/toys", "bad_bay_name"),
        Ask("dots", "/~../v1/toys", "bad_bay_name"),
        Ask("a slash in the name", "/~a%2Fb/v1/toys", "bad_bay_name"),
        Ask("a blank in the header", "/v1/toys", [("X-Mockbay-Bay", "a b")], "bad_bay_name"),
        Ask("an empty credential suffix", "/v1/toys", [badKey], "bad_bay_name"),
        Ask(
            "64 characters",
            "/~\(String(repeating: "a", count: 64))/v1/toys",
            String(repeating: "a", count: 64)
        ),
        Ask("65 characters", "/~\(String(repeating: "a", count: 65))/v1/toys", "bad_bay_name"),
    ])
    func `chooses the bay by`(_ row: Ask) throws {
        let client = try Bench.client()
        let delivery = client.get(row.target, fields: row.fields)
        if delivery.status == 200 {
            let visited = client.bays.all.filter { $0.withContents { $0.journal.count } == 1 }
            #expect(visited.map(\.name.description) == [row.answer])
        } else {
            #expect(delivery.status == 400)
            #expect(try error(delivery)["code"]?.string == row.answer)
        }
    }

    @Test func `makes no bays where that is forbidden`() throws {
        var settings = Bays.Settings()
        settings.makesBays = false
        let client = try Bench.client(settings: settings)
        let delivery = client.get("/~ci-7/v1/toys")
        #expect(delivery.status == 404)
        #expect(try error(delivery)["code"] == "unknown_bay")
        #expect(client.bays.all.count == 1)
        #expect(client.get("/~default/v1/toys").status == 200)
    }

    @Test func `makes no more bays than are allowed`() throws {
        var settings = Bays.Settings()
        settings.mostBays = 2
        let client = try Bench.client(settings: settings)
        #expect(client.get("/~a/v1/toys").status == 200)
        #expect(client.get("/~b/v1/toys").status == 503)
        #expect(client.get("/~a/v1/toys").status == 200)
    }

    @Test func `makes no more of them for credentials that are wrong`() throws {
        var settings = Bays.Settings()
        settings.mostBays = 3
        let client = try Bench.client(settings: settings)
        let deliveries = (1...5).map {
            client.get("/v1/toys", fields: [("Authorization", "Bearer wrong~bay-\($0)")])
        }
        #expect(deliveries.map(\.status) == [401, 401, 503, 503, 503])
        let refused = try error(deliveries[4])
        #expect(refused["code"] == "too_many_bays")
        #expect(refused.object?.keys == ["code", "message", "path", "hint"])
        #expect(client.bays.all.count == 3)
        #expect(client.get("/v1/toys").status == 200, "those that are there go on")
    }

    @Test func `says four things of every problem`() throws {
        let delivery = try Bench.client().get("/~ci-7/v1/toys", fields: [("X-Mockbay-Bay", "ci-8")])
        #expect(try error(delivery).object?.keys == ["code", "message", "path", "hint"])
    }

    struct Place: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let target: String
        let host: String
        let status: Int
        let text: String?

        init(
            _ why: String,
            _ target: String,
            host: String = "localhost",
            _ status: Int,
            _ text: String? = nil
        ) {
            testDescription = why
            self.target = target
            self.host = host
            self.status = status
            self.text = text
        }
    }

    @Test(arguments: [
        Place("by path", "/toys/v1/toys", 200, #"["kite","yo-yo"]"#),
        Place("by path behind a bay", "/~a/toys/v1/toys", 200, #"["kite","yo-yo"]"#),
        Place("another vendor", "/games/board", 200, "[]"),
        Place("by host", "/v1/toys", host: "api.toys.example", 200, #"["kite","yo-yo"]"#),
        Place("by host in any case and with a port", "/board", host: "API.games.example:4600", 200, "[]"),
        Place("by host behind a bay", "/~a/board", host: "api.games.example", 200, "[]"),
        Place("a strange host by path", "/games/board", host: "example.com", 200, "[]"),
        Place("the control API", "/__mockbay/bays/a", 200, "/bays/a"),
        Place("the control API itself", "/__mockbay", 200, ""),
        Place("no vendor at all", "/v1/toys", 404),
        Place("the root", "/", 404),
        Place("a vendor in another case", "/Toys/v1/toys", 404),
        Place("no such path of the vendor", "/toys/v1/toy", 404, #"{"problem":404}"#),
        Place("the vendor alone", "/toys", 404, #"{"problem":404}"#),
    ])
    func `finds on the gateway`(_ row: Place) throws {
        let delivery = try Bench.client().send(.get, row.target, fields: [("Host", row.host)], listener: 0)
        #expect(delivery.status == row.status)
        if let text = row.text { #expect(delivery.text == text) }
    }

    @Test func `serves on a vendor's listener that vendor and nothing else`() throws {
        let client = try Bench.client()
        #expect(client.get("/__mockbay/bays").text == #"{"problem":404}"#)
        #expect(client.get("/games/board").text == #"{"problem":404}"#)
        #expect(client.get("/board", fields: [("Host", "api.games.example")]).text == #"{"problem":404}"#)
    }

    @Test func `refuses in the vendor's words what no operation takes`() throws {
        let client = try Bench.client()
        let missing = client.get("/v1/nowhere")
        #expect(missing.status == 404)
        #expect(missing.response.field("X-Toys-Caller") == "nobody")
        let method = client.send(.delete, "/v1/toys")
        #expect(method.status == 405)
        #expect(method.response.field("Allow") == "GET, HEAD, POST, OPTIONS")
        #expect(client.bays.default.withContents { $0.journal.count } == 2)
    }

    @Test func `answers OPTIONS with the methods of the path`() throws {
        let client = try Bench.client()
        let delivery = client.send(.options, "/v1/toys")
        #expect(delivery.status == 204)
        #expect(delivery.response.field("Allow") == "GET, HEAD, POST, OPTIONS")
        #expect(client.send(.options, "/v1/nowhere").status == 404)
        #expect(client.send(.options, "*").status == 204)
    }

    @Test func `takes HEAD for GET`() throws {
        #expect(try Bench.client().send(.head, "/v1/toys/1").status == 200)
    }

    @Test func `numbers the replies, unless it is pure`() throws {
        let client = try Bench.client()
        #expect((0..<3).map { _ in client.get("/v1/toys").requestID } == [1, 2, 3])
        #expect(client.get("/~a/v1/toys").requestID == 1)
        #expect(try Bench.client(isPure: true).get("/v1/toys").requestID == nil)
    }

    @Test(
        arguments: [
            ("/v1/sales", "100-continue", nil), ("/v1/nowhere", "100-continue", 404),
            ("/v1/toys/1", "100-continue", 405),
            ("/v1/nowhere", nil, nil),
        ] as [(String, String?, Int?)]
    )
    func `refuses a body before it comes where nobody wants it`(
        _ target: String,
        _ expect: String?,
        _ status: Int?,
    ) throws {
        let request = Request(
            .post,
            target,
            fields: expect.map { [("Expect", $0)] } ?? [],
            body: [0x7B, 0x7D]
        )
        let refusal = try Bench.client().dispatcher.refusal(of: request, on: Listener(1))
        #expect(refusal?.status == status)
    }

    private func error(_ delivery: Delivery) throws -> JSON.Value {
        let value = try JSON.Value.parse(delivery.response.body)
        let error: JSON.Value? = value["error"]
        return try #require(error)
    }
}
