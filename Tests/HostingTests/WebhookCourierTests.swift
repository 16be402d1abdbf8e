import Bells
import Control
import Engine
import HTTP
import JSON
import Serving
import Support
import Testing

@testable import Hosting

/// Bays of bells behind a real server with a real courier.
private final class Ringing {
    let bays: Bays
    let server: Server
    private let noted = Arrivals<Webhook.Outcome>()

    init(_ webhooks: String, clock: Clock.Mode = .manual, _ limits: Courier.Limits = Courier.Limits()) throws
    {
        let courier = Courier(limits: limits)
        let deliverer = Telling(courier: WebhookCourier(courier: courier), noted: noted)
        let bays = try Belfry.bays(webhooks, clock: clock, deliverer)
        self.bays = bays
        var configuration = Configuration()
        configuration.loops = 2
        configuration.courier = courier
        server = try Server(
            responder: Dispatcher(
                bays: bays,
                surfaces: [.vendor(0), .gateway],
                control: ControlAPI(bays: bays)
            ),
            addresses: [Address("127.0.0.1", 0), Address("127.0.0.1", 0)],
            configuration: configuration
        )
        try server.start()
    }

    deinit { server.stop(within: .zero) }

    /// Rings bell 1 and gives the status of the reply.
    func ring(_ bay: String = "default") -> Int? {
        RawClient(server.ports[0]).exchange(
            "POST /~\(bay)/v1/bells/1/ring HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
        )?.status
    }

    func advance(_ duration: Duration) {
        bays.default.move(.advance(duration))
    }

    /// The state of a bay's last delivery after so many more outcomes, of whichever delivery.
    func state(_ bay: Bay, after outcomes: Int) -> Webhook.Delivery.State? {
        for _ in 0..<outcomes where noted.next() == nil { return nil }
        return bay.withContents { $0.webhooks.deliveries.last?.state }
    }
}

/// Tells the test of each outcome once the bay has noted it.
private struct Telling: Deliverer {
    let courier: WebhookCourier
    let noted: Arrivals<Webhook.Outcome>

    func deliver(_ parcel: Webhook.Parcel, report: @escaping @Sendable (Webhook.Outcome) -> Void) {
        courier.deliver(parcel) { [noted] outcome in
            report(outcome)
            noted.add(outcome)
        }
    }

    func wake(at monotonic: UInt64, _ body: @escaping @Sendable () -> Void) {
        courier.wake(at: monotonic, body)
    }
}

private let taken = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

