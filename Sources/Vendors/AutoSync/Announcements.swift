package import Engine
import JSON

extension AutoSync {
    /// What AutoSync tells the webhooks of a shop.
    ///
    /// Source: "Webhook Events" [seed]. The payload of `workorder.completed` is [seed]; that the others show the object as
    /// its list does is [inferred].
    enum Event: String, CaseIterable {
        case workOrderCreated = "workorder.created"
        case workOrderUpdated = "workorder.updated"
        case workOrderCompleted = "workorder.completed"
        case paymentReceived = "payment.received"
        case customerCreated = "customer.created"
        case appointmentCreated = "appointment.created"
        case inspectionCompleted = "inspection.completed"
        case inventoryLowStock = "inventory.low_stock"

        /// Whose records it can be about. There are no inspections: anything that one could be made of will do
        /// [inferred].
        var collections: [String] {
            switch self {
            case .workOrderCreated, .workOrderUpdated, .workOrderCompleted: ["workorders"]
            case .paymentReceived: ["payments"]
            case .customerCreated: ["customers"]
            case .appointmentCreated: ["appointments"]
            case .inspectionCompleted: ["workorders", "vehicles", "jobs", "appointments"]
            case .inventoryLowStock: ["inventory"]
            }
        }
    }
}

extension AutoSync {
    /// What an event about a record tells, for whoever asks for it outright: the only way to `payment.received` and
    /// `inspection.completed`, for which the API has no call. `nil` where there is no such record of a shop.
    package static func announcement(
        of event: String,
        about record: RecordReference,
        in world: World,
    ) -> Announcement? {
        guard let id = Int(record.key), let event = Event(rawValue: event),
            event.collections.contains(record.collection)
        else { return nil }
        let state = world.state
        switch record.collection {
        case "employees": return plain(event, state.employees[id])
        case "customers": return plain(event, state.customers[id])
        case "vehicles": return plain(event, state.vehicles[id])
        case "jobs": return plain(event, state.jobs[id])
        case "appointments": return plain(event, state.appointments[id])
        case "payments": return plain(event, state.payments[id])
        case "inventory": return plain(event, state.parts[id])
        case "workorders":
            return state.workOrders[id].map { order in
                let data = event == .workOrderCompleted ? state.completion(order) : state.row(order)
                return Announcement(event: event.rawValue, scope: String(order.shop), data: data)
            }
        default: return nil
        }
    }

    private static func plain<Fields>(_ event: Event, _ row: ShopRow<Fields>?) -> Announcement? {
        row.map { Announcement(event: event.rawValue, scope: String($0.shop), data: $0.json) }
    }
}

extension VendorWorld<AutoSync> {
    /// Leaves an event about a record in the outbox.
    mutating func announce<Fields>(_ event: AutoSync.Event, _ row: AutoSync.ShopRow<Fields>) {
        announce(event, shop: row.shop, row.json)
    }

    mutating func announce(_ event: AutoSync.Event, shop: Int, _ data: [UInt8]) {
        outbox.append(Announcement(event: event.rawValue, scope: String(shop), data: data))
    }
}
