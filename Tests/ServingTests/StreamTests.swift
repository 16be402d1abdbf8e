import HTTP
import Serving
import Support
import Synchronization
import Testing

/// A stream that a test writes.
private final class Script: ReplyStream {
    private struct Content {
        var pieces: [ReplyPiece] = []
        var wake: (@Sendable () -> Void)?
        var asked = 0
    }

    private let content = Mutex(Content())
    let ends = Arrivals<Bool>()
    let begins = Arrivals<Bool>()

    func begin(wake: @escaping @Sendable () -> Void) {
        content.withLock { $0.wake = wake }
        begins.add(true)
    }

    func next() -> ReplyPiece {
        content.withLock { content in
            content.asked += 1
            return content.pieces.isEmpty ? .nothing : content.pieces.removeFirst()
        }
    }

    var asked: Int { content.withLock { $0.asked } }
    var pulse: [UInt8] { Array("(pulse)".utf8) }
    func farewell() -> [UInt8] { Array("(farewell)".utf8) }
    func end() { ends.add(true) }

    func say(_ pieces: ReplyPiece...) {
        content.withLock { content in
            content.pieces += pieces
            return content.wake
        }?()
    }
}

private struct Teller: Responder {
    let script: Script

    func refusal(of request: borrowing Request, on listener: Listener) -> Delivery? { nil }

    func respond(to request: borrowing Request, on listener: Listener) -> Delivery {
        var delivery = Delivery(Response(200, .eventStream))
        if request.text(request.path) == "/plain" {
            delivery.response.body = Array("plain".utf8)
        } else {
            delivery.stream = script
        }
        return delivery
    }
}

private final class Telling {
    let script = Script()
    let server: Server

    init(_ configure: (inout Configuration) -> Void = { _ in }) throws {
        var configuration = Configuration()
        configuration.loops = 1
        configure(&configuration)
        server = try Server(
            responder: Teller(script: script),
            addresses: [Address("127.0.0.1", 0)],
            configuration: configuration
        )
        try server.start()
    }

    deinit { server.stop(within: .zero) }

    func client(receiveBuffer: Int32? = nil) -> RawClient {
        RawClient(server.ports[0], receiveBuffer: receiveBuffer)
    }
}

private func text(_ text: String) -> ReplyPiece { .bytes(Array(text.utf8)) }

@Suite(.timeLimit(.minutes(10))) struct `A reply that goes on` {
    @Test func `has a head without length, and its end is that of the connection`() throws {
        let telling = try Telling()
        let client = telling.client()
        telling.script.say(text("one"), text("two"), .last(Array("three".utf8)))
        client.send(get("/plain") + get("/"))
        #expect(client.response()?.body == "plain")
        let (all, end) = client.receiveToEnd()
        #expect(end == .closed)
        #expect(all.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(all.contains("Content-Type: text/event-stream\r\n"))
        #expect(all.contains("Connection: close\r\n"))
        #expect(!all.contains("Content-Length"))
        #expect(all.hasSuffix("\r\n\r\nonetwothree"))
        #expect(telling.script.ends.next() == true)
    }

    @Test func `sends what comes later when it is woken`() throws {
        let telling = try Telling()
        let client = telling.client()
        client.send(get("/"))
        #expect(telling.script.begins.next() == true)
        telling.script.say(text("hello"))
        var seen = ""
        while !seen.hasSuffix("hello"), !seen.contains("(pulse)") {
            let more = client.receive(1)
            guard !more.isEmpty else { break }
            seen += more
        }
        #expect(seen.hasSuffix("\r\n\r\nhello"))
        telling.script.say(.last([]))
        #expect(client.receiveToEnd().end == .closed)
    }

    @Test func `lets others be served meanwhile, on the same loop`() throws {
        let telling = try Telling()
        let follower = telling.client()
        follower.send(get("/"))
        #expect(telling.script.begins.next() == true)
        for _ in 0..<100 { telling.script.say(text(String(repeating: "x", count: 60_000))) }
        let other = telling.client()
        for _ in 0..<20 { #expect(other.exchange(get("/plain"))?.body == "plain") }
    }

    @Test func `is asked for no more than its client takes`() throws {
        let telling = try Telling { $0.writeLimit = .milliseconds(300) }
        let follower = telling.client(receiveBuffer: 4096)
        for _ in 0..<1000 { telling.script.say(text(String(repeating: "x", count: 60_000))) }
        follower.send(get("/"))
        #expect(telling.script.ends.next() == true, "who reads nothing is let go")
        #expect(telling.script.asked < 500)
    }

    @Test func `ends with its client`() throws {
        let telling = try Telling()
        let client = telling.client()
        client.send(get("/"))
        #expect(telling.script.begins.next() == true)
        client.close()
        #expect(telling.script.ends.next() == true)
        #expect(telling.client().exchange(get("/plain"))?.body == "plain")
    }

    @Test func `gives signs of life`() throws {
        let telling = try Telling { $0.pulse = .milliseconds(20) }
        let client = telling.client()
        client.send(get("/"))
        #expect(telling.script.begins.next() == true)
        var seen = ""
        while !seen.contains("(pulse)(pulse)") {
            let more = client.receive(1)
            guard !more.isEmpty else { break }
            seen += more
        }
        #expect(seen.hasSuffix("(pulse)(pulse)"))
    }

    @Test func `says goodbye where the server stops`() throws {
        let telling = try Telling()
        let client = telling.client()
        client.send(get("/"))
        #expect(telling.script.begins.next() == true)
        telling.server.stop(within: .seconds(5))
        let (all, end) = client.receiveToEnd()
        #expect(end == .closed)
        #expect(all.hasSuffix("(farewell)"))
    }
}
