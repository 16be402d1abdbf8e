package import Engine
package import JSON

extension AutoSync {
    /// An application that may ask for tokens.
    ///
    /// Source: client_id and client_secret of "OAuth 2.0" [seed]; the rest is [inferred].
    package struct Client: Record {
        package let id: String
        let secret: String
        let name: String
        let redirectURIs: [String]
        /// Whether addresses on this machine will do as well, at whatever port (RFC 8252 §7.3).
        let allowsLoopback: Bool
        /// Whose owners let it in; `nil` for all.
        let shops: [Int]?
        /// What it may ask for; `nil` for all.
        let scopes: Scope?
    }
}

extension AutoSync.Client {
    package static let model: [Field] = [
        Field("client_id", .string(), required: true),
        Field("client_secret", .string(), required: true, secret: true),
        Field("name", .string(), source: .inferred),
        Field("redirect_uris", .array(.string()), source: .inferred),
        Field("allows_loopback", .boolean, source: .inferred, about: "also http://127.0.0.1:<any port>/…"),
        Field("shops", .nullable(.array(.integer(AutoSync.ids))), source: .inferred, about: "null for all"),
        Field(
            "scopes",
            .nullable(.array(.oneOf(AutoSync.Scope.allNames))),
            source: .inferred,
            about: "null for all"
        ),
    ]

    package init(_ object: JSON.Object) throws(RecordProblem) {
        id = try object.credential("client_id")
        secret = object.text("client_secret") ?? ""
        name = object.text("name") ?? id
        redirectURIs = object["redirect_uris"]?.array?.compactMap(\.string) ?? []
        guard redirectURIs.allSatisfy(AutoSync.RedirectAddress.isPrintable) else {
            throw RecordProblem("an address must be printable ASCII without blanks", at: ["redirect_uris"])
        }
        allowsLoopback = object["allows_loopback"]?.bool ?? false
        shops = object["shops"]?.array?.compactMap(\.int)
        scopes = object["scopes"]?.array.map { AutoSync.Scope($0) }
    }

    package func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("client_id", id)
            json.member("client_secret", secret)
            json.member("name", name)
            json.member("redirect_uris", redirectURIs)
            json.member("allows_loopback", allowsLoopback)
            json.member("shops", shops)
            json.member("scopes", scopes?.names)
        }
    }
}
