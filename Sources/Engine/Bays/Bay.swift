package import HTTP
import JSON

/// One isolated world: all vendors, one clock, one seed, one scenario, one journal.
///
/// A single lock is over all of it, so that one order runs through its vendors, its clock and its journal. It is held
/// for checks and handler, never across I/O.
package final class Bay: Sendable {
    /// What a bay starts from, and what `reset` brings back: a value, shared until something is written.
    package struct Start: Sendable {
        package var worlds: [any MountedWorld]
        package var seed: UInt64
        package var clock: ClockSetting
        package var scenario: Scenario?
        /// How far a bay had got in its flow when it was forked: the copy goes on from there, with the counters of its
        /// worlds. `nil` for a start from the beginning.
        package var progress: Flow?
        /// What sets draws apart from those that made the records of a snapshot: ids must not come up again.
        package var lineage = ""
        /// Who is told of what the vendors announce.
        package var subscriptions: [Webhook.Subscription] = []
        /// Hosts beyond this machine that subscriptions may name, in lower case.
        package var webhookHosts: Set<String> = []

        package init(worlds: [any MountedWorld], seed: UInt64, clock: ClockSetting, scenario: Scenario? = nil)
        {
            self.worlds = worlds
            self.seed = seed
            self.clock = clock
            self.scenario = scenario
        }
    }

    package let name: BayName
    package let mounts: [any Mounted]
    /// Without one, what is announced stays where it is.
    let deliverer: (any Deliverer)?
    /// What was kept of it by name.
    package let snapshots = Snapshots()
    /// Who is told that the journal has grown.
    package let followers = Followers()
    private let contents: Guarded<Contents>

    package init(
        _ name: BayName,
        mounts: [any Mounted],
        start: Start,
        journal: Journal.Limits,
        deliverer: (any Deliverer)? = nil,
    ) {
        self.name = name
        self.mounts = mounts
        self.deliverer = deliverer
        contents = Guarded(Contents(name, mounts: mounts, start: start, journal: Journal(journal)))
        setAlarm()
    }

    /// Answers one request and writes it down.
    /// - Parameter forcing: the value of `X-Mockbay-Error`.
    package func respond(
        to request: borrowing Request,
        vendor: Int,
        _ routed: Routed,
        forcing: String? = nil,
    ) -> Delivery {
        let monotonic = MonotonicTime.now()
        var round: Webhook.Round?
        var isStirred = false
        let delivery = contents.withLock { contents in
            let delivery = contents.respond(
                to: request,
                vendor: vendor,
                routed,
                forcing: forcing,
                at: monotonic
            )
            if contents.webhooks.isStirred, deliverer != nil {
                isStirred = true
                round = contents.round()
            }
            return delivery
        }
        if isStirred {
            hand(round)
            setAlarm()
        }
        followers.noteGrowth()
        return delivery
    }

    /// Looks at the contents, or changes them, as one step.
    package func withContents<Result: Sendable, Failure: Error>(
        _ body: (inout Contents) throws(Failure) -> Result,
    ) throws(Failure) -> Result {
        try contents.withLock { contents throws(Failure) in try body(&contents) }
    }

    /// What a copy of this bay starts from: its worlds, counters and progress as they are now, its clock in the same mode
    /// from the present instant on.
    package var fork: Start {
        withContents { contents in
            var start = contents.start
            start.worlds = contents.worlds
            start.clock = ClockSetting(contents.clock.mode, start: contents.now)
            start.progress = contents.flow
            start.subscriptions = contents.webhooks.subscriptions
            return start
        }
    }

    /// Starts over, from another start if one is given: state, clock, counters, scenario and journal.
    package func reset(to start: Start? = nil) {
        let moves = contents.withLock { contents in
            let start = start ?? contents.start
            let moves = contents.moves
            let webhooks = contents.webhooks.renewed(start.subscriptions)
            let losses = contents.lossesOfEvidence + 1
            contents = Contents(
                name,
                mounts: mounts,
                start: start,
                journal: Journal(contents.journal.limits)
            )
            contents.webhooks = webhooks
            contents.lossesOfEvidence = losses
            contents.moves = moves.renewed()
            return moves
        }
        endMoves(moves)
        setAlarm()
        followers.noteRestart()
    }
}

