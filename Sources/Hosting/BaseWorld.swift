package import Engine

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
        let now = WallClock.now()
        var worlds = mounts.map { $0.makeDefaultWorld(chance: Chance(seed: seed, bay: ""), now: now) }
        for generation in settings.generate { try generation.perform(on: &worlds, mounts, seed) }

        var start = Bay.Start(worlds: worlds, seed: seed, clock: ClockSetting(settings.clock ?? .real))
        start.webhookHosts = Set(settings.webhookHosts)
        self.start = try scenario?.start(over: start) ?? start
        self.scenario = scenario
    }
}
