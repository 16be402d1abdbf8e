package import Engine
package import HTTP
package import JSON

/// A vendor made up for the tests of webhooks: bells in shops, which tell when they are rung.
package enum Bells: Vendor {
    package struct Assumptions: Sendable {}
    package typealias Caller = String
    package typealias Permission = Never

    package static let facts = VendorFacts(
        key: "bells",
        title: "Bells",
        hosts: [],
        portOffset: 1,
        basePath: "/v1",
        credentials: []
    )

    package static let webhooks: Webhook.Contract? = Webhook.Contract(
        events: [
            Webhook.Event("bell.rung", about: "Somebody rang it"),
            Webhook.Event("bell.cracked", about: "It was rung for the third time"),
            Webhook.Event("bell.cast", about: "By hand alone"),
        ],
        secret: "whsec_bells",
        scope: "shop_id",
        envelope: Webhook.flatEnvelope(scope: "shop_id"),
        signature: Webhook.hexHMAC(in: "X-Bells-Signature")
    )

    package static let routes: [Route<Bells>] = [
        Route(
            Operation(
                "bells.bell.ring",
                [.init(.post, "/v1/bells/{bell_id}/ring")],
                about: "Rings it; the third time it cracks, which is told in the same call",
                outcomes: [.success(200), .error("not_found")]
            ),
            ring
        )
    ]
    package static let router = Router(routes.map(\.operation))
    package static let checks: [Check<Bells>] = []
    package static let errors: [CatalogueEntry<Failure>] = [
        CatalogueEntry("not_found", 404, .notFound, about: "No such bell", source: .inferred)
    ]
    package static let assumptions: [Assumption<Assumptions>] = []
    package static let defaultAssumptions = Assumptions()
    package static let defaultLimiter = RateLimiter(.off)
    package static let defaultWorld: StaticString = """
        {"bells": [{"id": 1, "shop_id": 1, "rings": 0}, {"id": 2, "shop_id": 2, "rings": 0}]}
        """
    package static let defaultState = readDefaultState()

    package struct State: VendorState {
        package var bells = Table<Bell>()

        package init() {}

        package static let collections = [Collection<State>("bells", \.bells)]
    }

    package struct Bell: Record, Sendable {
        package var id: Int
        package var shop: Int
        package var rings: Int

        package static let model = [
            Field("id", .integer(1...Int.max), required: true),
            Field("shop_id", .integer(1...Int.max), required: true), Field("rings", .integer(0...Int.max)),
        ]

        package init(_ object: JSON.Object) throws(RecordProblem) {
            guard let id = object["id"]?.int, let shop = object["shop_id"]?.int else {
                throw RecordProblem("a bell needs an id and a shop_id")
            }
            (self.id, self.shop, rings) = (id, shop, object["rings"]?.int ?? 0)
        }

        package func write(to json: inout JSON.Writer) {
            json.object { json in
                json.member("id", id)
                json.member("shop_id", shop)
                json.member("rings", rings)
            }
        }
    }

    package enum Failure: VendorFailure {
        case notFound

        package init(_ refusal: Refusal) { self = .notFound }
    }

    static func ring(_ call: VendorCall<Bells>, _ world: inout World) throws(Failure) -> Response {
        guard let id = call.path("bell_id").flatMap({ Int($0) }), var bell = world.state.bells[id] else {
            throw .notFound
        }
        bell.rings += 1
        _ = world.state.bells.upsert(bell)
        var json = JSON.Writer()
        bell.write(to: &json)
        let events = bell.rings == 3 ? ["bell.rung", "bell.cracked"] : ["bell.rung"]
        world.outbox += events.map { Announcement(event: $0, scope: "\(bell.shop)", data: json.bytes) }
        return Response(200, .json, body: json.bytes)
    }

    package static func identify(_ call: VendorCall<Bells>, in world: inout World) throws(Failure) -> String {
        "anyone"
    }
    package static func account(of caller: String) -> String? { nil }
    package static func bay(namedBy request: borrowing Request) -> String? { nil }
    package static func response(to failure: Failure, for caller: String?, in world: World) -> Response {
        Response(404)
    }
    package static func actor(named name: String, in world: World) -> String { name }
    package static func generate(_ count: Int, of collection: String, in world: inout World) -> Bool { false }
}
