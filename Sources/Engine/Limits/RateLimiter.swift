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
    /// Lists of budgets: all of a list must have room.
    private var budgets: [[Budget]] = []
    /// The list that a method counts against, by its raw value; -1 for none. HEAD counts as GET.
    private var lists: [Int] = []

    package init(_ policy: LimitPolicy, _ alignment: Budget.Alignment = .fromFirstCall) {
        self.policy = policy
        self.alignment = alignment
        if case .together(let limits) = policy { standing = limits } else { standing = [] }
        open()
    }

    private mutating func open() {
        budgets = []
        lists = HTTP.Method.allCases.map { _ in -1 }
        switch policy {
        case .off: break
        case .all(let limit): share(taking(limit))
        case .together(let limits): share(limits)
        case .byMethod(let limits):
            for (method, limit) in limits {
                lists[Int(method.rawValue)] = budgets.count
                budgets.append(budgets(of: [limit]))
            }
            lists[Int(HTTP.Method.head.rawValue)] = lists[Int(HTTP.Method.get.rawValue)]
        }
    }

    /// Limits for all methods together.
    private mutating func share(_ limits: [Limit]) {
        budgets = [budgets(of: limits)]
        lists = lists.map { _ in 0 }
    }

    /// Whether nothing is limited.
    package var isOff: Bool { budgets.isEmpty }

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
        let list = lists[Int(method.rawValue)]
        guard list >= 0, !budgets[list].isEmpty else { return nil }
        let count = budgets[list].count
        // All but the first are asked before any is spent. (One alone, the usual case, needs no asking.)
        for index in 1..<count {
            if let refused = budgets[list][index].peek(account, now), !refused.isAllowed { return refused }
        }
        let outcome = budgets[list][0].spend(account, now, own: own)
        guard outcome?.isAllowed ?? true else { return outcome }
        for index in 1..<count { _ = budgets[list][index].spend(account, now) }
        return outcome
    }

    /// What a call would find, without counting one: the first of the limits that concern it, or another of them.
    package func peek(
        _ account: String,
        _ method: HTTP.Method,
        at place: Int = 0,
        now: Instant,
    ) -> Outcome? {
        let list = lists[Int(method.rawValue)]
        guard list >= 0, place < budgets[list].count else { return nil }
        return budgets[list][place].peek(account, now)
    }
}
