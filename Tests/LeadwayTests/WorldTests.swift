import Engine
import Foundation
import HTTP
import JSON
import Testing
import VendorSupport

@testable import Leadway

/// What the clients of the default world are promised to find in it.
@Suite struct `The default world` {
    private func world() throws -> JSON.Value {
        try JSON.Value.parse("\(Leadway.defaultWorld)")
    }

    private func records(_ name: String) throws -> [JSON.Value] {
        try #require(try world()[name]?.array)
    }

    @Test func `is the fixture, whatever its blanks`() throws {
        #expect(try JSON.Value.parse(Array(Folder.fixture("default/leadway.json"))) == world())
    }

    @Test func `is checked against the model`() throws {
        let document = try JSON.Document(Array(Folder.fixture("default/leadway.json")))
        #expect(throws: Never.self) {
            try LeadwayBay.mount.makeWorld(
                of: document,
                chance: Chance(seed: 1, bay: ""),
                now: LeadwayBay.start
            )
        }
    }

    @Test func `names nothing twice`() throws {
        for (list, key) in [("accounts", "id"), ("products", "_id"), ("prices", "_id")] {
            let ids = try records(list).map { $0[key]?.string ?? "" }
            #expect(ids.count > 1 && Set(ids).count == ids.count)
        }
    }

    @Test func `has two accounts with their own tokens`() throws {
        let accounts = try records("accounts")
        #expect(accounts.map { $0["id"]?.string } == [account, otherAccount])
        let tokens = accounts.flatMap { $0["integrations"]?.array ?? [] }.map { $0["token"]?.string }
        #expect(tokens == ["pit-demo", "pit-readonly", "pit-other"])
    }

    @Test func `has 100 rows in the first account, over 30 or so products`() throws {
        let rows = try records("prices").filter {
            $0["locationId"]?.string == account && $0["trackInventory"] == true
        }
        #expect(rows.count == 100)
        let products = Set(rows.map { $0["product"]?.string ?? "" })
        #expect((30...36).contains(products.count))
        #expect(Set(rows.map { $0["sku"]?.string ?? "" }).count == 100)
    }

    @Test func `has stock at zero with and without sales beyond it, and some below`() throws {
        let rows = try records("prices").filter { $0["locationId"]?.string == account }
        func count(_ quantity: (Double) -> Bool, _ mayBeSold: Bool) -> Int {
            rows.filter {
                quantity($0["availableQuantity"]?.double ?? 1)
                    && $0["allowOutOfStockPurchases"]?.bool == mayBeSold
            }.count
        }
        #expect(count({ $0 == 0 }, true) >= 3)
        #expect(count({ $0 == 0 }, false) >= 3)
        #expect(count({ $0 < 0 }, true) >= 1)
        #expect(count({ $0 < 0 }, false) == 0)
    }

    @Test func `fills two pages of everything that is paged`() throws {
        for id in [account, otherAccount] {
            #expect(try records("prices").filter { $0["locationId"]?.string == id }.count > 20)
        }
        #expect(try records("products").filter { $0["locationId"]?.string == account }.count > 20)
    }
}

@Suite struct `Records` {
    let bay: LeadwayBay

    init() throws { bay = try LeadwayBay() }

    @Test(arguments: [("accounts", "id"), ("products", "_id"), ("prices", "_id")])
    func `are what they write`(_ collection: String, _ key: String) throws {
        let world = try JSON.Value.parse("\(Leadway.defaultWorld)")
        let records = try #require(world[collection]?.array)
        for record in records {
            let id = try #require(record[key]?.string)
            #expect(bay.record(collection, id) == record)
            try bay.set(collection, id, [:])
            #expect(bay.record(collection, id) == record)
        }
        #expect(bay.count(of: collection) == records.count)
    }

    struct Refused: CustomTestStringConvertible {
        var why: String
        var collection = "prices"
        var key = shirt
        var fields: JSON.Object
        var testDescription: String { why }
    }

