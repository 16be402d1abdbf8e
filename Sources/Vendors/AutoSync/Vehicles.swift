import Engine
import HTTP

extension AutoSync {
    /// Vehicles: find, look at, add. There is no call that changes one [seed].
    ///
    /// Source: "Vehicles" [seed]; replies, and how filters compare, are [inferred].
    enum Vehicles {
        static let routes: [Route<AutoSync>] = [
            Route(
                Operation(
                    "autosync.vehicles.list",
                    [.init(.get, "/v1/shops/{shop_id}/vehicles")],
                    about: "A shop's vehicles by id, those that fit all filters.",
                    path: pathIDs,
                    query: [
                        Field("customer_id", .integer()),
                        Field("vin", .string(), about: "a part of it will do, whatever the case"),
                        Field("license_plate", .string(), about: "a part of it will do, whatever the case"),
                    ] + Page.parameters,
                    outcomes: Outcomes.list,
                    reply: Page.reply(of: VehicleFields.shown),
                    paging: Page.contract
                ),
                needs: .vehiclesRead,
                listVehicles
            ),
            Route(
                Operation(
                    "autosync.vehicles.get",
                    [.init(.get, "/v1/shops/{shop_id}/vehicles/{vehicle_id}")],
                    about: "One vehicle.",
                    path: pathIDs,
                    outcomes: Outcomes.get,
                    reply: envelope(VehicleFields.shown)
                ),
                needs: .vehiclesRead,
                getVehicle
            ),
            Route(
                Operation(
                    "autosync.vehicles.create",
                    [.init(.post, "/v1/shops/{shop_id}/vehicles")],
                    about: "Adds a vehicle to a customer of the shop.",
                    path: pathIDs,
                    body: VehicleFields.body,
                    outcomes: Outcomes.create,
                    reply: envelope(VehicleFields.shown)
                ),
                needs: .vehiclesWrite,
                createVehicle
            ),
        ]

        static func listVehicles(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let customer = try call.integerFilter("customer_id")
            let vin = call.textFilter("vin")
            let plate = call.textFilter("license_plate")
            let page = try Page(call, in: world)
            var listing = Listing(world.state.vehicles, of: try call.shop())
            listing.filter("customer_id", customer)
            listing.filter(text: 0, vin)
            listing.filter(text: 1, plate)
            return listReply(page, of: listing, in: world)
        }

        static func getVehicle(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let id = try call.id("vehicle_id")
            guard let vehicle = world.state.vehicles.row(id, in: try call.shop()) else {
                throw .notFound("Vehicle")
            }
            return reply(in: world, vehicle)
        }

        static func createVehicle(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let body = try Body(call)
            let shop = try call.shop()
            let fields = VehicleFields(
                customer: try body.customer(in: shop, of: world.state),
                year: body.integer("year") ?? 0,
                make: try body.name("make", else: ""),
                model: try body.name("model", else: ""),
                vin: try vin(body),
                licensePlate: body.text("license_plate"),
                mileage: body.integer("mileage"),
                createdAt: world.now.wholeSecond
            )
            return reply(201, in: world, world.state.vehicles.add(fields, in: shop))
        }

        private static func vin(_ body: Body) throws(Failure) -> String? {
            guard let vin = body.text("vin") else { return nil }
            guard vin.count == VehicleFields.vinLength else {
                throw .wrong("vin", "\(VehicleFields.vinLength) characters long")
            }
            return vin
        }
    }
}

/// Ids in bodies must be of the shop: 422 where not [inferred].
extension AutoSync.Body {
    func customer(in shop: Int, of state: AutoSync.State, else old: Int = 0) throws(AutoSync.Failure) -> Int {
        let id = integer("customer_id", else: old) ?? 0
        guard state.customers.row(id, in: shop) != nil else { throw .unknown("customer_id", "customer") }
        return id
    }

    func vehicle(in shop: Int, of state: AutoSync.State, else old: Int? = nil) throws(AutoSync.Failure)
        -> Int?
    {
        guard let id = integer("vehicle_id", else: old) else { return nil }
        guard state.vehicles.row(id, in: shop) != nil else { throw .unknown("vehicle_id", "vehicle") }
        return id
    }

    func technician(in shop: Int, of state: AutoSync.State, else old: Int? = nil) throws(AutoSync.Failure)
        -> Int?
    {
        guard let id = integer("technician_id", else: old) else { return nil }
        guard state.employees.row(id, in: shop) != nil else { throw .unknown("technician_id", "employee") }
        return id
    }
}

extension AutoSync.Failure {
    static func unknown(_ field: String, _ kind: String) -> Self {
        .wrong(field, "the id of \(kind == "employee" ? "an" : "a") \(kind) of this shop")
    }
}
