import JSON
import Testing

@Suite struct `Parsing a text` {
    @Test(arguments: Text.all)
    func `accepts JSON and refuses the rest, saying what and where`(_ row: Text) {
        expect(row.bytes, .strict, row.strict)
        expect(row.bytes, .lenient, row.lenient)
    }

    @Test(arguments: [
        ("/* a", 1, 1, "the comment is not closed"), ("[1, /* a *", 1, 5, "the comment is not closed"),
        ("/*/", 1, 1, "the comment is not closed"), ("/ 1", 1, 1, "a single '/'"),
        ("[1/]", 1, 3, "a single '/'"),
        ("// ⟨FF⟩", 1, 4, "invalid UTF-8"), ("/*é⟨C0⟩*/", 1, 4, "invalid UTF-8"),
        ("// a⟨00⟩\n1", 1, 5, "NUL"),
        ("# a\n1", 1, 1, "found '#'"), ("{a: 1}", 1, 2, "found 'a'"), ("['a']", 1, 2, "double quotes"),
        ("[0x1F]", 1, 3, "found 'x'"), ("[\"a\\\nb\"]", 1, 4, "the end of the line"),
        ("[,]", 1, 2, "found ','"),
        ("{,}", 1, 2, "found ','"), ("[1,,]", 1, 4, "found ','"), ("// only", 1, 8, "the end of the text"),
        ("⟨EF⟩⟨BB⟩⟨BF⟩x", 1, 1, "found 'x'"), ("1,", 1, 2, "found ','"),
        ("/*a*/ /*b*/", 1, 12, "the end of the text"),
    ])
    func `refuses in files what no dialect has`(_ text: String, _ line: Int, _ column: Int, _ saying: String)
    {
        let row = Text.bad(text, line, column, saying)
        expect(row.bytes, .lenient, row.lenient)
    }

