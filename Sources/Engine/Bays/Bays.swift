private import CEpoll
import HTTP
private import Synchronization

/// All bays of a server, by name. Bay `default` always exists; another one is forked from the base world at first use.
package final class Bays: Sendable {
    package struct Settings: Sendable {
        /// Whether a bay that does not exist yet is made at first use.
        package var makesBays = true
        package var mostBays = 10_000
        package var journal = Journal.Limits()
        /// Takes webhooks out; without one they stay in their bays.
        package var deliverer: (any Deliverer)?

        package init() {}
    }

    package let mounts: [any Mounted]
    package let settings: Settings
    package let `default`: Bay
    package let tally: Tally
    private let base: Bay.Start
    private let others = Guarded<[BayName: Bay]>([:])
    private let removals = Atomic(0)

    /// - Parameter base: what new bays start from.
    package init(mounts: [any Mounted], base: Bay.Start, settings: Settings = Settings()) {
        self.mounts = mounts
        self.base = base
        tally = Tally(mounts)
        self.settings = settings
        self.default = Bay(
            .default,
            mounts: mounts,
            start: base,
            journal: settings.journal,
            deliverer: settings.deliverer
        )
    }

    /// The bay of that name, made now where that is allowed.
    package func bay(_ name: BayName) throws(MockbayProblem) -> Bay {
        if name == .default { return self.default }
        return try others.withLock { bays throws(MockbayProblem) in
            if let bay = bays[name] { return bay }
            guard settings.makesBays else { throw .unknownBay(name) }
            return try add(name, base, to: &bays)
        }
    }

    /// The bay of that name if there is one; nothing is made.
    package func existing(_ name: BayName) throws(MockbayProblem) -> Bay {
        if name == .default { return self.default }
        guard let bay = others.withLock({ $0[name] }) else { throw .unknownBay(name) }
        return bay
    }

    /// Whether it is still there; another of its name is not the same.
    package func has(_ bay: Bay) -> Bool {
        bay === self.default || others.withLock { $0[bay.name] } === bay
    }

    /// Makes a bay of that name: 409 where there is one.
    package func create(_ name: BayName, start: Bay.Start? = nil) throws(MockbayProblem) -> Bay {
        try others.withLock { bays throws(MockbayProblem) in
            guard name != .default, bays[name] == nil else {
                throw MockbayProblem(
                    409,
                    "bay_exists",
                    "there is a bay '\(name)' already",
                    path: "name",
                    hint: "reset it with POST /__mockbay/bays/\(name)/reset, or choose another name"
                )
            }
            return try add(name, start ?? base, to: &bays)
        }
    }

    /// What new bays start from: for a scenario to be laid over.
    package var baseStart: Bay.Start { base }

    package func remove(_ name: BayName) throws(MockbayProblem) {
        if name == .default {
            throw MockbayProblem(
                409,
                "default_bay",
                "the bay 'default' always exists",
                hint: "POST /__mockbay/bays/default/reset brings it back to its start"
            )
        }
        guard let bay = others.withLock({ $0.removeValue(forKey: name) }) else { throw .unknownBay(name) }
        bay.silence()
        giveMemoryBack()
    }

    /// What bays leave behind lies between what is in use, where the allocator keeps it for others: now and then the
    /// system gets it back.
    private func giveMemoryBack() {
        if removals.wrappingAdd(1, ordering: .relaxed).newValue % 256 == 0 { malloc_trim(0) }
    }

    /// All bays by name, `default` first.
    package var all: [Bay] {
        [self.default] + others.withLock { $0.values.sorted { $0.name < $1.name } }
    }

    private func add(
        _ name: BayName,
        _ start: Bay.Start,
        to bays: inout [BayName: Bay],
    ) throws(MockbayProblem) -> Bay {
        guard bays.count + 1 < settings.mostBays else { throw .tooManyBays(settings.mostBays) }
        let bay = Bay(
            name,
            mounts: mounts,
            start: start,
            journal: settings.journal,
            deliverer: settings.deliverer
        )
        bays[name] = bay
        return bay
    }
}
