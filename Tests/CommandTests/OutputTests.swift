import Hosting
import Support
import Testing

@testable import Command

@Suite(.timeLimit(.minutes(10))) struct `Standard output` {
    @Test(arguments: [
        "help", "version", "list operations", "list faults --json", "check --schema",
        "serve --port 0 --quiet",
    ])
    func `that takes nothing is no success`(_ line: String) throws {
        let binary = try Binary(line.split(separator: " ").map(String.init), into: "/dev/full")
        let end = binary.end()
        #expect(end.code == 2)
        #expect(end.errors == "mockbay: standard output: No space left on device\n")
    }

    @Test func `that takes nothing leaves no ready file`() throws {
        let folder = try Folder()
        let words = ["serve", "--port", "0", "--quiet", "--ready-file", "\(folder.path)/ready.json"]
        #expect(try Binary(words, into: "/dev/full").end().code == 2)
        #expect(folder.names.isEmpty)
    }
}

@Suite struct `A ready file of an earlier run` {
    @Test func `is gone when the start fails`() throws {
        let folder = try Folder()
        let ready = try folder.put("ready.json", "{}")
        let end = try mockbay(["serve", "--port", "0", "--ready-file", ready, "--scenario", "/nowhere"])
        #expect(end.code == 3)
        #expect(folder.names.isEmpty)
    }
}

@Suite struct `Many problems` {
    @Test func `are counted, and told up to a hundred of each file`() throws {
        let folder = try Folder()
        let keys = (1...5000).map { "\"qqqq\($0)\": 1" }.joined(separator: ",\n")
        let scenario = try folder.put("a.json5", "{\"scenario\": 1,\n\(keys)}")
        let other = try folder.put("b.json5", "{\"scenario\": 1, \"extends\": \"a.json5\"}")
        let checked = try mockbay(["check", scenario, other])
        let lines = checked.output.split(separator: "\n")
        #expect(lines.count == 102)
        #expect(lines.dropLast().last == "\(scenario):102:1: … and 4900 more")
        #expect(lines.last == "2 files checked, 5000 problems")
        let run = try mockbay(["exec", "--scenario", scenario, "--", "true"])
        #expect(run.errors.split(separator: "\n").count == 101)
    }

    @Test func `show no control characters`() throws {
        let folder = try Folder()
        let scenario = try folder.put("a.json5", #"{"scenario": 1, "na\u001b[31mme\r\n\u007f\u009b": 1}"#)
        for words in [["check", scenario], ["exec", "--scenario", scenario, "--", "true"]] {
            let end = try mockbay(words)
            #expect(
                (end.output + end.errors).contains(#"'na\u001b[31mme\u000d\u000a\u007f\u009b'"#),
                "\(end)"
            )
        }
    }

    @Test func `are not made by a name that a terminal would obey`() throws {
        let folder = try Folder()
        let scenario = try folder.put(
            "a.json5",
            #"{"scenario": 1, "expect": [{"name": "\u001b[2J\nx", "op": "htp.sale.create", "calls": {"min": 1}}]}"#
        )
        let end = try mockbay(["exec", "--scenario", scenario, "--", "true"])
        #expect(end.errors.hasPrefix(#"mockbay: FAILED \u001b[2J\u000ax ("#), "\(end)")
    }
}
