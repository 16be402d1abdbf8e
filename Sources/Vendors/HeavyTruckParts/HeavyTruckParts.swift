package import Engine
package import HTTP

/// HeavyTruckParts.Net: searching recyclers' stocks of heavy truck parts, and selling from them.
///
/// Source: "API.heavytruckparts.net" as of 2019 [seed]; ISoft's wiki on keyword search, listing rules and the newer
/// revisions of the API page [public].
///
/// Not imitated:
/// - TLS, and the four real hosts telling datasets apart: the user decides the dataset, any host is answered for.
/// - Search addresses of an API user's own making.
/// - `/sale/list`, approval statuses, image thumbnails and `item_hash`, of which the public pages tell too little.
/// - Mails that follow log calls: `htp.logs` is the outbox.
/// - The lag of the keyword index behind the stock: changes are found at once.
package enum HeavyTruckParts: Vendor {
    // Spelled out for the types nested in here, which would find the engine's `Call` first.
    package typealias Call = VendorCall<HeavyTruckParts>
    package typealias World = VendorWorld<HeavyTruckParts>

    package static let facts = VendorFacts(
        key: "htp",
        title: "HeavyTruckParts.Net",
        hosts: [
            "api.heavytruckparts.net", "api.yellowironparts.net", "api.recyclers.net",
            "api.cyclerecyclers.net",
        ],
        portOffset: 3,
        basePath: "",
        credentials: [("user", "demo"), ("password", "demo")]
    )

    package static let security = Security([("user", .basic)])

    /// Users have a format [seed]; the shape of refusals is ours [inferred].
    package static let replies = Replies(types: ["application/json", "application/xml"]) { _ in
        .object([
            Field(
                "error",
                .object([
                    Field("code", .string(), required: true, source: .inferred),
                    Field("message", .string(), required: true, source: .inferred),
                ]),
                required: true,
                source: .inferred
            )
        ])
    }

    package static let routes: [Route<HeavyTruckParts>] =
        Inventory.routes + Available.routes + MappedTypes.routes + Templates.routes + EndUsers.routes
        + Logs.routes + Sales.routes

    package static let router = Router(routes.map(\.operation))

    package static let defaultState = readDefaultState()

    /// The order is ours [inferred].
    package static let checks: [Check<HeavyTruckParts>] = [.credential, .rateLimit, .documents]

    /// No limits are documented.
    package static let defaultLimiter = RateLimiter(.off)

    package static func response(to failure: Failure, for caller: Caller?, in world: World) -> Response {
        failure.response(for: caller)
    }
}
