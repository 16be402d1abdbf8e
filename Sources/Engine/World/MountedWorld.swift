package import HTTP
package import JSON

/// A vendor's world with the vendor's types out of sight: what a bay holds four of. The value inside stays concrete.
package protocol MountedWorld: Sendable {
    /// The bay's clock, to be set before anything else is asked.
    var now: Instant { get set }
    var bay: BayName { get set }
    var chance: Chance { get set }
    var limiter: RateLimiter { get set }
    /// What was announced and not yet taken.
    var outbox: [Announcement] { get set }
    /// Takes what is in it. Asked after every call, so as a function: to read a property of a world without its types
    /// is to copy the world.
    mutating func takeOutbox() -> [Announcement]

    /// Checks, handler and stamp: the vendor's own behaviour.
    /// - Parameter check: becomes the check that refuses the call; `nil` where all of them let it pass.
    mutating func respond(to call: Call, refusedBy check: inout String?) -> Response

    /// The vendor's reply to a call that fails with an error of its catalogue; `nil` for an unknown name.
    mutating func respond(to call: Call, withError name: String) -> Response?

    /// The reply to a request that no operation takes.
    mutating func respond(to refusal: Refusal) -> Response

    /// Adds to a scripted reply what the vendor puts on every reply.
    mutating func stamp(_ response: inout Response, to call: Call)

    /// Makes a call in somebody's name, through the vendor's own rules.
    mutating func act(as name: String, _ operation: Int, with: JSON.Object) throws(RecordProblem) -> Response

    /// Checks whether the `with` of such a call makes a request.
    func check(_ operation: Int, with: JSON.Object) throws(RecordProblem)

    /// What the vendor would announce about a record; `nil` where there is no such record.
    func announcement(of event: String, about record: RecordReference) -> Announcement?

    func count(of collection: String) -> Int?
    func write(_ collection: String, _ key: String, to json: inout JSON.Writer) -> Bool
    func write(_ collection: String, offset: Int, limit: Int, to json: inout JSON.Writer)

    /// Lays fields over the record, or makes a new one of them; tells what the model forbids.
    mutating func merge(_ fields: JSON.Object, into collection: String, _ key: String) throws(RecordProblem)
    mutating func remove(_ collection: String, _ key: String) -> Bool
    mutating func assume(_ name: String, _ choice: String) -> Bool
    func assumption(_ name: String) -> String?
    var assumptionNames: [String] { get }
    /// An operation as the world's assumptions have it.
    func contract(of operation: Int) -> Operation
    mutating func generate(_ count: Int, of collection: String) -> Bool

    /// The credentials by the names that the action `auth` takes for them.
    var credentials: [String] { get }
    /// Adds a credential of a kind of the vendor's; tells what the model forbids.
    mutating func add(credential: JSON.Object) throws(RecordProblem)
    /// Ends, withdraws or replaces a credential, or all tokens of the vendor, and tells how many that were.
    mutating func perform(_ change: CredentialChange, on credential: String?) throws(RecordProblem) -> Int
    /// The names of the checks that a call goes through, in their order.
    var checks: [String] { get }
    /// How many replies were made; what replies draw one by one.
    var reply: UInt64 { get set }
    /// Single numbers that the vendor remembers.
    var marks: [String: Int] { get set }

    /// Writes everything that a snapshot holds: `{"<collection>": [record, …], …}`.
    func writeSnapshot(to json: inout JSON.Writer)
    /// Puts a whole record under its key; whether it is new.
    /// - Throws: all that the model forbids, by place.
    mutating func put(_ record: JSON.Node, into collection: String, _ key: String) throws(FixtureProblems)
        -> Bool
    /// Puts these whole records in the place of all that a collection has.
    mutating func replaceAll(of collection: String, by records: JSON.Node) throws(FixtureProblems)
}

extension VendorWorld {
    /// Reads the records, where that was put off until somebody asks for one.
    @inline(__always) mutating func read() { if isUnread { readDefault() } }

    private mutating func readDefault() {
        isUnread = false
        state = V.defaultState
    }

    /// The same world, read.
    var whole: Self {
        var world = self
        world.read()
        return world
    }

    /// Looks at the state of a world that stays as it is.
    @inline(__always) func look<Result>(_ body: (V.State) -> Result) -> Result {
        isUnread ? body(V.defaultState) : body(state)
    }
}

extension VendorWorld: MountedWorld {
    package mutating func respond(to call: Call, refusedBy check: inout String?) -> Response {
        read()
        return respond(to: VendorCall<V>(call), &check)
    }

    package func contract(of operation: Int) -> Operation {
        V.contract(of: V.routes[operation].operation, under: assumptions)
    }

    @inline(__always)
    private mutating func respond(to call: consuming VendorCall<V>, _ refusedBy: inout String?) -> Response {
        var response: Response
        reply &+= 1
        refusedBy = nil
        let checks = V.checks
        var passed = 0
        do throws(V.Failure) {
            while passed < checks.count {
                let check = checks[passed]
                switch check.kind {
                case .credential: if call.caller == nil { call.caller = try V.identify(call, in: &self) }
                case .rateLimit: try spend(call)
                case .own: try check.run?(&call, &self)
                }
                passed += 1
            }
            response = try call.route.handler(call, &self)
        } catch {
            if passed < checks.count { refusedBy = checks[passed].name }
            response = V.response(to: error, for: call.caller, in: self)
        }
        V.stamp(&response, for: call.caller, in: self)
        return response
    }

