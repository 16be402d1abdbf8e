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
    /// The file as it was, for whoever wants to see it again.
    package let source: JSON.Value

    /// What the file is called in problems that show up later.
    let file: String
    /// The vendors it was read for, in the order of their mounts.
    let vendors: [String]
    /// The calls among its actions: whether their `with` makes a request can only be told with a world at hand.
    var calls: [ScriptedCall] = []

    init(source: JSON.Value, file: String, vendors: [String]) {
        self.source = source
        self.file = file
        self.vendors = vendors
    }

    /// The world at the start.
    package struct Given: Sendable {
        package var records: [(reference: RecordReference, fields: JSON.Object, place: JSON.Position)] = []
        package var remove: [(reference: RecordReference, place: JSON.Position)] = []
        package var generate: [(vendor: String, collection: String, count: Int, place: JSON.Position)] = []
        package var assume: [(vendor: String, name: String, choice: String, place: JSON.Position)] = []
        package var limits: [(vendor: String, policy: LimitPolicy)] = []
        /// `nil` where nothing is said: then those of the world below stay.
        package var webhooks: [(subscription: Webhook.Subscription, place: JSON.Position)]?

        package init() {}
    }

    /// The steps for the operations that a selector takes.
    package struct Rule: Sendable {
        package var selector: Selector
        package var steps: [Step]
        package var place: JSON.Position
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

    /// Reads a scenario file: JSON with comments and trailing commas.
    /// - Parameters:
    ///   - file: what the file is called in problems.
    ///   - mounts: the vendors whose names it may use.
    ///   - base: what it will be laid over: where the file itself has problems, those that laying it would find are
    ///     told with them.
    /// - Throws: every problem at once.
    package static func load(
        _ bytes: [UInt8],
        file: String,
        mounts: [any Mounted],
        over base: Bay.Start? = nil,
    ) throws(ScenarioProblems) -> Scenario {
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
        var reader = ScenarioReader(Vocabulary(mounts))
        let scenario = reader.scenario(document.root, file: file)
        guard reader.findings.isEmpty, document.problems.isEmpty else {
            let problems = ScenarioProblems(reader.findings, in: document, of: file).problems
            throw ScenarioProblems(problems + scenario.furtherProblems(over: base, than: problems))
        }
        return scenario
    }

    /// What laying the readable part of a scenario finds, but for the places that have a problem already.
    private func furtherProblems(over base: Bay.Start?, than known: [ScenarioProblem]) -> [ScenarioProblem] {
        guard let base else { return [] }
        do throws(ScenarioProblems) {
            _ = try laid(over: base)
            return []
        } catch {
            return error.problems.filter { problem in !known.contains { $0.position == problem.position } }
        }
    }

    /// A start with the scenario laid over it: its seed, its clock and the world it gives.
    /// - Throws: what the vendors' models forbid.
    package func laid(over start: Bay.Start) throws(ScenarioProblems) -> Bay.Start {
        var start = start
        var problems: [ScenarioProblem] = []
        func report(_ place: JSON.Position, _ message: String) {
            problems.append(ScenarioProblem(file: file, position: place, message: message))
        }
        func world(_ vendor: String) -> Int { vendors.firstIndex(of: vendor) ?? 0 }

        start.scenario = self
        start.seed = seed ?? start.seed
        start.clock = clock ?? start.clock
        for (vendor, name, choice, place) in given.assume
        where !start.worlds[world(vendor)].assume(name, choice) {
            report(place, "\(vendor) does not take '\(choice)' for '\(name)'")
        }
        if let webhooks = given.webhooks {
            start.subscriptions = webhooks.map(\.subscription)
            for (subscription, place) in webhooks {
                let target = subscription.target
                guard !target.isLoopback, !start.webhookHosts.contains(target.host) else { continue }
                report(
                    place,
                    "webhooks go to this machine alone; for '\(target.host)' start with --allow-webhooks-to \(target.host)"
                )
            }
        }
        for (vendor, policy) in given.limits { start.worlds[world(vendor)].limiter.policy = policy }
        for (vendor, collection, count, place) in given.generate {
            // A name that no bay can have: what a bay draws later repeats none of these numbers.
            start.worlds[world(vendor)].chance = Chance(seed: start.seed, bay: "")
            if !start.worlds[world(vendor)].generate(count, of: collection) {
                report(place, "records of \(vendor).\(collection) cannot be generated")
            }
        }
        for (reference, fields, place) in given.records {
            do throws(RecordProblem) {
                try start.worlds[world(reference.vendor)].merge(
                    fields,
                    into: reference.collection,
                    reference.key
                )
            } catch {
                report(place, "\(reference): \(error.message)")
            }
        }
        for (reference, place) in given.remove
        where !start.worlds[world(reference.vendor)].remove(reference.collection, reference.key) {
            report(place, "there is no record \(reference) to remove")
        }
        for call in calls {
            do throws(RecordProblem) {
                try start.worlds[call.operation.vendor].check(call.operation.operation, with: call.with)
            } catch {
                report(call.place, error.message)
            }
        }
        var later = start.worlds
        for step in flow.flatMap(\.steps) {
            for action in step.before + step.after {
                switch action {
                case .set(let reference, let fields):
                    do throws(RecordProblem) {
                        try later[world(reference.vendor)].merge(
                            fields,
                            into: reference.collection,
                            reference.key
                        )
                    } catch {
                        report(step.place, "set \(reference): \(error.message)")
                    }
                case .remove(let reference):
                    if later[world(reference.vendor)].value(of: reference) == nil {
                        report(step.place, "there is no record \(reference) to remove")
                    }
                case .call, .limit, .advance, .webhook:
                    break
                }
            }
        }
        guard problems.isEmpty else { throw ScenarioProblems(problems) }
        return start
    }
}
