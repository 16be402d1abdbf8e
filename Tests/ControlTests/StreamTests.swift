import Engine
import HTTP
import JSON
import Synchronization
import Testing

@testable import Control

@Suite struct `The stream of a journal` {
    let desk: Desk

    init() throws { desk = try Desk() }

    private func ask(_ number: Int = 500_001) { desk.vendor(.get, "/inventory/details/101/1/\(number)") }

    private func follow(
        _ query: String = "",
        fields: [(String, String)] = [],
    ) throws -> any ReplyStream {
        let reply = desk.call(.get, "/bays/default/journal/stream" + query, fields: fields)
        #expect(reply.status == 200)
        #expect(reply.delivery.response.contentType == .eventStream)
        return try #require(reply.delivery.stream)
    }

    /// All that the stream has to say now, and whether that was the end.
    private func drain(_ stream: any ReplyStream) -> (text: String, isOver: Bool) {
        var text = ""
        while true {
            switch stream.next() {
            case .bytes(let bytes): text += String(decoding: bytes, as: UTF8.self)
            case .nothing: return (text, false)
            case .last(let bytes): return (text + String(decoding: bytes, as: UTF8.self), true)
            }
        }
    }

    private func ids(_ text: String) -> [String] {
        text.split(separator: "\n").filter { $0.hasPrefix("id: ") }.map { String($0.dropFirst(4)) }
    }

    @Test func `begins with what comes from now on`() throws {
        ask()
        let stream = try follow()
        #expect(drain(stream).text == "retry: 1000\n: the journal of default\n\n")
        ask()
        ask()
        let text = drain(stream).text
        #expect(ids(text) == ["2", "3"])
        let data = try #require(text.split(separator: "\n").first { $0.hasPrefix("data: ") })
        #expect(try JSON.Value.parse(String(data.dropFirst(6)))["number"] == 2)
        #expect(drain(stream).text == "")
    }

    @Test func `is taken up again where it was left`() throws {
        for _ in 0..<3 { ask() }
        #expect(ids(drain(try follow("?since=1")).text) == ["2", "3"])
        #expect(ids(drain(try follow(fields: [("Last-Event-ID", "2")])).text) == ["3"])
        #expect(ids(drain(try follow("?since=0")).text) == ["1", "2", "3"])
        #expect(
            desk.call(.get, "/bays/default/journal/stream", fields: [("Last-Event-ID", "x")]).status == 400
        )
    }

    @Test func `lets through what the filters do`() throws {
        let stream = try follow("?status=404")
        ask()
        ask(1)
        #expect(ids(drain(stream).text) == ["2"])
    }

    @Test func `wakes its loop once for all that comes before it is asked`() throws {
        let stream = try follow()
        let woken = Atomic(0)
        stream.begin { woken.add(1, ordering: .relaxed) }
        _ = drain(stream)
        for _ in 0..<5 { ask() }
        #expect(woken.load(ordering: .relaxed) == 1)
        #expect(ids(drain(stream).text).count == 5)
        ask()
        #expect(woken.load(ordering: .relaxed) == 2)
    }

    @Test func `holds no more than a piece however much there is`() throws {
        let stream = try follow()
        for _ in 0..<200 { ask() }
        guard case .bytes(let piece) = stream.next() else {
            Issue.record("nothing came")
            return
        }
        #expect(piece.count < 512 << 10)
        #expect(ids(String(decoding: piece, as: UTF8.self)).count < 200)
        #expect(ids(drain(stream).text).last == "200")
    }

    @Test func `lets go of a follower that does not read, and tells it`() throws {
        let stream = try follow()
        _ = drain(stream)
        desk.bays.default.withContents { contents in
            let request = Request(.get, "/x")
            for _ in 0...JournalStream.mostBehind {
                contents.journal.append(request, Response(200), .init(contents.now, vendor: 0))
            }
        }
        let (text, isOver) = drain(stream)
        #expect(isOver)
        #expect(text.hasPrefix("event: end\ndata: {\"reason\":\"10001 exchanges behind"))
        #expect(text.hasSuffix("\"last\":0}\n\n"))
    }

    @Test func `tells what the ring has dropped`() throws {
        var settings = Bays.Settings()
        settings.journal = Journal.Limits(bytes: 1 << 20, entries: 2)
        let desk = try Desk(bays: settings)
        for _ in 0..<5 { desk.vendor(.get, "/inventory/details/101/1/500001") }
        let stream = try #require(desk.call(.get, "/bays/default/journal/stream?since=1").delivery.stream)
        let text = drain(stream).text
        #expect(text.contains("event: lost\ndata: {\"from\":2,\"to\":3}\n\n"))
        #expect(ids(text) == ["4", "5"])
    }

    @Test func `begins anew after a reset`() throws {
        ask()
        let stream = try follow()
        _ = drain(stream)
        _ = desk.call(.post, "/bays/default/reset")
        ask()
        let text = drain(stream).text
        #expect(text.hasPrefix("event: reset\ndata: {}\n\n"))
        #expect(ids(text) == ["1"])
        #expect(
            drain(try follow("?since=99")).text.contains("event: reset"),
            "a number from before the reset"
        )
    }

    @Test func `ends with its bay, and with the server`() throws {
        let reply = desk.call(.get, "/bays/ci/journal/stream")
        let stream = try #require(reply.delivery.stream)
        _ = drain(stream)
        _ = desk.call(.delete, "/bays/ci")
        #expect(drain(stream).text == "event: end\ndata: {\"reason\":\"the bay was removed\",\"last\":0}\n\n")
        #expect(
            String(decoding: try follow().farewell(), as: UTF8.self)
                == "event: end\ndata: {\"reason\":\"the server stops\",\"last\":0}\n\n"
        )
    }

    @Test func `has no more followers than it may`() throws {
        var streams: [any ReplyStream] = []
        for _ in 0..<Followers.most { streams.append(try follow()) }
        let refused = desk.call(.get, "/bays/default/journal/stream")
        #expect(refused.status == 503)
        #expect(refused.code == "too_many_followers")
        streams[0].end()
        #expect(desk.call(.get, "/bays/default/journal/stream").status == 200)
    }
}
