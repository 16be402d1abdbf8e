import Control
import Engine
import HTTP
import Hosting
import JSON
import Testing

@testable import Command

/// All four vendors with their default worlds behind one dispatcher, the control API included.
struct Whole {
    static let morning = Instant(seconds: 1_772_438_400)
    let bays: Bays
    let dispatcher: Dispatcher

    init(_ witness: (any Witness)? = nil) throws {
        let worlds = Vendors.mounts.map {
            $0.makeDefaultWorld(chance: Chance(seed: 1, bay: ""), now: Whole.morning)
        }
        let start = Bay.Start(worlds: worlds, seed: 1, clock: ClockSetting(.manual, start: Whole.morning))
        bays = Bays(mounts: Vendors.mounts, base: start)
        let control = ControlAPI(bays: bays)
        control.isReady(
            at: Addresses(
                gateway: "http://127.0.0.1:4600",
                vendors: (1...4).map { "http://127.0.0.1:460\($0)" }
            )
        )
        dispatcher = Dispatcher(bays: bays, surfaces: [.gateway], control: control, witness: witness)
    }

    @discardableResult
    func call(_ method: HTTP.Method, _ path: String, _ body: String = "", _ fields: [(String, String)] = [])
        -> Response
    {
        let request = Request(method, path, fields: fields, body: Array(body.utf8))
        return dispatcher.respond(to: request, on: Listener(0)).response
    }

    func text(_ path: String, _ fields: [(String, String)] = []) -> String {
        String(decoding: call(.get, path, "", fields).body, as: UTF8.self)
    }

    func json(_ response: Response) throws -> JSON.Value { try JSON.Value.parse(response.body) }

    /// Logs in everywhere, and has one token refused and one error in each vendor's journal.
    func signIn() throws -> [String] {
        let json = [("Content-Type", "application/json")]
        let login = try self.json(
            call(
                .post,
                "/autoleap/v2/partners/login",
                #"{"partnerId": "PARTNER-DEMO", "authKey": "demo-auth-key"}"#,
                json
            )
        )
        call(.get, "/autosync/v1/shops", "", [("Authorization", "Bearer sk_live_demo")])
        call(.get, "/htp/inventory/feed", "", [("Authorization", "Basic ZGVtbzpkZW1v")])
        call(.get, "/leadway/products/inventory", "", [("Authorization", "Bearer pit-demo")])
        let grant = try self.json(
            call(
                .post,
                "/leadway/oauth/token",
                "client_id=mockbay-client&client_secret=mockbay-secret&grant_type=authorization_code"
                    + "&code=code-demo&user_type=Location",
                [("Content-Type", "application/x-www-form-urlencoded")]
            )
        )
        return texts(in: login).filter { $0.count > 20 }
            + texts(in: grant).filter { $0.count > 40 && !$0.contains(" ") }
    }
}

private func texts(in value: JSON.Value) -> [String] {
    switch value {
    case .string(let text): [text]
    case .array(let elements): elements.flatMap(texts)
    case .object(let members): members.flatMap { texts(in: $0.value) }
    case .null, .bool, .number: []
    }
}

/// The values of the fields that a model calls secret, and of the usual names.
private func secrets(in value: JSON.Value, _ names: Set<String>) -> [String] {
    switch value {
    case .array(let elements): elements.flatMap { secrets(in: $0, names) }
    case .object(let members):
        members.flatMap { key, member in
            (names.contains(key) ? member.string.map { [$0] } ?? [] : []) + secrets(in: member, names)
        }
    case .null, .bool, .number, .string: []
    }
}

private func secretNames(in fields: [Field]) -> [String] {
    fields.flatMap { field in (field.isSecret ? [field.name] : []) + secretNames(in: field.type) }
}

private func secretNames(in type: FieldType) -> [String] {
    switch type {
    case .object(let fields): secretNames(in: fields)
    case .array(let type), .list(let type), .map(let type), .nullable(let type): secretNames(in: type)
    default: []
    }
}

