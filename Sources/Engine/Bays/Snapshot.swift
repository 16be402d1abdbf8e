import HTTP

/// A bay as it was at one moment: worlds, clock and how far its scenario had got. The journal is no part of it.
///
/// A value that shares everything with the bay until either is written to: keeping one and bringing it back cost the
/// same whatever the world's size.
package struct Snapshot: Sendable {
    package var worlds: [any MountedWorld]
    package var mode: Clock.Mode
    package var now: Instant
    /// `nil`, like the subscriptions, in one that came from outside: the bay's own stay, and so do its limits.
    package var flow: Flow?
    package var subscriptions: [Webhook.Subscription]?

    package init(worlds: [any MountedWorld], mode: Clock.Mode, now: Instant) {
        self.worlds = worlds
        self.mode = mode
        self.now = now
    }
}

/// What was kept of a bay, by name. It outlives a reset and goes with the bay.
package final class Snapshots: Sendable {
    /// How many there may be of one bay.
    package static let most = 100

    private let all = Guarded<[String: Snapshot]>([:])

    init() {}

    /// Keeps one, in the place of an older one of that name; `nil` where there are too many, else whether it is new.
    package func keep(_ snapshot: Snapshot, as name: String) -> Bool? {
        all.withLock { all in
            guard all[name] != nil || all.count < Snapshots.most else { return nil }
            return all.updateValue(snapshot, forKey: name) == nil
        }
    }

    package subscript(name: String) -> Snapshot? { all.withLock { $0[name] } }

    /// Drops one; `false` where there is none.
    package func remove(_ name: String) -> Bool { all.withLock { $0.removeValue(forKey: name) != nil } }

    /// All of them by name.
    package var list: [(name: String, snapshot: Snapshot)] {
        all.withLock { all in all.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
    }
}

extension Bay {
    /// The bay as it is now.
    package var snapshot: Snapshot {
        withContents { contents in
            var snapshot = Snapshot(worlds: contents.worlds, mode: contents.clock.mode, now: contents.now)
            snapshot.flow = contents.flow
            snapshot.subscriptions = contents.webhooks.subscriptions
            return snapshot
        }
    }

    /// Brings a snapshot back: from here on the same calls have the same replies, ids and draws as then. The journal
    /// goes on, and webhooks that were under way are forgotten. `reset` still comes back to the bay's own start.
    package func restore(_ snapshot: Snapshot) {
        let moves = withContents { contents in
            let limiters = contents.worlds.map(\.limiter)
            let moves = contents.moves
            contents.moves = moves.renewed()
            contents.worlds = snapshot.worlds
            contents.clock = Clock(snapshot.mode, start: snapshot.now, monotonic: MonotonicTime.now())
            for index in contents.worlds.indices {
                contents.worlds[index].bay = name
                contents.worlds[index].now = snapshot.now
                if snapshot.flow == nil {
                    contents.worlds[index].limiter = limiters[index]
                    // To set a policy opens its windows anew.
                    contents.worlds[index].limiter.policy = limiters[index].policy
                }
            }
            if let flow = snapshot.flow { contents.flow = flow }
            let subscriptions = snapshot.subscriptions ?? contents.webhooks.subscriptions
            contents.webhooks = contents.webhooks.renewed(subscriptions)
            return moves
        }
        endMoves(moves)
        setAlarm()
    }
}
