package import Engine

/// Where a scenario comes from.
package enum ScenarioSource: Sendable, Equatable {
    /// The path of a file.
    case file(String)
    /// The text of one that is in no file. What it names is relative to the working directory.
    case text(String)

    /// What it is called in problems.
    private var name: String {
        switch self {
        case .file(let path): path
        case .text: "scenario"
        }
    }

    private func bytes() throws(StartProblem) -> [UInt8] {
        switch self {
        case .text(let text): return Array(text.utf8)
        case .file(let path):
            do throws(FileProblem) {
                return try Files.contents(of: path, atMost: ScenarioFiles.largest)
            } catch {
                throw .invalid(["\(error)"])
            }
        }
    }

    /// Reads it.
    /// - Parameter base: what it will be laid over, so that problems which that would bring are told with the others.
    package func load(_ mounts: [any Mounted], over base: Bay.Start? = nil) throws(StartProblem) -> Scenario {
        let bytes = try bytes()
        do throws(ScenarioProblems) {
            return try Scenario.load(bytes, file: name, mounts: mounts, over: base, files: Files.ofScenarios)
        } catch {
            throw StartProblem(error)
        }
    }
}

extension StartProblem {
    package init(_ problems: ScenarioProblems) { self = .invalid(problems.told.map(\.description)) }
}

extension Scenario {
    /// What a bay starts from with the scenario laid over it.
    package func start(over base: Bay.Start) throws(StartProblem) -> Bay.Start {
        do throws(ScenarioProblems) {
            return try laid(over: base)
        } catch {
            throw StartProblem(error)
        }
    }
}
