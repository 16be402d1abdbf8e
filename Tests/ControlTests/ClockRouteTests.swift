import Bells
import Engine
import HTTP
import JSON
import Testing

@Suite struct `A move of a bay's clock` {
    private static let one = #"[{"vendor": "bells", "url": "http://127.0.0.1:9000/hook"}]"#
    private static let minute = #"{"action": "advance", "by": "1m"}"#
    private let desk: BellDesk

    init() throws { desk = try BellDesk(`A move of a bay's clock`.one) }

    private func move(_ body: String) -> Reply { desk.call(.post, "/bays/default/clock", body) }

    @Test func `is answered for once all is settled`() throws {
        _ = desk.belfry.ring()
        let reply = move(`A move of a bay's clock`.minute)
        #expect(try #require(reply.later).delivery.later != nil, "nothing is known yet")
        desk.belfry.deliverer.take().forEach { $0.report(.answered(500)) }
        #expect(desk.call(.get, "/bays/default/clock").json["now"] == "2026-03-02T08:00:10Z")
        desk.belfry.deliverer.take().forEach { $0.report(.answered(200)) }
        let answer = try #require(reply.later)
        #expect(answer.delivery.later == nil)
        #expect(answer.status == 200)
        #expect(
            answer.json == [
                "now": "2026-03-02T08:01:00Z", "mode": "manual", "speed": nil, "settled": true,
            ]
        )
    }

    @Test func `is answered for at once where nothing is under way`() {
        let reply = move(`A move of a bay's clock`.minute)
        #expect(reply.delivery.later == nil)
        #expect(reply.json["settled"] == true)
    }

    @Test func `is told everything once`() {
        let reply = desk.call(.post, "/bays/default/clock", #"{"action": "advance", "by": "1s", "by": "1h"}"#)
        #expect(reply.code == "bad_body")
        #expect(reply.json["error"]?["message"] == "'by' is given twice")
    }

    @Test func `says that it is not settled where that took too long`() throws {
        _ = desk.belfry.ring()
        let reply = move(`A move of a bay's clock`.minute)
        desk.belfry.deliverer.takeAlarms().forEach { $0.body() }
        let answer = try #require(reply.later)
        #expect(answer.status == 200)
        #expect(answer.json["now"] == "2026-03-02T08:01:00Z")
        #expect(answer.json["settled"] == false)
    }

    @Test func `says so where the bay starts over meanwhile`() throws {
        _ = desk.belfry.ring()
        let reply = move(`A move of a bay's clock`.minute)
        #expect(desk.call(.post, "/bays/default/reset").status == 200)
        let answer = try #require(reply.later)
        #expect(answer.status == 409)
        #expect(answer.code == "clock_gone")
        #expect(answer.json["error"]?.object?.keys == ["code", "message", "path", "hint"])
    }
}
