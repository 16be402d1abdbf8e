import Control
import Engine
import Hosting
import Testing

@testable import Command

private func exec(_ line: String, _ variables: [String: String] = [:]) throws -> ExecOptions {
    guard
        case .exec(let options) = try Invocation(
            line.split(separator: " ").map(String.init),
            variable: { variables[$0] }
        )
    else { throw UsageProblem("'\(line)' is no exec") }
    return options
}

@Suite struct `The flags of exec` {
    struct Refusal: CustomTestStringConvertible {
        let line: String
        let says: String

        var testDescription: String { line }
    }

    @Test(arguments: [
        Refusal(
            line: "exec -- true",
            says: "exec: say what the command is to be tried with: --scenario FILE, or a folder of them"
        ),
        Refusal(
            line: "exec --scenario a.json5 npm test",
            says: "exec: name the command behind two dashes: mockbay exec --scenario FILE -- COMMAND…"
        ),
        Refusal(
            line: "exec --scenario a.json5 --",
            says: "exec: name the command behind two dashes: mockbay exec --scenario FILE -- COMMAND…"
        ),
        Refusal(
            line: "exec --scenario a.json5 b.json5 -- npm test",
            says: "exec: 'b.json5' stands before the '--' that the command comes after"
        ),
        Refusal(
            line: "exec --scenario a.json5 --timeout 5 -- x",
            says: "exec: --timeout takes a time such as 90s, 5m or 2h, or off, not '5'"
        ),
        Refusal(
            line: "exec --scenario a.json5 --timeout 0s -- x",
            says: "exec: --timeout takes a time such as 90s, 5m or 2h, or off, not '0s'"
        ),
        Refusal(
            line: "exec --scenario a.json5 --min-coverage 101 -- x",
            says: "exec: --min-coverage takes a number from 1 to 100, not '101'"
        ),
        Refusal(
            line: "exec --scenario a.json5 --env 1A=b -- x",
            says: "exec: --env takes NAME=VALUE, such as SHOP_URL={autosync.url}, not '1A=b'"
        ),
        Refusal(
            line: "exec --scenario a.json5 --env A -- x",
            says: "exec: --env takes NAME=VALUE, such as SHOP_URL={autosync.url}, not 'A'"
        ),
        Refusal(
            line: "exec --listen ::1 -- x",
            says: "exec: unknown flag '--listen'; see 'mockbay help exec'"
        ),
        Refusal(
            line: "exec --scenarios a -- x",
            says: "exec: unknown flag '--scenarios'; did you mean '--scenario'?"
        ),
    ])
    func `are refused in one line`(_ row: Refusal) {
        #expect(throws: UsageProblem(row.says)) { try exec(row.line) }
    }

    @Test func `are all read`() throws {
        let options = try exec(
            "exec --scenario a.json5 --scenario=b --junit j.xml --json v.json --har h.har --min-coverage 80 "
                + "--timeout 90s --env A=b=c --env B= --port 5600 --seed 3 --clock manual --generate htp.items=5 "
                + "--pure --log json -- npm test -- --quiet"
        )
        #expect(options.scenarios == ["a.json5", "b"])
        #expect(options.reports == ReportPaths(junit: "j.xml", json: "v.json", har: "h.har"))
        #expect(options.leastCoverage == 80)
        #expect(options.limit == .seconds(90))
        #expect(options.variables == [Assignment("A", "b=c"), Assignment("B", "")])
        #expect(options.serve.settings.port == 5600)
        #expect(options.serve.settings.seed == 3)
        #expect(options.serve.settings.clock == .manual)
        #expect(options.serve.settings.generate.count == 1)
        #expect(options.serve.settings.isPure)
        #expect(!options.serve.isQuiet)
        #expect(options.isLogging)
        #expect(options.command == ["npm", "test", "--", "--quiet"])
    }

    @Test func `have defaults, which variables beat`() throws {
        let plain = try exec("exec --scenario a -- x")
        #expect(plain.serve.settings.port == 0)
        #expect(plain.limit == .seconds(300))
        #expect(!plain.isLogging)
        #expect(plain.reports == ReportPaths())
        let told = try exec(
            "exec -- x",
            ["MOCKBAY_SCENARIO": "a,b", "MOCKBAY_TIMEOUT": "off", "MOCKBAY_LISTEN": "::"]
        )
        #expect(told.scenarios == ["a", "b"])
        #expect(told.limit == nil)
        #expect(told.serve.settings.listen == .loopback)
    }

    @Test(arguments: ExecOptions.flags.map(\.name))
    func `are all in the help`(_ name: String) {
        #expect(Help.text(for: .exec).contains("  --\(name)"))
    }
}

@Suite struct `A placeholder` {
    private func problem(_ value: String) -> UsageProblem? {
        do throws(UsageProblem) {
            try Variables.check([Assignment("X", value)], Vendors.mounts)
            return nil
        } catch {
            return error
        }
    }

    @Test func `that stands for nothing is refused with the nearest`() {
        #expect(
            problem("{autosnc.url}/x")
                == UsageProblem(
                    "exec: --env X: nothing is called '{autosnc.url}'; did you mean '{autosync.url}'?"
                )
        )
        let far = problem("{url}{zzzzzzzzzz}")?.description
        #expect(
            far?.hasPrefix("exec: --env X: nothing is called '{zzzzzzzzzz}'; there are {url}, {control}, ")
                == true
        )
        #expect(Variables.placeholders(Vendors.mounts).allSatisfy { problem("{\($0)}") == nil })
    }

    @Test(arguments: [
        ("{htp.user}:{htp.password}", "demo:demo"), ("{leadway.url}{bay}{seed}", "http://edefault5"),
        (#"{"a":{"b":1}}"#, #"{"a":{"b":1}}"#), ("{", "{"), ("{}", "{}"), ("{htp.user", "{htp.user"),
        ("{ htp.user }", "{ htp.user }"), ("{{htp.user}}", "{demo}"), ("{1}", "{1}"), ("", ""),
    ])
    func `is filled in`(_ text: String, _ expected: String) {
        let addresses = Addresses(
            gateway: "http://a",
            vendors: ["http://b", "http://c", "http://d", "http://e"]
        )
        let variables = Variables(addresses, seed: 5, Vendors.mounts)
        let environment = variables.laid(
            over: ["HTP_USER=me", "X=old", "Y=a=b"],
            with: [Assignment("X", text)]
        )
        #expect(problem(text) == nil)
        #expect(environment.first == "Y=a=b")
        #expect(environment.last == "X=\(expected)")
        #expect(environment.filter { $0.hasPrefix("HTP_USER=") } == ["HTP_USER=demo"])
    }
}
