import Engine
package import HTTP
import JSON

extension AutoSync {
    /// Who makes a call: a key of the dashboard, an OAuth token, or a scenario's actor.
    package struct Caller: Sendable {
        /// The key or token, which calls are counted under; `nil` for the calls that need none.
        let account: String?
        let scopes: Scope
        /// `nil` for all of them.
        let shops: [Int]?

        func reaches(shop id: Int) -> Bool { shops?.contains(id) ?? true }
    }

    package typealias Permission = Scope

    /// A key or token in `Authorization: Bearer` with every request [seed]. The two OAuth calls come without.
    package static func identify(_ call: Call, in world: inout World) throws(Failure) -> Caller {
        guard call.route.needs != nil else { return Caller(account: nil, scopes: [], shops: []) }
        guard let slice = call.request.credential("Bearer") else { throw .unauthorized }
        let text = BaySuffix(of: slice, in: call.request).credential
        if let key = world.state.keys[text], !key.isRevoked {
            return Caller(account: key.id, scopes: key.scopes ?? .all, shops: key.shops)
        }
        if let token = world.state.tokens[text], token.isGood(at: world.now) {
            return Caller(account: token.id, scopes: token.scopes, shops: token.shops)
        }
        throw .unauthorized
    }

    /// One budget for each bearer credential: whether tokens have one of their own is not documented [inferred].
    package static func account(of caller: Caller) -> String? { caller.account }

    package static func actor(named name: String, in world: World) -> Caller {
        if let key = world.state.keys[name] {
            return Caller(account: key.id, scopes: key.scopes ?? .all, shops: key.shops)
        }
        return Caller(account: name, scopes: .all, shops: nil)
    }

    /// The bay behind a key or token, in OAuth calls behind the client's id or a code.
    package static func bay(namedBy request: borrowing Request) -> String? {
        if let slice = request.credential("Bearer") {
            return BaySuffix.bay(utf8: request.head[slice.range])
        }
        if let client = request.query("client_id") { return BaySuffix(client).bay }
        guard request.method == .post, isTokenCall(request) else { return nil }
        for name in ["client_id", "code", "refresh_token"] {
            if let bay = bodyText(name, of: request).flatMap({ BaySuffix($0).bay }) { return bay }
        }
        return nil
    }

    /// Whatever stands in front of the path: a bay, a mount.
    private static func isTokenCall(_ request: borrowing Request) -> Bool {
        request.head[request.path.range].suffix(OAuth.tokenPath.utf8.count).elementsEqual(
            OAuth.tokenPath.utf8
        )
    }

    private static func bodyText(_ name: String, of request: borrowing Request) -> String? {
        if let form = Form(of: request) { return form[name] }
        // What is no JSON is refused when it is read in earnest.
        return (try? JSON.Document(request.body))?.root[name]?.string
    }
}
