import Engine
import HTTP
import JSON
import Testing

@testable import Control

@Suite struct `Verdicts of the control API` {
    let desk: Desk

    init() throws {
        desk = try Desk()
        desk.vendor(.get, "/inventory/details/101/1/500001")
    }

    private func verify(_ list: String) -> Reply { desk.call(.post, "/bays/default/verify", list) }

    @Test func `are 200 whether expectations hold or not`() {
        let reply = verify(
            #"[{"never": "htp.sale.create"}, {"op": "htp.inventory.details", "calls": {"max": 0}, "name": "looks away"}]"#
        )
        #expect(reply.status == 200)
        let verdicts = reply.json["verdicts"]?.array ?? []
        #expect(
            verdicts.first == ["name": "never htp.sale.create", "pass": true, "message": "it holds"]
        )
        #expect(verdicts.last?["name"] == "looks away")
        #expect(verdicts.last?["pass"] == false)
        #expect(verdicts.last?["message"]?.string?.contains("  #1  2026-03-02T08:00:00Z  200") == true)
    }

    @Test func `are 400 with every problem of a bad list`() {
        let reply = verify(
            """
            [{"never": "htp.sale.craete"},
             {"unmatched": 1}]
            """
        )
        #expect(reply.status == 400)
        #expect(reply.code == "invalid_expectations")
        let problems = reply.json["error"]?["problems"]?.array ?? []
        #expect(problems.map { $0["line"] } == [1, 2])
        #expect(problems.first?["hint"] == "htp.sale.create")
        #expect(verify("[").status == 400)
        #expect(desk.call(.post, "/bays/nowhere/verify", "[]").status == 404)
    }

    @Test func `without a list are those of the scenario`() {
        let scenario = #"{"scenario": 1, "expect": [{"op": "htp.*", "calls": {"min": 1}}]}"#
        #expect(desk.call(.put, "/bays/default/scenario", scenario).status == 200)
        let verdict = verify("").json["verdicts"]?.array?.first
        #expect(verdict?["pass"] == false)
        #expect(verdict?["place"] == "scenario:1:28")
    }

    @Test func `end with the bay that they wait for`() throws {
        _ = desk.call(.post, "/bays", #"{"name": "ci"}"#)
        let waiting = desk.call(
            .post,
            "/bays/ci/verify",
            #"[{"op": "htp.sale.create", "calls": {"min": 1}, "within": "1d"}]"#
        )
        #expect(desk.call(.delete, "/bays/ci").status == 204)
        _ = desk.call(.post, "/bays", #"{"name": "ci"}"#)
        let answer = try #require(waiting.later)
        #expect(answer.status == 409)
        #expect(answer.code == "bay_gone")
        #expect(answer.later == nil)
    }

    @Test func `wait for what has time to become true, and block nobody`() throws {
        let first = verify(#"[{"op": "htp.sale.create", "calls": {"min": 1}, "within": "1d"}]"#).delivery
        #expect(first.delay == Trial.pause)
        let askAgain = try #require(first.later)
        let second = askAgain()
        #expect(second.later != nil, "not yet")
        desk.vendor(.post, "/sale/create", "{}")
        let askOnce = try #require(second.later)
        let third = askOnce()
        #expect(third.later == nil && third.delay == .zero)
        #expect(Reply(third).json["verdicts"]?.array?.first?["pass"] == true)
    }

    @Test func `come with what a client has met`() {
        let coverage = desk.call(.get, "/bays/default/coverage").json
        #expect(coverage["met"] == 1)
        let line = coverage["operations"]?.array?.first { $0["operation"] == "htp.inventory.details" }
        #expect(line?["calls"] == 1)
        #expect(
            line?["outcomes"]?.array?.first == ["kind": "success", "name": "200", "met": true]
        )
    }

    @Test func `come as text for people`() {
        let reply = desk.call(.get, "/bays/default/coverage", fields: [("Accept", "text/plain")])
        #expect(reply.delivery.response.contentType == .text)
        #expect(reply.text.contains("htp.inventory.details  1/"))
        #expect(reply.text.hasSuffix(" outcomes)\n"))
    }

    @Test func `show in the journal what the contract does not have`() {
        desk.vendor(.get, "/inventory/details/101/1/500001?userID=1")
        let entry = desk.call(.get, "/bays/default/journal/2").json
        #expect(
            entry["violations"] == [
                [
                    "kind": "undocumented parameter", "path": "userID",
                    "detail": "did you mean 'userid'?",
                ]
            ]
        )
        #expect(desk.call(.get, "/bays/default/journal/1").json["violations"] == nil)
    }
}
