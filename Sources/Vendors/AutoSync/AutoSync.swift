package import Engine
package import HTTP

/// AutoSync Shop Manager: customers, vehicles, work orders, appointments, payments, parts and employees of auto repair
/// shops.
///
/// Source: "AutoSync API Reference v1.0" [seed], the only public page there is. Replies to all but three operations, the
/// order of the checks, paging and filters are [inferred].
///
/// Not imitated:
/// - The dashboard: keys, OAuth clients and webhooks are records and scenario entries here.
/// - A log-in at `/oauth/authorize`: whoever asks is taken for the owner of all of the client's shops.
/// - Inspections, and taking payments: the API has no call for either.
/// - The web host apart from the API host: both serve all paths.
package enum AutoSync: Vendor {
    // Spelled out for the types nested in here, which would find the engine's `Call` first.
    package typealias Call = VendorCall<AutoSync>
    package typealias World = VendorWorld<AutoSync>

    package static let facts = VendorFacts(
        key: "autosync",
        title: "AutoSync",
        hosts: ["api.autosyncshopmanager.com", "autosyncshopmanager.com"],
        portOffset: 2,
        basePath: "/v1",
        credentials: [
            ("api_key", "sk_live_demo"), ("client_id", "mockbay-client"), ("client_secret", "mockbay-secret"),
        ],
        bayCarriers: ["api_key", "client_id"]
    )

    package static let security = Security(
        [
            ("apiKey", .bearer("API key")),
            ("oauth", .code(authorize: "/oauth/authorize", token: OAuth.tokenPath)),
        ],
        open: ["autosync.oauth.authorize", "autosync.oauth.token"]
    )

    /// One shape for every failure [seed].
    package static let replies = Replies { _ in
        .object([
            Field("success", .boolean, required: true),
            Field(
                "error",
                .object([
                    Field("code", .string(), required: true), Field("message", .string(), required: true),
                    Field("status", .integer(), required: true),
                ]),
                required: true
            ),
        ])
    }

    package static func scopeNames(of needs: Scope) -> [String] { needs.names }

    package static let routes: [Route<AutoSync>] =
        OAuth.routes + Shops.routes + Customers.routes + Vehicles.routes + WorkOrders.routes + Jobs.routes
        + Appointments.routes + Payments.routes + Inventory.routes + Employees.routes

    package static let router = Router(routes.map(\.operation))

    package static let defaultState = readDefaultState()

    /// Bearer, rate limit, shop [inferred]; what the caller may do at all is asked before which shop it is about.
    package static let checks: [Check<AutoSync>] = [.credential, .rateLimit, .scope, .shop]

    /// 100 a minute for each key [seed], in windows that begin with the minute of the clock [inferred].
    package static let defaultLimiter = RateLimiter(.all(documentedLimit), .aligned)

    static let documentedLimit = Limit(requests: 100, per: .seconds(60))

    package static func response(to failure: Failure, for caller: Caller?, in world: World) -> Response {
        failure.response
    }
}
