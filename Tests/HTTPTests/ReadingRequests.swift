import HTTP
import Testing

struct Sample: CustomTestStringConvertible {
    var why: String
    var text: String
    var log: [String]

    init(_ why: String, _ text: String, _ log: String...) {
        self.why = why
        self.text = text
        self.log = log
    }

    var testDescription: String { why }

    static let all = [
        Sample("the least", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", #"GET / ?- 1.1 @a ["Host=a"] []"#),
        Sample(
            "an empty line before it",
            "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
            #"GET / ?- 1.1 @a ["Host=a"] []"#
        ),
        Sample(
            "two pipelined",
            "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: b:80\r\n\r\n",
            #"GET /1 ?- 1.1 @a ["Host=a"] []"#,
            #"GET /2 ?- 1.1 @b:80 ["Host=b:80"] []"#
        ),
        Sample(
            "blanks around values, and an empty value",
            "GET / HTTP/1.1\r\nHost:\t a \t\r\nX:\r\nY:  \r\nZ: a  b\r\n\r\n",
            #"GET / ?- 1.1 @a ["Host=a", "X=", "Y=", "Z=a  b"] []"#
        ),
        Sample(
            "bytes beyond ASCII in a value",
            "GET / HTTP/1.1\r\nHost: a\r\nX: Zoë Brontë, naïve café\r\n\r\n",
            #"GET / ?- 1.1 @a ["Host=a", "X=Zoë Brontë, naïve café"] []"#
        ),
        Sample(
            "a query with question marks",
            "GET /p%2Fq/r?a=1&b=%20?x HTTP/1.1\r\nHost: a\r\n\r\n",
            #"GET /p%2Fq/r ?a=1&b=%20?x 1.1 @a ["Host=a"] []"#
        ),
        Sample(
            "an empty query",
            "GET /? HTTP/1.1\r\nHost: a\r\n\r\n",
            #"GET / ? 1.1 @a ["Host=a"] []"#
        ),
        Sample(
            "what browsers leave unescaped",
            "GET /a[1]|b?f[x]={|}^`\\ HTTP/1.1\r\nHost: a\r\n\r\n",
            #"GET /a[1]|b ?f[x]={|}^`\ 1.1 @a ["Host=a"] []"#
        ),
        Sample(
            "absolute-form beats Host",
            "GET HTTP://B:81/x?y HTTP/1.1\r\nHost: a\r\n\r\n",
            #"GET /x ?y 1.1 @B:81 ["Host=a"] []"#
        ),
        Sample(
            "absolute-form without a path",
            "GET https://b?y HTTP/1.1\r\nHost: a\r\n\r\n",
            #"GET / ?y 1.1 @b ["Host=a"] []"#
        ),
        Sample(
            "absolute-form of an IPv6 address",
            "GET http://[::1]:4600 HTTP/1.1\r\nHost: a\r\n\r\n",
            #"GET / ?- 1.1 @[::1]:4600 ["Host=a"] []"#
        ),
        Sample(
            "asterisk-form",
            "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
            #"OPTIONS  ?- 1.1 @a ["Host=a"] []"#
        ),
        Sample(
            "a method of its own",
            "PURGE / HTTP/1.1\r\nHost: a\r\n\r\n",
            #"PURGE / ?- 1.1 @a ["Host=a"] []"#
        ),
        Sample("HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", "GET / ?- 1.0 @ [] [] close"),
        Sample(
            "a later minor version",
            "GET / HTTP/1.7\r\nHost: a\r\n\r\n",
            #"GET / ?- 1.1 @a ["Host=a"] []"#
        ),
        Sample(
            "HTTP/1.0 that stays",
            "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n",
            #"GET / ?- 1.0 @ ["Connection=Keep-Alive"] []"#
        ),
        Sample(
            "HTTP/1.1 that goes",
            "GET / HTTP/1.1\r\nhOST: a\r\nconnection: x , CLOSE\r\n\r\n",
            #"GET / ?- 1.1 @a ["hOST=a", "connection=x , CLOSE"] [] close"#
        ),
        Sample(
            "a body with a length",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhelloGET",
            "head",
            #"POST / ?- 1.1 @a ["Host=a", "Content-Length=5"] [hello]"#
        ),
        Sample(
            "a length of nothing",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
            #"POST / ?- 1.1 @a ["Host=a", "Content-Length=0"] []"#
        ),
        Sample(
            "a body in chunks",
            "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n00a\r\n, \r\nworld!\r\n0\r\n\r\n",
            "head",
            "PUT / ?- 1.1 @a [\"Host=a\", \"Transfer-Encoding=chunked\"] [hello, \r\nworld!]"
        ),
        Sample(
            "empty elements around the coding",
            "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: , chunked\r\nTransfer-Encoding:\r\n\r\n0\r\n\r\n",
            "head",
            #"PUT / ?- 1.1 @a ["Host=a", "Transfer-Encoding=, chunked", "Transfer-Encoding="] []"#
        ),
        Sample(
            "chunks with extensions and trailers",
            "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: CHUNKED\r\n\r\n"
                + "2;a\r\nhe\r\n1 ; b = c;d\r\nl\r\n2\t;e=\"q\\\";\r\"\r\nlo\r\n0;z=1\r\nX-Sum: 1\r\nY:\r\n\r\n",
            "head",
            "refused: chunkExtension"
        ),
        Sample(
            "chunks with quoted extensions",
            "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "2;a\r\nhe\r\n1 ; b = c;d\r\nl\r\n2\t;e=\"q\\\";x\"\r\nlo\r\n0;z=1\r\nX-Sum: 1\r\nY:\r\n\r\n"
                + "GET /next HTTP/1.1\r\nHost: a\r\n\r\n",
            "head",
            #"PUT / ?- 1.1 @a ["Host=a", "Transfer-Encoding=chunked"] [hello]"#,
            #"GET /next ?- 1.1 @a ["Host=a"] []"#
        ),
        Sample(
            "an expectation",
            "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\nx",
            "head, expects 100",
            #"POST / ?- 1.1 @a ["Host=a", "Expect=100-Continue", "Content-Length=1"] [x]"#
        ),
        Sample(
            "an expectation among empty elements",
            "POST / HTTP/1.1\r\nHost: a\r\nExpect: ,100-continue,\r\nExpect:\r\nContent-Length: 1\r\n\r\nx",
            "head, expects 100",
            #"POST / ?- 1.1 @a ["Host=a", "Expect=,100-continue,", "Expect=", "Content-Length=1"] [x]"#
        ),
        Sample(
            "an expectation without a body",
            "GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n",
            #"GET / ?- 1.1 @a ["Host=a", "Expect=100-continue"] []"#
        ),
        Sample(
            "an expectation of HTTP/1.0",
            "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx",
            "head",
            #"POST / ?- 1.0 @ ["Expect=100-continue", "Content-Length=1"] [x] close"#
        ),
        Sample(
            "an unfinished head",
            "GET / HTTP/1.1\r\nHost: a\r\n"
        ),
    ]
}

@Suite struct `Reading requests` {
    @Test(arguments: Sample.all)
    func `gives what was sent`(_ sample: Sample) {
        #expect(Reading.whole(sample.text).log == sample.log)
    }

