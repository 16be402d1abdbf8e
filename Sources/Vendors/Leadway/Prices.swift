import Engine
import HTTP
import JSON

extension Leadway {
    /// The prices of a product. All of it lies beyond the documentation at hand.
    ///
    /// Source: the platform's OpenAPI files [public: spec], Leadway's own page on the list [public: LW].
    enum Prices {
        static let routes: [Route<Leadway>] = [
            Route(
                Operation(
                    "leadway.prices.list",
                    [.init(.get, "/products/{productId}/price")],
                    about: "The prices of a product, page by page. Beyond the documentation at hand.",
                    source: .public("spec, LW"),
                    headers: Version.fields,
                    query: query,
                    outcomes: outcomes,
                    reply: reply,
                    paging: Assumptions.paging(of: "prices")
                ),
                needs: Permission(.readPrices, in: "locationId"),
                list
            ),
            Route(
                Operation(
                    "leadway.prices.get",
                    [.init(.get, "/products/{productId}/price/{priceId}")],
                    about: "One price. Beyond the documentation at hand.",
                    source: spec,
                    headers: Version.fields,
                    query: [location],
                    outcomes: outcomes,
                    reply: .object(Price.shown)
                ),
                needs: Permission(.readPrices, in: "locationId"),
                get
            ),
        ]

        private static let spec = Source.public("spec")

        private static let outcomes: [Operation.Outcome] = [
            .success(200), .error("bad_request"), .error("unauthorized"), .error("forbidden"),
            .error("not_found"), .error("unprocessable"), .error("rate_limited"),
        ]

        private static let location = Field(
            "locationId",
            .string(),
            required: true,
            source: spec,
            about: "the account"
        )

        private static let query: [Field] = [
            location,
            Field("limit", .number, source: spec),
            Field("offset", .number, source: spec),
            Field("ids", .list(.string()), source: spec),
        ]

        /// A page of prices by their ids [inferred]. `total` is a plain number here [public: spec].
        static func list(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let query = Query(of: call)
            var rules = Rules(world.assumptions)
            rules.check(query, as: self.query)
            try rules.enforce()
            let product = try product(of: call, query, world)
            let wanted = Set(query.list("ids"))
            let found = world.state.prices.indexes.byProduct.ids(for: Facet(product.id)).filter {
                wanted.isEmpty || wanted.contains($0.id)
            }
            let page = found.dropFirst(query.number("offset") ?? 0)
                .prefix(world.assumptions.pageSize(query.number("limit")))
            var json = JSON.Writer(reserving: 4_096)
            json.object { json in
                json.array("prices") { json in
                    for price in page { json.raw(price.sheet.json) }
                }
                json.member("total", found.count)
            }
            return .leadway(200, json, in: world)
        }

        private static let reply = FieldType.object([
            Field("prices", .array(.object(Price.shown)), required: true, source: spec),
            Field("total", .integer(0...Int.max), required: true, source: spec),
        ])

        static func get(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let query = Query(of: call)
            var rules = Rules(world.assumptions)
            rules.check(query, as: [location])
            try rules.enforce()
            let product = try product(of: call, query, world)
            guard let price = world.state.prices[call.path("priceId") ?? ""], price.product == product.id
            else {
                throw .notFound("Price not found")
            }
            return .leadway(200, price.sheet.json, in: world)
        }

        private static func product(
            of call: Call,
            _ query: Query,
            _ world: World,
        ) throws(Failure) -> Product {
            guard let product = world.state.products[call.path("productId") ?? ""],
                world.state.accounts(behind: query["locationId"] ?? "").contains(product.account)
            else { throw .notFound("Product not found") }
            return product
        }
    }
}
