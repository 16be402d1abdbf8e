import Engine
import HTTP
import JSON
import Synchronization
import Testing

@testable import Control

@Suite struct `An explanation` {
    let desk: Desk

    init() throws { desk = try Desk() }

    private func explain(_ number: Int) -> JSON.Value {
        desk.call(.get, "/bays/default/journal/\(number)/explain").json
    }

    private func outcomes(_ explanation: JSON.Value) -> [String]? {
        explanation["checks"]?.array?.map { "\($0["name"]?.string ?? ""): \($0["outcome"]?.string ?? "")" }
    }

    private static let good = #""headers": {"Authorization": "Basic ZGVtbzpkZW1v"}"#

    @Test func `names bay, operation and checks`() {
        desk.vendor(.get, "/inventory/details/101/1/500001")
        let explanation = explain(1)
        #expect(explanation["bay"]?["name"] == "default")
        #expect(explanation["bay"]?["because"] == "the request names none, which is the bay 'default'")
        #expect(explanation["operation"] == "htp.inventory.details")
        #expect(explanation["tried"] == false)
        #expect(outcomes(explanation) == ["credential: passed", "rateLimit: passed", "documents: passed"])
        #expect(explanation["exchange"] == desk.call(.get, "/bays/default/journal/1").json)
    }

    @Test func `says how the bay was named`() {
        desk.vendor(.get, "/inventory/details/101/1/500001", in: "ci")
        let explanation = desk.call(.get, "/bays/ci/journal/1/explain").json
        #expect(explanation["bay"]?["because"] == "named by path prefix")
        #expect(explanation["operation"] == "htp.inventory.details")
    }

    @Test func `names the check that refused, also after the limit has changed`() {
        _ = desk.call(
            .put,
            "/bays/default/scenario",
            #"{"scenario": 1, "given": {"limits": {"htp": {"requests": 1, "per": "10s"}}}}"#
        )
        desk.vendor(.get, "/inventory/details/101/1/500001")
        desk.vendor(.get, "/inventory/details/101/1/500001")
        _ = desk.call(.post, "/bays/default/clock", #"{"action": "advance", "by": "1h"}"#)
        #expect(
            outcomes(explain(2)) == ["credential: passed", "rateLimit: refused", "documents: not reached"]
        )
        #expect(explain(2)["reasons"] == ["the vendor's check 'rateLimit' refused the call"])
    }

    @Test func `names the nearest operations where none was meant`() {
        desk.vendor(.get, "/inventory/detials/101/1/500001")
        let nearest = explain(1)["nearest"]?.array?.first
        #expect(explain(1)["operation"] == .some(.null))
        #expect(nearest?["operation"] == "htp.inventory.details")
        #expect(nearest?["differs"] == "'details' stands where the request has 'detials'")
        desk.vendor(.post, "/inventory/details/101/1/500001", "{}")
        #expect(explain(2)["nearest"]?.array?.first?["differs"] == "the method is GET")
    }

