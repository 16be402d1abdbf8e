import Glibc
import Hosting
import JSON
import Support
import Testing

@testable import Command

private let plain = #"{"scenario": 1, "name": "plain", "seed": 7}"#

/// The port in a URL.
private func port(in url: String?) throws -> UInt16 {
    let authority = try #require(url?.split(separator: "/").dropFirst().first)
    return try #require(authority.split(separator: ":").last.flatMap { UInt16($0) })
}

@Suite(.timeLimit(.minutes(10))) struct `A command under exec` {
    private let workshop: Folder
    private let scenario: String

    init() throws {
        workshop = try Folder()
        scenario = try workshop.put("a.json5", plain)
    }

    private func words(_ flags: [String] = [], _ script: String) -> [String] {
        ["exec", "--scenario", scenario] + flags + ["--", "sh", "-c", script]
    }

    struct Ending: CustomTestStringConvertible {
        let why: String
        var flags: [String] = []
        let command: [String]
        let code: Int32
        let says: String

        var testDescription: String { why }
    }

    @Test(arguments: [
        Ending(
            why: "all is well",
            command: ["true"],
            code: 0,
            says: "nothing was expected; seed 7, 0 exchanges"
        ),
        Ending(
            why: "it fails",
            command: ["sh", "-c", "exit 41"],
            code: 41,
            says: "the command ended with 41"
        ),
        Ending(
            why: "it is killed",
            command: ["sh", "-c", "kill -SEGV $$"],
            code: 139,
            says: "the command was ended by SIGSEGV"
        ),
        Ending(
            why: "there is none",
            command: ["mockbay-no-such-program", "x"],
            code: 127,
            says: "cannot run 'mockbay-no-such-program': No such file or directory"
        ),
        Ending(why: "it is no program", command: ["/"], code: 126, says: "cannot run '/': Permission denied"),
        Ending(
            why: "its output is left open by what it has started",
            flags: ["--timeout", "50ms"],
            command: ["sh", "-c", "sleep 1000 & wait"],
            code: 124,
            says: "the command was stopped: it took longer than 50ms (--timeout)"
        ),
        Ending(
            why: "it does not listen to SIGTERM",
            flags: ["--timeout=50ms"],
            command: ["sh", "-c", "trap '' TERM; sleep 1000"],
            code: 124,
            says: "the command was stopped: it took longer than 50ms (--timeout)"
        ),
        Ending(
            why: "it ends well on SIGTERM, but late",
            flags: ["--timeout", "50ms"],
            command: ["sh", "-c", "trap 'exit 0' TERM; sleep 1000 & wait"],
            code: 124,
            says: "the command was stopped"
        ),
        Ending(
            why: "it has all the time",
            flags: ["--timeout", "off"],
            command: ["true"],
            code: 0,
            says: "seed 7"
        ),
        Ending(why: "a seed is given", flags: ["--seed", "8"], command: ["true"], code: 0, says: "seed 8"),
    ])
    func `gives its exit code where`(_ row: Ending) throws {
        let end = try mockbay(["exec", "--scenario", scenario] + row.flags + ["--"] + row.command)
        #expect(end.code == row.code)
        #expect(end.errors.contains(row.says), "\(end.errors)")
        #expect(end.output.isEmpty)
    }

    @Test func `has its streams to itself`() throws {
        let binary = try Binary(
            words([], #"printf 'out\000\303(no newline'; printf 'err\n' >&2; cat; cat <&0"#)
        )
        let end = binary.end()
        #expect(end.code == 0)
        #expect(Array(end.output.utf8) == Array("out\0".utf8) + Array("\u{FFFD}(no newline".utf8))
        #expect(end.errors.hasPrefix("err\nmockbay: "))
        #expect(end.errors.split(separator: "\n").count == 2)
    }

    @Test func `is all that is heard where it is quiet`() throws {
        let end = try mockbay(words(["--quiet"], "echo out; echo err >&2"))
        #expect(end == Binary.End(code: 0, output: "out\n", errors: "err\n"))
        #expect(try mockbay(words(["--quiet"], "exit 3")).errors.contains("the command ended with 3"))
    }

    @Test func `finds addresses and credentials in its environment`() throws {
        let own = [
            "--env", "HOOK={autosync.url}/hooks?{htp.user}", "--env", #"JSON={"a":{}}"#,
            "--env=LEADWAY_TOKEN=",
        ]
        let names = [
            "MOCKBAY_URL", "MOCKBAY_BAY", "MOCKBAY_SEED", "AUTOLEAP_BASE_URL", "AUTOLEAP_PARTNER_ID",
            "AUTOLEAP_AUTH_KEY", "AUTOSYNC_BASE_URL", "AUTOSYNC_API_KEY", "HTP_BASE_URL", "HTP_USER",
            "HTP_PASSWORD", "LEADWAY_BASE_URL", "LEADWAY_TOKEN", "LEADWAY_ALT_ID", "HOOK", "JSON", "KEPT",
        ]
        let script = names.map { "echo \"$\($0)\"" }.joined(separator: ";")
        let end = try mockbay(words(own, script), ["KEPT": "as it was", "HTP_USER": "somebody"])
        #expect(end.code == 0)
        let lines = end.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let values = Dictionary(zip(names, lines)) { first, _ in first }
        let ports = try [
            "MOCKBAY_URL", "AUTOLEAP_BASE_URL", "AUTOSYNC_BASE_URL", "HTP_BASE_URL", "LEADWAY_BASE_URL",
        ]
        .map { try port(in: values[$0]) }
        #expect(Set(ports).count == 5 && !ports.contains(0))
        #expect(values["MOCKBAY_URL"] == "http://127.0.0.1:\(ports[0])")
        #expect(values["AUTOLEAP_BASE_URL"] == "http://127.0.0.1:\(ports[1])/v2")
        #expect(values["AUTOSYNC_BASE_URL"] == "http://127.0.0.1:\(ports[2])/v1")
        #expect(values["HOOK"] == "http://127.0.0.1:\(ports[2])/v1/hooks?demo")
        let fixed = [
            "MOCKBAY_BAY": "default", "MOCKBAY_SEED": "7", "AUTOLEAP_PARTNER_ID": "PARTNER-DEMO",
            "AUTOLEAP_AUTH_KEY": "demo-auth-key", "AUTOSYNC_API_KEY": "sk_live_demo", "HTP_USER": "demo",
            "HTP_PASSWORD": "demo", "LEADWAY_TOKEN": "", "LEADWAY_ALT_ID": "6578278e879ad2646715ba9c",
            "JSON": #"{"a":{}}"#, "KEPT": "as it was",
        ]
        for (name, value) in fixed { #expect(values[name] == value, "\(name)") }
    }

    struct Signalled: CustomTestStringConvertible {
        let why: String
        let signal: Int32
        let script: String
        let code: Int32
        var output = ""

        var testDescription: String { why }
    }

    @Test(arguments: [
        Signalled(
            why: "handles it and says so",
            signal: SIGTERM,
            script: "trap 'echo heard; exit 9' TERM; echo ready; while :; do sleep 0.1; done",
            code: 9,
            output: "heard\n"
        ),
        Signalled(
            why: "handles it and ends well",
            signal: SIGINT,
            script: "trap 'exit 0' INT; echo ready; while :; do sleep 0.1; done",
            code: 130
        ),
        Signalled(why: "is ended by it", signal: SIGHUP, script: "echo ready; sleep 1000", code: 129),
        Signalled(
            why: "has started others, which hear it too",
            signal: SIGTERM,
            script:
                "trap 'exit 5' TERM; (trap 'echo heard; exit 0' TERM; echo ready; while :; do sleep 0.1; done) & wait",
            code: 5,
            output: "heard\n"
        ),
        Signalled(
            why: "takes no notice",
            signal: SIGTERM,
            script: "trap '' TERM; echo ready; sleep 1000",
            code: 143
        ),
        Signalled(
            why: "is stopped",
            signal: SIGTERM,
            script: "echo ready; kill -STOP $$; sleep 1000",
            code: 143
        ),
        Signalled(
            why: "is stopped and takes no notice",
            signal: SIGINT,
            script: "trap '' INT; echo ready; kill -STOP $$; sleep 1000",
            code: 130
        ),
    ])
    func `is handed signals, where it`(_ row: Signalled) throws {
        let second = try workshop.put("b.json5", plain)
        let binary = try Binary([
            "exec", "--timeout", "30s", "--scenario", scenario, "--scenario", second, "--", "sh", "-c",
            row.script,
        ])
        #expect(binary.line() == "ready")
        binary.signal(row.signal)
        let end = binary.end()
        #expect(end.code == row.code, "\(end.errors)")
        // And there is no second run: 'ready' would be said again.
        #expect(end.output == row.output)
    }

    @Test func `that takes no notice of signals is ended by the second`() throws {
        let binary = try Binary(
            words([], "trap 'echo one' INT; echo ready; while :; do read x || sleep 1000 & wait; done")
        )
        #expect(binary.line() == "ready")
        binary.signal(SIGINT)
        #expect(binary.line() == "one")
        binary.signal(SIGINT)
        #expect(binary.end().code == 130)
    }

    @Test func `is judged by what the scenario expects`() throws {
        let expecting = try workshop.put(
            "expecting.json5",
            #"""
            {"scenario": 1, "expect": [
              {"name": "leaves the feed alone", "never": "htp.inventory.feed"},
              {"name": "sells", "op": "htp.sale.create", "calls": {"min": 1}},
            ]}
            """#
        )
        let report = "\(workshop.path)/report"
        let flags = ["exec", "--scenario", expecting, "--json", report, "--"]
        let end = try mockbay(flags + ["true"])
        #expect(end.code == 1)
        #expect(end.errors.hasPrefix("mockbay: FAILED sells (\(expecting):3:"))
        #expect(end.errors.contains("1 of 2 expectations failed"))
        let run = try JSON.Value.parse(Files.contents(of: report, atMost: 1 << 20))["runs"]?.array?.first
        #expect(run?["verdicts"]?.array?.map { $0["pass"]?.bool } == [true, false])
        #expect(try mockbay(flags + ["sh", "-c", "exit 6"]).code == 6)
    }

    @Test(arguments: [
        "POST /__mockbay/bays/default/reset", "DELETE /__mockbay/bays/default/journal",
        "DELETE /__mockbay/bays/default/scenario",
    ])
    func `does not pass by having what happened forgotten`(_ line: String) throws {
        let path = try workshop.put(
            "never.json5",
            #"{"scenario": 1, "expect": [{"never": "htp.*"}]}"#
        )
        let binary = try Binary([
            "exec", "--scenario", path, "--", "sh", "-c", "echo $MOCKBAY_URL; read x; exit 0",
        ])
        let client = RawClient(try port(in: binary.line()))
        client.send("\(line) HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
        #expect(client.response(hasBody: false)?.status ?? 500 < 300)
        binary.endInput()
        let end = binary.end()
        #expect(end.code == 1)
        #expect(end.errors.contains("cannot be judged"), "\(end.errors)")
    }

    @Test func `leaves its requests time to be answered`() throws {
        let path = try workshop.put(
            "slow.json5",
            #"{"scenario": 1, "flow": {"htp.inventory.details": [{"calls": 1, "delay": "400ms"}]}}"#
        )
        let report = "\(workshop.path)/report"
        let binary = try Binary(
            [
                "exec", "--scenario", path, "--json", report, "--", "sh", "-c",
                "echo $HTP_BASE_URL; read x; exit 0",
            ]
        )
        let client = RawClient(try port(in: binary.line()))
        client.send(
            "GET /inventory/details/101/1/500001 HTTP/1.1\r\nHost: a\r\nAuthorization: Basic ZGVtbzpkZW1v\r\n\r\n"
        )
        // The command ends, its request is still under way.
        binary.endInput()
        #expect(client.response()?.status == 200)
        let end = binary.end()
        #expect(end.code == 0)
        #expect(!end.errors.contains("under way"))
        let run = try JSON.Value.parse(Files.contents(of: report, atMost: 1 << 20))["runs"]?.array?.first
        #expect(run?["exchanges"] == 1)
    }
}

@Suite(.timeLimit(.minutes(10))) struct `Several scenarios` {
    private let workshop: Folder

    init() throws {
        workshop = try Folder()
        _ = try workshop.put("a.json5", plain)
        _ = try workshop.put("b.json5", #"{"scenario": 1, "name": "other", "seed": 3}"#)
    }

    @Test func `run the command once each, and end with a table`() throws {
        let end = try mockbay(["exec", "--scenario", workshop.path, "--", "sh", "-c", "echo $MOCKBAY_SEED"])
        #expect(end.code == 0)
        #expect(end.output == "7\n3\n")
        let lines = end.errors.split(separator: "\n").suffix(4)
        #expect(lines.first?.split(separator: " ") == ["SCENARIO", "EXPECTATIONS", "COMMAND", "SECONDS"])
        #expect(
            lines.dropFirst().first?.hasPrefix("passed  \(workshop.path)/a.json5  0 of 0        ended with 0")
                == true
        )
        #expect(lines.last == "mockbay: 2 scenarios, all passed")
    }

    @Test func `give the code of the first that failed`() throws {
        let script = "[ $MOCKBAY_SEED = 7 ] || exit 5"
        let files = ["\(workshop.path)/a.json5", "\(workshop.path)/b.json5"]
        let flags = files.flatMap { ["--scenario", $0] }
        let end = try mockbay(["exec"] + flags + ["--", "sh", "-c", script])
        #expect(end.code == 5)
        #expect(end.errors.hasSuffix("mockbay: 2 scenarios, 1 failed\n"))
    }

    @Test func `are not tried with a command that cannot be run`() throws {
        let end = try mockbay(["exec", "--scenario", workshop.path, "--", "/nowhere/program"])
        #expect(end.code == 127)
        let lines = end.errors.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.last?.hasSuffix("not run: the command cannot be run") == true)
    }

    @Test func `are all read before the first run`() throws {
        let bad = try workshop.put("c.json5", "{\"scenario\": 2}")
        let worse = try workshop.put("d.json5", "{\"scenario\": 1,\n\"nmae\": \"x\"}")
        let end = try mockbay(["exec", "--scenario", workshop.path, "--", "echo", "ran"])
        #expect(end.code == 3)
        #expect(end.output.isEmpty)
        #expect(end.errors.contains("mockbay: \(bad):1:14: "))
        #expect(end.errors.contains("mockbay: \(worse):2:1: unknown key 'nmae'"))
    }
}
