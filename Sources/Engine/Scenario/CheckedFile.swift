import JSON

/// A file that `check` has looked at: what it is, and all that is wrong with it.
package struct CheckedFile: Sendable {
    package enum Kind: Sendable, Equatable {
        case scenario
        /// The default world of the vendor of that key.
        case fixture(vendor: String)
        case unknown
    }

    package let file: String
    package let kind: Kind
    /// In the order of the text; those of files that it names behind its own.
    package let problems: [ScenarioProblem]

    /// Decides by its content what the file is (a scenario has the key `scenario`, a fixture the name of its vendor)
    /// and checks it as that.
    /// - Parameters:
    ///   - file: the path as it was given.
    ///   - base: what a scenario is laid over, to find what the vendors' models forbid.
    ///   - files: where the files are read that a scenario names.
    package init(
        _ bytes: [UInt8],
        file: String,
        mounts: [any Mounted],
        base: Bay.Start,
        files: ScenarioFiles? = nil,
    ) {
        self.file = file
        kind = CheckedFile.kind(of: bytes, file: file, mounts: mounts)
        do throws(ScenarioProblems) {
            switch kind {
            case .scenario:
                _ = try Scenario.load(bytes, file: file, mounts: mounts, over: base, files: files)
                    .laid(over: base)
            case .fixture(let vendor):
                for mount in mounts where mount.facts.key == vendor {
                    try CheckedFile.checkFixture(bytes, file: file, of: mount)
                }
            case .unknown:
                let fixtures = mounts.map { "\($0.facts.key).json" }.joined(separator: ", ")
                let problem =
                    "neither a scenario (it lacks the key 'scenario') nor a fixture (its name is none of \(fixtures))"
                let start = JSON.Position(line: 1, column: 1, offset: 0)
                throw ScenarioProblems([ScenarioProblem(file: file, position: start, message: problem)])
            }
            problems = []
        } catch {
            problems = error.problems
        }
    }

    package var isFine: Bool { problems.isEmpty }

    private static func kind(of bytes: [UInt8], file: String, mounts: [any Mounted]) -> Kind {
        // A text that is no JSON is told so by whatever reads it next.
        let document = try? JSON.Document(bytes, dialect: .lenient)
        if document?.root["scenario"] != nil { return .scenario }
        let name = file.split(separator: "/").last ?? ""
        if let mount = mounts.first(where: { name == "\($0.facts.key).json" }) {
            return .fixture(vendor: mount.facts.key)
        }
        return document == nil ? .scenario : .unknown
    }

    private static func checkFixture(
        _ bytes: [UInt8],
        file: String,
        of mount: any Mounted,
    ) throws(ScenarioProblems) {
        let document: JSON.Document
        do throws(JSON.SyntaxError) {
            document = try JSON.Document(bytes, limits: JSON.Limits(duplicateKeys: .report))
        } catch {
            throw ScenarioProblems([
                ScenarioProblem(file: file, position: error.position, message: error.problem)
            ])
        }
        do throws(FixtureProblems) {
            _ = try mount.makeWorld(of: document, chance: Chance(seed: 0, bay: ""), now: .first)
        } catch {
            throw ScenarioProblems(error.findings, in: document, of: file)
        }
        guard document.problems.isEmpty else { throw ScenarioProblems([], in: document, of: file) }
    }
}