    @Test func `has enough rows`() { #expect(Text.all.count >= 250) }

    private func expect(_ bytes: [UInt8], _ dialect: Dialect, _ verdict: Text.Verdict) {
        switch verdict {
        case .accepted:
            #expect(throws: Never.self) { try Document(bytes, dialect: dialect) }
        case .refused(let line, let column, let saying):
            let error = #expect(throws: SyntaxError.self) { try Document(bytes, dialect: dialect) }
            #expect(error?.problem.contains(saying) == true, "\(dialect): \(error?.description ?? "")")
            #expect(error?.position.line == line, "\(dialect): \(error?.description ?? "")")
            #expect(error?.position.column == column, "\(dialect): \(error?.description ?? "")")
        }
    }

    @Test func `counts columns in scalars and offsets in bytes`() throws {
        let error = #expect(throws: SyntaxError.self) { try Value.parse("[\"é🛻\",\n \"日\" x]") }
        #expect(error?.position == Position(line: 2, column: 6, offset: 18))
        #expect(error?.description == "2:6: expected ',' or ']', found 'x'")
    }

    @Test func `places any offset`() throws {
        let document = try Document(Array("{\n  \"a\": 1\r\n}".utf8))
        #expect(document.position(ofOffset: 0) == Position(line: 1, column: 1, offset: 0))
        #expect(document.position(ofOffset: 4) == Position(line: 2, column: 3, offset: 4))
        #expect(document.position(ofOffset: 12) == Position(line: 3, column: 1, offset: 12))
        #expect(document.position(ofOffset: 99) == Position(line: 3, column: 2, offset: 13))
        #expect(document.position(ofOffset: -1) == Position(line: 1, column: 1, offset: 0))
    }

    @Test(arguments: ["", "\u{FEFF}"]) func `places any offset of a long text`(_ start: String) throws {
        let line = #"  "é": "🛻", /* */"#
        let text = start + "[{\n" + [line + "\n", line + "\r\n", line + "\r", line].joined() + "}"
        let long = text + String(repeating: "," + text.dropFirst(start.isEmpty ? 1 : 2), count: 100) + "]"
        let document = try Document(Array(long.utf8), dialect: .lenient)
        var expected = Position(line: 1, column: 1, offset: 0)
        for scalar in long.unicodeScalars {
            // What is between the two counts to the line that they end.
            if scalar != "\u{FEFF}" { #expect(document.position(ofOffset: expected.offset) == expected) }
            expected.offset += scalar.utf8.count
            switch scalar {
            case "\u{FEFF}": break
            case "\n": (expected.line, expected.column) = (expected.line + 1, 1)
            case "\r" where long.utf8.dropFirst(expected.offset).first != UInt8(ascii: "\n"):
                (expected.line, expected.column) = (expected.line + 1, 1)
            default: expected.column += 1
            }
        }
        #expect(document.position(ofOffset: .max) == expected)
    }

    @Test(.timeLimit(.minutes(10))) func `places 50,000 problems`() throws {
        let text = "{" + String(repeating: "\"a\": 1,\n", count: 50_000) + "\"b\": 1}"
        let document = try Document(Array(text.utf8), limits: Limits(duplicateKeys: .report))
        #expect(document.problems.count == 49_999)
        #expect(document.problems.last?.position.line == 50_000)
    }
}

@Suite struct `Limits on a text` {
    @Test(arguments: [0, 1, 2, 128])
    func `allow exactly so many brackets to be open`(_ depth: Int) throws {
        let limits = Limits(maxDepth: depth)
        func nested(_ count: Int) -> [UInt8] {
            Array(repeatElement(UInt8(ascii: "["), count: count)) + Array("1".utf8)
                + Array(repeatElement(UInt8(ascii: "]"), count: count))
        }
        _ = try Document(nested(depth), limits: limits)
        let error = #expect(throws: SyntaxError.self) { try Document(nested(depth + 1), limits: limits) }
        #expect(error?.problem == "nested deeper than \(depth)")
        #expect(error?.position.offset == depth)
    }

    @Test(arguments: [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")])
    func `refuse 100,000 brackets, and where lifted read and write them`(_ opening: String, _ closing: String)
        throws
    {
        let (open, close) = (Array(opening.utf8), Array(closing.utf8))
        let opened = Array(repeatElement(open, count: 100_000).joined())
        let whole = opened + Array("1".utf8) + Array(repeatElement(close, count: 100_000).joined())
        #expect(throws: SyntaxError.self) { try Document(opened) }
        #expect(throws: SyntaxError.self) { try Document(whole) }
        let unlimited = Limits(maxDepth: .max)
        #expect(throws: SyntaxError.self) { try Document(opened, limits: unlimited) }
        let document = try Document(whole, limits: unlimited)
        var node = document.root
        var depth = 0
        while let inner = node["a"] ?? node.elements.first(where: { _ in true }) {
            node = inner
            depth += 1
        }
        #expect(node.int == 1)
        #expect(depth == 100_000 * (opening.count == 6 ? 2 : 1))
        var writer = Writer()
        writer.node(try Document(Array(" ".utf8) + whole, limits: unlimited).root)
        #expect(writer.bytes == whole)
    }

    @Test func `refuse a longer text`() throws {
        _ = try Document(Array("1234".utf8), limits: Limits(maxBytes: 4))
        let error = #expect(throws: SyntaxError.self) {
            try Document(Array("12345".utf8), limits: Limits(maxBytes: 4))
        }
        #expect(error?.problem == "the text is longer than 4 bytes")
    }

    @Test func `report every key that is there already, with its first line`() throws {
        let text = """
            {
              "a": {"x": 1, "y": 2, "x": 3},
              "b": 2,
              "\\u0061": 4,
              "a": 5,
              "e\\u0301": 6, "é": 7
            }
            """
        let document = try Document(Array(text.utf8), limits: Limits(duplicateKeys: .report))
        #expect(
            document.problems.map(\.description) == [
                "2:25: the key \"x\" is already there, on line 2",
                "4:3: the key \"a\" is already there, on line 2",
                "5:3: the key \"a\" is already there, on line 2",
            ]
        )
        #expect(document.root["a"]?.int == 5)
        #expect(try Document(Array(text.utf8)).problems.isEmpty)
    }
}
