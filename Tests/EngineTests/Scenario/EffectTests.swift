import Engine
import HTTP
import JSON
import Testing

@Suite struct `A step` {
    /// One list for sales.
    private func client(_ steps: String, given: String = "{}") throws -> Client {
        try Bench.client(#"{"scenario": 1, "given": \#(given), "flow": {"toys.sale.create": [\#(steps)]}}"#)
    }

    // MARK: Replies

    @Test func `replies with an error of the vendor's, in its words`() throws {
        let client = try client(#"{"reply": {"error": "rate_limited"}}"#)
        let delivery = client.sell()
        #expect(delivery.status == 429)
        #expect(delivery.text == #"{"problem":429}"#)
        #expect(delivery.response.field("Retry-After") == "5")
        #expect(delivery.response.field("X-Toys-Caller") == "key-demo")
        #expect(client.stock() == 3)
    }

    @Test func `replies as written, with what the vendor puts on every reply`() throws {
        let client = try client(
            """
            {"reply": {"status": 503, "headers": {"Retry-After": 1, "X-Up": "später"}, "body": {"a": [1.50]}}}
            """
        )
        let delivery = client.sell(fields: [("Authorization", "Bearer nonsense")])
        #expect(delivery.status == 503)
        #expect(delivery.text == #"{"a":[1.50]}"#)
        #expect(delivery.response.contentType == .json)
        #expect(delivery.response.field("Retry-After") == "1")
        #expect(delivery.response.field("X-Up") == "später")
        #expect(delivery.response.field("X-Toys-Caller") == "nobody")
        #expect(client.stock() == 3)
    }

    @Test func `replies with text as it stands`() throws {
        let client = try client(
            """
            {"reply": {"status": 502, "headers": {"Content-Type": "text/html"}, "body": "<h1>Bad Gateway</h1>"}},
            {"reply": {"status": 502, "body": "down"}}, {"reply": {"status": 204}}
            """
        )
        let page = client.sell()
        #expect(page.text == "<h1>Bad Gateway</h1>")
        #expect(page.response.contentType == nil)
        #expect(page.response.field("Content-Type") == "text/html")
        #expect(client.sell().response.contentType == .text)
        #expect(client.sell().response.contentType == nil)
    }

    @Test func `patches the real reply`() throws {
        let client = try client(
            #"{"reply": {"patch": {"stock": null, "name": "dragon", "extra": {"a": 1}}}}"#
        )
        let delivery = client.sell()
        #expect(delivery.status == 201)
        #expect(delivery.text == #"{"id":1,"name":"dragon","price":null,"extra":{"a":1}}"#)
        #expect(client.stock() == 2)
    }

    // MARK: Faults

    @Test(arguments: [
        (#"{"reset": {}}"#, Fault(.reset, at: .beforeHeaders), 3),
        (#"{"reset": {"afterBodyBytes": 64}}"#, Fault(.reset, at: .afterBodyBytes(64)), 2),
        (#"{"reset": {"afterBodyBytes": 64}, "commit": false}"#, Fault(.reset, at: .afterBodyBytes(64)), 3),
        (#"{"reset": {"onAccept": true}, "commit": true}"#, Fault(.reset, at: .onAccept), 2),
        (#"{"close": {"afterHeaders": true}}"#, Fault(.close, at: .afterHeaders), 2),
        (#"{"stall": {"beforeHeaders": true}}"#, Fault(.stall, at: .beforeHeaders), 3),
        (#"{"empty": {}}"#, Fault(.empty), 3),
        (#"{"empty": {}, "commit": true}"#, Fault(.empty), 2),
        (#"{"truncate": {}}"#, Fault(.truncate, at: .atBodyFraction(0.5)), 2),
        (#"{"truncate": {"atBodyFraction": 0.25}}"#, Fault(.truncate, at: .atBodyFraction(0.25)), 2),
        (#"{"garbage": {}}"#, Fault(.garbage), 3),
        (#"{"garbage": {"afterBodyBytes": 5}}"#, Fault(.garbage, at: .afterBodyBytes(5)), 2),
        (#"{"drip": {}}"#, Fault(.drip), 2),
        (#"{"malformed": {}}"#, Fault(.malformed, at: .atBodyFraction(0.5)), 2),
        (#"{"drip": {"bytesPerSecond": 200}}"#, Fault(.drip, bytesPerSecond: 200), 2),
        (#"{"wrongLength": {}}"#, Fault(.wrongLength), 2),
    ])
    func `spoils the reply and keeps or drops the write`(_ fault: String, _ wanted: Fault, _ stock: Int)
        throws
    {
        let client = try client(#"{"fault": \#(fault)}"#)
        let delivery = client.sell()
        #expect(delivery.fault == wanted)
        #expect(delivery.status == 201)
        #expect(client.stock() == stock)
        #expect(client.sell().fault == nil)
    }

    // MARK: Delays

    @Test func `holds the reply back`() throws {
        let client = try client(#"{"delay": "250ms", "reply": {"status": 503}}"#)
        #expect(client.sell().delay == .milliseconds(250))
        #expect(client.sell().delay == .zero)
    }

    @Test(arguments: [
        (#"{"uniform": {"min": "1s", "max": "2s"}}"#, 1.0...2.0),
        (#"{"normal": {"mean": "1s", "deviation": "10s"}}"#, 0.0...60),
        (#"{"lognormal": {"median": "1s", "sigma": 0.5}}"#, 0.05...20),
    ])
    func `draws the delay from the seed`(_ delay: String, _ range: ClosedRange<Double>) throws {
        func delays(seed: Int) throws -> [Duration] {
            let client = try Bench.client(
                """
                {"scenario": 1, "seed": \(seed), "flow": {"*": [{"calls": "rest", "delay": \(delay)}]}}
                """
            )
            return (0..<50).map { _ in client.get("/v1/toys").delay }
        }
        let one = try delays(seed: 1)
        #expect(one.allSatisfy { range.contains($0 / .seconds(1)) })
        #expect(Set(one).count > 10)
        #expect(try delays(seed: 1) == one)
        #expect(try delays(seed: 2) != one)
    }

    @Test func `is never held back longer than a day by a tail`() {
        let delay = Delay.lognormal(median: .seconds(86_400), sigma: 10)
        #expect((0..<100).allSatisfy { delay.drawn(from: $0) <= Delay.longest })
    }

    // MARK: Actions

    @Test func `lets a rival be faster, through the vendor's own rules`() throws {
        let client = try client(
            #"{"before": [{"as": "rival", "call": "toys.sale.create", "with": {"toy": 2}}]}"#
        )
        #expect(client.sell(2).status == 409)
        #expect(client.stock(of: 2) == 0)
        // What came of it stands there too: a status alone does not tell that a vendor's 200 was a failure.
        #expect(client.lastNotes.count == 1)
        #expect(client.lastNotes.first?.hasPrefix("rival called toys.sale.create: 201 {") == true)
    }

    @Test func `changes the world before and after`() throws {
        let client = try client(
            """
            {"before": [{"set": {"toys.toys/1": {"stock": 1}}}],
             "after": [{"set": {"toys.toys/1": {"stock": 50}, "toys.toys/3": {"id": 3, "name": "top"}}},
                       {"remove": "toys.toys/2"}]}
            """
        )
        #expect(client.sell(1).text.contains(#""stock":0"#))
        #expect(client.stock(of: 1) == 50)
        #expect(client.stock(of: 2) == nil)
        #expect(client.stock(of: 3) == 0)
    }

    @Test func `says in the journal what could not be done`() throws {
        let client = try client(
            #"{"before": [{"remove": ["toys.toys/2", "toys.toys/2"]}, {"set": {"toys.toys/2": {"id": 2}}}]}"#
        )
        #expect(client.sell().status == 201)
        #expect(
            client.lastNotes == [
                "removed toys.toys/2", "removed toys.toys/2: it was not there",
                "an action failed: toys lacks the required field 'name'",
            ]
        )
    }

    @Test func `keeps what others did when its own write is dropped`() throws {
        let client = try client(
            """
            {"before": [{"call": "toys.sale.create", "with": {"toy": 1}}], "fault": {"empty": {}},
             "after": [{"set": {"toys.toys/2": {"stock": 7}}}]}
            """
        )
        _ = client.sell(1)
        #expect(client.stock(of: 1) == 2)
        #expect(client.stock(of: 2) == 7)
    }

    @Test func `sets a limit for the calls to come`() throws {
        let client = try client(#"{"after": [{"limit": {"toys": {"requests": 1, "per": "10s"}}}]}"#)
        #expect([client.sell().status, client.sell().status] == [201, 201])
        let refused = client.sell()
        #expect(refused.status == 429)
        #expect(refused.response.field("Retry-After") == "10")
    }

    @Test func `advances the clock, which its own reply shows`() throws {
        let client = try client(#"{"before": [{"advance": "1h"}]}"#)
        #expect(client.sell().date == Bench.morning.seconds + 3600)
        #expect(client.bays.default.withContents { $0.now } == Bench.morning + .seconds(3600))
    }
}
