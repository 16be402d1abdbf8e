import Engine
import Hosting
import Testing

@testable import Command

/// What the words, and the variables, ask for; the problem where they are refused.
private func invoke(_ line: String, _ variables: [String: String] = [:]) throws(UsageProblem) -> Invocation {
    try Invocation(line.split(separator: " ").map(String.init)) { variables[$0] }
}

private func serve(_ line: String = "", _ variables: [String: String] = [:]) throws -> ServeOptions {
    guard case .serve(let options) = try invoke("serve \(line)", variables) else {
        throw UsageProblem("'\(line)' is no serve")
    }
    return options
}

@Suite struct `A command line` {
    struct Refusal: CustomTestStringConvertible {
        let line: String
        var variables: [String: String] = [:]
        let says: String

        var testDescription: String { line }
    }

    @Test(arguments: [
        Refusal(line: "", says: "what is to be done? Start with 'mockbay serve', or see 'mockbay help'"),
        Refusal(line: "sevre", says: "unknown command 'sevre'; did you mean 'serve'?"),
        Refusal(
            line: "dance",
            says:
                "unknown command 'dance'; there are serve, exec, check, list, clock, journal, coverage, explain, snapshot, help, version"
        ),
        Refusal(line: "help sevre", says: "unknown command 'sevre'; did you mean 'serve'?"),
        Refusal(
            line: "help serve list",
            says: "help: explains one command at a time: mockbay help [COMMAND]"
        ),
        Refusal(
            line: "version 2",
            says: "version: takes no argument, but there is '2'; see 'mockbay help version'"
        ),
        Refusal(
            line: "check",
            says: "check: name the files or folders to check, such as 'mockbay check Scenarios'"
        ),
        Refusal(
            line: "list",
            says: "list: name one of operations, errors, events, faults, assumptions, scenarios"
        ),
        Refusal(
            line: "list operation",
            says: "list: unknown listing 'operation'; did you mean 'operations'?"
        ),
        Refusal(
            line: "serve 4600",
            says: "serve: takes no argument, but there is '4600'; see 'mockbay help serve'"
        ),
        Refusal(line: "serve --prot 1", says: "serve: unknown flag '--prot'; did you mean '--port'?"),
        Refusal(line: "serve --prot=1", says: "serve: unknown flag '--prot'; did you mean '--port'?"),
        Refusal(line: "serve -p 1", says: "serve: unknown flag '-p'; see 'mockbay help serve'"),
        Refusal(line: "serve --port", says: "serve: --port needs a value: --port N"),
        Refusal(line: "serve --port --quiet", says: "serve: --port needs a value: --port N"),
        Refusal(line: "serve --port 1 --port 2", says: "serve: --port is given twice"),
        Refusal(line: "serve --port=", says: "serve: --port takes a number from 0 to 65531, not ''"),
        Refusal(line: "serve --port +1", says: "serve: --port takes a number from 0 to 65531, not '+1'"),
        Refusal(
            line: "serve --port 65532",
            says: "serve: --port takes a number from 0 to 65531, not '65532'"
        ),
        Refusal(
            line: "serve",
            variables: ["MOCKBAY_PORT": "x"],
            says: "serve: MOCKBAY_PORT takes a number from 0 to 65531, not 'x'"
        ),
        Refusal(
            line: "serve --seed 18446744073709551616",
            says:
                "serve: --seed takes a whole number from 0 to 18446744073709551615, not '18446744073709551616'"
        ),
        Refusal(
            line: "serve --clock fast",
            says: "serve: --clock takes real, manual or scaled:N (N from 0.001 to 1000000), not 'fast'"
        ),
        Refusal(line: "serve --log xml", says: "serve: --log takes text or json, not 'xml'"),
        Refusal(line: "serve --quiet=maybe", says: "serve: --quiet takes 1 or 0, not 'maybe'"),
        Refusal(line: "serve --max-bays 0", says: "serve: --max-bays takes a number from 1 on, not '0'"),
        Refusal(line: "serve --loops 0", says: "serve: --loops takes a number from 1 to 64, not '0'"),
        Refusal(line: "serve --loops 65", says: "serve: --loops takes a number from 1 to 64, not '65'"),
        Refusal(
            line: "serve --head-timeout 0s",
            says: "serve: --head-timeout takes a time such as 500ms, 10s or 2m, not '0s'"
        ),
        Refusal(
            line: "serve --max-body 8MB",
            says: "serve: --max-body takes a size such as 8MiB or 512KiB, not '8MB'"
        ),
        Refusal(
            line: "serve --listen shop.example",
            says: "serve: --listen takes a literal IPv4 or IPv6 address or localhost, not 'shop.example'"
        ),
        Refusal(
            line: "serve --listen localhost --port 0",
            says: "serve: --listen localhost needs a port; with --port 0 give 127.0.0.1 or ::1"
        ),
        Refusal(
            line: "serve --generate items=3",
            says:
                "serve: --generate takes COLLECTION=N, such as htp.items=1000 (N from 1 to 10000000), not 'items=3'"
        ),
        Refusal(
            line: "serve --allow-webhooks-to http://ci.internal",
            says:
                "serve: --allow-webhooks-to takes a host without scheme and port, such as ci.internal or 192.0.2.7, "
                + "not 'http://ci.internal'"
        ),
    ])
    func `is refused in one line`(_ row: Refusal) {
        #expect(throws: UsageProblem(row.says)) { try invoke(row.line, row.variables) }
        #expect(!row.says.contains("\n"))
    }

