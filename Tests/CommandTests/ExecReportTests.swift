import Control
import Foundation
import Hosting
import JSON
import Support
import Testing

@testable import Command
@testable import Engine

/// One run where all went well, one with all that can be said of a run, one that the clock ended.
private let outcome = Outcome(
    command: ["npm", "test", "--", "a \"b\""],
    runs: [
        CommandRun(
            file: "Scenarios/calm.json5",
            name: "calm",
            seed: 1,
            started: Instant(seconds: 1_772_438_400),
            duration: .milliseconds(1240),
            ending: .exited(0),
            exchanges: 3,
            dropped: 0,
            verdicts: [Verdict(name: "sells once", passed: true, message: "there was one sale")],
            covered: covered(["200": true, "ERR_NOT_FOUND": false])
        ),
        CommandRun(
            file: "Scenarios/a:b & <rush>.json5",
            name: "rush | \"hour\" <&>",
            seed: .max,
            started: Instant(milliseconds: 1_772_438_401_500),
            duration: .milliseconds(61_005),
            ending: .exited(3),
            interruption: 15,
            exchanges: 1,
            dropped: 2,
            warnings: ["requests or webhooks were still under way 10s after the command ended"],
            verdicts: [
                Verdict(
                    name: "honours Retry-After",
                    passed: false,
                    message:
                        "wanted 10 s between #1 and #2, there was 1 s\n\n  #1 08:00:00 429\n  #2 08:00:01 \u{1B}200 é",
                    place: "Scenarios/a:b & <rush>.json5:31:5"
                ),
                Verdict(
                    name: "sells once",
                    passed: true,
                    message: "there was one sale",
                    place: "x.json5:3:1"
                ),
            ]
        ),
        CommandRun(
            file: "Scenarios/slow.json5",
            name: "slow",
            seed: 2,
            started: Instant(seconds: 1_772_438_500),
            duration: .seconds(300),
            ending: .timedOut(.seconds(300)),
            exchanges: 0,
            dropped: 0,
            verdicts: []
        ),
    ],
    skipped: [Skipped(file: "Scenarios/last.json5", name: "last | one", reason: "SIGTERM came before")],
    coverage: Verdict(
        coverage: covered(["200": true, "ERR_NOT_FOUND": false]),
        atLeast: 60
    )
)

/// What a client that called one operation has met of its outcomes.
private func covered(_ outcomes: KeyValuePairs<String, Bool>) -> Coverage {
    let outcomes = outcomes.map { Coverage.Outcome(kind: .error, name: $0, isMet: $1) }
    return Coverage(lines: [
        Coverage.Line(vendor: "htp", operation: "htp.sale.create", calls: 1, outcomes: outcomes)
    ])
}

/// A report as it is kept in `fixtures/exec/`. `MOCKBAY_RECORD=1` writes it anew.
private func expectKept(_ name: String, _ bytes: [UInt8]) throws {
    let top = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    let folder = top.appending(path: "fixtures/exec")
    let file = folder.appending(path: name)
    let text = String(decoding: bytes, as: UTF8.self).replacingOccurrences(
        of: "\"\(Build.version)\"",
        with: "\"VERSION\""
    )
    if ProcessInfo.processInfo.environment["MOCKBAY_RECORD"] == "1" {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
        return
    }
    #expect(try text == String(contentsOf: file, encoding: .utf8), "fixtures/exec/\(name) is another report")
}

