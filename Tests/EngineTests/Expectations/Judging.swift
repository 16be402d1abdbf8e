import Engine
import HTTP
import JSON
import Testing

extension Client {
    /// What becomes of one expectation, written as in a scenario.
    func verdict(
        _ expectation: String,
        sourceLocation: SourceLocation = #_sourceLocation,
    ) throws -> Verdict {
        let list = try Expectation.list(
            Array("[\(expectation)]".utf8),
            named: "test",
            mounts: bays.mounts
        )
        return try #require(bays.default.verdict(of: list).first, sourceLocation: sourceLocation)
    }

    func advance(_ duration: Duration) {
        bays.default.withContents { $0.clock.advance(by: duration, MonotonicTime.now()) }
    }
}

extension Verdict {
    /// Whether it failed, and said all of this.
    func fails(
        saying parts: String...,
        sourceLocation: SourceLocation = #_sourceLocation,
    ) {
        #expect(!passed, sourceLocation: sourceLocation)
        for part in parts {
            #expect(message.contains(part), "\(message)", sourceLocation: sourceLocation)
        }
    }
}
