import Bells
import Engine
import HTTP
import JSON
import Synchronization
import Testing

@Suite struct `A clock that is moved` {
    typealias Outcome = ClockMove.Outcome

    /// One subscriber, and what the scenario has beside it.
    private func belfry(
        faults: String = "",
        _ rest: String = "",
        clock: Clock.Mode = .manual,
    ) throws -> Belfry {
        try Belfry(
            #"[{"vendor": "bells", "url": "http://127.0.0.1:9000/", "faults": [\#(faults)]}]"#,
            rest,
            clock: clock
        )
    }

    private func seconds(_ belfry: Belfry) -> Int64 {
        belfry.bay.withContents { $0.now }.seconds - Belfry.morning.seconds
    }

    private func sent(_ delivery: Webhook.Delivery) -> [Int64] {
        delivery.attempts.map { $0.sent.seconds - Belfry.morning.seconds }
    }

    @Test func `stands at each try of a delivery until its outcome is known`() throws {
        let belfry = try belfry()
        _ = belfry.ring()
        let arrivals = Outcomes()
        belfry.bay.move(.advance(.seconds(3600)), report: arrivals.note)
        for moment in [0, 10, 70] as [Int64] {
            #expect(seconds(belfry) == moment)
            #expect(arrivals.take() == [])
            let items = belfry.deliverer.take()
            #expect(items.count == 1)
            for item in items { item.report(.answered(500)) }
        }
        #expect(seconds(belfry) == 3600)
        #expect(arrivals.takeSeconds() == [.init(3600, isSettled: true)])
        #expect(sent(belfry.deliveries[0]) == [0, 10, 70])
        #expect(belfry.deliveries[0].state == .failed)
    }

    @Test func `goes through what falls due in order, each at its own moment`() throws {
        let belfry = try belfry(
            faults: #"{"fault": "late", "by": "25s"}"#,
            #", "at": {"+20s": [{"webhook": "bell.cast", "of": "bells.bells/2"}], "+30s": [{"set": {"bells.bells/1": {"rings": 7}}}]}"#
        )
        let bell = try #require(RecordReference("bells.bells/1"))
        _ = belfry.ring()
        belfry.bay.move(.advance(.seconds(60)))
        var seen: [String] = []
        while let item = belfry.deliverer.take().first {
            let event = item.text.contains("bell.cast") ? "cast" : "rung"
            seen.append("\(seconds(belfry)) \(event)")
            let rings = belfry.bay.withContents { $0.worlds[0].value(of: bell)?["rings"]?.int }
            #expect(rings == 1, "+30s has not come yet")
            item.report(.answered(204))
        }
        #expect(seen == ["20 cast", "25 rung"])
        #expect(seconds(belfry) == 60)
        #expect(belfry.deliveries.map(\.state) == [.delivered, .delivered])
    }

    @Test func `tries again within the same move what an action of that time has announced`() throws {
        let belfry = try belfry(#", "at": {"+5s": [{"webhook": "bell.cast", "of": "bells.bells/1"}]}"#)
        belfry.bay.move(.advance(.seconds(20)))
        belfry.deliverer.take().forEach { $0.report(.failed("no route")) }
        belfry.deliverer.take().forEach { $0.report(.answered(200)) }
        #expect(sent(belfry.deliveries[0]) == [5, 15])
        #expect(seconds(belfry) == 20)
    }

    @Test func `is moved by one after the other, as they come`() throws {
        let belfry = try belfry()
        _ = belfry.ring()
        let arrivals = Outcomes()
        belfry.bay.move(.advance(.seconds(60)), report: arrivals.note)
        belfry.bay.move(.advance(.seconds(5)), report: arrivals.note)
        belfry.bay.move(.set(Belfry.morning + .seconds(30)), report: arrivals.note)
        #expect(seconds(belfry) == 0)
        belfry.deliverer.take().forEach { $0.report(.answered(200)) }
        #expect(
            arrivals.takeSeconds() == [
                .init(60, isSettled: true), .init(65, isSettled: true), .init(30, isSettled: true),
            ]
        )
    }

