package import Engine
import HTTP

/// AutoLeap's Partner API v2: shop management for partners of repair shops.
///
/// Source: the partner documentation's overview and its pages on items [seed]; the reference pages on authentication,
/// errors, rate limits and single operations as far as they can be read [public].
///
/// Not imitated:
/// - What later versions of the API are said to add: writing repair orders, `PUT /items`, suppliers, taxes and more.
/// - `api.myautoleap.com`, the web application's own API.
/// - Status changes of appointment requests, repair orders and payments, which happen inside AutoLeap: scenarios and
///   the control API make them.
package enum AutoLeap: Vendor {
    // Spelled out for the types nested in here, which would find the engine's `Call` first.
    package typealias Call = VendorCall<AutoLeap>
    package typealias World = VendorWorld<AutoLeap>

    package static let facts = VendorFacts(
        key: "autoleap",
        title: "AutoLeap",
        hosts: ["partnerapi.myautoleap.com"],
        portOffset: 1,
        basePath: "/v2",
        credentials: [("partnerId", "PARTNER-DEMO"), ("authKey", "demo-auth-key")]
    )

    /// bearerFormat JWT [seed]
    package static let security = Security(
        [("accessToken", .bearer("JWT"))],
        open: ["autoleap.partners.login", "autoleap.partners.refresh"]
    )

    /// One shape for every failure [public].
    package static let replies = Replies { _ in
        .object([
            Field("success", .boolean, required: true, source: .public("docs/errors")),
            Field("error", .string(), required: true, source: .public("docs/errors")),
        ])
    }

    package static let routes: [Route<AutoLeap>] =
        Partners.routes + Customers.routes + Vehicles.routes + Items.routes + InventoryLevels.routes
        + ItemPricing.routes + AppointmentRequests.routes + Orders.routes + Payments.routes
        + TimesheetLogs.routes

    /// Some of the vendor's own pages write the base URL with a slash at its end: what such clients send is understood
    /// [inferred].
    package static let router = Router(routes.map(\.operation), collapsesSlashes: true)

    package static let defaultState = readDefaultState()

    /// The order is ours [inferred]: partner, limit, token, then what the call says.
    package static let checks: [Check<AutoLeap>] = [.credential, .rateLimit, .token, .parameters]

    /// GET 150, POST and PUT 50 a minute for each partner [public]; PATCH as the other writes, and windows that begin
    /// with the first call counted [inferred].
    package static let defaultLimiter = RateLimiter(
        .byMethod([
            .get: Limit(requests: 150, per: .seconds(60)),
            .post: Limit(requests: 50, per: .seconds(60)),
            .put: Limit(requests: 50, per: .seconds(60)),
            .patch: Limit(requests: 50, per: .seconds(60)),
        ]),
        .fromFirstCall
    )
}

extension Check<AutoLeap> {
    /// Refuses whoever has no valid access token, where the operation needs one. It comes after the limit: calls with
    /// a token that has expired count, too.
    static var token: Self {
        Check("token") { (call, _) throws(AutoLeap.Failure) in
            if let refusal = call.caller?.refusal { throw refusal }
        }
    }

    /// Checks the query against what the operation declares.
    static var parameters: Self {
        Check("parameters") { (call, _) throws(AutoLeap.Failure) in
            if let mismatch = Field.firstMismatch(in: call.request, as: call.route.operation.query) {
                throw .invalid(mismatch.sentence)
            }
        }
    }
}
