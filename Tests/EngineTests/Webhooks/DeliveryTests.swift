import Bells
import Engine
import HTTP
import Testing

@Suite struct `Delivering webhooks` {
    typealias State = Webhook.Delivery.State

    // MARK: Tries

    @Test func `is tried three times, ten and sixty seconds apart`() throws {
        let belfry = try Belfry()
        _ = belfry.ring()
        let first = try #require(belfry.deliverer.take().first)
        first.report(.answered(500))
        #expect(belfry.deliverer.take().isEmpty)
        belfry.advance(.milliseconds(9_999))
        #expect(belfry.deliverer.take().isEmpty)
        belfry.advance(.milliseconds(1))
        let second = try #require(belfry.deliverer.take().first)
        #expect(second.parcel.body == first.parcel.body)
        #expect(second.parcel.headers == first.parcel.headers)
        second.report(.failed("connection refused"))
        belfry.advance(.milliseconds(59_999))
        #expect(belfry.deliverer.take().isEmpty)
        belfry.advance(.milliseconds(1))
        try #require(belfry.deliverer.take().first).report(.answered(302))
        belfry.advance(.seconds(86_400))
        #expect(belfry.deliverer.take().isEmpty)
        let delivery = belfry.deliveries[0]
        #expect(delivery.state == .failed)
        #expect(
            delivery.attempts.map(\.outcome) == [
                .answered(500), .failed("connection refused"), .answered(302),
            ]
        )
        #expect(
            delivery.attempts.map(\.sent) == [
                Belfry.morning, Belfry.morning + .seconds(10), Belfry.morning + .seconds(70),
            ]
        )
    }

    @Test func `is over with the first answer that takes it`() throws {
        let belfry = try Belfry()
        _ = belfry.ring()
        belfry.deliverer.take().forEach { $0.report(.answered(503)) }
        belfry.advance(.seconds(10))
        belfry.deliverer.take().forEach { $0.report(.answered(299)) }
        belfry.advance(.seconds(3600))
        #expect(belfry.deliverer.take().isEmpty)
        #expect(belfry.deliveries.map(\.state) == [.delivered])
    }

    @Test func `takes one outcome for each try`() throws {
        let belfry = try Belfry()
        _ = belfry.ring()
        let item = try #require(belfry.deliverer.take().first)
        item.report(.answered(500))
        item.report(.answered(200))
        #expect(belfry.deliveries[0].attempts.map(\.outcome) == [.answered(500)])
        #expect(belfry.deliveries[0].state == .pending)
    }

    @Test func `follows a step that moves the clock`() throws {
        let belfry = try Belfry(
            #"[{"vendor": "bells", "url": "http://127.0.0.1:9000/", "events": ["bell.rung"], "shop_id": 1}]"#,
            #", "flow": {"*": [{}, {"before": [{"advance": "10s"}]}]}"#
        )
        _ = belfry.ring(1)
        belfry.deliverer.take().forEach { $0.report(.answered(500)) }
        _ = belfry.ring(2)
        #expect(
            belfry.deliverer.take().count == 1,
            "the second try of the first, not an announcement of shop 2"
        )
    }

    @Test func `wakes by itself where the clock runs`() throws {
        let belfry = try Belfry(clock: .scaled(2))
        let before = MonotonicTime.now()
        _ = belfry.ring()
        #expect(belfry.deliverer.takeAlarms().isEmpty, "nothing is to come later")
        belfry.deliverer.take().forEach { $0.report(.answered(500)) }
        let alarm = try #require(belfry.deliverer.takeAlarms().first)
        // Ten seconds at twice the speed, by the host's clock; the bay's has no more than milliseconds.
        #expect(alarm.time >= before + 4_999_000_000)
        #expect(alarm.time <= MonotonicTime.now() + 5_000_000_000)
        alarm.body()
        #expect(belfry.deliverer.take().isEmpty, "too early: it is not due yet")
        let again = try #require(belfry.deliverer.takeAlarms().first, "so it asks to be woken again")
        belfry.advance(.seconds(10))
        #expect(belfry.deliverer.take().count == 1)
        again.body()
        #expect(belfry.deliverer.take().isEmpty, "it is out already")
    }

    @Test func `does not wake where the clock stands`() throws {
        let belfry = try Belfry()
        _ = belfry.ring()
        belfry.deliverer.take().forEach { $0.report(.answered(500)) }
        #expect(belfry.deliverer.takeAlarms().isEmpty)
    }

    // MARK: Order

    @Test func `keeps the order to one target`() throws {
        let belfry = try Belfry()
        for _ in 0..<3 { _ = belfry.ring() }
        var seen: [String] = []
        var failing = true
        for _ in 0..<20 {
            let items = belfry.deliverer.take()
            #expect(items.count <= 1, "the next one waits for the one before it")
            for item in items {
                if failing {
                    failing = false
                    item.report(.answered(500))
                } else {
                    seen.append(item.text)
                    item.report(.answered(200))
                }
            }
            if items.isEmpty { belfry.advance(.seconds(10)) }
        }
        #expect(seen.count == 4)
        #expect(seen == belfry.deliveries.map { String(decoding: $0.body, as: UTF8.self) })
        #expect(belfry.deliveries.map(\.attempts.count) == [2, 1, 1, 1])
    }

    @Test func `goes on with the next when one has failed for good`() throws {
        let belfry = try Belfry()
        _ = belfry.ring()
        _ = belfry.ring()
        for wait in [10, 60, 0] {
            belfry.deliverer.take().forEach { $0.report(.failed("no")) }
            belfry.advance(.seconds(wait))
        }
        belfry.deliverer.take().forEach { $0.report(.answered(200)) }
        #expect(belfry.deliveries.map(\.state) == [.failed, .delivered])
    }

    @Test func `lets no target wait for another`() throws {
        let belfry = try Belfry(
            """
            [{"vendor": "bells", "url": "http://127.0.0.1:9000/dead"},
             {"vendor": "bells", "url": "http://127.0.0.1:9001/"}]
            """
        )
        for _ in 0..<2 { _ = belfry.ring() }
        var taken = belfry.deliverer.take()
        #expect(taken.map(\.parcel.target.path) == ["/dead", "/"])
        taken[1].report(.answered(200))
        taken = belfry.deliverer.take()
        #expect(taken.map(\.parcel.target.path) == ["/"])
    }

    @Test func `lets no bay wait for another`() throws {
        let belfry = try Belfry()
        let other = try belfry.bays.bay(try #require(BayName("other")))
        _ = belfry.ring()
        let record = try #require(RecordReference("bells.bells/1"))
        _ = try other.announce("bell.cast", about: record)
        #expect(belfry.deliverer.take().count == 2)
    }

    // MARK: Faults

    /// What goes out when bell 1 is rung three times, which makes four announcements, and each is answered at once.
    @Test(arguments: [
        Spoiled(#"{"fault": "duplicate"}"#, ["rung 1", "rung 1", "rung 2", "rung 3", "cracked 3"]),
        Spoiled(
            #"{"fault": "duplicate", "calls": 2}"#,
            ["rung 1", "rung 1", "rung 2", "rung 2", "rung 3", "cracked 3"]
        ),
        Spoiled(
            #"{"fault": "duplicate", "event": "bell.cracked"}"#,
            ["rung 1", "rung 2", "rung 3", "cracked 3", "cracked 3"]
        ),
        Spoiled(#"{"fault": "reorder"}"#, ["rung 2", "rung 1", "rung 3", "cracked 3"]),
        Spoiled(#"{"fault": "reorder", "calls": 2}"#, ["rung 2", "rung 1", "cracked 3", "rung 3"]),
        Spoiled(#"{"fault": "drop"}"#, ["rung 2", "rung 3", "cracked 3"]),
        Spoiled(#"{"fault": "drop", "calls": "rest"}"#, []),
        Spoiled(#"{"fault": "late", "by": "20s"}"#, ["rung 2", "rung 3", "cracked 3", "rung 1"]),
        Spoiled(
            #"{"fault": "drop", "event": "bell.cracked"}, {"fault": "duplicate", "calls": "rest"}"#,
            ["rung 1", "rung 1", "rung 2", "rung 2", "rung 3", "rung 3"]
        ),
    ])
    func `goes wrong as it is told`(_ row: Spoiled) throws {
        let belfry = try Belfry(
            #"[{"vendor": "bells", "url": "http://127.0.0.1:9000/", "faults": [\#(row.faults)]}]"#
        )
        var seen: [String] = []
        func settle() {
            while case let items = belfry.deliverer.take(), !items.isEmpty {
                for item in items {
                    let event = item.text.contains("bell.cracked") ? "cracked" : "rung"
                    let rings = item.text.dropLast(2).last.map(String.init) ?? ""
                    seen.append("\(event) \(rings)")
                    item.report(.answered(200))
                }
            }
        }
        for _ in 0..<3 {
            _ = belfry.ring()
            settle()
        }
        belfry.advance(.seconds(20))
        settle()
        #expect(seen == row.seen)
    }

    struct Spoiled: CustomTestStringConvertible {
        let faults: String
        let seen: [String]

        init(_ faults: String, _ seen: [String]) { (self.faults, self.seen) = (faults, seen) }

        var testDescription: String { faults }
    }

    @Test func `is signed wrongly when told so, over the right bytes`() throws {
        let belfry = try Belfry(
            #"[{"vendor": "bells", "url": "http://127.0.0.1:9000/", "faults": [{"fault": "badSignature"}]}]"#
        )
        for _ in 0..<2 { _ = belfry.ring() }
        let key = Array("whsec_bells".utf8)
        let good = belfry.deliveries.map {
            $0.signature.value == Hex.text(of: HMAC.sha256(of: $0.body, key: key))
        }
        #expect(good == [false, true])
        #expect(belfry.deliveries[0].signature.value.count == 64)
    }

    @Test func `comes at last when nothing follows that it could come after`() throws {
        let belfry = try Belfry(
            #"[{"vendor": "bells", "url": "http://127.0.0.1:9000/", "faults": [{"fault": "reorder"}]}]"#
        )
        _ = belfry.ring()
        belfry.advance(Webhook.Rules.reorderWait - .milliseconds(1))
        #expect(belfry.deliverer.take().isEmpty)
        belfry.advance(.milliseconds(1))
        #expect(belfry.deliverer.take().count == 1)
    }

    @Test func `is written down where it is dropped`() throws {
        let belfry = try Belfry(
            #"[{"vendor": "bells", "url": "http://127.0.0.1:9000/", "faults": [{"fault": "drop"}]}]"#
        )
        _ = belfry.ring()
        #expect(belfry.deliveries.map(\.state) == [.dropped])
        #expect(belfry.deliveries.map(\.fault) == [.drop])
        #expect(belfry.deliveries[0].attempts.isEmpty)
    }

    // MARK: Lives of a bay

    @Test func `begins anew with its bay, and takes no outcome from before`() throws {
        let belfry = try Belfry(
            #"[{"vendor": "bells", "url": "http://127.0.0.1:9000/", "faults": [{"fault": "duplicate"}]}]"#
        )
        _ = belfry.ring()
        let stale = try #require(belfry.deliverer.take().first)
        #expect(belfry.deliveries.count == 2)
        belfry.bay.reset()
        #expect(belfry.deliveries.isEmpty)
        _ = belfry.ring()
        #expect(belfry.deliveries.count == 2, "the fault counts anew, too")
        #expect(belfry.deliveries.map(\.number) == [1, 2])
        stale.report(.answered(200))
        #expect(belfry.deliveries.map(\.state) == [.pending, .pending])
        belfry.deliverer.take().forEach { $0.report(.answered(200)) }
        #expect(belfry.deliveries[0].state == .delivered)
    }

    @Test func `ends with its bay`() throws {
        let belfry = try Belfry()
        let name = try #require(BayName("short"))
        let bay = try belfry.bays.create(name)
        let record = try #require(RecordReference("bells.bells/1"))
        for _ in 0..<2 { _ = try bay.announce("bell.cast", about: record) }
        let first = try #require(belfry.deliverer.take().first)
        try belfry.bays.remove(name)
        first.report(.answered(200))
        #expect(belfry.deliverer.take().isEmpty, "the second one stays where it is")
    }

    @Test func `is not copied with its bay, but subscriptions and what is left of their faults are`() throws {
        let belfry = try Belfry(
            #"[{"vendor": "bells", "url": "http://127.0.0.1:9000/", "faults": [{"fault": "duplicate"}]}]"#
        )
        _ = belfry.ring()
        let copy = try belfry.bays.create(try #require(BayName("copy")), start: belfry.bay.fork)
        #expect(copy.withContents { $0.webhooks.deliveries.isEmpty })
        let record = try #require(RecordReference("bells.bells/1"))
        let made = try copy.announce("bell.cast", about: record)
        #expect(made.count == 1, "the one duplicate was used up before")
        #expect(made[0].id != belfry.deliveries[0].id)
    }
}
