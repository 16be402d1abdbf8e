import Foundation
import FoundationNetworking
import Mockbay
import Testing

// How a package tests its own client against the vendors. In its Package.swift:
//
//     dependencies: [.package(url: "…/mockbay.git", branch: "main")],
//     …
//     .testTarget(name: "ShopTests", dependencies: ["Shop", .product(name: "Mockbay", package: "mockbay")]),

/// The client under test. It knows nothing of Mockbay: it is told a URL and credentials, as it is in production.
struct PartsClient: Sendable {
    let url: String
    let user: String
    let password: String
    /// Whether it finds out what became of an order before it sends that again.
    var isCareful = true

    struct Refused: Error, Equatable {
        let status: Int
    }

    func stock(of item: String) async throws -> Int {
        let reply = try await call("GET", "inventory/details/\(item)")
        let details = try JSONDecoder().decode(Details.self, from: reply)
        // The vendor writes its numbers as texts.
        return Int(details.available_quantity) ?? 0
    }

    /// Buys one piece, once: also where the reply to the order is lost.
    func buy(_ item: String, order: String) async throws {
        let before = try await stock(of: item)
        do {
            try await sell(item, order)
        } catch is URLError {
            if isCareful, try await stock(of: item) < before { return }
            try await sell(item, order)
        }
    }

    private func sell(_ item: String, _ order: String) async throws {
        let parts = item.split(separator: "/")
        _ = try await call(
            "POST",
            "sale/create",
            """
            {"po_number": "\(order)", "line_items": [{"vendor_id": \(parts[0]), "vendor_store": \(parts[1]),
              "vendor_inventory_id": \(parts[2]), "price": "100.00"}]}
            """
        )
    }

    private func call(_ method: String, _ path: String, _ body: String? = nil) async throws -> Data {
        guard let url = URL(string: "\(url)/\(path)") else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.httpBody = body.map { Data($0.utf8) }
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        let credentials = Data("\(user):\(password)".utf8).base64EncodedString()
        request.setValue("Basic \(credentials)", forHTTPHeaderField: "Authorization")
        let (data, response) = try await URLSession.shared.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard 200..<300 ~= status else { throw Refused(status: status) }
        return data
    }

    private struct Details: Decodable {
        let available_quantity: String
    }
}

/// One server for all tests, started by the first that needs it.
private let mockbay = Task { try await Mockbay.start() }

@Suite struct `A parts client` {
    /// A world of its own for each test: they run in parallel and do not see each other.
    let bay: Mockbay.Bay
    let client: PartsClient

    init() async throws {
        bay = try await mockbay.value.bay()
        client = PartsClient(url: bay.htp.url, user: bay.htp.user, password: bay.htp.password)
    }

    @Test func `buys what is there`() async throws {
        try await client.buy("101/1/500001", order: "PO-1")
        #expect(try await client.stock(of: "101/1/500001") == 9)

        // What the vendor remembers, and what it was asked.
        #expect(try bay.records("htp.sales").map { $0["po_number"] } == ["PO-1"])
        #expect(
            try bay.journal().map(\.operation) == [
                "htp.inventory.details", "htp.sale.create", "htp.inventory.details",
            ]
        )
    }

    @Test func `sees the last piece go`() async throws {
        try bay.set("htp.items/101-1-500001", ["available_quantity": 1])
        try await client.buy("101/1/500001", order: "PO-2")
        #expect(try bay.record("htp.items/101-1-500001")["available_quantity"] == 0)
    }

    @Test func `is told what is not there`() async throws {
        try bay.remove("htp.items/101-1-500001")
        await #expect(throws: PartsClient.Refused(status: 404)) {
            try await client.stock(of: "101/1/500001")
        }
    }
}

@Suite struct `A parts client that is cut off` {
    /// The sale is committed, and the connection dies before the reply is there. Ordinarily a file:
    /// `.file("Tests/Scenarios/cut-off.json5")`.
    static let cutOff = Mockbay.Scenario.text(
        """
        {
          "scenario": 1,
          "name": "cut off after the sale",
          "flow": {
            "htp.sale.create": [{ "calls": 1, "fault": { "reset": { "afterBodyBytes": 16 }, "commit": true } }],
          },
          "expect": [
            { "name": "the order is placed", "collection": "htp.sales", "count": { "min": 1 } },
            { "name": "nothing is bought twice", "collection": "htp.sales", "no-duplicates": "po_number" },
          ],
        }
        """
    )

    let bay: Mockbay.Bay
    let client: PartsClient

    init() async throws {
        bay = try await mockbay.value.bay(scenario: Self.cutOff)
        client = PartsClient(url: bay.htp.url, user: bay.htp.user, password: bay.htp.password)
    }

    @Test func `does not buy twice`() async throws {
        try await client.buy("101/1/500001", order: "PO-3")
        // Fails the test, with all that happened, where the client did not do as the scenario expects.
        try await bay.verify()
    }

    @Test func `is found out if it does`() async throws {
        var careless = client
        careless.isCareful = false
        try await careless.buy("101/1/500001", order: "PO-4")
        let unmet = await #expect(throws: Mockbay.Unmet.self) { try await bay.verify() }
        #expect(unmet?.verdicts.map(\.name) == ["nothing is bought twice"])
    }
}
