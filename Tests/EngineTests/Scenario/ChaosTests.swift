import Engine
import HTTP
import JSON
import Synchronization
import Testing

@Suite struct Chaos {
    private func client(_ rules: String, _ rest: String = "") throws -> Client {
        try Bench.client(#"{"scenario": 1, "seed": 7, "chaos": [\#(rules)]\#(rest)}"#)
    }

    private let flaky = #"{"name": "flaky", "on": "toys.*", "rate": 0.3, "reply": {"status": 503}}"#

    private func statuses(_ client: Client, _ count: Int, _ target: String = "/v1/toys") -> [Int] {
        (0..<count).map { _ in client.get(target).status }
    }

    @Test func `strikes about as many calls as its rate says, and the same ones each time`() throws {
        let first = statuses(try client(flaky), 400)
        #expect(first == statuses(try client(flaky), 400))
        #expect((90...150).contains(first.count { $0 == 503 }))
        #expect(Set(first) == [200, 503])
    }

    @Test func `strikes other calls with another seed, in another bay, by another name`() throws {
        let usual = statuses(try client(flaky), 100)
        #expect(usual != statuses(try client(flaky), 100, "/~other/v1/toys"))
        #expect(usual != statuses(try client(flaky.replacing("flaky", with: "shaky")), 100))
        let seed = try Bench.client(#"{"scenario": 1, "seed": 8, "chaos": [\#(flaky)]}"#)
        #expect(usual != statuses(seed, 100))
    }

    @Test(arguments: [(0.0, 0), (1.0, 50)])
    func `knows never and always`(_ rate: Double, _ strikes: Int) throws {
        let client = try client(
            #"{"name": "a", "on": "*", "rate": \#(rate), "reply": {"status": 503}}"#
        )
        #expect(statuses(client, 50).count { $0 == 503 } == strikes)
    }

    @Test func `stops when it has struck an operation often enough`() throws {
        let client = try client(
            #"{"name": "a", "on": "*", "rate": 1, "max": 2, "reply": {"status": 503}}"#
        )
        #expect(statuses(client, 4) == [503, 503, 200, 200])
        #expect(statuses(client, 3, "/v1/toys/1") == [503, 503, 200])
    }

    @Test func `leaves the calls alone that a step applies to`() throws {
        let client = try client(
            #"{"name": "a", "on": "*", "rate": 1, "max": 1, "reply": {"status": 503}}"#,
            #", "flow": {"toys.shelf.list": [{"calls": 2, "reply": {"status": 418}}]}"#
        )
        #expect(statuses(client, 4) == [418, 418, 503, 200])
    }

    @Test func `has no say where an error is asked for`() throws {
        let client = try client(
            #"{"name": "a", "on": "*", "rate": 1, "max": 1, "reply": {"status": 503}}"#
        )
        #expect(client.get("/v1/toys", fields: [("X-Mockbay-Error", "server_error")]).status == 500)
        #expect(statuses(client, 2) == [503, 200])
    }

    @Test func `lets the first of its rules strike, while the others count on`() throws {
        let client = try client(
            """
            {"name": "a", "on": "toys.shelf.list", "rate": 1, "max": 1, "reply": {"status": 501}},
            {"name": "b", "on": "*", "rate": 1, "max": 1, "reply": {"status": 502}}
            """
        )
        #expect(statuses(client, 3) == [501, 502, 200])
    }

    @Test func `names its rule in the journal`() throws {
        let client = try client(flaky.replacing("0.3", with: "1"))
        _ = client.get("/v1/toys")
        let extras = client.bays.default.withContents { $0.journal.extras(1) }
        #expect(extras?.chaosRule == "flaky")
        #expect(extras?.step == nil)
    }

    @Test func `may be an error of the vendor, a fault or a delay`() throws {
        let client = try client(
            """
            {"name": "a", "on": "toys.shelf.list", "rate": 1, "reply": {"error": "server_error"}, "delay": "2s"},
            {"name": "b", "on": "toys.sale.create", "rate": 1, "max": 1, "fault": {"reset": {"beforeHeaders": true}}},
            {"name": "c", "on": "toys.shelf.get", "rate": 1, "delay": {"uniform": {"min": "1s", "max": "9s"}}}
            """
        )
        let list = client.get("/v1/toys")
        #expect(list.status == 500)
        #expect(list.delay == .seconds(2))
        #expect(client.sell().fault?.kind == .reset)
        #expect(client.stock() == 3)
        let delays = (0..<8).map { _ in client.get("/v1/toys/1").delay }
        #expect(Set(delays).count > 4)
        #expect(delays.allSatisfy { (.seconds(1) ... .seconds(9)).contains($0) })
        let extras = client.bays.default.withContents { $0.journal.extras(1) }
        #expect(extras?.delay == .seconds(2))
    }

    /// The decisions by operation, in the order of its calls.
    private func decisions(of client: Client) -> [Int: [Int]] {
        client.bays.default.withContents { contents in
            contents.journal.summaries().reduce(into: [:]) { decisions, summary in
                decisions[Int(summary.mark.operation ?? 0), default: []].append(summary.status)
            }
        }
    }

    @Test func `strikes the same calls of each operation, whatever is called beside it`() async throws {
        let rules = """
            {"name": "flaky", "on": "toys.*", "rate": 0.3, "max": 20, "reply": {"status": 503}},
            {"name": "slow", "on": "*", "rate": 0.2, "reply": {"status": 504}, "delay": {"uniform": {"min": "1s", "max": "9s"}}}
            """
        let targets = ["/v1/toys", "/v1/toys/1", "/v1/sales"]
        func call(_ client: Client, _ target: String) {
            _ = target == "/v1/sales" ? client.sell(9) : client.get(target)
        }
        let alone = try client(rules)
        for target in targets { for _ in 0..<120 { call(alone, target) } }
        let expected = decisions(of: alone)
        #expect(expected.count == 3)
        for _ in 0..<3 {
            let crowded = try client(rules)
            await withTaskGroup(of: Void.self) { group in
                for target in targets {
                    // Several callers of one operation: which of them is struck is left open, which of the calls is not.
                    for _ in 0..<4 {
                        group.addTask { for _ in 0..<30 { call(crowded, target) } }
                    }
                }
            }
            #expect(decisions(of: crowded) == expected)
        }
    }

    @Test func `goes on in a copy of the bay where it was`() throws {
        let whole = statuses(try client(flaky), 60)
        let client = try client(flaky)
        #expect(statuses(client, 30) == Array(whole[..<30]))
        _ = try client.bays.create(#require(BayName("copy")), start: client.bays.default.fork)
        #expect(statuses(client, 30, "/~copy/v1/toys") == Array(whole[30...]))
    }
}
