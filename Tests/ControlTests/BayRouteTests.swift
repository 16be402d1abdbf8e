import Engine
import HTTP
import JSON
import Testing

@testable import Control

@Suite struct `The bays of the control API` {
    let desk: Desk

    init() throws { desk = try Desk() }

    @Test func `begin with default alone`() {
        let bays = desk.call(.get, "/bays").json["bays"]?.array
        #expect(bays?.map { $0["bay"]?.string } == ["default"])
    }

    @Test func `are made with URLs and credentials`() {
        let reply = desk.call(.post, "/bays", #"{"name": "ci-7"}"#)
        #expect(reply.status == 201)
        #expect(reply.field("Location") == "/__mockbay/bays/ci-7")
        #expect(reply.json["url"] == "http://127.0.0.1:4600/~ci-7")
        #expect(reply.json["vendors"]?["htp"]?["url"] == "http://127.0.0.1:4603/~ci-7")
        #expect(reply.json["vendors"]?["htp"]?["credentials"] == ["user": "demo~ci-7", "password": "demo"])
        #expect(desk.call(.post, "/bays", #"{"name": "ci-7"}"#).status == 409)
    }

    @Test func `are shown without credentials`() {
        let reply = desk.call(.get, "/bays/default")
        #expect(reply.json["bay"] == "default")
        #expect(reply.json["seed"] == 1)
        #expect(reply.json["clock"] == ["now": "2026-03-02T08:00:00Z", "mode": "manual", "speed": nil])
        #expect(reply.json["journal"]?["next"] == 1)
        #expect(reply.json["vendors"]?["htp"] == ["url": "http://127.0.0.1:4603/~default"])
    }

    @Test func `are gone once they are removed`() {
        _ = desk.call(.post, "/bays", #"{"name": "ci-7"}"#)
        #expect(desk.call(.delete, "/bays/ci-7").status == 204)
        #expect(desk.call(.get, "/bays/ci-7").status == 404)
    }

    @Test func `are no more than they may be`() throws {
        var settings = Bays.Settings()
        settings.mostBays = 2
        let desk = try Desk(bays: settings)
        #expect(desk.call(.post, "/bays", #"{"name": "a"}"#).status == 201)
        let refused = desk.call(.post, "/bays", #"{"name": "b"}"#)
        #expect(refused.status == 503)
        #expect(refused.code == "too_many_bays")
    }

    @Test func `start with the scenario that is sent along`() {
        let body = """
            {"name": "ci-7", "scenario": {"scenario": 1, "name": "rush", "seed": 42,
              "given": {"records": {"htp.items/101-1-500001": {"available_quantity": 3}}}}}
            """
        let reply = desk.call(.post, "/bays", body)
        #expect(reply.status == 201)
        #expect(reply.json["scenario"] == "rush")
        #expect(reply.json["seed"] == 42)
        #expect(stock(in: "ci-7") == 3)
        #expect(stock(in: "default") == 10)
    }

    @Test func `name the place of a scenario's problem in the body`() throws {
        let body = """
            {"name": "a",
              /* Ünïcode */ "scenario": {"scenario": 1, "nmae": "x"}}
            """
        let reply = desk.call(.post, "/bays", body)
        #expect(reply.status == 400)
        let problem = try #require(reply.json["error"]?["problems"]?.array?.first)
        #expect(problem["line"] == 2)
        #expect(problem["column"] == 45)
        #expect(problem["file"] == "body")
        #expect(problem["hint"] == "name")
        #expect(desk.call(.get, "/bays/a").status == 404, "nothing was made")
    }

    @Test func `start over with everything`() {
        desk.vendor(.post, "/sale/create", sale)
        #expect(stock(in: "default") == 9)
        _ = desk.call(.post, "/bays/default/clock", #"{"action": "advance", "by": "1h"}"#)
        let reply = desk.call(.post, "/bays/default/reset")
        #expect(reply.json["journal"]?["count"] == 0)
        #expect(reply.json["clock"]?["now"] == "2026-03-02T08:00:00Z")
        #expect(stock(in: "default") == 10)
    }

    @Test(arguments: [
        ("/bays/default/fork", #"{"name": "copy"}"#), ("/bays", #"{"name": "copy", "from": "default"}"#),
    ])
    func `are copied as they are now`(_ path: String, _ body: String) {
        desk.vendor(.post, "/sale/create", sale)
        _ = desk.call(.post, "/bays/default/clock", #"{"action": "advance", "by": "1h"}"#)
        let reply = desk.call(.post, path, body)
        #expect(reply.status == 201)
        #expect(reply.json["clock"]?["now"] == "2026-03-02T09:00:00Z")
        #expect(reply.json["journal"]?["count"] == 0)
        #expect(stock(in: "copy") == 9)
        // The two go on apart, and the copy's start is what it had when it was made.
        desk.vendor(.post, "/~copy/sale/create", sale)
        desk.vendor(.post, "/sale/create", sale)
        desk.vendor(.post, "/sale/create", sale)
        #expect(stock(in: "default") == 7)
        _ = desk.call(.post, "/bays/copy/reset")
        #expect(stock(in: "copy") == 9)
        #expect(desk.call(.get, "/bays/copy/state/htp/sales").json["total"] == 1)
    }

    private func stock(in bay: String) -> Int? {
        desk.call(.get, "/bays/\(bay)/state/htp/items/101-1-500001").json["available_quantity"]?.int
    }
}

/// A cart with one of the sellable item.
let sale = """
    {"line_items": [{"vendor_id": 101, "vendor_store": 1, "vendor_inventory_id": 500001, "price": 4500.00}]}
    """

@Suite struct `The clock of a bay` {
    let desk: Desk

    init() throws { desk = try Desk() }

    struct Move: CustomTestStringConvertible {
        let body: String
        let now: String
        let mode: String

        var testDescription: String { body }
    }

    @Test(arguments: [
        Move(body: #"{"action": "advance", "by": "61s"}"#, now: "2026-03-02T08:01:01Z", mode: "manual"),
        Move(
            body: #"{"action": "set", "to": "2030-01-01T00:00:00Z"}"#,
            now: "2030-01-01T00:00:00Z",
            mode: "manual"
        ),
        Move(
            body: #"{"action": "set", "to": "2020-01-01T01:00:00+01:00"}"#,
            now: "2020-01-01T00:00:00Z",
            mode: "manual"
        ),
        Move(body: #"{"action": "freeze"}"#, now: "2026-03-02T08:00:00Z", mode: "manual"),
    ])
    func `obeys`(_ move: Move) {
        let reply = desk.call(.post, "/bays/default/clock", move.body)
        let clock: JSON.Value = ["now": .string(move.now), "mode": .string(move.mode), "speed": nil]
        #expect(desk.call(.get, "/bays/default/clock").json == clock)
        #expect(reply.json["now"]?.string == move.now)
        #expect(reply.json["settled"] == true)
    }

    @Test func `runs at the speed it is told, and again after standing`() {
        #expect(
            desk.call(.post, "/bays/default/clock", #"{"action": "scale", "speed": 20}"#).json["speed"] == 20
        )
        #expect(desk.call(.post, "/bays/default/clock", #"{"action": "freeze"}"#).json["mode"] == "manual")
        #expect(desk.call(.post, "/bays/default/clock", #"{"action": "resume"}"#).json["mode"] == "scaled")
    }

    @Test func `makes the bay that it belongs to`() {
        #expect(desk.call(.post, "/bays/new/clock", #"{"action": "freeze"}"#).status == 200)
        #expect(desk.call(.get, "/bays/new").status == 200)
    }
}

@Suite struct `The scenario of a bay` {
    let desk: Desk
    let storm = """
        { // lenient JSON, as in files
          "scenario": 1, "name": "storm",
          "flow": {"htp.inventory.details": [{"calls": 1, "reply": {"error": "server_error"}}]},
        }
        """

    init() throws { desk = try Desk() }

    @Test func `is null at first`() {
        #expect(desk.call(.get, "/bays/default/scenario").json == ["scenario": nil, "progress": [:]])
    }

    @Test func `starts the bay over and shows its progress`() {
        desk.vendor(.get, "/inventory/details/101/1/500001")
        let reply = desk.call(.put, "/bays/default/scenario", storm)
        #expect(reply.status == 200)
        #expect(reply.json["scenario"]?["name"] == "storm")
        #expect(desk.call(.get, "/bays/default/journal").json["entries"] == [])
        #expect(desk.vendor(.get, "/inventory/details/101/1/500001").status == 500)
        #expect(desk.vendor(.get, "/inventory/details/101/1/500001").status == 200)
        let step = desk.call(.get, "/bays/default/scenario").json["progress"]?["htp.inventory.details"]?
            .array?.first
        #expect(step?["used"] == 1)
        #expect(step?["done"] == true)
        // Its start is what reset comes back to.
        _ = desk.call(.post, "/bays/default/reset")
        #expect(desk.vendor(.get, "/inventory/details/101/1/500001").status == 500)
    }

    @Test func `gives way to the base world`() {
        _ = desk.call(.put, "/bays/default/scenario", storm)
        #expect(desk.call(.delete, "/bays/default/scenario").status == 204)
        #expect(desk.vendor(.get, "/inventory/details/101/1/500001").status == 200)
        #expect(desk.call(.get, "/bays/default/scenario").json["scenario"] == .some(.null))
    }

    @Test func `is refused with every problem at once, and changes nothing`() {
        let reply = desk.call(
            .put,
            "/bays/default/scenario",
            #"{"scenario": 1, "nmae": 1, "flow": {"htp.sal.create": []}}"#
        )
        #expect(reply.status == 400)
        #expect(reply.json["error"]?["problems"]?.array?.count == 2)
        #expect(desk.call(.get, "/bays/default/scenario").json["scenario"] == .some(.null))
        #expect(desk.call(.put, "/bays/new/scenario", "{}").status == 400)
        #expect(desk.call(.get, "/bays/new").status == 404, "no bay was made for it")
    }

    @Test func `makes the bay that it belongs to`() {
        #expect(desk.call(.put, "/bays/new/scenario", storm).status == 200)
        #expect(desk.call(.get, "/bays/new").json["scenario"] == "storm")
    }
}
