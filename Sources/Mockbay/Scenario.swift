import Engine
public import FoundationEssentials
import Hosting

extension Mockbay {
    /// What goes wrong and when, and what is expected of the client: the format of `mockbay serve --scenario`.
    public struct Scenario: Sendable {
        let source: ScenarioSource

        /// A file, by a path relative to the working directory, which is the package's in `swift test`.
        public static func file(_ path: String) -> Scenario { Scenario(source: .file(path)) }

        public static func file(_ url: URL) -> Scenario { Scenario(source: .file(url.path)) }

        /// The text of a scenario, called `scenario` in problems.
        public static func text(_ text: String) -> Scenario { Scenario(source: .text(text)) }

        /// What a bay starts from that has the scenario.
        func start(in mockbay: Mockbay) throws(Problem) -> Engine.Bay.Start {
            let base = mockbay.bays.baseStart
            do throws(StartProblem) {
                return try source.load(mockbay.bays.mounts, over: base).start(over: base)
            } catch {
                throw Problem(error)
            }
        }
    }
}
