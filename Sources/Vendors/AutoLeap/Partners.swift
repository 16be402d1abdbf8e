import Engine
import HTTP
import JSON

extension AutoLeap {
    /// Logging in and out, and what the partner was granted.
    ///
    /// Source: the operations and what a logout does [seed]; bodies, lives and shapes [public]; the profile's fields are
    /// [inferred].
    enum Partners {
        static let routes: [Route<AutoLeap>] = [
            Route(
                Operation(
                    "autoleap.partners.login",
                    [.init(.post, "/v2/partners/login")],
                    about: "Exchanges a partner's id and key for an access token and a refresh token.",
                    body: [
                        Field("partnerId", .string(), required: true, source: documented),
                        Field("authKey", .string(), required: true, source: documented, secret: true),
                    ],
                    outcomes: [
                        .success(200), .error("bad_request"), .error("malformed_json"),
                        .error("invalid_credentials"), .error("rate_limited"),
                    ],
                    reply: tokenReply
                ),
                needs: .login,
                login
            ),
            Route(
                Operation(
                    "autoleap.partners.refresh",
                    [.init(.post, "/v2/partners/generateNewAccessToken")],
                    about: "Exchanges a refresh token for a new pair; it can be used once.",
                    body: [
                        Field("refreshToken", .string(), required: true, source: documented, secret: true)
                    ],
                    outcomes: [
                        .success(200), .error("bad_request"), .error("malformed_json"),
                        .error("invalid_refresh_token"), .error("rate_limited"),
                    ],
                    reply: tokenReply,
                    renewal: .always
                ),
                needs: .refreshToken,
                refresh
            ),
            Route(
                Operation(
                    "autoleap.partners.logout",
                    [.init(.post, "/v2/partners/logout")],
                    about: "Ends the life of the access token and of its refresh token.",
                    body: [Field("refreshToken", .nullable(.string()), source: .inferred, secret: true)],
                    bodyIsOptional: true,
                    outcomes: outcomes(.error("bad_request"), .error("malformed_json")),
                    reply: acknowledgement
                ),
                logout
            ),
            Route(
                Operation(
                    "autoleap.partners.profile",
                    [.init(.get, "/v2/partners/profile")],
                    about: "The partner, and the companies and locations open to it.",
                    outcomes: outcomes(),
                    reply: profileReply
                ),
                profile
            ),
        ]

        private static let documented = Source.public("authentication")

        static func login(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let body = try call.body()
            guard let partner = call.caller?.partner,
                body["authKey" as StaticString]?.string == partner.authKey
            else { throw .badCredentials }
            return tokens(of: Session.begin(for: partner.id, in: &world), in: world.bay)
        }

        static func refresh(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            _ = try call.body()
            guard let partner = call.caller?.partner, let old = call.caller?.session,
                let expiry = old.refreshExpiry, expiry > world.now
            else { throw .badRefreshToken }
            let assumptions = world.assumptions
            world.state.sessions.update(old.id) { session in
                if assumptions.refreshTokens == .singleUse { session.refreshExpiry = nil }
                if assumptions.replacedAccessTokens == .revoked { session.accessExpiry = nil }
            }
            return tokens(of: Session.begin(for: partner.id, in: &world), in: world.bay)
        }

        /// The pair of the bearer's token dies, and that of the refresh token in the body, if there is one of the same
        /// partner.
        static func logout(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            if case .none = call.call.body {} else { _ = try call.body() }
            let own = call.caller?.session
            let named = call.text(inBody: "refreshToken").flatMap {
                world.state.sessions.session(ofRefreshToken: $0)
            }
            if let own { world.state.sessions.remove(own.id) }
            if let named, own == nil || named.partner == own?.partner {
                world.state.sessions.remove(named.id)
            }
            return acknowledged()
        }

        private static let profileReply = FieldType.object([
            Field("success", .boolean, required: true, source: .inferred),
            Field(
                "data",
                .object([
                    Field("partnerId", .string(), required: true, source: .inferred),
                    Field("partnerName", .string(), required: true, source: .inferred),
                    Field("companies", .array(.object(company)), required: true, source: .inferred),
                ]),
                required: true,
                source: .inferred
            ),
        ])

        private static let company = [
            Field("companyId", .string(), required: true, source: .inferred),
            Field("companyName", .string(), required: true, source: .inferred),
            Field(
                "locations",
                .array(
                    .object(
                        ["locationId", "locationName", "timezone"].map {
                            Field($0, .string(), required: true, source: .inferred)
                        }
                    )
                ),
                required: true,
                source: .inferred
            ),
        ]

        static func profile(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let state = world.state
            let companies = call.companies(in: world).compactMap { state.companies[$0] }
            return .json { json in
                json.member("success", true)
                json.object("data") { json in
                    json.member("partnerId", call.caller?.partner?.id ?? "")
                    json.member("partnerName", call.caller?.partner?.name ?? "")
                    json.array("companies") { json in
                        for company in companies {
                            json.object { json in
                                json.member("companyId", company.id)
                                json.member("companyName", company.name)
                                json.array("locations") { json in
                                    for id in state.locations.indexes.company.ids(for: company.id) {
                                        guard let location = state.locations[id] else { continue }
                                        json.object { json in
                                            json.member("locationId", location.id)
                                            json.member("locationName", location.name)
                                            json.member("timezone", location.timezone)
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
