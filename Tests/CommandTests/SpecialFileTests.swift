import Glibc
import Hosting
import Support
import Testing

@testable import Command

@Suite(.timeLimit(.minutes(10))) struct `What is no regular file` {
    private let folder: Folder
    private let pipe: String

    init() throws {
        folder = try Folder()
        pipe = "\(folder.path)/pipe.json5"
        mkfifo(pipe, 0o600)
    }

    @Test(arguments: [
        "check FILE", "serve --port 0 --scenario FILE", "exec --scenario FILE -- true", "coverage FILE",
    ])
    func `is refused as a scenario or report`(_ line: String) throws {
        for path in [pipe, "/dev/full", "/dev/zero"] {
            let words = line.split(separator: " ").map { $0 == "FILE" ? path : String($0) }
            let end = try mockbay(words)
            #expect(end.code == 3)
            #expect((end.output + end.errors).contains("\(path): is no regular file"), "\(end)")
        }
    }

    @Test(arguments: [#""extends": "FILE""#, #""given": {"snapshot": "FILE"}"#])
    func `is refused where a scenario names it`(_ member: String) throws {
        let away = String(repeating: "../", count: folder.path.split(separator: "/").count)
        for path in ["pipe.json5", "\(away)dev/zero"] {
            let text = "{\"scenario\": 1, \(member)}".split(separator: "FILE", maxSplits: 1).joined(
                separator: path
            )
            let scenario = try folder.put("a.json5", text)
            let end = try mockbay(["exec", "--timeout", "1s", "--scenario", scenario, "--", "true"])
            #expect(end.code == 3)
            #expect(end.errors.hasSuffix("cannot be read: is no regular file\n"), "\(end)")
        }
    }

    @Test func `is read where it is a pipe that is open already`() throws {
        let binary = try Binary(["check", "/dev/stdin"])
        binary.type(#"{"scenario": 2}"#)
        let end = binary.end()
        #expect(end.code == 3)
        #expect(end.output.hasPrefix("/dev/stdin:1:14: 'scenario' must be 1"))
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `does not keep a signal from ending the start`(_ signal: Int32) throws {
        let binary = try Binary(["serve", "--port", "0", "--scenario", "/dev/stdin"])
        binary.signal(signal)
        #expect(binary.end().code == 128 + signal)
    }
}

@Suite struct `A file that is too large` {
    @Test func `is refused with the limit`() throws {
        let folder = try Folder()
        let path = try folder.put("large.json", String(repeating: " ", count: 2048))
        #expect(
            throws: FileProblem(path: path, reason: "is larger than 1KiB, which is the most that is read")
        ) {
            try Files.contents(of: path, atMost: 1024)
        }
        #expect(try Files.contents(of: path, atMost: 2048).count == 2048)
    }

    @Test func `is not read as a scenario`() throws {
        let folder = try Folder()
        let path = try folder.put("large.json5", "")
        #expect(truncate(path, 1 << 30) == 0)
        let end = try mockbay(["check", path])
        #expect(end.code == 3)
        #expect(end.output.hasPrefix("\(path): is larger than 64MiB, which is the most that is read\n"))
    }
}
