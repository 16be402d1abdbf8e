package import Engine
import JSON

/// What scenarios do to keys, tokens and apps.
///
/// Source: keys are revocable at any time [seed]; what becomes of tokens is [inferred].
extension AutoSync {
    package static let credentialKinds: [CredentialKind<AutoSync>] = [
        CredentialKind("key", in: "keys"), CredentialKind("access_token", in: "tokens"),
        CredentialKind("client_id", in: "clients"),
    ]

    /// Keys, tokens by their access token, and apps by their client id, which stands for their tokens.
    package static func credentials(in world: World) -> [String] {
        world.state.keys.map(\.id) + world.state.clients.map(\.id) + world.state.tokens.map(\.id)
    }

    /// Of all: OAuth tokens expire; keys and tokens are revoked; keys and secrets of apps are rotated.
    package static func perform(
        _ change: CredentialChange,
        on credential: String?,
        in world: inout World,
    ) throws(RecordProblem) -> Int {
        guard let credential else {
            var count = 0
            if change != .expire {
                for key in world.state.keys where !key.isRevoked { count += alter(key, change, &world) }
            }
            if change == .rotate {
                for client in world.state.clients { count += alter(client, change, &world) }
            } else {
                for token in world.state.tokens { count += end(token, change, &world) }
            }
            return count
        }
        if let key = world.state.keys[credential] { return alter(key, change, &world) }
        if let client = world.state.clients[credential] { return alter(client, change, &world) }
        if let token = world.state.tokens[credential] { return end(token, change, &world) }
        throw RecordProblem("autosync has no such credential")
    }

    /// A key has no time of its own that could be up: it is refused like a revoked one.
    private static func alter(_ key: Key, _ change: CredentialChange, _ world: inout World) -> Int {
        if change == .rotate {
            let id = "sk_live_" + world.chance.hex("autosync.key", 24)
            world.state.keys.insert(Key(id: id, shops: key.shops, scopes: key.scopes, isRevoked: false))
        }
        world.state.keys.upsert(Key(id: key.id, shops: key.shops, scopes: key.scopes, isRevoked: true))
        return 1
    }

    private static func alter(_ client: Client, _ change: CredentialChange, _ world: inout World) -> Int {
        guard change != .rotate else {
            let secret = world.chance.hex("autosync.client_secret", 32)
            world.state.clients.upsert(
                Client(
                    id: client.id,
                    secret: secret,
                    name: client.name,
                    redirectURIs: client.redirectURIs,
                    allowsLoopback: client.allowsLoopback,
                    shops: client.shops,
                    scopes: client.scopes
                )
            )
            return 1
        }
        var count = 0
        for token in world.state.tokens where token.client == client.id {
            count += end(token, change, &world)
        }
        return count
    }

    /// A token whose time is up can still be refreshed, where that is assumed; a revoked one cannot.
    private static func end(_ token: Token, _ change: CredentialChange, _ world: inout World) -> Int {
        guard token.isGood(at: world.now) else { return 0 }
        let now = world.now
        world.state.tokens.update(token.id) { token in
            if change == .expire { token.expiresAt = now } else { token.isRevoked = true }
        }
        return 1
    }
}
