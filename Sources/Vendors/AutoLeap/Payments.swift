import Engine
import HTTP
import JSON

extension AutoLeap {
    /// Reading payments.
    ///
    /// Source: the operation [seed]; parameters and rows [public].
    enum Payments {
        /// As in the documented sample [inferred].
        private static let defaultSize = 10

        static let routes: [Route<AutoLeap>] = [
            Route(
                Operation(
                    "autoleap.payments.list",
                    [.init(.get, "/v2/payments")],
                    about: "A page of a company's payments.",
                    query: [
                        Field("companyId", .string(), required: true, source: listed),
                        Field("locationId", .string(), source: listed),
                    ]
                        + DateRange.fields("paymentDateStart", "paymentDateEnd", listed)
                        + DateRange.fields("updatedDateStart", "updatedDateEnd", listed)
                        + Paging.fields(defaultSize: defaultSize, sort: ["createdDate"]),
                    outcomes: listOutcomes,
                    reply: Paging.reply(of: Payment.shown),
                    paging: Paging.contract(defaultSize: defaultSize)
                ),
                list
            )
        ]

        private static let listed = Source.public("payments/get")

        static func list(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let company = try call.company(in: world)
            let location = try call.location(of: company, in: world)
            var listing = Listing(world.state.payments, of: [company])
            listing.restrict(.created, to: try DateRange(call, "paymentDateStart", "paymentDateEnd"))
            listing.restrict(.updated, to: try DateRange(call, "updatedDateStart", "updatedDateEnd"))
            listing.filter("locationId", location)
            return listing.page(Paging(call, defaultSize: defaultSize)) { payment, json in
                json.raw(payment.sheet.json)
            }
        }
    }
}
