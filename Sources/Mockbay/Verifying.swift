import HTTP

extension Mockbay {
    /// What became of one expectation.
    public struct Verdict: Sendable, Equatable {
        /// The expectation's own name, else what it says in short.
        public let name: String
        public let passed: Bool
        /// What was wanted, what happened instead and the timeline of the attempts, in lines.
        public let message: String
        /// Where the expectation stands: `Scenarios/rush.json5:31:5`.
        public let place: String?

        init(json: Value) {
            name = json["name"].string ?? ""
            passed = json["pass"].bool ?? false
            message = json["message"].string ?? ""
            place = json["place"].string
        }
    }

    /// Expectations that were not met. Its description says all of it, which is what a test shows that lets it through.
    public struct Unmet: Error, Sendable, Equatable, CustomStringConvertible {
        public let bay: String
        /// Those that failed.
        public let verdicts: [Verdict]
        /// How many were judged.
        public let count: Int

        public var description: String {
            var text = "\(verdicts.count) of \(count) expectations failed in the bay '\(bay)'"
            for verdict in verdicts {
                text += "\nFAILED \(verdict.name)" + (verdict.place.map { " (\($0))" } ?? "")
                for line in verdict.message.split(separator: "\n") { text += "\n    \(line)" }
            }
            return text
        }
    }
}

extension Mockbay.Bay {
    /// Judges the expectations of the bay's scenario, and fails where one is not met. Waits for those that have some time
    /// to become true.
    /// - Parameter expectations: others to judge in their place, as in `expect` of a scenario:
    ///   `[["op": "htp.sale.create", "calls": ["exactly": 1]]]`.
    /// - Throws: `Unmet` where one failed; `Problem` where there is no such expectation.
    public func verify(_ expectations: Mockbay.Value? = nil) async throws {
        let verdicts = try await verdicts(expectations)
        let failed = verdicts.filter { !$0.passed }
        guard failed.isEmpty else {
            throw Mockbay.Unmet(bay: name, verdicts: failed, count: verdicts.count)
        }
    }

    /// The same without failing: what became of each expectation, in their order.
    public func verdicts(
        _ expectations: Mockbay.Value? = nil
    ) async throws(Mockbay.Problem) -> [Mockbay.Verdict] {
        let reply = try await ask(.post, "/verify", expectations)
        return (reply["verdicts"].array ?? []).map { Mockbay.Verdict(json: $0) }
    }
}
