import Testing

/// A text and whether it is JSON. Written as Swift strings with `⟨XX⟩` standing for the byte 0xXX, so that rows can hold
/// bytes that are no UTF-8.
struct Text: CustomTestStringConvertible, Sendable {
    enum Verdict: Sendable {
        case accepted
        /// `nil` where the wording does not matter.
        case refused(line: Int, column: Int, saying: String)
    }

    var text: String
    var strict: Verdict
    var lenient: Verdict

    var testDescription: String { text.debugDescription }

    var bytes: [UInt8] {
        var result: [UInt8] = []
        var rest = text[...]
        while let scalar = rest.unicodeScalars.first {
            if scalar == "⟨", let end = rest.firstIndex(of: "⟩"),
                let byte = UInt8(rest.dropFirst()[..<end], radix: 16)
            {
                result.append(byte)
                rest = rest[rest.index(after: end)...]
            } else {
                result.append(contentsOf: String(scalar).utf8)
                rest.unicodeScalars.removeFirst()
            }
        }
        return result
    }

    /// JSON in both dialects.
    static func fine(_ text: String) -> Text {
        Text(text: text, strict: .accepted, lenient: .accepted)
    }

    /// JSON in neither.
    static func bad(_ text: String, _ line: Int, _ column: Int, _ saying: String) -> Text {
        let verdict = Verdict.refused(line: line, column: column, saying: saying)
        return Text(text: text, strict: verdict, lenient: verdict)
    }

    /// A convenience that only files have.
    static func file(_ text: String, _ line: Int, _ column: Int, _ saying: String) -> Text {
        Text(text: text, strict: .refused(line: line, column: column, saying: saying), lenient: .accepted)
    }
}

extension Text {
    static let all = values + numbers + badNumbers + strings + escapes + encodings + arrays + objects + files

    static let values: [Text] = [
        .fine("null"), .fine("true"), .fine("false"), .fine("0"), .fine("\"\""), .fine("[]"), .fine("{}"),
        .fine(" \t\r\n1 \t\r\n"), .fine("\n\n[\n]\n"),
        .bad("", 1, 1, "the end of the text"), .bad(" ", 1, 2, "the end of the text"),
        .bad("\n\n  ", 3, 3, "the end of the text"),
        .bad("nul", 1, 1, "'nul' is no value"), .bad("nulll", 1, 1, "'nulll'"), .bad("Null", 1, 1, "'Null'"),
        .bad("True", 1, 1, "'True'"), .bad("TRUE", 1, 1, "'TRUE'"), .bad("fals", 1, 1, "'fals'"),
        .bad("falsy", 1, 1, "'falsy'"), .bad("trux", 1, 1, "'trux'"), .bad("undefined", 1, 1, "'undefined'"),
        .bad("NaN", 1, 1, "'NaN'"), .bad("Infinity", 1, 1, "'Infinity'"), .bad("x", 1, 1, "found 'x'"),
        .bad("null null", 1, 6, "expected the end of the text, found 'n'"), .bad("1 2", 1, 3, "found '2'"),
        .bad("{}{}", 1, 3, "found '{'"), .bad("[]]", 1, 3, "found ']'"), .bad("{}}", 1, 3, "found '}'"),
        .bad("\"a\"\"b\"", 1, 4, "found '\"'"), .bad("null⟨00⟩", 1, 5, "the byte 0x00"),
        .bad("⟨00⟩", 1, 1, "the byte 0x00"), .bad("⟨00⟩null", 1, 1, "the byte 0x00"),
        .bad("⟨0C⟩1", 1, 1, "the byte 0x0C"), .bad("⟨0B⟩1", 1, 1, "the byte 0x0B"),
        .bad("⟨7F⟩", 1, 1, "0x7F"),
        .bad("\u{A0}1", 1, 1, "not ASCII"), .bad("1\u{2028}", 1, 2, "not ASCII"),
        .bad("é", 1, 1, "not ASCII"),
        .bad("'a'", 1, 1, "double quotes"), .bad(",", 1, 1, "found ','"), .bad(":", 1, 1, "found ':'"),
        .bad("]", 1, 1, "found ']'"), .bad("}", 1, 1, "found '}'"), .bad("\\", 1, 1, "found '\\'"),
        .bad("#c\n1", 1, 1, "found '#'"), .bad("<a>", 1, 1, "found '<'"), .bad("`a`", 1, 1, "found '`'"),
    ]

