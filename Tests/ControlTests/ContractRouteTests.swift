import Engine
import HTTP
import JSON
import Testing

@testable import Control

@Suite struct `The contract in the control API` {
    let desk: Desk

    init() throws { desk = try Desk() }

    @Test func `has every operation with what it takes`() throws {
        let operations = try #require(desk.call(.get, "/operations").json["operations"]?.array)
        #expect(operations.map { $0["name"]?.string } == Desk.mounts.flatMap { $0.operations.map(\.name) })
        let details = try #require(operations.first { $0["name"] == "htp.inventory.details" })
        #expect(
            details["bindings"] == [["method": "GET", "path": "/inventory/details/{vendor}/{store}/{item}"]]
        )
        #expect(details["source"] == "seed")
        #expect(details["body"] == .some(.null))
        #expect(details["scopes"] == [])
        #expect(details["headers"] == [])
        let user = try #require(details["query"]?.array?.first)
        #expect(
            user == [
                "name": "userid", "type": "an id (a whole number, or its digits as text)", "required": false,
                "secret": false, "about": "for price and availability", "source": "seed",
            ]
        )
        let sale = try #require(operations.first { $0["name"] == "htp.sale.create" })
        let lines = try #require(sale["body"]?.array?.first { $0["name"] == "line_items" })
        #expect(lines["required"] == true)
        #expect(lines["fields"]?.array?.contains { $0["name"] == "vendor_inventory_id" } == true)
        #expect(
            sale["outcomes"]?.array?.contains(["status": 200, "error": "ERR_NOT_AVAILABLE"]) == true
        )
        #expect(details["outcomes"]?.array?.first == ["status": 200, "error": nil])
    }

    @Test func `has every error and every assumption`() throws {
        let errors = try #require(desk.call(.get, "/errors").json["errors"]?.array)
        #expect(
            errors.contains { $0["name"] == "unauthorized" && $0["status"] == 401 && $0["vendor"] == "htp" }
        )
        let assumptions = try #require(desk.call(.get, "/assumptions").json["assumptions"]?.array)
        let stock = try #require(assumptions.first { $0["name"] == "htp.stock" })
        #expect(stock["default"] == "at-sale")
        #expect(stock["alternatives"] == ["at-document"])
    }

    @Test func `names the program and its vendors`() {
        #expect(desk.call(.get, "/version").json == ["mockbay": .string(Build.version), "vendors": ["htp"]])
    }

    @Test func `describes every fault`() throws {
        var json = JSON.Writer()
        json.array { Listings.writeFaults(to: &$0) }
        let faults = try #require(try JSON.Value.parse(json.bytes).array)
        #expect(faults.map { $0["name"]?.string } == Fault.Kind.allCases.map(\.rawValue))
        #expect(faults.first { $0["name"] == "truncate" }?["default"] == "atBodyFraction 0.5")
        #expect(faults.first { $0["name"] == "reset" }?["commits"] == false)
    }
}

@Suite struct `The state in the control API` {
    let desk: Desk

    init() throws { desk = try Desk() }

    @Test func `comes by page`() throws {
        let first = desk.call(.get, "/bays/default/state/htp/users?limit=2").json
        let second = desk.call(.get, "/bays/default/state/htp/users?limit=2&offset=2").json
        let total = try #require(first["total"]?.int)
        #expect(first["offset"] == 0)
        #expect(first["limit"] == 2)
        #expect(first["records"]?.array?.count == 2)
        #expect(second["records"]?.array?.count == 2)
        #expect(first["records"] != second["records"])
        #expect(desk.call(.get, "/bays/default/state/htp/users?offset=\(total)").json["records"] == [])
    }

    @Test(arguments: ["/bays/default/state/htp/users/demo", "/bays/default/state/htp/users"])
    func `shows no password`(_ path: String) {
        let text = desk.call(.get, path).text
        #expect(text.contains(#""password":"fp_"#) && !text.contains(#""password":"demo""#))
    }

    @Test func `has records by key`() {
        let item = desk.call(.get, "/bays/default/state/htp/items/101-1-500001").json
        #expect(item["vendor_inventory_id"] == 500001)
        #expect(item["available_quantity"] == 10)
    }
}
