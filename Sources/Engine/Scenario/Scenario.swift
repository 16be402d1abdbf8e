package import JSON

/// A scenario file, read and checked: what is given, what happens.
package struct Scenario: Sendable {
    package var name = ""
    package var about = ""
    package var tags: [String] = []
    package var seed: UInt64?
    package var clock: ClockSetting?
    package var given = Given()
    package var flow: [Rule] = []
    package var expect: [Expectation] = []
    /// What happens at times of its own.
    package var at: [Agenda.Event] = []
    package var chaos: [ChaosRule] = []
    /// The file as it was, for whoever wants to see it again.
    package let source: JSON.Value

    /// What the file is called in problems that show up later.
    package let file: String
    /// The vendors it was read for, in the order of their mounts.
    let vendors: [String]
    /// The calls among its actions: whether their `with` makes a request can only be told with a world at hand.
    var calls: [ScriptedCall] = []
    /// The files it names, before they are read.
    var extends: [(path: String, place: JSON.Position)] = []
    /// The scenarios that it extends, each once, a base before what extends it. What they say is in here already, but
    /// for `given` and `calls`: those are theirs.
    package var bases: [Scenario] = []
    /// Whether `clock` says how it runs.
    var setsMode = false

    init(source: JSON.Value, file: String, vendors: [String]) {
        self.source = source
        self.file = file
        self.vendors = vendors
    }

    /// The world at the start.
    package struct Given: Sendable {
        /// The path of a snapshot, and what is in it.
        package var snapshot: (path: String, place: JSON.Position)?
        package var world: Snapshot?
        package var auth: [Credential] = []
        package var records: [(reference: RecordReference, fields: JSON.Object, place: JSON.Position)] = []
        package var remove: [(reference: RecordReference, place: JSON.Position)] = []
        package var generate: [(vendor: String, collection: String, count: Int, place: JSON.Position)] = []
        package var assume: [(vendor: String, name: String, choice: String, place: JSON.Position)] = []
        package var limits: [(vendor: String, policy: LimitPolicy)] = []
        /// `nil` where nothing is said: then those of the world below stay.
        package var webhooks: [(subscription: Webhook.Subscription, place: JSON.Position)]?

        package init() {}

        /// A credential of a kind of the vendor's.
        package struct Credential: Sendable {
            package var vendor: String
            package var fields: JSON.Object
            package var place: JSON.Position
        }
    }

    /// The steps for the operations that a selector takes.
    package struct Rule: Sendable {
        package var selector: Selector
        package var steps: [Step]
        /// Where it stands.
        package var file: String
        package var place: JSON.Position
    }

    /// What a snapshot holds.
    package struct Snapshot: Sendable {
        /// By vendor.
        var worlds: [String: any MountedWorld]
        /// Tells it from other snapshots.
        var mark: String
    }

    struct ScriptedCall: Sendable {
        var operation: OperationIndex
        var with: JSON.Object
        var place: JSON.Position
    }
}

extension Scenario {
    /// The format version that this program reads.
    package static let version = 1
    /// The version of the snapshots that `given.snapshot` reads.
    package static let snapshotVersion = 1

    /// Reads a scenario file: JSON with comments and trailing commas.
    /// - Parameters:
    ///   - file: what the file is called in problems.
    ///   - mounts: the vendors whose names it may use.
    ///   - base: what it will be laid over: where the file itself has problems, those that laying it would find are
    ///     told with them.
    ///   - files: where other files are read that it names; `nil` where it is no file itself and may name none.
    /// - Throws: every problem at once.
    package static func load(
        _ bytes: [UInt8],
        file: String,
        mounts: [any Mounted],
        over base: Bay.Start? = nil,
        files: ScenarioFiles? = nil,
    ) throws(ScenarioProblems) -> Scenario {
        var loader = ScenarioLoader(mounts, files)
        let scenario = try loader.load(bytes, file: file)
        guard loader.problems.isEmpty else {
            let problems = ScenarioProblems(loader.problems).problems
            throw ScenarioProblems(problems + scenario.furtherProblems(over: base, than: problems))
        }
        return scenario
    }

    /// What laying the readable part of a scenario finds, but for the places that have a problem already.
    private func furtherProblems(over base: Bay.Start?, than known: [ScenarioProblem]) -> [ScenarioProblem] {
        guard let base else { return [] }
        var places: [String: Set<Int>] = [:]
        for problem in known { places[problem.file, default: []].insert(problem.position.offset) }
        do throws(ScenarioProblems) {
            _ = try laid(over: base)
            return []
        } catch {
            return error.problems.filter { places[$0.file]?.contains($0.position.offset) != true }
        }
    }

    /// A start with the scenario laid over it: its seed, its clock and the world it gives.
    /// - Throws: what the vendors' models forbid.
    package func laid(over start: Bay.Start) throws(ScenarioProblems) -> Bay.Start {
        var laying = ScenarioLaying(self, over: start)
        laying.run()
        guard laying.problems.isEmpty else { throw ScenarioProblems(laying.problems) }
        return laying.start
    }
}
