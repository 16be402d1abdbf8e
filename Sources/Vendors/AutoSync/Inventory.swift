import Engine
import HTTP

extension AutoSync {
    /// Parts on the shelf: read the stock, set the stock.
    ///
    /// Source: "Inventory" [seed]; replies are [inferred].
    enum Inventory {
        static let routes: [Route<AutoSync>] = [
            Route(
                Operation(
                    "autosync.inventory.list",
                    [.init(.get, "/v1/shops/{shop_id}/inventory")],
                    about: "A shop's parts by id. No filters are documented.",
                    path: pathIDs,
                    query: Page.parameters,
                    outcomes: Outcomes.list,
                    reply: Page.reply(of: PartFields.shown),
                    paging: Page.contract
                ),
                needs: .inventoryRead,
                listParts
            ),
            Route(
                Operation(
                    "autosync.inventory.update",
                    [.init(.patch, "/v1/shops/{shop_id}/inventory/{part_id}")],
                    about:
                        "Sets stock, cost or price of a part. A stock that falls below the part's threshold announces "
                        + "inventory.low_stock.",
                    path: pathIDs,
                    body: [
                        Field(
                            "quantity",
                            .integer(PartFields.quantities),
                            about: "the stock itself, not a change"
                        ),
                        Field("cost", .number),
                        Field("price", .number),
                    ],
                    outcomes: Outcomes.update,
                    reply: envelope(PartFields.shown)
                ),
                needs: .inventoryWrite,
                updateStock
            ),
        ]

        static func listParts(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            try listReply(Page(call, in: world), of: Listing(world.state.parts, of: call.shop()), in: world)
        }

        /// Sets the stock of one part: 200 with the part as it is now.
        ///
        /// Falling below the part's threshold is announced once per fall, not again while the stock stays below.
        static func updateStock(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let id = try call.id("part_id")
            let body = try Body(call)
            guard let part = world.state.parts.row(id, in: try call.shop()) else { throw .notFound("Part") }
            var fields = part.fields
            fields.quantity = body.integer("quantity", else: fields.quantity) ?? fields.quantity
            fields.cost = try body.money("cost", else: fields.cost)
            fields.price = try body.money("price", else: fields.price)
            fields.updatedAt = world.now.wholeSecond
            let changed = world.state.parts.change(part, to: fields)
            if fields.isLow, !part.fields.isLow { world.announce(.inventoryLowStock, changed) }
            return reply(in: world, changed)
        }
    }
}
