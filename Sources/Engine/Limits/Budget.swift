/// How many requests in which time.
package struct Limit: Hashable, Sendable {
    package let requests: Int
    package let per: Duration
    /// The same in whole milliseconds: what instants count in.
    let milliseconds: Int64

    /// No fewer than 0 requests, in no less than a millisecond.
    package init(requests: Int, per: Duration) {
        self.requests = max(0, requests)
        self.per = max(.milliseconds(1), per)
        // Far more than an instant has, and little enough to be added to one.
        milliseconds = min(self.per.wholeMilliseconds, .max / 4)
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
        let key: String
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
    private var windows: [Window] = []
    /// Where among the windows that of a key is.
    private var places: [String: Int] = [:]
    /// The place that was asked for last: calls of one caller follow each other.
    private var latest = 0
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
        if let place = place(of: key), isOpen(windows[place], limit, now) {
            latest = place
            let isAllowed = windows[place].used < limit.requests
            if isAllowed { windows[place].used += 1 }
            return outcome(isAllowed, windows[place].used, windows[place].start, limit)
        }
        if windows.count >= sweepAt { sweep(limit, now) }
        let isAllowed = limit.requests > 0
        let start = begin(limit, now)
        opened += 1
        open(Window(key: key, start: start, used: isAllowed ? 1 : 0, ordinal: opened))
        return outcome(isAllowed, isAllowed ? 1 : 0, start, limit)
    }

    /// What `spend` would find, without counting: `isAllowed` says whether there is room, `remaining` for how many.
    package func peek(_ key: String, _ now: Instant) -> Outcome? {
        guard let limit else { return nil }
        if let place = place(of: key), isOpen(windows[place], limit, now) {
            let window = windows[place]
            return outcome(window.used < limit.requests, window.used, window.start, limit)
        }
        return outcome(limit.requests > 0, 0, begin(limit, now), limit)
    }

    /// Opens all windows anew.
    package mutating func reset() {
        windows = []
        places = [:]
        sweepAt = 64
    }

    private func place(of key: String) -> Int? {
        if latest < windows.count, windows[latest].key == key { return latest }
        return places[key]
    }

    private mutating func open(_ window: Window) {
        if let place = places[window.key] {
            windows[place] = window
            latest = place
        } else {
            latest = windows.count
            places[window.key] = latest
            windows.append(window)
        }
    }

    private func outcome(_ isAllowed: Bool, _ used: Int, _ start: Instant, _ limit: Limit) -> Outcome {
        Outcome(
            isAllowed: isAllowed,
            remaining: max(0, limit.requests - used),
            resetAt: Instant(milliseconds: start.milliseconds + limit.milliseconds),
            limit: limit
        )
    }

    private func begin(_ limit: Limit, _ now: Instant) -> Instant {
        switch alignment {
        case .fromFirstCall: now
        case .aligned:
            Instant(milliseconds: now.milliseconds - now.milliseconds % limit.milliseconds)
        }
    }

    /// A clock that was put back leaves windows in the future; they count as over.
    private func isOpen(_ window: Window, _ limit: Limit, _ now: Instant) -> Bool {
        window.start <= now && now.milliseconds - window.start.milliseconds < limit.milliseconds
    }

    private mutating func sweep(_ limit: Limit, _ now: Instant) {
        windows = windows.filter { isOpen($0, limit, now) }
        if windows.count >= Self.keyLimit {
            let oldest = windows.map(\.ordinal).sorted()[Self.keyLimit / 2]
            windows.removeAll { $0.ordinal <= oldest }
        }
        places = [:]
        for (place, window) in windows.enumerated() { places[window.key] = place }
        sweepAt = min(Self.keyLimit, max(64, windows.count * 2))
    }
}
