import Engine
package import HTTP

extension HeavyTruckParts {
    /// Who makes a call.
    package struct Caller: Sendable {
        let user: User
    }

    /// Nothing is demanded of callers beyond being known that a table could say: features depend on the user's
    /// settings, and handlers ask those.
    package typealias Permission = Never

    /// HTTP Basic (RFC 7617) with every request; there are no sessions [seed].
    package static func identify(_ call: Call, in world: inout World) throws(Failure) -> Caller {
        guard let credential = BasicCredential(of: call.request),
            let user = world.state.users[credential.user],
            user.password == credential.password
        else { throw .unauthorized }
        return Caller(user: user)
    }

    package static func account(of caller: Caller) -> String? { caller.user.id }

    package static func bay(namedBy request: borrowing Request) -> String? {
        BasicCredential.bay(namedBy: request)
    }

    package static func actor(named name: String, in world: World) -> Caller {
        if let user = world.state.users[name] { return Caller(user: user) }
        return Caller(user: User(unlimited: name, vendors: world.state.vendors.map(\.id)))
    }
}

extension VendorCall<HeavyTruckParts> {
    /// The API user. Handlers run after the credential check, so that there is one.
    func user() throws(HeavyTruckParts.Failure) -> HeavyTruckParts.User {
        guard let caller else { throw .unauthorized }
        return caller.user
    }
}

/// User and password of an `Authorization: Basic …` field (RFC 7617), the bay taken off the user.
private struct BasicCredential {
    let user: String
    let password: String

    init?(of request: borrowing Request) {
        guard let token = request.credential("Basic"), let bytes = Base64.decode(request.head[token.range]),
            let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
        else { return nil }
        user = BaySuffix(utf8: bytes[..<colon]).credential
        password = String(decoding: bytes[(colon + 1)...], as: UTF8.self)
    }

    static func bay(namedBy request: borrowing Request) -> String? {
        guard let token = request.credential("Basic"),
            let user = Base64.decode(request.head[token.range], until: UInt8(ascii: ":"))
        else { return nil }
        return BaySuffix.bay(utf8: user[...])
    }
}
