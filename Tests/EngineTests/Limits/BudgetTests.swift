import Engine
import Testing

@Suite struct `A budget` {
    let minute = Limit(requests: 3, per: .seconds(60))

    func at(_ seconds: Int64) -> Instant { Instant(seconds: 1_772_438_400 + seconds) }

    struct Step: CustomTestStringConvertible {
        var time: Int64
        var isAllowed: Bool
        var remaining: Int
        var reset: Int64

        init(_ time: Int64, _ isAllowed: Bool, _ remaining: Int, reset: Int64) {
            self.time = time
            self.isAllowed = isAllowed
            self.remaining = remaining
            self.reset = reset
        }

        var testDescription: String { "at \(time) s" }
    }

    static let fromFirstCall = [
        Step(10, true, 2, reset: 70), Step(20, true, 1, reset: 70), Step(69, true, 0, reset: 70),
        Step(69, false, 0, reset: 70), Step(70, true, 2, reset: 130), Step(500, true, 2, reset: 560),
        // The clock was put back: the window in the future counts as over.
        Step(100, true, 2, reset: 160),
    ]

    static let aligned = [
        Step(10, true, 2, reset: 60), Step(59, true, 1, reset: 60), Step(60, true, 2, reset: 120),
        Step(61, true, 1, reset: 120), Step(62, true, 0, reset: 120), Step(119, false, 0, reset: 120),
        Step(120, true, 2, reset: 180), Step(5, true, 2, reset: 60),
    ]

    @Test(arguments: [(Budget.Alignment.fromFirstCall, fromFirstCall), (.aligned, aligned)])
    func `is spent by the clock`(_ alignment: Budget.Alignment, _ steps: [Step]) throws {
        var budget = Budget(minute, alignment)
        for step in steps {
            let seen = try #require(budget.peek("key", at(step.time)))
            let spent = budget.spend("key", at(step.time))
            let outcome = try #require(spent)
            #expect(outcome.isAllowed == step.isAllowed, "\(step.testDescription)")
            #expect(outcome.remaining == step.remaining, "\(step.testDescription)")
            #expect(outcome.resetAt == at(step.reset), "\(step.testDescription)")
            #expect(outcome.limit == minute)
            #expect(seen.isAllowed == outcome.isAllowed && seen.resetAt == outcome.resetAt)
            #expect(seen.remaining == outcome.remaining + (outcome.isAllowed ? 1 : 0))
        }
    }

    @Test func `is each key's own, and each copy's`() {
        var budget = Budget(Limit(requests: 1, per: .seconds(1)), .fromFirstCall)
        let fork = budget
        #expect(budget.spend("a", at(0))?.isAllowed == true)
        #expect(budget.spend("b", at(0))?.isAllowed == true)
        #expect(budget.spend("a", at(0))?.isAllowed == false)
        #expect(fork.peek("a", at(0))?.remaining == 1)
        budget.reset()
        #expect(budget.spend("a", at(0))?.isAllowed == true)
    }

    @Test func `has no bound without a limit and no room with one of 0`() {
        var free = Budget(nil, .aligned)
        #expect(free.spend("a", at(0)) == nil && free.peek("a", at(0)) == nil)
        var shut = Budget(Limit(requests: -1, per: .zero), .fromFirstCall)
        #expect(shut.limit == Limit(requests: 0, per: .milliseconds(1)))
        #expect(shut.peek("a", at(0))?.isAllowed == false)
        for _ in 0..<2 { #expect(shut.spend("a", at(0))?.isAllowed == false) }
    }

    @Test func `keeps what was used when its limit changes`() {
        var budget = Budget(minute, .fromFirstCall)
        for _ in 0..<3 { _ = budget.spend("a", at(0)) }
        budget.limit = Limit(requests: 5, per: .seconds(60))
        #expect(budget.spend("a", at(1))?.remaining == 1)
        budget.limit = Limit(requests: 2, per: .seconds(60))
        #expect(budget.peek("a", at(1))?.isAllowed == false)
        #expect(budget.peek("a", at(1))?.remaining == 0)
    }

    @Test func `forgets windows that are over`() {
        var budget = Budget(Limit(requests: 1, per: .seconds(1)), .fromFirstCall)
        for second in 0..<2000 { _ = budget.spend("key \(second)", at(Int64(second))) }
        #expect(budget.keyCount <= 65)
    }

    @Test func `keeps the youngest where too many are open`() {
        var budget = Budget(Limit(requests: 1, per: .seconds(1)), .fromFirstCall)
        for key in 0..<Budget.keyLimit + 10 { _ = budget.spend("key \(key)", at(0)) }
        #expect(budget.keyCount < Budget.keyLimit)
        #expect(budget.peek("key \(Budget.keyLimit - 1)", at(0))?.isAllowed == false)
        #expect(budget.peek("key 0", at(0))?.isAllowed == true)
    }

    @Test func `does not overflow at the end of time`() {
        var budget = Budget(Limit(requests: 1, per: .seconds(Int64.max)), .aligned)
        #expect(budget.spend("a", .last)?.resetAt == .last)
        #expect(budget.spend("a", .last)?.isAllowed == false)
    }

    @Test func `lets a key have a limit of its own`() {
        var budget = Budget(Limit(requests: 1, per: .seconds(60)), .fromFirstCall)
        let now = Instant(seconds: 1_000)
        let own = Limit(requests: 2, per: .seconds(60))
        #expect(budget.spend("a", now, own: own)?.isAllowed == true)
        #expect(budget.spend("a", now, own: own)?.isAllowed == true)
        #expect(budget.spend("a", now, own: own)?.isAllowed == false)
        #expect(budget.spend("b", now)?.isAllowed == true)
        #expect(budget.spend("b", now)?.isAllowed == false)
    }
}
