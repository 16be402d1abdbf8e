import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import Leadway

@Suite struct `The rate limits` {
    /// Daily limit and rest, interval, burst limit and rest: the five fields, in their order on the wire.
    private func five(_ reply: Response) -> [String] {
        let lines = String(decoding: reply.fieldLines, as: UTF8.self).split(separator: "\r\n")
        let names = [
            "X-RateLimit-Limit-Daily", "X-RateLimit-Daily-Remaining", "X-RateLimit-Interval-Milliseconds",
            "X-RateLimit-Max", "X-RateLimit-Remaining",
        ]
        return names.map { name in
            lines.first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) } ?? "none"
        }
    }

    @Test func `are told on every reply, with what is left`() throws {
        let bay = try LeadwayBay()
        #expect(five(bay.inventory()) == ["200000", "199999", "10000", "100", "99"])
        #expect(five(bay.inventory("&limit=x")) == ["200000", "199998", "10000", "100", "98"])
        #expect(five(bay.get("/products/inventory?altId=x")) == ["200000", "199997", "10000", "100", "97"])
        #expect(five(bay.update("")) == ["200000", "199996", "10000", "100", "96"])
        // Not counted: unknown callers, missing versions, and what has no route.
        #expect(five(bay.inventory(token: nil)) == ["200000", "200000", "10000", "100", "100"])
        #expect(
            five(bay.get("/products/inventory", version: nil)) == ["200000", "199996", "10000", "100", "96"]
        )
        #expect(five(bay.get("/nowhere")) == ["200000", "200000", "10000", "100", "100"])
        #expect(five(bay.inventory(token: "pit-other"))[4] == "99", "each token has its own")
        #expect(bay.inventory().field("X-RateLimit-Reset") == nil)
        #expect(bay.inventory().field("X-RateLimit-Limit") == nil)
    }

    @Test func `let 100 through in ten seconds of the bay's clock, aligned to it`() throws {
        let bay = try LeadwayBay()
        bay.advance(by: .seconds(4))
        for _ in 1...100 { #expect(bay.inventory("&limit=1").status == 200) }
        let refused = bay.inventory("&limit=1")
        #expect(refused.status == 429)
        #expect(refused.message == "Too Many Requests" && refused.json["error"] == nil)
        #expect(refused.field("Retry-After") == nil)
        #expect(five(refused) == ["200000", "199900", "10000", "100", "0"])
        bay.advance(by: .milliseconds(5999))
        #expect(bay.inventory().status == 429)
        bay.advance(by: .milliseconds(1))
        #expect(five(bay.inventory()) == ["200000", "199899", "10000", "100", "99"])
    }

    @Test func `say how long to wait where that is assumed`() throws {
        let none = LimitPolicy.all(Limit(requests: 0, per: .seconds(10)))
        let bay = try LeadwayBay(assume: ["leadway.retry_after": "always"], limits: none)
        bay.advance(by: .milliseconds(2500))
        #expect(bay.inventory().field("Retry-After") == "8")
    }

    @Test func `have a day, which is UTC's`() throws {
        let limits = [Limit(requests: 100, per: .seconds(10)), Limit(requests: 2, per: .seconds(86_400))]
        let bay = try LeadwayBay(limits: .together(limits))
        #expect(bay.inventory().status == 200)
        #expect(five(bay.inventory()) == ["2", "0", "10000", "100", "98"])
        let refused = bay.inventory()
        #expect(refused.status == 429)
        #expect(five(refused) == ["2", "0", "10000", "100", "98"], "what is refused is not counted")
        bay.advance(by: .seconds(16 * 3600 - 1))
        #expect(bay.inventory().status == 429)
        bay.advance(by: .seconds(1))
        #expect(bay.inventory().status == 200)
    }

    struct Given: CustomTestStringConvertible {
        var limits: String
        var five: [String]
        var testDescription: String { limits }
    }

    @Test(arguments: [
        Given(limits: #"{"requests": 7, "per": "1s"}"#, five: ["200000", "199999", "1000", "7", "6"]),
        Given(limits: #"{"requests": 7, "per": "60s"}"#, five: ["200000", "199999", "60000", "7", "6"]),
        Given(
            limits: #"[{"requests": 7, "per": "1s"}, {"requests": 9, "per": "1d"}]"#,
            five: ["9", "8", "1000", "7", "6"]
        ),
        Given(limits: #"{"requests": 7, "per": "1d"}"#, five: ["7", "6", "10000", "100", "99"]),
        Given(
            limits: #"{"GET": {"requests": 7, "per": "1s"}}"#,
            five: ["200000", "200000", "1000", "7", "6"]
        ),
        Given(limits: #""off""#, five: ["200000", "200000", "10000", "100", "100"]),
    ])
    func `are replaced by those that a scenario gives`(_ given: Given) throws {
        let bay = try LeadwayBay(
            scenario: #"{"scenario": 1, "given": {"limits": {"leadway": \#(given.limits)}}}"#
        )
        #expect(five(bay.inventory()) == given.five)
    }

    @Test func `do not hold for a scenario's actors`() throws {
        let bay = try LeadwayBay(limits: .all(Limit(requests: 0, per: .seconds(10))))
        let operation = try #require(
            Leadway.routes.firstIndex { $0.operation.name == "leadway.inventory.list" }
        )
        let status = try bay.bays.default.withContents { contents throws(RecordProblem) in
            try contents.worlds[0].act(
                as: "clerk",
                operation,
                with: ["query": ["altId": .string(otherAccount)]]
            ).status
        }
        #expect(status == 200)
        #expect(bay.inventory().status == 429)
    }

    @Test func `are told on scripted replies too`() throws {
        let bay = try LeadwayBay(
            scenario: #"{"scenario": 1, "flow": {"*": [{"reply": {"status": 503, "body": {}}}]}}"#
        )
        let reply = bay.inventory()
        #expect(reply.status == 503 && reply.json == [:])
        #expect(five(reply) == ["200000", "200000", "10000", "100", "100"])
    }
}
