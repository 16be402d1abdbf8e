import Engine
import HTTP
import JSON

/// A vendor made up for these tests: a shelf of toys that can be looked at, filled and sold from.
enum Toys: Vendor {
    typealias Caller = String
    typealias Permission = Never

    static let facts = VendorFacts(
        key: "toys",
        title: "Toys",
        hosts: ["api.toys.example"],
        portOffset: 1,
        basePath: "/v1",
        credentials: [("TOYS_KEY", "key-demo")]
    )

    static let routes: [Route<Toys>] = [
        Route(
            Operation(
                "toys.shelf.list",
                [.init(.get, "/v1/toys")],
                about: "All toys",
                query: [Field("name", .string())],
                outcomes: [.success(200), .error("unauthorized")]
            ),
            listToys
        ),
        Route(
            Operation(
                "toys.shelf.get",
                [.init(.get, "/v1/toys/{toy_id}")],
                about: "One toy",
                outcomes: [.success(200), .error("not_found")]
            ),
            getToy
        ),
        Route(
            Operation(
                "toys.shelf.create",
                [.init(.post, "/v1/toys")],
                about: "A new toy",
                body: [Field("name", .string(), required: true), Field("stock", .integer())],
                outcomes: [.success(201)]
            ),
            createToy
        ),
        Route(
            Operation(
                "toys.sale.create",
                [.init(.post, "/v1/sales")],
                about: "Takes toys off the shelf",
                body: [Field("toy_id", .integer(), required: true), Field("quantity", .integer())],
                outcomes: [.success(201), .error("sold_out")]
            ),
            sell
        ),
    ]
    static let router = Router(routes.map(\.operation))
    static let checks: [Check<Toys>] = [.credential, .rateLimit]
    static let defaultLimiter = RateLimiter(.off)
    static let defaultWorld: StaticString = """
        {"toys": [
            {"id": 1, "name": "kite", "stock": 3},
            {"id": 2, "name": "yo-yo", "stock": 1, "price": 4.50}
        ]}
        """
    static let defaultState = readDefaultState()

    static let errors: [CatalogueEntry<Failure>] = [
        CatalogueEntry("unauthorized", 401, .unauthorized, about: "No such key", source: .inferred),
        CatalogueEntry("not_found", 404, .notFound, about: "No such toy", source: .inferred),
        CatalogueEntry("rate_limited", 429, .rateLimited(5), about: "Too many calls", source: .inferred),
        CatalogueEntry("sold_out", 409, .soldOut, about: "Too few are left", source: .inferred),
        CatalogueEntry("server_error", 500, .serverError, about: "Something broke", source: .inferred),
    ]

    // MARK: What it remembers

    struct State: VendorState {
        var toys = Table<Toy>()

        static let collections = [Collection<State>("toys", \.toys)]
    }

    struct Toy: Record, Sendable {
        var id: Int
        var name: String
        var stock: Int
        var price: JSON.Number?

        static let model = [
            Field("id", .integer(1...Int.max), required: true), Field("name", .string(), required: true),
            Field("stock", .integer(0...1000)), Field("price", .nullable(.decimal)),
        ]

        init(id: Int, name: String, stock: Int) {
            self.id = id
            self.name = name
            self.stock = stock
        }

        init(_ object: JSON.Object) throws(RecordProblem) {
            guard let id = object["id"]?.int, let name = object["name"]?.string else {
                throw RecordProblem("a toy needs an id and a name")
            }
            if name.isEmpty { throw RecordProblem("a toy's name is not empty", at: ["name"]) }
            self.init(id: id, name: name, stock: object["stock"]?.int ?? 0)
            price = object["price"]?.number
        }

        func write(to json: inout JSON.Writer) {
            json.object { json in
                json.member("id", id)
                json.member("name", name)
                json.member("stock", stock)
                json.member("price", price)
            }
        }
    }

    // MARK: What it leaves open

    struct Assumptions: Sendable {
        var casing = Casing.plain
    }

    enum Casing: String, CaseIterable, Sendable {
        case plain, loud
    }

    static let defaultAssumptions = Assumptions()
    static let assumptions = [
        Assumption<Assumptions>("toys.casing", \.casing, says: "Nothing about the case of names.")
    ]

    // MARK: What it refuses

    enum Failure: VendorFailure {
        case unauthorized, notFound, soldOut, serverError
        case methodNotAllowed([HTTP.Method])
        case malformed(String)
        case rateLimited(Int)

