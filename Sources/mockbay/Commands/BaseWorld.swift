import Engine
import Serving
import Synchronization

/// What bays start from: the default world, what was generated, and a scenario over both.
struct BaseWorld {
    let start: Bay.Start
    let scenario: Scenario?

    /// The default world alone, for checks.
    static func plain(_ mounts: [any Mounted]) throws(StartProblem) -> Bay.Start {
        try BaseWorld(ServeOptions(), mounts).start
    }

    init(_ options: ServeOptions, _ mounts: [any Mounted]) throws(StartProblem) {
        var scenario = try options.scenario.map { (path) throws(StartProblem) in
            try BaseWorld.scenario(path, mounts)
        }
        // Flags beat the scenario.
        if let seed = options.seed { scenario?.seed = seed }
        if let mode = options.clock {
            let start = scenario?.clock?.start
            scenario?.clock = ClockSetting(mode, start: start)
        }
        let seed = options.seed ?? scenario?.seed ?? ServeOptions.defaultSeed
        var worlds = try BaseWorld.defaultWorlds(mounts, seed)
        for generation in options.generate {
            try generation.perform(on: &worlds, mounts, seed, for: options.command)
        }

        var start = Bay.Start(worlds: worlds, seed: seed, clock: ClockSetting(options.clock ?? .real))
        start.webhookHosts = Set(options.webhookHosts)
        do throws(ScenarioProblems) {
            self.start = try scenario?.laid(over: start) ?? start
        } catch {
            throw .invalid(error.problems.map(\.description))
        }
        self.scenario = scenario
    }

    private static func scenario(_ path: String, _ mounts: [any Mounted]) throws(StartProblem) -> Scenario {
        let bytes: [UInt8]
        do throws(FileProblem) {
            bytes = try Files.contents(of: path)
        } catch {
            throw .invalid(["\(error)"])
        }
        do throws(ScenarioProblems) {
            return try Scenario.load(bytes, file: path, mounts: mounts, files: Files.ofScenarios)
        } catch {
            throw .invalid(error.problems.map(\.description))
        }
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

    private static func defaultWorld(_ mount: any Mounted, _ seed: UInt64) throws(StartProblem)
        -> any MountedWorld
    {
        do throws(FixtureProblems) {
            return try mount.makeDefaultWorld(chance: Chance(seed: seed, bay: ""), now: WallClock.now())
        } catch {
            let key = mount.facts.key
            throw .invalid(
                error.findings.map { "the default world of \(key), byte \($0.offset): \($0.message)" }
            )
        }
    }
}

/// Why there is no world to start from.
enum StartProblem: Error, Equatable {
    /// A line for each problem of a file.
    case invalid([String])
    case usage(UsageProblem)

    var lines: [String] {
        switch self {
        case .invalid(let lines): lines
        case .usage(let problem): ["\(problem)"]
        }
    }

    var exitCode: Int32 {
        switch self {
        case .invalid: ExitCode.invalidFile
        case .usage: ExitCode.usage
        }
    }
}

extension Generation {
    /// Adds the records to the vendor's world.
    func perform(
        on worlds: inout [any MountedWorld],
        _ mounts: [any Mounted],
        _ seed: UInt64,
        for command: String,
    ) throws(StartProblem) {
        func unknown(_ what: String, _ name: String, among names: [String]) -> StartProblem {
            let hint = nearest(to: name, among: names).map { "did you mean '\($0)'?" }
            let all = "there are \(names.joined(separator: ", "))"
            return .usage(UsageProblem("\(command): --generate: unknown \(what) '\(name)'; \(hint ?? all)"))
        }
        let keys = mounts.map(\.facts.key)
        guard let index = keys.firstIndex(of: vendor) else { throw unknown("vendor", vendor, among: keys) }
        let names = mounts[index].collections.map(\.name)
        guard names.contains(collection) else {
            throw unknown("collection", "\(vendor).\(collection)", among: names.map { "\(vendor).\($0)" })
        }
        // A name that no bay can have: what a bay draws later repeats none of these numbers.
        worlds[index].chance = Chance(seed: seed, bay: "--generate")
        guard worlds[index].generate(count, of: collection) else {
            throw .usage(
                UsageProblem("\(command): --generate cannot make records of \(vendor).\(collection)")
            )
        }
    }
}
