package import Engine
import JSON

/// What scenarios do to private integrations, apps, and the tokens that these were given.
///
/// Source: a private integration's token lasts until it is rotated [public: docs]; the rest is [inferred].
extension Leadway {
    package static let credentialKinds: [CredentialKind<Leadway>] = [
        CredentialKind(
            "token",
            [
                Field("token", .string(), required: true, source: .inferred, secret: true),
                Field("account", .string(), required: true, source: .inferred, about: "the account's id"),
                Field(
                    "scopes",
                    .array(.oneOf(Scope.allCases.map(\.rawValue))),
                    source: .inferred,
                    about: "all unless given"
                ),
            ],
            add: addIntegration
        )
    ]

    private static func addIntegration(
        _ object: JSON.Object,
        _ world: inout World,
    ) throws(RecordProblem) {
        let id = object["account"]?.string ?? ""
        guard let account = world.state.accounts[id] else {
            let hint = nearest(to: id, among: world.state.accounts.map(\.id))
            throw RecordProblem(
                "there is no account '\(id)'" + (hint.map { "; did you mean '\($0)'?" } ?? "")
            )
        }
        var integration = object
        integration["account"] = nil
        let token = object["token"]?.string ?? ""
        guard !token.isEmpty, !token.contains("~") else {
            throw RecordProblem("must not be empty, nor hold a tilde", at: ["token"])
        }
        guard world.state.accounts.indexes.tokens.first(for: token) == nil else {
            throw RecordProblem("there is such a token already")
        }
        try replaceIntegrations(of: account, &world) { $0 + [.object(integration)] }
    }

    /// Tokens of private integrations, apps by their client id, which stands for their tokens, and access tokens.
    package static func credentials(in world: World) -> [String] {
        var names: [String] = []
        for account in world.state.accounts {
            names += account.integrations.map(\.token)
            for app in account.apps where !names.contains(app.clientID) { names.append(app.clientID) }
        }
        return names + world.state.grants.map(\.id)
    }

    /// Of all: access tokens expire; they are revoked, and so are private integrations; tokens of those and secrets of
    /// apps are rotated.
    package static func perform(
        _ change: CredentialChange,
        on credential: String?,
        in world: inout World,
    ) throws(RecordProblem) -> Int {
        if let credential, !credentials(in: world).contains(credential) {
            throw RecordProblem("leadway has no such credential")
        }
        var count = 0
        for account in Array(world.state.accounts) {
            if credential != nil || change != .expire {
                count += try alterIntegrations(of: account, change, credential, &world)
            }
            if change == .rotate { count += try rotateApps(of: account.id, credential, &world) }
        }
        guard change != .rotate else { return count }
        for grant in Array(world.state.grants)
        where credential == nil || credential == grant.clientID || credential == grant.id {
            if change == .revoke {
                world.state.grants.remove(grant.id)
            } else {
                guard world.now < grant.expiresAt else { continue }
                let now = world.now
                world.state.grants.update(grant.id) { $0.expiresAt = now }
            }
            count += 1
        }
        return count
    }

    /// A token without an end of its own that is over is withdrawn.
    private static func alterIntegrations(
        of account: Account,
        _ change: CredentialChange,
        _ token: String?,
        _ world: inout World,
    ) throws(RecordProblem) -> Int {
        let count = account.integrations.count(where: { token == nil || $0.token == token })
        guard count > 0 else { return 0 }
        var chance = world.chance
        try replaceIntegrations(of: account, &world) { all in
            all.compactMap { one in
                guard token == nil || one["token"]?.string == token else { return one }
                guard change == .rotate else { return nil }
                var other = one
                other["token"] = .string("pit-" + chance.uuid("leadway.private_token"))
                return other
            }
        }
        world.chance = chance
        return count
    }

    private static func rotateApps(
        of account: Account.ID,
        _ client: String?,
        _ world: inout World,
    ) throws(RecordProblem) -> Int {
        guard let object = State.collection("accounts")?.value(account, of: world.state),
            let apps = object["apps"]?.array
        else { return 0 }
        var count = 0
        let rotated = apps.map { app in
            guard let id = app["clientId"]?.string, client == nil || client == id else { return app }
            var app = app
            // The same for all accounts: it is one app.
            var draws = Draws(world.chance.draw("leadway.client_secret \(id)", UInt64(world.now.seconds)))
            app["clientSecret"] = .string(draws.hex(32))
            count += 1
            return app
        }
        if count > 0 { try world.merge(["apps": .array(rotated)], into: "accounts", account) }
        return count
    }

    private static func replaceIntegrations(
        of account: Account,
        _ world: inout World,
        _ change: ([JSON.Value]) -> [JSON.Value],
    ) throws(RecordProblem) {
        let object = State.collection("accounts")?.value(account.id, of: world.state)
        let integrations = change(object?["integrations"]?.array ?? [])
        try world.merge(["integrations": .array(integrations)], into: "accounts", account.id)
    }
}
