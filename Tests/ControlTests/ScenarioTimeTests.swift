import Engine
import HTTP
import JSON
import Testing

@testable import Control

@Suite struct `A scenario that is sent to the control API` {
    let desk: Desk

    init() throws { desk = try Desk() }

    @Test func `cannot name other files`() {
        let reply = desk.call(
            .put,
            "/bays/default/scenario",
            #"{"scenario": 1, "extends": "a.json5", "given": {"snapshot": "b.json"}}"#
        )
        #expect(reply.status == 400)
        #expect(
            reply.json["error"]?["problems"]?.array?.map { $0["message"] } == [
                "'extends' is for files: a scenario that is sent has no place to look for 'a.json5'",
                "'snapshot' is for files: a scenario that is sent has no place to look for 'b.json'",
            ]
        )
    }

    @Test func `does what it does at a time when the clock is moved, before that is answered`() {
        let scenario = """
            {"scenario": 1, "at": {"+10s": [{"advance": "1h"}]}, "flow": {"htp.*": [{"for": "30m"}]}}
            """
        #expect(desk.call(.put, "/bays/default/scenario", scenario).status == 200)
        let moved = desk.call(.post, "/bays/default/clock", #"{"action": "advance", "by": "10s"}"#)
        #expect(moved.json["now"] == "2026-03-02T09:00:10Z")
        let progress = desk.call(.get, "/bays/default/scenario").json["progress"]?["htp.*"]?.array?.first
        #expect(progress?["done"] == true)
        desk.vendor(.get, "/inventory/search/*/*/*")
        let entry = desk.call(.get, "/bays/default/journal/1")
        #expect(entry.text.contains("at +10s: advanced the clock by 3600.0 seconds"))
    }
}
