package import Engine
package import JSON

extension AutoSync {
    /// A token that a client was given. It works like a key until it is over [inferred].
    package struct Token: Record {
        package let id: String
        let refreshToken: String
        let client: String
        /// `nil` for all.
        let shops: [Int]?
        let scopes: Scope
        var expiresAt: Instant
        var isRevoked: Bool

        func isGood(at now: Instant) -> Bool { !isRevoked && now < expiresAt }

        package struct Indexes: RowIndexes {
            private(set) var refreshToken = Index<String, String>()

            package init() {}

            package mutating func insert(_ row: Token) { refreshToken.insert(row.refreshToken, row.id) }
            package mutating func remove(_ row: Token) { refreshToken.remove(row.refreshToken, row.id) }
        }
    }
}

extension AutoSync.Token {
    package static let model: [Field] = [
        Field("access_token", .string(), required: true, source: .inferred, secret: true),
        Field("refresh_token", .string(), required: true, source: .inferred, secret: true),
        Field("client_id", .string(), required: true),
        Field("shops", .nullable(.array(.integer(AutoSync.ids))), source: .inferred, about: "null for all"),
        Field("scopes", .array(.oneOf(AutoSync.Scope.allNames)), required: true),
        Field("expires_at", .dateTime, required: true, source: .inferred),
        Field("revoked", .boolean, source: .inferred),
    ]

    package init(_ object: JSON.Object) throws(RecordProblem) {
        id = try object.credential("access_token")
        refreshToken = try object.credential("refresh_token")
        client = object.text("client_id") ?? ""
        shops = object["shops"]?.array?.compactMap(\.int)
        scopes = AutoSync.Scope(object["scopes"]?.array ?? [])
        expiresAt = try object.time("expires_at") ?? .first
        isRevoked = object["revoked"]?.bool ?? false
    }

    package func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("access_token", id)
            json.member("refresh_token", refreshToken)
            json.member("client_id", client)
            json.member("shops", shops)
            json.member("scopes", scopes.names)
            json.member("expires_at", expiresAt)
            json.member("revoked", isRevoked)
        }
    }
}
