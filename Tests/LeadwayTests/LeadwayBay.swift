import Engine
import HTTP
import JSON
import Leadway

/// The first account of the default world, its agency, and what the documentation's sample shows of it.
let account = "6578278e879ad2646715ba9c"
let otherAccount = "657827a2879ad2646715bb10"
let agency = "Rk4WbLxT9cQzE1mYvHsD"
let shirt = "6241712be68f7a98102ba272"
let tshirt = "6241712be68f7a98102ba270"

/// A bay with the default world of Leadway and a clock that is moved by hand. Requests go to its dispatcher; no socket
/// is involved. Every instance is a world of its own.
struct LeadwayBay {
    /// 2026-03-02 is a Monday.
    static let start = Instant(iso8601: "2026-03-02T08:00:00Z") ?? .first

    let bays: Bays
    let dispatcher: Dispatcher

    /// - Parameters:
    ///   - choices: by the names of their assumptions, `leadway.total` for one.
    ///   - limits: in the place of the documented ones.
    ///   - prices: how many to generate.
    init(assume choices: [String: String] = [:], limits: LimitPolicy? = nil, prices: Int = 0) throws {
        var start = try Self.defaultStart()
        for (name, choice) in choices {
            precondition(start.worlds[0].assume(name, choice), "\(name) has no alternative '\(choice)'")
        }
        if let limits { start.worlds[0].limiter.policy = limits }
        precondition(start.worlds[0].generate(prices, of: "prices"), "no prices were generated")
        self.init(start: start)
    }

    init(start: Bay.Start) {
        bays = Bays(mounts: [Self.mount], base: start)
        dispatcher = Dispatcher(bays: bays, surfaces: [.vendor(0)], control: NoControl())
    }

    /// The default world, the clock standing.
    static func defaultStart(seed: UInt64 = 1) throws -> Bay.Start {
        Bay.Start(worlds: [try defaultWorld.get()], seed: seed, clock: ClockSetting(.manual, start: start))
    }

    static let mount: any Mounted = Mount<Leadway>()

    /// Read once: every bay starts from a copy. (A bay brings its own chance.)
    private static let defaultWorld = Result { () throws(FixtureProblems) in
        try mount.makeDefaultWorld(chance: Chance(seed: 1, bay: "base"), now: start)
    }

    /// - Parameters:
    ///   - token: `nil` sends no credentials.
    ///   - version: `nil` sends no version.
    func send(
        _ method: HTTP.Method,
        _ target: String,
        token: String? = "pit-demo",
        version: String? = "2021-07-28",
        body: String? = nil,
        type: String = "application/json",
        fields: [(String, String)] = [],
    ) -> Delivery {
        var fields = fields
        if let token { fields.append(("Authorization", "Bearer \(token)")) }
        if let version { fields.append(("Version", version)) }
        if body != nil { fields.append(("Content-Type", type)) }
        let request = Request(method, target, fields: fields, body: Array((body ?? "").utf8))
        return dispatcher.respond(to: request, on: Listener(0))
    }

    /// The same with a body that need not be text.
    func send(_ method: HTTP.Method, _ target: String, body: [UInt8]) -> Delivery {
        let fields = [("Authorization", "Bearer pit-demo"), ("Version", "v3")]
        return dispatcher.respond(to: Request(method, target, fields: fields, body: body), on: Listener(0))
    }

    func get(_ target: String, token: String? = "pit-demo", version: String? = "2021-07-28") -> Response {
        send(.get, target, token: token, version: version).response
    }

    /// The inventory of the first account, with more parameters (`&limit=3`) where wanted.
    func inventory(_ parameters: String = "", token: String? = "pit-demo") -> Response {
        get("/products/inventory?altId=\(account)\(parameters)", token: token)
    }

    /// Sets the stock of the first account's prices.
    func update(_ items: String, token: String = "pit-demo") -> Response {
        let body = #"{"altId": "\#(account)", "altType": "account", "items": [\#(items)]}"#
        return send(.post, "/products/inventory", token: token, body: body).response
    }

    /// Asks for a token with a form.
    func form(_ body: String, version: String? = nil, at target: String = "/oauth/token") -> Response {
        send(
            .post,
            target,
            token: nil,
            version: version,
            body: body,
            type: "application/x-www-form-urlencoded"
        ).response
    }

    /// A record as the control API shows it; `nil` where there is none.
    func record(_ collection: String, _ key: String) -> JSON.Value? {
        bays.default.withContents { contents in
            var json = JSON.Writer()
            guard contents.worlds[0].write(collection, key, to: &json) else { return nil }
            return try? JSON.Value.parse(json.bytes)  // what is no JSON is no record either
        }
    }

    /// Lays fields over a record of the running bay.
    func set(_ collection: String, _ key: String, _ fields: JSON.Object) throws {
        try bays.default.withContents { contents throws(RecordProblem) in
            try contents.worlds[0].merge(fields, into: collection, key)
        }
    }

    func count(of collection: String) -> Int? {
        bays.default.withContents { $0.worlds[0].count(of: collection) }
    }

    func advance(by duration: Duration, in bay: String = "default") throws {
        let name = BayName(bay) ?? .default
        try bays.bay(name).withContents { $0.clock.advance(by: duration, MonotonicTime.now()) }
    }
}

extension Response {
    /// The body as a value; `null` where it is no JSON.
    var json: JSON.Value { (try? JSON.Value.parse(body)) ?? .null }

    /// The rows of an inventory.
    var rows: [JSON.Value] { json["inventory"]?.array ?? [] }
    var ids: [String] { rows.map { $0["_id"]?.string ?? "" } }
    /// `message`, as a list where it is one.
    var messages: [String] { json["message"]?.array?.map { $0.string ?? "" } ?? [] }
    var message: String? { json["message"]?.string }
}

/// A gateway without a control API.
private struct NoControl: ControlSurface {
    func respond(to request: Request, path: Slice) -> Delivery { Delivery(Response(404)) }
}
