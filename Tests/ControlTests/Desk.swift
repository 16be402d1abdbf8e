import Control
import Engine
import HTTP
import HeavyTruckParts
import JSON

/// A control API over the default world with a clock that stands, and the dispatcher in front of both.
struct Desk {
    static let mounts: [any Mounted] = [Mount<HeavyTruckParts>()]
    /// 2026-03-02T08:00:00Z
    static let morning = Instant(seconds: 1_772_438_400)

    let bays: Bays
    let control: ControlAPI
    let dispatcher: Dispatcher

    /// - Parameter isLoaded: whether the server has said that it is ready.
    init(_ settings: ControlAPI.Settings = .init(), isLoaded: Bool = true, bays: Bays.Settings = .init())
        throws
    {
        let worlds = Desk.mounts.map {
            $0.makeDefaultWorld(chance: Chance(seed: 1, bay: ""), now: Desk.morning)
        }
        let start = Bay.Start(worlds: worlds, seed: 1, clock: ClockSetting(.manual, start: Desk.morning))
        self.bays = Bays(mounts: Desk.mounts, base: start, settings: bays)
        control = ControlAPI(bays: self.bays, settings: settings)
        if isLoaded {
            control.isReady(
                at: Addresses(gateway: "http://127.0.0.1:4600", vendors: ["http://127.0.0.1:4603"])
            )
        }
        dispatcher = Dispatcher(bays: self.bays, surfaces: [.gateway], control: control)
    }

    /// A control call: the path is what follows `/__mockbay`.
    func call(
        _ method: HTTP.Method,
        _ path: String,
        _ body: String = "",
        fields: [(String, String)] = [],
    ) -> Reply {
        let request = Request(method, "/__mockbay" + path, fields: fields, body: Array(body.utf8))
        return Reply(dispatcher.respond(to: request, on: Listener(0)))
    }

    /// A call of a client's to the vendor; user and password are both `demo`.
    @discardableResult
    func vendor(
        _ method: HTTP.Method,
        _ path: String,
        _ body: String = "",
        in bay: String? = nil,
    ) -> Reply {
        let prefix = bay.map { "/~\($0)" } ?? ""
        var fields = [("Authorization", "Basic ZGVtbzpkZW1v")]
        if !body.isEmpty { fields.append(("Content-Type", "application/json")) }
        return Reply(
            dispatcher.respond(
                to: Request(method, prefix + "/htp" + path, fields: fields, body: Array(body.utf8)),
                on: Listener(0)
            )
        )
    }
}

struct Reply {
    let delivery: Delivery
    let json: JSON.Value

    init(_ delivery: Delivery) {
        self.delivery = delivery
        // A body that is no JSON reads as null, which no expectation takes for an answer.
        json = (try? JSON.Value.parse(delivery.response.body)) ?? .null
    }

    var status: Int { delivery.response.status }
    var text: String { String(decoding: delivery.response.body, as: UTF8.self) }
    var code: String? { json["error"]?["code"]?.string }
    func field(_ name: String) -> String? { delivery.response.field(name) }

    /// The reply as it is when it is asked for again; `nil` where it does not wait.
    var later: Reply? { delivery.later.map { Reply($0()) } }
}
