import HTTP
import Testing

@Suite struct `HTTP dates` {
    @Test(arguments: [
        (Int64(784_111_777), "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (-1, "Wed, 31 Dec 1969 23:59:59 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"), (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
        (1_772_438_400, "Mon, 02 Mar 2026 08:00:00 GMT"), (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
        (-62_167_219_200, "Sat, 01 Jan 0000 00:00:00 GMT"),
    ])
    func `are written and read`(_ time: Int64, _ text: String) {
        let written = HTTPDate.format(time)
        #expect(String(decoding: (0..<29).map { written[$0] }, as: UTF8.self) == text)
        #expect(HTTPDate.parse(text) == time)
    }

    @Test(arguments: [
        "", "Sun, 06 Nov 1994 08:49:37", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "Mon, 06 Nov 1994 08:49:37 GMT", "Wed, 30 Feb 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08-49-37 GMT", "Sun, +6 Nov 1994 08:49:37 GMT",
    ])
    func `in another form are none`(_ text: String) {
        #expect(HTTPDate.parse(text) == nil)
    }

    @Test func `count every day once`() {
        var expected: (year: Int, month: Int, day: Int) = (1899, 12, 31)
        for number in HTTPDate.days(
            year: 1900,
            month: 1,
            day: 1
        )...HTTPDate.days(year: 2101, month: 1, day: 1) {
            let date = HTTPDate.civil(fromDays: number)
            #expect(HTTPDate.days(year: date.year, month: date.month, day: date.day) == number)
            let isNext =
                date == (expected.year, expected.month, expected.day + 1)
                || date == (expected.year, expected.month + 1, 1) && expected.day >= 28
                || date == (expected.year + 1, 1, 1) && expected == (expected.year, 12, 31)
            #expect(isNext, "\(expected) is followed by \(date)")
            expected = date
        }
    }
}

@Suite struct `Percent encoding` {
    @Test(arguments: [
        ("", ""), ("a", "a"), ("%41%7a", "Az"), ("%c3%A9", "é"), ("a+b", "a+b"), ("%2F", "/"), ("%25", "%"),
        ("%2541", "%41"), ("%F0%9F%9A%97", "🚗"),
    ])
    func `is taken off`(_ text: String, _ decoded: String) {
        #expect(Percent.decode(text.utf8) == decoded)
        #expect(Percent.decode(Percent.encode(decoded).utf8) == decoded)
    }

    @Test(arguments: ["%", "%4", "%4x", "%x4", "a%", "%C3", "%ff", "%ED%A0%80", "%C0%80", "%+1"])
    func `that is malformed gives nothing`(_ text: String) {
        #expect(Percent.decode(text.utf8) == nil)
    }

    @Test func `leaves only unreserved characters as they are`() {
        #expect(Percent.encode("aZ09-._~ /?&=+%é") == "aZ09-._~%20%2F%3F%26%3D%2B%25%C3%A9")
    }

    @Test func `the UTF-8 check agrees with the standard library`() {
        var bytes: [[UInt8]] = []
        let edges: [UInt8] = [
            0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1,
        ]
        for first in UInt8.min...UInt8.max {
            bytes.append([first])
            for second in edges {
                bytes.append([first, second])
                for third in edges { bytes += [[first, second, third], [first, second, third, 0x80]] }
            }
        }
        for sample in bytes {
            var check = UTF8Check()
            let isAccepted = sample.allSatisfy { check.accepts($0) } && check.isComplete
            #expect(isAccepted == (String(validating: sample, as: UTF8.self) != nil), "\(sample)")
        }
    }
}

@Suite struct `The target of a request` {
    @Test(
        arguments: [
            ("/", []), ("/a", ["a"]), ("/a/", ["a", ""]), ("//a", ["", "a"]),
            ("/a%2Fb/c%20d", ["a/b", "c d"]),
            ("/~ci-7/v1?x=/y", ["~ci-7", "v1"]), ("http://h/a/b", ["a", "b"]), ("http://h", []),
            ("/a/../b", ["a", "..", "b"]),
        ] as [(String, [String])]
    )
    func `has segments`(_ target: String, _ segments: [String]) {
        let request = Request(.get, target)
        #expect(request.segments.map(request.decoded) == segments)
    }

    @Test func `of the whole server has none`() {
        #expect(Array(Request(.options, "*").segments).isEmpty)
    }

    @Test(
        arguments: [
            ("/", []), ("/?", []), ("/?a", ["a="]), ("/?a=1&b=2", ["a=1", "b=2"]), ("/?&&a=1&", ["a=1"]),
            ("/?a=b=c", ["a=b=c"]), ("/?a+b=c+%2B%26", ["a b=c +&"]), ("/?=x", ["=x"]), ("/?a=?b", ["a=?b"]),
        ] as [(String, [String])]
    )
    func `has query items`(_ target: String, _ items: [String]) {
        let request = Request(.get, target)
        let decoded = request.queryItems.map {
            "\(request.formDecoded($0.name) ?? "?")=\(request.formDecoded($0.value) ?? "?")"
        }
        #expect(decoded == items)
    }

    @Test func `is asked for query values by name`() {
        let request = Request(.get, "/?zipcode=68503&tag=a&t%61g=b+c&zip=1&flag&a+b=2")
        #expect(request.query("zipcode") == "68503")
        #expect(request.query("tag") == "a")
        #expect(request.query("flag") == "")
        #expect(request.query("a b") == "2")
        #expect(request.query("Tag") == nil)
        #expect(Request(.get, "/?t%61g=1&tag=2").query("tag") == "1", "the first one counts")
        #expect(Request(.get, "/?t%61g=1").query(named: "tag") == "1")
        #expect(Request(.get, "/?a%2Bb=1&tag=2").query("a b") == nil)
        #expect(Request(.get, "/").query("tag") == nil)
    }

    @Test func `made by hand is what a client would send`() {
        let request = Request(.post, "/a?b", fields: [("X-A", "1"), ("x-a", "2")], body: Array("hi".utf8))
        #expect(request.method == .post)
        #expect(request.text(request.authority) == "localhost")
        #expect(request.field("CONTENT-LENGTH") == "2")
        #expect(request.fields.all("X-A", in: request.head).map(request.text) == ["1", "2"])
        #expect(request.body == Array("hi".utf8))
        #expect(Request(.get, "/", fields: [("Host", "b:1")]).field("host") == "b:1")
    }
}
