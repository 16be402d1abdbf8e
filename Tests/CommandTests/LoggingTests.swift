import Engine
import Glibc
import HTTP
import HeavyTruckParts
import Hosting
import JSON
import Testing

@testable import Command

@Suite struct `A log line` {
    private let instant = Instant(milliseconds: 1_772_438_400_250)

    @Test func `is text`() {
        let line = LogFormat.text.line(
            "listening",
            [("url", "http://h"), ("note", "two words")],
            at: instant,
            isColoured: false
        )
        #expect(
            String(decoding: line, as: UTF8.self)
                == "2026-03-02T08:00:00.250Z listening url=http://h note='two words'\n"
        )
    }

    @Test func `is an object`() throws {
        let line = LogFormat.json.line("listening", [("url", "http://h")], at: instant, isColoured: false)
        #expect(line.last == UInt8(ascii: "\n"))
        #expect(
            try JSON.Value.parse(Array(line.dropLast()))
                == ["time": "2026-03-02T08:00:00.250Z", "event": "listening", "url": "http://h"]
        )
    }
}

@Suite struct `The table for people` {
    @Test func `has aligned columns and no blanks at the ends`() {
        var columns = Columns("A", "LONG", "C")
        columns.add("longer", "x", "last cell")
        columns.add("", "y", "")
        #expect(columns.text == "A       LONG  C\nlonger  x     last cell\n        y\n")
    }
}

/// The descriptors of a pipe.
private struct Ends {
    let reading: Int32
    let writing: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "no descriptors left for the test")
        reading = ends[0]
        writing = ends[1]
    }

    /// All that was written, once the other end is closed.
    func text() -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(reading, &buffer, buffer.count)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += buffer[..<count]
        }
    }
}

@Suite(.timeLimit(.minutes(10))) struct `The log` {
    @Test func `writes all that was noted before it is closed`() {
        let ends = Ends()
        let log = Log(.text, isQuiet: false, isColoured: false, to: ends.writing)
        for number in 1...200 { log.note("event", [("n", .number(JSON.Number(number)))]) }
        log.warn("last")
        log.close()
        close(ends.writing)
        let lines = ends.text().split(separator: "\n")
        #expect(lines.count == 201)
        #expect(lines.last?.hasSuffix("warning message=last") == true)
    }

    @Test func `holds up nobody when nobody reads, and counts what it dropped`() {
        let ends = Ends()
        let log = Log(.text, isQuiet: false, isColoured: false, to: ends.writing)
        let long = String(repeating: "x", count: 1 << 16)
        // More than the pipe and the buffer hold together; were an append to wait, this would not end.
        for _ in 0..<64 { log.note("event", [("text", .string(long))]) }
        log.close()
        // Now somebody reads, and is told.
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var text = ""
        while !text.contains(" dropped lines=") {
            let count = read(ends.reading, &buffer, buffer.count)
            guard count > 0 else { break }
            text = String(decoding: Array(text.utf8.suffix(64)) + buffer[..<count], as: UTF8.self)
        }
        #expect(text.contains(" dropped lines="))
        close(ends.reading)
    }

    @Test func `says nothing but warnings where it is quiet`() {
        let ends = Ends()
        let log = Log(.json, isQuiet: true, isColoured: false, to: ends.writing)
        log.note("event")
        log.warn("careful")
        log.close()
        close(ends.writing)
        let lines = ends.text().split(separator: "\n")
        #expect(lines.count == 1)
        #expect(lines.first?.contains(#""message":"careful""#) == true)
    }

    @Test func `has a line for each request, without its query`() throws {
        let ends = Ends()
        let log = Log(.text, isQuiet: false, isColoured: false, to: ends.writing)
        let mounts: [any Mounted] = [Mount<HeavyTruckParts>()]
        let bays = Bays(mounts: mounts, base: try BaseWorld(mounts).start)
        let dispatcher = Dispatcher(bays: bays, surfaces: [.vendor(0)], control: Nobody(), witness: log)
        let request = Request(
            .get,
            "/~ci-7/inventory/details/101/1/500001?password=demo",
            fields: [("Authorization", "Basic ZGVtbzpkZW1v")]
        )
        _ = dispatcher.respond(to: request, on: Listener(0))
        log.close()
        close(ends.writing)
        let text = ends.text()
        #expect(
            text.contains(" GET /~ci-7/inventory/details/101/1/500001 200 htp.inventory.details ci-7 #1 ")
        )
        #expect(!text.contains("demo"))
        #expect(!text.contains("ZGVt"))
    }

    private struct Nobody: ControlSurface {
        func respond(to request: Request, path: Slice) -> Delivery { Delivery(Response(404)) }
    }
}
