import Control
import Engine
import HTTP
import Hosting
import JSON
import Serving
import Testing

@testable import Command

private func remote(_ words: [String], _ variables: [String: String] = [:]) throws -> RemoteCommand {
    guard case .remote(let command) = try Invocation(words, variable: { variables[$0] }) else {
        throw UsageProblem("'\(words)' talks to no server")
    }
    return command
}

@Suite struct `A command that talks to a running server` {
    struct Row: CustomTestStringConvertible {
        let words: String
        let verb: RemoteCommand.Verb

        var testDescription: String { words }

        static func json(
            _ method: String,
            _ path: String,
            _ body: String,
            accept: String = "application/json"
        )
            -> RemoteCommand.Verb
        {
            .call(method: method, path: "/bays/" + path, body: Array(body.utf8), accept: accept)
        }
    }

    @Test(arguments: [
        Row(words: "clock", verb: .call(method: "GET", path: "/bays/default/clock")),
        Row(
            words: "clock advance 61s --bay ci",
            verb: Row.json("POST", "ci/clock", #"{"action":"advance","by":"61s"}"#)
        ),
        Row(
            words: "clock scale 20",
            verb: Row.json("POST", "default/clock", #"{"action":"scale","speed":20}"#)
        ),
        Row(words: "clock freeze", verb: Row.json("POST", "default/clock", #"{"action":"freeze"}"#)),
        Row(words: "journal", verb: .table(path: "/bays/default/journal")),
        Row(words: "journal 7", verb: .call(method: "GET", path: "/bays/default/journal/7")),
        Row(
            words: "journal --op htp.sale.create --status 409",
            verb: .table(path: "/bays/default/journal?op=htp.sale.create&status=409")
        ),
        Row(
            words: "journal --format=ndjson",
            verb: .call(method: "GET", path: "/bays/default/journal?format=ndjson")
        ),
        Row(
            words: "journal --follow --since 3",
            verb: .follow(path: "/bays/default/journal/stream?since=3")
        ),
        Row(
            words: "coverage",
            verb: .coverage(path: "/bays/default/coverage", asJSON: false, least: nil)
        ),
        Row(
            words: "coverage --json --min 80 --bay ci",
            verb: .coverage(path: "/bays/ci/coverage", asJSON: true, least: 80)
        ),
        Row(
            words: "explain 17",
            verb: .call(method: "GET", path: "/bays/default/journal/17/explain", accept: "text/plain")
        ),
        Row(
            words: "explain htp get /x --header A:b --json",
            verb: Row.json(
                "POST",
                "default/explain",
                #"{"vendor":"htp","method":"GET","path":"/x","headers":{"A":"b"},"body":null}"#
            )
        ),
        Row(words: "snapshot", verb: .call(method: "GET", path: "/bays/default/snapshots")),
        Row(words: "snapshot keep a", verb: Row.json("POST", "default/snapshots", #"{"name":"a"}"#)),
        Row(
            words: "snapshot restore a",
            verb: .call(method: "POST", path: "/bays/default/snapshots/a/restore")
        ),
        Row(words: "snapshot drop a", verb: .call(method: "DELETE", path: "/bays/default/snapshots/a")),
        Row(words: "snapshot save a f.json", verb: .save(path: "/bays/default/snapshots/a", file: "f.json")),
        Row(words: "snapshot load a f.json", verb: .load(path: "/bays/default/snapshots/a", file: "f.json")),
    ])
    func `is read from its words`(_ row: Row) throws {
        let command = try remote(row.words.split(separator: " ").map(String.init))
        #expect(command.verb == row.verb)
        #expect(command.url == "http://127.0.0.1:4600")
    }

    @Test(arguments: [
        "clock advance", "clock advence 1s", "clock freeze now", "journal x", "journal 1 2",
        "journal --follow --limit 3",
        "coverage --min 0", "explain", "explain x", "explain htp GET", "explain htp GET /x --header A",
        "snapshot keep",
        "snapshot keep a/b", "snapshot keep a b", "clock --bay ..", "clock --url ftp://x",
        "clock --url http://x/y",
        "clock --port 1",
    ])
    func `is refused where its words make no sense`(_ words: String) {
        #expect(throws: UsageProblem.self) { try remote(words.split(separator: " ").map(String.init)) }
    }

    @Test func `takes server, bay and token from variables`() throws {
        let command = try remote(
            ["clock"],
            ["MOCKBAY_URL": "http://localhost:9/", "MOCKBAY_BAY": "ci", "MOCKBAY_CONTROL_TOKEN": "t"]
        )
        #expect(command.url == "http://localhost:9/")
        #expect(command.token == "t")
        #expect(command.verb == .call(method: "GET", path: "/bays/ci/clock"))
    }

    @Test func `reads events however they are cut`() {
        let text =
            "retry: 1000\n: hello\n\nid: 1\ndata: {\"a\":1}\n\nevent: lost\ndata: {\"from\":1}\n\n"
            + "event: end\ndata: {\"reason\":\"too slow\",\"last\":1}\n\n"
        var lines = EventLines()
        var found: [String] = []
        for byte in text.utf8 { found += lines.take([byte]) }
        #expect(found == [#"{"a":1}"#, #"{"event":"lost","data":{"from":1}}"#])
        #expect(lines.closing == "too slow")
    }

    @Test func `shows the journal as a table`() {
        let journal = """
            {"bay": "default", "dropped": 2, "next": 4, "entries": [
              {"number": 3, "time": "2026-03-02T08:00:00Z", "operation": null, "check": "credential",
               "step": {"selector": "htp.*", "step": 2},
               "request": {"method": "GET", "target": "/x"}, "response": {"status": 404}}]}
            """
        #expect(
            Remote.table(Array(journal.utf8)) == """
                number  time                  status  operation  request  why
                3       2026-03-02T08:00:00Z  404     -          GET /x   step htp.*[2], credential
                2 older ones had no more room (--journal)
                there are more: --since 4

                """
        )
    }
}

/// A server with the control API on a free port.
private final class Running {
    let server: Server
    let url: String

    init(token: String? = nil) throws {
        let morning = Instant(seconds: 1_772_438_400)
        let worlds = Vendors.mounts.map {
            $0.makeDefaultWorld(chance: Chance(seed: 1, bay: ""), now: morning)
        }
        let start = Bay.Start(worlds: worlds, seed: 1, clock: ClockSetting(.manual, start: morning))
        let bays = Bays(mounts: Vendors.mounts, base: start)
        var settings = ControlAPI.Settings()
        settings.gate = Gate(listening: ["127.0.0.1"], token: token)
        let control = ControlAPI(bays: bays, settings: settings)
        server = try Server(
            responder: Dispatcher(bays: bays, surfaces: [.gateway], control: control),
            addresses: [Address("127.0.0.1", 0)]
        )
        url = "http://127.0.0.1:\(server.ports[0])"
        control.isReady(at: Addresses(gateway: url, vendors: Vendors.mounts.map { _ in url }))
        try server.start()
    }

    deinit { server.stop(within: .zero) }
}

@Suite(.timeLimit(.minutes(10))) struct `A remote server` {
    @Test func `answers calls`() throws {
        let running = try Running(token: "secret")
        let server = try #require(RemoteServer(running.url + "/", token: "secret"))
        #expect(try server.call("GET", "/bays/default/clock").status == 200)
        let moved = try server.call(
            "POST",
            "/bays/default/clock",
            body: Array(#"{"action": "advance", "by": "61s"}"#.utf8)
        )
        #expect(try JSON.Value.parse(moved.body)["now"] == "2026-03-02T08:01:01Z")
        let stranger = try #require(RemoteServer(running.url, token: nil))
        #expect(try stranger.call("GET", "/bays/default/clock").status == 401)
        #expect(try stranger.call("GET", "/bays/default/journal/stream") { _ in false }.status == 401)
    }

    @Test func `is followed until enough has come`() throws {
        let running = try Running()
        let server = try #require(RemoteServer(running.url, token: nil))
        var lines = EventLines()
        var found: [String] = []
        _ = try server.call("GET", "/bays/default/journal/stream?since=0") { bytes in
            if found.isEmpty, lines.take(bytes).isEmpty {
                // From here on the stream is open: an exchange now is news.
                guard let other = RemoteServer(running.url, token: nil) else { return false }
                let body = #"{"name": "copy", "from": "default"}"#
                found = (try? other.call("POST", "/bays", body: Array(body.utf8))) == nil ? [] : ["made"]
                return false
            }
            return false
        }
        #expect(found == ["made"], "another call is answered while the stream is open")
    }

    @Test func `that is not there is told of`() throws {
        let server = try #require(RemoteServer("http://127.0.0.1:1", token: nil))
        #expect(throws: RemoteProblem.self) { try server.call("GET", "/healthz") }
    }
}