    static let numbers: [Text] = [
        .fine("-0"), .fine("1"), .fine("-1"), .fine("10"), .fine("1234567890"), .fine("0.0"), .fine("-0.0"),
        .fine("1166.40"), .fine("0.5"), .fine("0e0"), .fine("0E+0"), .fine("1e5"), .fine("1E5"),
        .fine("1e+5"),
        .fine("1e-5"), .fine("1.25e-07"), .fine("1e00"), .fine("-1.5E+300"), .fine("1e999999"),
        .fine("1e-999999"),
        .fine("123456789012345678901234567890"), .fine("-9223372036854775809"), .fine("[0,-0,1.0,1e1]"),
        .fine("0.00000000000000000000000000000000000000000000000000000000000001"),
    ]

    static let badNumbers: [Text] = [
        .bad("+1", 1, 1, "must not start with '+'"), .bad(".5", 1, 1, "start with a digit"),
        .bad("1.", 1, 3, "after the point"), .bad("[1.]", 1, 4, "after the point, found ']'"),
        .bad("1.e5", 1, 3, "found 'e'"), .bad("-.5", 1, 2, "after '-', found '.'"),
        .bad("-", 1, 2, "after '-'"),
        .bad("--1", 1, 2, "found '-'"), .bad("- 1", 1, 2, "found ' '"), .bad("-a", 1, 2, "found 'a'"),
        .bad("-Infinity", 1, 2, "found 'I'"), .bad("-NaN", 1, 2, "found 'N'"),
        .bad("00", 1, 1, "start with a 0"), .bad("01", 1, 1, "start with a 0"),
        .bad("-01", 1, 2, "start with a 0"),
        .bad("[012]", 1, 2, "start with a 0"), .bad("1e", 1, 3, "in the exponent"),
        .bad("1e+", 1, 4, "in the exponent"), .bad("1e-", 1, 4, "in the exponent"),
        .bad("1e+-1", 1, 4, "found '-'"), .bad("1eE1", 1, 3, "found 'E'"), .bad("1e1.5", 1, 4, "found '.'"),
        .bad("1.2.3", 1, 4, "found '.'"), .bad("0x1F", 1, 2, "found 'x'"), .bad("1_000", 1, 2, "found '_'"),
        .bad("[1 000]", 1, 4, "found '0'"), .bad("1,5", 1, 2, "found ','"), .bad("1f", 1, 2, "found 'f'"),
        .bad("[1-2]", 1, 3, "found '-'"), .bad("１", 1, 1, "not ASCII"), .bad("[1+2]", 1, 3, "found '+'"),
    ]

    static let strings: [Text] = [
        .fine("\"a\""), .fine("\"12345678\""), .fine("\"123456789\""), .fine("\"a / b\""), .fine("\" \""),
        .fine("\"⟨7F⟩\""), .fine("\"é\""), .fine("\"🛻\""), .fine("\"日本語\""), .fine("\"\u{2028}\u{2029}\""),
        .fine("\"\u{FFFF}\""), .fine("\"\u{10FFFF}\""), .fine("\"\u{FEFF}\""), .fine("\"{[,:]}\""),
        .fine("\"// no comment /* neither */\""),
        .fine("\"a string that is longer than two words of the machine\""),
        .bad("\"", 1, 1, "not closed"), .bad("\"abc", 1, 1, "not closed"),
        .bad("[\"abcdefghijklm", 1, 2, "not closed"),
        .bad("[\"a\", \"b]", 1, 7, "not closed"), .bad("\"a\nb\"", 1, 3, "control character (0x0A)"),
        .bad("\"a\tb\"", 1, 3, "(0x09)"), .bad("\"⟨00⟩\"", 1, 2, "(0x00)"), .bad("\"⟨1F⟩\"", 1, 2, "(0x1F)"),
        .bad("\"12345678⟨01⟩\"", 1, 10, "(0x01)"), .bad("[\"é\",\"é\n\"]", 1, 8, "(0x0A)"),
        .bad("a\"", 1, 1, "found 'a'"),
    ]

