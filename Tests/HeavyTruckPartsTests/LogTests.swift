import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import HeavyTruckParts

@Suite struct `Logging` {
    let bay: HTPBay

    init() throws { bay = try HTPBay() }

    @Test(arguments: ["part_request", "part_inquiry", "phone_call", "email"], [HTTP.Method.put, .post])
    func `takes any object by PUT and POST alike`(_ kind: String, _ method: HTTP.Method) throws {
        let body = #"{"contact": {"contact": "Pat"}, "anything": [1.50, null], "vendor_sku": "T1001"}"#
        let reply = bay.send(method, "/enduser/log/\(kind)", body: body).response
        #expect(reply.status == 200)
        #expect(reply.text == #"{"success":true}"#)
        let entry = try #require(bay.record("logs", "1"))
        #expect(entry["kind"] == .string(kind))
        #expect(entry["user"] == "demo")
        #expect(entry["timestamp"] == "2026-03-02 08:00:00")
        #expect(entry["body"] == (try JSON.Value.parse(body)))
        #expect(bay.count(of: "logs") == 1)
    }

    @Test func `numbers its entries and dates them by the bay's clock`() {
        _ = bay.post("/enduser/log/email", body: "{}")
        bay.advance(by: .seconds(90))
        _ = bay.post("/enduser/log/email", body: "{}")
        #expect(bay.record("logs", "2")?["timestamp"] == "2026-03-02 08:01:30")
    }

    @Test func `keeps the last of values under one key`() {
        _ = bay.post("/enduser/log/email", body: #"{"a": 1, "b": {"c": 1, "c": 2}, "a": "é"}"#)
        #expect(bay.record("logs", "1")?["body"] == ["a": "é", "b": ["c": 2]])
    }

    struct Refused: CustomTestStringConvertible {
        var why: String
        var method = HTTP.Method.post
        var kind = "email"
        var user: String? = "demo"
        var body: String?
        var status: Int
        var testDescription: String { why }
    }

    @Test(arguments: [
        Refused(why: "an array", body: "[]", status: 400),
        Refused(why: "a text", body: #""hello""#, status: 400),
        Refused(why: "single quotes, as the seed prints it", body: "{'contact': {}}", status: 400),
        Refused(why: "a comma too many, as the seed prints it", body: #"{"comments": "x",}"#, status: 400),
        Refused(why: "no body", status: 400),
        Refused(why: "an unknown kind", kind: "fax", body: "{}", status: 404),
        Refused(why: "GET", method: .get, status: 405),
        Refused(why: "no credentials", user: nil, body: "{}", status: 401),
    ])
    func `refuses and keeps nothing`(_ row: Refused) {
        let reply = bay.send(row.method, "/enduser/log/\(row.kind)", as: row.user, body: row.body).response
        #expect(reply.status == row.status)
        #expect(bay.count(of: "logs") == 0)
    }
}