    @Test func `can ask for help anywhere`() throws {
        for line in ["help", "--help", "-h"] {
            guard case .help(nil) = try invoke(line) else { throw UsageProblem("'\(line)' is no help") }
        }
        for line in ["help serve", "serve --help", "serve --port 1 -h"] {
            guard case .help(.serve) = try invoke(line) else { throw UsageProblem("'\(line)' is no help") }
        }
        guard case .version = try invoke("--version") else { throw UsageProblem("no version") }
    }

    @Test func `checks files, or shows the schema of them`() throws {
        guard case .schema = try invoke("check --schema") else { throw UsageProblem("no schema") }
        #expect(
            throws: UsageProblem("check: takes no argument, but there is 'a.json5'; see 'mockbay help check'")
        ) {
            _ = try invoke("check --schema a.json5")
        }
    }

    @Test func `lists and checks`() throws {
        guard case .list(.faults, asJSON: true) = try invoke("list --json faults") else {
            throw UsageProblem("no list")
        }
        guard case .check(let paths, asJSON: false) = try invoke("check a.json5 -- --b.json5") else {
            throw UsageProblem("no check")
        }
        #expect(paths == ["a.json5", "--b.json5"])
    }
}

@Suite struct `The flags of serve` {
    @Test func `have defaults`() throws {
        let options = try serve()
        #expect(options.settings.port == 4600)
        #expect(options.settings.listen == .loopback)
        #expect(options.settings.seed == nil)
        #expect(options.settings.clock == nil)
        #expect(options.settings.makesBays)
        #expect(!options.settings.isPure)
        #expect(options.log == .text)
        #expect(options.settings.mostBays == 10_000)
        #expect(options.settings.bodyLimit == 8_388_608)
        #expect(options.settings.journalBytes == 33_554_432)
    }

    @Test func `are all read`() throws {
        let options = try serve(
            "--scenario a.json5 --port 0 --listen ::1 --seed 18446744073709551615 --clock scaled:20 "
                + "--ready-file r.json --generate htp.items=5 --generate=htp.endusers=7 --no-auto-bays --pure "
                + "--control-token T --log json --quiet --max-bays 3 --max-connections 9 --max-body 512KiB "
                + "--max-head 64KiB --head-timeout 500ms --body-timeout 2s --idle-timeout 1m "
                + "--journal 1GiB --loops 3 --allow-webhooks-to CI.internal --allow-webhooks-to [2001:db8::1]"
        )
        #expect(options.settings.scenario == .file("a.json5"))
        #expect(options.settings.port == 0)
        #expect(options.settings.listen.hosts == ["::1"])
        #expect(options.settings.seed == .max)
        #expect(options.settings.clock == .scaled(20))
        #expect(options.readyFile == "r.json")
        #expect(options.settings.generate.map(\.collection) == ["items", "endusers"])
        #expect(options.settings.generate.map(\.count) == [5, 7])
        #expect(!options.settings.makesBays)
        #expect(options.settings.isPure)
        #expect(options.settings.controlToken == "T")
        #expect(options.log == .json)
        #expect(options.isQuiet)
        #expect(options.settings.mostBays == 3)
        #expect(options.settings.mostConnections == 9)
        #expect(options.settings.bodyLimit == 524_288)
        #expect(options.settings.headLimit == 65_536)
        #expect(options.settings.headTime == .milliseconds(500))
        #expect(options.settings.bodyTime == .seconds(2))
        #expect(options.settings.idleTime == .seconds(60))
        #expect(options.settings.journalBytes == 1 << 30)
        #expect(options.settings.loops == 3)
        #expect(options.settings.webhookHosts == ["ci.internal", "2001:db8::1"])
    }

