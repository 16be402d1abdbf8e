import Engine
package import HTTP

extension Check<AutoSync> {
    /// What the route demands, the caller must have: 403 where not [seed].
    static var scope: Self {
        Check("scope") { (call, _) throws(AutoSync.Failure) in
            guard let needed = call.route.needs, let caller = call.caller else { return }
            guard caller.scopes.contains(needed) else {
                throw .forbidden("This key does not have the scope '\(needed.names[0])'.")
            }
        }
    }

    /// The shop of the path: 404 where there is none of that id, 403 where the key cannot reach it [inferred].
    static var shop: Self {
        Check("shop") { (call, world) throws(AutoSync.Failure) in
            guard let text = call.path("shop_id") else { return }
            let id = try AutoSync.id(text, of: "shop_id")
            guard world.state.shops.contains(id) else { throw .notFound("Shop") }
            guard call.caller?.reaches(shop: id) == true else {
                throw .forbidden("This key has no access to shop \(id).")
            }
        }
    }
}

extension AutoSync {
    /// The three fields that every reply carries [seed], errors and 429 included [inferred].
    ///
    /// A call that is counted against no key shows the limit as if nothing were used. So does every call where a
    /// scenario has lifted the limit: the vendor never leaves the fields out.
    package static func stamp(_ response: inout Response, for caller: Caller?, in world: World) {
        var limit = documentedLimit.requests
        var remaining = limit
        var resetAt = startOfMinute(after: world.now)
        let account = caller.flatMap(AutoSync.account) ?? ""
        if let budget = world.limiter.peek(account, .get, now: world.now) {
            (limit, remaining, resetAt) = (budget.limit.requests, budget.remaining, budget.resetAt)
        }
        // One that was asked for outright finds a budget that is not used up.
        if response.status == 429 { remaining = 0 }
        response.add("X-RateLimit-Limit", limit)
        response.add("X-RateLimit-Remaining", remaining)
        response.add("X-RateLimit-Reset", wholeSeconds(resetAt))
        if response.status == 429, world.assumptions.retryAfter == .seconds {
            response.add("Retry-After", max(1, wholeSeconds(resetAt) - Int(world.now.seconds)))
        }
    }

    private static func startOfMinute(after now: Instant) -> Instant {
        Instant(seconds: now.seconds - now.seconds % 60 + 60)
    }

    /// Rounded up, so that the window is over by then.
    private static func wholeSeconds(_ instant: Instant) -> Int { Int((instant.milliseconds + 999) / 1000) }
}