    @Test(arguments: [
        Refused(why: "a time that is none", fields: ["updatedAt": "yesterday"]),
        Refused(why: "an id that is not the key", fields: ["_id": "other"]),
        Refused(why: "an unknown field", fields: ["colour": "red"]),
        Refused(why: "a stock that is no number", fields: ["availableQuantity": "5"]),
        Refused(why: "a type that is none", fields: ["type": "weekly"]),
        Refused(
            why: "a product's time that is none",
            collection: "products",
            key: tshirt,
            fields: ["createdAt": ""]
        ),
        Refused(why: "a product without a type", collection: "products", key: "new", fields: ["_id": "new"]),
        Refused(
            why: "an account with a scope that is none",
            collection: "accounts",
            key: account,
            fields: ["integrations": [["token": "a", "scopes": ["everything"]]]]
        ),
        Refused(
            why: "an account without an agency",
            collection: "accounts",
            key: "new",
            fields: ["id": "new"]
        ),
    ])
    func `refuse`(_ row: Refused) {
        let before = bay.record(row.collection, row.key)
        #expect(throws: RecordProblem.self) { try bay.set(row.collection, row.key, row.fields) }
        #expect(bay.record(row.collection, row.key) == before)
    }

    @Test func `of accounts open and close with their tokens`() throws {
        try bay.set("accounts", account, ["integrations": [["token": "pit-new", "scopes": []]]])
        #expect(bay.inventory().status == 401)
        #expect(bay.inventory(token: "pit-new").message == "The token is not authorized for this scope.")
        try bay.set("accounts", account, ["integrations": [["token": "pit-new"]]])
        #expect(bay.inventory(token: "pit-new").status == 200)
    }
}

@Suite struct `Generated records` {
    private func bay(_ seed: UInt64) throws -> LeadwayBay {
        var start = try LeadwayBay.defaultStart(seed: seed)
        start.worlds[0].chance = Chance(seed: seed, bay: "base")
        let isDone = [
            start.worlds[0].generate(60, of: "products"), start.worlds[0].generate(500, of: "prices"),
            start.worlds[0].generate(1, of: "accounts"), start.worlds[0].generate(0, of: "prices"),
        ]
        #expect(isDone == [true, true, false, true])
        return LeadwayBay(start: start)
    }

    @Test func `are in the lists, and the same from the same seed`() throws {
        let (one, same, other) = (try bay(3), try bay(3), try bay(4))
        let plain = try LeadwayBay()
        for (collection, more) in [("products", 60), ("prices", 500)] {
            #expect(one.count(of: collection) == plain.count(of: collection).map { $0 + more })
        }
        #expect((one.inventory().json["total"]?["total"]?.int ?? 0) > 250)
        #expect(one.inventory("&search=gen-").rows.count == 20)
        #expect(one.inventory("&limit=500").body == same.inventory("&limit=500").body)
        #expect(one.inventory("&limit=500").body != other.inventory("&limit=500").body)
        let products = one.get("/products?locationId=\(account)&limit=200").json
        #expect((products["products"]?.array?.count ?? 0) > 60)
    }
}

@Suite struct `The contract` {
    @Test func `names every operation once, marks what lies beyond the documentation, and only known errors`()
    {
        let operations = Leadway.routes.map(\.operation)
        #expect(
            operations.map(\.name) == [
                "leadway.inventory.list", "leadway.inventory.update", "leadway.products.list",
                "leadway.products.get", "leadway.products.create", "leadway.prices.list",
                "leadway.prices.get",
                "leadway.oauth.token",
            ]
        )
        for operation in operations {
            let isDocumented = operation.name == "leadway.inventory.list"
            #expect((operation.source == .seed) == isDocumented)
            #expect(operation.about.contains("Beyond the documentation") != isDocumented)
        }
        let errors = Leadway.errors.map(\.name)
        #expect(Set(errors).count == errors.count)
        #expect(
            Set(["unauthorized", "forbidden", "not_found", "rate_limited", "server_error"]).isSubset(
                of: errors
            )
        )
        for operation in operations {
            for case .error(let name) in operation.outcomes { #expect(errors.contains(name), "\(name)") }
        }
    }

    @Test func `has a choice for every point that is left open`() throws {
        #expect(
            Leadway.assumptions.map(\.listing.name) == [
                "leadway.profile", "leadway.total", "leadway.limit_zero", "leadway.limit_cap",
                "leadway.trace_id", "leadway.versions", "leadway.retry_after", "leadway.inventory_rows",
            ]
        )
        for assumption in Leadway.assumptions {
            #expect(!assumption.listing.says.isEmpty)
            var values = Leadway.defaultAssumptions
            #expect(assumption.value(in: values) == assumption.listing.default)
            for choice in assumption.listing.alternatives {
                #expect(assumption.set(choice, in: &values))
                #expect(assumption.value(in: values) == choice)
            }
        }
    }
}
