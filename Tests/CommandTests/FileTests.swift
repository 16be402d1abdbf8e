import Hosting
import Support
import Testing

@testable import Command

@Suite struct `A file` {
    @Test func `is replaced as a whole and leaves nothing beside it`() throws {
        let folder = try Folder()
        let path = try folder.put("ready.json", "{}")
        #expect(try folder.put("ready.json", "{\"a\":1}") == path)
        #expect(try Files.contents(of: path, atMost: 1 << 20) == Array("{\"a\":1}".utf8))
        #expect(try Files.jsonFiles(in: folder.path) == [path])
    }

    @Test func `that cannot be is refused with the system's reason`() {
        #expect(throws: FileProblem(path: "/nowhere/ready.json", reason: "No such file or directory")) {
            try Files.replace("/nowhere/ready.json", with: [])
        }
        #expect(throws: FileProblem(path: "/dev", reason: "this is a folder")) {
            try Files.replace("/dev", with: [])
        }
        #expect(throws: FileProblem(path: "/nowhere", reason: "No such file or directory")) {
            try Files.contents(of: "/nowhere", atMost: 1 << 20)
        }
    }

    @Test func `that is none is written to`() {
        #expect(throws: Never.self) { try Files.replace("/dev/null", with: [1]) }
        #expect(throws: FileProblem(path: "/dev/full", reason: "No space left on device")) {
            try Files.replace("/dev/full", with: [1])
        }
    }

    @Test func `is found in a folder by its ending`() throws {
        let folder = try Folder()
        let scenario = try folder.put("a.json5", "{}")
        _ = try folder.put("b.txt", "")
        #expect(try Files.jsonFiles(in: folder.path) == [scenario])
    }
}
