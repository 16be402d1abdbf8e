package import Engine
package import Serving

/// Sends what bays have for the world outside with the server's courier.
package struct WebhookCourier: Deliverer {
    private let courier: Courier

    package init(courier: Courier) { self.courier = courier }

    package func deliver(_ parcel: Webhook.Parcel, report: @escaping @Sendable (Webhook.Outcome) -> Void) {
        courier.post(
            to: parcel.target.host,
            parcel.target.port,
            parcel.target.path,
            fields: parcel.headers.map { ($0.name, $0.value) },
            body: parcel.body
        ) { outcome in
            switch outcome {
            case .answered(let status): report(.answered(status))
            case .failed(let failure): report(.failed("\(failure)"))
            }
        }
    }

    package func wake(at monotonic: UInt64, _ body: @escaping @Sendable () -> Void) {
        courier.wake(at: monotonic, body)
    }
}