    static let escapes: [Text] = [
        .fine(#""\"\\\/\b\f\n\r\t""#), .fine(#""\u0041\u00e9\u00E9\uFFFF""#), .fine(#""\ud83d\uDEFB""#),
        .fine(#""\\u0000""#), .fine(#""\u0001\u007f""#), .fine(#""\uDBFF\uDFFF""#), .fine(#""1234567\n""#),
        .bad(#""\""#, 1, 1, "not closed"), .bad(#""\"#, 1, 2, "the end of the text"),
        .bad(#""\x41""#, 1, 2, "not 'x'"),
        .bad(#""\a""#, 1, 2, "'a'"), .bad(#""\U0041""#, 1, 2, "'U'"), .bad(#""\'""#, 1, 2, "'\\'"),
        .bad(#""\0""#, 1, 2, "'0'"), .bad("\"\\\n\"", 1, 2, "the end of the line"),
        .bad(#""\é""#, 1, 2, "not ASCII"),
        .bad(#""\u""#, 1, 2, "four hexadecimal"), .bad(#""\u004""#, 1, 2, "four"),
        .bad(#""\u00G0""#, 1, 2, "four"),
        .bad(#""\u+041""#, 1, 2, "four"), .bad(#""\u{41}""#, 1, 2, "four"), .bad(#""\u00"#, 1, 2, "four"),
        .bad(#""a\u0000""#, 1, 3, "NUL"), .bad(#"{"\u0000":1}"#, 1, 3, "NUL"),
        .bad(#""\uD800""#, 1, 2, "half of a surrogate pair"), .bad(#""\uDC00""#, 1, 2, "half"),
        .bad(#""\uD800\uD800""#, 1, 2, "half"), .bad(#""\uDC00\uD800""#, 1, 2, "half"),
        .bad(#""\uD800\n""#, 1, 2, "half"), .bad(#""\uD800u""#, 1, 2, "half"),
        .bad(#""\uD800\u""#, 1, 8, "four"),
        .bad(#""\uD83D\uDEFB\uDEFB""#, 1, 14, "half"), .bad(#""\uD800\u0041""#, 1, 2, "half"),
    ]

    static let encodings: [Text] = [
        .fine("\"⟨C2⟩⟨80⟩\""), .fine("\"⟨E0⟩⟨A0⟩⟨80⟩\""), .fine("\"⟨ED⟩⟨9F⟩⟨BF⟩\""),
        .fine("\"⟨EE⟩⟨80⟩⟨80⟩\""),
        .fine("\"⟨F0⟩⟨90⟩⟨80⟩⟨80⟩\""), .fine("\"⟨F4⟩⟨8F⟩⟨BF⟩⟨BF⟩\""),
        .bad("\"⟨80⟩\"", 1, 2, "invalid UTF-8"), .bad("\"a⟨BF⟩\"", 1, 3, "UTF-8"),
        .bad("\"⟨C0⟩⟨AF⟩\"", 1, 2, "UTF-8"),
        .bad("\"⟨C1⟩⟨BF⟩\"", 1, 2, "UTF-8"), .bad("\"⟨E0⟩⟨80⟩⟨AF⟩\"", 1, 2, "UTF-8"),
        .bad("\"⟨E0⟩⟨9F⟩⟨BF⟩\"", 1, 2, "UTF-8"), .bad("\"⟨F0⟩⟨8F⟩⟨BF⟩⟨BF⟩\"", 1, 2, "UTF-8"),
        .bad("\"⟨F0⟩⟨80⟩⟨80⟩⟨AF⟩\"", 1, 2, "UTF-8"), .bad("\"⟨ED⟩⟨A0⟩⟨80⟩\"", 1, 2, "UTF-8"),
        .bad("\"⟨ED⟩⟨BF⟩⟨BF⟩\"", 1, 2, "UTF-8"), .bad("\"⟨F4⟩⟨90⟩⟨80⟩⟨80⟩\"", 1, 2, "UTF-8"),
        .bad("\"⟨F5⟩⟨80⟩⟨80⟩⟨80⟩\"", 1, 2, "UTF-8"), .bad("\"⟨FF⟩\"", 1, 2, "UTF-8"),
        .bad("\"⟨FE⟩\"", 1, 2, "UTF-8"),
        .bad("\"⟨C3⟩\"", 1, 2, "UTF-8"), .bad("\"⟨C3⟩", 1, 2, "UTF-8"), .bad("\"⟨E2⟩⟨82⟩\"", 1, 2, "UTF-8"),
        .bad("\"⟨E2⟩⟨82⟩", 1, 2, "UTF-8"), .bad("\"⟨F0⟩⟨9F⟩⟨9A⟩\"", 1, 2, "UTF-8"),
        .bad("\"⟨F0⟩⟨9F⟩A\"", 1, 2, "UTF-8"), .bad("\"éé⟨E9⟩\"", 1, 4, "UTF-8"),
        .bad("{\"⟨E9⟩\":1}", 1, 3, "UTF-8"),
        .bad("⟨FE⟩⟨FF⟩⟨00⟩1", 1, 1, "not ASCII"), .bad("1⟨00⟩", 1, 2, "0x00"),
        .file("⟨EF⟩⟨BB⟩⟨BF⟩1", 1, 1, "byte order mark"), .bad("⟨EF⟩⟨BB⟩1", 1, 1, "not ASCII"),
        .bad("1⟨EF⟩⟨BB⟩⟨BF⟩", 1, 2, "not ASCII"),
    ]

    static let arrays: [Text] = [
        .fine("[1]"), .fine("[1,2]"), .fine("[ ]"), .fine("[[]]"), .fine("[[],[]]"),
        .fine("[null,true,\"\",{},[0]]"),
        .fine("[ 1 , [ 2 ] ]"), .fine("[[[[[[[[1]]]]]]]]"),
        .bad("[", 1, 2, "the end of the text"), .bad("[1", 1, 3, "before the array of 1:1 is closed"),
        .bad("\n[\n[1]", 3, 4, "before the array of 2:1"), .bad("[1,", 1, 4, "the end of the text"),
        .bad("[,", 1, 2, "found ','"), .bad("[,1]", 1, 2, "found ','"), .bad("[1,,2]", 1, 4, "found ','"),
        .bad("[,]", 1, 2, "found ','"), .bad("[1,,]", 1, 4, "found ','"),
        .bad("[1 2]", 1, 4, "expected ',' or ']'"),
        .bad("[1}", 1, 3, "found '}'"), .bad("[}", 1, 2, "found '}'"), .bad("[1:2]", 1, 3, "found ':'"),
        .bad("[[1]", 1, 5, "the array of 1:1"), .bad("[\"a\":1]", 1, 5, "found ':'"),
        .bad("[*]", 1, 2, "found '*'"),
        .bad("[true false]", 1, 7, "found 'f'"), .bad("[\n1\n,\n,\n]", 4, 1, "found ','"),
        .bad("[a]", 1, 2, "found 'a'"),
        .bad("[\r\n1\r\n}", 3, 1, "found '}'"), .bad("[\r1\r}", 3, 1, "found '}'"),
        .file("[1,]", 1, 3, "a comma after the last element"), .file("[[1,],]", 1, 4, "last element"),
    ]

    static let objects: [Text] = [
        .fine("{\"a\":1}"), .fine("{\"a\":1,\"b\":2}"), .fine("{ }"), .fine("{\"\":0}"),
        .fine("{\"a\":{\"b\":{}}}"),
        .fine("{\"a\":1,\"a\":2}"), .fine("{ \"a\" : [ ] , \"b\" : \"c\" }"), .fine("{\"a\\nb\":1}"),
        .bad("{", 1, 2, "expected a key in double quotes, found the end"),
        .bad("{\"a\"", 1, 5, "expected ':'"),
        .bad("{\"a\":", 1, 6, "expected a value"), .bad("{\"a\":1", 1, 7, "before the object of 1:1"),
        .bad("{\"a\":1,", 1, 8, "expected a key"),
        .bad("{\"a\" 1}", 1, 6, "expected ':' after the key, found '1'"),
        .bad("{\"a\",1}", 1, 5, "found ','"), .bad("{\"a\"}", 1, 5, "found '}'"),
        .bad("{\"a\":}", 1, 6, "found '}'"),
        .bad("{a:1}", 1, 2, "found 'a'"), .bad("{'a':1}", 1, 2, "found '''"),
        .bad("{1:1}", 1, 2, "found '1'"),
        .bad("{null:1}", 1, 2, "found 'n'"), .bad("{[1]:1}", 1, 2, "found '['"),
        .bad("{:1}", 1, 2, "found ':'"),
        .bad("{,}", 1, 2, "found ','"), .bad("{\"a\":1,,}", 1, 8, "found ','"),
        .bad("{\"a\"::1}", 1, 6, "found ':'"),
        .bad("{\"a\":1]", 1, 7, "expected ',' or '}', found ']'"), .bad("{]", 1, 2, "found ']'"),
        .bad("{\"a\":1 \"b\":2}", 1, 8, "found '\"'"), .bad("{\"a\":1:2}", 1, 7, "found ':'"),
        .bad("{\"a", 1, 2, "not closed"),
        .bad("{\"a\":1;\"b\":2}", 1, 7, "found ';'"), .bad("{\"a\" = 1}", 1, 6, "found '='"),
        .bad("{\n  \"a\": 1,\n  \"b\" 2\n}", 3, 7, "found '2'"), .bad("{\"é\":x}", 1, 6, "found 'x'"),
        .file("{\"a\":1,}", 1, 7, "a comma after the last member"),
        .file("{\"a\":1\n,\n}", 2, 1, "last member"),
    ]

    static let files: [Text] = [
        .file("// c\n1", 1, 1, "comments are not allowed"), .file("1 // c", 1, 3, "found '/'"),
        .file("1//", 1, 2, "found '/'"), .file("/**/1", 1, 1, "comments"),
        .file("/* a\n * b **/ 1", 1, 1, "comments"),
        .file("[1, /* é // */ 2]", 1, 5, "comments"), .file("[1 // ]\n]", 1, 4, "found '/'"),
        .file("{/*a*/\"k\"/*b*/:/*c*/1/*d*/,/*e*/}", 1, 2, "found '/'"),
        .file("[ // [\r 1]", 1, 3, "comments"),
        .file("[1, // last\n]", 1, 5, "comments"), .file("/*/**/1", 1, 1, "comments"),
    ]
}
