import Bells
import Engine
import Testing

@Suite struct `Webhooks in a scenario` {
    private static let mounts = Belfry.mounts + Bench.mounts

    private func problems(_ text: String, allowing hosts: Set<String> = []) throws -> [String] {
        var start = try Belfry.start()
        start.worlds += try Bench.start().worlds
        start.webhookHosts = hosts
        do throws(ScenarioProblems) {
            let mounts = `Webhooks in a scenario`.mounts
            _ = try Scenario.load(Array(text.utf8), file: "test.json5", mounts: mounts).laid(over: start)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    private static func webhook(_ rest: String) -> String {
        #"{"scenario": 1, "given": {"webhooks": [{"vendor": "bells", "url": "http://127.0.0.1:9/"\#(rest)}]}}"#
    }

    private static func url(_ url: String) -> String {
        #"{"scenario": 1, "given": {"webhooks": [{"vendor": "bells", "url": ‸"\#(url)"}]}}"#
    }

    private static func action(_ action: String) -> String {
        #"{"scenario": 1, "flow": {"*": [{"after": [\#(action)]}]}}"#
    }

    static let refused = [
        Wrong("no list", #"{"scenario": 1, "given": {"webhooks": ‸{}}}"#, "'webhooks' must be a list"),
        Wrong(
            "no vendor",
            #"{"scenario": 1, "given": {"webhooks": [‸{"url": "http://127.0.0.1/"}]}}"#,
            "a webhook needs both 'vendor' and 'url'"
        ),
        Wrong(
            "an unknown vendor",
            #"{"scenario": 1, "given": {"webhooks": [{"vendor": ‸"balls", "url": "http://127.0.0.1/"}]}}"#,
            "unknown vendor 'balls'; did you mean 'bells'?"
        ),
        Wrong(
            "a vendor without webhooks",
            #"{"scenario": 1, "given": {"webhooks": [{"vendor": ‸"toys", "url": "http://127.0.0.1/"}]}}"#,
            "toys has no webhooks"
        ),
        Wrong(
            "an unknown key",
            webhook(#", ‸"secrets": "x""#),
            "unknown key 'secrets' in a webhook; did you mean 'secret'?"
        ),
        Wrong("an empty secret", webhook(#", "secret": ‸"""#), "'secret' must not be empty"),
        Wrong(
            "an unknown event",
            webhook(#", "events": ["*", ‸"bell.wrung"]"#),
            "bells has no event 'bell.wrung'; did you mean 'bell.rung'?"
        ),
        Wrong("no event", webhook(#", "events": ‸[]"#), "'events' must not be empty; [\"*\"] is all of them"),
        Wrong(
            "an unknown fault",
            webhook(#", "faults": [{"fault": ‸"dupe"}]"#),
            "'fault' must be one of duplicate, reorder, late, badSignature, drop, not 'dupe'"
        ),
        Wrong("no fault", webhook(#", "faults": [‸{"event": "*"}]"#), "a webhook's fault needs a 'fault'"),
        Wrong(
            "late without a time",
            webhook(#", "faults": [‸{"fault": "late"}]"#),
            "a late webhook needs a 'by': how much later"
        ),
        Wrong(
            "a time for another fault",
            webhook(#", "faults": [{"fault": "drop", "by": ‸"1s"}]"#),
            "'by' belongs to \"fault\": \"late\""
        ),
        Wrong(
            "no calls",
            webhook(#", "faults": [{"fault": "drop", "calls": ‸0}]"#),
            "'calls' must be a whole number from 1 up, or \"rest\""
        ),
        Wrong(
            "an unknown event of a fault",
            webhook(#", "faults": [{"fault": "drop", "event": ‸"bell.cats"}]"#),
            "bells has no event 'bell.cats'; did you mean 'bell.cast'?"
        ),
        Wrong("https", url("https://127.0.0.1/"), "webhooks go out over http; https is not spoken here"),
        Wrong(
            "no scheme",
            url("127.0.0.1:9000"),
            "'127.0.0.1:9000' is no URL; write it as http://127.0.0.1:9000/hook"
        ),
        Wrong(
            "a blank",
            url("http://127.0.0.1/a b"),
            "'http://127.0.0.1/a b' is no URL: blanks and what is not ASCII are written as %20 and so on"
        ),
        Wrong("no host", url("http:///hook"), "'' is no host"),
        Wrong("port 0", url("http://127.0.0.1:0/"), "'0' is no port"),
        Wrong("a port too high", url("http://127.0.0.1:65536/"), "'65536' is no port"),
        Wrong("a signed port", url("http://127.0.0.1:+80/"), "'+80' is no port"),
        Wrong(
            "a user",
            url("http://u:p@127.0.0.1/"),
            "the URL has a user in it; webhooks carry a signature, not a password"
        ),
        Wrong("a fragment", url("http://127.0.0.1/#x"), "the URL has a fragment, which never goes out"),
        Wrong("an open bracket", url("http://[::1/"), "'[::1' lacks the closing bracket"),
        Wrong(
            "a host elsewhere",
            url("http://example.com/"),
            "webhooks go to this machine alone; for 'example.com' start with --allow-webhooks-to example.com"
        ),
        Wrong(
            "a host that looks like this machine",
            url("http://127.0.0.1.example.com/"),
            "webhooks go to this machine alone; for '127.0.0.1.example.com' start with --allow-webhooks-to 127.0.0.1.example.com"
        ),
        Wrong(
            "an action without a record",
            action(#"{"webhook": ‸"bell.rung"}"#),
            "'webhook' needs an 'of' beside it: the record it is about"
        ),
        Wrong(
            "an action with an unknown event",
            action(#"{"webhook": ‸"bell.ring", "of": "bells.bells/1"}"#),
            "bells has no event 'bell.ring'; did you mean 'bell.rung'?"
        ),
        Wrong(
            "an action for all events",
            action(#"{"webhook": ‸"*", "of": "bells.bells/1"}"#),
            "'webhook' names one event"
        ),
        Wrong(
            "an action on no record",
            action(#"{"webhook": "bell.rung", "of": ‸"bells"}"#),
            "'bells' names no record; write vendor.collection/key"
        ),
        Wrong(
            "an action of a vendor without webhooks",
            action(#"{"webhook": ‸"x", "of": "toys.toys/1"}"#),
            "toys has no webhooks"
        ),
        Wrong(
            "a stray 'of'",
            action(#"{"advance": "1s", ‸"of": "bells.bells/1"}"#),
            "'of' belongs to a 'webhook' or an 'auth'"
        ),
    ]

    @Test(arguments: refused)
    func `are refused at the place and with the way out`(_ row: Wrong) throws {
        #expect(try problems(row.text) == row.lines(of: "test.json5"))
    }

    @Test(arguments: [
        "http://127.0.0.1/", "http://127.255.0.9:1/x?y", "http://LOCALHOST:65535", "http://[::1]:9000/hook",
        "HTTP://localhost/%20", "http://ci.internal:8080/",
    ])
    func `may go to this machine and to what is allowed`(_ url: String) throws {
        let text = #"{"scenario": 1, "given": {"webhooks": [{"vendor": "bells", "url": "\#(url)"}]}}"#
        #expect(try problems(text, allowing: ["ci.internal"]) == [])
    }

    @Test(arguments: [
        ("http://127.0.0.1", "http://127.0.0.1/"), ("http://LocalHost:80/A?b", "http://localhost/A?b"),
        ("http://[::1]:9000?q", "http://[::1]:9000/?q"),
    ])
    func `have a URL that is written in one way`(_ given: String, _ written: String) throws {
        #expect(try Webhook.Target(given).description == written)
    }

    @Test func `replace those of the world below, and stay where nothing is said`() throws {
        let belfry = try Belfry()
        let start = belfry.bays.baseStart
        #expect(start.subscriptions.count == 1)
        func laid(_ text: String) throws -> Int {
            let scenario = try Scenario.load(Array(text.utf8), file: "t", mounts: Belfry.mounts)
            return try scenario.laid(over: start).subscriptions.count
        }
        #expect(try laid(#"{"scenario": 1}"#) == 1)
        #expect(try laid(#"{"scenario": 1, "given": {"webhooks": []}}"#) == 0)
    }
}