        init(_ refusal: Refusal) {
            switch refusal {
            case .notFound: self = .notFound
            case .methodNotAllowed(let methods): self = .methodNotAllowed(methods)
            case .malformedBody(let error): self = .malformed(error.problem)
            case .rateLimited(let seconds): self = .rateLimited(seconds)
            }
        }

        var status: Int {
            switch self {
            case .unauthorized: 401
            case .notFound: 404
            case .soldOut: 409
            case .serverError: 500
            case .methodNotAllowed: 405
            case .malformed: 400
            case .rateLimited: 429
            }
        }
    }

    static func response(to failure: Failure, for caller: String?, in world: World) -> Response {
        var json = JSON.Writer()
        json.object { $0.member("problem", failure.status) }
        var response = Response(failure.status, .json, body: json.bytes)
        switch failure {
        case .methodNotAllowed(let methods):
            response.add("Allow", methods.map { "\($0.name)" }.joined(separator: ", "))
        case .rateLimited(let seconds):
            response.add("Retry-After", String(seconds))
        default:
            break
        }
        return response
    }

    static func stamp(_ response: inout Response, for caller: String?, in world: World) {
        response.add("X-Toys-Caller", caller ?? "nobody")
    }

    // MARK: Who calls

    static func identify(_ call: VendorCall<Toys>, in world: inout World) throws(Failure) -> String {
        guard let key = key(of: call.request)?.key, key.hasPrefix("key-") else { throw .unauthorized }
        return key
    }

    /// `Authorization: Bearer key-demo~bay`
    private static func key(of request: borrowing Request) -> (key: String, bay: String?)? {
        guard let value = request.field("Authorization"), value.hasPrefix("Bearer ") else { return nil }
        let credential = value.dropFirst(7)
        guard let tilde = credential.lastIndex(of: "~") else { return (String(credential), nil) }
        return (String(credential[..<tilde]), String(credential[credential.index(after: tilde)...]))
    }

    static func account(of caller: String) -> String? { caller }
    static func bay(namedBy request: borrowing Request) -> String? { key(of: request)?.bay }
    static func actor(named name: String, in world: World) -> String { name }

    static func expand(shortForm with: JSON.Object, of operation: String, in world: World) -> JSON.Value? {
        guard operation == "toys.sale.create", with.keys == ["toy"], let toy = with["toy"] else { return nil }
        return ["toy_id": toy]
    }

    static func generate(_ count: Int, of collection: String, in world: inout World) -> Bool {
        guard collection == "toys" else { return false }
        for index in 0..<count {
            _ = world.state.toys.upsert(Toy(id: 1000 + index, name: world.chance.hex("toy", 8), stock: 1))
        }
        return true
    }

    // MARK: What it does

    static func listToys(_ call: VendorCall<Toys>, _ world: inout World) throws(Failure) -> Response {
        let isLoud = world.assumptions.casing == .loud
        let wanted = call.query("name")
        var json = JSON.Writer()
        json.array { json in
            for toy in world.state.toys where wanted == nil || toy.name == wanted {
                json.string(isLoud ? toy.name.uppercased() : toy.name)
            }
        }
        return Response(200, .json, body: json.bytes)
    }

    static func getToy(_ call: VendorCall<Toys>, _ world: inout World) throws(Failure) -> Response {
        guard let id = call.path("toy_id").flatMap({ Int($0) }), let toy = world.state.toys[id] else {
            throw .notFound
        }
        return reply(200, toy)
    }

    static func createToy(_ call: VendorCall<Toys>, _ world: inout World) throws(Failure) -> Response {
        let json = try call.json()
        guard let name = json["name"]?.string else { throw .malformed("a toy needs a name") }
        let toy = Toy(id: (world.state.toys.last?.id ?? 0) + 1, name: name, stock: json["stock"]?.int ?? 0)
        _ = world.state.toys.upsert(toy)
        return reply(201, toy)
    }

    static func sell(_ call: VendorCall<Toys>, _ world: inout World) throws(Failure) -> Response {
        let json = try call.json()
        guard let id = json["toy_id"]?.int, var toy = world.state.toys[id] else { throw .notFound }
        let quantity = json["quantity"]?.int ?? 1
        guard toy.stock >= quantity else { throw .soldOut }
        toy.stock -= quantity
        _ = world.state.toys.upsert(toy)
        return reply(201, toy)
    }

    private static func reply(_ status: Int, _ toy: Toy) -> Response {
        var json = JSON.Writer()
        toy.write(to: &json)
        return Response(status, .json, body: json.bytes)
    }
}
