import Bells
import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import AutoSync

/// Each file of `Scenarios` that is about AutoSync, met by a client that copes and by one that does not.
@Suite struct `AutoSync's scenarios` {
    /// A bay of the scenario's world. The clock stands, so that nothing depends on the time a test takes.
    private func bay(_ name: String) throws -> AutoSyncBay { try AutoSyncBay(playing: "autosync-\(name)") }

    @Test(arguments: [
        "429-with-reset", "key-revoked", "insufficient-scope", "no-pagination", "pages-ignored", "low-stock",
        "reset-after-work-order", "webhooks-twice-and-out-of-order",
    ])
    func `load, and say what they are about`(_ name: String) throws {
        let scenario = try AutoSyncBay.scenario("autosync-\(name)")
        #expect(scenario.name.hasPrefix("AutoSync: "))
        #expect(!scenario.about.isEmpty)
        #expect(scenario.tags.first == "autosync")
        _ = try scenario.laid(over: AutoSyncBay.defaultStart())
    }

    @Test func `a limit lets through who waits for the reset`() throws {
        let bay = try bay("429-with-reset")
        for left in ["3", "2", "1", "0"] { #expect(bay.get("/shops").field("X-RateLimit-Remaining") == left) }
        for _ in 1...5 { #expect(bay.get("/shops").status == 429, "hammering") }
        let reset = try #require(bay.get("/shops").field("X-RateLimit-Reset").flatMap { Int64($0) })
        #expect(bay.get("/shops", as: "sk_live_readonly").status == 200, "another key")
        bay.advance(by: Instant(seconds: reset) - AutoSyncBay.start)
        #expect(bay.get("/shops").status == 200)
    }

    @Test func `a revoked key stays revoked`() throws {
        let bay = try bay("key-revoked")
        #expect(bay.get("/shops/1/customers").status == 200)
        #expect(bay.get("/shops/1/customers?page=2").status == 200)
        #expect(bay.get("/shops/1/customers?page=3").status == 401)
        #expect(bay.get("/shops/1/customers?page=3").status == 401, "repeating does not help")
        #expect(bay.get("/shops").status == 401)
        #expect(bay.get("/shops/1/customers?page=3", as: "sk_live_readonly").status == 200)
    }

    @Test func `a key without a scope is told which`() throws {
        let bay = try bay("insufficient-scope")
        let customer = bay.post("/shops/1/customers", #"{"first_name": "A", "last_name": "B"}"#)
        #expect(customer.status == 201)
        let order = bay.post("/shops/1/workorders", #"{"customer_id": 42, "vehicle_id": 78}"#)
        #expect(order.status == 403)
        #expect(order.message?.contains("'workorders:write'") == true)
        #expect(bay.patch("/shops/1/inventory/9", #"{"quantity": 1}"#).status == 403)
        #expect(bay.get("/shops/1/customers/125").status == 200, "what was done stays done")
    }

    /// Pages until one is short, or until it has all that `total` tells of.
    private func readAll(_ bay: AutoSyncBay, noticingRepetition: Bool) -> [Int]? {
        var ids: [Int] = []
        for page in 1...10 {
            let reply = bay.get("/shops/1/customers?page=\(page)")
            let rows = reply.rows.compactMap { $0["id"]?.int }
            if noticingRepetition, let first = rows.first, ids.contains(first) { return nil }
            ids += rows
            let total = reply.json["pagination"]?["total"]?.int
            if rows.count < 25 || total.map({ ids.count >= $0 }) == true { return ids }
        }
        return ids
    }

    @Test func `without pagination a short page is the end`() throws {
        let bay = try bay("no-pagination")
        #expect(bay.get("/shops/1/customers").json.object?.keys == ["success", "data"])
        #expect(readAll(bay, noticingRepetition: true) == Array(1...63))
    }

    @Test func `pages that repeat themselves are noticed by who looks`() throws {
        let bay = try bay("pages-ignored")
        #expect(readAll(bay, noticingRepetition: true) == nil)
        #expect(readAll(bay, noticingRepetition: false)?.count == 75, "63 customers there are")
    }

    @Test func `stock that was read too early is written over what another took`() throws {
        let bay = try bay("low-stock")
        let seen = try #require(bay.get("/shops/1/inventory").rows.first { $0["id"] == 9 }?["quantity"]?.int)
        #expect(seen == 18)
        #expect(
            bay.patch("/shops/1/inventory/9", #"{"cost": 6.20}"#).data["quantity"] == 15,
            "read from the reply"
        )
        #expect(bay.patch("/shops/1/inventory/9", #"{"quantity": \#(seen - 1)}"#).data["quantity"] == 17)
    }

    @Test func `stock that another takes below the threshold is announced once`() throws {
        var world = try #require(
            AutoSyncBay.scenario("autosync-low-stock").laid(over: AutoSyncBay.defaultStart()).worlds[0]
                as? VendorWorld<AutoSync>
        )
        let update = try #require(
            AutoSync.routes.firstIndex { $0.operation.name == "autosync.inventory.update" }
        )
        for quantity in [15, 14] {
            let with: JSON.Object = [
                "path": ["shop_id": 1, "part_id": 9], "body": ["quantity": .number(JSON.Number(quantity))],
            ]
            #expect(try world.act(as: "counter", update, with: with).status == 200)
        }
        #expect(world.outbox.map(\.event) == ["inventory.low_stock"])
    }

    @Test func `a work order whose reply is lost is opened twice by who repeats it`() throws {
        let bay = try bay("reset-after-work-order")
        let before = bay.get("/shops/1/workorders?vehicle_id=78").rows.count
        let body = #"{"customer_id": 42, "vehicle_id": 78}"#
        let lost = bay.send(.post, "/v1/shops/1/workorders", body: body)
        #expect(lost.fault == Fault(.reset, at: .afterBodyBytes(16)))
        #expect(
            bay.get("/shops/1/workorders?vehicle_id=78").rows.count == before + 1,
            "a careful client looks"
        )
        #expect(bay.post("/shops/1/workorders", body).status == 201)
        #expect(bay.get("/shops/1/workorders?vehicle_id=78").rows.count == before + 2)
    }

    /// What a receiver makes of events: the status it believes each work order to have.
    private struct Receiver {
        /// Knows bodies that it has had, and looks the order up.
        var isCareful: Bool
        var bay: AutoSyncBay
        var seen: Set<[UInt8]> = []
        var created = 0
        var statuses: [Int: String] = [:]

        mutating func take(_ item: RecordingDeliverer.Item) throws {
            let body = item.parcel.body
            let code = Hex.text(of: HMAC.sha256(of: body, key: Array("whsec_mock_secret".utf8)))
            try #require(item.parcel.headers.contains(Webhook.Header("X-AutoSync-Signature", code)))
            item.report(.answered(200))
            if isCareful, !seen.insert(body).inserted { return }
            let event = try JSON.Value.parse(body)
            if event["event"] == "workorder.created" { created += 1 }
            let id = try #require(event["data"]?["id"]?.int)
            statuses[id] = event["data"]?["status"]?.string
            if isCareful { statuses[id] = bay.get("/shops/1/workorders/\(id)").data["status"]?.string }
        }
    }

    @Test(arguments: [true, false])
    func `webhooks that come twice and out of order are borne by who looks`(_ isCareful: Bool) throws {
        let deliverer = RecordingDeliverer()
        let bay = try AutoSyncBay(playing: "autosync-webhooks-twice-and-out-of-order", deliverer: deliverer)
        var receiver = Receiver(isCareful: isCareful, bay: bay)
        func settle() throws {
            while case let items = deliverer.take(), !items.isEmpty {
                for item in items { try receiver.take(item) }
            }
        }
        let order = #"{"customer_id": 42, "vehicle_id": 78}"#
        _ = bay.post("/shops/1/workorders", order)
        try settle()
        let second = try #require(bay.post("/shops/1/workorders", order).data["id"]?.int)
        try settle()
        #expect(bay.put("/shops/1/workorders/\(second)", #"{"status": "in_progress"}"#).status == 200)
        try settle()
        #expect(receiver.created == (isCareful ? 2 : 3))
        #expect(receiver.statuses[second] == (isCareful ? "in_progress" : "draft"))
    }
}
