import Engine
import Foundation
import Hosting
import JSON
import Testing

@testable import Command

@Suite struct `The JSON Schema of scenarios` {
    private static let validator = SchemaValidator(root: ScenarioSchema(Vendors.mounts).json)
    private var validator: SchemaValidator { Self.validator }
    /// Read once: a start is a value.
    private static let base = Result { () throws(StartProblem) in try BaseWorld(Vendors.mounts).start }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Scenarios").path

    static let files: [String] = (try? Files.jsonFiles(in: folder)) ?? []

    @Test func `has a folder of scenarios to be tried on`() {
        #expect(Self.files.count >= 30)
    }

    @Test(arguments: files)
    func `accepts what is in the folder`(_ file: String) throws {
        let value = try JSON.Value.parse(Files.contents(of: file, atMost: 1 << 20), dialect: .lenient)
        #expect(validator.problem(with: value) == nil)
    }

    private static func flow(_ step: String, _ selector: String = "autosync.shops.list") -> String {
        #"{"scenario": 1, "flow": {"\#(selector)": [\#(step)]}}"#
    }

    private static func action(_ action: String) -> String { flow(#"{"before": [\#(action)]}"#) }

    static let accepted = [
        #"{"scenario": 1, "$schema": "x", "name": "n", "about": "a", "tags": ["t"], "seed": 18446744073709551615}"#,
        #"{"scenario": 1, "clock": {"start": "2026-03-02T08:00:00Z", "mode": "scaled", "speed": 20}}"#,
        #"{"scenario": 1, "clock": {"start": "2026-03-02T08:00:00Z"}, "expect": [{"unmatched": 0}]}"#,
        #"{"scenario": 1, "given": {"records": {"htp.items/101-1-500001": {"available_quantity": 1}}, "remove": ["autosync.customers/42"]}}"#,
        #"{"scenario": 1, "given": {"generate": {"htp.items": 10}, "assume": {"autosync.envelope": "data-only"}}}"#,
        #"{"scenario": 1, "given": {"limits": {"autosync": {"requests": 5, "per": "60s"}, "htp": "off", "autoleap": {"GET": {"requests": 5, "per": "60s"}}}}}"#,
        #"{"scenario": 1, "given": {"auth": {"autosync": [{"key": "k", "shops": [1], "scopes": ["customers:read"]}], "leadway": [{"token": "t", "account": "6578278e879ad2646715ba9c"}]}}}"#,
        #"{"scenario": 1, "given": {"webhooks": [{"vendor": "autosync", "url": "http://127.0.0.1:9000/hook", "events": ["*"], "shop_id": 1, "faults": [{"event": "*", "calls": 1, "fault": "late", "by": "5s"}]}]}}"#,
        flow(
            #"{"calls": "rest", "when": {"query": {"page": 2}, "header": {"X": "y"}, "path": {"shop_id": "2"}, "body": {}, "record": "autosync.customers/42", "has": {}, "attempt": 2}}"#,
            "autosync.workorders.*"
        ),
        flow(
            #"{"for": "10s", "from": "first-call", "reply": {"error": "rate_limited"}, "delay": "1s"}"#,
            "*"
        ),
        flow(
            #"{"until": {"record": "autosync.customers/42", "has": {"first_name": "Ready"}}, "fault": {"reset": {"afterBodyBytes": 64}, "commit": true}}"#,
            "autosync.*"
        ),
        flow(
            #"{"reply": {"status": 503, "headers": {"Retry-After": 1}, "body": null}, "delay": {"uniform": {"min": "1s", "max": "2s"}}}"#
        ),
        flow(#"{"reply": {"patch": {"a": null}}, "delay": {"lognormal": {"median": "1s", "sigma": 0.5}}}"#),
        flow(
            #"{"fault": {"drip": {"bytesPerSecond": 200, "afterHeaders": true}}, "delay": {"normal": {"mean": "1s", "deviation": "1s"}}}"#
        ),
        action(#"{"as": "rival", "call": "htp.sale.create", "with": {"item": "101-1-500001"}}"#),
        action(
            #"{"set": {"autosync.customers/42": {"first_name": "Zoe"}}}, {"remove": "autosync.customers/42"}, {"remove": ["autosync.customers/42"]}"#
        ),
        action(
            #"{"auth": "expire", "of": "autoleap"}, {"limit": {"htp": "off"}}, {"webhook": "payment.received", "of": "autosync.payments/1"}, {"advance": "1h"}"#
        ),
        #"{"scenario": 1, "at": {"+30s": [{"advance": "1h"}]}, "extends": ["a.json5", "../b.json5"]}"#,
        #"{"scenario": 1, "chaos": [{"name": "flaky", "on": "autosync.*", "rate": 0.05, "reply": {"error": "server_error"}, "max": 10}], "extends": "a"}"#,
    ]

    @Test(arguments: accepted)
    func `accepts`(_ text: String) throws {
        #expect(validator.problem(with: try JSON.Value.parse(text)) == nil)
    }

    static let refused = [
        "[]", "{}", #"{"scenario": 2}"#, #"{"scenario": 1, "flwo": {}}"#, #"{"scenario": 1, "seed": -1}"#,
        #"{"scenario": 1, "tags": "t"}"#, #"{"scenario": 1, "clock": {"mode": "fast"}}"#,
        #"{"scenario": 1, "clock": {"mode": "scaled"}}"#,
        #"{"scenario": 1, "clock": {"mode": "manual", "speed": 2}}"#,
        #"{"scenario": 1, "extends": []}"#, #"{"scenario": 1, "extends": "/a"}"#,
        #"{"scenario": 1, "extends": "http://a.example/b"}"#, #"{"scenario": 1, "given": {"record": {}}}"#,
        #"{"scenario": 1, "given": {"records": {"htp.item/1": {}}}}"#,
        #"{"scenario": 1, "given": {"records": {"autosync.customers/42": {"frist_name": "Zoe"}}}}"#,
        #"{"scenario": 1, "given": {"remove": "autosync.customers/42"}}"#,
        #"{"scenario": 1, "given": {"remove": ["autosync.customers"]}}"#,
        #"{"scenario": 1, "given": {"generate": {"htp.items": 0}}}"#,
        #"{"scenario": 1, "given": {"assume": {"autosync.envelope": "none"}}}"#,
        #"{"scenario": 1, "given": {"limits": {"autosync": {"requests": 5}}}}"#,
        #"{"scenario": 1, "given": {"limits": {"autosync": {"requests": 5, "per": "60"}}}}"#,
        #"{"scenario": 1, "given": {"auth": {"autosync": [{"kee": "k"}]}}}"#,
        #"{"scenario": 1, "given": {"auth": {"autosink": []}}}"#,
        #"{"scenario": 1, "given": {"snapshot": 1}}"#,
        #"{"scenario": 1, "given": {"webhooks": [{"vendor": "htp", "url": "http://127.0.0.1/"}]}}"#,
        #"{"scenario": 1, "given": {"webhooks": [{"vendor": "autosync"}]}}"#,
        flow("{}", "autosync.shop.list"), flow("{}", "autosync"), flow(#"{"calls": 0}"#),
        flow(#"{"calls": 1, "for": "1s"}"#), flow(#"{"from": "entry"}"#), flow(#"{"for": "1 s"}"#),
        flow(#"{"until": {"record": "autosync.customers/42"}}"#), flow(#"{"when": {"attempt": 0}}"#),
        flow(#"{"when": {"record": "autosync.customers/42"}}"#), flow(#"{"when": {"headers": {}}}"#),
        flow(#"{"reply": {"error": "rate_limitd"}}"#), flow(#"{"reply": {"status": 99}}"#),
        flow(#"{"reply": {"error": "rate_limited", "status": 429}}"#), flow(#"{"reply": {}}"#),
        flow(#"{"reply": {"status": 500}, "fault": {"empty": {}}}"#), flow(#"{"fault": {"commit": true}}"#),
        flow(#"{"fault": {"reset": {"afterHeaders": false}}}"#),
        flow(#"{"fault": {"reset": {"afterHeaders": true, "afterBodyBytes": 1}}}"#),
        flow(#"{"fault": {"reset": {}, "close": {}}}"#),
        flow(#"{"fault": {"wrongLength": {"onAccept": true}}}"#),
        flow(#"{"fault": {"truncate": {"atBodyFraction": 1.5}}}"#), flow(#"{"delay": "soon"}"#),
        flow(#"{"delay": {"uniform": {"min": "1s"}}}"#),
        flow(
            #"{"delay": {"uniform": {"min": "1s", "max": "2s"}, "normal": {"mean": "1s", "deviation": "1s"}}}"#
        ),
        action("{}"), action(#"{"remove": "autosync.customers/42", "advance": "1s"}"#),
        action(#"{"as": "x", "advance": "1s"}"#), action(#"{"call": "htp.sale.crate"}"#),
        action(#"{"webhook": "payment.received"}"#), action(#"{"auth": "expires", "of": "autoleap"}"#),
        action(#"{"auth": "expire"}"#), action(#"{"limit": {"htp": 5}}"#),
        action(#"{"advance": "1s", "of": "autoleap"}"#),
        #"{"scenario": 1, "at": {"30s": []}}"#, #"{"scenario": 1, "at": {"+30s": {}}}"#,
        #"{"scenario": 1, "chaos": [{"name": "a", "on": "*", "rate": 2, "delay": "1s"}]}"#,
        #"{"scenario": 1, "chaos": [{"name": "a", "on": "*", "rate": 1}]}"#,
        #"{"scenario": 1, "chaos": [{"on": "*", "rate": 1, "delay": "1s"}]}"#,
        #"{"scenario": 1, "chaos": [{"name": "a", "on": "x.*", "rate": 1, "delay": "1s"}]}"#,
    ]

    @Test(arguments: refused)
    func `refuses, as check does,`(_ text: String) throws {
        #expect(validator.problem(with: try JSON.Value.parse(text)) != nil)
        let base = try Self.base.get()
        let files = ScenarioFiles { (_, _) throws(ScenarioFiles.Unreadable) in Array(#"{"scenario": 1}"#.utf8)
        }
        let checked = CheckedFile(
            Array(text.utf8),
            file: "a.json5",
            mounts: Vendors.mounts,
            base: base,
            files: files
        )
        #expect(!checked.isFine)
    }

    @Test(arguments: accepted)
    func `accepts nothing that check refuses for its form`(_ text: String) throws {
        let files = ScenarioFiles { (_, _) throws(ScenarioFiles.Unreadable) in Array(#"{"scenario": 1}"#.utf8)
        }
        // `expect` is read by another part of the program.
        let text = text.replacing(#", "expect": [{"unmatched": 0}]"#, with: "")
        #expect(throws: Never.self) {
            _ = try Scenario.load(Array(text.utf8), file: "main.json5", mounts: Vendors.mounts, files: files)
        }
    }

    /// Every key of the language has a schema that says something.
    @Test func `has no key that may be anything, but for those that may`() {
        var open: [String] = []
        func look(_ value: JSON.Value, _ path: String) {
            for (key, schema) in value["properties"]?.object ?? [:] {
                if schema == true { open.append("\(path).\(key)") }
                look(schema, "\(path).\(key)")
            }
        }
        look(validator.root, "$")
        for (name, definition) in validator.root["$defs"]?.object ?? [:] { look(definition, name) }
        #expect(open == ["when.body", "reply.body", "reply.patch"])
    }
}