    /// Counts the call against the caller's limit. A scenario's actor has none.
    @inline(__always) private mutating func spend(_ call: borrowing VendorCall<V>) throws(V.Failure) {
        guard !limiter.isOff, !call.call.isScripted, let caller = call.caller,
            let account = V.account(of: caller)
        else { return }
        let method = call.call.request.method
        let outcome = limiter.spend(account, method, V.limit(of: caller, method), now: now)
        guard let outcome, !outcome.isAllowed else { return }
        let wait = outcome.resetAt.milliseconds - now.milliseconds
        throw V.Failure(.rateLimited(retryAfter: Int((wait + 999) / 1000)))
    }

    package mutating func respond(to call: Call, withError name: String) -> Response? {
        guard let entry = V.errors.first(where: { $0.name == name }) else { return nil }
        read()
        var call = VendorCall<V>(call)
        identify(&call)
        reply &+= 1
        var response = V.forcedReply(entry, to: call, in: self)
        V.stamp(&response, for: call.caller, in: self)
        return response
    }

    package mutating func respond(to refusal: Refusal) -> Response {
        read()
        reply &+= 1
        var response = V.response(to: V.Failure(refusal), for: nil, in: self)
        V.stamp(&response, for: nil, in: self)
        return response
    }

    package mutating func stamp(_ response: inout Response, to call: Call) {
        read()
        var call = VendorCall<V>(call)
        identify(&call)
        V.stamp(&response, for: call.caller, in: self)
    }

    /// Fills in the caller where the credentials are good; a scripted reply does not need them to be.
    private mutating func identify(_ call: inout VendorCall<V>) {
        guard call.caller == nil else { return }
        do throws(V.Failure) {
            call.caller = try V.identify(call, in: &self)
        } catch {
            call.caller = nil
        }
    }

    package mutating func act(
        as name: String,
        _ operation: Int,
        with: JSON.Object,
    ) throws(RecordProblem) -> Response {
        read()
        var refusedBy: String?
        let call = VendorCall<V>(try scripted(operation, with), caller: V.actor(named: name, in: self))
        return respond(to: call, &refusedBy)
    }

    package func check(_ operation: Int, with: JSON.Object) throws(RecordProblem) {
        _ = try whole.scripted(operation, with)
    }

    private func scripted(_ operation: Int, _ with: JSON.Object) throws(RecordProblem) -> Call {
        let operation = V.routes[operation].operation
        let scripted = try ScriptedRequest(operation, with: with) { object in
            V.expand(shortForm: object, of: operation.name, in: self)
        }
        return try scripted.call(in: V.router)
    }

    package mutating func takeOutbox() -> [Announcement] {
        guard !outbox.isEmpty else { return [] }
        defer { outbox = [] }
        return outbox
    }

    package func announcement(of event: String, about record: RecordReference) -> Announcement? {
        V.announcement(of: event, about: record, in: whole)
    }

    package func count(of collection: String) -> Int? {
        V.State.collection(collection).map { collection in look { collection.count(in: $0) } }
    }

    package func write(_ collection: String, _ key: String, to json: inout JSON.Writer) -> Bool {
        guard let collection = V.State.collection(collection) else { return false }
        return look { collection.write(key, of: $0, to: &json) }
    }

    package func write(_ collection: String, offset: Int, limit: Int, to json: inout JSON.Writer) {
        guard let collection = V.State.collection(collection) else { return }
        look { collection.write(offset: offset, limit: limit, of: $0, to: &json) }
    }

    package mutating func merge(
        _ fields: JSON.Object,
        into collection: String,
        _ key: String,
    ) throws(RecordProblem) {
        guard let collection = V.State.collection(collection) else {
            throw RecordProblem("there is no collection '\(collection)'")
        }
        read()
        var whole = collection.value(key, of: state) ?? JSON.Object()
        for (name, value) in fields { whole[name] = value }
        try collection.check(whole)
        let own = try collection.key(of: whole)
        guard own == key else {
            throw collection.keyProblem(own, insteadOf: key)
        }
        _ = try collection.put(whole, in: &state)
    }

    package mutating func remove(_ collection: String, _ key: String) -> Bool {
        read()
        return V.State.collection(collection)?.remove(key, in: &state) ?? false
    }

    package mutating func assume(_ name: String, _ choice: String) -> Bool {
        V.assumptions.first { $0.listing.name == name }?.set(choice, in: &assumptions) ?? false
    }

    package func assumption(_ name: String) -> String? {
        V.assumptions.first { $0.listing.name == name }?.value(in: assumptions)
    }

    package var assumptionNames: [String] { V.assumptions.map(\.listing.name) }

    package mutating func generate(_ count: Int, of collection: String) -> Bool {
        read()
        return V.generate(count, of: collection, in: &self)
    }
}

extension VendorState {
    package static func collection(_ name: String) -> Collection<Self>? {
        collections.first { $0.name == name }
    }
}

extension Collection {
    /// Checks a whole record against the model.
    package func check(_ object: JSON.Object) throws(RecordProblem) {
        var json = JSON.Writer()
        json.value(.object(object))
        let document: JSON.Document
        do throws(JSON.SyntaxError) {
            document = try JSON.Document(json.bytes)
        } catch {
            throw RecordProblem(error.problem)
        }
        if let finding = Field.problems(with: document.root, as: fields, in: name).first {
            let hint = finding.hint.map { "; did you mean '\($0)'?" } ?? ""
            throw RecordProblem(finding.message + hint)
        }
    }
}
