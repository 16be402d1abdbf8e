import Bells
import Engine
import HTTP
import JSON
import Testing

@Suite struct `What a scenario does at a time` {
    private func client(_ at: String, _ rest: String = "") throws -> Client {
        try Bench.client(#"{"scenario": 1, "at": \#(at)\#(rest)}"#)
    }

    @Test func `is done before the call that comes then`() throws {
        let client = try client(#"{"+30s": [{"set": {"toys.toys/1": {"stock": 0}}}]}"#)
        client.bays.default.withContents { $0.clock.advance(by: .seconds(29), MonotonicTime.now()) }
        #expect(client.sell().status == 201)
        client.bays.default.withContents { $0.clock.advance(by: .seconds(1), MonotonicTime.now()) }
        #expect(client.sell().status == 409)
        #expect(client.lastNotes == ["at +30s: set toys.toys/1"])
    }

    @Test func `is done when the clock is moved, and told with the next call`() throws {
        let client = try client(
            #"{"+30s": [{"set": {"toys.toys/1": {"stock": 9}}}, {"remove": "toys.toys/2"}]}"#
        )
        client.advance(.seconds(30))
        #expect(client.stock() == 9)
        #expect(client.stock(of: 2) == nil)
        _ = client.get("/v1/toys")
        #expect(client.lastNotes == ["at +30s: set toys.toys/1", "at +30s: removed toys.toys/2"])
        _ = client.get("/v1/toys")
        #expect(client.lastNotes == [])
    }

    @Test func `is told with a call that was asked to fail as well`() throws {
        let client = try client(#"{"+0s": [{"limit": {"toys": "off"}}]}"#)
        _ = client.get("/v1/toys", fields: [("X-Mockbay-Error", "server_error")])
        #expect(client.lastNotes == ["at +0s: changed the limit of toys"])
        let extras = client.bays.default.withContents { $0.journal.extras(1) }
        #expect(extras?.forcedError == "server_error")
    }

    @Test func `is done in the order of the times, whatever that of the file`() throws {
        let client = try client(
            """
            {
                "+2m": [{"set": {"toys.toys/1": {"stock": 5}}}],
                "+60s": [{"set": {"toys.toys/1": {"stock": 7}}}],
                "+1m": [{"set": {"toys.toys/1": {"stock": 8}}}],
            }
            """
        )
        client.advance(.seconds(60))
        #expect(client.stock() == 8)
        client.advance(.seconds(60))
        #expect(client.stock() == 5)
        _ = client.get("/v1/toys")
        #expect(
            client.lastNotes == [
                "at +60s: set toys.toys/1", "at +1m: set toys.toys/1", "at +2m: set toys.toys/1",
            ]
        )
    }

    @Test func `is done at its own time, also where more has gone by`() throws {
        let belfry = try Belfry(
            #"[{"vendor": "bells", "url": "http://127.0.0.1:9000/hook"}]"#,
            #", "at": {"+10s": [{"webhook": "bell.cast", "of": "bells.bells/1"}], "+20s": [{"webhook": "bell.cast", "of": "bells.bells/2"}]}"#
        )
        belfry.advance(.seconds(60))
        for _ in 0..<2 { belfry.deliverer.take().forEach { $0.report(.answered(200)) } }
        #expect(
            belfry.deliveries.map(\.made) == [Belfry.morning + .seconds(10), Belfry.morning + .seconds(20)]
        )
        #expect(belfry.bay.withContents { $0.now } == Belfry.morning + .seconds(60))
    }

    @Test func `may move the clock, and with that bring on what comes next`() throws {
        let client = try client(
            """
            {
                "+10s": [{"advance": "1h"}, {"set": {"toys.toys/1": {"stock": 5}}}],
                "+30m": [{"set": {"toys.toys/1": {"stock": 6}}}],
                "+2h": [{"set": {"toys.toys/1": {"stock": 7}}}],
            }
            """
        )
        client.advance(.seconds(10))
        #expect(client.stock() == 5, "what comes on the way is done before what stands behind 'advance'")
        #expect(client.bays.default.withContents { $0.now } == Bench.morning + .seconds(3_610))
    }

    @Test func `is brought on by a step that moves the clock`() throws {
        let client = try client(
            #"{"+10s": [{"set": {"toys.toys/1": {"stock": 0}}}]}"#,
            #", "flow": {"toys.sale.create": [{"before": [{"advance": "10s"}]}]}"#
        )
        #expect(client.sell().status == 409)
        #expect(client.lastNotes == ["advanced the clock by 10.0 seconds", "at +10s: set toys.toys/1"])
    }

    @Test func `does not move the clock beyond its end, and says so`() throws {
        let client = try client(
            "{}",
            #"""
            , "clock": {"mode": "manual", "start": "9999-12-31T23:00:00Z"},
            "flow": {"toys.sale.create": [{"before": [{"advance": "2h"}]}]}
            """#
        )
        _ = client.sell()
        #expect(
            client.lastNotes == [
                "advanced the clock by 3599.999 seconds, to its end, instead of 7200.0 seconds"
            ]
        )
        #expect(client.bays.default.withContents { $0.now } == Instant.last)
    }

    @Test func `uses up a step that waits for it`() throws {
        let client = try client(
            #"{"+10s": [{"set": {"toys.toys/1": {"stock": 0}}}], "+20s": [{"set": {"toys.toys/1": {"stock": 3}}}]}"#,
            """
            , "flow": {"toys.shelf.list": [
                {"until": {"record": "toys.toys/1", "has": {"stock": 0}}, "reply": {"status": 501}},
                {"for": "30s", "reply": {"status": 502}},
            ]}
            """
        )
        #expect(client.get("/v1/toys").status == 501)
        client.advance(.seconds(39))
        #expect(client.get("/v1/toys").status == 502)
        client.advance(.seconds(1))
        #expect(client.get("/v1/toys").status == 200)
    }

    @Test func `is done once, and again when the bay starts over`() throws {
        let client = try client(#"{"+30s": [{"set": {"toys.toys/1": {"stock": 9}}}]}"#)
        client.advance(.seconds(30))
        _ = client.sell()
        client.advance(.seconds(30))
        #expect(client.stock() == 8)
        client.bays.default.reset()
        #expect(client.stock() == 3)
        client.advance(.seconds(30))
        #expect(client.stock() == 9)
    }

    @Test func `is done in a copy of the bay where it is still to come`() throws {
        let client = try client(
            #"{"+10s": [{"set": {"toys.toys/1": {"stock": 9}}}], "+30s": [{"set": {"toys.toys/2": {"stock": 9}}}]}"#
        )
        client.advance(.seconds(20))
        _ = client.sell()
        let copy = try client.bays.create(#require(BayName("copy")), start: client.bays.default.fork)
        copy.withContents { $0.clock.advance(by: .seconds(10), MonotonicTime.now()) }
        copy.deliverDue()
        let stocks = [1, 2].map { toy in
            copy.withContents { contents in
                contents.worlds[0].value(
                    of: RecordReference(vendor: "toys", collection: "toys", key: "\(toy)")
                )?["stock"]
            }
        }
        #expect(stocks == [8, 9])
    }

    @Test func `is done by an alarm while the clock runs and nobody calls`() throws {
        let belfry = try Belfry(
            #"[{"vendor": "bells", "url": "http://127.0.0.1:9000/hook"}]"#,
            #", "at": {"+1h": [{"webhook": "bell.cast", "of": "bells.bells/1"}], "+1d": [{"set": {"bells.bells/1": {"rings": 2}}}]}"#,
            clock: .real
        )
        let alarms = belfry.deliverer.takeAlarms()
        #expect(alarms.count == 1)
        // The alarm's time has come for the bay once its clock is there; one that goes off early does nothing.
        alarms[0].body()
        #expect(belfry.deliveries.isEmpty)
        belfry.bay.withContents { $0.clock.advance(by: .seconds(3_600), MonotonicTime.now()) }
        for alarm in belfry.deliverer.takeAlarms() { alarm.body() }
        #expect(belfry.deliveries.count == 1)
        #expect(belfry.deliverer.take().count == 1)
        // The next one is a day off.
        let next = try #require(belfry.deliverer.takeAlarms().first)
        #expect(next.time > MonotonicTime.now() + 80_000_000_000_000)
    }

    @Test func `sets no alarm while the clock stands`() throws {
        let belfry = try Belfry("[]", #", "at": {"+1s": [{"set": {"bells.bells/1": {"rings": 2}}}]}"#)
        #expect(belfry.deliverer.takeAlarms().isEmpty)
    }
}
