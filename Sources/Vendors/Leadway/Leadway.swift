package import Engine
package import HTTP

/// Leadway, a white label of LeadConnector: the inventory of an account's products, and what lies around it.
///
/// Source: Leadway's page on List Inventory [seed]; the OpenAPI files, documentation and SDKs of the platform behind it
/// [public].
///
/// Not imitated:
/// - TLS, and consent: install codes are part of the world, since nothing here hands out new ones.
/// - Changing and removing products and prices, bulk updates, collections, reviews, store statistics.
/// - What a store shows: `storeId`, `includedInStore`, `collectionSlug` and `expand` of a product list are taken and
///   change nothing.
/// - Tokens for one account made from an agency's.
package enum Leadway: Vendor {
    // Spelled out for the types nested in here, which would find the engine's `Call` first.
    package typealias Call = VendorCall<Leadway>
    package typealias World = VendorWorld<Leadway>

    package static let facts = VendorFacts(
        key: "leadway",
        title: "Leadway",
        hosts: ["services.leadconnectorhq.com"],
        portOffset: 4,
        basePath: "",
        credentials: [
            ("token", "pit-demo"), ("altId", "6578278e879ad2646715ba9c"), ("client_id", "mockbay-client"),
            ("client_secret", "mockbay-secret"), ("code", "code-demo"),
        ],
        bayCarriers: ["token", "client_id", "code"]
    )

    package static let security = Security(
        [("token", .bearer("private integration or access token"))],
        open: ["leadway.oauth.token"]
    )

    /// `message` is a list where rules were broken [public: spec]; a trace id goes with errors by default.
    package static let replies = Replies { status in
        .object([
            Field("statusCode", .integer(), required: true, source: .public("spec")),
            Field(
                "message",
                status == 422 ? .array(.string()) : .string(),
                required: true,
                source: .public("spec")
            ),
            Field("error", .string(), source: .public("spec")),
            Field("traceId", .string(), source: .public("issue")),
        ])
    }

    package static func scopeNames(of needs: Permission) -> [String] { [needs.scope.rawValue] }

    /// What the profile and the versions that are taken make of it.
    package static func contract(of operation: Operation, under assumptions: Assumptions) -> Operation {
        var operation = operation
        if !operation.headers.isEmpty { operation.headers = Version.fields(assumptions.versions) }
        if assumptions.profile == .upstream { Inventory.makeStrict(&operation) }
        return operation
    }

    package static let routes: [Route<Leadway>] =
        Inventory.routes + Products.routes + Prices.routes + Tokens.routes

    package static let router = Router(routes.map(\.operation))

    package static let defaultState = readDefaultState()

    /// The order is ours [inferred]; so is the place of the scope, which the documentation does not mention at all.
    package static let checks: [Check<Leadway>] = [.bearer, .version, .rateLimit, .scope, .account]

    package static func response(to failure: Failure, for caller: Caller?, in world: World) -> Response {
        failure.response(in: world)
    }
}