@Suite struct `A snapshot of the whole world` {
    @Test func `that was loaded is the one that was written`() throws {
        let whole = try Whole()
        _ = try whole.signIn()
        whole.call(.post, "/__mockbay/bays/default/snapshots", #"{"name": "a"}"#)
        let file = whole.text("/__mockbay/bays/default/snapshots/a")
        #expect(whole.call(.put, "/__mockbay/bays/other/snapshots/a", file).status == 201)
        #expect(whole.call(.post, "/__mockbay/bays/other/snapshots/a/restore").status == 200)
        whole.call(.post, "/__mockbay/bays/other/snapshots", #"{"name": "a"}"#)
        #expect(whole.text("/__mockbay/bays/other/snapshots/a") == file)
        let worlds = try JSON.Value.parse(file)["worlds"]
        #expect(worlds?["autoleap"]?["sessions"]?.array?.count == 1)
        #expect(worlds?["leadway"]?["grants"]?.array?.count == 1)
    }

    @Test func `brings sessions back that no collection shows`() throws {
        let whole = try Whole()
        let tokens = try whole.signIn()
        let token = try #require(tokens.first { $0.hasPrefix("ey") })
        func status() -> Int {
            whole.call(.get, "/autoleap/v2/partners/profile", "", [("Authorization", "Bearer \(token)")])
                .status
        }
        let before = status()
        whole.call(.post, "/__mockbay/bays/default/snapshots", #"{"name": "a"}"#)
        let file = whole.text("/__mockbay/bays/default/snapshots/a")
        whole.call(.post, "/__mockbay/bays/default/reset")
        #expect(status() == 401)
        whole.call(.post, "/__mockbay/bays/default/snapshots/a/restore")
        #expect(status() == before)
        whole.call(.post, "/__mockbay/bays/default/reset")
        whole.call(.put, "/__mockbay/bays/default/snapshots/file", file)
        whole.call(.post, "/__mockbay/bays/default/snapshots/file/restore")
        #expect(status() == before)
        #expect(before != 401)
    }
}

@Suite struct `What Mockbay shows` {
    @Test func `holds none of the world's credentials`() throws {
        let whole = try Whole()
        let issued = try whole.signIn()
        #expect(issued.count >= 4, "tokens were issued: \(issued)")
        var all = issued
        for (vendor, mount) in Vendors.mounts.enumerated() {
            let world = whole.bays.default.withContents { $0.worlds[vendor] }
            for collection in mount.collections {
                let names = Set(secretNames(in: collection.fields))
                var json = JSON.Writer()
                json.array { json in world.write(collection.name, offset: 0, limit: .max, to: &json) }
                all += secrets(in: try JSON.Value.parse(json.bytes), names)
            }
        }
        // 'demo' is the user's name as well as the password.
        let wanted = Set(all).filter { $0 != "demo" && $0.count > 3 }
        for name in ["demo-auth-key", "sk_live_demo", "mockbay-secret", "pit-demo", "code-demo"] {
            #expect(wanted.contains(name), "the world has \(name)")
        }
        whole.call(
            .put,
            "/__mockbay/bays/other/scenario",
            """
            {"scenario": 1, "given": {"webhooks": [
              {"vendor": "autosync", "url": "http://127.0.0.1:9/x?token=sk_live_demo", "secret": "pit-demo"}]},
             "flow": {"autosync.shops.list": [
               {"calls": 1, "when": {"header": {"Authorization": "Bearer sk_live_demo"}}, "reply": {"status": 500, "body": {}}}]}}
            """
        )
        let bay = "/__mockbay/bays/default"
        let plain = [("Accept", "text/plain")]
        let count = whole.bays.default.withContents { $0.journal.count }
        #expect(count == 5)
        var outputs: [(String, String)] = [
            ("journal", whole.text(bay + "/journal")),
            ("NDJSON", whole.text(bay + "/journal?format=ndjson")),
            ("HAR", whole.text(bay + "/journal?format=har")),
            ("scenario", whole.text("/__mockbay/bays/other/scenario")),
            ("webhooks", whole.text("/__mockbay/bays/other/webhooks")),
            ("bays", whole.text("/__mockbay/bays")),
            ("bay", whole.text(bay)), ("metrics", whole.text("/__mockbay/metrics")),
            ("coverage", whole.text(bay + "/coverage")),
        ]
        for number in 1...count {
            outputs.append(("explain \(number)", whole.text(bay + "/journal/\(number)/explain")))
            outputs.append(
                ("explain \(number) as text", whole.text(bay + "/journal/\(number)/explain", plain))
            )
        }
        let tried = whole.call(
            .post,
            "/__mockbay/bays/other/explain",
            #"{"vendor": "autosync", "path": "/v1/shops?token=pit-demo", "headers": {"Authorization": "Bearer x"}}"#
        )
        outputs.append(("explain of a try", String(decoding: tried.body, as: UTF8.self)))
        let expectations = #"""
            [{"op": "autosync.*", "calls": {"max": 0}}, {"op": "autoleap.partners.login", "calls": {"max": 0}},
             {"never": "leadway.*"}, {"op": "*", "header": {"Authorization": "Bearer x"}}, {"contract": "strict"},
             {"unmatched": 0}, {"coverage": {"min": 100}}, {"record": "htp.users/demo", "has": {"password": "x"}}]
            """#
        let verdicts = whole.call(.post, bay + "/verify", expectations)
        #expect(verdicts.status == 200)
        outputs.append(("verify", String(decoding: verdicts.body, as: UTF8.self)))
        outputs += try reports(of: whole.bays.default, expectations)
        for body in ["{", #"{"event": "x", "of": "y"}"#] {
            let refused = whole.call(.post, bay + "/webhooks", body, [("Authorization", "Bearer pit-demo")])
            outputs.append(("a refusal", String(decoding: refused.body, as: UTF8.self)))
        }
        let stream = JournalText.of(whole.dispatcher, bay + "/journal/stream?since=0")
        #expect(stream.contains("id: \(count)\n"))
        outputs.append(("stream", stream))
        for mount in Vendors.mounts {
            for collection in mount.collections {
                let path = bay + "/state/\(mount.facts.key)/\(collection.name)?limit=1000"
                outputs.append((path, whole.text(path)))
            }
        }
        for (name, text) in outputs {
            for secret in wanted where text.contains(secret) {
                Issue.record("\(name) shows '\(secret)'")
            }
        }
    }
}

/// What exec leaves behind of a run that ended so.
private func reports(of bay: Bay, _ expectations: String) throws -> [(String, String)] {
    let list = try Expectation.list(
        Array(expectations.utf8),
        named: "expectations",
        mounts: Vendors.mounts
    )
    let verdicts = bay.verdict(of: list)
    #expect(verdicts.contains { !$0.passed })
    let run = CommandRun(
        file: "a.json5",
        name: "a",
        seed: 1,
        started: .first,
        duration: .zero,
        ending: .exited(0),
        exchanges: 5,
        dropped: 0,
        verdicts: verdicts,
        covered: bay.coverage
    )
    var outcome = Outcome(command: ["true"], runs: [run])
    outcome.coverage = Verdict(coverage: bay.coverage, atLeast: 100)
    var har = HAR()
    har.add(bay, title: "a")
    let text = TextReport(isColoured: false, isQuiet: false)
    return [
        ("JUnit", String(decoding: JUnitReport(outcome: outcome).bytes, as: UTF8.self)),
        ("JSON report", String(decoding: JSONReport(outcome: outcome).bytes, as: UTF8.self)),
        ("Markdown", String(decoding: MarkdownReport(outcome: outcome).bytes, as: UTF8.self)),
        ("HAR report", String(decoding: har.bytes, as: UTF8.self)),
        ("text report", text.text(of: run) + text.text(of: outcome)),
    ]
}

private enum JournalText {
    static func of(_ dispatcher: Dispatcher, _ path: String) -> String {
        let delivery = dispatcher.respond(to: Request(.get, path), on: Listener(0))
        guard let stream = delivery.stream else { return "" }
        var text = ""
        while case .bytes(let bytes) = stream.next() { text += String(decoding: bytes, as: UTF8.self) }
        stream.end()
        return text
    }
}
