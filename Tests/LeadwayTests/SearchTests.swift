import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import Leadway

@Suite struct `A folded text` {
    @Test(arguments: [
        (["Medium T-shirt", "TSHIRT-MED"], "t-SHIRT", true),
        (["Medium T-shirt", "TSHIRT-MED"], "tshirt-med", true),
        (["Medium T-shirt", "TSHIRT-MED"], "shirttshirt", false),
        (["Medium T-shirt", "TSHIRT-MED"], "medium t-shirts", false),
        (["aaab"], "aab", true), (["abab"], "bab", true), (["ab"], "abc", false),
        ([""], "a", false), (["Große Tasse"], "GROSSE", false), (["CAFÉ"], "café", true),
        (["ÅÄÖ"], "äö", true),
    ])
    func `is found in, whatever the case`(_ texts: [String], _ wanted: String, _ isFound: Bool) {
        let text = texts.count == 2 ? folded(texts[0], texts[1]) : folded(texts[0])
        #expect((firstPlace(of: folded(wanted), in: text, from: 0) < text.count) == isFound)
    }
}

/// Searches over indexes against a model that looks at every record.
@Suite struct `A search of an inventory with hundreds of rows` {
    @Test func `finds what looking at each finds, in the same order`() throws {
        let bay = try LeadwayBay(limits: .off, prices: 400)
        let form = "client_id=mockbay-client&client_secret=mockbay-secret&grant_type=client_credentials"
        let agencyToken = try #require(bay.form(form).json["access_token"]?.string)
        var draws = Draws(3)
        var found = 0
        for round in 0..<80 {
            if round % 8 == 0 {
                let id = draws.pick(bay.inventory("&limit=100").ids) ?? ""
                let isTracked = draws.happens(atRate: 0.5)
                try bay.set("prices", id, ["sku": "ZQ-\(round)", "trackInventory": .bool(isTracked)])
            }
            let text = draws.pick(["black", "MED", "gen-1", "umbrella", "zq", "shirt", "e", "none"]) ?? ""
            var names: [String: String] = [:]
            for product in bay.records("products") ?? [] {
                names[product["_id"]?.string ?? ""] = product["name"]?.string
            }
            let accounts = draws.happens(atRate: 0.5) ? [account] : [account, otherAccount]
            let expected = (bay.records("prices") ?? []).filter { price in
                guard price["trackInventory"] == true else { return false }
                let product = names[price["product"]?.string ?? ""] ?? ""
                let texts = [price["name"]?.string ?? "", price["sku"]?.string ?? "", product]
                return accounts.contains(price["locationId"]?.string ?? "")
                    && texts.contains { $0.lowercased().contains(text.lowercased()) }
            }.sorted { one, other in
                let times = (one["updatedAt"]?.string ?? "", other["updatedAt"]?.string ?? "")
                return times.0 == times.1
                    ? (one["_id"]?.string ?? "") < (other["_id"]?.string ?? "") : times.0 > times.1
            }.map { $0["_id"]?.string ?? "" }
            let (offset, limit) = (draws.integer(in: 0...120), draws.integer(in: 1...60))
            let id = accounts.count == 1 ? account : agency
            let path = "/products/inventory?altId=\(id)&search=\(text)&offset=\(offset)&limit=\(limit)"
            let reply = bay.get(path, token: accounts.count == 1 ? "pit-demo" : agencyToken)
            #expect(reply.ids == Array(expected.dropFirst(offset).prefix(limit)), "\(path)")
            #expect(reply.json["total"]?["total"]?.int == expected.count, "\(path)")
            found += reply.ids.count
        }
        #expect(found > 300, "the questions are worth asking")
    }
}

@Suite struct `A stock update that was tampered with` {
    @Test(arguments: 0..<4)
    func `is made as a whole or not at all`(_ seed: Int) throws {
        let bay = try LeadwayBay(limits: .off)
        let ids = bay.inventory("&limit=2").ids
        let whole = Array(
            (#"{"altId": "\#(account)", "altType": "location", "items": [{"priceId": "\#(ids[0])", "#
                + #""availableQuantity": 5, "allowOutOfStockPurchases": true}, {"priceId": "\#(ids[1])", "availableQuantity": 1}]}"#)
                .utf8
        )
        let pieces = [
            "-", "1e999", "null", "\"\"", "[", "}", ",", "1e-5", "\\u0000", "true", "{}",
            "99999999999999999999",
        ]
        var draws = Draws(UInt64(seed))
        for _ in 0..<150 {
            var body = whole
            for _ in 0...draws.integer(in: 0...2) {
                let at = draws.integer(in: 0...body.count - 1)
                switch draws.integer(in: 0...2) {
                case 0: body.remove(at: at)
                case 1: body[at] = UInt8(truncatingIfNeeded: draws.next())
                default:
                    let piece = draws.pick(pieces) ?? ""
                    body.replaceSubrange(at..<min(at + 3, body.count), with: piece.utf8)
                }
            }
            let before = ids.map { bay.record("prices", $0) }
            let reply = bay.send(.post, "/products/inventory", body: body).response
            #expect([201, 400, 403, 422].contains(reply.status))
            if reply.status != 201 { #expect(ids.map { bay.record("prices", $0) } == before) }
            #expect(reply.json["statusCode"]?.int == (reply.status == 201 ? nil : reply.status))
        }
    }
}
