package import Engine

extension AutoSync {
    /// Eight events, POSTed as JSON with a signature over the exact bytes.
    ///
    /// Source: events, envelope, and the header with an HMAC-SHA256 [seed]; that it is in lower-case hex, and which calls
    /// announce what [inferred].
    package static let webhooks: Webhook.Contract? = Webhook.Contract(
        events: Event.allCases.map { Webhook.Event($0.rawValue, about: about($0)) },
        secret: "whsec_mock_secret",
        scope: "shop_id",
        envelope: Webhook.flatEnvelope(scope: "shop_id"),
        signature: Webhook.hexHMAC(in: "X-AutoSync-Signature")
    )

    private static func about(_ event: Event) -> String {
        switch event {
        case .workOrderCreated: "A work order was created."
        case .workOrderUpdated: "A work order was changed, by an update or a new job."
        case .workOrderCompleted: "The status of a work order changed to completed."
        case .paymentReceived: "A payment was processed; only on demand, since no call takes one."
        case .customerCreated: "A customer was added."
        case .appointmentCreated: "An appointment was booked."
        case .inspectionCompleted: "A vehicle inspection was completed and sent; only on demand."
        case .inventoryLowStock: "The stock of a part fell below its reorder threshold."
        }
    }
}
