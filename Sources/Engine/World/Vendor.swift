package import HTTP
package import JSON

/// One of the four vendors: its words, its state, its operations. Everything is static; a vendor has no instances.
package protocol Vendor: Sendable {
    /// All that the vendor remembers: a value.
    associatedtype State: VendorState
    /// The choices at the points where the documentation is silent.
    associatedtype Assumptions: Sendable
    /// Whatever the vendor refuses, in its own words.
    associatedtype Failure: VendorFailure
    /// Who a credential turned out to belong to.
    associatedtype Caller: Sendable
    /// What a route may demand of its caller beyond being known.
    associatedtype Permission: Sendable

    static var facts: VendorFacts { get }
    static var routes: [Route<Self>] { get }
    /// Made of the routes' operations; stored, since every request asks it.
    static var router: Router { get }
    /// What happens before a handler, in the vendor's order.
    static var checks: [Check<Self>] { get }
    static var errors: [CatalogueEntry<Failure>] { get }
    static var assumptions: [Assumption<Assumptions>] { get }
    static var defaultAssumptions: Assumptions { get }
    /// The documented limits.
    static var defaultLimiter: RateLimiter { get }
    /// `fixtures/default/<vendor>.json`, as it is built in.
    static var defaultWorld: StaticString { get }
    /// The records of it: stored, so that it is read once, when somebody first asks for one of them.
    static var defaultState: State { get }

    /// Who makes the call, by the credentials it presents. Operations that need none give back somebody anonymous.
    static func identify(_ call: VendorCall<Self>, in world: inout VendorWorld<Self>) throws(Failure)
        -> Caller

    /// What the caller's calls are counted under; `nil` where they are not counted.
    static func account(of caller: Caller) -> String?

    /// What the caller may do instead of what the world allows everybody; by default nothing of its own.
    static func limit(of caller: Caller, _ method: HTTP.Method) -> Limit?

    /// The bay that the request's credentials name (`demo~ci-7`), as raw text without the `~`.
    static func bay(namedBy request: borrowing Request) -> String?

    /// Renders a refusal for the caller, or for somebody unknown.
    static func response(to failure: Failure, for caller: Caller?, in world: VendorWorld<Self>) -> Response

    /// The reply to a call that was asked to fail with an entry of the catalogue. Nothing is committed.
    static func forcedReply(
        _ entry: CatalogueEntry<Failure>,
        to call: VendorCall<Self>,
        in world: VendorWorld<Self>,
    ) -> Response

    /// Adds what every reply of the vendor carries, refusals included.
    static func stamp(_ response: inout Response, for caller: Caller?, in world: VendorWorld<Self>)

    /// The caller behind the `as` of a scenario's action: one of the world's credentials, else a free name with full
    /// rights.
    static func actor(named name: String, in world: VendorWorld<Self>) -> Caller

    /// The body that a short form of `with` stands for (`{"item": "101-1-500001"}`); `nil` where it is none.
    static func expand(shortForm with: JSON.Object, of operation: String, in world: VendorWorld<Self>) -> JSON
        .Value?

    /// How callers show who they are; by default nobody has to.
    static var security: Security { get }

    /// What its replies have in common; by default nothing is declared of refusals.
    static var replies: Replies { get }

    /// The names of the scopes that a route's demand stands for; by default it has none.
    static func scopeNames(of needs: Permission) -> [String]

    /// An operation as a world's assumptions have it; by default it is declared the same whatever is assumed.
    static func contract(of operation: Operation, under assumptions: Assumptions) -> Operation

    /// What it announces and how that goes out; by default it has no webhooks.
    static var webhooks: Webhook.Contract? { get }

    /// What it would announce about a record, when somebody asks for it outright; by default the record's JSON. `nil`
    /// where there is no such record.
    static func announcement(of event: String, about record: RecordReference, in world: VendorWorld<Self>)
        -> Announcement?

    /// The kinds of credentials that a scenario can add; by default none.
    static var credentialKinds: [CredentialKind<Self>] { get }

    /// The credentials by the names that the action `auth` takes for them; by default none.
    static func credentials(in world: VendorWorld<Self>) -> [String]

    /// Ends, withdraws or replaces a credential of `credentials(in:)`, or, for `nil`, all tokens of the vendor. By
    /// default it refuses.
    /// - Returns: how many it changed.
    static func perform(
        _ change: CredentialChange,
        on credential: String?,
        in world: inout VendorWorld<Self>,
    ) throws(RecordProblem) -> Int

    /// Adds that many plausible records, drawn from the seed; `false` for a collection it cannot make records of.
    static func generate(_ count: Int, of collection: String, in world: inout VendorWorld<Self>) -> Bool
}

