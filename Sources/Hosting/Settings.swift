package import Engine
package import Serving

/// What a server is to be like. What is `nil` was not said: the scenario or the default decides.
package struct Settings: Sendable {
    package static let defaultSeed: UInt64 = 1

    package var scenario: ScenarioSource?
    package var seed: UInt64?
    package var clock: Clock.Mode?
    package var generate: [Generation] = []
    package var listen = ListenAddress.loopback
    /// The gateway's, from which the vendors' follow; 0 for free ones.
    package var port = 0
    package var makesBays = true
    package var isPure = false
    package var controlToken: String?
    /// Hosts beyond this machine that webhooks may go to, in lower case.
    package var webhookHosts: [String] = []
    package var mostBays = 10_000
    /// `nil` for as many as suit the machine.
    package var loops: Int?
    /// `nil` for as many as the system lets the process open.
    package var mostConnections: Int?
    /// Request line and header fields, in bytes.
    package var headLimit = 16 << 10
    package var bodyLimit = 8 << 20
    /// How long a head, a body and a connection without a request may take; `nil` for the server's own limits.
    package var headTime: Duration?
    package var bodyTime: Duration?
    package var idleTime: Duration?
    package var journalBytes = 32 << 20
    /// Whether the process is somebody else's, whose limits are not the server's to change.
    package var isGuest = false

    package init() {}

    /// Others may call the control API only with a token.
    package var hasControl: Bool { listen.isLoopback || controlToken != nil }
}

/// Why there is no server.
package enum StartProblem: Error, Equatable {
    /// A line for each problem of a file.
    case invalid([String])
    /// What cannot be generated.
    case generation(String)
    /// A host for webhooks that nobody knows.
    case webhookHost(String)
    case address(ListenError)
    case system(SystemError)
}
