import Engine
import HTTP
import JSON

extension AutoLeap {
    /// The customers of a company.
    ///
    /// Source: the operations [seed], bodies [public]; the parameters of the list and the replies are [inferred].
    enum Customers {
        static let routes: [Route<AutoLeap>] = [
            Route(
                Operation(
                    "autoleap.customers.create",
                    [.init(.post, "/v2/customers")],
                    about: "Creates customers of a company, all or none. Their ids are found in the list.",
                    body: bulkBody("customers", Customer.created, .public("customers/post")),
                    outcomes: bulkOutcomes,
                    reply: acknowledgement
                ),
                create
            ),
            Route(
                Operation(
                    "autoleap.customers.list",
                    [.init(.get, "/v2/customers")],
                    about: "A page of a company's customers.",
                    query: [
                        Field("companyId", .string(), required: true, source: .inferred),
                        Field("locationId", .string(), source: .inferred, about: "their preferred location"),
                        Field(
                            "search",
                            .string(),
                            source: .inferred,
                            about: "part of a name, email or phone"
                        ),
                        Field("customerType", .oneOf(Customer.types), source: .inferred),
                    ]
                        + DateRange.fields("updatedDateStart", "updatedDateEnd", .inferred)
                        + DateRange.fields("createdDateStart", "createdDateEnd", .inferred)
                        + Paging.fields(sort: ["createdDate"]),
                    outcomes: listOutcomes,
                    reply: Paging.reply(of: Customer.shown),
                    paging: Paging.contract()
                ),
                list
            ),
            Route(
                Operation(
                    "autoleap.customers.update",
                    [.init(.put, "/v2/customers")],
                    about: "Changes the fields that a row names; null clears one, arrays are replaced.",
                    body: bulkBody("customers", Customer.updated, .public("customers/put")),
                    outcomes: bulkOutcomes + [.error("not_found")],
                    reply: acknowledgement
                ),
                update
            ),
            Route(
                Operation(
                    "autoleap.customers.archive",
                    [.init(.patch, "/v2/customers")],
                    about: "Makes customers Inactive; they stay readable.",
                    body: [
                        Field("companyId", .string(), required: true, source: .inferred),
                        Field(
                            "customers",
                            .array(
                                .object([Field("customerId", .string(), required: true, source: .inferred)])
                            ),
                            source: .inferred,
                            about: "required where there are no customerIds"
                        ),
                        Field(
                            "customerIds",
                            .array(.string()),
                            source: .inferred,
                            about: "in place of customers"
                        ),
                    ],
                    outcomes: bulkOutcomes + [.error("not_found")],
                    reply: acknowledgement
                ),
                archive
            ),
            Route(
                Operation(
                    "autoleap.customers.get",
                    [.init(.get, "/v2/customers/{customerId}")],
                    about: "One customer.",
                    query: [Field("companyId", .string(), source: .inferred)],
                    outcomes: readOutcomes,
                    reply: .object(Customer.shown)
                ),
                get
            ),
        ]

        static func create(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            try BulkWrite<JSON.Object>(
                collection: "customers",
                read: { _, fields throws(Failure) in
                    var fields = fields
                    try normalizeType(of: &fields)
                    if fields["displayName"] == nil {
                        fields["displayName"] = .string(Customer.name(of: fields))
                    }
                    return fields
                },
                check: { _, _, _ in },
                apply: { fields, company, world in
                    var fields = fields
                    let id = world.newID("autoleap customer", notIn: world.state.customers)
                    fields["customerStatus"] = "Active"
                    world.state.customers.insert(Customer(new: fields, id, of: company, at: world.now))
                }
            ).respond(to: call, in: &world)
        }

        static func update(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            try BulkWrite<JSON.Object>(
                collection: "customers",
                keepsNulls: true,
                read: { row, fields throws(Failure) in
                    for name in ["firstName", "lastName"] where row[name]?.isNull == true {
                        throw .invalid("\(name) must not be null")
                    }
                    var fields = fields
                    try normalizeType(of: &fields)
                    return fields
                },
                check: { fields, company, world throws(Failure) in
                    try AutoLeap.require(Customer.self, Customer.key(of: fields), of: company, in: world)
                },
                apply: { fields, _, world in AutoLeap.update(Customer.self, fields, in: &world) }
            ).respond(to: call, in: &world)
        }

        static func archive(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            try AutoLeap.archive(Customer.self, idList: "customerIds", by: call, in: &world)
        }

        static func get(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let customer = try call.row("customerId", of: world.state.customers, "Customer", in: world)
            return .bare { json in json.raw(customer.sheet.json) }
        }

        static func list(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let company = try call.company(in: world)
            let location = try call.location(of: company, in: world)
            var listing = Listing(world.state.customers, of: [company])
            listing.restrict(.updated, to: try DateRange(call, "updatedDateStart", "updatedDateEnd"))
            listing.restrict(.created, to: try DateRange(call, "createdDateStart", "createdDateEnd"))
            listing.filter("locationId", location)
            listing.filter("customerType", call.value("customerType"))
            listing.search(call.value("search"))
            return listing.page(Paging(call)) { customer, json in json.raw(customer.sheet.json) }
        }

        private static func normalizeType(of fields: inout JSON.Object) throws(Failure) {
            guard let type = fields["customerType"]?.string else { return }
            guard Customer.types.contains(type.lowercased()) else {
                throw .invalid("customerType must be one of \(Customer.types.joined(separator: ", "))")
            }
            fields["customerType"] = .string(type.lowercased())
        }
    }
}
