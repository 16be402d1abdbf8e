import Engine
import HTTP
import JSON

extension AutoLeap {
    /// What parts, tires and labor cost and are sold for. It can be read only [seed].
    ///
    /// Source: the operations [seed]; parameters and replies are [inferred].
    enum ItemPricing {
        static let routes: [Route<AutoLeap>] = [
            Route(
                Operation(
                    "autoleap.itemPricing.list",
                    [.init(.get, "/v2/itemPricing")],
                    about: "A page of the prices of parts, tires and labor.",
                    query: [
                        Field("companyId", .string(), required: true, source: .inferred),
                        Field("type", .oneOf(["part", "tire", "labor"]), source: .inferred),
                        Field("itemNumber", .string(), source: .inferred),
                    ] + DateRange.fields("updatedDateStart", "updatedDateEnd", .inferred) + Paging.fields(),
                    outcomes: listOutcomes,
                    reply: Paging.reply(of: shown),
                    paging: Paging.contract()
                ),
                list
            ),
            Route(
                Operation(
                    "autoleap.itemPricing.get",
                    [.init(.get, "/v2/itemPricing/{itemId}")],
                    about: "The price of one part, tire or labor.",
                    query: [Field("companyId", .string(), source: .inferred)],
                    outcomes: readOutcomes,
                    reply: .object(shown)
                ),
                get
            ),
        ]

        static func list(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let company = try call.company(in: world)
            var listing = Listing(world.state.items, of: [company])
            let type = call.value("type")
            // A type of items has prices as a whole.
            if type.flatMap(Item.Kind.init)?.hasPrice != true {
                listing.filter(Item.priced.name, Item.priced.value)
            }
            listing.filter("itemNumber", call.value("itemNumber"))
            listing.restrict(.updated, to: try DateRange(call, "updatedDateStart", "updatedDateEnd"))
            listing.filter("type", type)
            return listing.page(Paging(call)) { item, json in json.raw(prices(of: item)) }
        }

        static func get(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let item = try call.row("itemId", of: world.state.items, "Item", in: world)
            guard item.hasPrice else { throw .notFound("Item not found") }
            return Response(200, .json, body: prices(of: item))
        }

        private static let shown: [Field] =
            ["itemId", "companyId", "itemType", "itemName", "itemNumber"].map {
                Field($0, .string(), required: true, source: .inferred)
            }
            + ["costPerUnit", "pricePerUnit", "totalCost", "totalPrice"].map {
                Field($0, .number, source: .inferred, about: "where the item has one")
            } + [
                Field("coreCost", .number, required: true, source: .inferred),
                Field("pricingMatrix", .string(), source: .inferred),
                Field("updatedDate", .dateTime, required: true, source: .inferred),
            ]

        /// What replies show of an item.
        private static func prices(of item: Item) -> [UInt8] {
            item.prices.json { json in write(item, to: &json) }
        }

        /// The prices among an item's details; of labor those by the hour.
        private static func write(_ item: Item, to json: inout JSON.Writer) {
            let details = item.details.object ?? [:]
            let kind = item.kind
            let (cost, price) =
                kind == .labor ? ("costPerHour", "pricePerHour") : ("costPerUnit", "pricePerUnit")
            json.object { json in
                json.member("itemId", item.id)
                json.member("companyId", item.companyID)
                json.member("itemType", kind.rawValue)
                json.member("itemName", item.sheet.text("itemName"))
                json.member("itemNumber", item.number)
                if let cost = details[cost]?.number { json.member("costPerUnit", cost) }
                if let price = details[price]?.number { json.member("pricePerUnit", price) }
                if let cost = details["totalCost"]?.number { json.member("totalCost", cost) }
                if let price = details["totalPrice"]?.number { json.member("totalPrice", price) }
                json.key("coreCost")
                if let cost = details["coreCost"]?.number { json.number(cost) } else { json.int(0) }
                if let matrix = details["pricingMatrix"]?.string { json.member("pricingMatrix", matrix) }
                json.member("updatedDate", item.updated.iso8601)
            }
        }
    }
}
