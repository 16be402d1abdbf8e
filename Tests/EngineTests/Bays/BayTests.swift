import Engine
import HTTP
import JSON
import Testing

@Suite struct `A bay` {
    // MARK: X-Mockbay-Error

    @Test(arguments: [
        ("unauthorized", 401), ("not_found", 404), ("rate_limited", 429), ("sold_out", 409),
        ("server_error", 500),
    ])
    func `gives a documented error that is asked for`(_ name: String, _ status: Int) throws {
        let client = try Bench.client()
        let delivery = client.sell(fields: [("X-Mockbay-Error", name)])
        #expect(delivery.status == status)
        #expect(delivery.text == #"{"problem":\#(status)}"#)
        #expect(delivery.response.field("X-Toys-Caller") == "key-demo")
        #expect(client.stock() == 3)
        #expect(client.bays.default.withContents { $0.journal.extras(1)?.forcedError } == name)
    }

    @Test func `refuses an error that there is not, and names the nearest`() throws {
        let client = try Bench.client()
        let delivery = client.sell(fields: [("X-Mockbay-Error", "soldout")])
        #expect(delivery.status == 400)
        #expect(delivery.text.contains(#""hint":"did you mean 'sold_out'?""#))
        #expect(client.stock() == 3)
    }

    @Test func `gives an error that is asked for before credentials, limits and flow`() throws {
        let client = try Bench.client(
            """
            {"scenario": 1, "given": {"limits": {"toys": {"requests": 1, "per": "1h"}}},
             "flow": {"*": [{"reply": {"status": 418}}]}}
            """
        )
        let asked = [("X-Mockbay-Error", "server_error")]
        #expect(client.sell(fields: asked + [("Authorization", "Bearer nonsense")]).status == 500)
        #expect(client.sell().status == 418)
        #expect(client.sell().status == 201, "the one that may be")
        #expect(client.sell(fields: asked).status == 500)
        #expect(client.sell().status == 429)
    }

    // MARK: The vendor's own order

    @Test func `lets the flow act before credentials and limits`() throws {
        let client = try Bench.client(#"{"scenario": 1, "flow": {"*": [{"reply": {"status": 418}}]}}"#)
        let stranger = [("Authorization", "Bearer nonsense")]
        #expect(client.sell(fields: stranger).status == 418)
        #expect(client.sell(fields: stranger).status == 401)
    }

    @Test func `limits the calls in a window of its own clock`() throws {
        let client = try Bench.client(
            #"{"scenario": 1, "given": {"limits": {"toys": {"requests": 2, "per": "60s"}}}}"#
        )
        #expect((0..<3).map { _ in client.get("/v1/toys").status } == [200, 200, 429])
        client.bays.default.withContents { $0.clock.advance(by: .seconds(30), MonotonicTime.now()) }
        #expect(client.get("/v1/toys").response.field("Retry-After") == "30")
        client.bays.default.withContents { $0.clock.advance(by: .seconds(30), MonotonicTime.now()) }
        #expect(client.get("/v1/toys").status == 200)
    }

    @Test func `does not count a scenario's actors against limits`() throws {
        let client = try Bench.client(
            """
            {"scenario": 1, "given": {"limits": {"toys": {"requests": 1, "per": "60s"}}},
             "flow": {"*": [{"before": [{"as": "key-demo", "call": "toys.shelf.list"},
                                        {"as": "key-demo", "call": "toys.shelf.list"}]}]}}
            """
        )
        #expect([client.get("/v1/toys").status, client.get("/v1/toys").status] == [200, 429])
        #expect(
            client.bays.default.withContents { $0.journal.extras(1)?.notes.map { $0.prefix(36) } } == [
                "key-demo called toys.shelf.list: 200", "key-demo called toys.shelf.list: 200",
            ]
        )
    }

    @Test func `tells a body that is no JSON from none`() throws {
        let client = try Bench.client()
        func post(_ body: String) -> Int {
            let fields = [("Authorization", "Bearer key-demo")]
            let request = Request(.post, "/v1/toys", fields: fields, body: Array(body.utf8))
            return client.dispatcher.respond(to: request, on: Listener(1)).status
        }
        #expect([post(#"{"name":"top"}"#), post("{name}"), post("")] == [201, 400, 400])
    }

    // MARK: Time

