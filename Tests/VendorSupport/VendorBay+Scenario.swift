package import Engine

extension VendorBay {
    /// A bay of the vendor's default world with a scenario laid over it.
    package init(scenario text: String) throws {
        self.init(
            start: try Scenario.load(Array(text.utf8), file: "test.json5", mounts: [Self.mount])
                .laid(over: Self.defaultStart())
        )
    }

    /// What is wrong with a scenario, in lines.
    package static func problems(_ text: String) throws -> [String] {
        CheckedFile(
            Array(text.utf8),
            file: "test.json5",
            mounts: [mount],
            base: try defaultStart()
        ).problems.map(\.description)
    }

    /// Does to the running bay what the action says.
    package func perform(_ change: CredentialChange, on credential: String?) throws {
        _ = try bays.default.withContents { contents throws(RecordProblem) in
            contents.worlds[0].now = contents.now
            return try contents.worlds[0].perform(change, on: credential)
        }
    }
}
