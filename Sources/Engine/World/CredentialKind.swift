package import JSON

/// What the action `auth` does to a credential.
package enum CredentialChange: String, Sendable, CaseIterable {
    /// Its time is up: a new one is to be had with a refresh token, where there are such.
    case expire
    /// It is withdrawn, and so is all that was issued for it.
    case revoke
    /// Another one, drawn from the seed, takes its place.
    case rotate
}

/// A kind of credential that `given.auth` can add to a vendor's world.
package struct CredentialKind<V: Vendor>: Sendable {
    package typealias Addition =
        @Sendable (JSON.Object, inout VendorWorld<V>) throws(RecordProblem) -> Void

    /// The field that names it, by which it is told from other kinds.
    package let key: String
    package let fields: [Field]
    let add: Addition

    package init(_ key: String, _ fields: [Field], add: @escaping Addition) {
        self.key = key
        self.fields = fields
        self.add = add
    }

    /// A kind whose credentials are the records of a collection.
    package init(_ key: String, in name: String) {
        self.init(key, V.State.collection(name)?.fields ?? []) { (object, world) throws(RecordProblem) in
            guard let collection = V.State.collection(name) else {
                throw RecordProblem("there is no collection '\(name)'")
            }
            let id = try collection.key(of: object)
            guard collection.value(id, of: world.state) == nil else {
                throw RecordProblem(
                    "there is such a record in \(V.facts.key).\(name) already; 'records' changes it"
                )
            }
            _ = try collection.put(object, in: &world.state)
        }
    }
}

/// A kind of credential without its types.
package struct CredentialListing: Sendable {
    package let key: String
    package let fields: [Field]
}

extension Vendor {
    package static var credentialKinds: [CredentialKind<Self>] { [] }

    package static func credentials(in world: VendorWorld<Self>) -> [String] { [] }

    package static func perform(
        _ change: CredentialChange,
        on credential: String?,
        in world: inout VendorWorld<Self>,
    ) throws(RecordProblem) -> Int {
        throw RecordProblem("\(facts.key) has no credentials that a scenario could \(change.rawValue)")
    }
}

extension VendorWorld {
    package var credentials: [String] { V.credentials(in: whole) }

    package mutating func add(credential: JSON.Object) throws(RecordProblem) {
        guard let kind = V.credentialKinds.first(where: { credential[$0.key] != nil }) else {
            throw RecordProblem("this is no credential of \(V.facts.key)")
        }
        read()
        try kind.add(credential, &self)
    }

    package mutating func perform(
        _ change: CredentialChange,
        on credential: String?,
    ) throws(RecordProblem) -> Int {
        read()
        return try V.perform(change, on: credential, in: &self)
    }
}
