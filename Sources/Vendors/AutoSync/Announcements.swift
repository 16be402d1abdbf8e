import Engine
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
