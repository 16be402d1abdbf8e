import Engine
import HTTP
import Testing

@Suite struct `A rate limiter` {
    static let burst = Limit(requests: 3, per: .seconds(10))
    static let day = Limit(requests: 5, per: .seconds(86_400))

    private func at(_ seconds: Int64) -> Instant { Instant(seconds: 1_772_438_400 + seconds) }

    private func spend(_ limiter: inout RateLimiter, _ seconds: Int64, _ method: HTTP.Method = .get) -> Bool?
    {
        limiter.spend("key", method, now: at(seconds))?.isAllowed
    }

    private func peek(
        _ limiter: RateLimiter,
        _ seconds: Int64,
        _ method: HTTP.Method = .get,
    ) -> [RateLimiter.Outcome] {
        (0..<3).compactMap { limiter.peek("key", method, at: $0, now: at(seconds)) }
    }

    private func left(_ limiter: RateLimiter, _ seconds: Int64, _ method: HTTP.Method = .get) -> [Int] {
        peek(limiter, seconds, method).map(\.remaining)
    }

    @Test func `has all limits at once, and counts a call under all of them or none`() {
        var limiter = RateLimiter(.together([Self.burst, Self.day]), .aligned)
        #expect(left(limiter, 0) == [3, 5])
        #expect((0..<4).map { _ in spend(&limiter, 1) } == [true, true, true, false])
        #expect(left(limiter, 2) == [0, 2])
        #expect((0..<3).map { _ in spend(&limiter, 10) } == [true, true, false])
        #expect(left(limiter, 10) == [1, 0])
        let refused = limiter.spend("key", .get, now: at(10))
        #expect(refused?.limit == Self.day, "the outcome is that of the limit that has no room")
        let other = limiter.spend("other", .post, now: at(10))
        #expect(other?.isAllowed == true && other?.limit == Self.burst, "else of the first one")
    }

    struct Given: CustomTestStringConvertible {
        var limit: Limit
        var limits: [Limit]
        var testDescription: String { "\(limit.requests) per \(limit.per)" }
    }

    private static func seven(_ seconds: Int) -> Limit { Limit(requests: 7, per: .seconds(seconds)) }

    @Test(arguments: [
        Given(limit: seven(1), limits: [seven(1), day]),
        Given(limit: seven(10), limits: [seven(10), day]),
        Given(limit: seven(86_399), limits: [seven(86_399), day]),
        Given(limit: seven(86_400), limits: [burst, seven(86_400)]),
        Given(limit: seven(1_000_000), limits: [burst, seven(1_000_000)]),
    ])
    func `puts a limit that is given alone in the place of the nearest`(_ given: Given) {
        var limiter = RateLimiter(.together([Self.burst, Self.day]))
        limiter.policy = .all(given.limit)
        #expect(peek(limiter, 0).map(\.limit) == given.limits)
        limiter.policy = .together([Self.day])
        #expect(left(limiter, 0) == [5])
    }

    @Test func `knows one limit for all, or one by method`() {
        var limiter = RateLimiter(.all(Self.burst))
        #expect(left(limiter, 0) == [3])
        _ = spend(&limiter, 0, .post)
        #expect(left(limiter, 0) == [2])
        limiter.policy = .byMethod([.get: Self.burst, .post: Self.day])
        _ = spend(&limiter, 0, .head)
        #expect(left(limiter, 0) == [2] && left(limiter, 0, .post) == [5] && left(limiter, 0, .put) == [])
        #expect(limiter.peek("key", .head, now: at(0))?.remaining == 2)
        limiter.policy = .off
        #expect(spend(&limiter, 0) == nil && left(limiter, 0) == [])
    }

    @Test func `gives an account its own limit in the place of the first`() {
        var limiter = RateLimiter(.together([Self.burst, Self.day]))
        let own = Limit(requests: 1, per: .seconds(10))
        #expect(limiter.spend("key", .get, own, now: at(0))?.isAllowed == true)
        #expect(limiter.spend("key", .get, own, now: at(0))?.isAllowed == false)
        #expect(left(limiter, 0) == [2, 4])
    }
}
