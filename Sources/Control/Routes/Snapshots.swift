import Engine
import HTTP
import JSON

/// What was kept of a bay.
extension ControlAPI {
    static let snapshotRoutes = [
        ControlRoute(.get, "/bays/{bay}/snapshots", ControlAPI.listSnapshots),
        ControlRoute(.post, "/bays/{bay}/snapshots", ControlAPI.keepSnapshot),
        ControlRoute(.post, "/bays/{bay}/snapshots/{name}/restore", ControlAPI.restoreSnapshot),
        ControlRoute(.get, "/bays/{bay}/snapshots/{name}", ControlAPI.downloadSnapshot),
        ControlRoute(.put, "/bays/{bay}/snapshots/{name}", ControlAPI.loadSnapshot),
        ControlRoute(.delete, "/bays/{bay}/snapshots/{name}", ControlAPI.removeSnapshot),
    ]

    func listSnapshots(_ call: ControlCall) throws(Refused) -> Response {
        let bay = try bay(of: call)
        return .json { json in
            json.object { json in
                json.member("bay", bay.name.description)
                json.array("snapshots") { json in
                    for (name, snapshot) in bay.snapshots.list { write(snapshot, name, to: &json) }
                }
            }
        }
    }

    /// Keeps `{"name"}`: 201, or 200 where it took the place of one of that name.
    func keepSnapshot(_ call: ControlCall) throws(Refused) -> Response {
        let body = try call.object("name")
        let name = try snapshotName(body.requiredText("name", hint: "name the snapshot"))
        let bay = try bayToSetUp(of: call)
        return try keep(bay.snapshot, name, of: bay)
    }

    /// Loads what a download gave, in any bay: it is kept, and brought back by `restore`. 201 or 200 as above.
    /// - Throws: 400 with every problem.
    func loadSnapshot(_ call: ControlCall) throws(Refused) -> Response {
        let name = try snapshotName(call.path("name"))
        let snapshot: Snapshot
        do throws(ScenarioProblems) {
            snapshot = try Snapshot(call.request.body, file: "snapshot", mounts: bays.mounts)
        } catch {
            var refused = Refused(
                400,
                "invalid_snapshot",
                "the snapshot has \(counted(error.problems.count, "problem"))",
                path: "body",
                hint: "'problems' names the place of each"
            )
            refused.findings = error.told
            throw refused
        }
        return try keep(snapshot, name, of: bayToSetUp(of: call))
    }

    private func keep(_ snapshot: Snapshot, _ name: String, of bay: Bay) throws(Refused) -> Response {
        guard let isNew = bay.snapshots.keep(snapshot, as: name) else {
            throw Refused(
                503,
                "too_many_snapshots",
                "'\(bay.name)' has \(Snapshots.most) snapshots already",
                path: "name",
                hint: "DELETE those that are done with"
            )
        }
        return .json(isNew ? 201 : 200) { json in write(snapshot, name, to: &json) }
    }

    /// Brings it back and answers with the clock as it is then.
    func restoreSnapshot(_ call: ControlCall) throws(Refused) -> Response {
        try call.refuseBody()
        let (bay, name, snapshot) = try snapshot(of: call)
        bay.restore(snapshot)
        return .json { json in write(snapshot, name, to: &json) }
    }

    /// The whole world as readable JSON, credentials included: whoever loads it has the same world again.
    func downloadSnapshot(_ call: ControlCall) throws(Refused) -> Response {
        let (bay, name, snapshot) = try snapshot(of: call)
        var json = JSON.Writer(reserving: 1 << 16)
        snapshot.write(named: name, bay.mounts, to: &json)
        var response = Response(200, .json, body: JSON.pretty(json.bytes))
        response.add("Content-Disposition", "attachment; filename=\"\(name).json\"")
        return response
    }

    func removeSnapshot(_ call: ControlCall) throws(Refused) -> Response {
        let (bay, name, _) = try snapshot(of: call)
        _ = bay.snapshots.remove(name)
        return Response(204)
    }

    private func snapshot(of call: ControlCall) throws(Refused) -> (Bay, String, Snapshot) {
        let bay = try bay(of: call)
        let name = call.path("name")
        guard let snapshot = bay.snapshots[name] else {
            throw .unknown(
                "snapshot",
                name,
                among: bay.snapshots.list.map(\.name),
                status: 404,
                path: "name"
            )
        }
        return (bay, name, snapshot)
    }

    /// Named like bays.
    private func snapshotName(_ text: String) throws(Refused) -> String {
        guard BayName(text) != nil else {
            throw Refused(
                400,
                "bad_snapshot_name",
                "'\(text)' cannot name a snapshot",
                path: "name",
                hint: "1 to \(BayName.longest) of A-Z a-z 0-9 . _ -, and neither . nor .."
            )
        }
        return text
    }

    /// `{"name", "clock", "records"}`, the last one by vendor and collection.
    private func write(_ snapshot: Snapshot, _ name: String, to json: inout JSON.Writer) {
        json.object { json in
            json.member("name", name)
            json.member("clock", snapshot.now.iso8601)
            json.object("records") { json in
                for (mount, world) in zip(bays.mounts, snapshot.worlds) {
                    json.key(mount.facts.key)
                    json.object { json in
                        for collection in mount.collections {
                            json.member(collection.name, world.count(of: collection.name))
                        }
                    }
                }
            }
        }
    }
}
