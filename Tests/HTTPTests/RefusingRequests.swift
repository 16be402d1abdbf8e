import HTTP
import Testing

struct Refused: CustomTestStringConvertible {
    var text: String
    var reason: MalformedRequest
    var status: Int

    init(_ status: Int, _ reason: MalformedRequest, _ text: String) {
        self.text = text
        self.reason = reason
        self.status = status
    }

    var testDescription: String { "\(reason): \(String(text.prefix(60)).debugDescription)" }

    private static let host = "Host: a\r\n"
    private static func line(_ line: String) -> String { line + "\r\n" + host + "\r\n" }
    private static func target(_ target: String) -> String { line("GET \(target) HTTP/1.1") }
    private static func fields(_ fields: String) -> String { "POST / HTTP/1.1\r\n" + host + fields + "\r\n" }
    private static func host(_ value: String) -> String { "GET / HTTP/1.1\r\nHost: \(value)\r\n\r\n" }
    private static func chunks(_ body: String) -> String { fields("Transfer-Encoding: chunked\r\n") + body }

    static let all: [Refused] =
        requestLines + targets + fieldLines + hosts + framings + chunkings + tooLong

    static let requestLines = [
        Refused(400, .method, line(" GET / HTTP/1.1")),
        Refused(400, .method, line("G\u{0}ET / HTTP/1.1")),
        Refused(400, .method, line("G(T / HTTP/1.1")),
        Refused(400, .method, line("GET\t/ HTTP/1.1")),
        Refused(400, .method, "\u{16}\u{3}\u{1}\u{2}"),
        Refused(400, .method, "\r\n\r\n" + line("GET / HTTP/1.1")),
        Refused(400, .method, "\n" + line("GET / HTTP/1.1")),
        Refused(400, .bareCR, "\rGET / HTTP/1.1\r\n\r\n"),
        Refused(400, .requestLine, line("GET  / HTTP/1.1")),
        Refused(400, .requestLine, line("GET /  HTTP/1.1")),
        Refused(400, .requestLine, line("GET / HTTP/1.1 ")),
        Refused(400, .requestLine, line("GET /")),
        Refused(400, .requestLine, line("GET / ")),
        Refused(400, .requestLine, line("GET / http/1.1")),
        Refused(400, .requestLine, line("GET / HTTP/1.10")),
        Refused(400, .requestLine, line("GET / HTTP/11")),
        Refused(400, .requestLine, line("GET / HTTP/x.1")),
        Refused(400, .requestLine, line("GET / ICY/1.1")),
        Refused(400, .bareLF, "GET / HTTP/1.1\nHost: a\r\n\r\n"),
        Refused(400, .bareCR, "GET / HTTP/1.1\rHost: a\r\n\r\n"),
        Refused(501, .unknownMethod, line(String(repeating: "M", count: 65) + " / HTTP/1.1")),
        Refused(501, .connect, line("CONNECT a:80 HTTP/1.1")),
        Refused(505, .version, line("GET / HTTP/2.0")),
        Refused(505, .version, line("GET / HTTP/0.9")),
        Refused(505, .version, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    ]

    static let targets = [
        Refused(400, .targetForm, target("a")),
        Refused(400, .targetForm, target("a:80")),
        Refused(400, .targetForm, target("*")),
        Refused(400, .targetForm, line("OPTIONS *x HTTP/1.1")),
        Refused(400, .targetForm, target("ftp://a/")),
        Refused(400, .targetForm, target("http:/a/")),
        Refused(400, .targetForm, target("?a=b")),
        Refused(400, .host, target("http:///x")),
        Refused(400, .host, target("http://a:b/")),
        Refused(400, .host, target("http://?x")),
        Refused(400, .userInfo, target("http://a@b/")),
        Refused(400, .target, target("/a#b")),
        Refused(400, .target, target("/a\"b")),
        Refused(400, .target, target("/a\\b")),
        Refused(400, .target, target("/{a}")),
        Refused(400, .target, target("/a?b#c")),
        Refused(400, .target, target("/a?<b>")),
        Refused(400, .target, target("/a\u{7F}")),
        Refused(400, .target, target("/a\u{1}")),
        Refused(400, .target, target("/a\tb")),
        Refused(400, .target, target("/é")),
        Refused(400, .escape, target("/%")),
        Refused(400, .escape, target("/%4")),
        Refused(400, .escape, target("/%4g")),
        Refused(400, .escape, target("/a?b=%")),
        Refused(400, .escape, target("/a%4?1=2")),
        Refused(400, .escapedNUL, target("/%00")),
        Refused(400, .escapedNUL, target("/a?b=%00")),
        Refused(400, .notUTF8, target("/%ff")),
        Refused(400, .notUTF8, target("/%C0%AF")),
        Refused(400, .notUTF8, target("/%ED%A0%80")),
        Refused(400, .notUTF8, target("/%F4%90%80%80")),
        Refused(400, .notUTF8, target("/%C3/%A9")),
        Refused(400, .notUTF8, target("/%E2%82")),
        Refused(400, .notUTF8, target("/a?b=%E9")),
    ]

    static let fieldLines = [
        Refused(400, .spaceBeforeColon, fields("A : b\r\n")),
        Refused(400, .spaceBeforeColon, fields("A\t: b\r\n")),
        Refused(400, .spaceBeforeColon, fields("A B: c\r\n")),
        Refused(400, .lineFolding, fields("A: b\r\n c\r\n")),
        Refused(400, .lineFolding, fields("A: b\r\n\tc\r\n")),
        Refused(400, .lineFolding, "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
        Refused(400, .fieldName, fields(": b\r\n")),
        Refused(400, .fieldName, fields("A\r\n")),
        Refused(400, .fieldName, fields("A\u{0}: b\r\n")),
        Refused(400, .fieldName, fields("(A): b\r\n")),
        Refused(400, .fieldName, fields("Ä: b\r\n")),
        Refused(400, .fieldValue, fields("A: b\u{0}c\r\n")),
        Refused(400, .fieldValue, fields("A: b\u{1}\r\n")),
        Refused(400, .fieldValue, fields("A: 12345678\u{7F}\r\n")),
        Refused(400, .fieldValue, fields("A: 1234567\u{B}9012345\r\n")),
        Refused(400, .bareLF, fields("A: b\nC: d\r\n")),
        Refused(400, .bareLF, "GET / HTTP/1.1\r\nHost: a\r\n\n"),
        Refused(400, .bareCR, fields("A: b\rc\r\n")),
        Refused(400, .bareCR, fields("A: b\r\r\n")),
        Refused(400, .bareCR, "GET / HTTP/1.1\r\nHost: a\r\n\rX"),
    ]

    static let hosts = [
        Refused(400, .hostMissing, "GET / HTTP/1.1\r\n\r\n"),
        Refused(400, .hostMissing, "GET http://a/ HTTP/1.1\r\n\r\n"),
        Refused(400, .hostRepeated, fields("host: a\r\n")),
        Refused(400, .hostRepeated, "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n"),
        Refused(400, .host, host("")),
        Refused(400, .host, host("a b")),
        Refused(400, .host, host("a,b")),
        Refused(400, .host, host("a/b")),
        Refused(400, .host, host("u@a")),
        Refused(400, .host, host("a:x")),
        Refused(400, .host, host("a:65536")),
        Refused(400, .host, host("a:80:80")),
        Refused(400, .host, host(":80")),
        Refused(400, .host, host("::1")),
        Refused(400, .host, host("[::1")),
        Refused(400, .host, host("[]")),
        Refused(400, .host, host("[::1]x")),
        Refused(400, .host, host("%61")),
    ]

    static let framings = [
        Refused(400, .contentLength, fields("Content-Length:\r\n")),
        Refused(400, .contentLength, fields("Content-Length: +5\r\n")),
        Refused(400, .contentLength, fields("Content-Length: -5\r\n")),
        Refused(400, .contentLength, fields("Content-Length: 0x5\r\n")),
        Refused(400, .contentLength, fields("Content-Length: 5 5\r\n")),
        Refused(400, .contentLength, fields("Content-Length: 5, 5\r\n")),
        Refused(400, .contentLength, fields("Content-Length: 5,6\r\n")),
        Refused(400, .contentLength, fields("Content-Length: 5.0\r\n")),
        Refused(400, .contentLength, fields("Content-Length: five\r\n")),
        Refused(400, .contentLengthRepeated, fields("Content-Length: 5\r\nContent-Length: 6\r\n")),
        Refused(400, .contentLengthRepeated, fields("Content-Length: 5\r\ncontent-length: 5\r\n")),
        Refused(400, .lengthAndCoding, fields("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")),
        Refused(400, .lengthAndCoding, fields("Transfer-Encoding: chunked\r\nContent-Length: 0\r\n")),
        Refused(400, .lengthAndCoding, fields("Transfer-Encoding: identity\r\nContent-Length: 3\r\n")),
        Refused(400, .codingInHTTP10, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Refused(400, .transferEncoding, fields("Transfer-Encoding: chunked, chunked\r\n")),
        Refused(
            400,
            .transferEncoding,
            fields("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")
        ),
        Refused(400, .transferEncoding, fields("Transfer-Encoding:\r\n")),
        Refused(400, .transferEncoding, fields("Transfer-Encoding: ,\r\n")),
        Refused(400, .lengthAndCoding, fields("Transfer-Encoding:\r\nContent-Length: 5\r\n")),
        Refused(400, .transferEncoding, fields("Transfer-Encoding: gzip\r\n")),
        Refused(400, .transferEncoding, fields("Transfer-Encoding: chunked, gzip\r\n")),
        Refused(
            400,
            .transferEncoding,
            fields("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n")
        ),
        Refused(400, .transferEncoding, fields("Transfer-Encoding: chunked;q=1\r\n")),
        Refused(400, .transferEncoding, fields("Transfer-Encoding: xchunked\r\n")),
        Refused(400, .transferEncoding, fields("Transfer-Encoding: \"chunked\"\r\n")),
        Refused(501, .unknownCoding, fields("Transfer-Encoding: gzip, chunked\r\n")),
        Refused(501, .unknownCoding, fields("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n")),
        Refused(417, .expectation, fields("Expect: 200-ok\r\n")),
        Refused(417, .expectation, fields("Expect: 100-continue, more\r\nContent-Length: 5\r\n")),
        Refused(413, .bodyTooLong, fields("Content-Length: 8388609\r\n")),
        Refused(413, .bodyTooLong, fields("Content-Length: 9223372036854775808\r\n")),
        Refused(413, .bodyTooLong, fields("Content-Length: 18446744073709551621\r\n")),
        Refused(413, .bodyTooLong, fields("Content-Length: 1\(String(repeating: "0", count: 40))\r\n")),
    ]

    static let chunkings = [
        Refused(400, .chunkSize, chunks("\r\nhello")),
        Refused(400, .chunkSize, chunks("+5\r\nhello")),
        Refused(400, .chunkSize, chunks("-1\r\n")),
        Refused(400, .chunkSize, chunks("0x5\r\nhello")),
        Refused(400, .chunkSize, chunks(" 5\r\nhello")),
        Refused(400, .chunkSize, chunks("5_0\r\nhello")),
        Refused(400, .chunkSize, chunks("five\r\n".replacing("f", with: "g"))),
        Refused(400, .bareLF, chunks("5\nhello\r\n")),
        Refused(400, .bareCR, chunks("5\rhello\r\n")),
        Refused(400, .chunkExtension, chunks("5 \r\nhello")),
        Refused(400, .chunkExtension, chunks("5;\r\nhello")),
        Refused(400, .chunkExtension, chunks("5;a=\r\nhello")),
        Refused(400, .chunkExtension, chunks("5;a=\"b\r\nhello")),
        Refused(400, .chunkExtension, chunks("5;a b\r\nhello")),
        Refused(400, .bareLF, chunks("5;a\nhello")),
        Refused(400, .bareCR, chunks("5;a\rhello")),
        Refused(400, .chunkEnd, chunks("5\r\nhelloX\r\n")),
        Refused(400, .chunkEnd, chunks("5\r\nhello\n")),
        Refused(400, .bareCR, chunks("5\r\nhello\rX")),
        Refused(400, .trailer, chunks("0\r\nA\r\n\r\n")),
        Refused(400, .trailer, chunks("0\r\nA : b\r\n\r\n")),
        Refused(400, .trailer, chunks("0\r\n A: b\r\n\r\n")),
        Refused(400, .trailer, chunks("0\r\nA: b\r\n c\r\n\r\n")),
        Refused(400, .trailer, chunks("0\r\nA: b\u{0}\r\n\r\n")),
        Refused(400, .bareLF, chunks("0\r\nA: b\n\r\n")),
        Refused(400, .bareLF, chunks("0\r\n\n")),
        Refused(400, .bareCR, chunks("0\r\n\rX")),
        Refused(413, .bodyTooLong, chunks("800001\r\n")),
        Refused(413, .bodyTooLong, chunks("FFFFFFFFFFFFFFFF\r\n")),
        Refused(413, .bodyTooLong, chunks("10000000000000005\r\n")),
        Refused(413, .bodyTooLong, chunks("1\r\nx\r\n800000\r\n")),
    ]

    static let tooLong = [
        Refused(414, .targetTooLong, target("/" + String(repeating: "a", count: 8192))),
        Refused(414, .targetTooLong, "GET /" + String(repeating: "a", count: 8192)),
        Refused(431, .headTooLong, fields("A: " + String(repeating: "b", count: 17_000))),
        Refused(431, .headTooLong, fields(String(repeating: "A", count: 17_000))),
        Refused(431, .tooManyFields, fields(String(repeating: "A: b\r\n", count: 128))),
        Refused(413, .extensionsTooLong, chunks("1;" + String(repeating: "a", count: 17_000))),
        Refused(413, .extensionsTooLong, chunks(String(repeating: "0", count: 17_000))),
        Refused(431, .trailersTooLong, chunks("0\r\n" + String(repeating: "A: b\r\n", count: 3_000))),
    ]
}

@Suite struct `Refusing requests` {
    @Test(arguments: Refused.all)
    func `gives the status and the reason`(_ row: Refused) {
        let reading = Reading.whole(row.text)
        #expect(reading.refusal == row.reason)
        #expect(reading.refusal?.status == row.status)
        #expect(reading.log.count <= 2, "nothing but a head comes before it")
    }

    @Test(arguments: Refused.all.filter { $0.text.utf8.count < 1000 })
    func `does not depend on where the bytes were cut`(_ row: Refused) {
        for place in 0...row.text.utf8.count {
            #expect(Reading.cut(row.text, at: place).refusal == row.reason, "cut at \(place)")
        }
        #expect(Reading.trickled(row.text).refusal == row.reason)
    }

    @Test(arguments: Refused.tooLong)
    func `of too long ones does not depend on the size of the parts`(_ row: Refused) {
        let bytes = Array(row.text.utf8)
        for size in [100, 1_460, 9_000] {
            var reading = Reading()
            for start in stride(from: 0, to: bytes.count, by: size) {
                reading.take(bytes[start..<min(start + size, bytes.count)])
            }
            #expect(reading.refusal == row.reason)
        }
    }

    @Test func `begins just beyond each limit`() {
        let head = "GET / HTTP/1.1\r\nHost: a\r\n"
        let filler = Limits().head - head.utf8.count - "A: \r\n\r\n".utf8.count
        let just = head + "A: " + String(repeating: "b", count: filler) + "\r\n\r\n"
        #expect(just.utf8.count == Limits().head)
        #expect(Reading.whole(just).refusal == nil)
        #expect(Reading.whole(just.replacing("A: ", with: "A: b")).refusal == .headTooLong)
        let target = "/" + String(repeating: "a", count: Limits().target - 1)
        #expect(Reading.whole("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n").refusal == nil)
        #expect(Reading.whole("GET \(target)a HTTP/1.1\r\nHost: a\r\n\r\n").refusal == .targetTooLong)
        let fields = String(repeating: "A: b\r\n", count: Limits().fields - 1)
        #expect(Reading.whole(head + fields + "\r\n").refusal == nil)
        var limits = Limits()
        limits.body = 4
        let post = head.replacing("GET", with: "POST")
        #expect(Reading.whole(post + "Content-Length: 4\r\n\r\nabcd", limits: limits).refusal == nil)
        #expect(Reading.whole(post + "Content-Length: 5\r\n\r\n", limits: limits).refusal == .bodyTooLong)
        let chunked = post + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n2\r\ncd\r\n"
        #expect(Reading.whole(chunked + "0\r\n\r\n", limits: limits).log.count == 2)
        #expect(Reading.whole(chunked + "1\r\n", limits: limits).refusal == .bodyTooLong)
    }

    @Test(arguments: MalformedRequest.allCases)
    func `says why in JSON`(_ reason: MalformedRequest) {
        let response = Response(reason)
        #expect(response.status == reason.status)
        #expect(
            String(decoding: response.body, as: UTF8.self)
                == #"{"error":{"code":"\#(reason.code)","message":"\#(reason.message)"}}"#
        )
        #expect(!reason.message.description.contains { $0 == "\"" || $0 == "\\" })
    }
}
