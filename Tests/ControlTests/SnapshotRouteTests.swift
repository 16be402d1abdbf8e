import Engine
import HTTP
import JSON
import Testing

@testable import Control

@Suite struct `The snapshots of a bay` {
    let desk: Desk

    init() throws { desk = try Desk() }

    private func keep(_ name: String, in bay: String = "default") -> Reply {
        desk.call(.post, "/bays/\(bay)/snapshots", #"{"name": "\#(name)"}"#)
    }

    private func sell() -> JSON.Value { desk.vendor(.post, "/sale/create", sale).json }

    @Test func `are kept, listed and dropped`() {
        #expect(keep("before").status == 201)
        #expect(keep("before").status == 200, "the newer one takes the older one's place")
        #expect(keep("also").status == 201)
        let list = desk.call(.get, "/bays/default/snapshots").json["snapshots"]?.array
        #expect(list?.map { $0["name"] } == ["also", "before"])
        #expect(list?.first?["clock"] == "2026-03-02T08:00:00Z")
        #expect(list?.first?["records"]?["htp"]?["users"]?.int ?? 0 > 0)
        #expect(desk.call(.delete, "/bays/default/snapshots/also").status == 204)
        #expect(desk.call(.delete, "/bays/default/snapshots/also").code == "unknown_snapshot")
    }

    @Test func `bring back state, clock and ids`() {
        _ = keep("before")
        let first = sell()
        _ = desk.call(.post, "/bays/default/clock", #"{"action": "advance", "by": "1h"}"#)
        #expect(desk.call(.get, "/bays/default/state/htp/sales").json["total"] == 1)
        #expect(desk.call(.post, "/bays/default/snapshots/before/restore").status == 200)
        #expect(desk.call(.get, "/bays/default/state/htp/sales").json["total"] == 0)
        #expect(desk.call(.get, "/bays/default/clock").json["now"] == "2026-03-02T08:00:00Z")
        #expect(sell() == first)
        #expect(
            desk.call(.get, "/bays/default/journal").json["entries"]?.array?.count == 2,
            "the journal goes on"
        )
    }

    @Test func `bring back how far the scenario had got`() {
        let scenario = """
            {"scenario": 1, "flow": {"htp.inventory.details": [
              {"calls": 1, "reply": {"status": 418, "body": {}}}, {"calls": 1, "reply": {"status": 419, "body": {}}}]}}
            """
        #expect(desk.call(.put, "/bays/default/scenario", scenario).status == 200)
        func status() -> Int { desk.vendor(.get, "/inventory/details/101/1/500001").status }
        #expect(status() == 418)
        _ = keep("between")
        #expect([status(), status()] == [419, 200])
        _ = desk.call(.post, "/bays/default/snapshots/between/restore")
        #expect([status(), status()] == [419, 200])
    }

    @Test func `outlive a reset and go with their bay`() {
        _ = keep("a", in: "ci")
        _ = desk.call(.post, "/bays/ci/reset")
        #expect(desk.call(.get, "/bays/ci/snapshots/a").status == 200)
        _ = desk.call(.delete, "/bays/ci")
        _ = desk.call(.post, "/bays", #"{"name": "ci"}"#)
        #expect(desk.call(.get, "/bays/ci/snapshots/a").status == 404)
    }

    @Test func `are downloaded and loaded in another bay with the same draws`() {
        _ = sell()
        _ = keep("before")
        let file = desk.call(.get, "/bays/default/snapshots/before")
        #expect(file.json["mockbay"] == 1)
        #expect(file.json["seed"] == 1)
        #expect(file.json["bay"] == "default")
        #expect(file.json["leavesOut"]?.array?.isEmpty == false)
        #expect(file.json["worlds"]?["htp"]?["sales"]?.array?.count == 1)
        #expect(file.field("Content-Disposition") == "attachment; filename=\"before.json\"")
        let next = sell()
        #expect(desk.call(.put, "/bays/other/snapshots/b", file.text).status == 201)
        #expect(desk.call(.post, "/bays/other/snapshots/b/restore").status == 200)
        #expect(desk.vendor(.post, "/sale/create", sale, in: "other").json == next)
    }

    @Test func `come back with the bay's own limits, nothing of them spent`() {
        let scenario = #"{"scenario": 1, "given": {"limits": {"htp": {"requests": 1, "per": "10s"}}}}"#
        _ = keep("a")
        let file = desk.call(.get, "/bays/default/snapshots/a").text
        _ = desk.call(.put, "/bays/default/scenario", scenario)
        func status() -> Int { desk.vendor(.get, "/inventory/details/101/1/500001").status }
        #expect([status(), status()] == [200, 429])
        _ = desk.call(.put, "/bays/default/snapshots/b", file)
        _ = desk.call(.post, "/bays/default/snapshots/b/restore")
        #expect([status(), status()] == [200, 429])
    }

    struct Broken: CustomTestStringConvertible {
        let name: String
        let body: String
        let messages: [String]

        var testDescription: String { name }
    }

    @Test(arguments: [
        Broken(name: "no JSON", body: "{", messages: ["the text ends within a value"]),
        Broken(name: "no object", body: "[]", messages: ["a snapshot must be an object"]),
        Broken(
            name: "everything at once",
            body: """
                {"mockbay": 2, "clock": {"now": "noon"}, "seed": -1, "bay": 7, "sed": 1, "counters": {"hpt": {}},
                 "assumptions": {"htp.stok": "x"},
                 "worlds": {"htp": {"items": [{"vendor_id": "x"}], "itmes": []}, "x": {}}}
                """,
            messages: [
                "mockbay must be 1, the version of the format", "clock.now must be a date and time",
                "seed must be a whole number from 0 on", "bay must be a text", "unknown member 'sed'",
                "unknown vendor 'hpt' in counters", "unknown assumption 'htp.stok'",
            ]
        ),
        Broken(
            name: "parts missing",
            body: #"{"mockbay": 1}"#,
            messages: [
                "the snapshot lacks 'clock'", "the snapshot lacks 'seed'", "the snapshot lacks 'bay'",
                "the snapshot lacks 'counters'", "the snapshot lacks 'worlds'",
            ]
        ),
    ])
    func `are refused with every problem`(_ broken: Broken) {
        let reply = desk.call(.put, "/bays/default/snapshots/a", broken.body)
        #expect(reply.status == 400)
        #expect(reply.code == "invalid_snapshot")
        let found = reply.json["error"]?["problems"]?.array?.compactMap { $0["message"]?.string } ?? []
        #expect(found.count >= broken.messages.count)
        if broken.name != "no JSON" {
            for message in broken.messages { #expect(found.contains(message), "\(found)") }
        }
        if broken.name == "everything at once" {
            #expect(found.contains { $0.hasPrefix("items.vendor_id must be") })
            #expect(found.contains { $0.hasPrefix("unknown collection 'itmes'") })
            #expect(found.contains { $0.hasPrefix("unknown vendor 'x'") })
        }
        #expect(desk.call(.get, "/bays/default/snapshots").json["snapshots"] == [], "nothing was kept")
    }

    @Test func `are no more than they may be`() {
        for number in 0..<Snapshots.most { #expect(keep("s\(number)").status == 201) }
        let refused = keep("one-more")
        #expect(refused.status == 503)
        #expect(refused.code == "too_many_snapshots")
        #expect(keep("s0").status == 200)
    }

    @Test(arguments: ["", "a b", "..", "a/b"])
    func `have names like bays`(_ name: String) {
        #expect(keep(name).code == "bad_snapshot_name")
    }
}
