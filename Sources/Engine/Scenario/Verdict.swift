package import JSON

/// What became of one expectation of a scenario.
package struct Verdict: Sendable, Equatable {
    /// The expectation's own name, else what it says in short: the name of its test case in reports.
    package let name: String
    package let passed: Bool
    /// What was wanted, what happened instead and the timeline of the attempts, in lines; a sentence where it passed.
    package let message: String
    /// Where the expectation stands: `Scenarios/rush.json5:31:5`; `nil` where it came over the control API.
    package let place: String?

    package init(name: String, passed: Bool, message: String, place: String? = nil) {
        self.name = name
        self.passed = passed
        self.message = message
        self.place = place
    }
}

extension Verdict: JSON.Writable {
    /// `{"name", "pass", "message"}`, and the `place` where there is one.
    package func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("name", name)
            json.member("pass", passed)
            json.member("message", message)
            if let place { json.member("place", place) }
        }
    }
}
