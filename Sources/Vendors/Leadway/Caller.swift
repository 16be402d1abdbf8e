import Engine
package import HTTP

extension Leadway {
    /// Who makes a call.
    package struct Caller: Sendable {
        enum Reach: Sendable {
            case account(Account.ID)
            /// All accounts of an agency.
            case company(String)
            case everything
        }

        /// What its calls are counted under; `nil` where they are not.
        let token: String?
        let scopes: [Scope]
        let reach: Reach

        /// - Parameter account: an account's id, or an agency's.
        func reaches(_ account: String, in state: State) -> Bool {
            switch reach {
            case .everything: true
            case .account(let own): own == account
            case .company(let own): own == account || state.accounts[account]?.companyID == own
            }
        }
    }

    /// A private integration's token, or an access token from the token endpoint [public: spec, docs].
    package static func identify(_ call: Call, in world: inout World) throws(Failure) -> Caller {
        guard let slice = call.request.credential("Bearer") else { throw .unauthorized }
        let token = BaySuffix(of: slice, in: call.request).credential
        guard let caller = caller(with: token, in: world) else {
            throw token.hasPrefix("pit-") ? .unknownPrivateToken : .invalidJWT
        }
        return caller
    }

    private static func caller(with token: String, in world: World) -> Caller? {
        if let account = world.state.accounts.indexes.tokens.first(for: token) {
            let integration = world.state.accounts[account]?.integrations.first { $0.token == token }
            return integration.map { Caller(token: token, scopes: $0.scopes, reach: .account(account)) }
        }
        guard let grant = world.state.grants[token], world.now < grant.expiresAt else { return nil }
        return Caller(token: token, scopes: grant.scopes, reach: grant.reach)
    }

    package static func account(of caller: Caller) -> String? { caller.token }

    package static func actor(named name: String, in world: World) -> Caller {
        caller(with: name, in: world) ?? Caller(token: nil, scopes: Scope.allCases, reach: .everything)
    }

    /// The suffix of the bearer token; for the token endpoint also those of client, code and refresh token.
    package static func bay(namedBy request: borrowing Request) -> String? {
        var bays: [String] = []
        if let slice = request.credential("Bearer"), let bay = BaySuffix.bay(utf8: request.head[slice.range])
        {
            bays.append(bay)
        }
        if request.method == .post,
            request.head[request.path.range].suffix(12).elementsEqual("/oauth/token".utf8)
        {
            for bay in Tokens.bays(namedBy: request) where !bays.contains(bay) { bays.append(bay) }
        }
        // Two that disagree make a name that none can have, and with that a 400.
        return bays.isEmpty ? nil : bays.joined(separator: "~")
    }
}
