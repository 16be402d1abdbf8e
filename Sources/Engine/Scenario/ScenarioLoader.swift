import JSON

/// Reads a scenario with the files that it extends.
struct ScenarioLoader {
    let mounts: [any Mounted]
    let names: Vocabulary
    /// `nil` where a scenario is no file.
    let files: ScenarioFiles?
    private(set) var problems: [ScenarioProblem] = []
    /// The bases by their paths: each is laid once, where it is named first.
    private var loaded: Set<String> = []

    init(_ mounts: [any Mounted], _ files: ScenarioFiles?) {
        self.mounts = mounts
        self.files = files
        names = Vocabulary(mounts)
    }

    /// A scenario with all of its bases, its own problems noted before theirs.
    /// - Parameter chain: the files that led here, this one included.
    mutating func load(_ bytes: [UInt8], file: String, chain: [String] = []) throws(ScenarioProblems)
        -> Scenario
    {
        let document: JSON.Document
        do throws(JSON.SyntaxError) {
            document = try JSON.Document(
                bytes,
                dialect: .lenient,
                limits: JSON.Limits(duplicateKeys: .report)
            )
        } catch {
            throw ScenarioProblems([
                ScenarioProblem(file: file, position: error.position, message: error.problem)
            ])
        }
        var reader = ScenarioReader(names)
        var scenario = reader.scenario(document.root, file: file)
        problems += ScenarioProblems(reader.findings, in: document, of: file).problems
        scenario.given.world = snapshot(of: scenario)
        let chain = chain + [ScenarioFiles.path(String(file.split(separator: "/").last ?? ""), from: file)]
        var bases: [Scenario] = []
        for (path, place) in scenario.extends {
            guard let base = base(path, place, of: file, chain) else { continue }
            bases.append(base)
        }
        merge(bases, into: &scenario)
        return scenario
    }

    private mutating func report(_ file: String, _ place: JSON.Position, _ message: String) {
        problems.append(ScenarioProblem(file: file, position: place, message: message))
    }

    private mutating func base(
        _ path: String,
        _ place: JSON.Position,
        of file: String,
        _ chain: [String],
    ) -> Scenario? {
        let path = ScenarioFiles.path(path, from: file)
        guard files != nil else {
            report(
                file,
                place,
                "'extends' is for files: a scenario that is sent has no place to look for '\(path)'"
            )
            return nil
        }
        if let first = chain.firstIndex(of: path) {
            let circle = (chain[first...] + [path]).joined(separator: " → ")
            report(file, place, "a scenario cannot extend itself: \(circle)")
            return nil
        }
        guard loaded.insert(path).inserted,
            let bytes = contents(of: path, atMost: ScenarioFiles.largest, named: file, place)
        else { return nil }
        do throws(ScenarioProblems) {
            return try load(bytes, file: path, chain: chain)
        } catch {
            problems += error.problems
            return nil
        }
    }

    private mutating func contents(
        of path: String,
        atMost limit: Int,
        named file: String,
        _ place: JSON.Position,
    ) -> [UInt8]? {
        guard let files else { return nil }
        do throws(ScenarioFiles.Unreadable) {
            return try files.read(path, limit)
        } catch {
            report(file, place, "'\(path)' cannot be read: \(error.reason)")
            return nil
        }
    }

    // MARK: Merging

    /// What the bases say counts where the scenario itself says nothing; lists become longer.
    private mutating func merge(_ bases: [Scenario], into scenario: inout Scenario) {
        guard !bases.isEmpty else { return }
        var flow: [Scenario.Rule] = []
        for rule in bases.flatMap(\.flow) + scenario.flow {
            if let other = flow.first(where: { $0.selector == rule.selector && $0.file != rule.file }) {
                report(
                    rule.file,
                    rule.place,
                    "'\(rule.selector)' has its steps in \(other.file):\(other.place) already"
                )
            } else {
                flow.append(rule)
            }
        }
        var chaos: [ChaosRule] = []
        for rule in bases.flatMap(\.chaos) + scenario.chaos {
            if let other = chaos.first(where: { $0.name == rule.name && $0.file != rule.file }) {
                report(
                    rule.file,
                    rule.place,
                    "a rule of 'chaos' in \(other.file):\(other.place) is called '\(rule.name)' already"
                )
            } else {
                chaos.append(rule)
            }
        }
        scenario.flow = flow
        scenario.chaos = chaos
        scenario.expect = bases.flatMap(\.expect) + scenario.expect
        scenario.at = bases.flatMap(\.at) + scenario.at
        for base in bases.reversed() {
            scenario.seed = scenario.seed ?? base.seed
            guard let clock = base.clock else { continue }
            scenario.clock = ClockSetting(
                scenario.setsMode ? scenario.clock?.mode ?? clock.mode : clock.mode,
                start: scenario.clock?.start ?? clock.start
            )
            scenario.setsMode = scenario.setsMode || base.setsMode
        }
        scenario.bases = bases.flatMap { base in
            var own = base
            own.bases = []
            return base.bases + [own]
        }
    }

    // MARK: Snapshots

    /// The snapshot that is given; `nil` where there is none, or one with problems.
    private mutating func snapshot(of scenario: Scenario) -> Scenario.Snapshot? {
        guard let (path, place) = scenario.given.snapshot else { return nil }
        let file = scenario.file
        let resolved = ScenarioFiles.path(path, from: file)
        guard files != nil else {
            report(
                file,
                place,
                "'snapshot' is for files: a scenario that is sent has no place to look for '\(resolved)'"
            )
            return nil
        }
        let limit = ScenarioFiles.largestSnapshot
        guard let bytes = contents(of: resolved, atMost: limit, named: file, place) else { return nil }
        let document: JSON.Document
        do throws(JSON.SyntaxError) {
            document = try JSON.Document(bytes, limits: JSON.Limits(duplicateKeys: .report))
        } catch {
            report(resolved, error.position, error.problem)
            return nil
        }
        var findings: [Finding] = []
        let root = document.root
        if root["mockbay"]?.int != Scenario.snapshotVersion {
            let version = Scenario.snapshotVersion
            findings.append(
                Finding(
                    (root["mockbay"] ?? root).offset,
                    "this is no snapshot of version \(version): it lacks \"mockbay\": \(version)"
                )
            )
        }
        var worlds: [String: any MountedWorld] = [:]
        if let all = root["worlds"], all.kind == .object {
            for member in all.members {
                guard let mount = mounts.first(where: { $0.facts.key == member.key }) else {
                    let hint = nearest(to: member.key, among: names.keys)
                    findings.append(
                        Finding(member.keyOffset, "unknown vendor '\(member.key)'", hint: hint)
                    )
                    continue
                }
                do throws(FixtureProblems) {
                    let chance = Chance(seed: 0, bay: "")
                    worlds[member.key] = try mount.makeWorld(
                        ofSnapshot: member.value,
                        chance: chance,
                        now: .first
                    )
                } catch {
                    findings += error.findings
                }
            }
        } else {
            findings.append(Finding(root.offset, "a snapshot needs an object 'worlds'"))
        }
        problems += ScenarioProblems(findings, in: document, of: resolved).problems
        guard findings.isEmpty else { return nil }
        var hash = SipHash(0, 0)
        for byte in bytes { hash.add(byte) }
        return Scenario.Snapshot(worlds: worlds, mark: String(hash.finish(), radix: 36))
    }
}