    @Test func `tells the step that was used and what kept others from it`() throws {
        let scenario = """
            {"scenario": 1, "flow": {
              "htp.*": [{"calls": "rest", "reply": {"status": 500, "body": {}}}],
              "htp.inventory.details": [
                {"calls": "rest", "when": {"path": {"item": "7"}, "header": {"X-Try": "2"}}, "reply": {"status": 418, "body": {}}},
                {"calls": 1, "reply": {"status": 503, "body": {}}}]}}
            """
        #expect(desk.call(.put, "/bays/default/scenario", scenario).status == 200)
        #expect(desk.vendor(.get, "/inventory/details/101/1/500001").status == 503)
        let explanation = explain(1)
        let rules = try #require(explanation["rules"]?.array)
        #expect(rules.map { $0["selector"] } == ["htp.inventory.details", "htp.*"])
        #expect(rules.map { $0["counts"] } == [true, false])
        let steps = try #require(rules[0]["steps"]?.array)
        #expect(steps.map { $0["outcome"] } == ["differs", "used"])
        #expect(
            steps[0]["differences"] == [
                ["field": "header.X-Try", "wanted": "2", "found": nil],
                ["field": "path.item", "wanted": "7", "found": "500001"],
            ]
        )
        #expect(outcomes(explanation)?.allSatisfy { $0.hasSuffix("not reached") } == true)
        let text = desk.call(
            .get,
            "/bays/default/journal/1/explain",
            fields: [("Accept", "text/plain")]
        )
        #expect(text.delivery.response.contentType == .text)
        #expect(text.text.contains("path.item wants \"7\", the call has \"500001\""))
        #expect(text.text.hasPrefix("#1 GET /htp/inventory/details/101/1/500001 was answered 503\n"))
    }

    @Test func `of a request that is only tried leaves no trace`() {
        let cart = sale.replacing("\n", with: "")
        let body =
            #"{"vendor": "htp", "method": "POST", "path": "/sale/create", \#(Self.good), "body": \#(cart)}"#
        let tried = desk.call(.post, "/bays/default/explain", body)
        #expect(tried.status == 200)
        #expect(tried.json["tried"] == true)
        #expect(tried.json["operation"] == "htp.sale.create")
        #expect(tried.json["exchange"]?["response"]?["status"] == 200)
        #expect(desk.call(.get, "/bays/default/state/htp/sales").json["total"] == 0)
        #expect(desk.call(.get, "/bays/default/journal").json["entries"] == [])
        let real = desk.vendor(.post, "/sale/create", sale)
        #expect(real.json == tried.json["exchange"]?["response"]?["body"], "the same draws")
    }

    @Test func `of a request that is only tried uses no step up`() {
        let scenario = """
            {"scenario": 1, "flow": {"htp.inventory.details": [{"calls": 1, "reply": {"status": 418, "body": {}}}]}}
            """
        _ = desk.call(.put, "/bays/default/scenario", scenario)
        let body = #"{"vendor": "htp", "path": "/inventory/details/101/1/500001", \#(Self.good)}"#
        for _ in 0..<2 {
            let tried = desk.call(.post, "/bays/default/explain", body).json
            #expect(tried["exchange"]?["response"]?["status"] == 418)
        }
        #expect(desk.vendor(.get, "/inventory/details/101/1/500001").status == 418)
    }

    @Test(arguments: [
        (#"{"path": "/x"}"#, "bad_body"), (#"{"vendor": "hpt", "path": "/x"}"#, "unknown_vendor"),
        (#"{"vendor": "htp"}"#, "bad_body"), (#"{"vendor": "htp", "path": "x y"}"#, "bad_request"),
        (#"{"vendor": "htp", "path": "/x HTTP/1.1\r\n\r\nGET /y"}"#, "bad_request"),
        (#"{"vendor": "htp", "path": "/x", "headers": {"A": 1}}"#, "bad_body"),
        (#"{"vendor": "htp", "path": "/x", "headers": {"A b": "1"}}"#, "bad_request"),
    ])
    func `is not given of what is no request`(_ body: String, _ code: String) {
        #expect(desk.call(.post, "/bays/default/explain", body).code == code)
    }

    @Test func `is not given of an exchange that is not there`() {
        #expect(desk.call(.get, "/bays/default/journal/9/explain").code == "unknown_exchange")
    }
}

@Suite struct `The server's own routes` {
    @Test func `count calls for Prometheus`() throws {
        let desk = try Desk()
        desk.vendor(.get, "/inventory/details/101/1/500001")
        desk.vendor(.get, "/inventory/details/101/1/1")
        desk.vendor(.get, "/nowhere")
        let reply = desk.call(.get, "/metrics")
        #expect(reply.delivery.response.contentType == .metrics)
        let lines = reply.text.split(separator: "\n").map(String.init)
        func count(_ operation: String, _ status: String) -> String {
            "mockbay_requests_total{vendor=\"htp\",operation=\"\(operation)\",status=\"\(status)\"} 1"
        }
        #expect(lines.contains(count("htp.inventory.details", "2xx")))
        #expect(lines.contains(count("htp.inventory.details", "4xx")))
        #expect(lines.contains(count("", "4xx")))
        #expect(lines.contains("mockbay_journal_entries 3"))
        #expect(lines.allSatisfy { $0.hasPrefix("mockbay_") || $0.hasPrefix("# ") })
    }

    @Test func `end it where they may`() throws {
        #expect(try Desk().call(.post, "/shutdown").status == 409)
        let ended = Flag()
        var settings = ControlAPI.Settings()
        settings.onShutdown = { ended.set() }
        #expect(try Desk(settings).call(.post, "/shutdown").status == 202)
        #expect(ended.isSet)
    }

    @Test func `publish the contract`() throws {
        let desk = try Desk()
        let document = desk.call(.get, "/openapi/htp.json").json
        #expect(document["openapi"] == "3.1.0")
        #expect(document["servers"]?.array?.first?["url"] == "http://127.0.0.1:4603")
        let details = document["paths"]?["/inventory/details/{vendor}/{store}/{item}"]?["get"]
        #expect(details?["operationId"] == "htp.inventory.details")
        #expect(details?["parameters"]?.array?.first?["name"] == "vendor")
        #expect(details?["responses"]?["200"] != nil)
        #expect(details?["responses"]?["404"] != nil)
        #expect(details?["security"] == [["user": []]])
        let operations = Desk.mounts[0].operations.flatMap(\.bindings).count
        let written = document["paths"]?.object?.reduce(0) { $0 + ($1.value.object?.count ?? 0) }
        #expect(written == operations)
        #expect(desk.call(.get, "/openapi/hpt.json").code == "unknown_document")
    }
}

private final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .acquiring) }
    func set() { value.store(true, ordering: .releasing) }
}