@Suite struct `The reports of exec` {
    @Test func `are JUnit XML that is well formed`() throws {
        let bytes = JUnitReport(outcome: outcome).bytes
        try expectKept("verdicts.xml", bytes)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("\u{1B}"))
    }

    @Test func `are JSON that says the same`() throws {
        let bytes = JSONReport(outcome: outcome).bytes
        try expectKept("verdicts.json", bytes)
        let json = try JSON.Value.parse(bytes)
        #expect(json["exit"] == 3)
        #expect(json["runs"]?.array?.map { $0["exit"]?.int } == [0, 3, 124])
        #expect(json["runs"]?.array?[1]["verdicts"]?.array?.map { $0["pass"]?.bool } == [false, true])
    }

    @Test func `are Markdown`() throws {
        try expectKept("verdicts.md", MarkdownReport(outcome: outcome).bytes)
    }

    @Test func `are text with a table`() throws {
        let report = TextReport(isColoured: false, isQuiet: false)
        let text = outcome.runs.map(report.text).joined() + report.text(of: outcome)
        try expectKept("verdicts.txt", Array(text.utf8))
        let quiet = TextReport(isColoured: true, isQuiet: true)
        #expect(quiet.text(of: outcome.runs[0]).isEmpty)
        #expect(
            quiet.text(of: outcome.runs[1]).hasPrefix(
                "mockbay: \u{1B}[31mFAILED\u{1B}[0m honours Retry-After"
            )
        )
    }

    @Test func `are on disk once the command has ended, and the page is added to`() throws {
        let workshop = try Folder()
        let scenario = try workshop.put("a.json5", #"{"scenario": 1, "name": "plain"}"#)
        let page = try workshop.put("page.md", "before\n")
        let end = try mockbay(
            [
                "exec", "--scenario", scenario, "--junit", "\(workshop.path)/j.xml", "--json",
                "\(workshop.path)/v.json",
                "--har", "\(workshop.path)/h.har", "--min-coverage", "1", "--", "true",
            ],
            ["GITHUB_STEP_SUMMARY": page]
        )
        #expect(end.code == 1)
        #expect(try workshop.text("j.xml").contains("<testsuite name=\"plain\""))
        #expect(try JSON.Value.parse(workshop.text("v.json"))["exit"] == 1)
        #expect(try JSON.Value.parse(workshop.text("h.har"))["log"]?["version"] == "1.2")
        #expect(try workshop.text("page.md").hasPrefix("before\n### Mockbay: failed\n"))
        #expect(try workshop.text("page.md").contains("covers at least 1 %"))
    }

    @Test(arguments: [
        ("--junit", "/nowhere/j.xml", "exec: --junit: /nowhere/j.xml: No such file or directory"),
        ("--har", "/", "exec: --har: /: this is a folder"),
        ("--json", "/dev/full", "exec: --json: /dev/full: No space left on device"),
    ])
    func `that cannot be written are known before the command runs`(
        _ flag: String,
        _ path: String,
        _ says: String
    )
        throws
    {
        let workshop = try Folder()
        let scenario = try workshop.put("a.json5", #"{"scenario": 1}"#)
        let end = try mockbay(["exec", "--scenario", scenario, flag, path, "--", "echo", "ran"])
        #expect(end == Binary.End(code: 2, output: "", errors: "mockbay: \(says)\n"))
    }

    @Test func `cannot share a file`() throws {
        let workshop = try Folder()
        let scenario = try workshop.put("a.json5", #"{"scenario": 1}"#)
        let path = "\(workshop.path)/r"
        let end = try mockbay(
            ["exec", "--scenario", scenario, "--junit", path, "--json", path, "--", "echo", "ran"]
        )
        let says = "mockbay: exec: --junit and --json name the same file, \(path)\n"
        #expect(end == Binary.End(code: 2, output: "", errors: says))
    }

    @Test func `are written to the standard output where it is named`() throws {
        let workshop = try Folder()
        let scenario = try workshop.put("a.json5", #"{"scenario": 1}"#)
        let end = try mockbay(
            ["exec", "--scenario", scenario, "--json", "/dev/stdout", "--quiet", "--", "echo", "ran"]
        )
        #expect(end.code == 0)
        #expect(end.output.hasPrefix("ran\n{"))
        #expect(try JSON.Value.parse(String(end.output.dropFirst(4)))["exit"] == 0)
    }

    @Test func `name the scenarios whose turn did not come`() throws {
        let workshop = try Folder()
        _ = try workshop.put("a.json5", #"{"scenario": 1}"#)
        _ = try workshop.put("b.json5", #"{"scenario": 1, "name": "second"}"#)
        let report = "\(workshop.path)/j.xml"
        let end = try mockbay(
            ["exec", "--scenario", workshop.path, "--junit", report, "--", "mockbay-no-such-program"]
        )
        #expect(end.code == 127)
        #expect(end.errors.contains("b.json5: not run: the command cannot be run\n"))
        let xml = try workshop.text("j.xml")
        #expect(xml.contains(#"tests="2" failures="0" errors="1" skipped="1""#))
        #expect(xml.contains(#"<skipped message="not run: the command cannot be run""#))
    }

    @Test func `add up what several runs have covered`() throws {
        let workshop = try Folder()
        let scenario = try workshop.put("a.json5", #"{"scenario": 1}"#)
        var all: [Coverage] = []
        for (name, outcomes) in [
            ("a.out", ["200": true, "ERR_NOT_FOUND": false]), ("b.out", ["ERR_NOT_FOUND": true, "x": false]),
        ] as [(String, KeyValuePairs<String, Bool>)] {
            var json = JSON.Writer()
            covered(outcomes).write(to: &json)
            all.append(try #require(Coverage(try JSON.Value.parse(json.bytes))))
            #expect(all.last == covered(outcomes))
            _ = try workshop.put(name, String(decoding: json.bytes, as: UTF8.self))
        }
        let files = ["\(workshop.path)/a.out", "\(workshop.path)/b.out"]
        let enough = try mockbay(["coverage"] + files + ["--min", "66"])
        #expect(enough.code == 0)
        #expect(enough.output == all[0].merging(all[1]).text)
        let little = try mockbay(["coverage", "--min=67"] + files)
        #expect(little.code == 1)
        #expect(little.errors.contains("covers at least 67 %"))
        // A report of exec will do as well.
        let report = "\(workshop.path)/v.out"
        _ = try mockbay(["exec", "--scenario", scenario, "--json", report, "--", "true"])
        let merged = try mockbay(["coverage", "--json", report] + files)
        #expect(try JSON.Value.parse(merged.output)["met"] == 2)
        #expect(try mockbay(["coverage", scenario]).code == 3)
        #expect(try mockbay(["coverage", "\(workshop.path)/none"]).code == 3)
    }

    @Test func `that find no room at the end are never missed`() throws {
        let workshop = try Folder()
        let scenario = try workshop.put("a.json5", #"{"scenario": 1}"#)
        let report = "\(workshop.path)/lost/v.json"
        mkdir("\(workshop.path)/lost", 0o755)
        let end = try mockbay(
            [
                "exec", "--scenario", scenario, "--json", report, "--quiet", "--", "rmdir",
                "\(workshop.path)/lost",
            ],
            ["GITHUB_STEP_SUMMARY": "/dev/full"]
        )
        #expect(end.code == 2)
        #expect(
            end.errors == "mockbay: cannot write the report: \(report): No such file or directory\n"
                + "mockbay: cannot write the report: /dev/full: No space left on device\n"
        )
    }
}

@Suite struct `The code of exec` {
    private func run(_ ending: CommandRun.Ending, interruption: Int32? = nil, passed: Bool = true)
        -> CommandRun
    {
        CommandRun(
            file: "a.json5",
            name: "a",
            seed: 1,
            started: .first,
            duration: .zero,
            ending: ending,
            interruption: interruption,
            exchanges: 0,
            dropped: 0,
            verdicts: [
                Verdict(name: "held", passed: true, message: ""),
                Verdict(name: "x", passed: passed, message: "y"),
            ]
        )
    }

    @Test func `is the command's own, then the verdict's`() {
        #expect(run(.exited(0)).exitCode == 0)
        #expect(run(.exited(0), passed: false).exitCode == 1)
        #expect(run(.exited(9), passed: false).exitCode == 9)
        #expect(run(.killed(9), passed: false).exitCode == 137)
        #expect(run(.timedOut(.seconds(1)), passed: false).exitCode == 124)
        #expect(run(.exited(0), interruption: 15, passed: false).exitCode == 143)
    }

    @Test func `is the first of several that is not 0, coverage last`() {
        let failed = Verdict(name: "coverage", passed: false, message: "")
        func code(_ runs: [CommandRun], _ coverage: Verdict? = nil) -> Int32 {
            Outcome(command: [], runs: runs, coverage: coverage).exitCode
        }
        #expect(code([run(.exited(0)), run(.exited(0), passed: false), run(.exited(7))]) == 1)
        #expect(code([run(.exited(0))], failed) == 1)
        #expect(code([run(.exited(4))], failed) == 4)
        #expect(code([run(.exited(0))]) == 0)
    }

    @Test func `fails for coverage that is too low or not measured`() {
        let some = covered(["a": true, "b": false])
        #expect(Verdict(coverage: some, atLeast: 50).passed)
        #expect(!Verdict(coverage: some, atLeast: 51).passed)
        #expect(Verdict(coverage: some.merging(covered(["b": true])), atLeast: 100).passed)
        #expect(!Verdict(coverage: nil, atLeast: 1).passed)
    }
}
