import Engine
import HTTP
import JSON

extension Leadway {
    /// The products of an account. All of it lies beyond the documentation at hand.
    ///
    /// Source: the platform's OpenAPI files [public: spec], Leadway's own pages on some [public: LW].
    enum Products {
        static let routes: [Route<Leadway>] = [
            Route(
                Operation(
                    "leadway.products.list",
                    [.init(.get, "/products/"), .init(.get, "/products")],
                    about: "The products of an account, page by page. Beyond the documentation at hand.",
                    source: .public("spec, LW"),
                    headers: Version.fields,
                    query: query,
                    outcomes: outcomes(200),
                    reply: reply,
                    paging: Assumptions.paging(of: "products")
                ),
                needs: Permission(.readProducts, in: "locationId"),
                list
            ),
            Route(
                Operation(
                    "leadway.products.get",
                    [.init(.get, "/products/{productId}")],
                    about: "One product, by id or slug. Beyond the documentation at hand.",
                    source: spec,
                    headers: Version.fields,
                    query: oneQuery,
                    outcomes: outcomes(200) + [.error("not_found")],
                    reply: .object(Product.shown)
                ),
                needs: Permission(.readProducts, in: "locationId"),
                get
            ),
            Route(
                Operation(
                    "leadway.products.create",
                    [.init(.post, "/products/"), .init(.post, "/products")],
                    about: "A new product, without prices. Beyond the documentation at hand.",
                    source: .public("spec, LW"),
                    headers: Version.fields,
                    body: Product.input,
                    outcomes: outcomes(201),
                    reply: .object(Product.shown)
                ),
                needs: Permission(.writeProducts, in: "locationId"),
                create
            ),
        ]

        private static let spec = Source.public("spec")

        private static func outcomes(_ status: Int) -> [Operation.Outcome] {
            [
                .success(status), .error("bad_request"), .error("unauthorized"), .error("forbidden"),
                .error("unprocessable"), .error("rate_limited"),
            ]
        }

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
            Field("search", .string(), source: spec, about: "part of the name"),
            Field("collectionIds", .list(.string()), source: spec),
            Field("collectionSlug", .string(), source: spec, about: "changes nothing"),
            Field("expand", .array(.string()), source: spec, about: "changes nothing"),
            Field("productIds", .array(.string()), source: spec),
            Field("storeId", .string(), source: spec, about: "changes nothing"),
            Field("includedInStore", .boolean, source: spec, about: "changes nothing"),
            Field("availableInStore", .boolean, source: spec),
            Field("sortOrder", .oneOf(["asc", "desc"]), source: spec, about: "by age; desc unless given"),
        ]

        private static let oneQuery: [Field] = [
            location, Field("sendWishlistStatus", .boolean, source: spec, about: "changes nothing"),
        ]

        /// A page of products, the newest first unless asked otherwise [inferred].
        static func list(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let query = Query(of: call)
            var rules = Rules(world.assumptions)
            rules.check(query, as: self.query)
            try rules.enforce()
            let products = world.state.products
            let isOldestFirst = query["sortOrder"] == "asc"
            var hits = world.state.accounts(behind: query["locationId"] ?? "").map { account in
                Self.hits(of: account, query, products)
            }
            if isOldestFirst { hits.reverse() }
            // One account after the other.
            let limit = world.assumptions.pageSize(query.number("limit"))
            var left = query.number("offset") ?? 0
            var page: [Placed<Product>] = []
            for hits in hits {
                page += hits.page(offset: left, limit: limit - page.count, isReversed: isOldestFirst)
                left = max(0, left - hits.count)
            }
            let total = hits.reduce(0) { $0 + $1.count }
            var json = JSON.Writer(reserving: 8_192)
            json.object { json in
                json.array("products") { json in
                    for place in page { json.raw(place.id.sheet.json) }
                }
                json.array("total") { json in if total > 0 { json.object { $0.member("total", total) } } }
            }
            return .leadway(200, json, in: world)
        }

        /// A list of one total, or of none where nothing is found.
        private static let reply = FieldType.object([
            Field("products", .array(.object(Product.shown)), required: true, source: spec),
            Field(
                "total",
                .array(.object([Field("total", .integer(0...Int.max), required: true, source: spec)])),
                required: true,
                source: spec
            ),
        ])

        /// An account's products that a list is to show.
        private static func hits(
            of account: Account.ID,
            _ query: Query,
            _ products: Table<Product>,
        ) -> Hits<Facet, Placed<Product>> {
            let index = products.indexes
            var selection = Selection(index.facets.ids(for: Facet(account)))
            if let name = query["search"] {
                selection.keep(index.names.ids(for: Facet(account), containing: folded(name)))
            }
            let ids = query.list("productIds")
            if !ids.isEmpty {
                selection.keep(ids.compactMap { products[$0] }.filter { $0.account == account }.map(\.place))
            }
            if let isAvailable = query["availableInStore"] {
                let facet = Facet(account, Product.availability, isAvailable == "true" ? "true" : "false")
                selection.keep(index.facets.ids(for: facet))
            }
            let collections = query.list("collectionIds")
            if !collections.isEmpty {
                selection.keep(
                    collections.flatMap {
                        index.facets.ids(for: Facet(account, Product.collection, $0))
                    }
                )
            }
            return selection.hits
        }

        static func get(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let query = Query(of: call)
            var rules = Rules(world.assumptions)
            rules.check(query, as: oneQuery)
            try rules.enforce()
            let accounts = world.state.accounts(behind: query["locationId"] ?? "")
            let name = call.path("productId") ?? ""
            let products = world.state.products
            if let product = products[name], accounts.contains(product.account) {
                return .leadway(200, product.sheet.json, in: world)
            }
            guard
                let product = products.indexes.slug.ids(for: Facet(name)).lazy.compactMap({ products[$0] })
                    .first(where: { accounts.contains($0.account) })
            else { throw .notFound("Product not found") }
            return .leadway(200, product.sheet.json, in: world)
        }

        /// A new product: 201 with the product as it is kept. A slug is made of the name where none is given
        /// [inferred].
        static func create(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let object = try call.object()
            var rules = Rules(world.assumptions)
            let values = rules.check(object, as: Product.input)
            if let account = object?["locationId"]?.string, !account.isEmpty,
                !world.state.accounts.contains(account)
            {
                rules.isBroken("locationId does not exist")
            }
            try rules.enforce()
            var members: [JSON.Object.Element] = []
            members.reserveCapacity(Product.model.count)
            members.append(("_id", .string(world.newID("leadway.product"))))
            for (field, value) in zip(Product.input, values) {
                if let value, !value.isNull { members.append((field.name, value.value)) }
            }
            let time = world.now.withMilliseconds
            members.append(("createdAt", .string(time)))
            members.append(("updatedAt", .string(time)))
            var fields = JSON.Object(distinct: consume members)
            if fields["isTaxesEnabled"] == nil { fields["isTaxesEnabled"] = false }
            if fields["slug"] == nil { fields["slug"] = .string(slug(of: fields["name"]?.string ?? "")) }
            // The rules leave nothing that a record could refuse.
            guard let product = try? Product(consume fields, createdAt: world.now) else { throw .serverError }
            world.state.products.upsert(product)
            return .leadway(201, product.sheet.json, in: world)
        }

        /// Letters and digits in lower case, a hyphen for what lies between them.
        private static func slug(of name: String) -> String {
            name.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
        }
    }
}
