import Engine
import HTTP
import JSON

/// Whether the server is there.
extension ControlAPI {
    static let healthRoutes = [
        ControlRoute(.get, "/healthz", ControlAPI.showHealth),
        ControlRoute(.get, "/readyz", ControlAPI.showReadiness),
        ControlRoute(.get, "/version", ControlAPI.showVersion),
    ]

    /// Alive: 200 whatever else there is.
    func showHealth(_ call: ControlCall) throws(Refused) -> Response {
        .json { json in json.object { json in json.member("status", "alive") } }
    }

    /// Ready: 200 once the world is loaded, 503 until then.
    func showReadiness(_ call: ControlCall) throws(Refused) -> Response {
        guard addresses != nil else { throw notReady }
        return .json { json in json.object { json in json.member("status", "ready") } }
    }

    var notReady: Refused {
        Refused(503, "not_ready", "the world is still being loaded", hint: "ask again")
    }

    func showVersion(_ call: ControlCall) throws(Refused) -> Response {
        .json { json in
            json.object { json in
                json.member("mockbay", Build.version)
                json.array("vendors") { json in
                    for mount in bays.mounts { json.string(mount.facts.key) }
                }
            }
        }
    }
}
