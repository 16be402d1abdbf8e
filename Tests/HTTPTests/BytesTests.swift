import HTTP
import Testing

@Suite struct `A text` {
    @Test(arguments: [
        ("text/html, */*", "text/html", true),
        ("*/*, text/html", "text/html", true),
        ("text/htm", "text/html", false),
        ("text/ht text/html", "text/html", true),
        ("aab", "ab", true),
        ("ä://ö", "://", true),
        ("", "a", false),
        ("a", "", true),
    ])
    func `holds another that stands anywhere in it`(_ text: String, _ part: String, _ holds: Bool) {
        #expect(text.holds(part) == holds)
    }
}
