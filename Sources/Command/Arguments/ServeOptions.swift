import Engine
import Hosting

/// All that can be said to `serve`.
struct ServeOptions: Sendable {
    static let defaultPort = 4600
    /// The last gateway port that leaves room for the vendors' four above it.
    static let lastPort = 65531
    static let mostLoops = 64

    /// Which command they were given to, for messages.
    var command = "serve"
    /// The port is 0 for free ones.
    var settings = Settings()
    var readyFile: String?
    var log = LogFormat.text
    var isQuiet = false

    static let flags: [Flag] = [
        Flag("scenario", takes: "FILE", "Lay this scenario file over the default world of every bay."),
        Flag(
            "port",
            takes: "N",
            "The gateway's port; AutoLeap has N+1, AutoSync N+2, HTP N+3, Leadway N+4. 0 takes free ports. Default 4600."
        ),
        Flag(
            "listen",
            takes: "ADDR",
            "The literal IPv4 or IPv6 address to listen on, or localhost for 127.0.0.1 and ::1 (not with --port 0). "
                + "Default 127.0.0.1. Any address beyond this machine needs --control-token, or the control API stays "
                + "off."
        ),
        Flag(
            "seed",
            takes: "N",
            "Where ids, tokens and drawn numbers come from: 0 or more. Default: the scenario's, else 1."
        ),
        Flag(
            "clock",
            takes: "real|manual|scaled:N",
            "How time runs in the bays: as here, only when moved by the control API, or N times as fast (0.001 to "
                + "1000000). Default: the scenario's, else real."
        ),
        Flag(
            "ready-file",
            takes: "FILE",
            "Write the ready object (URLs, credentials, pid) to this file once requests are answered; the file "
                + "appears whole or not at all."
        ),
        Flag(
            "generate",
            takes: "COLLECTION=N",
            repeatable: true,
            "Add N plausible records to a collection, drawn from the seed: htp.items=100000. Can be given several "
                + "times; with commas between them in the variable."
        ),
        Flag("no-auto-bays", "Answer 404 for a bay that nobody created, instead of making it at first use."),
        Flag("pure", "Leave X-Mockbay-Request-Id out of the replies, so that nothing in them is Mockbay's."),
        Flag(
            "control-token",
            takes: "T",
            "Ask every control call for 'Authorization: Bearer T'. Default: none."
        ),
        Flag(
            "allow-webhooks-to",
            takes: "HOST",
            repeatable: true,
            "Let webhooks go to this host, too: a name or a literal address without a port. Names are looked up once, "
                + "at the start. Without it they go to this machine alone. Can be given several times; with commas "
                + "between them in the variable."
        ),
        Flag("log", takes: "text|json", "The form of the log on standard error. Default text."),
        Flag("quiet", "Log nothing but problems."),
        Flag("max-bays", takes: "N", "How many bays there may be, default included. Default 10000."),
        Flag(
            "max-connections",
            takes: "N",
            "How many connections may be open; one more is refused with 503. Default 16384."
        ),
        Flag(
            "max-head",
            takes: "SIZE",
            "The largest request line and header fields together; what is beyond is answered 431. Default 16KiB."
        ),
        Flag("max-body", takes: "SIZE", "The largest request body: bytes, or 512KiB, 8MiB. Default 8MiB."),
        Flag("head-timeout", takes: "TIME", "How long a head may take to arrive: 408 then. Default 10s."),
        Flag("body-timeout", takes: "TIME", "How long a body may take to arrive: 408 then. Default 30s."),
        Flag(
            "idle-timeout",
            takes: "TIME",
            "How long a connection may wait for its next request. Default 75s."
        ),
        Flag(
            "journal",
            takes: "SIZE",
            "How much each bay's journal remembers before it drops the oldest. Default 32MiB."
        ),
        Flag(
            "loops",
            takes: "N",
            "Event loops, each with a thread of its own: 1 to \(mostLoops). Default: half as many as there are cores, 4 at "
                + "most."
        ),
    ]

    init() { settings.port = ServeOptions.defaultPort }

