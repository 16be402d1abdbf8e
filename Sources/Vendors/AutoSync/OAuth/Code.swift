package import Engine
package import JSON

extension AutoSync {
    /// A code on its way from the authorize call to the token call. Once it was exchanged it stays, used up.
    ///
    /// Source: "OAuth 2.0" [seed]; its lifetime is that of RFC 6749 [inferred].
    package struct Code: Record {
        package let id: String
        let client: String
        /// Where it was sent.
        let redirectURI: String
        let scopes: Scope
        let expiresAt: Instant
        var isUsed: Bool
    }
}

extension AutoSync.Code {
    package static let model: [Field] = [
        Field("code", .string(), required: true, secret: true),
        Field("client_id", .string(), required: true),
        Field("redirect_uri", .string(), required: true),
        Field("scopes", .array(.oneOf(AutoSync.Scope.allNames)), required: true),
        Field("expires_at", .dateTime, required: true, source: .inferred),
        Field("used", .boolean, source: .inferred),
    ]

    package init(_ object: JSON.Object) throws(RecordProblem) {
        id = try object.credential("code")
        client = object.text("client_id") ?? ""
        redirectURI = object.text("redirect_uri") ?? ""
        scopes = AutoSync.Scope(object["scopes"]?.array ?? [])
        expiresAt = try object.time("expires_at") ?? .first
        isUsed = object["used"]?.bool ?? false
    }

    package func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("code", id)
            json.member("client_id", client)
            json.member("redirect_uri", redirectURI)
            json.member("scopes", scopes.names)
            json.member("expires_at", expiresAt)
            json.member("used", isUsed)
        }
    }
}
