import AutoSync
import Engine
import HTTP
import JSON

/// A bay with the default world of AutoSync and a clock that is moved by hand. Requests go to its dispatcher; no socket
/// is involved. Every instance is a world of its own.
struct AutoSyncBay {
    /// Ten seconds into a minute.
    static let start = Instant(iso8601: "2026-03-02T08:00:10Z") ?? .first

    let bays: Bays
    let dispatcher: Dispatcher

    /// - Parameter prepare: changes the world before the bay starts from it.
    init(seed: UInt64 = 1, prepare: (inout any MountedWorld) throws -> Void = { _ in }) throws {
        var start = try Self.defaultStart(seed: seed)
        try prepare(&start.worlds[0])
        self.init(start: start)
    }

    /// - Parameter assume: choices by the names of their assumptions, `autosync.envelope` for one.
    init(assume choices: [String: String]) throws {
        try self.init { world in
            for (name, choice) in choices {
                precondition(world.assume(name, choice), "\(name) has no alternative '\(choice)'")
            }
        }
    }

    init(start: Bay.Start) {
        bays = Bays(mounts: [Self.mount], base: start)
        dispatcher = Dispatcher(bays: bays, surfaces: [.vendor(0), .gateway], control: NoControl())
    }

    /// The default world, the clock standing.
    static func defaultStart(seed: UInt64 = 1) throws -> Bay.Start {
        Bay.Start(worlds: [try defaultWorld.get()], seed: seed, clock: ClockSetting(.manual, start: start))
    }

    static let mount: any Mounted = Mount<AutoSync>()

    /// Read once: every bay starts from a copy. (A bay brings its own chance.)
    private static let defaultWorld = Result { () throws(FixtureProblems) in
        try mount.makeDefaultWorld(chance: Chance(seed: 1, bay: "base"), now: start)
    }

    /// - Parameter key: sent as a bearer; `nil` sends no credentials.
    func send(
        _ method: HTTP.Method,
        _ target: String,
        as key: String? = "sk_live_demo",
        body: String? = nil,
        fields: [(String, String)] = [],
        listener: Int = 0,
    ) -> Delivery {
        var fields = fields
        if let key { fields.append(("Authorization", "Bearer \(key)")) }
        if body != nil, !fields.contains(where: { $0.0 == "Content-Type" }) {
            fields.append(("Content-Type", "application/json"))
        }
        return dispatcher.respond(
            to: Request(method, target, fields: fields, body: Array((body ?? "").utf8)),
            on: Listener(listener)
        )
    }

    /// - Parameter target: below `/v1`.
    func get(_ target: String, as key: String? = "sk_live_demo") -> Response {
        send(.get, "/v1" + target, as: key).response
    }

    func post(_ target: String, _ body: String?, as key: String? = "sk_live_demo") -> Response {
        send(.post, "/v1" + target, as: key, body: body).response
    }

    func put(_ target: String, _ body: String?, as key: String? = "sk_live_demo") -> Response {
        send(.put, "/v1" + target, as: key, body: body).response
    }

    func patch(_ target: String, _ body: String?, as key: String? = "sk_live_demo") -> Response {
        send(.patch, "/v1" + target, as: key, body: body).response
    }

    /// The ids of all rows of a list, page by page.
    func ids(_ target: String) -> [Int] {
        let separator = target.contains("?") ? "&" : "?"
        var ids: [Int] = []
        for page in 1...100 {
            let rows = get("\(target)\(separator)per_page=100&page=\(page)").rows
            ids += rows.compactMap { $0["id"]?.int }
            if rows.count < 100 { break }
        }
        return ids
    }

    /// A record as the control API shows it; `nil` where there is none.
    func record(_ collection: String, _ key: String) -> JSON.Value? {
        bays.default.withContents { contents in
            var json = JSON.Writer()
            guard contents.worlds[0].write(collection, key, to: &json) else { return nil }
            return try? JSON.Value.parse(json.bytes)  // what is no JSON is no record either
        }
    }

    /// All records of a collection.
    func records(_ collection: String) -> [JSON.Value]? {
        bays.default.withContents { contents in
            var json = JSON.Writer()
            json.beginArray()
            contents.worlds[0].write(collection, offset: 0, limit: .max, to: &json)
            json.endArray()
            return (try? JSON.Value.parse(json.bytes))?.array  // what is no JSON is no record either
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

    func advance(by duration: Duration) {
        bays.default.withContents { $0.clock.advance(by: duration, MonotonicTime.now()) }
    }
}

extension Response {
    /// The body as a value; `null` where it is no JSON.
    var json: JSON.Value { (try? JSON.Value.parse(body)) ?? .null }

    /// What a reply is about.
    var data: JSON.Value { json["data"] ?? .null }

    /// The rows of a list.
    var rows: [JSON.Value] { data.array ?? [] }

    var errorCode: String? { json["error"]?["code"]?.string }
    var message: String? { json["error"]?["message"]?.string }

    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }
}

/// A gateway without a control API.
private struct NoControl: ControlSurface {
    func respond(to request: Request, path: Slice) -> Delivery { Delivery(Response(404)) }
}
