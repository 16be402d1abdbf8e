/// How many requests in which time.
package struct Limit: Hashable, Sendable {
    package let requests: Int
    package let per: Duration

    /// No fewer than 0 requests, in no less than a millisecond.
    package init(requests: Int, per: Duration) {
        self.requests = max(0, requests)
        self.per = max(.milliseconds(1), per)
    }
}

/// Who has made how many requests in the window that is open: a rate limiter on the bay's clock, as a value.
///
/// A window belongs to a key (a credential, say, or a credential and a method). Windows that are over are dropped,
/// and there are never more than `keyLimit`, so that a client that makes up keys takes no memory.
package struct Budget: Sendable {
    /// When windows begin.
    package enum Alignment: Sendable, Hashable {
        /// With the first request after the window before is over.
        case fromFirstCall
        /// At multiples of the period since 1970.
        case aligned
    }

    package struct Outcome: Sendable, Hashable {
        package let isAllowed: Bool
        /// What is left in the window, after this request.
        package let remaining: Int
        /// When the window is over.
        package let resetAt: Instant
        package let limit: Limit
    }

    private struct Window: Sendable {
        var start: Instant
        var used: Int
        /// The order in which windows were opened, so that what is dropped does not depend on hashing.
        var ordinal: UInt64
    }

    /// How many windows are kept at most.
    package static let keyLimit = 65_536

    /// `nil`: everything is allowed. What windows have used stays when the limit changes.
    package var limit: Limit?
    package let alignment: Alignment
    private var windows: [String: Window] = [:]
    private var opened: UInt64 = 0
    /// How many windows there may be before those that are over are looked for.
    private var sweepAt = 64

    package init(_ limit: Limit?, _ alignment: Alignment) {
        self.limit = limit
        self.alignment = alignment
    }

    /// How many windows are kept, over or not.
    package var keyCount: Int { windows.count }

    /// Counts one request, if there is room for it; a refused one is not counted. `nil` without a limit.
    /// - Parameter own: the key's own limit, in place of the one for all.
    package mutating func spend(_ key: String, _ now: Instant, own: Limit? = nil) -> Outcome? {
        guard let limit = own ?? limit else { return nil }
        if let window = windows[key], isOpen(window, limit, now) {
            let isAllowed = window.used < limit.requests
            if isAllowed { windows[key]?.used += 1 }
            let used = window.used + (isAllowed ? 1 : 0)
            return outcome(isAllowed, used, window.start, limit)
        }
        if windows.count >= sweepAt { sweep(limit, now) }
        let isAllowed = limit.requests > 0
        let start = begin(limit, now)
        opened += 1
        windows[key] = Window(start: start, used: isAllowed ? 1 : 0, ordinal: opened)
        return outcome(isAllowed, isAllowed ? 1 : 0, start, limit)
    }

    /// What `spend` would find, without counting: `isAllowed` says whether there is room, `remaining` for how many.
    package func peek(_ key: String, _ now: Instant) -> Outcome? {
        guard let limit else { return nil }
        if let window = windows[key], isOpen(window, limit, now) {
            return outcome(window.used < limit.requests, window.used, window.start, limit)
        }
        return outcome(limit.requests > 0, 0, begin(limit, now), limit)
    }

    /// Opens all windows anew.
    package mutating func reset() {
        windows.removeAll()
        sweepAt = 64
    }

    private func outcome(_ isAllowed: Bool, _ used: Int, _ start: Instant, _ limit: Limit) -> Outcome {
        Outcome(
            isAllowed: isAllowed,
            remaining: max(0, limit.requests - used),
            resetAt: start + limit.per,
            limit: limit
        )
    }

    private func begin(_ limit: Limit, _ now: Instant) -> Instant {
        switch alignment {
        case .fromFirstCall: now
        case .aligned:
            Instant(milliseconds: now.milliseconds - now.milliseconds % limit.per.wholeMilliseconds)
        }
    }

    /// A clock that was put back leaves windows in the future; they count as over.
    private func isOpen(_ window: Window, _ limit: Limit, _ now: Instant) -> Bool {
        window.start <= now && now - window.start < limit.per
    }

    private mutating func sweep(_ limit: Limit, _ now: Instant) {
        windows = windows.filter { isOpen($0.value, limit, now) }
        if windows.count >= Self.keyLimit {
            let oldest = windows.values.map(\.ordinal).sorted()[Self.keyLimit / 2]
            windows = windows.filter { $0.value.ordinal > oldest }
        }
        sweepAt = min(Self.keyLimit, max(64, windows.count * 2))
    }
}
