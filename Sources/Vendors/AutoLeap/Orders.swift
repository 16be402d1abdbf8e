import Engine
import HTTP
import JSON

extension AutoLeap {
    /// Reading repair orders.
    ///
    /// Source: the operations [seed]; parameters and the reply for one order [public].
    enum Orders {
        static let routes: [Route<AutoLeap>] = [
            Route(
                Operation(
                    "autoleap.orders.list",
                    [.init(.get, "/v2/orders")],
                    about: "A page of a company's repair orders.",
                    query: [
                        Field("companyId", .string(), required: true, source: listed),
                        Field("locationId", .string(), source: listed),
                        Field(
                            "search",
                            .string(),
                            source: listed,
                            about: "part of the number, the customer's name or the vehicle's data"
                        ),
                    ]
                        + DateRange.fields("updatedDateStart", "updatedDateEnd", listed)
                        + DateRange.fields("invoiceStartDate", "invoiceEndDate", listed)
                        + DateRange.fields("finalizeStartDate", "finalizeEndDate", listed) + [
                            Field("repairOrderNumber", .string(), about: "that one order, still as a page"),
                            Field(
                                "repairOrderStatusId",
                                .integer(1...7),
                                source: listed,
                                about: "1 Estimate, 2 WIP, 3 Complete, 4 Saved, 5 Posted, 6 AR, 7 Deleted"
                            ),
                            Field("isFinalized", .boolean, source: listed),
                        ] + Paging.fields(sort: ["createdDate", "repairOrderNumber"]),
                    outcomes: listOutcomes,
                    reply: Paging.reply(of: RepairOrder.shown),
                    paging: Paging.contract()
                ),
                list
            ),
            Route(
                Operation(
                    "autoleap.orders.get",
                    [.init(.get, "/v2/orders/{roNumber}")],
                    about: "One repair order, in an array called content.",
                    query: [
                        Field(
                            "companyId",
                            .string(),
                            required: true,
                            source: .public("orders/{ronumber}"),
                            about: "numbers repeat between companies"
                        )
                    ],
                    outcomes: readOutcomes + [.error("bad_request")],
                    reply: Paging.reply(of: RepairOrder.shown)
                ),
                get
            ),
        ]

        private static let listed = Source.public("orders/get")

        static func list(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let company = try call.company(in: world)
            let location = try call.location(of: company, in: world)
            let order: RepairOrder.Ranking = call.value("sort") == "repairOrderNumber" ? .number : .created
            let state = world.state
            var listing = Listing(state.orders, of: [company], by: order)
            listing.restrict(.updated, to: try DateRange(call, "updatedDateStart", "updatedDateEnd"))
            listing.restrict(.invoiced, to: try DateRange(call, "invoiceStartDate", "invoiceEndDate"))
            listing.restrict(.finalized, to: try DateRange(call, "finalizeStartDate", "finalizeEndDate"))
            listing.filter("locationId", location)
            if let number = call.value("repairOrderNumber") {
                listing.keep { company in
                    let order = state.orders[RepairOrder.key(company, number)]
                    return order.map { [CompanyIndexes.place(of: $0)] } ?? []
                }
            }
            listing.filter(
                "statusId",
                call.value("repairOrderStatusId").flatMap(Int.init).map(String.init)
            )
            listing.filter("isFinalized", call.value("isFinalized").map { $0 == "true" ? "true" : "false" })
            if let search = call.value("search")?.lowercased() {
                let part = Array(search.utf8)
                let vehicles = state.vehicles.indexes.texts.ids(containing: part)
                let orders = state.orders.indexes
                listing.keep { company in
                    orders.texts.ids(for: Facet(company), containing: part)
                        + vehicles.flatMap {
                            orders.facets.ids(for: Facet(company, "vehicleId", $0.id))
                        }
                }
            }
            let unreached = world.assumptions.unreachedDates
            return listing.page(Paging(call)) { order, json in order.write(to: &json, unreached) }
        }

        static func get(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let company = try call.company(in: world)
            let key = RepairOrder.key(company, call.path("roNumber") ?? "")
            guard let order = world.state.orders[key] else { throw .notFound("Repair order not found") }
            let unreached = world.assumptions.unreachedDates
            switch world.assumptions.orderReply {
            case .page:
                return .page(Paging(call), of: 1, rows: 1) { json in order.write(to: &json, unreached) }
            case .content:
                return .json { json in
                    json.array("content") { json in order.write(to: &json, unreached) }
                }
            }
        }
    }
}
