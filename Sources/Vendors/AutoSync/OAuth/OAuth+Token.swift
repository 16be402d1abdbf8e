import Engine
import HTTP
import JSON

extension AutoSync.OAuth {
    typealias Failure = AutoSync.Failure

    /// A token for a code, or, where that is assumed, for a refresh token.
    static func exchange(_ call: AutoSync.Call, _ world: inout AutoSync.World) throws(Failure) -> Response {
        let body = try AutoSync.Body(call)
        let isRefresh = body.text("grant_type") == "refresh_token"
        guard !isRefresh || world.assumptions.refresh == .on else {
            throw .wrong("grant_type", "authorization_code")
        }
        let presented = try credential(isRefresh ? "refresh_token" : "code", in: body)
        let id = try credential("client_id", in: body)
        guard let client = world.state.clients[id], client.secret == body.text("client_secret") else {
            throw .unauthorized
        }
        if isRefresh {
            let old = try refreshed(presented, by: client, in: world)
            world.state.tokens.update(old.id) { $0.isRevoked = true }
            return reply(with: grant(client, old.scopes, old.shops, &world), in: world)
        }
        let code = try code(presented, of: client, sentTo: body.text("redirect_uri"), in: world)
        world.state.codes.update(code.id) { $0.isUsed = true }
        return reply(with: grant(client, code.scopes, client.shops, &world), in: world)
    }

    /// A credential in the body, the bay taken off.
    private static func credential(_ name: StaticString, in body: AutoSync.Body) throws(Failure) -> String {
        guard let text = body.text(name), !text.isEmpty else { throw .missing("\(name)") }
        return BaySuffix(text).credential
    }

    private static func code(
        _ id: String,
        of client: AutoSync.Client,
        sentTo address: String?,
        in world: AutoSync.World,
    ) throws(Failure) -> AutoSync.Code {
        guard let code = world.state.codes[id], code.client == client.id, !code.isUsed,
            world.now < code.expiresAt
        else { throw .badRequest("The code is unknown, used up or expired.") }
        guard address == nil || address == code.redirectURI else {
            throw .badRequest("The redirect_uri is not the one that the code was sent to.")
        }
        return code
    }

    private static func refreshed(
        _ refreshToken: String,
        by client: AutoSync.Client,
        in world: AutoSync.World,
    ) throws(Failure) -> AutoSync.Token {
        guard let id = world.state.tokens.indexes.refreshToken.first(for: refreshToken),
            let token = world.state.tokens[id], token.client == client.id, !token.isRevoked
        else { throw .badRequest("The refresh_token is unknown or used up.") }
        return token
    }

    private static func grant(
        _ client: AutoSync.Client,
        _ scopes: AutoSync.Scope,
        _ shops: [Int]?,
        _ world: inout AutoSync.World,
    ) -> AutoSync.Token {
        let token = AutoSync.Token(
            id: "at_" + world.chance.hex("autosync.access_token", 40),
            refreshToken: "rt_" + world.chance.hex("autosync.refresh_token", 40),
            client: client.id,
            shops: shops,
            scopes: scopes,
            expiresAt: world.now + .seconds(AutoSync.tokenLifetime),
            isRevoked: false
        )
        world.state.tokens.insert(token)
        return token
    }

    static let tokenReply = FieldType.object([
        Field("access_token", .string(), required: true, source: .inferred, secret: true),
        Field("token_type", .oneOf(["Bearer"]), required: true, source: .inferred),
        Field("expires_in", .integer(), required: true, source: .inferred, about: "in seconds"),
        Field("refresh_token", .string(), required: true, source: .inferred, secret: true),
        Field("scope", .string(), required: true, source: .inferred),
    ])

    /// Bare, without the envelope of other replies [inferred].
    private static func reply(with token: AutoSync.Token, in world: AutoSync.World) -> Response {
        var json = JSON.Writer()
        json.object { json in
            json.member("access_token", world.issued(token.id))
            json.member("token_type", "Bearer")
            json.member("expires_in", AutoSync.tokenLifetime)
            json.member("refresh_token", world.issued(token.refreshToken))
            json.member("scope", token.scopes.names.joined(separator: " "))
        }
        var response = Response(200, .json, body: json.bytes)
        // RFC 6749 §5.1
        response.add("Cache-Control", "no-store")
        return response
    }
}
