import Foundation
import Mockbay
import Support
import Testing

/// One server for the suites of this file.
private let shared = Task { try await Mockbay.start(clock: .manual, loops: 2) }

@Suite(.timeLimit(.minutes(10))) struct `A bay in the process` {
    let mockbay: Mockbay
    let bay: Mockbay.Bay

    init() async throws {
        mockbay = try await shared.value
        bay = try mockbay.bay()
    }

    @Test func `has URLs and credentials that lead into it`() throws {
        #expect(bay.url == "\(mockbay.url)/~\(bay.name)")
        #expect(bay.autoleap.url.hasSuffix("/~\(bay.name)/v2"))
        #expect(bay.autosync.url.hasSuffix("/~\(bay.name)/v1"))
        #expect(bay.htp.url == "\(mockbay.htp.url)/~\(bay.name)")
        #expect(bay.leadway.url == "\(mockbay.leadway.url)/~\(bay.name)")
        #expect(bay.htp.user == "demo~\(bay.name)")
        #expect(bay.htp.password == "demo")
        #expect(bay.autosync.apiKey == "sk_live_demo~\(bay.name)")
        #expect(bay.autoleap.partnerID == "PARTNER-DEMO~\(bay.name)")
        #expect(bay.leadway.token == "pit-demo~\(bay.name)")
        #expect(mockbay.htp.user == "demo")
    }

    @Test func `is like no other`() throws {
        let other = try mockbay.bay()
        #expect(bay.htp.sell() == 200)
        #expect(try bay.stock() == 9)
        #expect(try other.stock() == 10)
        #expect(try other.journal().isEmpty)
    }

    @Test func `is found by its name`() throws {
        let one = try mockbay.bay(named: "found-by-name")
        one.htp.sell()
        #expect(try mockbay.bay(named: "found-by-name").stock() == 9)
        #expect(throws: Mockbay.Problem.self) {
            try mockbay.bay(named: "found-by-name", scenario: .text(#"{"scenario": 1}"#))
        }
        #expect(throws: Mockbay.Problem.self) { try mockbay.bay(named: "no name") }
    }

    @Test func `has a clock that is moved by hand`() async throws {
        let start = Date(timeIntervalSince1970: 1_772_438_400)
        try await bay.clock.set(to: start)
        try await bay.clock.advance(by: .milliseconds(61_250))
        #expect(try bay.clock.now == start.addingTimeInterval(61.25))
        try await bay.clock.scale(to: 1000)
        try await bay.clock.freeze()
        let frozen = try bay.clock.now
        #expect(try bay.clock.now == frozen)
        try await bay.clock.resume()
        await #expect(throws: Mockbay.Problem.self) { try await bay.clock.scale(to: 0) }
    }

    @Test func `starts over, is copied, and comes back`() throws {
        let before = try bay.snapshot()
        bay.htp.sell()
        let copy = try bay.fork()
        copy.htp.sell("PO-2")
        #expect(try copy.stock() == 8)
        #expect(try bay.stock() == 9)
        try bay.restore(before)
        #expect(try bay.stock() == 10)
        #expect(try bay.journal().count == 1)
        try bay.reset()
        #expect(try bay.journal().isEmpty)
    }

    @Test func `shows its state, and lets it be changed`() throws {
        let item = "htp.items/\(Mockbay.HTP.item)"
        try bay.set(item, ["available_quantity": 3])
        #expect(try bay.record(item)["available_quantity"] == 3)
        #expect(bay.htp.details()?.body.contains(#""available_quantity":"3""#) == true)
        let customers = try bay.records("autosync.customers")
        #expect(customers.count > 60)
        try bay.remove("autosync.customers/42")
        #expect(try bay.records("autosync.customers").count == customers.count - 1)
    }

    @Test(arguments: [
        ("htp.items", "'htp.items' names no record; one is named such as htp.items/101-1-500001"),
        ("items/1", "'items' names no collection; write it such as htp.items/101-1-500001"),
        ("htq.items/1", "unknown vendor 'htq'; did you mean 'htp'?"),
        ("htp.item/1", "unknown collection 'item'; did you mean 'items'?"),
    ])
    func `says what is wrong with the name of a record`(_ name: String, _ says: String) {
        let problem = #expect(throws: Mockbay.Problem.self) { try bay.record(name) }
        #expect(problem?.description == says)
    }

    @Test func `remembers what was said, and why`() throws {
        bay.htp.sell("PO-7")
        _ = bay.htp.details()
        let sale = try #require(try bay.journal(of: "htp.sale.create").first)
        #expect(sale.number == 1)
        #expect(sale.method == "POST")
        #expect(sale.target == bay.htp.path("/sale/create"))
        #expect(sale.status == 200)
        #expect(sale.requestBody["po_number"] == "PO-7")
        #expect(try bay.journal(since: 1).map(\.operation) == ["htp.inventory.details"])
        #expect(try bay.explanation(of: 1).contains("htp.sale.create"))
        #expect(throws: Mockbay.Problem.self) { try bay.explanation(of: 3) }
    }

    @Test func `sends webhooks`() throws {
        let receiver = Receiver()
        let bay = try mockbay.bay(
            scenario: .text(
                """
                {"scenario": 1, "given": {"webhooks": [
                    {"vendor": "autosync", "url": "http://127.0.0.1:\(receiver.port)/hook"}]}}
                """
            )
        )
        try bay.sendWebhook("payment.received", of: "autosync.payments/1")
        let guest = try #require(receiver.accept())
        #expect(guest.request().contains("payment.received"))
        guest.send("HTTP/1.1 204 No Content\r\n\r\n")
        let problem = #expect(throws: Mockbay.Problem.self) {
            try self.bay.sendWebhook("payment.received", of: "autosync.payments/1")
        }
        #expect(problem?.description.hasPrefix("nobody in '\(self.bay.name)' has subscribed") == true)
    }

    @Test func `is gone once it is removed`() throws {
        try bay.remove()
        let problem = #expect(throws: Mockbay.Problem.self) { try bay.reset() }
        #expect(problem?.lines == ["there is no bay '\(bay.name)'"])
    }
}

