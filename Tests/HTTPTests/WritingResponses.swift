import HTTP
import Testing

@Suite struct `Writing responses` {
    struct Golden: CustomTestStringConvertible {
        var why: String
        var delivery: Delivery
        var occasion = ResponseWriter.Occasion()
        var text: String
        var testDescription: String { why }
    }

    private static func answer(_ status: Int = 200, _ type: ContentType? = .json, _ body: String = "{}")
        -> Response
    {
        Response(status, type, body: Array(body.utf8))
    }

    private static func with(_ name: StaticString, _ value: String, _ response: Response) -> Response {
        var response = response
        response.add(name, value)
        return response
    }

    @Test(arguments: [
        Golden(
            why: "an ordinary one",
            delivery: Delivery(answer()),
            text: """
                HTTP/1.1 200 OK
                Date: Sun, 06 Nov 1994 08:49:37 GMT
                Content-Type: application/json; charset=utf-8
                Content-Length: 2

                {}
                """
        ),
        Golden(
            why: "with everything",
            delivery: Delivery(with("Retry-After", "7", answer(429)), date: 0, requestID: 12),
            occasion: .init(closes: true),
            text: """
                HTTP/1.1 429 Too Many Requests
                Date: Thu, 01 Jan 1970 00:00:00 GMT
                Content-Type: application/json; charset=utf-8
                Retry-After: 7
                X-Mockbay-Request-Id: 12
                Content-Length: 2
                Connection: close

                {}
                """
        ),
        Golden(
            why: "to HEAD",
            delivery: Delivery(answer(200, .text, "hello")),
            occasion: .init(method: .head),
            text: """
                HTTP/1.1 200 OK
                Date: Sun, 06 Nov 1994 08:49:37 GMT
                Content-Type: text/plain; charset=utf-8
                Content-Length: 5


                """
        ),
        Golden(
            why: "to HTTP/1.0 that stays",
            delivery: Delivery(answer(404, nil, "")),
            occasion: .init(minorVersion: 0),
            text: """
                HTTP/1.1 404 Not Found
                Date: Sun, 06 Nov 1994 08:49:37 GMT
                Content-Length: 0
                Connection: keep-alive


                """
        ),
        Golden(
            why: "without content",
            delivery: Delivery(answer(204, nil, "lost")),
            text: """
                HTTP/1.1 204 No Content
                Date: Sun, 06 Nov 1994 08:49:37 GMT


                """
        ),
        Golden(
            why: "not modified",
            delivery: Delivery(with("ETag", "\"1\"", answer(304, nil, ""))),
            text: """
                HTTP/1.1 304 Not Modified
                Date: Sun, 06 Nov 1994 08:49:37 GMT
                ETag: "1"


                """
        ),
        Golden(
            why: "of a status without a phrase",
            delivery: Delivery(answer(599, nil, "x")),
            text: """
                HTTP/1.1 599\u{20}
                Date: Sun, 06 Nov 1994 08:49:37 GMT
                Content-Length: 1

                x
                """
        ),
    ])
    func `gives exactly these bytes`(_ golden: Golden) {
        let bytes = wireBytes(of: golden.delivery, on: golden.occasion, now: 784_111_777)
        #expect(String(decoding: bytes, as: UTF8.self) == golden.text.replacing("\n", with: "\r\n"))
    }

    @Test func `one writer dates each response by its own second`() {
        var writer = ResponseWriter()
        var output: [UInt8] = []
        for second in [Int64(0), 0, 1, 86_400, 0] {
            output.removeAll()
            let head = writer.write(Delivery(Response(200)), to: &output, on: .init(), now: second)
            #expect(head == output.count)
            #expect(output == wireBytes(of: Delivery(Response(200)), now: second))
        }
    }

    @Test(arguments: [
        (Int.min, "-9223372036854775808"), (-1, "-1"), (0, "0"), (9, "9"), (10, "10"),
        (Int.max, "9223372036854775807"),
    ])
    func `writes numbers in decimal`(_ number: Int, _ text: String) {
        var bytes: [UInt8] = []
        bytes.append(decimal: number)
        #expect(bytes == Array(text.utf8))
    }
}

@Suite struct `Performing a fault` {
    static let delivery = Delivery(Response(200, .text, body: Array("0123456789".utf8)), date: 0)
    static let whole = wireBytes(of: delivery, now: 0)
    static let head = whole.count - 10

    private func rendition(
        _ kind: Fault.Kind,
        _ point: Fault.Point,
        delay: Duration = .zero,
        method: Method = .get,
    ) -> Rendition {
        var delivery = Self.delivery
        delivery.fault = Fault(kind, at: point, bytesPerSecond: 5)
        delivery.delay = delay
        var writer = ResponseWriter()
        return Rendition(of: delivery, on: .init(method: method), now: 0, by: &writer)
    }

    @Test(arguments: [
        (Fault.Point.onAccept, 0), (.beforeHeaders, 0), (.afterHeaders, head), (.afterBodyBytes(0), head),
        (.afterBodyBytes(3), head + 3), (.afterBodyBytes(99), head + 10), (.afterBodyBytes(-1), head),
        (.atBodyFraction(0), head), (.atBodyFraction(0.55), head + 5), (.atBodyFraction(1), head + 10),
        (.atBodyFraction(7), head + 10), (.atBodyFraction(-1), head), (.atBodyFraction(.nan), head),
        (.atBodyFraction(.infinity), head + 10),
    ])
    func `cuts at its point`(_ point: Fault.Point, _ cut: Int) {
        let sending: [Rendition.Step] = cut > 0 ? [.send(upTo: cut)] : []
        for (kind, end) in [(Fault.Kind.reset, Rendition.End.reset), (.close, .close), (.stall, .stall)] {
            let rendition = rendition(kind, point)
            #expect(rendition.bytes == Array(Self.whole[..<cut]))
            #expect(rendition.steps == sending + [.end(end)])
        }
        #expect(
            rendition(.drip, point, delay: .seconds(2)).steps
                == [.wait(.seconds(2))] + sending + [
                    .drip(upTo: Self.whole.count, bytesPerSecond: 5), .end(.ordinary),
                ]
        )
        #expect(rendition(.truncate, point).bytes == Array(Self.whole[..<max(cut, Self.head)]))
        #expect(rendition(.garbage, point).bytes.starts(with: Self.whole[..<cut]))
        #expect(rendition(.empty, point) == rendition(.close, .beforeHeaders))
    }

    @Test func `is over a body that is not sent no error`() {
        for kind in Fault.Kind.allCases {
            for point in [Fault.Point.afterBodyBytes(5), .atBodyFraction(0.5), .beforeHeaders] {
                let rendition = rendition(kind, point, method: .head)
                #expect(kind == .garbage || rendition.bytes.count <= Self.head + 1)
                guard case .end = rendition.steps.last else { Issue.record("\(kind) has no end"); continue }
            }
        }
    }

    @Test func `without one is the response, whole`() {
        var delivery = Self.delivery
        delivery.delay = .milliseconds(5)
        var writer = ResponseWriter()
        let rendition = Rendition(of: delivery, on: .init(), now: 0, by: &writer)
        #expect(rendition.bytes == Self.whole)
        #expect(rendition.steps == [.wait(.milliseconds(5)), .send(upTo: Self.whole.count), .end(.ordinary)])
    }
}
