import Engine
import HTTP
import JSON

/// Making bays, looking at them, and taking them away.
extension ControlAPI {
    static let bayRoutes = [
        ControlRoute(.get, "/bays", ControlAPI.listBays),
        ControlRoute(.post, "/bays", ControlAPI.createBay),
        ControlRoute(.get, "/bays/{bay}", ControlAPI.showBay),
        ControlRoute(.delete, "/bays/{bay}", ControlAPI.removeBay),
        ControlRoute(.post, "/bays/{bay}/reset", ControlAPI.resetBay),
        ControlRoute(.post, "/bays/{bay}/fork", ControlAPI.forkBay),
    ]

    /// The bay that the path names; 404 where there is none.
    func bay(of call: ControlCall) throws(Refused) -> Bay {
        let name = try call.bayName()
        return try refusing { () throws(MockbayProblem) in try bays.existing(name) }
    }

    /// The bay that the path names, made now where bays are: to set one up is to use it.
    func bayToSetUp(of call: ControlCall) throws(Refused) -> Bay {
        let name = try call.bayName()
        return try refusing { () throws(MockbayProblem) in try bays.bay(name) }
    }

    func listBays(_ call: ControlCall) throws(Refused) -> Response {
        let all = bays.all
        return .json { json in
            json.object { json in
                json.array("bays") { json in
                    for bay in all { write(bay, to: &json) }
                }
            }
        }
    }

    func showBay(_ call: ControlCall) throws(Refused) -> Response {
        let bay = try bay(of: call)
        return .json { json in write(bay, to: &json) }
    }

    /// Makes a bay: 201 with its URLs and credentials.
    ///
    /// It starts from the base world, or from what the bay `from` has now; `scenario`, an object as in a scenario
    /// file, is laid over that.
    /// - Throws: 409 where there is such a bay; 400 with every problem of the scenario; 503 where there are too many.
    func createBay(_ call: ControlCall) throws(Refused) -> Response {
        let body = try call.object("name", "scenario", "from")
        guard let name = try body.bayName("name") else {
            throw Refused(400, "bad_body", "'name' is missing", path: "name", hint: "name the bay to be made")
        }
        var start = bays.baseStart
        if let original = try body.bayName("from") {
            start = try refusing { () throws(MockbayProblem) in try bays.existing(original) }.fork
        }
        if let scenario = body["scenario"], !scenario.isNull {
            start = try lay(inPlace(scenario, of: call.request.body), named: "body", over: start)
        }
        return try create(name, start)
    }

    /// Copies the bay under another name: 201 with the copy's URLs and credentials.
    ///
    /// State, clock, counters and progress are those of now; the copy's journal is empty.
    func forkBay(_ call: ControlCall) throws(Refused) -> Response {
        let original = try bay(of: call)
        let body = try call.object("name")
        guard let name = try body.bayName("name") else {
            throw Refused(400, "bad_body", "'name' is missing", path: "name", hint: "name the copy")
        }
        return try create(name, original.fork)
    }

    private func create(_ name: BayName, _ start: Bay.Start) throws(Refused) -> Response {
        guard let addresses else { throw notReady }
        let bay = try refusing { () throws(MockbayProblem) in try bays.create(name, start: start) }
        var response = Response.json(201) { json in
            write(bay, to: &json) { json in
                addresses.write(bays.mounts, for: bay.name, credentials: true, to: &json)
            }
        }
        response.add("Location", "/__mockbay/bays/\(name)")
        return response
    }

    /// Starts the bay over: state, clock, counters, scenario and journal.
    func resetBay(_ call: ControlCall) throws(Refused) -> Response {
        try call.refuseBody()
        let bay = try bay(of: call)
        bay.reset()
        return .json { json in write(bay, to: &json) }
    }

    func removeBay(_ call: ControlCall) throws(Refused) -> Response {
        let name = try call.bayName()
        try refusing { () throws(MockbayProblem) in try bays.remove(name) }
        return Response(204)
    }

    private func write(_ bay: Bay, to json: inout JSON.Writer) {
        write(bay, to: &json) { json in
            addresses?.write(bays.mounts, for: bay.name, credentials: false, to: &json)
        }
    }

    /// - Parameter vendors: writes the member of that name.
    private func write(_ bay: Bay, to json: inout JSON.Writer, vendors: (inout JSON.Writer) -> Void) {
        let contents = bay.withContents { $0 }
        json.object { json in
            json.member("bay", bay.name.description)
            if let addresses { json.member("url", addresses.gateway(for: bay.name)) }
            json.member("seed", contents.start.seed)
            json.key("clock")
            write(contents.clock, to: &json)
            json.member("scenario", contents.start.scenario?.name)
            json.object("journal") { json in
                json.member("count", contents.journal.count)
                json.member("dropped", contents.journal.dropped)
                json.member("bytes", contents.journal.bytes)
                json.member("next", contents.journal.nextNumber)
            }
            vendors(&json)
        }
    }
}
