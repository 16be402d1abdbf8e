import Engine
import HTTP
import JSON
import Testing

@Suite struct `A step of the flow lasts` {
    private func client(_ steps: String) throws -> Client {
        try Bench.client(#"{"scenario": 1, "flow": {"toys.shelf.list": [\#(steps)]}}"#)
    }

    private func status(_ client: Client) -> Int { client.get("/v1/toys").status }

    @Test func `for a time from the start`() throws {
        let client = try client(#"{"for": "10s", "reply": {"status": 503}}"#)
        #expect([status(client), status(client)] == [503, 503])
        client.advance(.milliseconds(9_999))
        #expect(status(client) == 503)
        client.advance(.milliseconds(1))
        #expect(status(client) == 200)
    }

    @Test func `for a time from when the step before it was used up`() throws {
        let client = try client(#"{"calls": 1}, {"for": "10s", "reply": {"status": 503}}"#)
        client.advance(.seconds(60))
        #expect([status(client), status(client)] == [200, 503])
        client.advance(.seconds(10))
        #expect(status(client) == 200)
    }

    @Test func `for times that follow on each other without a gap`() throws {
        let client = try client(
            #"{"for": "10s", "reply": {"status": 501}}, {"for": "5s", "reply": {"status": 502}}, {"calls": 1, "reply": {"status": 503}}"#
        )
        client.advance(.seconds(12))
        #expect(status(client) == 502)
        client.advance(.seconds(3))
        #expect([status(client), status(client)] == [503, 200])
    }

    @Test func `for a time from its first call`() throws {
        let client = try client(#"{"for": "10s", "from": "first-call", "reply": {"status": 503}}"#)
        client.advance(.seconds(60))
        #expect(status(client) == 503)
        client.advance(.milliseconds(9_999))
        #expect(status(client) == 503)
        client.advance(.milliseconds(1))
        #expect(status(client) == 200)
    }

    @Test func `from the first call that it wants`() throws {
        let client = try client(
            #"{"for": "10s", "from": "first-call", "when": {"query": {"name": "x"}}, "reply": {"status": 503}}"#
        )
        #expect(status(client) == 200)
        client.advance(.seconds(60))
        #expect(client.get("/v1/toys?name=x").status == 503)
        client.advance(.seconds(10))
        #expect(client.get("/v1/toys?name=x").status == 200)
    }

    @Test func `until a record has what it waits for`() throws {
        let client = try client(
            #"{"until": {"record": "toys.toys/1", "has": {"stock": 1}}, "reply": {"status": 503}}"#
        )
        #expect([status(client), client.sell().status, status(client)] == [503, 201, 503])
        #expect(client.sell().status == 201)
        #expect(status(client) == 200)
    }

    @Test func `until a record has had it, even if it was changed again before the next call`() throws {
        let client = try client(
            #"{"until": {"record": "toys.toys/1", "has": {"stock": 2}}, "reply": {"status": 503}}"#
        )
        #expect(
            [status(client), client.sell().status, client.sell().status, status(client)] == [
                503, 201, 201, 200,
            ]
        )
    }

    @Test func `behind one for the rest that does not want the call`() throws {
        let client = try client(
            """
            {"calls": "rest", "when": {"query": {"name": "x"}}, "reply": {"status": 501}},
            {"for": "10s", "reply": {"status": 502}}, {"calls": 1, "reply": {"status": 503}}
            """
        )
        #expect([client.get("/v1/toys?name=x").status, status(client)] == [501, 502])
        client.advance(.seconds(10))
        #expect([client.get("/v1/toys?name=x").status, status(client), status(client)] == [501, 503, 200])
    }

    @Test func `and shows how far it has got`() throws {
        let client = try client(
            """
            {"for": "90s"},
            {"until": {"record": "toys.toys/1", "has": {"stock": 0}}}
            """
        )
        _ = status(client)
        client.advance(.seconds(90))
        _ = status(client)
        #expect(
            client.progress?["toys.shelf.list"] == [
                ["step": 1, "used": 1, "of": "90s", "done": true, "line": 1],
                ["step": 2, "used": 1, "of": "toys.toys/1", "done": false, "line": 2],
            ]
        )
    }

    @Test func `on in a copy of the bay, from where it was`() throws {
        let client = try client(#"{"for": "10s", "reply": {"status": 503}}"#)
        client.advance(.seconds(6))
        let copy = try client.bays.create(#require(BayName("copy")), start: client.bays.default.fork)
        copy.withContents { $0.clock.advance(by: .seconds(4), MonotonicTime.now()) }
        #expect(client.get("/~copy/v1/toys").status == 200)
        #expect(status(client) == 503)
    }
}

extension Client {
    /// Moves the clock of bay `default`, as the control API does.
    func advance(_ duration: Duration) {
        bays.default.move(.advance(duration))
    }
}