@Suite(.timeLimit(.minutes(10))) struct `Webhooks over the wire` {
    @Test func `arrive signed, after the reply to the call or before it`() throws {
        let receiver = Receiver()
        let ringing = try Ringing(
            #"[{"vendor": "bells", "url": "http://localhost:\#(receiver.port)/hook?a=b", "secret": "shh"}]"#
        )
        #expect(ringing.ring() == 200)
        let guest = try #require(receiver.accept())
        let request = guest.request()
        let body =
            #"{"event":"bell.rung","shop_id":1,"timestamp":"2026-03-02T08:00:00Z","data":{"id":1,"shop_id":1,"rings":1}}"#
        let signature = Hex.text(of: HMAC.sha256(of: Array(body.utf8), key: Array("shh".utf8)))
        #expect(
            request
                == "POST /hook?a=b HTTP/1.1\r\nHost: localhost:\(receiver.port)\r\nUser-Agent: mockbay\r\n"
                + "Content-Type: application/json\r\nX-Bells-Signature: \(signature)\r\n"
                + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
        )
        guest.send(taken)
        #expect(ringing.state(ringing.bays.default, after: 1) == .delivered)
    }

    @Test func `are tried again when the bay's clock says so`() throws {
        let receiver = Receiver()
        let ringing = try Ringing(#"[{"vendor": "bells", "url": "http://127.0.0.1:\#(receiver.port)/"}]"#)
        #expect(ringing.ring() == 200)
        let first = try #require(receiver.accept())
        let request = first.request()
        first.send("HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n")
        #expect(ringing.state(ringing.bays.default, after: 1) == .pending)
        ringing.advance(.seconds(10))
        let second = try #require(receiver.accept())
        #expect(second.request() == request)
        second.send(taken)
        #expect(ringing.state(ringing.bays.default, after: 1) == .delivered)
    }

    @Test func `are tried again by themselves where the clock runs`() throws {
        let receiver = Receiver()
        let ringing = try Ringing(
            #"[{"vendor": "bells", "url": "http://127.0.0.1:\#(receiver.port)/"}]"#,
            clock: .scaled(1000)
        )
        #expect(ringing.ring() == 200)
        for _ in 0..<3 {
            let guest = try #require(receiver.accept())
            _ = guest.request()
            guest.send("HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n")
        }
        #expect(ringing.state(ringing.bays.default, after: 3) == .failed)
    }

    @Test func `to nobody fail with the reason`() throws {
        let receiver = Receiver()
        let port = receiver.port
        receiver.close()
        let ringing = try Ringing(
            #"[{"vendor": "bells", "url": "http://127.0.0.1:\#(port)/"}]"#,
            clock: .scaled(1000)
        )
        #expect(ringing.ring() == 200)
        #expect(ringing.state(ringing.bays.default, after: 3) == .failed)
        let attempts = ringing.bays.default.withContents { $0.webhooks.deliveries[0].attempts }
        #expect(
            attempts.map(\.outcome)
                == Array(repeating: .failed("connect: Connection refused"), count: Webhook.Rules.tries)
        )
    }

    @Test func `are all made and answered before a move of the clock is`() throws {
        let receiver = Receiver()
        let ringing = try Ringing(#"[{"vendor": "bells", "url": "http://127.0.0.1:\#(receiver.port)/"}]"#)
        #expect(ringing.ring() == 200)
        let first = try #require(receiver.accept())
        let body = #"{"action": "advance", "by": "1h"}"#
        let mover = RawClient(ringing.server.ports[1])
        mover.send(
            "POST /__mockbay/bays/default/clock HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
        _ = first.request()
        first.send("HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n")
        for date in ["08:00:10", "08:01:10"] {
            let guest = try #require(receiver.accept())
            _ = guest.request()
            // The bay's own calls are answered meanwhile, by the clock as it stands.
            let reply = RawClient(ringing.server.ports[0]).exchange(
                "GET /v1/bells HTTP/1.1\r\nHost: a\r\n\r\n"
            )
            #expect(reply?.field("Date") == "Mon, 02 Mar 2026 \(date) GMT")
            guest.send("HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n")
        }
        let answer = try #require(mover.response())
        #expect(answer.status == 200)
        #expect(answer.body == #"{"now":"2026-03-02T09:00:00Z","mode":"manual","speed":null,"settled":true}"#)
        let delivery = ringing.bays.default.withContents { $0.webhooks.deliveries[0] }
        #expect(delivery.state == .failed)
        #expect(delivery.attempts.map { $0.sent - Belfry.morning } == [.zero, .seconds(10), .seconds(70)])
    }

    @Test func `to a dead receiver hold up neither replies nor other bays`() throws {
        let dead = Receiver()
        let alive = Receiver()
        let ringing = try Ringing(#"[{"vendor": "bells", "url": "http://127.0.0.1:\#(dead.port)/"}]"#)
        var start = ringing.bays.baseStart
        start.subscriptions[0].target = try Webhook.Target("http://127.0.0.1:\(alive.port)/")
        let other = try ringing.bays.create(try #require(BayName("other")), start: start)
        for _ in 0..<5 { #expect(ringing.ring() == 200) }
        let hanging = try #require(dead.accept())
        for _ in 0..<3 {
            #expect(ringing.ring("other") == 200)
            let guest = try #require(alive.accept())
            _ = guest.request()
            guest.send(taken)
        }
        // The third ring made two announcements.
        let guest = try #require(alive.accept())
        #expect(guest.request().contains("bell.cracked"))
        guest.send(taken)
        #expect(ringing.state(other, after: 4) == .delivered)
        let states = ringing.bays.default.withContents { $0.webhooks.deliveries.map(\.state) }
        #expect(states == Array(repeating: .pending, count: 6))
        #expect(hanging.request().contains("bell.rung"))
    }
}
