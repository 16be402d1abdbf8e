package import Engine
private import Serving
private import Synchronization

/// What bays start from: the default world, what was generated, and a scenario over both.
package struct BaseWorld: Sendable {
    package let start: Bay.Start
    package let scenario: Scenario?

    /// The default world alone.
    package init(_ mounts: [any Mounted]) throws(StartProblem) { try self.init(Settings(), mounts) }

    package init(_ settings: Settings, _ mounts: [any Mounted]) throws(StartProblem) {
        var scenario = try settings.scenario.map { (source) throws(StartProblem) in try source.load(mounts) }
        // What was said beats the scenario.
        if let seed = settings.seed { scenario?.seed = seed }
        if let mode = settings.clock {
            let start = scenario?.clock?.start
            scenario?.clock = ClockSetting(mode, start: start)
        }
        let seed = settings.seed ?? scenario?.seed ?? Settings.defaultSeed
        var worlds = try BaseWorld.defaultWorlds(mounts, seed)
        for generation in settings.generate { try generation.perform(on: &worlds, mounts, seed) }

        var start = Bay.Start(worlds: worlds, seed: seed, clock: ClockSetting(settings.clock ?? .real))
        start.webhookHosts = Set(settings.webhookHosts)
        self.start = try scenario?.start(over: start) ?? start
        self.scenario = scenario
    }

    /// The default worlds of all vendors: each is read on a thread of its own, since that is most of what a start takes.
    private static func defaultWorlds(_ mounts: [any Mounted], _ seed: UInt64) throws(StartProblem)
        -> [any MountedWorld]
    {
        typealias Outcome = Result<any MountedWorld, StartProblem>
        let outcomes = Mutex([Outcome?](repeating: nil, count: mounts.count))
        @Sendable func make(_ index: Int) {
            let outcome = Outcome { () throws(StartProblem) in try defaultWorld(mounts[index], seed) }
            outcomes.withLock { $0[index] = outcome }
        }
        let workers = mounts.indices.dropFirst().compactMap { index -> Worker? in
            do throws(SystemError) {
                return try Worker { make(index) }
            } catch {
                // A world without a thread is made here.
                make(index)
                return nil
            }
        }
        if !mounts.isEmpty { make(0) }
        for worker in workers { worker.join() }
        var worlds: [any MountedWorld] = []
        for outcome in outcomes.withLock({ $0 }) {
            if let outcome { worlds.append(try outcome.get()) }
        }
        return worlds
    }

    /// The default worlds that were read, by vendor: a test suite may start many servers.
    private static let read = Mutex<[String: any MountedWorld]>([:])

    private static func defaultWorld(_ mount: any Mounted, _ seed: UInt64) throws(StartProblem)
        -> any MountedWorld
    {
        let key = mount.facts.key
        let chance = Chance(seed: seed, bay: "")
        let now = WallClock.now()
        if var world = read.withLock({ $0[key] }) {
            world.chance = chance
            world.now = now
            return world
        }
        do throws(FixtureProblems) {
            let world = try mount.makeDefaultWorld(chance: chance, now: now)
            read.withLock { $0[key] = world }
            return world
        } catch {
            throw .invalid(
                error.findings.map { "the default world of \(key), byte \($0.offset): \($0.message)" }
            )
        }
    }
}