    @Test func `beat their variables, which beat the defaults`() throws {
        let variables = [
            "MOCKBAY_PORT": "5600", "MOCKBAY_NO_AUTO_BAYS": "1", "MOCKBAY_QUIET": "0", "MOCKBAY_PURE": "",
            "MOCKBAY_GENERATE": "htp.items=1,htp.endusers=2", "MOCKBAY_URL": "of no meaning here",
        ]
        let options = try serve("", variables)
        #expect(options.settings.port == 5600)
        #expect(!options.settings.makesBays)
        #expect(!options.isQuiet)
        #expect(!options.settings.isPure)
        #expect(options.settings.generate.count == 2)
        #expect(try serve("--port=1 --generate htp.items=3", variables).settings.port == 1)
        #expect(try serve("--port=1 --generate htp.items=3", variables).settings.generate.count == 1)
        #expect(try serve("--no-auto-bays=0", variables).settings.makesBays)
    }

    @Test(arguments: ServeOptions.flags.map(\.name))
    func `are all in the help`(_ name: String) {
        #expect(Help.text(for: .serve).contains("  --\(name)"))
    }

    @Test(arguments: Subcommand.allCases)
    func `have help that fits a terminal`(_ command: Subcommand) {
        for line in Help.text(for: command).split(separator: "\n") { #expect(line.count <= Help.width) }
    }
}

@Suite struct `A quantity` {
    @Test(arguments: [
        ("1", 1), ("1048576", 1_048_576), ("7B", 7), ("512KiB", 524_288), ("8MiB", 8_388_608),
        ("2GiB", 2 << 30),
        ("0", nil), ("", nil), ("MiB", nil), ("8 MiB", nil), ("8mib", nil), ("8M", nil), ("-1", nil),
        ("+8MiB", nil),
        ("1.5MiB", nil), ("9223372036854775807GiB", nil), ("99999999999999999999", nil),
    ])
    func `of bytes is`(_ text: String, _ bytes: Int?) {
        #expect(byteCount(text) == bytes)
    }

    @Test(arguments: [
        ("real", Clock.Mode.real), ("manual", .manual), ("scaled:20", .scaled(20)),
        ("scaled:0.5", .scaled(0.5)),
        ("scaled", nil), ("scaled:", nil), ("scaled:0", nil), ("scaled:nan", nil), ("scaled:1e9", nil),
        ("Real", nil),
    ])
    func `of time is`(_ text: String, _ mode: Clock.Mode?) {
        #expect(clockMode(text) == mode)
    }

    @Test(arguments: [
        "htp=1", "htp.items", "htp.items=0", "htp.items=x", ".items=1", "htp.=1", "a.b.c=1", "htp.items=1=2",
    ])
    func `of records is none`(_ text: String) {
        #expect(Generation(text) == nil)
    }
}

@Suite struct `An address to listen on` {
    struct Row: CustomTestStringConvertible {
        let text: String
        let hosts: [String]
        let urlHost: String
        let isLoopback: Bool

        var testDescription: String { text }
    }

    @Test(arguments: [
        Row(text: "127.0.0.1", hosts: ["127.0.0.1"], urlHost: "127.0.0.1", isLoopback: true),
        Row(text: "127.9.9.9", hosts: ["127.9.9.9"], urlHost: "127.9.9.9", isLoopback: true),
        Row(text: "::1", hosts: ["::1"], urlHost: "[::1]", isLoopback: true),
        Row(text: "[::1]", hosts: ["::1"], urlHost: "[::1]", isLoopback: true),
        Row(text: "localhost", hosts: ["127.0.0.1", "::1"], urlHost: "localhost", isLoopback: true),
        Row(text: "0.0.0.0", hosts: ["0.0.0.0"], urlHost: "127.0.0.1", isLoopback: false),
        Row(text: "::", hosts: ["::"], urlHost: "[::1]", isLoopback: false),
        Row(text: "192.0.2.7", hosts: ["192.0.2.7"], urlHost: "192.0.2.7", isLoopback: false),
        Row(text: "2001:db8::1", hosts: ["2001:db8::1"], urlHost: "[2001:db8::1]", isLoopback: false),
    ])
    func `is literal`(_ row: Row) {
        let address = ListenAddress(row.text)
        #expect(address?.hosts == row.hosts)
        #expect(address?.urlHost == row.urlHost)
        #expect(address?.isLoopback == row.isLoopback)
    }

    @Test(arguments: [
        "", "host", "127.1", "1.2.3.4.5", "256.0.0.1", "127.0.0.1:80", "[127.0.0.1]", "::1%lo", "[::1",
    ])
    func `is no name and nothing half`(_ text: String) {
        #expect(ListenAddress(text) == nil)
    }
}
