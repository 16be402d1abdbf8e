import Engine
import HTTP
import JSON

extension AutoSync {
    /// Customers: find, look at, add, change.
    ///
    /// Source: "Customers" [seed]; replies, and how filters compare, are [inferred].
    enum Customers {
        static let routes: [Route<AutoSync>] = [
            Route(
                Operation(
                    "autosync.customers.list",
                    [.init(.get, "/v1/shops/{shop_id}/customers")],
                    about: "A shop's customers by id, those that fit all filters.",
                    path: pathIDs,
                    query: [
                        Field("search", .string(), about: "in name, email or phone, whatever the case"),
                        Field("is_business", .boolean),
                        Field("created_after", .dateTime, about: "a day or a time; strictly later"),
                    ] + Page.parameters,
                    outcomes: Outcomes.list,
                    reply: Page.reply(of: CustomerFields.shown),
                    paging: Page.contract
                ),
                needs: .customersRead,
                listCustomers
            ),
            Route(
                Operation(
                    "autosync.customers.get",
                    [.init(.get, "/v1/shops/{shop_id}/customers/{customer_id}")],
                    about: "One customer.",
                    path: pathIDs,
                    outcomes: Outcomes.get,
                    reply: envelope(CustomerFields.shown)
                ),
                needs: .customersRead,
                getCustomer
            ),
            Route(
                Operation(
                    "autosync.customers.create",
                    [.init(.post, "/v1/shops/{shop_id}/customers")],
                    about: "Adds a customer, which announces customer.created.",
                    path: pathIDs,
                    body: CustomerFields.body(isUpdate: false),
                    outcomes: Outcomes.create,
                    reply: envelope(CustomerFields.shown)
                ),
                needs: .customersWrite,
                createCustomer
            ),
            Route(
                Operation(
                    "autosync.customers.update",
                    [.init(.put, "/v1/shops/{shop_id}/customers/{customer_id}")],
                    about: "Changes the fields that the body names.",
                    path: pathIDs,
                    body: CustomerFields.body(isUpdate: true),
                    outcomes: Outcomes.update,
                    reply: envelope(CustomerFields.shown)
                ),
                needs: .customersWrite,
                updateCustomer
            ),
        ]

        static func listCustomers(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let search = call.textFilter("search")
            let isBusiness = try call.booleanFilter("is_business")
            let createdAfter = try call.timeFilter("created_after")
            let page = try Page(call, in: world)
            var listing = Listing(world.state.customers, of: try call.shop())
            listing.filter(text: 0, search)
            listing.filter("is_business", isBusiness.map { $0 ? 1 : 0 })
            listing.filter(createdAfter: createdAfter)
            return listReply(page, of: listing, in: world)
        }

        static func getCustomer(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            reply(in: world, try customer(call, in: world.state))
        }

        static func createCustomer(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let body = try Body(call)
            let shop = try call.shop()
            var fields = CustomerFields(firstName: "", lastName: "", createdAt: world.now.wholeSecond)
            try fields.take(body)
            let customer = world.state.customers.add(fields, in: shop)
            world.announce(.customerCreated, customer)
            return reply(201, in: world, customer)
        }

        static func updateCustomer(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let id = try call.id("customer_id")
            let body = try Body(call)
            guard let customer = world.state.customers.row(id, in: try call.shop()) else {
                throw .notFound("Customer")
            }
            var fields = customer.fields
            try fields.take(body)
            return reply(in: world, world.state.customers.change(customer, to: fields))
        }

        private static func customer(_ call: Call, in state: State) throws(Failure) -> Customer {
            let id = try call.id("customer_id")
            guard let row = state.customers.row(id, in: try call.shop()) else { throw .notFound("Customer") }
            return row
        }
    }
}