@Suite(.timeLimit(.minutes(10))) struct `A scenario in the process` {
    private static let text = """
        {
          "scenario": 1,
          "flow": { "htp.sale.create": [{ "calls": 1, "reply": { "error": "server_error" } }] },
          "expect": [
            { "name": "it is tried again", "op": "htp.sale.create", "calls": { "min": 2 } },
            { "flow": "consumed" },
          ],
        }
        """

    @Test func `is verified`() async throws {
        let bay = try await shared.value.bay(scenario: .text(Self.text))
        #expect(bay.htp.sell() == 500)
        let unmet = await #expect(throws: Mockbay.Unmet.self) { try await bay.verify() }
        #expect(unmet?.verdicts.map(\.name) == ["it is tried again"])
        #expect(unmet?.verdicts.first?.place == "scenario:5:5")
        // The description is what a test shows that lets the error through.
        let description = unmet?.description ?? ""
        #expect(description.hasPrefix("1 of 2 expectations failed in the bay '\(bay.name)'\n"))
        #expect(description.contains("FAILED it is tried again (scenario:5:5)\n"))
        #expect(description.contains(unmet?.verdicts.first?.message.split(separator: "\n").first ?? "-"))
        #expect(bay.htp.sell() == 200)
        try await bay.verify()
        #expect(try await bay.verdicts().map(\.passed) == [true, true])
    }

    @Test func `is verified by others' expectations`() async throws {
        let bay = try await shared.value.bay()
        bay.htp.sell()
        try await bay.verify([["op": "htp.sale.create", "calls": ["exactly": 1]]])
        await #expect(throws: Mockbay.Unmet.self) {
            try await bay.verify([["never": "htp.sale.create"]])
        }
        let problem = await #expect(throws: Mockbay.Problem.self) {
            try await bay.verify([["never": "htp.sale.crate"]])
        }
        #expect(problem?.description.hasPrefix("expectations:1:") == true)
    }

    @Test func `may become true while it is verified`() async throws {
        let bay = try await shared.value.bay()
        async let verified: Void = bay.verify([
            ["collection": "htp.sales", "count": ["min": 2], "within": "30s"]
        ])
        bay.htp.sell()
        bay.htp.sell("PO-2")
        try await verified
    }

    @Test func `names all its problems by their places`() async throws {
        let wrong = Mockbay.Scenario.text("{\"scenario\": 1,\n \"nmae\": \"x\",\n \"seed\": -1}")
        let lines = [
            "scenario:2:2: unknown key 'nmae' in a scenario; did you mean 'name'?", "scenario:3:10: ",
        ]
        for problem in [
            await #expect(throws: Mockbay.Problem.self) { try await Mockbay.start(scenario: wrong) },
            await #expect(throws: Mockbay.Problem.self) { try await shared.value.bay(scenario: wrong) },
        ] {
            #expect(problem?.lines.count == 2)
            #expect(problem?.lines.first == lines[0])
            #expect(problem?.lines.last?.hasPrefix(lines[1]) == true)
        }
    }

    @Test func `is a file, with those it extends`() async throws {
        let folder = try Folder()
        let base = try folder.put("base.json5", Self.text)
        let path = try folder.put("a.json5", #"{"scenario": 1, "extends": "base.json5"}"#)
        for scenario in [Mockbay.Scenario.file(path), .file(URL(fileURLWithPath: path))] {
            let bay = try await shared.value.bay(scenario: scenario)
            #expect(bay.htp.sell() == 500)
            #expect(try await bay.verdicts().first?.place == "\(base):5:5")
        }
        let problem = await #expect(throws: Mockbay.Problem.self) {
            try await Mockbay.start(scenario: .file("/nowhere.json5"))
        }
        #expect(problem?.lines == ["/nowhere.json5: No such file or directory"])
    }

    @Test func `is not the only thing that can be wrong`() async {
        let generation = await #expect(throws: Mockbay.Problem.self) {
            try await Mockbay.start(generate: ["htp.item": 1])
        }
        #expect(
            generation?.lines == ["generate: unknown collection 'htp.item'; did you mean 'htp.items'?"]
        )
        let unmade = await #expect(throws: Mockbay.Problem.self) {
            try await Mockbay.start(generate: ["htp.sale": 1])
        }
        #expect(
            unmade?.lines == ["generate: unknown collection 'htp.sale'; there are htp.items, htp.endusers"]
        )
        await #expect(throws: Mockbay.Problem.self) { try await Mockbay.start(generate: ["items": 1]) }
        await #expect(throws: Mockbay.Problem.self) { try await Mockbay.start(clock: .scaled(0)) }
    }
}