    init(_ arguments: Arguments) throws(UsageProblem) {
        self.init()
        try arguments.refuseOperands()
        settings.scenario = arguments.value("scenario").map { .file($0.text) }
        try take(arguments)
        if settings.listen.hosts.count > 1, settings.port == 0 {
            throw UsageProblem("serve: --listen localhost needs a port; with --port 0 give 127.0.0.1 or ::1")
        }
    }

    /// What `serve` has in common with other commands: a flag that one of them does not know is not given.
    mutating func take(_ arguments: Arguments) throws(UsageProblem) {
        command = arguments.command
        readyFile = arguments.value("ready-file")?.text
        settings.controlToken = try arguments.value(
            "control-token",
            wants: "a token of printable ASCII without blanks"
        ) {
            !$0.isEmpty && $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? $0 : nil
        }
        settings.port =
            try arguments.value("port", wants: "a number from 0 to \(ServeOptions.lastPort)") {
                wholeNumber($0).flatMap { (0...ServeOptions.lastPort).contains($0) ? $0 : nil }
            } ?? settings.port
        settings.listen =
            try arguments.value(
                "listen",
                wants: "a literal IPv4 or IPv6 address or localhost",
                ListenAddress.init
            )
            ?? settings.listen
        settings.seed = try arguments.value("seed", wants: "a whole number from 0 to \(UInt64.max)") {
            wholeNumber($0)
        }
        settings.clock = try arguments.value(
            "clock",
            wants: "real, manual or scaled:N (N from 0.001 to 1000000)",
            clockMode
        )
        settings.generate = try arguments.values(
            "generate",
            wants: "COLLECTION=N, such as htp.items=1000 (N from 1 to \(Generation.most))",
            Generation.init
        )
        settings.webhookHosts = try arguments.values(
            "allow-webhooks-to",
            wants: "a host without scheme and port, such as ci.internal or 192.0.2.7",
            hostName
        )
        settings.makesBays = try !arguments.isOn("no-auto-bays")
        settings.isPure = try arguments.isOn("pure")
        log = try arguments.value("log", wants: "text or json", LogFormat.init(rawValue:)) ?? log
        isQuiet = try arguments.isOn("quiet")
        settings.mostBays =
            try arguments.value("max-bays", wants: "a number from 1 on", positive) ?? settings.mostBays
        settings.mostConnections = try arguments.value(
            "max-connections",
            wants: "a number from 1 on",
            positive
        )
        settings.headLimit =
            try arguments.value("max-head", wants: "a size such as 16KiB", byteCount) ?? settings.headLimit
        settings.bodyLimit =
            try arguments.value("max-body", wants: "a size such as 8MiB or 512KiB", byteCount)
            ?? settings.bodyLimit
        settings.headTime = try arguments.value("head-timeout", wants: span, time)
        settings.bodyTime = try arguments.value("body-timeout", wants: span, time)
        settings.idleTime = try arguments.value("idle-timeout", wants: span, time)
        settings.journalBytes =
            try arguments.value("journal", wants: "a size such as 32MiB or 512KiB", byteCount)
            ?? settings.journalBytes
        settings.loops = try arguments.value("loops", wants: "a number from 1 to \(ServeOptions.mostLoops)") {
            wholeNumber($0).flatMap { (1...ServeOptions.mostLoops).contains($0) ? $0 : nil }
        }
    }
}

private let span = "a time such as 500ms, 10s or 2m"

private func time(_ text: String) -> Duration? {
    Duration(scenarioText: text).flatMap { $0 > .zero ? $0 : nil }
}

/// A name or a literal address, IPv6 without brackets, in lower case.
private func hostName(_ text: String) -> String? {
    guard !text.contains("/"), let target = try? Webhook.Target("http://\(bracketed(text))/"),
        target.authority == bracketed(text.lowercased())
    else { return nil }
    return target.host
}

private func bracketed(_ host: String) -> String {
    host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
}

private func positive(_ text: String) -> Int? {
    wholeNumber(text).flatMap { $0 > 0 ? $0 : nil }
}
