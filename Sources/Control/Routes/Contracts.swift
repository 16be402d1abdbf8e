import Engine
import HTTP
import JSON

/// The contract of the vendors, for people and programs.
extension ControlAPI {
    static let contractRoutes = [
        ControlRoute(.get, "/operations", ControlAPI.listOperations),
        ControlRoute(.get, "/errors", ControlAPI.listErrors),
        ControlRoute(.get, "/assumptions", ControlAPI.listAssumptions),
    ]

    func listOperations(_ call: ControlCall) throws(Refused) -> Response {
        list("operations", bays.mounts.map(Listings.writeOperations))
    }

    func listErrors(_ call: ControlCall) throws(Refused) -> Response {
        list("errors", bays.mounts.map(Listings.writeErrors))
    }

    func listAssumptions(_ call: ControlCall) throws(Refused) -> Response {
        list("assumptions", bays.mounts.map(Listings.writeAssumptions))
    }

    private func list(_ name: String, _ parts: [(inout JSON.Writer) -> Void]) -> Response {
        .json { json in
            json.object { json in
                json.key(name)
                json.array { json in
                    for part in parts { part(&json) }
                }
            }
        }
    }
}
