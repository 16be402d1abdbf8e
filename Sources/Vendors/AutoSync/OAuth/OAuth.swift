import Engine
import HTTP

extension AutoSync {
    /// OAuth 2.0 by authorization code, for applications that act for several shops.
    ///
    /// Source: "OAuth 2.0" [seed] for both addresses, the parameters of the first and the JSON body of the second; form
    /// bodies, `state`, the token reply and all refusals are [inferred], along RFC 6749. The client's id and secret stand
    /// in the body, as the documentation has it, not in an `Authorization` field.
    enum OAuth {
        static let tokenPath = "/v1/oauth/token"

        static let routes: [Route<AutoSync>] = [
            Route(
                Operation(
                    "autosync.oauth.authorize",
                    [.init(.get, "/oauth/authorize")],
                    about:
                        "Sends a code to the redirect address at once. Where Accept names text/html, a page asks first.",
                    query: [
                        Field("client_id", .string(), required: true),
                        Field("redirect_uri", .string(), required: true, about: "registered, or on loopback"),
                        Field("response_type", .oneOf(["code"]), required: true),
                        Field("scope", .string(), about: "with blanks between; all where it is not given"),
                        Field("state", .string(), source: .inferred, about: "sent back as it is"),
                        Field(
                            "decision",
                            .oneOf(["allow", "deny"]),
                            source: .inferred,
                            about: "what was clicked on the page"
                        ),
                    ],
                    outcomes: [
                        .success(302), .success(200), .error("bad_request"), .error("invalid_parameter"),
                    ],
                    reply: nil
                ),
                authorize
            ),
            Route(
                Operation(
                    "autosync.oauth.token",
                    [.init(.post, tokenPath)],
                    about: "Exchanges a code for a token. The body is JSON or a form.",
                    body: [
                        Field(
                            "grant_type",
                            .oneOf(["authorization_code", "refresh_token"]),
                            required: true,
                            about: "refresh_token only where autosync.refresh is on"
                        ),
                        Field("code", .string(), about: "good once, for ten minutes", secret: true),
                        Field("refresh_token", .string(), source: .inferred, secret: true),
                        Field("client_id", .string(), required: true),
                        Field("client_secret", .string(), required: true, secret: true),
                        Field(
                            "redirect_uri",
                            .string(),
                            source: .inferred,
                            about: "where it is given, the one of the first call"
                        ),
                    ],
                    takesForm: true,
                    outcomes: [
                        .success(200), .error("bad_request"), .error("unauthorized"),
                        .error("invalid_parameter"),
                    ],
                    reply: tokenReply,
                    renewal: .body(fields: ["grant_type"], is: "refresh_token")
                ),
                exchange
            ),
        ]

        /// Answers with an error in the own envelope as long as it is not sure whom it would redirect to, and from then
        /// on with a redirect (RFC 6749 §4.1.2.1).
        static func authorize(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            guard let clientID = call.query("client_id"), !clientID.isEmpty else {
                throw .missingParameter("client_id")
            }
            guard let client = world.state.clients[BaySuffix(clientID).credential] else {
                throw .badRequest("There is no application with this client_id.")
            }
            guard let address = call.query("redirect_uri"), !address.isEmpty else {
                throw .missingParameter("redirect_uri")
            }
            guard RedirectAddress.isAllowed(address, for: client) else {
                throw .badRequest("The redirect_uri is not one of this application's.")
            }
            guard call.query("response_type") == "code" else {
                return redirect(call, to: address, [("error", "unsupported_response_type")])
            }
            guard let scopes = scopes(call.query("scope"), for: client) else {
                return redirect(call, to: address, [("error", "invalid_scope")])
            }
            switch call.query(ConsentPage.decision).flatMap(ConsentPage.Decision.init) {
            case .deny:
                return redirect(call, to: address, [("error", "access_denied")])
            case nil where acceptsHTML(call.request):
                return ConsentPage.response(
                    of: client,
                    asking: scopes,
                    query: call.request.text(call.request.query ?? .empty)
                )
            case .allow, nil:
                break
            }
            let code = Code(
                id: "ac_" + world.chance.hex("autosync.code", 32),
                client: client.id,
                redirectURI: address,
                scopes: scopes,
                expiresAt: world.now + AutoSync.codeLifetime,
                isUsed: false
            )
            world.state.codes.insert(code)
            return redirect(call, to: address, [("code", world.issued(code.id))])
        }

        private static func redirect(
            _ call: Call,
            to address: String,
            _ parameters: [(name: String, value: String)],
        ) -> Response {
            let state = call.query("state").map { [(name: "state", value: $0)] } ?? []
            var response = Response(302)
            response.add("Location", RedirectAddress.adding(parameters + state, to: address))
            response.add("Cache-Control", "no-store")
            return response
        }

        /// What is asked for; `nil` where a scope is unknown or not for this client.
        private static func scopes(_ text: String?, for client: Client) -> Scope? {
            let allowed = client.scopes ?? .all
            let names = (text ?? "").split(separator: " ")
            var scopes: Scope = names.isEmpty ? allowed : []
            for name in names {
                guard let scope = Scope(name), allowed.contains(scope) else { return nil }
                scopes.formUnion(scope)
            }
            return scopes
        }

        private static func acceptsHTML(_ request: Request) -> Bool {
            request.field("Accept")?.lowercased().holds("text/html") == true
        }
    }
}

extension VendorWorld<AutoSync> {
    /// A credential as it is handed out: with the bay, unless that is the one that needs no naming.
    func issued(_ credential: String) -> String {
        bay == .default ? credential : "\(credential)~\(bay)"
    }
}

extension AutoSync.Failure {
    static func missingParameter(_ name: String) -> Self { .invalid("The '\(name)' parameter is required.") }
}
