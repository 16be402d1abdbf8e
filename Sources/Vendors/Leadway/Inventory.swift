import Engine
import HTTP
import JSON

extension Leadway {
    /// The stock of an account: what there is of each variant of its products.
    ///
    /// Source: "List Inventory" [seed]; Update Inventory [public: LW, spec].
    enum Inventory {
        static let routes: [Route<Leadway>] = [
            Route(
                Operation(
                    "leadway.inventory.list",
                    [.init(.get, "/products/inventory")],
                    about: "The inventory of an account, page by page.",
                    headers: Version.fields,
                    query: query,
                    outcomes: [
                        .success(200), .error("bad_request"), .error("unauthorized"),
                        .error("forbidden"), .error("unprocessable"), .error("rate_limited"),
                    ],
                    reply: reply,
                    paging: Assumptions.paging(of: "inventory")
                ),
                needs: Permission(.readPrices, in: "altId"),
                list
            ),
            Route(
                Operation(
                    "leadway.inventory.update",
                    [.init(.post, "/products/inventory")],
                    about: "Sets the stock of some variants. Beyond the documentation at hand.",
                    source: .public("LW, spec"),
                    headers: Version.fields,
                    body: body,
                    outcomes: [
                        .success(201), .error("bad_request"), .error("unauthorized"),
                        .error("forbidden"), .error("unprocessable"), .error("rate_limited"),
                    ],
                    reply: updateReply
                ),
                needs: Permission(.writePrices, in: "altId"),
                update
            ),
        ]

        private static let spec = Source.public("spec")

        private static func altType(of kinds: [String], isRequired: Bool) -> Field {
            Field("altType", .oneOf(kinds), required: isRequired, source: spec, about: "the kind of altId")
        }

        private static func query(_ altType: Field) -> [Field] {
            [
                Field("limit", .number, source: spec, about: "rows on a page"),
                Field("offset", .number, source: spec, about: "the first row, counted from 0"),
                Field("altId", .string(), required: true, about: "the account, or the agency"),
                altType,
                Field("search", .string(), about: "part of a variant's or product's name, or of the SKU"),
            ]
        }

        private static let query = query(altType(of: ["location", "account"], isRequired: false))
        private static let strictQuery = query(altType(of: ["location"], isRequired: true))

        private static func body(_ altType: Field) -> [Field] {
            [
                Field("altId", .string(), required: true, source: spec, about: "the account"),
                altType,
                Field("items", .array(.object(item)), required: true, source: spec),
            ]
        }

        private static let item: [Field] = [
            Field("priceId", .string(), required: true, source: spec, about: "the _id of the inventory row"),
            Field("availableQuantity", .number, source: spec, about: "the new stock, not a change of it"),
            Field("allowOutOfStockPurchases", .boolean, source: spec),
            Field("trackInventory", .boolean, source: .public("help.hoopai.com")),
        ]

        /// Leadway's page and the platform's differ in the word only: here it is required either way.
        private static let body = body(altType(of: ["location", "account"], isRequired: true))
        private static let strictBody = body(altType(of: ["location"], isRequired: true))

        /// What the profile `upstream` makes of the declarations above.
        static func makeStrict(_ operation: inout Operation) {
            switch operation.name {
            case "leadway.inventory.list": operation.query = strictQuery
            case "leadway.inventory.update": operation.body = strictBody
            default: break
            }
        }

        // MARK: Listing

        /// A page of rows, the last changed first [inferred], and the number of all that match.
        static func list(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let query = Query(of: call)
            var rules = Rules(world.assumptions)
            rules.check(query, as: world.assumptions.profile == .upstream ? strictQuery : self.query)
            try rules.enforce()
            let accounts = world.state.accounts(behind: query["altId"] ?? "")
            let offset = query.number("offset") ?? 0
            let limit = world.assumptions.pageSize(query.number("limit"))
            let hits = hits(of: accounts, with: query["search"].map { folded($0) }, &world)
            let page = hits.merged(offset: offset, limit: limit)
            return reply(page.map(\.id), total: hits.reduce(0) { $0 + $1.count }, world)
        }

        /// What each of some accounts has of rows in whose texts, or product's name, a text is found.
        private static func hits(
            of accounts: [Account.ID],
            with text: [UInt8]?,
            _ world: inout World,
        ) -> [Hits<Facet, Placed<Price>>] {
            let rows =
                text.map { Searches.rows(with: $0, in: &world.state) } ?? world.state.prices.indexes.shelves
            let shelves = accounts.flatMap { account in
                world.assumptions.rows == .tracked ? [(account, true)] : [(account, true), (account, false)]
            }
            return shelves.map { account, isTracked in
                .run(rows.ids(for: Price.shelf(account, isTracked: isTracked)))
            }
        }

        private static func reply(_ page: [Price], total: Int, _ world: World) -> Response {
            let products = world.state.products.indexes.joins
            var json = JSON.Writer(reserving: 8_192)
            json.object { json in
                json.array("inventory") { json in
                    for price in page {
                        json.raw(price.rowStart)
                        // Of a product that is gone, image and name are gone too.
                        json.fragment(products.first(for: price.join)?.rowEnd ?? [UInt8(ascii: "}")])
                    }
                }
                json.key("total")
                switch world.assumptions.total {
                case .object: json.object { $0.member("total", total) }
                case .array: json.array { json in if total > 0 { json.object { $0.member("total", total) } } }
                }
            }
            return .leadway(200, json, in: world)
        }

        private static let reply = FieldType.object([
            Field("inventory", .array(.object(Price.row)), required: true),
            Field("total", .object([Field("total", .integer(0...Int.max), required: true)]), required: true),
        ])

        // MARK: Updating

        private static let updateReply = FieldType.object([
            Field("status", .boolean, required: true, source: spec),
            Field("message", .string(), source: spec),
        ])

        /// Sets stock and rules of sale of some prices; one that is not the account's has them all refused [inferred].
        static func update(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let object = try call.object()
            var rules = Rules(world.assumptions)
            rules.check(object, as: world.assumptions.profile == .upstream ? strictBody : body)
            let accounts = world.state.accounts(behind: object?["altId"]?.string ?? "")
            let items = object?["items"].map { Array($0.elements) } ?? []
            for (number, item) in items.enumerated() {
                guard let id = item["priceId"]?.string, !id.isEmpty else { continue }
                if let price = world.state.prices[id], accounts.contains(price.account) { continue }
                rules.isBroken("items.\(number).priceId does not exist")
            }
            try rules.enforce()
            for item in items {
                guard let price = world.state.prices[item["priceId"]?.string ?? ""] else { continue }
                world.state.prices.upsert(changed(price, by: item, at: world.now))
            }
            var json = JSON.Writer()
            json.object { json in
                json.member("status", true)
                json.member("message", "Inventory updated successfully")
            }
            return .leadway(201, json, in: world)
        }

        /// The price as an item wants it; as it was where the item wants nothing.
        private static func changed(_ price: Price, by item: JSON.Node, at now: Instant) -> Price {
            var changes = JSON.Object()
            // Written anew, so that 20.0 is 20 from then on.
            if let quantity = item["availableQuantity"]?.double {
                changes["availableQuantity"] = .number(JSON.Number(quantity))
            }
            for name in ["allowOutOfStockPurchases", "trackInventory"] {
                if let bool = item[name]?.bool { changes[name] = .bool(bool) }
            }
            guard !changes.isEmpty else { return price }
            changes["updatedAt"] = .string(now.withMilliseconds)
            return price.with(changes)
        }
    }
}
