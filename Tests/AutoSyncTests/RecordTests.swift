import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import AutoSync

@Suite struct `Records` {
    private func used() throws -> AutoSyncBay {
        let bay = try AutoSyncBay()
        _ = bay.send(
            .get,
            "/oauth/authorize?client_id=mockbay-client&response_type=code&redirect_uri=http://127.0.0.1/",
            as: nil
        )
        let token: JSON.Object = [
            "access_token": "at_one", "refresh_token": "rt_one", "client_id": "mockbay-client",
            "shops": [1, 2],
            "scopes": ["shops:read", "payments:read"], "expires_at": "2030-01-01T00:00:00Z",
        ]
        try bay.set("tokens", "at_one", token)
        _ = bay.post(
            "/shops/1/workorders/1043/jobs",
            #"{"name": "é\"", "line_items": [{"x": [null, 1.0], "quantity": 0.5, "unit_price": 3}]}"#
        )
        return bay
    }

    private static let keys = [
        "keys": "key", "clients": "client_id", "codes": "code", "tokens": "access_token",
    ]

    @Test(arguments: AutoSync.State.collections.map(\.name))
    func `are what they write`(_ collection: String) throws {
        let bay = try used()
        let records = try #require(bay.records(collection))
        #expect(!records.isEmpty)
        for record in records {
            let key = Self.keys[collection].map { record[$0]?.string ?? "" } ?? "\(record["id"]?.int ?? 0)"
            try bay.set(collection, key, [:])
            #expect(bay.record(collection, key) == record)
        }
        #expect(bay.records(collection)?.count == records.count)
    }

    struct Refused: CustomTestStringConvertible {
        var why: String
        var collection: String
        var key: String
        var fields: JSON.Object
        var testDescription: String { why }
    }

    @Test(arguments: [
        Refused(why: "an unknown field", collection: "customers", key: "42", fields: ["colour": "red"]),
        Refused(why: "an id that is not the key", collection: "customers", key: "42", fields: ["id": 43]),
        Refused(
            why: "an id beyond all counters",
            collection: "customers",
            key: "9223372036854775807",
            fields: ["id": 9_223_372_036_854_775_807, "shop_id": 1, "first_name": "A", "last_name": "B"]
        ),
        Refused(why: "a number as a name", collection: "customers", key: "42", fields: ["first_name": 5]),
        Refused(
            why: "a time that is none",
            collection: "customers",
            key: "42",
            fields: ["created_at": "yesterday"]
        ),
        Refused(
            why: "a new record without what it needs",
            collection: "customers",
            key: "900",
            fields: ["id": 900]
        ),
        Refused(why: "a total that is no sum", collection: "workorders", key: "1043", fields: ["total": 5]),
        Refused(why: "an unknown status", collection: "workorders", key: "1043", fields: ["status": "lost"]),
        Refused(why: "a subtotal that is no sum", collection: "jobs", key: "1", fields: ["subtotal": 1]),
        Refused(why: "a line without an id", collection: "jobs", key: "1", fields: ["line_items": [[:]]]),
        Refused(
            why: "a line with a quantity below zero",
            collection: "jobs",
            key: "1",
            fields: ["line_items": [["id": 1, "quantity": -1]]]
        ),
        Refused(why: "an amount below zero", collection: "payments", key: "1", fields: ["amount": -5]),
        Refused(why: "an amount as text", collection: "payments", key: "1", fields: ["amount": "5.00"]),
        Refused(why: "a stock below zero", collection: "inventory", key: "9", fields: ["quantity": -1]),
        Refused(
            why: "a price beyond all prices",
            collection: "inventory",
            key: "9",
            fields: ["price": 10_000_000_000]
        ),
        Refused(
            why: "a tax of more than everything",
            collection: "shops",
            key: "1",
            fields: ["tax_rate": 101]
        ),
        Refused(
            why: "an unknown scope",
            collection: "keys",
            key: "sk_live_demo",
            fields: ["scopes": ["all:read"]]
        ),
        Refused(why: "a key with a bay in it", collection: "keys", key: "sk~x", fields: ["key": "sk~x"]),
        Refused(
            why: "an address with a line break",
            collection: "clients",
            key: "mockbay-client",
            fields: ["redirect_uris": ["https://a/\r\nX: y"]]
        ),
        Refused(why: "an unknown role", collection: "employees", key: "5", fields: ["role": "boss"]),
    ])
    func `refuse`(_ row: Refused) throws {
        let bay = try used()
        let before = bay.record(row.collection, row.key)
        #expect(throws: RecordProblem.self) { try bay.set(row.collection, row.key, row.fields) }
        #expect(bay.record(row.collection, row.key) == before)
    }

