import Engine
import HTTP
import Testing

@Suite struct `A router` {
    private static let router = Router(
        [
            ("list", "/toys/"), ("all", "/toys"), ("shelf", "/toys/shelf"), ("one", "/toys/{toy}"),
            ("part", "/toys/{toy}/part"),
        ].map { name, path in
            Operation("toys.\(name).get", [.init(.get, path)], about: "", outcomes: [])
        }
    )

    @Test(arguments: [
        ("/toys", 1), ("/toys/", 0), ("/toys/shelf", 2), ("/toys/7", 3), ("/toys/7/part", 4),
        ("/toys//", nil),
        ("/toys/7/", nil), ("/toys/shelf/", nil), ("//toys", nil), ("/", nil),
    ])
    func `tells a slash at the end from none, and literals from the rest`(_ path: String, _ expected: Int?) {
        let request = Request(.get, path)
        var found: Int?
        if case .operation(let index, _) = Self.router.match(.get, request.path, in: request.head) {
            found = index
        }
        #expect(found == expected)
    }
}
