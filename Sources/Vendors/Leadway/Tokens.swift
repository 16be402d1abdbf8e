import Engine
import HTTP
import JSON

extension Leadway {
    /// Access tokens for apps, in exchange for an install code, a refresh token, or the app's own credentials.
    ///
    /// Source: the platform's OpenAPI files and documentation [public: spec, docs]. Under `Version: v3` the names are in
    /// camelCase, else in snake_case [public: spec v3]; bodies are taken in both, as form or JSON. What is refused how is
    /// ours, but for the grant type [inferred].
    enum Tokens {
        static let routes: [Route<Leadway>] = [
            Route(
                Operation(
                    "leadway.oauth.token",
                    [.init(.post, "/oauth/token")],
                    about: "Gives out access and refresh tokens. Beyond the documentation at hand.",
                    source: .public("spec"),
                    body: Name.allCases.flatMap { name in
                        name.spellings.map { spelling in
                            Field(
                                spelling,
                                name.type,
                                source: spelling == name.rawValue ? .public("spec") : .public("spec v3"),
                                secret: name.isSecret
                            )
                        }
                    },
                    takesForm: true,
                    outcomes: [
                        .success(200), .error("bad_request"), .error("unknown_client"),
                        .error("unprocessable"),
                    ],
                    renewal: .body(fields: ["grant_type", "grantType"], is: "refresh_token")
                ),
                issue
            )
        ]

        /// An access token lasts a day, a refresh token a year or until it is used [public: docs].
        private static let lifetime = Duration.seconds(86_399)
        private static let refreshLifetime = Duration.seconds(365 * 86_400)

        /// The parameters by their names in snake_case.
        enum Name: String, CaseIterable {
            case clientID = "client_id"
            case clientSecret = "client_secret"
            case grantType = "grant_type"
            case code
            case refreshToken = "refresh_token"
            case userType = "user_type"
            case redirectURI = "redirect_uri"

            func spelled(isCamel: Bool) -> String { isCamel ? camelCase(rawValue) : rawValue }

            /// Both, or the one that there is.
            var spellings: [String] { rawValue.contains("_") ? [rawValue, camelCase(rawValue)] : [rawValue] }

            var isSecret: Bool { [.clientSecret, .code, .refreshToken].contains(self) }

            var type: FieldType {
                switch self {
                case .grantType: .oneOf(GrantType.allCases.map(\.rawValue))
                case .userType: .oneOf(Grant.UserType.allCases.map(\.rawValue))
                case .clientID, .clientSecret, .code, .refreshToken, .redirectURI: .string()
                }
            }
        }

        private enum GrantType: String, CaseIterable {
            case authorizationCode = "authorization_code"
            case refreshToken = "refresh_token"
            case clientCredentials = "client_credentials"
        }

        static func issue(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let isCamel = call.request.field("Version") == "v3"
            let body = try call.object()
            let given = { (name: Name) -> String? in
                name.spellings.lazy.compactMap { body?[$0]?.string }.first
            }
            let grantType = given(.grantType).flatMap(GrantType.init)
            try check(given, grantType, isCamel, world)
            let client = (
                id: BaySuffix(given(.clientID) ?? "").credential, secret: given(.clientSecret) ?? ""
            )
            let installed = world.state.accounts.compactMap { account in
                account.apps.first { $0.clientID == client.id && $0.clientSecret == client.secret }
                    .map { (account: account, app: $0) }
            }
            guard let first = installed.first else { throw .unknownClient }
            var userType = given(.userType).flatMap(Grant.UserType.init)
            let basis: (account: Account, scopes: [Scope])
            switch grantType {
            case .clientCredentials:
                // There is no account to be had from these: they are the agency's.
                userType = .company
                basis = (first.account, first.app.scopes)
            case .refreshToken:
                let token = BaySuffix(given(.refreshToken) ?? "").credential
                guard let old = grant(withRefreshToken: token, of: client.id, world),
                    let account = world.state.accounts[old.account]
                else { throw .badRequest("Invalid grant: refresh token is invalid") }
                // The access token that came with it lasts to its end [inferred]; then nothing is left to remember.
                if world.now < old.expiresAt {
                    world.state.grants.update(old.id) { $0.isRefreshed = true }
                } else {
                    world.state.grants.remove(old.id)
                }
                userType = userType ?? old.userType
                basis = (account, old.scopes)
            case .authorizationCode, nil:
                let code = BaySuffix(given(.code) ?? "").credential
                guard let match = installed.first(where: { $0.app.code == code }) else {
                    throw .badRequest("Invalid grant: authorization code is invalid")
                }
                basis = (match.account, match.app.scopes)
            }
            let grant = newGrant(
                to: basis.account,
                userType ?? .location,
                of: client.id,
                basis.scopes,
                &world
            )
            return reply(with: grant, user: basis.account.userID, isCamel, world)
        }

