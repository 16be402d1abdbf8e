import Engine
import HTTP

extension AutoSync {
    /// Work orders: find, look at, open, change.
    ///
    /// Source: "Work Orders" [seed]; the body of an update and all replies but the list's are [inferred].
    enum WorkOrders {
        static let routes: [Route<AutoSync>] = [
            Route(
                Operation(
                    "autosync.workorders.list",
                    [.init(.get, "/v1/shops/{shop_id}/workorders")],
                    about: "A shop's work orders by id, those that fit all filters.",
                    path: pathIDs,
                    query: [
                        Field("status", .oneOf(WorkOrderFields.Status.names)),
                        Field("customer_id", .integer()),
                        Field("vehicle_id", .integer()),
                        Field("technician_id", .integer()),
                        Field("created_after", .dateTime, about: "a day or a time; strictly later"),
                    ] + Page.parameters,
                    outcomes: Outcomes.list,
                    reply: Page.reply(of: WorkOrderFields.row),
                    paging: Page.contract
                ),
                needs: .workOrdersRead,
                listWorkOrders
            ),
            Route(
                Operation(
                    "autosync.workorders.get",
                    [.init(.get, "/v1/shops/{shop_id}/workorders/{workorder_id}")],
                    about: "One work order with its jobs, their line items and the payment history.",
                    path: pathIDs,
                    outcomes: Outcomes.get,
                    reply: envelope(WorkOrderFields.whole)
                ),
                needs: .workOrdersRead,
                getWorkOrder
            ),
            Route(
                Operation(
                    "autosync.workorders.create",
                    [.init(.post, "/v1/shops/{shop_id}/workorders")],
                    about: "Opens a draft without jobs, which announces workorder.created.",
                    path: pathIDs,
                    body: WorkOrderFields.creation,
                    outcomes: Outcomes.create,
                    reply: envelope(WorkOrderFields.whole)
                ),
                needs: .workOrdersWrite,
                createWorkOrder
            ),
            Route(
                Operation(
                    "autosync.workorders.update",
                    [.init(.put, "/v1/shops/{shop_id}/workorders/{workorder_id}")],
                    about:
                        "Changes the fields that the body names. Announces workorder.updated, and then "
                        + "workorder.completed where the status becomes completed.",
                    path: pathIDs,
                    body: WorkOrderFields.update,
                    outcomes: Outcomes.update,
                    reply: envelope(WorkOrderFields.whole)
                ),
                needs: .workOrdersWrite,
                updateWorkOrder
            ),
        ]

        static func listWorkOrders(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let status = try call.choiceFilter("status", WorkOrderFields.Status.self)
            let customer = try call.integerFilter("customer_id")
            let vehicle = try call.integerFilter("vehicle_id")
            let technician = try call.integerFilter("technician_id")
            let createdAfter = try call.timeFilter("created_after")
            let page = try Page(call, in: world)
            // Not `world` itself: a closure that looks at it copies the state each time.
            let state = world.state
            var listing = Listing(state.workOrders, of: try call.shop())
            listing.filter("status", status?.rawValue)
            listing.filter("customer_id", customer)
            listing.filter("vehicle_id", vehicle)
            listing.filter("technician_id", technician)
            listing.filter(createdAfter: createdAfter)
            return listReply(page, of: listing, in: world) { state.writeRow($0, to: &$1) }
        }

        static func getWorkOrder(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let id = try call.id("workorder_id")
            guard let order = world.state.workOrders.row(id, in: try call.shop()) else {
                throw .notFound("Work order")
            }
            return reply(in: world) { world.state.writeWhole(order, to: &$0) }
        }

        static func createWorkOrder(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let body = try Body(call)
            let shop = try call.shop()
            let customer = try body.customer(in: shop, of: world.state)
            guard let vehicle = try body.vehicle(in: shop, of: world.state) else {
                throw .missing("vehicle_id")
            }
            let fields = WorkOrderFields(
                number: String((world.state.workOrders.last?.id ?? 0) + 1),
                status: .draft,
                customer: customer,
                vehicle: vehicle,
                technician: try body.technician(in: shop, of: world.state),
                notes: body.text("notes"),
                createdAt: world.now.wholeSecond
            )
            let order = world.state.workOrders.add(fields, in: shop)
            world.announce(.workOrderCreated, shop: shop, world.state.row(order))
            return reply(201, in: world) { world.state.writeWhole(order, to: &$0) }
        }

        static func updateWorkOrder(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let id = try call.id("workorder_id")
            let body = try Body(call)
            let shop = try call.shop()
            guard let order = world.state.workOrders.row(id, in: shop) else { throw .notFound("Work order") }
            var fields = order.fields
            if let status = body.text("status").flatMap(WorkOrderFields.Status.init) {
                fields.status = status
            }
            fields.technician = try body.technician(in: shop, of: world.state, else: fields.technician)
            fields.notes = body.text("notes", else: fields.notes)
            fields.customer = try body.customer(in: shop, of: world.state, else: fields.customer)
            fields.vehicle =
                try body.vehicle(in: shop, of: world.state, else: fields.vehicle) ?? fields.vehicle
            let changed = world.state.workOrders.change(order, to: fields)
            world.announce(.workOrderUpdated, shop: shop, world.state.row(changed))
            if fields.status == .completed, order.fields.status != .completed {
                world.announce(.workOrderCompleted, shop: shop, world.state.completion(changed))
            }
            return reply(in: world) { world.state.writeWhole(changed, to: &$0) }
        }
    }
}