extension Vendor {
    package typealias Call = VendorCall<Self>
    package typealias World = VendorWorld<Self>

    package static func forcedReply(
        _ entry: CatalogueEntry<Failure>,
        to call: VendorCall<Self>,
        in world: VendorWorld<Self>,
    ) -> Response {
        response(to: entry.failure, for: call.caller, in: world)
    }

    package static func limit(of caller: Caller, _ method: HTTP.Method) -> Limit? { nil }

    package static func stamp(_ response: inout Response, for caller: Caller?, in world: VendorWorld<Self>) {}

    package static var security: Security { Security([]) }

    package static var replies: Replies { Replies { _ in .anything } }

    package static func scopeNames(of needs: Permission) -> [String] { [] }

    package static func contract(of operation: Operation, under assumptions: Assumptions) -> Operation {
        operation
    }

    package static var webhooks: Webhook.Contract? { nil }

    package static func announcement(
        of event: String,
        about record: RecordReference,
        in world: VendorWorld<Self>,
    ) -> Announcement? {
        world.plainAnnouncement(of: event, about: record, scope: webhooks?.scope)
    }

    package static func expand(
        shortForm with: JSON.Object,
        of operation: String,
        in world: VendorWorld<Self>,
    ) -> JSON.Value? { nil }
}

/// A vendor's fixed data: names and addresses.
package struct VendorFacts: Sendable {
    /// `autoleap`, `autosync`, `htp` or `leadway`: in flags, paths, files and JSON.
    package let key: String
    /// The name people know it by.
    package let title: String
    /// The real host names, answered for on the gateway.
    package let hosts: [String]
    /// What its own listener adds to the gateway's port.
    package let portOffset: Int
    /// What follows host and port in the base URL, such as `/v2`.
    package let basePath: String
    /// The credentials of the default world, for the ready line and the environment of `exec`: name and value.
    package let credentials: [(name: String, value: String)]
    /// Which of the credentials carry the bay as a suffix (`demo~ci-7`), by name.
    package let bayCarriers: [String]

    /// - Parameter bayCarriers: the first credential unless others are named.
    package init(
        key: String,
        title: String,
        hosts: [String],
        portOffset: Int,
        basePath: String,
        credentials: [(name: String, value: String)],
        bayCarriers: [String]? = nil,
    ) {
        self.key = key
        self.title = title
        self.hosts = hosts
        self.portOffset = portOffset
        self.basePath = basePath
        self.credentials = credentials
        self.bayCarriers = bayCarriers ?? credentials.prefix(1).map(\.name)
    }
}

/// An operation and what answers it. A class, and immutable: every call looks at one.
package final class Route<V: Vendor>: Sendable {
    package typealias Handler = @Sendable (VendorCall<V>, inout VendorWorld<V>) throws(V.Failure) -> Response

    package let operation: Operation
    package let needs: V.Permission?
    /// Reads (and may throw), decides, writes, answers. Nothing throws after the first write.
    package let handler: Handler

    package init(_ operation: Operation, needs: V.Permission? = nil, _ handler: @escaping Handler) {
        self.operation = operation
        self.needs = needs
        self.handler = handler
    }
}

