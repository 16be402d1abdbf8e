import HTTP
private import Synchronization

/// Somebody who reads a journal while it is written.
package protocol JournalFollower: AnyObject, Sendable {
    /// There is more to read. Called on whichever thread wrote: it must only set a sign.
    func noteGrowth()
    /// The journal begins anew at 1.
    func noteRestart()
    /// There will be no more.
    func end(_ reason: String)
}

/// Who follows the journal of a bay. With nobody there, an exchange costs it one look at a number.
package final class Followers: Sendable {
    /// How many there may be for one bay.
    package static let most = 64

    private let count = Atomic(0)
    private let all = Guarded<[any JournalFollower]>([])

    init() {}

    /// `false` where there are too many.
    package func add(_ follower: any JournalFollower) -> Bool {
        all.withLock { all in
            guard all.count < Followers.most else { return false }
            all.append(follower)
            count.store(all.count, ordering: .releasing)
            return true
        }
    }

    package func remove(_ follower: any JournalFollower) {
        all.withLock { all in
            all.removeAll { $0 === follower }
            count.store(all.count, ordering: .releasing)
        }
    }

    /// How many there are now.
    package var number: Int { count.load(ordering: .relaxed) }

    /// To be called after the bay's lock has been let go, by whoever wrote under it: a follower reads under that lock
    /// after it was added, so an entry that it has not seen is written by somebody who sees it here.
    func noteGrowth() {
        guard count.load(ordering: .acquiring) > 0 else { return }
        for follower in all.withLock({ $0 }) { follower.noteGrowth() }
    }

    func noteRestart() {
        for follower in all.withLock({ $0 }) { follower.noteRestart() }
    }

    func endAll(_ reason: String) {
        for follower in all.withLock({ $0 }) { follower.end(reason) }
    }
}
