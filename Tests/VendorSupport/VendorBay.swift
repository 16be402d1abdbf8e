package import Engine
package import Foundation
package import HTTP
package import JSON

/// A bay with the default world of one vendor and a clock that is moved by hand. Requests go to its dispatcher; no
/// socket is involved. Every instance is a world of its own.
package struct VendorBay<V: Vendor>: Sendable {
    package static var mount: any Mounted { Mount<V>() }
    /// 2026-03-02 is a Monday.
    package static var start: Instant { Instant(iso8601: "2026-03-02T08:00:00Z") ?? .first }

    package let bays: Bays
    package let dispatcher: Dispatcher

    package init() throws { self.init(start: try Self.defaultStart()) }

    /// - Parameter prepare: changes the world before the bay starts from it.
    package init(
        scenario: Scenario? = nil,
        seed: UInt64 = 1,
        prepare: (inout any MountedWorld) -> Void = { _ in },
    ) throws {
        var start = try Self.defaultStart(seed: seed)
        prepare(&start.worlds[0])
        start.scenario = scenario
        self.init(start: start)
    }

    /// - Parameter assume: choices by the names of their assumptions, `htp.stock` for one.
    package init(assume choices: [String: String]) throws {
        try self.init { world in
            for (name, choice) in choices {
                precondition(world.assume(name, choice), "\(name) has no alternative '\(choice)'")
            }
        }
    }

    package init(start: Bay.Start, settings: Bays.Settings = Bays.Settings()) {
        bays = Bays(mounts: [Self.mount], base: start, settings: settings)
        dispatcher = Dispatcher(bays: bays, surfaces: [.vendor(0)], control: NoControl())
    }

    /// A bay of the world of one of the files in `Scenarios`.
    /// - Parameter deliverer: what webhooks are handed to.
    package init(playing scenario: String, deliverer: (any Deliverer)? = nil) throws {
        var settings = Bays.Settings()
        settings.deliverer = deliverer
        self.init(start: try Self.scenario(scenario).laid(over: Self.defaultStart()), settings: settings)
    }

    /// One of the files in `Scenarios`, by its name without the ending.
    package static func scenario(_ name: String) throws -> Scenario {
        let file = "\(name).json5"
        return try Scenario.load(
            Array(Data(contentsOf: Folder.top.appending(path: "Scenarios/\(file)"))),
            file: file,
            mounts: [mount]
        )
    }

    /// The default world, the clock standing.
    package static func defaultStart(seed: UInt64 = 1) throws -> Bay.Start {
        // A bay brings its own chance.
        let world = mount.makeDefaultWorld(chance: Chance(seed: 1, bay: "base"), now: start)
        return Bay.Start(worlds: [world], seed: seed, clock: ClockSetting(.manual, start: start))
    }

    /// Sends a request as it is.
    package func request(
        _ method: HTTP.Method,
        _ target: String,
        fields: [(String, String)] = [],
        body: String? = nil,
        type: String = "application/json",
    ) -> Delivery {
        var fields = fields
        if body != nil { fields.append(("Content-Type", type)) }
        return dispatcher.respond(
            to: Request(method, target, fields: fields, body: Array((body ?? "").utf8)),
            on: Listener(0)
        )
    }

    /// A record as the control API shows it; `nil` where there is none.
    package func record(_ collection: String, _ key: String) -> JSON.Value? {
        bays.default.withContents { contents in
            var json = JSON.Writer()
            guard contents.worlds[0].write(collection, key, to: &json) else { return nil }
            return try? JSON.Value.parse(json.bytes)  // what is no JSON is no record either
        }
    }

    /// All records of a collection.
    package func records(_ collection: String) -> [JSON.Value]? {
        bays.default.withContents { contents in
            var json = JSON.Writer()
            json.beginArray()
            contents.worlds[0].write(collection, offset: 0, limit: .max, to: &json)
            json.endArray()
            return (try? JSON.Value.parse(json.bytes))?.array  // what is no JSON is no record either
        }
    }

    /// Lays fields over a record of the running bay.
    package func set(_ collection: String, _ key: String, _ fields: JSON.Object) throws {
        try bays.default.withContents { contents throws(RecordProblem) in
            try contents.worlds[0].merge(fields, into: collection, key)
        }
    }

    package func count(of collection: String) -> Int? {
        bays.default.withContents { $0.worlds[0].count(of: collection) }
    }

    package func advance(by duration: Duration) {
        bays.default.withContents { $0.clock.advance(by: duration, MonotonicTime.now()) }
    }

    /// The same in a bay that is not the default one.
    package func advance(by duration: Duration, in bay: String) throws {
        let name = BayName(bay) ?? .default
        try bays.bay(name).withContents { $0.clock.advance(by: duration, MonotonicTime.now()) }
    }

    package var now: Instant { bays.default.withContents { $0.now } }
}

/// Where the package is.
package enum Folder {
    package static let top = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// A file of `fixtures`, read from the source tree.
    package static func fixture(_ path: String) throws -> Data {
        try Data(contentsOf: top.appending(path: "fixtures/\(path)"))
    }
}

/// A gateway without a control API.
private struct NoControl: ControlSurface {
    func respond(to request: Request, path: Slice) -> Delivery { Delivery(Response(404)) }
}

extension Response {
    /// The body as a value; `null` where it is no JSON.
    package var json: JSON.Value { (try? JSON.Value.parse(body)) ?? .null }

    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }
}
