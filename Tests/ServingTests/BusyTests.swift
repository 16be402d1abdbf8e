import Serving
import Support
import Testing

@Suite(.timeLimit(.minutes(10))) struct `A server` {
    @Test func `is busy from a request's first byte to its reply's last`() throws {
        let running = try Running()
        #expect(try !running.server.isBusy())
        let client = running.client()
        client.send("GET /1 HTT")
        #expect(try running.server.isBusy())
        client.send("P/1.1\r\nHost: a\r\n\r\n")
        #expect(client.response()?.status == 200)
        #expect(try !running.server.isBusy())
        client.send(get("/delay/60000"))
        #expect(try running.server.isBusy())
    }

    @Test func `is busy with a body that is not all there`() throws {
        let running = try Running()
        let client = running.client()
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx")
        #expect(try running.server.isBusy())
        client.send("y")
        #expect(client.response()?.status == 200)
        #expect(try !running.server.isBusy())
    }

    @Test func `has seen what a client sent before it went away, once it is not busy`() throws {
        let running = try Running()
        for _ in 0..<200 {
            for _ in 0..<4 {
                let client = running.client()
                client.send(get("/1"))
                client.close()
            }
            while try running.server.isBusy() {}
        }
        #expect(running.echo.answered == 800)
    }

    @Test func `is not busy with silence`() throws {
        let running = try Running()
        let client = running.client()
        client.send(get("/fault/stall/afterHeaders"))
        #expect(client.receive(15) == "HTTP/1.1 200 OK")
        while try running.server.isBusy() {}
        #expect(running.server.connectionCount == 1)
    }
}
