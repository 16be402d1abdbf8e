import Testing

@testable import Engine

/// The queue by itself, with an envelope and a signature that cost nothing.
@Suite struct `A queue of webhooks` {
    private static let morning = Instant(seconds: 1_772_438_400)
    private let contract = Webhook.Contract(
        events: [Webhook.Event("x", about: "")],
        secret: "s",
        scope: nil,
        envelope: { announcement, _ in announcement.data },
        signature: { _, _ in Webhook.Header("S", "v") }
    )

    private func queue(_ urls: String...) throws -> Webhook.Queue {
        Webhook.Queue(
            try urls.map { Webhook.Subscription(vendor: 0, target: try Webhook.Target($0), secret: "s") }
        )
    }

    private func add(_ count: Int, to queue: inout Webhook.Queue) {
        let announcement = Announcement(event: "x", data: Array("1".utf8))
        for _ in 0..<count {
            _ = queue.add(announcement, of: 0, contract, at: `A queue of webhooks`.morning) { "id" }
        }
    }

    private func round(_ queue: inout Webhook.Queue) -> [Webhook.Parcel] {
        queue.round(at: `A queue of webhooks`.morning) { _ in nil }?.parcels ?? []
    }

    @Test func `remembers the last ones`() throws {
        var queue = try queue("http://127.0.0.1:1/")
        let many = Webhook.Rules.remembered + 5
        for _ in 0..<many {
            add(1, to: &queue)
            for parcel in round(&queue) {
                queue.note(.answered(200), of: parcel, at: `A queue of webhooks`.morning)
            }
        }
        #expect(queue.deliveries.count <= Webhook.Rules.remembered)
        #expect(queue.deliveries.count > Webhook.Rules.remembered * 8 / 10)
        #expect(queue.deliveries.last?.number == UInt64(many))
        #expect(queue[UInt64(many)]?.number == UInt64(many))
        #expect(queue[1] == nil)
        #expect(queue.lost == 0)
    }

    @Test func `counts what it has no room for while nothing can go out`() throws {
        var queue = try queue("http://127.0.0.1:1/")
        add(Webhook.Rules.waiting + 3, to: &queue)
        #expect(queue.deliveries.count == Webhook.Rules.waiting)
        #expect(queue.lost == 3)
        for parcel in round(&queue) {
            queue.note(.answered(200), of: parcel, at: `A queue of webhooks`.morning)
        }
        add(1, to: &queue)
        #expect(queue.lost == 3)
        #expect(queue.deliveries.last?.number == UInt64(Webhook.Rules.waiting + 1))
    }

    @Test func `takes no room from one target for another`() throws {
        var queue = try queue("http://127.0.0.1:1/", "http://127.0.0.1:2/")
        for _ in 0..<Webhook.Rules.waiting + 10 {
            add(1, to: &queue)
            // The second target answers, the first one hangs.
            for parcel in round(&queue) where parcel.target.port == 2 {
                queue.note(.answered(200), of: parcel, at: `A queue of webhooks`.morning)
            }
        }
        #expect(queue.lost == 10)
        let delivered = queue.deliveries.count { $0.state == .delivered }
        #expect(delivered > Webhook.Rules.remembered * 8 / 10)
        #expect(queue.deliveries.last?.state == .delivered)
        #expect(queue.deliveries.count { $0.state == .pending } == Webhook.Rules.waiting)
    }

    @Test func `has room for so many bytes`() throws {
        var queue = try queue("http://127.0.0.1:1/")
        let large = Announcement(event: "x", data: Array(repeating: 0x31, count: Webhook.Rules.bytes / 4))
        for _ in 1...6 {
            _ = queue.add(large, of: 0, contract, at: `A queue of webhooks`.morning) { "id" }
        }
        #expect(queue.deliveries.count == 4)
        #expect(queue.lost == 2)
        for parcel in round(&queue) {
            queue.note(.answered(200), of: parcel, at: `A queue of webhooks`.morning)
        }
        add(1, to: &queue)
        #expect(queue.lost == 2, "what is done with makes way")
        #expect(queue[1] == nil)
    }

    @Test func `has one parcel out for each target`() throws {
        var queue = try queue("http://127.0.0.1:1/", "http://127.0.0.1:2/", "http://127.0.0.1:1/")
        add(2, to: &queue)
        let first = round(&queue)
        #expect(first.map(\.number) == [1, 2])
        #expect(round(&queue).isEmpty)
        queue.note(.answered(200), of: first[0], at: `A queue of webhooks`.morning)
        #expect(round(&queue).map(\.number) == [3], "the same target by its second subscription")
        #expect(!queue.isSettled(at: `A queue of webhooks`.morning))
    }
}
