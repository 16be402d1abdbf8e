import Engine
import HTTP
import JSON

/// The server as a whole: its numbers, and its end.
extension ControlAPI {
    static let serverRoutes = [
        ControlRoute(.get, "/metrics", ControlAPI.showMetrics),
        ControlRoute(.post, "/shutdown", ControlAPI.shutDown),
    ]

    /// The numbers in Prometheus' text format 0.0.4.
    func showMetrics(_ call: ControlCall) throws(Refused) -> Response {
        return Response(200, .metrics, body: Array(Metrics(bays, connections).text.utf8))
    }

    /// Ends the server as a signal would: 202, and then requests and webhooks under way get their time.
    func shutDown(_ call: ControlCall) throws(Refused) -> Response {
        try call.refuseBody()
        guard let end = settings.onShutdown else {
            throw Refused(
                409,
                "not_mine_to_end",
                "this server ends with the program that started it",
                hint: "end that program"
            )
        }
        end()
        return .json(202) { json in json.object { json in json.member("status", "stopping") } }
    }
}
