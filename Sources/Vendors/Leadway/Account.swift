package import Engine
package import JSON

extension Leadway {
    /// An account ("location" at the platform behind Leadway), with the credentials that open it.
    ///
    /// No operation shows one: the fields are ours [inferred].
    package final class Account: Record {
        package let id: String
        let companyID: String
        let userID: String
        let integrations: [Integration]
        let apps: [App]
        private let sheet: Sheet

        /// A private integration: a static token and its scopes.
        struct Integration: Sendable {
            let token: String
            let scopes: [Scope]
        }

        /// An app of the marketplace that is installed in the account.
        struct App: Sendable {
            let clientID: String
            let clientSecret: String
            /// What the consent page would give to the app's redirect address.
            let code: String
            let scopes: [Scope]
        }

        package struct Indexes: RowIndexes {
            var tokens = Index<String, String>()

            package init() {}

            package mutating func insert(_ row: Account) {
                for integration in row.integrations { tokens.insert(integration.token, row.id) }
            }

            package mutating func remove(_ row: Account) {
                for integration in row.integrations { tokens.remove(integration.token, row.id) }
            }
        }

        package init(_ object: JSON.Object) throws(RecordProblem) {
            sheet = Sheet(object, orderedBy: Account.model)
            id = sheet.text("id")
            guard !id.isEmpty else { throw RecordProblem("must not be empty", at: ["id"]) }
            companyID = sheet.text("companyId")
            userID = sheet.text("userId")
            integrations = (sheet["integrations"]?.array ?? []).map { one in
                Integration(token: one["token"]?.string ?? "", scopes: scopes(in: one))
            }
            apps = (sheet["apps"]?.array ?? []).map { one in
                App(
                    clientID: one["clientId"]?.string ?? "",
                    clientSecret: one["clientSecret"]?.string ?? "",
                    code: one["code"]?.string ?? "",
                    scopes: scopes(in: one)
                )
            }
        }

        package func write(to json: inout JSON.Writer) { json.raw(sheet.json) }
    }
}

extension Leadway.Account {
    package static let model: [Field] = [
        Field("id", .string(), required: true, source: .inferred, about: "what altId and locationId name"),
        Field("name", .string(), source: .inferred),
        Field("companyId", .string(), required: true, source: .inferred, about: "the agency"),
        Field("userId", .string(), source: .inferred, about: "who installed the apps"),
        Field(
            "integrations",
            .array(
                .object([
                    Field("token", .string(), required: true, source: .inferred, secret: true),
                    Field("scopes", .array(.oneOf(scopeNames)), source: .inferred, about: "all unless given"),
                ])
            ),
            source: .inferred
        ),
        Field(
            "apps",
            .array(
                .object([
                    Field("clientId", .string(), required: true, source: .inferred),
                    Field("clientSecret", .string(), required: true, source: .inferred, secret: true),
                    Field("code", .string(), source: .inferred, about: "the install code", secret: true),
                    Field("scopes", .array(.oneOf(scopeNames)), source: .inferred, about: "all unless given"),
                ])
            ),
            source: .inferred
        ),
    ]

    private static let scopeNames = Leadway.Scope.allCases.map(\.rawValue)
}

/// The scopes of an integration or app; all of them where it names none.
private func scopes(in object: JSON.Value) -> [Leadway.Scope] {
    guard let names = object["scopes"]?.array else { return Leadway.Scope.allCases }
    return names.compactMap { $0.string.flatMap(Leadway.Scope.init) }
}