    @Test func `can move to another shop`() throws {
        let bay = try AutoSyncBay()
        try bay.set("customers", "42", ["shop_id": 2])
        #expect(bay.get("/shops/1/customers/42").status == 404)
        #expect(bay.get("/shops/2/customers/42").status == 200)
        #expect(bay.ids("/shops/2/customers").contains(42))
        #expect(!bay.ids("/shops/1/customers").contains(42))
    }

    @Test func `of work orders can be given other amounts together`() throws {
        let bay = try AutoSyncBay()
        let amounts: JSON.Object = [
            "subtotal": 10, "tax": .number(number("0.8")), "total": .number(number("10.8")),
        ]
        try bay.set("workorders", "1043", amounts)
        #expect(
            bay.get("/shops/1/workorders/1043").text.contains(#""subtotal":10.00,"tax":0.80,"total":10.80"#)
        )
    }

    @Test func `know what is secret in them`() {
        let secrets = AutoSync.State.collections.flatMap { collection in
            collection.fields.filter(\.isSecret).map { "\(collection.name).\($0.name)" }
        }
        #expect(
            secrets == [
                "keys.key", "clients.client_secret", "codes.code", "tokens.access_token",
                "tokens.refresh_token",
            ]
        )
    }
}

@Suite struct `Generated records` {
    @Test(arguments: [
        "employees", "customers", "vehicles", "workorders", "jobs", "appointments", "payments", "inventory",
    ])
    func `are as many as asked for, and like the others`(_ collection: String) throws {
        var isDone = false
        let bay = try AutoSyncBay { isDone = $0.generate(150, of: collection) }
        #expect(isDone)
        let plain = try AutoSyncBay()
        #expect(bay.count(of: collection) == (plain.count(of: collection) ?? 0) + 150)
        let old = Set(try #require(plain.records(collection)).compactMap { $0["id"]?.int })
        for record in try #require(bay.records(collection)) {
            let id = try #require(record["id"]?.int)
            guard !old.contains(id) else { continue }
            #expect(record["shop_id"] == 1)
            try bay.set(collection, "\(id)", [:])
        }
    }

    @Test func `of jobs are added up`() throws {
        let bay = try AutoSyncBay { _ = $0.generate(50, of: "jobs") }
        for id in bay.ids("/shops/1/workorders") {
            let order = bay.get("/shops/1/workorders/\(id)").data
            let jobs = try #require(order["jobs"]?.array)
            #expect(
                order["subtotal"].flatMap(cents)
                    == jobs.reduce(0) { $0 + ($1["subtotal"].flatMap(cents) ?? 0) }
            )
        }
    }

    @Test(arguments: ["shops", "keys", "clients", "codes", "tokens"])
    func `are not made of`(_ collection: String) throws {
        var isDone = true
        _ = try AutoSyncBay { isDone = $0.generate(1, of: collection) }
        #expect(!isDone)
    }

    @Test func `are the same for the same seed`() throws {
        let one = try AutoSyncBay { _ = $0.generate(30, of: "customers") }
        let two = try AutoSyncBay { _ = $0.generate(30, of: "customers") }
        #expect(one.records("customers") == two.records("customers"))
    }
}
