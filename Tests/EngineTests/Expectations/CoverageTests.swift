import Engine
import HTTP
import JSON
import Testing

@Suite struct Coverages {
    private func met(_ client: Client, _ operation: String) -> [String] {
        let line = client.bays.default.coverage.lines.first { $0.operation == operation }
        return line?.outcomes.filter(\.isMet).map(\.name) ?? ["no such operation"]
    }

    @Test func `begin at nothing`() throws {
        let coverage = try Bench.client().bays.default.coverage
        #expect(coverage.percentage == 0)
        #expect(coverage.met == 0)
        #expect(coverage.lines.flatMap(\.outcomes).allSatisfy { !$0.isMet })
    }

    @Test func `know what a client has met`() throws {
        let client = try Bench.client(
            """
            {"scenario": 1, "flow": {
                "toys.sale.create": [{"calls": 1, "fault": {"reset": {}}}, {"calls": 1, "fault": {"empty": {}}}],
                "toys.shelf.*": [{"calls": 1, "reply": {"error": "unauthorized"}}]}}
            """
        )
        _ = client.sell()
        _ = client.get("/v1/toys")
        _ = client.get("/v1/toys/99")
        _ = client.send(.post, "/v1/sales", fields: [("X-Mockbay-Error", "sold_out")])
        #expect(met(client, "toys.sale.create") == ["sold_out", "reset"])
        #expect(met(client, "toys.shelf.list") == ["unauthorized"])
        #expect(met(client, "toys.shelf.get") == ["not_found"])
        #expect(met(client, "toys.shelf.create") == [])
        let coverage = client.bays.default.coverage
        // Of toys: 2 of the list, 2 of one toy, 1 of making one, 2 of sales and the 2 faults that are planned.
        #expect(coverage.all == 9 && coverage.met == 4)
        #expect(coverage.summary == "44.4 % (4 of 9 outcomes)")
        #expect(coverage.text.contains("toys.sale.create  2/4  met: sold_out, reset  not met: 201, empty\n"))
        #expect(!coverage.text.contains("games."), "nobody called them")
    }

    @Test func `are merged over runs`() throws {
        let one = try Bench.client()
        _ = one.get("/v1/toys")
        let other = try Bench.client()
        _ = other.get("/v1/toys/99")
        let merged = one.bays.default.coverage.merging(other.bays.default.coverage)
        #expect(merged.met == 2)
        #expect(merged.lines.reduce(0) { $0 + $1.calls } == 2)
        #expect(merged.merging(one.bays.default.coverage).met == 2)
    }

    @Test func `write themselves as JSON`() throws {
        let client = try Bench.client()
        _ = client.get("/v1/toys")
        var json = JSON.Writer()
        client.bays.default.coverage.write(to: &json)
        let value = try JSON.Value.parse(json.bytes)
        #expect(value["met"] == 1 && value["of"] == 7)
        #expect(value["percentage"]?.number?.text == "14.2")
        #expect(
            value["operations"]?.array?.first == [
                "operation": "toys.shelf.list", "calls": 1,
                "outcomes": [
                    ["kind": "success", "name": "200", "met": true],
                    ["kind": "error", "name": "unauthorized", "met": false],
                ],
            ]
        )
    }
}