extension Bay {
    /// All that a bay holds.
    package struct Contents: Sendable {
        package let start: Start
        package let mounts: [any Mounted]
        package var worlds: [any MountedWorld]
        package var clock: Clock
        package var flow: Flow
        package var journal: Journal
        package internal(set) var webhooks: Webhook.Queue
        /// Where the clock is on its way to.
        var moves = ClockMoves()
        /// The time at which something is done whose time has come before now.
        var performing: Instant?
        /// What was done between calls, for the journal to tell with the next one.
        var earlierNotes: [String] = []
        /// How often somebody had the bay forget what had happened in it: it cannot be judged any more.
        package fileprivate(set) var lossesOfEvidence = 0
        /// The vendor's check that refused the call that is being answered.
        private var refusedBy: String?

        init(_ name: BayName, mounts: [any Mounted], start: Start, journal: Journal) {
            self.start = start
            self.mounts = mounts
            self.journal = journal
            webhooks = Webhook.Queue(start.subscriptions)
            clock = start.clock.clock()
            flow = start.progress ?? Flow(start.scenario, mounts: mounts)
            worlds = start.worlds
            let now = clock.now(MonotonicTime.now())
            for index in worlds.indices {
                if start.progress == nil {
                    worlds[index].chance = Chance(
                        seed: start.seed,
                        bay: name.description + start.lineage
                    )
                }
                worlds[index].now = now
                worlds[index].bay = name
            }
            flow.begin(at: now)
        }

        /// Empties the journal; entries that follow are numbered on.
        package mutating func forgetJournal() {
            journal.removeAll()
            lossesOfEvidence += 1
        }

        /// How much of the reply to somebody else's call the journal notes.
        private static let notedBytes = 240

        /// The bay's time now.
        package var now: Instant { performing ?? clock.now(MonotonicTime.now()) }

        mutating func respond(
            to request: borrowing Request,
            vendor: Int,
            _ routed: Routed,
            forcing: String?,
            at monotonic: UInt64,
        ) -> Delivery {
            var extras: Journal.Extras?
            performDue(at: monotonic, &extras)
            let now = clock.now(monotonic)
            worlds[vendor].now = now
            if flow.isTimed { flow.settle(in: worlds, at: now) }
            refusedBy = nil
            var mark = Journal.Mark(now, vendor: UInt8(vendor))
            var delivery: Delivery
            switch routed {
            case .refused(let refusal):
                delivery = Delivery(worlds[vendor].respond(to: refusal))
            case .options(let methods):
                delivery = Delivery(.options(methods))
            case .call(let call):
                mark.operation = UInt16(call.operation)
                let attempt = flow.attempt(of: call, vendor: vendor)
                mark.attempt = attempt?.number ?? 0
                delivery = respond(
                    to: call,
                    vendor: vendor,
                    forcing: forcing,
                    attempt: attempt?.number,
                    &extras
                )
                if let attempt {
                    flow.noteOutcome(
                        of: attempt,
                        failed: delivery.response.status >= 400 || delivery.fault != nil
                    )
                }
            }
            if flow.isTimed { flow.settle(in: worlds, at: worlds[vendor].now) }
            // A step may have advanced the clock, of which the extras tell.
            delivery.date = (extras == nil ? now : worlds[vendor].now).seconds
            // What is due in scaled time comes sooner for the client, who waits in real time.
            if let speed = clock.speed, speed != 1 { delivery.response.scaleRetryAfter(by: speed, &extras) }
            if let delay = extras?.delay { extras?.held = clock.speed.map { delay * $0 } ?? .zero }
            if let refusedBy {
                if extras == nil { extras = Journal.Extras() }
                extras?.check = refusedBy
            }
            delivery.requestID = journal.append(request, delivery.response, mark, extras)
            return delivery
        }

        /// The order: `X-Mockbay-Error`, flow, chaos, the vendor's own checks and behaviour.
        private mutating func respond(
            to call: Call,
            vendor: Int,
            forcing: String?,
            attempt: Int?,
            _ extras: inout Journal.Extras?,
        ) -> Delivery {
            if let forcing {
                extras.edit { $0.forcedError = forcing }
                return Delivery(forcedReply(forcing, to: call, vendor: vendor))
            }
            if flow.hasRules, let taken = flow.take(call, vendor: vendor, attempt: attempt, in: worlds) {
                extras.edit { $0.step = taken.reference.description }
                let delay = taken.step.delay?.drawn(
                    from: worlds[vendor].chance.next("delay of \(taken.reference)")
                )
                return perform(taken.step, call, vendor: vendor, delay: delay, &extras)
            }
            if flow.chaos.hasRules,
                let strike = flow.chaos.strike(call.operation, vendor: vendor, worlds[vendor].chance)
            {
                extras.edit { $0.chaosRule = strike.rule }
                return perform(strike.effect, call, vendor: vendor, delay: strike.delay, &extras)
            }
            let response = realReply(to: call, vendor: vendor, commits: true)
            takeAnnouncements(of: vendor, &extras)
            return Delivery(response)
        }

        private mutating func forcedReply(_ name: String, to call: Call, vendor: Int) -> Response {
            if let response = worlds[vendor].respond(to: call.forcing(name), withError: name) {
                return response
            }
            let facts = mounts[vendor].facts
            let hint = nearest(to: name, among: mounts[vendor].errors.map(\.name))
            return MockbayProblem.unknownError(name, of: facts.key, nearest: hint).response
        }

        private mutating func perform(
            _ step: Step,
            _ call: Call,
            vendor: Int,
            delay: Duration?,
            _ extras: inout Journal.Extras?,
        ) -> Delivery {
            for action in step.before { perform(action, &extras) }
            var response: Response
            switch step.reply {
            case .error(let name):
                response = forcedReply(name, to: call, vendor: vendor)
                extras?.scriptedError = name
            case .response(let scripted):
                response = scripted
                worlds[vendor].stamp(&response, to: call)
            case .patch(let patch):
                response = realReply(to: call, vendor: vendor, commits: step.commits)
                response.patch(with: patch)
            case nil:
                response = realReply(to: call, vendor: vendor, commits: step.commits)
            }
            switch step.reply {
            case .error, .response: extras?.isReplaced = true
            case .patch, nil: break
            }
            takeAnnouncements(of: vendor, &extras)
            for action in step.after { perform(action, &extras) }
            extras?.fault = step.fault?.description
            extras?.delay = delay
            return Delivery(response, delay: delay ?? .zero, fault: step.fault)
        }

        private mutating func realReply(to call: Call, vendor: Int, commits: Bool) -> Response {
            guard commits else {
                var copy = worlds[vendor]
                return copy.respond(to: call, refusedBy: &refusedBy)
            }
            return worlds[vendor].respond(to: call, refusedBy: &refusedBy)
        }

        /// What somebody else does to the world. What was checked when the scenario was read can still fail when its
        /// time comes (the record may be gone): the journal says so.
        package mutating func perform(_ action: Action, _ extras: inout Journal.Extras?) {
            do throws(RecordProblem) {
                switch action {
                case .call(let name, let operation, let with):
                    let response = try act(as: name, operation, with: with)
                    let outcome = String(decoding: response.body.prefix(Contents.notedBytes), as: UTF8.self)
                    extras.note("\(name) called \(operation): \(response.status) \(outcome)")
                    takeAnnouncements(of: try self.vendor(String(operation.prefix { $0 != "." })), &extras)
                case .set(let reference, let fields):
                    try worlds[vendor(reference.vendor)].merge(
                        fields,
                        into: reference.collection,
                        reference.key
                    )
                    extras.note("set \(reference)")
                case .remove(let reference):
                    let found = worlds[try vendor(reference.vendor)].remove(
                        reference.collection,
                        reference.key
                    )
                    extras.note("removed \(reference)" + (found ? "" : ": it was not there"))
                case .limit(let key, let policy):
                    worlds[try vendor(key)].limiter.policy = policy
                    extras.note("changed the limit of \(key)")
                case .webhook(let event, let record):
                    let numbers = try announce(event, about: record)
                    let ids = numbers.compactMap { webhooks[$0]?.id }.joined(separator: ", ")
                    extras.note("announced \(event) of \(record): \(ids.isEmpty ? "nobody listens" : ids)")
                case .advance(let duration):
                    let possible = min(duration, Instant.last - now)
                    let wanted = possible < duration ? ", to its end, instead of \(duration)" : ""
                    extras.note("advanced the clock by \(possible)\(wanted)")
                    advance(by: possible, &extras)
                case .auth(let change, let key, let credential, _):
                    let vendor = try vendor(key)
                    worlds[vendor].now = now
                    let count = try worlds[vendor].perform(change, on: credential)
                    extras.note("auth: \(change.rawValue), \(key), credentials: \(count)")
                }
            } catch {
                extras.note("an action failed: \(error.message)")
            }
        }

        private mutating func act(
            as name: String,
            _ operation: String,
            with: JSON.Object,
        ) throws(RecordProblem) -> Response {
            let vendor = try vendor(String(operation.prefix { $0 != "." }))
            guard let index = mounts[vendor].operations.firstIndex(where: { $0.name == operation }) else {
                throw RecordProblem("there is no operation '\(operation)'")
            }
            worlds[vendor].now = now
            return try worlds[vendor].act(as: name, index, with: with)
        }

        /// Where the vendor of that key stands in the lists.
        package func vendor(_ key: String) throws(RecordProblem) -> Int {
            guard let index = mounts.firstIndex(where: { $0.facts.key == key }) else {
                throw RecordProblem("there is no vendor '\(key)'")
            }
            return index
        }
    }
}
