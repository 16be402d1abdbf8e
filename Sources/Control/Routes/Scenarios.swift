import Engine
import HTTP
import JSON

/// The scenario of a bay.
extension ControlAPI {
    static let scenarioRoutes = [
        ControlRoute(.get, "/bays/{bay}/scenario", ControlAPI.showScenario),
        ControlRoute(.put, "/bays/{bay}/scenario", ControlAPI.putScenario),
        ControlRoute(.delete, "/bays/{bay}/scenario", ControlAPI.removeScenario),
    ]

    /// The scenario and how far each step has been used; `null` where the bay has none. Secrets of webhooks, and other
    /// credentials in it, are shown as fingerprints.
    func showScenario(_ call: ControlCall) throws(Refused) -> Response {
        let flow = try bay(of: call).withContents { contents in
            contents.catchUp()
            return contents.flow
        }
        var whole = JSON.Writer()
        flow.write(to: &whole)
        return .json { json in Secrets(ofScenariosFor: bays.mounts).write(body: whole.bytes, to: &json) }
    }

    /// Lays the scenario in the body, a scenario file as it is, over the base world, and starts the bay over from
    /// there: state, clock, counters and journal are new. `reset` comes back to this start. Answers with the scenario
    /// and its progress.
    /// - Throws: 400 with every problem; the bay then stays as it was.
    func putScenario(_ call: ControlCall) throws(Refused) -> Response {
        let name = try call.bayName()
        let start = try lay(call.request.body, named: "scenario", over: bays.baseStart)
        let bay = try refusing { () throws(MockbayProblem) in try bays.bay(name) }
        bay.reset(to: start)
        return try showScenario(call)
    }

    /// Starts the bay over from the base world without any flow, also without that of `--scenario`.
    func removeScenario(_ call: ControlCall) throws(Refused) -> Response {
        let bay = try bay(of: call)
        var start = bays.baseStart
        start.scenario = nil
        bay.reset(to: start)
        return Response(204)
    }

    /// - Parameter file: what the text is called in problems.
    func lay(_ text: [UInt8], named file: String, over start: Bay.Start) throws(Refused) -> Bay.Start {
        do throws(ScenarioProblems) {
            let scenario = try Scenario.load(text, file: file, mounts: bays.mounts, over: start)
            var laid = try scenario.laid(over: start)
            // Over a copy the flow begins, but counters go on: the records they numbered are there.
            if start.progress != nil { laid.progress = Flow(scenario, mounts: bays.mounts) }
            return laid
        } catch {
            throw Refused(error)
        }
    }

    /// The text of a scenario that stands inside a body, at the place where it stands there, so that problems name
    /// lines and columns of the body.
    func inPlace(_ scenario: JSON.Node, of body: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        for byte in body[..<scenario.offset] where byte & 0xC0 != 0x80 {
            text.append(byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") ? byte : UInt8(ascii: " "))
        }
        text.append(contentsOf: scenario.rawBytes)
        return text
    }
}
