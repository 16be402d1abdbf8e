package import Engine
package import JSON

extension AutoSync {
    /// An API key of the dashboard.
    ///
    /// Source: "Authentication" [seed]: several keys, revocable at any time, for the shops that a key can reach; that keys
    /// have scopes like tokens is [inferred].
    package struct Key: Record {
        package let id: String
        /// `nil` for all.
        let shops: [Int]?
        /// `nil` for all.
        let scopes: Scope?
        let isRevoked: Bool
    }
}

extension AutoSync.Key {
    package static let model: [Field] = [
        Field("key", .string(), required: true, about: "starts with sk_live_", secret: true),
        Field("shops", .nullable(.array(.integer(AutoSync.ids))), about: "null for all"),
        Field(
            "scopes",
            .nullable(.array(.oneOf(AutoSync.Scope.allNames))),
            source: .inferred,
            about: "null for all"
        ),
        Field("revoked", .boolean),
    ]

    package init(_ object: JSON.Object) throws(RecordProblem) {
        id = try object.credential("key")
        shops = object["shops"]?.array?.compactMap(\.int)
        scopes = object["scopes"]?.array.map { AutoSync.Scope($0) }
        isRevoked = object["revoked"]?.bool ?? false
    }

    package func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("key", id)
            json.member("shops", shops)
            json.member("scopes", scopes?.names)
            json.member("revoked", isRevoked)
        }
    }
}

extension AutoSync.Scope {
    /// Of names that were checked.
    init(_ names: [JSON.Value]) {
        self = names.reduce(into: []) { scopes, name in
            if let scope = name.string.flatMap({ Self($0) }) { scopes.formUnion(scope) }
        }
    }
}

extension JSON.Object {
    /// A credential, which can hold no `~`: what follows one is taken for a bay.
    func credential(_ name: String) throws(RecordProblem) -> String {
        guard let text = text(name), !text.isEmpty, !text.contains("~") else {
            throw RecordProblem("'\(name)' must be a text without '~'", at: [name])
        }
        return text
    }
}
