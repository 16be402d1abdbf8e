import Engine
import Testing

@Suite struct `A clock` {
    let start = Instant(milliseconds: 1_772_438_400_000)
    let second: UInt64 = 1_000_000_000

    func seconds(_ clock: Clock, _ monotonic: UInt64) -> Double {
        Double(clock.now(monotonic).milliseconds - start.milliseconds) / 1000
    }

    @Test(arguments: [
        (Clock.Mode.real, 10.0), (.scaled(20), 200), (.scaled(0.5), 5), (.manual, 0), (.scaled(.nan), 10),
        (.scaled(0), 0.01), (.scaled(-3), 0.01), (.scaled(.infinity), 10_000_000),
    ])
    func `runs as fast as its mode says`(_ mode: Clock.Mode, _ passed: Double) {
        let clock = Clock(mode, start: start, monotonic: 5 * second)
        #expect(seconds(clock, 5 * second) == 0)
        #expect(seconds(clock, 15 * second) == passed)
        #expect(seconds(clock, 0) == 0, "before it began")
    }

    @Test func `is moved, frozen, scaled and resumed without a jump`() {
        var clock = Clock(.real, start: start, monotonic: 0)
        clock.advance(by: .seconds(60), 1 * second)
        #expect(seconds(clock, 1 * second) == 61)
        #expect(seconds(clock, 2 * second) == 62)
        clock.scale(20, 2 * second)
        #expect(seconds(clock, 2 * second) == 62)
        #expect(seconds(clock, 3 * second) == 82)
        clock.freeze(3 * second)
        #expect(seconds(clock, 9 * second) == 82)
        clock.advance(by: .milliseconds(500), 9 * second)
        #expect(seconds(clock, 10 * second) == 82.5)
        clock.resume(10 * second)
        #expect(clock.mode == .scaled(20) && clock.speed == 20)
        #expect(seconds(clock, 11 * second) == 102.5)
        clock.set(to: start, 11 * second)
        #expect(seconds(clock, 11 * second) == 0)
        #expect(seconds(clock, 12 * second) == 20)
        clock.advance(by: .seconds(-5), 12 * second)
        #expect(seconds(clock, 12 * second) == 20, "only `set` goes back")
    }

    @Test func `that stood from the start resumes in real time`() {
        var clock = Clock(.manual, start: start, monotonic: 0)
        #expect(clock.speed == nil)
        clock.resume(second)
        #expect(seconds(clock, 3 * second) == 2)
    }

    @Test func `loses no time to operations, however many`() {
        var clock = Clock(.real, start: start, monotonic: 0)
        for step in 1...10_000 as ClosedRange<UInt64> { clock.advance(by: .zero, step * 333_333) }
        #expect(seconds(clock, 3_333_330_000) == 3.333)
    }

    @Test func `does not go back when an operation comes late`() {
        var clock = Clock(.real, start: start, monotonic: 0)
        clock.freeze(10 * second)
        clock.resume(5 * second)
        #expect(seconds(clock, 11 * second) == 11)
    }

    @Test func `stops at the end of time`() {
        var clock = Clock(.scaled(1_000_000), start: start, monotonic: 0)
        let year: UInt64 = 31_556_952 * second
        #expect(clock.now(year / 1000).date.year == 3026)
        #expect(clock.now(year) == .last && clock.now(.max) == .last)
        clock.set(to: .last, 0)
        #expect(clock.now(.max) == .last)
        clock.advance(by: .seconds(Int64.max), .max)
        #expect(clock.now(.max) == .last)
    }

    @Test(arguments: [1, 20, 0.001, 3.7, 1_000_000])
    func `knows when it will show an instant`(_ speed: Double) throws {
        var clock = Clock(.scaled(speed), start: start, monotonic: 17)
        clock.advance(by: .zero, 1_234_567)
        var draws = Draws(3)
        for _ in 0..<200 {
            let instant = start + .milliseconds(Int64(draws.below(1 << draws.below(34))))
            let due = try #require(clock.monotonic(of: instant))
            #expect(clock.now(due) >= instant)
            // Not much earlier: a nanosecond or two of the clock's, and what a `Double` cannot tell apart.
            let slack = UInt64(2 / speed) + 2048
            #expect(due == 1_234_567 || clock.now(due - slack) < instant)
        }
    }

    @Test func `never shows a later instant while it stands`() {
        let clock = Clock(.manual, start: start, monotonic: 4)
        #expect(clock.monotonic(of: start + .milliseconds(1)) == nil)
        #expect(clock.monotonic(of: start) == 4)
    }

    @Test func `is driven by the host's`() {
        let earlier = MonotonicTime.now()
        #expect(MonotonicTime.now() >= earlier)
        #expect(WallClock.now() > Instant(milliseconds: 1_750_000_000_000))
    }
}
