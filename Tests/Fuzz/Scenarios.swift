import Engine
import HTTP
import JSON

/// Any bytes are a scenario or problems with places; a scenario's own text, written anew, is one as well, and can be
/// played: calls are answered, time passes, expectations are judged.
func check(_ bytes: [UInt8]) {
    let scenario: Scenario
    do throws(ScenarioProblems) {
        scenario = try Scenario.load(
            bytes,
            file: "fuzz.json5",
            mounts: FullHouse.mounts,
            over: FullHouse.start
        )
    } catch {
        return FullHouse.check(error, in: bytes)
    }
    let text = JSON.pretty(scenario.source)
    claim(
        (try? Scenario.load(text, file: "fuzz.json5", mounts: FullHouse.mounts)) != nil,
        "written anew it is none"
    )
    // Whoever asks for a million records gets them.
    guard scenario.given.generate.reduce(0, { $0 + min($1.count, 1000) }) < 1000 else { return }
    let start: Bay.Start
    do throws(ScenarioProblems) {
        start = try scenario.laid(over: FullHouse.start)
    } catch {
        return FullHouse.check(error, in: bytes)
    }
    play(scenario, start)
}

private func play(_ scenario: Scenario, _ start: Bay.Start) {
    // A clock that runs would make each run another one.
    var start = start
    start.clock = ClockSetting(.manual, start: start.clock.start ?? Instant(seconds: 1_772_438_400))
    let bays = Bays(mounts: FullHouse.mounts, base: start)
    let dispatcher = Dispatcher(
        bays: bays,
        surfaces: FullHouse.mounts.indices.map { .vendor($0) },
        control: NoControl()
    )
    for _ in 0..<2 {
        for (listener, request) in requests {
            let delivery = dispatcher.respond(to: request, on: Listener(listener))
            claim((100...999).contains(delivery.response.status), "a status that is none")
            claim(delivery.delay >= .zero, "a delay into the past")
        }
        bays.default.withContents { $0.clock.advance(by: .seconds(30), MonotonicTime.now()) }
    }
    _ = bays.default.verdict(of: scenario.expect)
    _ = bays.default.coverage
}

private let requests: [(listener: Int, request: Request)] = [
    (1, Request(.get, "/v1/shops/1/customers", fields: [("Authorization", "Bearer sk_live_demo")])),
    (
        1,
        Request(
            .post,
            "/v1/shops/1/customers",
            fields: [("Authorization", "Bearer sk_live_demo"), ("Content-Type", "application/json")],
            body: Array(#"{"first_name": "A", "last_name": "B", "phone": "555-0100"}"#.utf8)
        )
    ),
    (2, Request(.get, "/inventory/search/*/CUMMINS/ISX", fields: [("Authorization", "Basic ZGVtbzpkZW1v")])),
    (
        3,
        Request(
            .get,
            "/products/inventory?altId=6578278e879ad2646715ba9c&altType=location",
            fields: [("Authorization", "Bearer pit-demo"), ("Version", "2021-07-28")]
        )
    ),
    (0, Request(.post, "/v2/partners/login", body: Array(#"{"partnerId": "PARTNER-DEMO"}"#.utf8))),
]

private struct NoControl: ControlSurface {
    func respond(to request: Request, path: Slice) -> Delivery { Delivery(Response(404)) }
}
