import Serving
import Testing

@Suite struct `The reply to a courier` {
    struct Row: CustomTestStringConvertible {
        let why: String
        let text: String
        var status: Int?
        /// What is left of the body at the end; nil where it ends with the connection.
        var bodyLeft: Int?
        var problem: CourierReply.Problem?

        var testDescription: String { why }
    }

    static let rows = [
        Row(
            why: "a plain one",
            text: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            status: 200,
            bodyLeft: 0
        ),
        Row(why: "of HTTP/1.0", text: "HTTP/1.0 202 Accepted\r\n\r\nx", status: 202),
        Row(why: "without a reason", text: "HTTP/1.1 204 \r\n\r\n", status: 204, bodyLeft: 0),
        Row(why: "without the blank before it", text: "HTTP/1.1 200\r\n\r\n", status: 200),
        Row(why: "with lone line feeds", text: "HTTP/1.1 201 x\nA: b\n\n", status: 201),
        Row(
            why: "a body under way",
            text: "HTTP/1.1 500 x\r\ncontent-LENGTH:  5 \r\n\r\nabc",
            status: 500,
            bodyLeft: 2
        ),
        Row(
            why: "a chunked body",
            text: "HTTP/1.1 200 x\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n",
            status: 200
        ),
        Row(
            why: "an interim one before it",
            text:
                "HTTP/1.1 103 x\r\nContent-Length: 9\r\n\r\nHTTP/1.1 100 y\r\n\r\nHTTP/1.1 200 z\r\nContent-Length: 0\r\n\r\n",
            status: 200,
            bodyLeft: 0
        ),
        Row(why: "switching protocols", text: "HTTP/1.1 101 x\r\n\r\n", status: 101),
        Row(why: "a head under way", text: "HTTP/1.1 200 OK\r\nA: b\r\n"),
        Row(
            why: "the same length twice",
            text: "HTTP/1.1 200 x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
            status: 200,
            bodyLeft: 1
        ),
        Row(
            why: "two lengths",
            text: "HTTP/1.1 200 x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            problem: .malformed
        ),
        Row(
            why: "a signed length",
            text: "HTTP/1.1 200 x\r\nContent-Length: +1\r\n\r\n",
            problem: .malformed
        ),
        Row(
            why: "a length beyond all bounds",
            text: "HTTP/1.1 200 x\r\nContent-Length: 99999999999999999999\r\n\r\n",
            problem: .malformed
        ),
        Row(why: "no HTTP", text: "SSH-2.0-OpenSSH_9.6\r\n", problem: .malformed),
        Row(why: "HTTP/2", text: "HTTP/2.0 200 OK\r\n", problem: .malformed),
        Row(why: "a status of two digits", text: "HTTP/1.1 20 OK\r\n", problem: .malformed),
        Row(why: "a status of four digits", text: "HTTP/1.1 2000 OK\r\n", problem: .malformed),
        Row(why: "a status below 100", text: "HTTP/1.1 099 OK\r\n", problem: .malformed),
        Row(why: "a field without a colon", text: "HTTP/1.1 200 OK\r\nnothing\r\n", problem: .malformed),
        Row(why: "a blank before the colon", text: "HTTP/1.1 200 OK\r\nA : b\r\n", problem: .malformed),
        Row(why: "a folded line", text: "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n", problem: .malformed),
        Row(why: "a bare CR in a value", text: "HTTP/1.1 200 OK\r\nA: b\rc\r\n", problem: .malformed),
        Row(
            why: "an endless line",
            text: "HTTP/1.1 200 " + String(repeating: "a", count: 300),
            problem: .oversized
        ),
        Row(
            why: "endless interim ones",
            text: String(repeating: "HTTP/1.1 100 x\r\n\r\n", count: 20),
            problem: .oversized
        ),
    ]

    @Test(arguments: rows) func `is read whole`(_ row: Row) {
        expect(row, in: [Array(row.text.utf8)])
    }

    @Test(arguments: rows) func `is read in two parts, cut anywhere`(_ row: Row) {
        let bytes = Array(row.text.utf8)
        for cut in bytes.indices { expect(row, in: [Array(bytes[..<cut]), Array(bytes[cut...])]) }
    }

    @Test(arguments: rows) func `is read byte by byte`(_ row: Row) {
        expect(row, in: row.text.utf8.map { [$0] })
    }

    private func expect(_ row: Row, in parts: [[UInt8]]) {
        var reply = CourierReply(limit: 256)
        var problem: CourierReply.Problem?
        for part in parts where problem == nil {
            do throws(CourierReply.Problem) { try reply.take(part.span) } catch { problem = error }
        }
        #expect(problem == row.problem)
        guard row.problem == nil else { return }
        #expect(reply.status == row.status)
        #expect(reply.bodyLeft == row.bodyLeft)
    }
}