    @Test func `dates its replies by its own clock`() throws {
        let client = try Bench.client()
        #expect(client.get("/v1/toys").date == Bench.morning.seconds)
        client.bays.default.withContents { $0.clock.advance(by: .seconds(86_400), MonotonicTime.now()) }
        #expect(client.get("/v1/toys").date == Bench.morning.seconds + 86_400)
        #expect(client.get("/~other/v1/toys").date == Bench.morning.seconds)
    }

    @Test(arguments: [("10", "1"), ("21", "2"), ("0", "0"), ("9223372036854775807", "461168601842738816")])
    func `divides Retry-After by the speed of a scaled clock`(_ given: String, _ sent: String) throws {
        let client = try Bench.client(
            """
            {"scenario": 1, "clock": {"mode": "scaled", "speed": 20},
             "flow": {"*": [{"reply": {"status": 503, "headers": {"Retry-After": "\(given)"}}}]}}
            """
        )
        #expect(client.sell().response.field("Retry-After") == sent)
        #expect(client.lastNotes.contains { $0.contains("Retry-After \(given) became \(sent)") })
    }

    @Test(arguments: ["inf", "nan", "1e400", "-5", "Mon, 02 Mar 2026 08:00:05 GMT"])
    func `leaves a Retry-After that is no number of seconds as it is`(_ given: String) throws {
        let client = try Bench.client(
            """
            {"scenario": 1, "clock": {"mode": "scaled", "speed": 20},
             "flow": {"*": [{"reply": {"status": 503, "headers": {"Retry-After": "\(given)"}}}]}}
            """
        )
        #expect(client.sell().response.field("Retry-After") == given)
    }

    // MARK: Isolation

    @Test func `keeps its state from others`() throws {
        let client = try Bench.client()
        #expect(client.send(.post, "/~a/v1/sales", body: ["toy_id": 2]).status == 201)
        #expect(client.send(.post, "/~a/v1/sales", body: ["toy_id": 2]).status == 409)
        #expect(client.send(.post, "/~b/v1/sales", body: ["toy_id": 2]).status == 201)
        #expect(client.stock(of: 2) == 1)
    }

    @Test func `starts over with state, clock and journal`() throws {
        let client = try Bench.client()
        _ = client.sell()
        client.bays.default.withContents { $0.clock.advance(by: .seconds(60), MonotonicTime.now()) }
        client.bays.default.reset()
        #expect(client.stock() == 3)
        #expect(client.get("/v1/toys").date == Bench.morning.seconds)
        #expect(client.bays.default.withContents { $0.journal.count } == 1)
    }

    @Test func `starts over from another start where one is given`() throws {
        let client = try Bench.client()
        let text = #"{"scenario": 1, "given": {"records": {"toys.toys/1": {"stock": 99}}}}"#
        let scenario = try Scenario.load(Array(text.utf8), file: "a", mounts: Bench.mounts)
        let start = try scenario.laid(over: client.bays.baseStart)
        client.bays.default.reset(to: start)
        #expect(client.stock() == 99)
        client.bays.default.reset()
        #expect(client.stock() == 99)
        #expect(client.bays.baseStart.scenario == nil)
    }

    @Test func `writes down what was asked, what was answered and by which step`() throws {
        let client = try Bench.client(
            """
            {"scenario": 1, "flow": {"toys.*": [{"calls": 1}, {"delay": "1s", "fault": {"empty": {}}}]}}
            """
        )
        _ = client.sell()
        _ = client.sell()
        let entry = client.bays.default.withContents { $0.journal[2] }
        #expect(entry?.summary.mark.vendor == 0)
        #expect(entry?.summary.mark.operation == 3)
        #expect(entry?.summary.mark.instant == Bench.morning)
        #expect(entry?.extras?.step == "toys.*[2]")
        #expect(entry?.extras?.delay == .seconds(1))
        #expect(entry?.extras?.fault != nil)
        #expect(entry?.requestBody == Array(#"{"toy_id":1}"#.utf8))
    }

    @Test func `answers the same calls with the same bytes`() throws {
        func run() throws -> [[UInt8]] {
            let client = try Bench.client(
                """
                {"scenario": 1, "seed": 5, "given": {"generate": {"toys.toys": 3}},
                 "flow": {"toys.sale.create": [{"calls": 1}, {"reply": {"error": "sold_out"}}]}}
                """
            )
            return [client.get("/v1/toys"), client.sell(), client.sell(), client.get("/v1/toys/1000")].map {
                $0.response.fieldLines + $0.response.body
            }
        }
        #expect(try run() == run())
    }
}
