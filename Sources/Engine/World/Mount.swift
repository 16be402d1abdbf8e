package import HTTP
package import JSON

/// A vendor as the engine knows it: its contract and a way to make worlds of it, the types out of sight.
package protocol Mounted: Sendable {
    var facts: VendorFacts { get }
    var operations: [Operation] { get }
    var errors: [ErrorListing] { get }
    var assumptions: [AssumptionListing] { get }
    var collections: [CollectionListing] { get }
    var router: Router { get }
    var webhooks: Webhook.Contract? { get }
    var credentialKinds: [CredentialListing] { get }
    var security: Security { get }
    var replies: Replies { get }

    func bay(namedBy request: borrowing Request) -> String?
    /// An empty world.
    func makeWorld(chance: Chance, now: Instant) -> any MountedWorld
    /// The world of the fixture that is built in; its records are read when somebody first asks for one of them.
    func makeDefaultWorld(chance: Chance, now: Instant) -> any MountedWorld
    /// Reads a fixture file: `{"<collection>": [record, …], …}`, checked against the model.
    func makeWorld(of fixture: JSON.Node, chance: Chance, now: Instant) throws(FixtureProblems)
        -> any MountedWorld
    /// Reads what a world wrote of itself: as a fixture, with the collections that are shown nowhere.
    func makeWorld(ofSnapshot records: JSON.Node, chance: Chance, now: Instant) throws(FixtureProblems)
        -> any MountedWorld
}

extension Mounted {
    package func makeWorld(
        of fixture: JSON.Document,
        chance: Chance,
        now: Instant,
    ) throws(FixtureProblems) -> any MountedWorld {
        try makeWorld(of: fixture.root, chance: chance, now: now)
    }
}

/// A collection without its types: for listings and checks.
package struct CollectionListing: Sendable {
    package let name: String
    package let fields: [Field]
    package let isWellFormed: @Sendable (_ key: String) -> Bool

    /// Whether its records go by a credential, which their model then has first.
    package var keyIsSecret: Bool { fields.first?.isSecret ?? false }
}

/// All that is wrong with a fixture, by place.
package struct FixtureProblems: Error, Sendable {
    /// How many of a collection are named at most.
    static let most = 100

    package let findings: [Finding]
}

package struct Mount<V: Vendor>: Mounted {
    package init() {}

    package var facts: VendorFacts { V.facts }
    package var operations: [Operation] {
        V.routes.map { route in
            var operation = route.operation
            operation.scopes = route.needs.map(V.scopeNames) ?? []
            return operation
        }
    }
    package var router: Router { V.router }
    package var webhooks: Webhook.Contract? { V.webhooks }
    package var credentialKinds: [CredentialListing] {
        V.credentialKinds.map { CredentialListing(key: $0.key, fields: $0.fields) }
    }
    package var security: Security { V.security }
    package var replies: Replies { V.replies }

    package var errors: [ErrorListing] {
        V.errors.map { ErrorListing(name: $0.name, status: $0.status, about: $0.about, source: $0.source) }
    }

    package var assumptions: [AssumptionListing] { V.assumptions.map(\.listing) }

    package var collections: [CollectionListing] {
        V.State.collections.map { collection in
            CollectionListing(
                name: collection.name,
                fields: collection.fields,
                isWellFormed: { collection.isWellFormed(key: $0) }
            )
        }
    }

    package func bay(namedBy request: borrowing Request) -> String? { V.bay(namedBy: request) }

    package func makeWorld(chance: Chance, now: Instant) -> any MountedWorld {
        VendorWorld<V>(state: V.State(), chance: chance, now: now)
    }

    package func makeDefaultWorld(chance: Chance, now: Instant) -> any MountedWorld {
        var world = VendorWorld<V>(state: V.State(), chance: chance, now: now)
        world.isUnread = true
        return world
    }

    package func makeWorld(
        of fixture: JSON.Node,
        chance: Chance,
        now: Instant,
    ) throws(FixtureProblems) -> any MountedWorld {
        try world(of: fixture, V.State.collections, chance: chance, now: now)
    }

    package func makeWorld(
        ofSnapshot records: JSON.Node,
        chance: Chance,
        now: Instant,
    ) throws(FixtureProblems) -> any MountedWorld {
        try world(of: records, V.State.collections + V.State.hidden, chance: chance, now: now)
    }

    private func world(
        of fixture: JSON.Node,
        _ collections: [Collection<V.State>],
        chance: Chance,
        now: Instant,
    ) throws(FixtureProblems) -> any MountedWorld {
        var state = V.State()
        var findings: [Finding] = []
        guard fixture.kind == .object else {
            throw FixtureProblems(findings: [Finding(fixture.offset, "must be an object of collections")])
        }
        for member in fixture.members {
            guard let collection = collections.first(where: { $0.name == member.key }) else {
                let hint = nearest(to: member.key, among: collections.map(\.name))
                findings.append(
                    Finding(
                        member.keyOffset,
                        "unknown collection '\(member.key)' of \(V.facts.key)",
                        hint: hint
                    )
                )
                continue
            }
            findings += collection.load(member.value, into: &state)
        }
        guard findings.isEmpty else { throw FixtureProblems(findings: findings) }
        return VendorWorld<V>(state: state, chance: chance, now: now)
    }
}

extension Vendor {
    /// Reads the records that are built in, for `defaultState`. They were checked against the model when they were built
    /// in, so that here it is enough to decode them.
    package static func readDefaultState() -> State {
        // Where the reason lies the tests can tell better.
        guard let document = try? JSON.Document(defaultWorld.withUTF8Buffer({ unsafe Array($0) })) else {
            preconditionFailure("The default world of \(facts.key) is JSON")
        }
        var state = State()
        for member in document.root.members {
            do throws(RecordProblem) {
                try State.collection(member.key)?.put(member.value.elements, in: &state)
            } catch {
                preconditionFailure("The default world of \(facts.key) holds to its model: \(error.message)")
            }
        }
        return state
    }
}
