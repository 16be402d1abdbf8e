import Engine
import JSON

/// How a grant stands in a snapshot. No operation shows one.
extension Leadway.Grant: Record {
    static let model: [Field] = [
        Field("accessToken", .string(), required: true, source: .inferred, secret: true),
        Field("refreshToken", .string(), required: true, source: .inferred, secret: true),
        Field("clientId", .string(), required: true, source: .inferred),
        Field("userType", .oneOf(UserType.allCases.map(\.rawValue)), required: true, source: .inferred),
        Field("account", .string(), required: true, source: .inferred),
        Field("companyId", .string(), required: true, source: .inferred),
        Field("scopes", .array(.oneOf(Leadway.Scope.allCases.map(\.rawValue))), source: .inferred),
        Field("expiresAt", .dateTime, required: true, source: .inferred),
        Field("refreshExpiresAt", .dateTime, required: true, source: .inferred),
        Field("isRefreshed", .boolean, source: .inferred, about: "whether the refresh token was used"),
    ]

    init(_ object: JSON.Object) throws(RecordProblem) {
        func text(_ name: String) -> String { object[name]?.string ?? "" }
        func instant(_ name: String) throws(RecordProblem) -> Instant {
            guard let instant = Instant(iso8601: text(name)) else {
                throw RecordProblem("must be a date and time, not '\(text(name))'", at: [name])
            }
            return instant
        }
        self.init(
            id: text("accessToken"),
            refreshToken: text("refreshToken"),
            clientID: text("clientId"),
            userType: UserType(rawValue: text("userType")) ?? .location,
            account: text("account"),
            companyID: text("companyId"),
            scopes: (object["scopes"]?.array ?? []).compactMap { $0.string.flatMap(Leadway.Scope.init) },
            expiresAt: try instant("expiresAt"),
            refreshExpiresAt: try instant("refreshExpiresAt"),
            isRefreshed: object["isRefreshed"]?.bool ?? false
        )
    }

    func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("accessToken", id)
            json.member("refreshToken", refreshToken)
            json.member("clientId", clientID)
            json.member("userType", userType.rawValue)
            json.member("account", account)
            json.member("companyId", companyID)
            json.array("scopes") { json in
                for scope in scopes { json.string(scope.rawValue) }
            }
            json.member("expiresAt", expiresAt.iso8601)
            json.member("refreshExpiresAt", refreshExpiresAt.iso8601)
            json.member("isRefreshed", isRefreshed)
        }
    }
}
