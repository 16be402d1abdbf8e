import Engine
import Hosting
import Serving

extension StartProblem {
    /// What is said about it, in lines: in the words of the command that was given these options.
    func lines(_ options: ServeOptions, _ mounts: [any Mounted]) -> [String] {
        switch self {
        case .invalid(let lines): lines
        case .generation(let reason): ["\(options.command): --generate: \(reason)"]
        case .webhookHost(let reason): ["\(options.command): --allow-webhooks-to: \(reason)"]
        case .address(.taken(let address)):
            [
                "port \(address.port)\(owner(of: address.port, options, mounts)) on \(address.host) is taken: "
                    + StartProblem.wayOut(of: options.command)
            ]
        case .address(let error): ["\(error)"]
        case .system(let error): ["cannot serve: \(error)"]
        }
    }

    var exitCode: Int32 {
        switch self {
        case .invalid: ExitCode.invalidFile
        case .generation, .webhookHost: ExitCode.usage
        case .address, .system: ExitCode.cannotListen
        }
    }

    private func owner(of port: UInt16, _ options: ServeOptions, _ mounts: [any Mounted]) -> String {
        let offset = Int(port) - options.settings.port
        return mounts.first { $0.facts.portOffset == offset }.map { " (\($0.facts.key))" } ?? ""
    }

    private static func wayOut(of command: String) -> String {
        command == "serve"
            ? "choose others with --port N, which moves the gateway to N and the vendors to N+1 … N+4, or let --port 0 "
                + "find free ones"
            : "leave --port out for free ones"
    }
}
