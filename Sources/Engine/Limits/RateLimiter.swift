package import HTTP

/// How many calls a caller may make: not limited at all, limited as a whole, or by method.
package enum LimitPolicy: Sendable, Equatable {
    case off
    case all(Limit)
    case byMethod([HTTP.Method: Limit])
}

/// What callers have left of a vendor's limits: one budget for all calls, or one for each method.
package struct RateLimiter: Sendable {
    package typealias Outcome = Budget.Outcome

    /// A new policy starts with nothing spent.
    package var policy: LimitPolicy { didSet { open() } }
    package let alignment: Budget.Alignment
    /// By method; `nil` is the budget for all methods together.
    private var budgets: [HTTP.Method?: Budget] = [:]

    package init(_ policy: LimitPolicy, _ alignment: Budget.Alignment = .fromFirstCall) {
        self.policy = policy
        self.alignment = alignment
        open()
    }

    private mutating func open() {
        switch policy {
        case .off: budgets = [:]
        case .all(let limit): budgets = [nil: Budget(limit, alignment)]
        case .byMethod(let limits):
            budgets = limits.reduce(into: [:]) { $0[$1.key] = Budget($1.value, alignment) }
        }
    }

    /// Counts one call of an account; `nil` where nothing limits it.
    /// - Parameter own: the account's own limit, in place of the one for all.
    package mutating func spend(
        _ account: String,
        _ method: HTTP.Method,
        _ own: Limit? = nil,
        now: Instant,
    ) -> Outcome? {
        guard policy != .off, let key = key(for: method) else { return nil }
        return budgets[key]?.spend(account, now, own: own)
    }

    /// What a call would find, without counting one.
    package func peek(_ account: String, _ method: HTTP.Method, now: Instant) -> Outcome? {
        guard policy != .off, let key = key(for: method) else { return nil }
        return budgets[key]?.peek(account, now)
    }

    /// The budget that a method counts against; HEAD counts as GET.
    private func key(for method: HTTP.Method) -> HTTP.Method?? {
        if budgets[nil] != nil { return .some(nil) }
        let counted = method == .head ? HTTP.Method.get : method
        return budgets[counted] == nil ? nil : .some(counted)
    }
}