/// One step between the route and the handler; its name is what `explain` shows.
package struct Check<V: Vendor>: Sendable {
    package typealias Body = @Sendable (inout VendorCall<V>, inout VendorWorld<V>) throws(V.Failure) -> Void

    package let name: String
    let kind: CheckKind
    let run: Body?

    package init(_ name: String, _ run: @escaping Body) {
        self.name = name
        self.run = run
        kind = .own
    }

    private init(_ name: String, _ kind: CheckKind) {
        self.name = name
        self.kind = kind
        run = nil
    }
}

/// What a check does. Those that the engine has for all vendors stand where checks are gone through: as functions of
/// their own they would look up the types of the vendor again.
enum CheckKind: Sendable {
    case credential, rateLimit, own
}

extension Check {
    /// Finds out who calls. A scenario's actor is known already.
    package static var credential: Check<V> { Check("credential", .credential) }

    /// Counts the call against the caller's limit. A scenario's actor has none.
    package static var rateLimit: Check<V> { Check("rateLimit", .rateLimit) }
}

/// A refusal in the vendor's words.
package protocol VendorFailure: Error, Sendable, Equatable {
    /// Restates a refusal that the engine itself made.
    init(_ refusal: Refusal)
}

/// What the engine itself refuses, in neutral terms.
package enum Refusal: Sendable, Equatable {
    case notFound
    case methodNotAllowed([HTTP.Method])
    case malformedBody(JSON.SyntaxError)
    case rateLimited(retryAfter: Int)
}

/// A call with its vendor's types.
package struct VendorCall<V: Vendor>: Sendable {
    package let call: Call
    package let route: Route<V>
    /// Set by the vendor's credential check.
    package var caller: V.Caller?

    // Inlined, like what uses it first: generic code looks its types up in tables, once for each function.
    @inline(__always) package init(_ call: Call, caller: V.Caller? = nil) {
        self.call = call
        self.caller = caller
        route = V.routes[call.operation]
    }

    package var request: Request { call.request }
    package var origin: Origin { call.origin }
    package func path(_ name: StaticString) -> String? { call.path(name) }
    package func query(_ name: StaticString) -> String? { call.query(name) }

    /// The JSON body: refused where it is missing or no JSON.
    package func json() throws(V.Failure) -> JSON.Node {
        switch call.body {
        case .json(let document): return document.root
        case .malformed(let error): throw V.Failure(.malformedBody(error))
        case .none:
            throw V.Failure(
                .malformedBody(
                    JSON.SyntaxError(
                        problem: "there is no body",
                        position: Position(line: 1, column: 1, offset: 0)
                    )
                )
            )
        }
    }
}

/// One vendor's part of a bay: a value, so that fork, snapshot and reset are assignments.
package struct VendorWorld<V: Vendor>: Sendable {
    /// Empty as long as the world is unread.
    package var state: V.State
    /// Whether its records are the default world's, which nobody has asked for yet: reading them is most of a start, and
    /// most programs talk to one vendor. Whatever reaches the world through `MountedWorld` finds them read.
    var isUnread = false
    package var assumptions: V.Assumptions
    package var limiter: RateLimiter
    /// Where ids, tokens and drawn numbers come from.
    package var chance: Chance
    /// The bay that it is part of: what credentials issued in it name.
    package var bay: BayName = .default
    /// The bay's clock, read once per call.
    package var now: Instant
    /// The number of the reply that is being made, forced ones and refusals included: what replies draw one by one.
    package var reply: UInt64 = 0
    /// What handlers announced since somebody last took it.
    package var outbox: [Announcement] = []

    package init(state: V.State, chance: Chance, now: Instant) {
        self.state = state
        self.assumptions = V.defaultAssumptions
        self.limiter = V.defaultLimiter
        self.chance = chance
        self.now = now
    }
}
