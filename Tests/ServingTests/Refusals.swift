import Glibc
import Serving
import Support
import Testing

@Suite(.timeLimit(.minutes(10))) struct Refusals {
    struct Row: CustomTestStringConvertible {
        var status: Int
        var why: String
        var text: String
        var testDescription: String { why }
    }

    @Test(arguments: [
        Row(status: 400, why: "no host", text: "GET / HTTP/1.1\r\n\r\n"),
        Row(
            status: 400,
            why: "two lengths",
            text: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx"
        ),
        Row(
            status: 413,
            why: "a declared body over the limit",
            text: "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n"
        ),
        Row(
            status: 413,
            why: "a chunk over the limit, with its data on the way",
            text: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFF\r\n"
                + String(repeating: "x", count: 1_000_000)
        ),
        Row(
            status: 414,
            why: "a target over the limit",
            text: get("/" + String(repeating: "t", count: 10_000))
        ),
        Row(status: 417, why: "another expectation", text: get("/", "Expect: tea\r\n")),
        Row(
            status: 431,
            why: "a head over the limit, and more of it",
            text: get("/", "A: " + String(repeating: "h", count: 500_000))
        ),
        Row(status: 501, why: "another coding", text: get("/", "Transfer-Encoding: br, chunked\r\n")),
        Row(status: 505, why: "another version", text: "GET / HTTP/3.0\r\n\r\n"),
    ])
    func `come with their status, and an end in order`(_ row: Row) throws {
        let running = try Running()
        let client = running.client()
        client.send(get("/before") + row.text)
        #expect(client.response()?.body == #"GET ["before"] "#)
        let response = client.response()
        #expect(response?.status == row.status)
        #expect(response?.field("Connection") == "close")
        #expect(response?.body.hasPrefix(#"{"error":{"code":""#) == true)
        client.endSending()
        #expect(client.receiveToEnd() == ("", .closed))
    }

    @Test func `of HEAD have no body`() throws {
        let running = try Running { $0.headLimit = .milliseconds(60) }
        for text in ["HEAD / HTTP/1.1\r\n\r\n", "HEAD /% HTTP/1.1\r\n", "HEAD / HTTP/1.1\r\nHo"] {
            let client = running.client()
            client.send(text)
            #expect(client.response(hasBody: false)?.field("Connection") == "close")
            #expect(client.receiveToEnd() == ("", .closed))
        }
    }

    @Test func `of silence have one, whatever others asked for`() throws {
        let running = try Running { configuration in
            configuration.loops = 1
            configuration.headLimit = .milliseconds(60)
        }
        let slow = running.client()
        slow.send(get("/") + "GET / HT")
        #expect(slow.response()?.status == 200)
        let other = running.client()
        other.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(other.response(hasBody: false)?.status == 200)
        #expect(slow.response()?.status == 408)
    }

    @Test func `of silence are 408`() throws {
        let running = try Running { configuration in
            configuration.idleLimit = .milliseconds(50)
            configuration.headLimit = .milliseconds(60)
            configuration.bodyLimit = .milliseconds(70)
        }
        let mute = running.client()
        #expect(mute.response()?.status == 408)
        #expect(mute.receiveToEnd() == ("", .closed))
        for text in [
            "GET / HTTP/1.1\r\nHo", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhell",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhell",
        ] {
            let client = running.client()
            client.send(get("/") + text)
            #expect(client.response()?.status == 200)
            #expect(client.response()?.status == 408)
            #expect(client.receiveToEnd() == ("", .closed))
        }
        let served = running.client()
        #expect(served.exchange(get("/"))?.status == 200)
        #expect(served.receiveToEnd() == ("", .closed), "between two requests nothing is said")
    }

    @Test func `of connections over the limit are 503`() throws {
        let running = try Running { $0.maxConnections = 3 }
        let clients = (0..<3).map { _ in running.client() }
        for client in clients { #expect(client.exchange(get("/"))?.status == 200) }
        let late = running.client()
        let response = late.response()
        #expect(response?.status == 503)
        #expect(response?.field("Retry-After") == "1")
        #expect(late.receiveToEnd() == ("", .closed))
        late.close()
        for client in clients { #expect(client.exchange(get("/"))?.status == 200) }
    }

    @Test func `of one connection leave the others alone when a client never reads`() throws {
        let running = try Running { configuration in
            configuration.loops = 1
            configuration.writeLimit = .milliseconds(300)
        }
        let greedy = RawClient(running.port, patience: 1, receiveBuffer: 4096)
        // Asks for 800 MB and reads nothing of it, until the server gives it up.
        greedy.send(String(repeating: get("/size/100000"), count: 8_000))
        #expect(running.client().exchange(get("/other"))?.status == 200)
        while running.server.connectionCount > 0 { sched_yield() }
        #expect(running.echo.answered < 200, "what it did not read was not even made")
    }
}
