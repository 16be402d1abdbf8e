package import Engine
package import Testing

extension VendorBay {
    /// What becomes of one expectation, written as in a scenario.
    package func verdict(
        _ expectation: String,
        sourceLocation: SourceLocation = #_sourceLocation,
    ) throws -> Verdict {
        let list = try Expectation.list(
            Array("[\(expectation)]".utf8),
            named: "test",
            mounts: [Self.mount]
        )
        return try #require(bays.default.verdict(of: list).first, sourceLocation: sourceLocation)
    }

    /// Looks at a verdict: passed, or failed with all of this in its message.
    package func expect(
        _ expectation: String,
        failsSaying parts: [String]? = nil,
        sourceLocation: SourceLocation = #_sourceLocation,
    ) throws {
        let verdict = try verdict(expectation, sourceLocation: sourceLocation)
        #expect(verdict.passed == (parts == nil), "\(verdict.message)", sourceLocation: sourceLocation)
        for part in parts ?? [] {
            #expect(verdict.message.contains(part), "\(verdict.message)", sourceLocation: sourceLocation)
        }
    }

    /// The names of the outcomes that an operation's client has met.
    package func met(_ operation: String) -> [String] {
        bays.default.coverage.lines.first { $0.operation == operation }?.outcomes.filter(\.isMet).map(\.name)
            ?? []
    }
}
