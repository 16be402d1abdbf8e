import Bells
import Control
import Engine
import HTTP
import JSON
import Testing

/// A control API over bays of bells, and a deliverer that the test answers for.
struct BellDesk {
    let belfry: Belfry
    let dispatcher: Dispatcher

    init(_ webhooks: String, _ rest: String = "") throws {
        belfry = try Belfry(webhooks, rest)
        let control = ControlAPI(bays: belfry.bays)
        control.isReady(at: Addresses(gateway: "http://127.0.0.1:4600", vendors: ["http://127.0.0.1:4601"]))
        dispatcher = Dispatcher(bays: belfry.bays, surfaces: [.gateway], control: control)
    }

    func call(_ method: HTTP.Method, _ path: String, _ body: String = "") -> Reply {
        let request = Request(method, "/__mockbay" + path, fields: [], body: Array(body.utf8))
        return Reply(dispatcher.respond(to: request, on: Listener(0)))
    }
}

@Suite struct `The webhooks of a bay` {
    private static let one =
        #"[{"vendor": "bells", "url": "http://127.0.0.1:9000/hook?token=t0p", "secret": "shh"}]"#

    @Test func `are listed with their attempts, and without secrets`() throws {
        let desk = try BellDesk(`The webhooks of a bay`.one)
        _ = desk.belfry.ring()
        desk.belfry.deliverer.take().forEach { $0.report(.answered(500)) }
        desk.belfry.advance(.seconds(10))
        let reply = desk.call(.get, "/bays/default/webhooks")
        #expect(reply.status == 200)
        #expect(!reply.text.contains("shh"))
        #expect(!reply.text.contains("t0p"))
        let subscription = try #require(reply.json["subscriptions"]?.array?.first)
        #expect(subscription["vendor"]?.string == "bells")
        #expect(subscription["secret"]?.string?.hasPrefix("fp_") == true)
        #expect(subscription["events"] == ["*"])
        let delivery = try #require(reply.json["deliveries"]?.array?.first)
        #expect(delivery["number"]?.int == 1)
        #expect(delivery["id"]?.string == desk.belfry.deliveries[0].id)
        #expect(delivery["event"]?.string == "bell.rung")
        #expect(delivery["state"]?.string == "pending")
        #expect(delivery["made"]?.string == "2026-03-02T08:00:00Z")
        #expect(delivery["due"]?.string == "2026-03-02T08:00:10Z")
        #expect(delivery["body"]?["data"]?["rings"]?.int == 1)
        #expect(delivery["signature"]?.array?.first?.string == "X-Bells-Signature")
        #expect(
            delivery["attempts"] == [
                ["sent": "2026-03-02T08:00:00Z", "status": 500, "error": nil],
                ["sent": "2026-03-02T08:00:10Z", "status": nil, "error": nil],
            ]
        )
        desk.belfry.deliverer.take().forEach { $0.report(.failed("no route")) }
        let exchange = desk.call(.get, "/bays/default/journal/1").json
        #expect(exchange["deliveries"]?.array?.count == 1, "the call that caused it shows it, too")
        #expect(
            exchange["deliveries"]?.array?.first?["attempts"]?.array?.map { $0["status"] } == [500, .null]
        )
        #expect(desk.call(.get, "/bays/default/journal").json["entries"]?.array?.first?["deliveries"] == nil)
        let later = desk.call(.get, "/bays/default/webhooks?state=pending&event=bell.rung").json
        #expect(later["deliveries"]?.array?.first?["attempts"]?.array?.last?["error"]?.string == "no route")
    }

    @Test func `are paged and filtered`() throws {
        let desk = try BellDesk(`The webhooks of a bay`.one)
        for _ in 0..<3 { _ = desk.belfry.ring() }
        func numbers(_ query: String) -> [Int] {
            desk.call(.get, "/bays/default/webhooks\(query)").json["deliveries"]?.array?
                .compactMap { $0["number"]?.int } ?? []
        }
        #expect(numbers("") == [1, 2, 3, 4])
        #expect(numbers("?since=2") == [3, 4])
        #expect(numbers("?limit=3") == [1, 2, 3])
        #expect(numbers("?event=bell.cracked") == [4])
        #expect(numbers("?state=delivered") == [])
        #expect(desk.call(.get, "/bays/default/webhooks?limit=3").json["next"]?.int == 3)
        #expect(desk.call(.get, "/bays/default/webhooks?limit=4").json["next"]?.isNull == true)
    }

    @Test(arguments: [
        ("?event=bell.wrung", "unknown_event", "did you mean 'bell.rung'?"),
        ("?state=pendign", "unknown_state", "did you mean 'pending'?"),
        ("?page=2", "unknown_query_parameter", "there are event, state, since, limit"),
    ])
    func `are not filtered by what there is not`(_ query: String, _ code: String, _ hint: String) throws {
        let reply = try BellDesk("[]").call(.get, "/bays/default/webhooks\(query)")
        #expect(reply.status == 400)
        #expect(reply.code == code)
        #expect(reply.json["error"]?["hint"]?.string == hint)
    }

    @Test func `are sent by hand`() throws {
        let desk = try BellDesk(`The webhooks of a bay`.one)
        let reply = desk.call(
            .post,
            "/bays/default/webhooks",
            #"{"event": "bell.cast", "of": "bells.bells/2"}"#
        )
        #expect(reply.status == 202)
        #expect(reply.json["deliveries"]?.array?.first?["body"]?["shop_id"]?.int == 2)
        #expect(desk.belfry.deliverer.take().count == 1)
    }

    @Test(arguments: [
        (#"{"of": "bells.bells/1"}"#, 400, "bad_body", "event"),
        (#"{"event": "bell.cast"}"#, 400, "bad_body", "of"),
        (#"{"event": "bell.cast", "of": "bells"}"#, 400, "bad_body", "of"),
        (#"{"event": "bell.cast", "of": "balls.bells/1"}"#, 400, "unknown_vendor", "of"),
        (#"{"event": "bell.cats", "of": "bells.bells/1"}"#, 400, "unknown_event", "event"),
        (#"{"event": "bell.cast", "of": "bells.shops/1"}"#, 400, "unknown_collection", "of"),
        (#"{"event": "bell.cast", "of": "bells.bells/9"}"#, 404, "unknown_record", "of"),
        (#"{"event": "bell.cast", "of": "bells.bells/1", "to": "x"}"#, 400, "unknown_key", "to"),
    ])
    func `are not sent by hand`(_ body: String, _ status: Int, _ code: String, _ path: String) throws {
        let desk = try BellDesk(`The webhooks of a bay`.one)
        let reply = desk.call(.post, "/bays/default/webhooks", body)
        #expect(reply.status == status)
        #expect(reply.code == code)
        #expect(reply.json["error"]?["path"]?.string == path)
        #expect(desk.belfry.deliverer.take().isEmpty)
    }

    @Test func `have nobody to go to where nobody has subscribed`() throws {
        let desk = try BellDesk("[]")
        let reply = desk.call(
            .post,
            "/bays/default/webhooks",
            #"{"event": "bell.cast", "of": "bells.bells/1"}"#
        )
        #expect(reply.status == 409)
        #expect(reply.code == "nobody_subscribed")
    }

    @Test func `go out when the clock is moved`() throws {
        let desk = try BellDesk(`The webhooks of a bay`.one)
        _ = desk.belfry.ring()
        desk.belfry.deliverer.take().forEach { $0.report(.answered(500)) }
        _ = desk.call(.post, "/bays/default/clock", #"{"action": "advance", "by": "9s"}"#)
        #expect(desk.belfry.deliverer.take().isEmpty)
        _ = desk.call(.post, "/bays/default/clock", #"{"action": "set", "to": "2026-03-02T08:00:10Z"}"#)
        #expect(desk.belfry.deliverer.take().count == 1)
        let alarms = desk.belfry.deliverer.takeAlarms()
        #expect(alarms.count == 1, "a clock that stands wakes nobody; the one is for the move's own patience")
    }

    @Test func `have their secret shown as a fingerprint in the scenario, too`() throws {
        let desk = try BellDesk(`The webhooks of a bay`.one)
        let reply = desk.call(.get, "/bays/default/scenario")
        #expect(!reply.text.contains("shh"))
        let secret = reply.json["scenario"]?["given"]?["webhooks"]?.array?.first?["secret"]?.string
        #expect(secret?.hasPrefix("fp_") == true)
    }

    @Test func `may not leave this machine by a scenario that is put`() throws {
        let desk = try BellDesk("[]")
        let reply = desk.call(
            .put,
            "/bays/default/scenario",
            #"{"scenario": 1, "given": {"webhooks": [{"vendor": "bells", "url": "http://example.com/"}]}}"#
        )
        #expect(reply.status == 400)
        #expect(reply.text.contains("--allow-webhooks-to example.com"))
    }
}
