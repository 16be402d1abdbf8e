package import Engine
package import HTTP

extension Leadway {
    /// 100 requests in 10 seconds and 200,000 a day [public: docs]; that windows are fixed, the day is UTC's and each
    /// token has its own is ours [inferred].
    package static let defaultLimiter = RateLimiter(.together([burst, daily]), .aligned)

    private static let burst = Limit(requests: 100, per: .seconds(10))
    private static let daily = Limit(requests: 200_000, per: .seconds(86_400))

    /// The five fields that every reply carries [public: docs], with what the caller has left. Who is unknown, or not
    /// limited, sees the limits untouched.
    package static func stamp(_ response: inout Response, for caller: Caller?, in world: World) {
        let token = caller?.token ?? ""
        let now = (
            burst: world.limiter.peek(token, .get, now: world.now),
            daily: world.limiter.peek(token, .get, at: 1, now: world.now)
        )
        let burst = now.burst?.limit ?? burst
        let daily = now.daily?.limit ?? daily
        response.add("X-RateLimit-Limit-Daily", daily.requests)
        response.add("X-RateLimit-Daily-Remaining", now.daily?.remaining ?? daily.requests)
        response.add("X-RateLimit-Interval-Milliseconds", Int(burst.per.wholeMilliseconds))
        response.add("X-RateLimit-Max", burst.requests)
        // A refusal that the day is not to blame for has nothing left, be it one that was asked for outright.
        let isOver = response.status == 429 && now.daily?.remaining != 0
        let remaining = isOver ? 0 : now.burst?.remaining ?? burst.requests
        response.add("X-RateLimit-Remaining", remaining)
    }
}
