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
