import Bells
import Engine
import HTTP
import Testing

@Suite struct `A webhook` {
    // MARK: What goes out

    /// The vector of the one vendor that has webhooks: its secret, its body, its header.
    @Test func `is signed over its exact bytes`() throws {
        let data =
            #"{"id":1043,"work_order_number":"1043","total":1166.40,"customer":{"id":42,"name":"Sarah Thompson"}}"#
        let announcement = Announcement(event: "workorder.completed", scope: "1", data: Array(data.utf8))
        let moment = try #require(Instant(iso8601: "2024-03-14T15:30:00.250Z"))
        let body = Webhook.flatEnvelope(scope: "shop_id")(announcement, moment)
        #expect(
            String(decoding: body, as: UTF8.self)
                == #"{"event":"workorder.completed","shop_id":1,"timestamp":"2024-03-14T15:30:00Z","data":\#(data)}"#
        )
        #expect(body.count == 185)
        let header = Webhook.hexHMAC(in: "X-AutoSync-Signature")(body, Array("whsec_mock_secret".utf8))
        #expect(
            header
                == Webhook.Header(
                    "X-AutoSync-Signature",
                    "45791d308bcb4f18d0efe473e17aad782df9a53005db5b99e2540c658cbd8d7c"
                )
        )
    }

    @Test func `goes out after the call that announced it`() throws {
        let belfry = try Belfry()
        #expect(belfry.ring().response.status == 200)
        let items = belfry.deliverer.take()
        #expect(
            items.map(\.text) == [
                #"{"event":"bell.rung","shop_id":1,"timestamp":"2026-03-02T08:00:00Z","data":{"id":1,"shop_id":1,"rings":1}}"#
            ]
        )
        let parcel = try #require(items.first?.parcel)
        #expect(parcel.target.description == "http://127.0.0.1:9000/hook")
        let signature = Hex.text(of: HMAC.sha256(of: parcel.body, key: Array("whsec_bells".utf8)))
        #expect(
            parcel.headers == [
                Webhook.Header("Content-Type", "application/json"),
                Webhook.Header("X-Bells-Signature", signature),
            ]
        )
        items[0].report(.answered(204))
        #expect(belfry.deliveries.map(\.state) == [.delivered])
        #expect(
            belfry.deliveries[0].attempts == [
                Webhook.Attempt(sent: Belfry.morning, outcome: .answered(204))
            ]
        )
        #expect(belfry.bay.withContents { $0.webhooks.isSettled(at: $0.now) })
    }

    @Test func `is named in the journal beside the call`() throws {
        let belfry = try Belfry()
        _ = belfry.ring()
        let notes = belfry.bay.withContents { $0.journal.extras(1)?.notes }
        #expect(notes == ["announced bell.rung to 127.0.0.1:9000: delivery \(belfry.deliveries[0].id)"])
    }

    @Test func `has the same bytes and the same id in every run`() throws {
        func run() throws -> [String] {
            let belfry = try Belfry()
            for _ in 0..<3 { _ = belfry.ring() }
            return belfry.deliveries.map { "\($0.id) \(String(decoding: $0.body, as: UTF8.self))" }
        }
        let first = try run()
        #expect(first.count == 4)
        #expect(Set(first).count == 4)
        #expect(try run() == first)
    }

    // MARK: To whom

    @Test(arguments: [
        Telling(#""events": ["bell.rung"]"#, ["bell.rung 1", "bell.rung 1", "bell.rung 1", "bell.rung 2"]),
        Telling(#""events": ["bell.cracked"]"#, ["bell.cracked 1"]),
        Telling(#""events": ["bell.cast"]"#, []),
        Telling(#""shop_id": 2"#, ["bell.rung 2"]),
        Telling(#""shop_id": "2", "events": ["*"]"#, ["bell.rung 2"]),
        Telling(#""shop_id": 3"#, []),
    ])
    func `is for those who asked for it`(_ row: Telling) throws {
        let belfry = try Belfry(
            #"[{"vendor": "bells", "url": "http://127.0.0.1:9000/", \#(row.wants)}]"#
        )
        for _ in 0..<3 { _ = belfry.ring(1) }
        _ = belfry.ring(2)
        #expect(belfry.deliveries.map { "\($0.event) \($0.scope)" } == row.told)
    }

    struct Telling: CustomTestStringConvertible {
        let wants: String
        let told: [String]

        init(_ wants: String, _ told: [String]) { (self.wants, self.told) = (wants, told) }

        var testDescription: String { wants }
    }

    @Test func `goes to each of several, signed with the secret of each`() throws {
        let belfry = try Belfry(
            """
            [{"vendor": "bells", "url": "http://127.0.0.1:9000/", "secret": "one"},
             {"vendor": "bells", "url": "http://localhost:9001/x?y=1", "secret": "two"}]
            """
        )
        _ = belfry.ring()
        let parcels = belfry.deliverer.take().map(\.parcel)
        #expect(
            parcels.map(\.target.description) == ["http://127.0.0.1:9000/", "http://localhost:9001/x?y=1"]
        )
        #expect(parcels[0].body == parcels[1].body)
        for (parcel, secret) in zip(parcels, ["one", "two"]) {
            let signature = Hex.text(of: HMAC.sha256(of: parcel.body, key: Array(secret.utf8)))
            #expect(parcel.headers.last?.value == signature)
        }
    }

    @Test func `is not made where nobody listens or the call does not take effect`() throws {
        let silent = try Belfry("[]")
        _ = silent.ring()
        #expect(silent.deliveries.isEmpty)
        #expect(silent.bay.withContents { $0.worlds[0].outbox.isEmpty })
        let undone = try Belfry(
            #"[{"vendor": "bells", "url": "http://127.0.0.1:9000/"}]"#,
            #", "flow": {"*": [{"fault": {"reset": {}}}]}"#
        )
        _ = undone.ring()
        #expect(undone.deliveries.isEmpty)
        _ = undone.ring()
        #expect(undone.deliveries.count == 1)
    }

    // MARK: Without a client's call

    @Test func `is sent when a scenario says so, before and after a call`() throws {
        let belfry = try Belfry(
            #"[{"vendor": "bells", "url": "http://127.0.0.1:9000/"}]"#,
            """
            , "flow": {"bells.bell.ring": [{
                "before": [{"webhook": "bell.cast", "of": "bells.bells/2"}],
                "after": [{"webhook": "bell.cast", "of": "bells.bells/7"},
                          {"as": "rival", "call": "bells.bell.ring", "with": {"path": {"bell_id": 2}}}]
            }]}
            """
        )
        _ = belfry.ring()
        #expect(
            belfry.deliveries.map { "\($0.event) \($0.scope)" } == [
                "bell.cast 2", "bell.rung 1", "bell.rung 2",
            ]
        )
        let notes = belfry.bay.withContents { $0.journal.extras(1)?.notes ?? [] }
        #expect(notes.first == "announced bell.cast of bells.bells/2: \(belfry.deliveries[0].id)")
        #expect(
            notes.contains(
                "an action failed: there is no record bells.bells/7 that 'bell.cast' could be about"
            )
        )
    }

    @Test func `is sent by hand with the record as it is`() throws {
        let belfry = try Belfry()
        let record = try #require(RecordReference("bells.bells/2"))
        let made = try belfry.bay.announce("bell.cast", about: record)
        #expect(made.map(\.state) == [.pending])
        #expect(
            belfry.deliverer.take().map(\.text) == [
                #"{"event":"bell.cast","shop_id":2,"timestamp":"2026-03-02T08:00:00Z","data":{"id":2,"shop_id":2,"rings":0}}"#
            ]
        )
    }

    @Test(arguments: [
        ("bell.stolen", "bells.bells/1", "bells has no event 'bell.stolen'"),
        ("bell.rung", "balls.balls/1", "there is no vendor 'balls'"),
        ("bell.rung", "bells.bells/9", "there is no record bells.bells/9 that 'bell.rung' could be about"),
        ("bell.rung", "bells.shops/1", "there is no record bells.shops/1 that 'bell.rung' could be about"),
    ])
    func `is not sent by hand about what is not there`(_ event: String, _ of: String, _ says: String) throws {
        let belfry = try Belfry()
        let record = try #require(RecordReference(of))
        #expect(throws: RecordProblem(says)) { try belfry.bay.announce(event, about: record) }
        #expect(belfry.deliveries.isEmpty)
    }
}
