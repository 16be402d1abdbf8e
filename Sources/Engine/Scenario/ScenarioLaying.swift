import JSON

/// Lays a scenario over a start: first what its bases give, each in turn, then what it gives itself.
struct ScenarioLaying {
    private let scenario: Scenario
    private(set) var start: Bay.Start
    private(set) var problems: [ScenarioProblem] = []

    init(_ scenario: Scenario, over start: Bay.Start) {
        self.scenario = scenario
        self.start = start
    }

    mutating func run() {
        start.scenario = scenario
        start.seed = scenario.seed ?? start.seed
        start.clock = scenario.clock ?? start.clock
        let layers = scenario.bases + [scenario]
        // A snapshot is a world of its own: what the layers give is laid over the last one named.
        if let snapshot = layers.last(where: { $0.given.world != nil })?.given.world { lay(snapshot) }
        let webhooks = layers.flatMap { layer in
            (layer.given.webhooks ?? []).map { (layer.file, $0.subscription, $0.place) }
        }
        if layers.contains(where: { $0.given.webhooks != nil }) { lay(webhooks) }
        for layer in layers { lay(layer.given, of: layer.file) }
        for layer in layers { check(layer.calls, of: layer.file) }
        checkActions()
    }

    private mutating func report(
        _ file: String,
        _ place: JSON.Position,
        _ message: String,
        hint: String? = nil,
    ) {
        problems.append(ScenarioProblem(file: file, position: place, message: message, hint: hint))
    }

    private func world(_ vendor: String) -> Int { scenario.vendors.firstIndex(of: vendor) ?? 0 }

    /// Takes the records of a snapshot in place of all that was there. Limits and assumptions stay.
    private mutating func lay(_ snapshot: Scenario.Snapshot) {
        start.lineage = "+\(snapshot.mark)"
        for (vendor, taken) in snapshot.worlds {
            let old = start.worlds[world(vendor)]
            var new = taken
            new.limiter = old.limiter
            new.chance = old.chance
            new.bay = old.bay
            new.now = old.now
            for name in old.assumptionNames {
                guard let choice = old.assumption(name) else { continue }
                _ = new.assume(name, choice)
            }
            start.worlds[world(vendor)] = new
        }
    }

    private mutating func lay(_ webhooks: [(String, Webhook.Subscription, JSON.Position)]) {
        start.subscriptions = webhooks.map { $0.1 }
        for (file, subscription, place) in webhooks {
            let target = subscription.target
            guard !target.isLoopback, !start.webhookHosts.contains(target.host) else { continue }
            report(
                file,
                place,
                "webhooks go to this machine alone; for '\(target.host)' start with --allow-webhooks-to \(target.host)"
            )
        }
    }

    private mutating func lay(_ given: Scenario.Given, of file: String) {
        for (vendor, name, choice, place) in given.assume
        where !start.worlds[world(vendor)].assume(name, choice) {
            report(file, place, "\(vendor) does not take '\(choice)' for '\(name)'")
        }
        for (vendor, policy) in given.limits { start.worlds[world(vendor)].limiter.policy = policy }
        for (vendor, collection, count, place) in given.generate {
            // A name that no bay can have: what a bay draws later repeats none of these numbers.
            start.worlds[world(vendor)].chance = Chance(seed: start.seed, bay: "")
            if !start.worlds[world(vendor)].generate(count, of: collection) {
                report(file, place, "records of \(vendor).\(collection) cannot be generated")
            }
        }
        for credential in given.auth {
            do throws(RecordProblem) {
                try start.worlds[world(credential.vendor)].add(credential: credential.fields)
            } catch {
                report(file, credential.place, "a credential of \(credential.vendor): \(error.message)")
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
                report(file, place, "\(reference): \(error.message)")
            }
        }
        for (reference, place) in given.remove
        where !start.worlds[world(reference.vendor)].remove(reference.collection, reference.key) {
            report(file, place, "there is no record \(reference) to remove")
        }
    }

    private mutating func check(_ calls: [Scenario.ScriptedCall], of file: String) {
        for call in calls {
            do throws(RecordProblem) {
                try start.worlds[call.operation.vendor].check(call.operation.operation, with: call.with)
            } catch {
                report(file, call.place, error.message)
            }
        }
    }

    /// Does what actions do to a copy of the worlds, to see what cannot be done.
    private mutating func checkActions() {
        var later = start.worlds
        for rule in scenario.flow {
            for step in rule.steps {
                for action in step.before + step.after { check(action, rule.file, step.place, &later) }
            }
        }
        for event in scenario.at {
            for action in event.actions { check(action, event.file, event.place, &later) }
        }
    }

    private mutating func check(
        _ action: Action,
        _ file: String,
        _ place: JSON.Position,
        _ later: inout [any MountedWorld],
    ) {
        switch action {
        case .set(let reference, let fields):
            do throws(RecordProblem) {
                try later[world(reference.vendor)].merge(fields, into: reference.collection, reference.key)
            } catch {
                report(file, place, "set \(reference): \(error.message)")
            }
        case .remove(let reference):
            if later[world(reference.vendor)].value(of: reference) == nil {
                report(file, place, "there is no record \(reference) to remove")
            }
        case .auth(let change, let vendor, let credential, let place):
            // Whether it is there is asked of the world at the start: an action before may have replaced it.
            let names = start.worlds[world(vendor)].credentials
            if let credential, !names.isEmpty, !names.contains(credential) {
                let hint = nearest(to: credential, among: names).map { "\(vendor)/\($0)" }
                return report(file, place, "\(vendor) has no credential '\(credential)'", hint: hint)
            }
            var world = start.worlds[world(vendor)]
            do throws(RecordProblem) {
                _ = try world.perform(change, on: credential)
            } catch {
                report(file, place, error.message)
            }
        case .call, .limit, .advance, .webhook:
            break
        }
    }
}