    @Test(arguments: Sample.all)
    func `does not depend on where the bytes were cut`(_ sample: Sample) {
        for place in 0...sample.text.utf8.count {
            #expect(Reading.cut(sample.text, at: place).log == sample.log, "cut at \(place)")
        }
        #expect(Reading.trickled(sample.text).log == sample.log)
    }

    @Test func `all samples behind one another give all that each gives`() {
        let samples = Sample.all.filter { sample in
            let reading = Reading.whole(sample.text)
            return reading.refusal == nil && !sample.text.hasSuffix("helloGET") && !sample.log.isEmpty
        }
        let text = samples.map(\.text).joined()
        #expect(Reading.whole(text).log == samples.flatMap(\.log))
        #expect(Reading.trickled(text).log == samples.flatMap(\.log))
    }

    @Test func `a request used again holds nothing of the one before`() throws {
        let parser = RequestParser()
        var request = Request()
        for text in [
            "POST http://long.example/path?query HTTP/1.0\r\nA: b\r\nContent-Length: 3\r\n\r\n",
            "GET /x HTTP/1.1\r\nHost: h\r\n\r\n",
        ] { _ = try parser.parse(Array(text.utf8).span, into: &request) }
        #expect(request.query == nil)
        #expect(request.text(request.authority) == "h")
        #expect(request.fields.lines.count == 1)
        #expect(request.minorVersion == 1)
        #expect(request.method == .get)
    }

    @Test(arguments: Method.allCases.filter { $0 != .other && $0 != .connect })
    func `each method is known by its name, and by nothing near it`(_ method: Method) {
        let name = method.name.description
        #expect(Request(method, "/").method == method)
        #expect(Request(named: name.lowercased(), "/").method == .other)
        #expect(Request(named: name + "X", "/").method == .other)
        #expect(Request(named: String(name.dropLast()) + "~", "/").method == .other)
    }

    @Test func `the byte classes are those of the grammar`() {
        let letters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
        let digits = Set("0123456789".utf8)
        let unreserved = letters.union(digits).union("-._~".utf8)
        let pchar = unreserved.union("!$&'()*+,;=:@%".utf8)
        for byte in UInt8.min...UInt8.max {
            #expect(
                Octet.is(byte, Octet.token)
                    == letters.union(digits).union("!#$%&'*+-.^_`|~".utf8).contains(byte)
            )
            #expect(Octet.is(byte, Octet.path) == pchar.union("/[]|".utf8).contains(byte))
            #expect(Octet.is(byte, Octet.query) == pchar.union("/?[]|\\^`{}".utf8).contains(byte))
            #expect(Octet.is(byte, Octet.host) == unreserved.contains(byte))
            #expect(Octet.is(byte, Octet.value) == (byte == 9 || byte >= 32 && byte != 127))
            #expect(Octet.is(byte, Octet.hex) == digits.union("abcdefABCDEF".utf8).contains(byte))
        }
    }
}
