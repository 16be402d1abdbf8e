import Engine
import HTTP
import JSON

extension AutoLeap {
    /// The vehicles of a company's customers.
    ///
    /// Source: the operations and archiving [seed], fields [public]; the parameters of the list and the replies are
    /// [inferred].
    enum Vehicles {
        static let routes: [Route<AutoLeap>] = [
            Route(
                Operation(
                    "autoleap.vehicles.create",
                    [.init(.post, "/v2/vehicles")],
                    about: "Creates vehicles, all or none. Their ids are found in the list.",
                    body: bulkBody("vehicles", Vehicle.created, .public("vehicles")),
                    outcomes: bulkOutcomes + [.error("not_found")],
                    reply: acknowledgement
                ),
                create
            ),
            Route(
                Operation(
                    "autoleap.vehicles.list",
                    [.init(.get, "/v2/vehicles")],
                    about: "A page of a company's vehicles.",
                    query: [
                        Field("companyId", .string(), required: true, source: .inferred),
                        Field("customerId", .string(), source: .inferred),
                        Field(
                            "locationId",
                            .string(),
                            source: .inferred,
                            about: "the preferred location of their customers"
                        ),
                        Field(
                            "search",
                            .string(),
                            source: .inferred,
                            about: "part of a VIN, plate, make, model or name"
                        ),
                        Field("vin", .string(), source: .inferred, about: "the whole of it"),
                        Field("licensePlate", .string(), source: .inferred, about: "the whole of it"),
                        Field("vehicleStatus", .oneOf(Vehicle.statuses), source: .inferred),
                    ]
                        + DateRange.fields("updatedDateStart", "updatedDateEnd", .inferred)
                        + Paging.fields(sort: ["createdDate"]),
                    outcomes: listOutcomes,
                    reply: Paging.reply(of: Vehicle.shown),
                    paging: Paging.contract()
                ),
                list
            ),
            Route(
                Operation(
                    "autoleap.vehicles.update",
                    [.init(.put, "/v2/vehicles")],
                    about: "Changes the fields that a row names; null clears one, arrays are replaced.",
                    body: bulkBody("vehicles", Vehicle.updated, .inferred),
                    outcomes: bulkOutcomes + [.error("not_found")],
                    reply: acknowledgement
                ),
                update
            ),
            Route(
                Operation(
                    "autoleap.vehicles.archive",
                    [.init(.patch, "/v2/vehicles")],
                    about: "Makes vehicles Inactive; they stay readable.",
                    body: bulkBody("vehicles", [Field("vehicleId", .string(), required: true)], .inferred),
                    outcomes: bulkOutcomes + [.error("not_found")],
                    reply: acknowledgement
                ),
                archive
            ),
            Route(
                Operation(
                    "autoleap.vehicles.get",
                    [.init(.get, "/v2/vehicles/{vehicleId}")],
                    about: "One vehicle.",
                    query: [Field("companyId", .string(), source: .inferred)],
                    outcomes: readOutcomes,
                    reply: .object(Vehicle.shown)
                ),
                get
            ),
        ]

        static func create(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            try BulkWrite<JSON.Object>(
                collection: "vehicles",
                read: { _, fields in
                    var fields = fields
                    if fields["vehicleName"] == nil {
                        fields["vehicleName"] = .string(Vehicle.name(of: fields))
                    }
                    return fields
                },
                check: requireCustomer,
                apply: { fields, company, world in
                    var fields = fields
                    let id = world.newID("autoleap vehicle", notIn: world.state.vehicles)
                    fields["vehicleStatus"] = "Active"
                    world.state.vehicles.insert(Vehicle(new: fields, id, of: company, at: world.now))
                }
            ).respond(to: call, in: &world)
        }

        static func update(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            try BulkWrite<JSON.Object>(
                collection: "vehicles",
                keepsNulls: true,
                read: { _, fields in fields },
                check: { fields, company, world throws(Failure) in
                    try AutoLeap.require(Vehicle.self, Vehicle.key(of: fields), of: company, in: world)
                    try requireCustomer(of: fields, company, world)
                },
                apply: { fields, _, world in AutoLeap.update(Vehicle.self, fields, in: &world) }
            ).respond(to: call, in: &world)
        }

        static func archive(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            try AutoLeap.archive(Vehicle.self, by: call, in: &world)
        }

        static func get(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let vehicle = try call.row("vehicleId", of: world.state.vehicles, "Vehicle", in: world)
            return .bare { json in json.raw(vehicle.sheet.json) }
        }

        static func list(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let company = try call.company(in: world)
            let location = try call.location(of: company, in: world)
            let state = world.state
            var listing = Listing(state.vehicles, of: [company])
            listing.filter("customerId", call.value("customerId"))
            listing.restrict(.updated, to: try DateRange(call, "updatedDateStart", "updatedDateEnd"))
            if let location {
                listing.keep { company in
                    state.customers.indexes.facets.ids(for: Facet(company, "locationId", location)).flatMap {
                        state.vehicles.indexes.facets.ids(for: Facet(company, "customerId", $0.id))
                    }
                }
            }
            for name: StaticString in ["vin", "licensePlate", "vehicleStatus"] {
                listing.filter(name, call.value(name)?.lowercased())
            }
            listing.search(call.value("search"))
            return listing.page(Paging(call)) { vehicle, json in json.raw(vehicle.sheet.json) }
        }

        /// A customer that a row names must be one of the company's [inferred].
        private static func requireCustomer(
            of fields: JSON.Object,
            _ company: Company.ID,
            _ world: World,
        ) throws(Failure) {
            guard let id = fields["customerId"]?.string else { return }
            try AutoLeap.require(Customer.self, id, of: company, in: world)
        }
    }
}
