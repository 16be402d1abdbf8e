import Engine
import HTTP
import Testing

@Suite struct `A credential in a request` {
    @Test(arguments: [
        ("Bearer abc", "abc"), ("bearer abc", "abc"), ("BEARER   abc", "abc"), ("Bearer a b", "a b"),
        ("Bearer", nil), ("Bearer ", nil), ("Basic abc", nil), ("Bearerabc", nil), ("", nil),
    ])
    func `is what follows the scheme`(_ field: String, _ expected: String?) {
        let request = Request(.get, "/", fields: [("Authorization", field)])
        #expect(request.credential("Bearer").map { request.text($0) } == expected)
    }

    @Test(arguments: [
        ("demo", "demo", nil), ("demo~ci-7", "demo", "ci-7"), ("a~b~c", "a~b", "c"), ("~x", "", "x"),
        ("x~", "x", ""), ("", "", nil), ("~", "", ""), ("a~~", "a~", ""),
        ("0123456789abcdef~", "0123456789abcdef", ""), ("~~0123456789abcdef", "~", "0123456789abcdef"),
    ])
    func `may name a bay behind its last tilde`(_ text: String, _ credential: String, _ bay: String?) {
        #expect(BaySuffix(text).credential == credential)
        #expect(BaySuffix(text).bay == bay)
    }
}
