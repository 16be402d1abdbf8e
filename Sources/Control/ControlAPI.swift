package import Engine
package import HTTP
import JSON

/// The control API: what answers under `/__mockbay/` on the gateway.
///
/// Not imitated: nothing; this surface is Mockbay's own.
package final class ControlAPI: ControlSurface {
    package struct Settings: Sendable {
        /// Who may call.
        package var gate = Gate()
        /// Whether it answers at all; where it does not, every call is told why.
        package var isOn = true
        /// Has the server end soon; `nil` where that is not the control API's to do.
        package var onShutdown: (@Sendable () -> Void)?

        package init() {}
    }

    let bays: Bays
    let settings: Settings
    private let listening = Guarded<Addresses?>(nil)
    private let counter = Guarded<(@Sendable () -> Int)?>(nil)

    package init(bays: Bays, settings: Settings = Settings()) {
        self.bays = bays
        self.settings = settings
    }

    /// Tells where the server listens; from now on it counts as ready.
    /// - Parameter connections: counts those that are open.
    package func isReady(at addresses: Addresses, connections: (@Sendable () -> Int)? = nil) {
        counter.withLock { $0 = connections }
        listening.withLock { $0 = addresses }
    }

    /// `nil` while the world is still being loaded.
    var addresses: Addresses? { listening.withLock { $0 } }

    /// How many connections are open; `nil` where nobody counts them.
    var connections: Int? { counter.withLock { $0 }?() }

    package func respond(to request: Request, path: Slice) -> Delivery {
        do throws(Refused) {
            return try answer(request, path)
        } catch {
            return Delivery(error.response)
        }
    }

    private func answer(_ request: Request, _ path: Slice) throws(Refused) -> Delivery {
        guard settings.isOn else {
            throw Refused(
                404,
                "control_off",
                "the control API is off, since others than this machine can reach it",
                hint: "start with --control-token, or listen on a loopback address"
            )
        }
        try settings.gate.admit(request)
        switch ControlAPI.router.match(request.method, path, in: request.head) {
        case .operation(let index, let captures):
            let call = ControlCall(request, captures)
            try call.allowQuery(ControlAPI.routes[index].query)
            return try ControlAPI.routes[index].handler(self)(call)
        case .methodNotAllowed(let methods):
            if request.method == .options { return Delivery(.options(methods)) }
            throw .methodNotAllowed(methods, at: request.text(request.path))
        case .notFound:
            throw Refused(
                404,
                "unknown_path",
                "the control API has nothing at \(request.text(request.path))",
                hint:
                    "GET /__mockbay/operations lists the vendors' calls; the paths of this API begin with bays, "
                    + "operations, errors, assumptions, openapi, healthz, readyz, version, metrics or shutdown"
            )
        }
    }

    static let routes: [ControlRoute] =
        healthRoutes + bayRoutes + scenarioRoutes + clockRoutes + journalRoutes + stateRoutes + webhookRoutes
        + contractRoutes + verdictRoutes + snapshotRoutes + stateChangeRoutes
        + explanationRoutes + openAPIRoutes + serverRoutes
    static let router = Router(routes.map(\.operation))
}

/// A path of the control API and what answers it.
struct ControlRoute: Sendable {
    typealias Handler = @Sendable (ControlAPI) -> (ControlCall) throws(Refused) -> Response
    /// For replies that take their time, or go on.
    typealias Deliverer = @Sendable (ControlAPI) -> (ControlCall) throws(Refused) -> Delivery

    let operation: Operation
    /// The query parameters it has.
    let query: [String]
    let handler: Deliverer

    init(_ method: HTTP.Method, _ path: String, query: [String] = [], _ handler: @escaping Handler) {
        self.init(delivering: method, path, query: query) { control in
            { (call: ControlCall) throws(Refused) in Delivery(try handler(control)(call)) }
        }
    }

    init(
        delivering method: HTTP.Method,
        _ path: String,
        query: [String] = [],
        _ handler: @escaping Deliverer,
    ) {
        let name = "control " + path
        operation = Operation(name, [.init(method, path)], about: "", source: .inferred, outcomes: [])
        self.query = query
        self.handler = handler
    }
}
