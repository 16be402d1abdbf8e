import Engine
import HTTP
import JSON

/// What the engine's tests stand on: two vendors, their default worlds, a clock that is moved by hand.
enum Bench {
    static let mounts: [any Mounted] = [Mount<Toys>(), Mount<Games>()]
    /// 2026-03-02T08:00:00Z
    static let morning = Instant(seconds: 1_772_438_400)

    static func start() throws -> Bay.Start {
        Bay.Start(
            worlds: mounts.map { $0.makeDefaultWorld(chance: Chance(seed: 1, bay: ""), now: morning) },
            seed: 1,
            clock: ClockSetting(.manual, start: morning)
        )
    }

    /// Every bay starts with the scenario laid over the default worlds.
    static func bays(_ scenario: String? = nil, settings: Bays.Settings = Bays.Settings()) throws -> Bays {
        var start = try start()
        if let scenario {
            start = try Scenario.load(Array(scenario.utf8), file: "test.json", mounts: mounts).laid(
                over: start
            )
        }
        return Bays(mounts: mounts, base: start, settings: settings)
    }

    /// A client of a gateway (listener 0) and of toys' own listener (1).
    static func client(
        _ scenario: String? = nil,
        settings: Bays.Settings = Bays.Settings(),
        isPure: Bool = false,
    ) throws -> Client {
        let bays = try bays(scenario, settings: settings)
        let dispatcher = Dispatcher(
            bays: bays,
            surfaces: [.gateway, .vendor(0)],
            control: EchoControl(),
            isPure: isPure
        )
        return Client(bays: bays, dispatcher: dispatcher)
    }

    /// Answers with the path it is asked for.
    private struct EchoControl: ControlSurface {
        func respond(to request: Request, path: Slice) -> Delivery {
            Delivery(Response(200, .text, body: Array(request.head[path.range])))
        }
    }
}

struct Client {
    let bays: Bays
    let dispatcher: Dispatcher

    /// Sends a request with good credentials, unless it brings its own, to toys' own listener.
    func send(
        _ method: HTTP.Method,
        _ target: String,
        fields: [(String, String)] = [],
        body: JSON.Value? = nil,
        listener: Int = 1,
    ) -> Delivery {
        var fields = fields
        if !fields.contains(where: { $0.0 == "Authorization" }) {
            fields.append(("Authorization", "Bearer key-demo"))
        }
        var json = JSON.Writer()
        if let body { json.value(body) }
        return dispatcher.respond(
            to: Request(method, target, fields: fields, body: json.bytes),
            on: Listener(listener)
        )
    }

    func get(_ target: String, fields: [(String, String)] = []) -> Delivery {
        send(.get, target, fields: fields)
    }

    /// Sells one of a toy.
    func sell(_ toy: Int = 1, fields: [(String, String)] = []) -> Delivery {
        send(.post, "/v1/sales", fields: fields, body: ["toy_id": .number(JSON.Number(toy))])
    }

    /// The stock of a toy as bay `default` has it, whatever its scenario says to those who ask.
    func stock(of toy: Int = 1) -> Int? {
        let reference = RecordReference(vendor: "toys", collection: "toys", key: String(toy))
        return bays.default.withContents { $0.worlds[0].value(of: reference)?["stock"]?.int }
    }

    /// Where the flow has got to, as the control API shows it.
    var progress: JSON.Value? {
        var json = JSON.Writer()
        bays.default.withContents { $0.flow }.write(to: &json)
        return (try? JSON.Value.parse(json.bytes))?["progress"]
    }

    /// What the journal says beside the last exchange.
    var lastNotes: [String] {
        bays.default.withContents { $0.journal.extras($0.journal.nextNumber - 1)?.notes ?? [] }
    }
}

extension Delivery {
    var status: Int { response.status }
    var text: String { String(decoding: response.body, as: UTF8.self) }
}
