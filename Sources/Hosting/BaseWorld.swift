package import Engine
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
        var worlds: [any MountedWorld] = []
        for mount in mounts { worlds.append(try BaseWorld.defaultWorld(mount, seed)) }
        for generation in settings.generate { try generation.perform(on: &worlds, mounts, seed) }

        var start = Bay.Start(worlds: worlds, seed: seed, clock: ClockSetting(settings.clock ?? .real))
        start.webhookHosts = Set(settings.webhookHosts)
        self.start = try scenario?.start(over: start) ?? start
        self.scenario = scenario
    }

    /// The default worlds that were read, by vendor: a test suite may start many servers.
    private static let read = Mutex<[String: any MountedWorld]>([:])

    private static func defaultWorld(_ mount: any Mounted, _ seed: UInt64) throws(StartProblem)
        -> any MountedWorld
    {
        let key = mount.facts.key
        let chance = Chance(seed: seed, bay: "")
        let now = WallClock.now()
        return try read.withLock { read throws(StartProblem) in
            if var world = read[key] {
                world.chance = chance
                world.now = now
                return world
            }
            do throws(FixtureProblems) {
                let world = try mount.makeDefaultWorld(chance: chance, now: now)
                read[key] = world
                return world
            } catch {
                throw .invalid(
                    error.findings.map { "the default world of \(key), byte \($0.offset): \($0.message)" }
                )
            }
        }
    }
}