        /// What every body must have, and what its grant type wants besides. An unknown grant type is a 422 [public:
        /// issue].
        private static func check(
            _ given: (Name) -> String?,
            _ grantType: GrantType?,
            _ isCamel: Bool,
            _ world: World,
        ) throws(Failure) {
            var rules = Rules(world.assumptions)
            var texts: [Name] = [.clientID, .clientSecret]
            if grantType == .authorizationCode { texts.append(.code) }
            if grantType == .refreshToken { texts.append(.refreshToken) }
            for name in texts where (given(name) ?? "").isEmpty {
                if given(name) == nil { rules.isBroken("\(name.spelled(isCamel: isCamel)) must be a string") }
                rules.isBroken("\(name.spelled(isCamel: isCamel)) should not be empty")
            }
            if grantType == nil {
                rules.isBroken("\(Name.grantType.spelled(isCamel: isCamel)) must be \(Rules.choice)")
                if (given(.grantType) ?? "").isEmpty {
                    rules.isBroken("\(Name.grantType.spelled(isCamel: isCamel)) should not be empty")
                }
            }
            if let userType = given(.userType), Grant.UserType(rawValue: userType) == nil {
                rules.isBroken("\(Name.userType.spelled(isCamel: isCamel)) must be \(Rules.choice)")
            }
            try rules.enforce()
        }

        /// The grant whose refresh token can still be used.
        private static func grant(
            withRefreshToken token: String,
            of client: String,
            _ world: World,
        ) -> Grant? {
            guard let id = world.state.grants.indexes.refreshTokens.first(for: token),
                let grant = world.state.grants[id], grant.clientID == client, !grant.isRefreshed,
                world.now < grant.refreshExpiresAt
            else { return nil }
            return grant
        }

        private static func newGrant(
            to account: Account,
            _ userType: Grant.UserType,
            of client: String,
            _ scopes: [Scope],
            _ world: inout World,
        ) -> Grant {
            let grant = Grant(
                id: newToken(for: userType == .company ? account.companyID : account.id, userType, &world),
                refreshToken: world.chance.hex("leadway.refresh", 64),
                clientID: client,
                userType: userType,
                account: account.id,
                companyID: account.companyID,
                scopes: scopes,
                expiresAt: world.now + lifetime,
                refreshExpiresAt: world.now + refreshLifetime
            )
            world.state.grants.upsert(grant)
            return grant
        }

        /// A signed JWT [public: spec, of the form], whose claims are ours.
        private static func newToken(
            for id: String,
            _ userType: Grant.UserType,
            _ world: inout World,
        ) -> String {
            var claims = JSON.Writer()
            claims.object { claims in
                claims.member("authClass", userType.rawValue)
                claims.member("authClassId", id)
                claims.member("iat", world.now.seconds)
                claims.member("exp", (world.now + lifetime).seconds)
                claims.member("jti", world.chance.uuid("leadway.token"))
            }
            let dot = [UInt8(ascii: ".")]
            let signed =
                Base64.encode(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8), .url) + dot
                + Base64.encode(claims.bytes, .url)
            let key = Array("mockbay".utf8)
            let signature = Base64.encode(HMAC.sha256(of: signed, key: key), .url)
            return String(decoding: signed + dot + signature, as: UTF8.self)
        }

        private static func reply(
            with grant: Grant,
            user: String,
            _ isCamel: Bool,
            _ world: World,
        ) -> Response {
            let suffix = world.bay == .default ? "" : "~\(world.bay)"
            func spelled(_ name: String) -> String { isCamel ? camelCase(name) : name }
            var json = JSON.Writer()
            json.object { json in
                json.member(spelled("access_token"), grant.id + suffix)
                json.member(spelled("token_type"), "Bearer")
                json.member(spelled("expires_in"), lifetime.wholeMilliseconds / 1000)
                json.member(spelled("refresh_token"), grant.refreshToken + suffix)
                json.member("scope", grant.scopes.map(\.rawValue).joined(separator: " "))
                json.member("userType", grant.userType.rawValue)
                if grant.userType == .location { json.member("locationId", grant.account) }
                json.member("companyId", grant.companyID)
                json.array("approvedLocations") { json in
                    if grant.userType == .company {
                        for id in world.state.accounts(behind: grant.companyID) { json.string(id) }
                    } else {
                        json.string(grant.account)
                    }
                }
                json.member("userId", user)
            }
            return .leadway(200, json, in: world)
        }

        /// The bays that client, code and refresh token name, read before the call is.
        static func bays(namedBy request: borrowing Request) -> [String] {
            let names: [Name] = [.clientID, .code, .refreshToken]
            let spellings = names.flatMap(\.spellings)
            let texts: [String]
            if let form = Form(of: request) {
                texts = spellings.compactMap { form[$0] }
            } else {
                // What is no JSON names no bay; the call itself says what is wrong with it.
                guard let document = try? JSON.Document(request.body) else { return [] }
                texts = spellings.compactMap { document.root[$0]?.string }
            }
            return texts.compactMap { BaySuffix($0).bay }
        }
    }
}

/// `refresh_token` as `refreshToken`.
private func camelCase(_ name: String) -> String {
    let words = name.split(separator: "_")
    return words.dropFirst().reduce(String(words.first ?? "")) {
        $0 + $1.prefix(1).uppercased() + $1.dropFirst()
    }
}