    @Test func `holds up neither calls nor other bays`() throws {
        let belfry = try belfry()
        _ = belfry.ring()
        belfry.bay.move(.advance(.seconds(60)))
        #expect(belfry.ring(2).response.status == 200)
        let other = try belfry.bays.bay(try #require(BayName("other")))
        let arrivals = Outcomes()
        other.move(.advance(.seconds(60)), report: arrivals.note)
        #expect(arrivals.takeSeconds() == [.init(60, isSettled: true)])
        #expect(seconds(belfry) == 0)
        // What was announced meanwhile is of the moment at which the clock stands, and awaited, too.
        for _ in 0..<2 { belfry.deliverer.take().forEach { $0.report(.answered(200)) } }
        #expect(belfry.deliveries.map(\.made) == [Belfry.morning, Belfry.morning])
        #expect(seconds(belfry) == 60)
    }

    @Test(arguments: ["reset", "restore", "remove"])
    func `comes to an end with what it was the clock of`(_ way: String) throws {
        let belfry = try belfry()
        let name = try #require(BayName("short"))
        let bay = try belfry.bays.create(name)
        let record = try #require(RecordReference("bells.bells/1"))
        _ = try bay.announce("bell.cast", about: record)
        let arrivals = Outcomes()
        for _ in 0..<2 { bay.move(.advance(.seconds(60)), report: arrivals.note) }
        switch way {
        case "reset": bay.reset()
        case "restore": bay.restore(bay.snapshot)
        default: try belfry.bays.remove(name)
        }
        #expect(arrivals.take() == [.ended, .ended])
        belfry.deliverer.take().forEach { $0.report(.answered(200)) }
        #expect(bay.withContents { $0.now } == Belfry.morning)
        bay.move(.advance(.seconds(5)), report: arrivals.note)
        #expect(arrivals.takeSeconds() == [.init(5, isSettled: true)])
    }

    @Test func `waits for no longer than it may, and says so`() throws {
        let belfry = try belfry()
        _ = belfry.ring()
        let arrivals = Outcomes()
        let before = MonotonicTime.now()
        belfry.bay.move(.advance(.seconds(300)), report: arrivals.note)
        let alarms = belfry.deliverer.takeAlarms()
        #expect(alarms.count == 1)
        #expect(alarms[0].time >= before + 60_000_000_000)
        alarms[0].body()
        #expect(arrivals.takeSeconds() == [.init(300, isSettled: false)])
        // What was under way goes on, each try at the moment that was meant for it.
        while let item = belfry.deliverer.take().first { item.report(.answered(500)) }
        #expect(sent(belfry.deliveries[0]) == [0, 10, 70])
        #expect(seconds(belfry) == 300)
        // An alarm that goes off later is nobody's.
        belfry.bay.move(.advance(.seconds(1)), report: arrivals.note)
        alarms[0].body()
        #expect(arrivals.takeSeconds() == [.init(301, isSettled: true)])
    }

    @Test func `by an action within a call leaves every try its own moment`() throws {
        let belfry = try belfry(#", "flow": {"bells.bell.ring": [{}, {"before": [{"advance": "30s"}]}]}"#)
        for _ in 0..<2 { _ = belfry.ring() }
        #expect(seconds(belfry) == 30)
        var count = 0
        while let item = belfry.deliverer.take().first, count < 3 {
            item.report(.answered(500))
            count += 1
        }
        #expect(sent(belfry.deliveries[0]) == [0, 10], "the third is due in 40 seconds")
        #expect(sent(belfry.deliveries[1]) == [], "it waits behind the first")
        belfry.advance(.seconds(60))
        for _ in 0..<2 { belfry.deliverer.take().forEach { $0.report(.answered(200)) } }
        #expect(sent(belfry.deliveries[0]) == [0, 10, 70])
        #expect(sent(belfry.deliveries[1]) == [70])
    }

    @Test func `by an action at a time brings on all that lies between`() throws {
        let belfry = try belfry(
            """
            , "at": {"+10s": [{"webhook": "bell.cast", "of": "bells.bells/1"}, {"advance": "2m"}],
                     "+15s": [{"webhook": "bell.cast", "of": "bells.bells/2"}]}
            """
        )
        let arrivals = Outcomes()
        belfry.bay.move(.advance(.seconds(10)), report: arrivals.note)
        while let item = belfry.deliverer.take().first {
            item.report(.answered(item.text.contains(#""shop_id":1"#) ? 500 : 200))
        }
        #expect(arrivals.takeSeconds() == [.init(130, isSettled: true)])
        #expect(sent(belfry.deliveries[0]) == [10, 20, 80])
        #expect(sent(belfry.deliveries[1]) == [80], "made at 15, behind the other")
        #expect(belfry.deliveries[1].made == Belfry.morning + .seconds(15))
    }

    @Test func `runs on beyond where it was put, if it runs`() throws {
        let belfry = try belfry(clock: .scaled(1000))
        _ = belfry.ring()
        let arrivals = Outcomes()
        belfry.bay.move(.advance(.seconds(3600)), report: arrivals.note)
        var tries = 0
        while let item = belfry.deliverer.take().first {
            tries += 1
            item.report(.answered(500))
        }
        #expect(tries == 3)
        let arrived = try #require(arrivals.takeSeconds().first)
        #expect(arrived.seconds >= 3600)
        #expect(arrived.isSettled)
    }

    @Test func `is changed at once where nothing falls due`() throws {
        let belfry = try belfry()
        let arrivals = Outcomes()
        _ = belfry.ring()
        belfry.bay.move(.set(Belfry.morning - .seconds(60)), report: arrivals.note)
        belfry.bay.move(.scale(20), report: arrivals.note)
        belfry.bay.move(.freeze, report: arrivals.note)
        let outcomes = arrivals.take()
        #expect(outcomes.count == 3, "what is out is not waited for")
        guard case .arrived(let clock, isSettled: true) = outcomes.last else {
            return #expect(Bool(false), "\(outcomes)")
        }
        #expect(clock.mode == .manual)
    }
}

/// Keeps what moves have come to.
private final class Outcomes: Sendable {
    struct Arrival: Equatable {
        let seconds: Int64
        let isSettled: Bool

        init(_ seconds: Int64, isSettled: Bool) { (self.seconds, self.isSettled) = (seconds, isSettled) }
    }

    private let outcomes = Mutex<[ClockMove.Outcome]>([])

    var note: @Sendable (ClockMove.Outcome) -> Void {
        { [self] outcome in outcomes.withLock { $0.append(outcome) } }
    }

    /// Those that came since the last look.
    func take() -> [ClockMove.Outcome] {
        outcomes.withLock { outcomes in
            defer { outcomes = [] }
            return outcomes
        }
    }

    /// The same, as seconds after the morning that the clocks showed.
    func takeSeconds() -> [Arrival] {
        take().compactMap { outcome in
            guard case .arrived(let clock, let isSettled) = outcome else { return nil }
            let time = clock.now(MonotonicTime.now()).seconds
            return Arrival(time - Belfry.morning.seconds, isSettled: isSettled)
        }
    }
}
