package import HTTP

/// How many calls a caller may make: not limited at all, limited as a whole, or by method.
package enum LimitPolicy: Sendable, Equatable {
    case off
    case all(Limit)
    case byMethod([HTTP.Method: Limit])
    /// Several limits that hold at the same time, such as a burst and a day's total.
    case together([Limit])
}

/// What callers have left of a vendor's limits: one budget for all calls, one for each method, or several at a time.
///
/// Where several limits hold at a time to begin with, one that is given alone takes the place of that one of them
/// which it is nearest to: the longest that is not longer, else the shortest. The others stay.
package struct RateLimiter: Sendable {
    package typealias Outcome = Budget.Outcome

    /// A new policy starts with nothing spent.
    package var policy: LimitPolicy { didSet { open() } }
    package let alignment: Budget.Alignment
    /// The limits that held together to begin with.
    private let standing: [Limit]
    /// By method; `nil` is for all methods together. All budgets of a list must have room.
    private var budgets: [HTTP.Method?: [Budget]] = [:]

    package init(_ policy: LimitPolicy, _ alignment: Budget.Alignment = .fromFirstCall) {
        self.policy = policy
        self.alignment = alignment
        if case .together(let limits) = policy { standing = limits } else { standing = [] }
        open()
    }

    private mutating func open() {
        switch policy {
        case .off: budgets = [:]
        case .all(let limit): budgets = [nil: budgets(of: taking(limit))]
        case .together(let limits): budgets = [nil: budgets(of: limits)]
        case .byMethod(let limits):
            budgets = limits.reduce(into: [:]) { $0[$1.key] = [Budget($1.value, alignment)] }
        }
    }

    private func budgets(of limits: [Limit]) -> [Budget] { limits.map { Budget($0, alignment) } }

    /// The standing limits with this one in the place of the nearest.
    private func taking(_ limit: Limit) -> [Limit] {
        var limits = standing
        let notLonger = limits.indices.filter { limits[$0].per <= limit.per }
        let place =
            notLonger.max { limits[$0].per < limits[$1].per }
            ?? limits.indices.min { limits[$0].per < limits[$1].per }
        guard let place else { return [limit] }
        limits[place] = limit
        return limits
    }

    /// Counts one call of an account, if all limits that concern it have room; `nil` where nothing limits it.
    ///
    /// The outcome is that of the limit that has no room, else of the first one.
    /// - Parameter own: the account's own limit, in place of the first one for all.
    package mutating func spend(
        _ account: String,
        _ method: HTTP.Method,
        _ own: Limit? = nil,
        now: Instant,
    ) -> Outcome? {
        guard policy != .off, let key = key(for: method), let count = budgets[key]?.count else { return nil }
        // All but the first are asked before any is spent. (One alone, the usual case, needs no asking.)
        for index in 1..<max(1, count) {
            if let refused = budgets[key]?[index].peek(account, now), !refused.isAllowed { return refused }
        }
        let outcome = budgets[key]?[0].spend(account, now, own: own)
        guard outcome?.isAllowed ?? true else { return outcome }
        for index in 1..<max(1, count) { _ = budgets[key]?[index].spend(account, now) }
        return outcome
    }

    /// What a call would find, without counting one: the first of the limits that concern it.
    package func peek(_ account: String, _ method: HTTP.Method, now: Instant) -> Outcome? {
        outlook(account, method, now: now).first
    }

    /// The same for all limits that concern the call, in their order.
    package func outlook(_ account: String, _ method: HTTP.Method, now: Instant) -> [Outcome] {
        guard policy != .off, let key = key(for: method), let concerned = budgets[key] else { return [] }
        return concerned.compactMap { $0.peek(account, now) }
    }

    /// The budgets that a method counts against; HEAD counts as GET.
    private func key(for method: HTTP.Method) -> HTTP.Method?? {
        if budgets[nil] != nil { return .some(nil) }
        let counted = method == .head ? HTTP.Method.get : method
        return budgets[counted] == nil ? nil : .some(counted)
    }
}
