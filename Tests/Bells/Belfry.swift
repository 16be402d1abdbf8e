package import Engine
package import HTTP
private import Synchronization

/// Bays of bells, with a deliverer that only writes down what it is given.
package struct Belfry: Sendable {
    /// 2026-03-02T08:00:00Z
    package static let morning = Instant(seconds: 1_772_438_400)

    package let bays: Bays
    package let deliverer: RecordingDeliverer
    package let dispatcher: Dispatcher

    /// - Parameters:
    ///   - webhooks: the list in `given.webhooks`.
    ///   - rest: further members of the scenario, each with a comma before it.
    package init(
        _ webhooks: String = #"[{"vendor": "bells", "url": "http://127.0.0.1:9000/hook"}]"#,
        _ rest: String = "",
        clock: Clock.Mode = .manual,
    ) throws {
        let deliverer = RecordingDeliverer()
        let bays = try Belfry.bays(webhooks, rest, clock: clock, deliverer)
        self.deliverer = deliverer
        self.bays = bays
        dispatcher = Dispatcher(bays: bays, surfaces: [.vendor(0)], control: NoControl())
    }

    package static let mounts: [any Mounted] = [Mount<Bells>()]

    package static func start(clock: Clock.Mode = .manual) throws -> Bay.Start {
        Bay.Start(
            worlds: mounts.map { $0.makeDefaultWorld(chance: Chance(seed: 1, bay: ""), now: morning) },
            seed: 1,
            clock: ClockSetting(clock, start: morning)
        )
    }

    package static func bays(
        _ webhooks: String,
        _ rest: String = "",
        clock: Clock.Mode = .manual,
        _ deliverer: any Deliverer,
    ) throws -> Bays {
        let text = #"{"scenario": 1, "given": {"webhooks": \#(webhooks)}\#(rest)}"#
        let scenario = try Scenario.load(Array(text.utf8), file: "test.json", mounts: mounts)
        var settings = Bays.Settings()
        settings.deliverer = deliverer
        return Bays(mounts: mounts, base: try scenario.laid(over: start(clock: clock)), settings: settings)
    }

    package var bay: Bay { bays.default }
    package var deliveries: [Webhook.Delivery] { bay.withContents { $0.webhooks.deliveries } }

    package func ring(_ bell: Int = 1) -> Delivery {
        dispatcher.respond(
            to: Request(.post, "/v1/bells/\(bell)/ring", fields: [], body: []),
            on: Listener(0)
        )
    }

    package func advance(_ duration: Duration) {
        bay.move(.advance(duration))
    }

    private struct NoControl: ControlSurface {
        func respond(to request: Request, path: Slice) -> Delivery { Delivery(Response(404)) }
    }
}

/// Keeps what it is to deliver until the test says what became of it.
package final class RecordingDeliverer: Deliverer {
    package struct Item: Sendable {
        package let parcel: Webhook.Parcel
        package let report: @Sendable (Webhook.Outcome) -> Void

        package var text: String { String(decoding: parcel.body, as: UTF8.self) }
    }

    package init() {}

    private let items = Mutex<[Item]>([])
    private let alarms = Mutex<[(time: UInt64, body: @Sendable () -> Void)]>([])

    package func deliver(_ parcel: Webhook.Parcel, report: @escaping @Sendable (Webhook.Outcome) -> Void) {
        items.withLock { $0.append(Item(parcel: parcel, report: report)) }
    }

    package func wake(at monotonic: UInt64, _ body: @escaping @Sendable () -> Void) {
        alarms.withLock { $0.append((monotonic, body)) }
    }

    /// Everything that is out, in the order in which it was handed over; the next call gives what came since.
    package func take() -> [Item] {
        items.withLock { items in
            defer { items = [] }
            return items
        }
    }

    /// The alarms set since the last call.
    package func takeAlarms() -> [(time: UInt64, body: @Sendable () -> Void)] {
        alarms.withLock { alarms in
            defer { alarms = [] }
            return alarms
        }
    }
}
