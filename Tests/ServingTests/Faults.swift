import Glibc
import HTTP
import Serving
import Support
import Testing

@Suite(.timeLimit(.minutes(10))) struct Faults {
    struct Row: CustomTestStringConvertible {
        var kind: Fault.Kind
        var point: String
        var testDescription: String { "\(kind) \(point)" }

        static let all = Fault.Kind.allCases.flatMap { kind in
            Echo.points.keys.sorted().map { Row(kind: kind, point: $0) }
        }
    }

    /// How many bytes of a body of 100 come before the point; `nil` where the head does not come either.
    private func bodyBytes(before point: String) -> Int? {
        switch point {
        case "onAccept", "beforeHeaders": nil
        case "afterHeaders": 0
        case "afterBodyBytes": 64
        default: 50
        }
    }

    @Test(arguments: Row.all, [0, 20])
    func `reach the client as they were asked for`(_ row: Row, delay: Int) throws {
        let running = try Running { $0.stallLimit = .milliseconds(100) }
        let client = running.client()
        let start = ContinuousClock.now
        client.send(get("/before") + get("/fault/\(row.kind)/\(row.point)/\(delay)", "Connection: close\r\n"))
        #expect(client.response()?.body == #"GET ["before"] "#, "what came before it is untouched")
        let (text, end) = client.receiveToEnd()
        #expect(ContinuousClock.now - start >= .milliseconds(delay))
        let whole = String(repeating: "y", count: 100)
        let cut = bodyBytes(before: row.point)
        let body = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let sent = body.count > 1 ? String(body[1]) : nil
        switch row.kind {
        case .reset, .close, .stall:
            #expect(sent == cut.map { String(whole.prefix($0)) })
            if cut == nil { #expect(text == "") }
            #expect(end == (row.kind == .reset ? .reset : .closed))
        case .empty:
            #expect(text == "")
            #expect(end == .closed)
        case .truncate:
            #expect(sent == String(whole.prefix(cut ?? 0)))
            #expect(text.contains("Content-Length: 100\r\n"))
            #expect(end == .closed)
        case .garbage:
            #expect(text.hasPrefix("HTTP/1.1") == (cut != nil))
            #expect(text.contains("%% this is no HTTP %%"))
        case .malformed:
            #expect(sent == String(whole.prefix(cut ?? 0)) + "\u{1}?")
            #expect(text.contains("Content-Length: \((cut ?? 0) + 2)\r\n"))
            #expect(end == .closed)
        case .drip:
            #expect(sent == whole)
            #expect(end == .closed)
        case .wrongLength:
            #expect(sent == whole)
            #expect(text.contains("Content-Length: 164\r\n"))
            #expect(end == .closed)
        }
    }

    @Test func `drip no faster than their rate`() throws {
        let running = try Running()
        let client = running.client()
        let start = ContinuousClock.now
        client.send(get("/fault/drip/afterHeaders"))
        #expect(client.response()?.body.count == 100)
        #expect(ContinuousClock.now - start >= .milliseconds(50), "100 bytes at 2,000 a second")
    }

    @Test(arguments: [1, 7, 25, 60])
    func `delay at least as long as asked`(_ milliseconds: Int) throws {
        let running = try Running()
        let client = running.client()
        let start = ContinuousClock.now
        #expect(client.exchange(get("/delay/\(milliseconds)"))?.status == 200)
        #expect(ContinuousClock.now - start >= .milliseconds(milliseconds))
    }

    @Test func `of delayed clients that go away leave nothing behind`() throws {
        let running = try Running()
        for _ in 0..<20 {
            let client = running.client()
            client.send(get("/delay/600000"))
            // With bytes unread the kernel resets instead of closing in order.
            client.send(get("/more"))
            reset(client)
        }
        while running.server.connectionCount > 0 { sched_yield() }
    }
}
