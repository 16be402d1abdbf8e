import Engine
import HTTP

extension AutoSync {
    /// Payments that were received. There is no call to take one [seed].
    ///
    /// Source: "Payments" [seed]; replies are [inferred].
    enum Payments {
        static let routes: [Route<AutoSync>] = [
            Route(
                Operation(
                    "autosync.payments.list",
                    [.init(.get, "/v1/shops/{shop_id}/payments")],
                    about: "A shop's payments by id. No filters are documented.",
                    path: pathIDs,
                    query: Page.parameters,
                    outcomes: Outcomes.list,
                    reply: Page.reply(of: PaymentFields.shown),
                    paging: Page.contract
                ),
                needs: .paymentsRead,
                listPayments
            ),
            Route(
                Operation(
                    "autosync.payments.get",
                    [.init(.get, "/v1/shops/{shop_id}/payments/{payment_id}")],
                    about: "One payment.",
                    path: pathIDs,
                    outcomes: Outcomes.get,
                    reply: envelope(PaymentFields.shown)
                ),
                needs: .paymentsRead,
                getPayment
            ),
        ]

        static func listPayments(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            try listReply(
                Page(call, in: world),
                of: Listing(world.state.payments, of: call.shop()),
                in: world
            )
        }

        static func getPayment(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let id = try call.id("payment_id")
            guard let payment = world.state.payments.row(id, in: try call.shop()) else {
                throw .notFound("Payment")
            }
            return reply(in: world, payment)
        }
    }
}
