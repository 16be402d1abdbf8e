import Serving
import Support
import Testing

@Suite(.timeLimit(.minutes(10))) struct Connections {
    @Test func `serve one request after another`() throws {
        let running = try Running()
        let client = running.client()
        for number in 0..<100 {
            let response = client.exchange(get("/\(number)"))
            #expect(response?.status == 200)
            #expect(response?.body == #"GET ["\#(number)"] "#)
        }
        #expect(running.server.connectionCount == 1)
    }

    @Test func `answer pipelined requests in their order`() throws {
        let running = try Running()
        let client = running.client()
        client.send((0..<500).map { get("/\($0)") }.joined())
        for number in 0..<500 { #expect(client.response()?.body == #"GET ["\#(number)"] "#) }
    }

    @Test func `keep the order behind a delay and behind a fault`() throws {
        let running = try Running()
        let client = running.client()
        client.send(
            get("/1") + get("/delay/30") + get("/2") + get("/fault/malformed/afterHeaders")
                + get("/fault/drip/afterHeaders") + get("/3")
        )
        #expect(client.response()?.body == #"GET ["1"] "#)
        #expect(client.response()?.body == #"GET ["delay", "30"] "#)
        #expect(client.response()?.body == #"GET ["2"] "#)
        #expect(client.response()?.body == "\u{1}?")
        #expect(client.response()?.body == String(repeating: "y", count: 100))
        #expect(client.response()?.body == #"GET ["3"] "#)
    }

    @Test func `take requests byte by byte`() throws {
        let running = try Running()
        let client = running.client()
        for text in [
            get("/slow"),
            "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: u\r\n\r\n",
            "POST /q HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
        ] { for byte in text.utf8 { client.send([byte]) } }
        #expect(client.response()?.body == #"GET ["slow"] "#)
        #expect(client.response()?.body == #"POST ["p"] abcde"#)
        #expect(client.response()?.body == #"POST ["q"] hello"#)
    }

    @Test(arguments: [1_000, 100_000, 3_000_000])
    func `carry bodies of any size both ways`(_ size: Int) throws {
        let running = try Running()
        let client = running.client()
        let body = String(repeating: "b", count: size)
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n" + body)
        #expect(client.response()?.body == "POST [] " + body)
        client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
        client.send(String(size, radix: 16) + "\r\n" + body + "\r\n0\r\n\r\n" + get("/next"))
        #expect(client.response()?.body == "POST [] " + body)
        #expect(client.response()?.body == #"GET ["next"] "#)
    }

    @Test func `still answer a client that has ended its side`() throws {
        let running = try Running()
        for path in ["/1", "/delay/20", "/fault/drip/afterHeaders", "/size/3000000"] {
            let client = running.client()
            client.send(get(path) + get("/last"))
            client.endSending()
            #expect(client.response()?.status == 200)
            #expect(client.response()?.body == #"GET ["last"] "#)
            #expect(client.receiveToEnd() == ("", .closed))
        }
    }

    @Test func `end when the client says so`() throws {
        let running = try Running()
        let closing = running.client()
        closing.send(get("/1", "Connection: close\r\n") + get("/2"))
        let (text, end) = closing.receiveToEnd()
        #expect(text.contains("Connection: close\r\n"))
        #expect(text.hasSuffix(#"GET ["1"] "#), "what follows is not answered")
        #expect(end == .closed)
    }

    @Test func `of HTTP 1.0 end, unless the client wants to stay`() throws {
        let running = try Running()
        let leaving = running.client()
        leaving.send("GET /1 HTTP/1.0\r\n\r\n")
        let (text, end) = leaving.receiveToEnd()
        #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(text.contains("Connection: close\r\n"))
        #expect(end == .closed)
        let staying = running.client()
        for _ in 0..<2 {
            let response = staying.exchange("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            #expect(response?.field("Connection") == "keep-alive")
        }
    }

    @Test func `answer HEAD with the head alone`() throws {
        let running = try Running()
        let client = running.client()
        client.send("HEAD /1 HTTP/1.1\r\nHost: a\r\n\r\n" + get("/2"))
        #expect(client.response(hasBody: false)?.field("Content-Length") == "11")
        #expect(client.response()?.body == #"GET ["2"] "#)
    }

    @Test func `answer OPTIONS for everything, and absolute targets`() throws {
        let running = try Running()
        let client = running.client()
        #expect(client.exchange("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")?.body == "OPTIONS [] ")
        #expect(client.exchange("GET http://b/%2Fx HTTP/1.1\r\nHost: a\r\n\r\n")?.body == #"GET ["/x"] "#)
    }

    @Test func `of both families know which listener they came by`() throws {
        let running = try Running(on: [Address("127.0.0.1", 0), Address("::1", 0)])
        #expect(RawClient(running.server.ports[0]).exchange(get("/listener"))?.body == "0")
        #expect(RawClient(running.server.ports[1], host: "::1").exchange(get("/listener"))?.body == "1")
    }

    @Test func `say 100 Continue to those who wait for it`() throws {
        let running = try Running()
        let client = running.client()
        client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
        #expect(client.receive(25) == "HTTP/1.1 100 Continue\r\n\r\n")
        client.send("hello" + get("/next"))
        #expect(client.response()?.body == "POST [] hello")
        #expect(client.response()?.body == #"GET ["next"] "#)
        client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello")
        #expect(client.response()?.status == 200, "who does not wait needs no 100")
    }

    @Test func `refuse a body before it is read`() throws {
        let running = try Running()
        let waiting = running.client()
        waiting.send("POST /refuse HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n")
        #expect(waiting.response()?.status == 401)
        #expect(waiting.receiveToEnd() == ("", .closed))
        let impatient = running.client()
        impatient.send("POST /refuse HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello" + get("/next"))
        #expect(impatient.response()?.body == #"{"no":1}"#)
        #expect(impatient.response()?.body == #"GET ["next"] "#)
        #expect(running.echo.answered == 1)
    }

    @Test func `wait for a reply that is not known yet, and let others go first`() throws {
        let running = try Running { $0.loops = 1 }
        let client = running.client()
        client.send(get("/first") + get("/later/3") + get("/last"))
        #expect(client.response()?.body == #"GET ["first"] "#)
        #expect(client.response()?.body == #"GET ["later", "3"] "#)
        #expect(client.response()?.body == #"GET ["last"] "#)
        let patient = running.client()
        patient.send(get("/first") + get("/later/1000000", "Connection: close\r\n"))
        #expect(patient.response()?.status == 200)
        #expect(running.client().exchange(get("/"))?.status == 200, "the one loop is free")
    }
}
