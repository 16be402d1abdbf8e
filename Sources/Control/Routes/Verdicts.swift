import Engine
import HTTP
import JSON

/// What became of expectations, and what a client has met.
extension ControlAPI {
    static let verdictRoutes = [
        ControlRoute(delivering: .post, "/bays/{bay}/verify", ControlAPI.verify),
        ControlRoute(.get, "/bays/{bay}/coverage", ControlAPI.showCoverage),
    ]

    /// Judges a list of expectations, as in `expect` of a scenario: `{"verdicts": [{"name", "pass", "message"}]}`, in
    /// their order, 200 whether they hold or not. Without a body it judges those of the bay's scenario.
    ///
    /// Where one has `within`, the reply waits until all are decided. No thread waits with it: the loop's timer asks
    /// again every `Trial.pause`.
    /// - Throws: 400 with every problem of the list; 409 where the bay is removed meanwhile.
    func verify(_ call: ControlCall) throws(Refused) -> Delivery {
        let bay = try bay(of: call)
        let expectations: [Expectation]
        if call.request.body.isEmpty {
            expectations = bay.expectations
        } else {
            do throws(ScenarioProblems) {
                expectations = try Expectation.list(
                    call.request.body,
                    named: "expectations",
                    mounts: bays.mounts
                )
            } catch {
                throw Refused(error, in: "expectations")
            }
        }
        return hear(Trial(expectations), bay, since: MonotonicTime.now())
    }

    private func hear(_ trial: Trial, _ bay: Bay, since start: UInt64) -> Delivery {
        guard bays.has(bay) else {
            let refused = Refused(
                409,
                "bay_gone",
                "the bay '\(bay.name)' was removed before all was decided",
                hint: "remove a bay when its verdict is in"
            )
            return Delivery(refused.response)
        }
        var trial = trial
        let elapsed = Duration.nanoseconds(Int64(clamping: MonotonicTime.now() - start))
        let isOver = trial.hear(bay, after: elapsed)
        let response = Response.json { json in
            json.object { json in
                json.array("verdicts") { json in
                    for verdict in trial.verdicts { verdict.write(to: &json) }
                }
            }
        }
        guard !isOver else { return Delivery(response) }
        return Delivery(response, after: Trial.pause) { [self, trial] in hear(trial, bay, since: start) }
    }

    /// `{"percentage", "met", "of", "operations": [{"operation", "calls", "outcomes": [{"kind", "name", "met"}]}]}`; the
    /// percentage counts the operations of vendors that were called at all. As text for `Accept: text/plain`.
    func showCoverage(_ call: ControlCall) throws(Refused) -> Response {
        let bay = try bay(of: call)
        let coverage = bay.coverage
        guard !call.wantsText else { return Response(200, .text, body: Array(coverage.text.utf8)) }
        return .json { json in coverage.write(to: &json) }
    }
}
