import Hosting

extension Mockbay {
    /// Why something did not come about.
    public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        /// One for each thing that is wrong; for a scenario `FILE:LINE:COLUMN: what is wrong; did you mean '…'?`
        public let lines: [String]

        public var description: String { lines.joined(separator: "\n") }

        init(_ lines: [String]) { self.lines = lines }

        init(_ line: String) { self.init([line]) }

        init(_ problem: StartProblem) {
            switch problem {
            case .invalid(let lines): self.init(lines)
            case .generation(let reason): self.init("generate: \(reason)")
            case .webhookHost(let reason): self.init("webhookHosts: \(reason)")
            case .address(let error): self.init("\(error)")
            case .system(let error): self.init("cannot serve: \(error)")
            }
        }
    }
}
