import Engine
import HTTP
import JSON

/// A second vendor beside `Toys`, with one operation, no collections and fewer errors.
enum Games: Vendor {
    struct State: VendorState {
        static let collections: [Collection<State>] = []
    }
    struct Assumptions: Sendable {}
    typealias Failure = Toys.Failure
    typealias Caller = String
    typealias Permission = Never

    static let facts = VendorFacts(
        key: "games",
        title: "Games",
        hosts: ["api.games.example"],
        portOffset: 2,
        basePath: "",
        credentials: []
    )
    static let routes: [Route<Games>] = [
        Route(
            Operation("games.board.list", [.init(.get, "/board")], about: "Games", outcomes: [.success(200)])
        ) { (_, _) throws(Failure) in
            Response(200, .json, body: Array("[]".utf8))
        }
    ]
    static let router = Router(routes.map(\.operation))
    static let checks: [Check<Games>] = []
    static let errors: [CatalogueEntry<Failure>] = [
        CatalogueEntry("server_error", 500, .serverError, about: "Something broke", source: .inferred)
    ]
    static let assumptions: [Assumption<Assumptions>] = []
    static let defaultAssumptions = Assumptions()
    static let defaultLimiter = RateLimiter(.off)
    static let defaultWorld: StaticString = "{}"
    static let defaultState = readDefaultState()

    static func identify(_ call: VendorCall<Games>, in world: inout World) throws(Failure) -> String {
        "anyone"
    }
    static func account(of caller: String) -> String? { caller }
    static func bay(namedBy request: borrowing Request) -> String? { nil }
    static func response(to failure: Failure, for caller: String?, in world: World) -> Response {
        Response(failure.status)
    }
    static func actor(named name: String, in world: World) -> String { name }
    static func generate(_ count: Int, of collection: String, in world: inout World) -> Bool { false }
}
