import Engine
import Hosting

/// All that can be said to `exec`.
struct ExecOptions: Sendable {
    static let defaultLimit = Duration.seconds(300)

    /// What it has in common with `serve`.
    var serve = ServeOptions()
    /// Files and folders.
    var scenarios: [String] = []
    var reports = ReportPaths()
    /// Per cent of what coverage counts.
    var leastCoverage: Int?
    /// For each run of the command; `nil` for none.
    var limit: Duration? = ExecOptions.defaultLimit
    var variables: [Assignment] = []
    var command: [String] = []
    /// Whether requests are logged: where a form of the log was asked for.
    var isLogging = false

    private static let shared = [
        "generate", "no-auto-bays", "pure", "allow-webhooks-to", "max-bays", "max-connections", "max-body",
        "journal",
    ]

    static let flags: [Flag] =
        [
            Flag(
                "scenario",
                takes: "FILE",
                repeatable: true,
                "What goes wrong, and what is expected. A folder stands for the scenarios in it; can be given several "
                    + "times: the command runs once for each."
            ),
            Flag(
                "junit",
                takes: "FILE",
                "Write the verdicts as JUnit XML: one test case for each expectation."
            ),
            Flag("json", takes: "FILE", "Write the verdicts as JSON."),
            Flag("har", takes: "FILE", "Write the exchanges as HAR 1.2, credentials as fingerprints."),
            Flag(
                "min-coverage",
                takes: "N",
                "Fail where the runs together cover less than N per cent of the operations and outcomes."
            ),
            Flag(
                "timeout",
                takes: "5m",
                "How long one run of the command may take: 500ms, 90s, 5m, 2h, or off. Then its process group gets "
                    + "SIGTERM, and SIGKILL 2 s later. Default 5m."
            ),
            Flag(
                "env",
                takes: "NAME=VALUE",
                repeatable: true,
                "One more variable for the command; {autosync.url}, {htp.user} and the like stand for what is there. "
                    + "Can be given several times; with commas between them in the variable."
            ),
            Flag(
                "port",
                takes: "N",
                "The gateway's port; each vendor's follows from it. Default 0: free ports."
            ),
            Flag(
                "seed",
                takes: "N",
                "Where ids, tokens and drawn numbers come from. Default: the scenario's, else 1."
            ),
            Flag(
                "clock",
                takes: "real|manual|scaled:N",
                "How time runs in the bays. Default: the scenario's, else real."
            ),
        ] + ServeOptions.flags.filter { shared.contains($0.name) } + [
            Flag("log", takes: "text|json", "Log requests on standard error, in this form. Default: no log."),
            Flag("quiet", "Say nothing but what went wrong."),
        ]

    init() {}

    init(_ arguments: Arguments) throws(UsageProblem) {
        serve.settings.port = 0
        try serve.take(arguments)
        // The address is this machine's whatever the environment says: serve's flags for it are not exec's.
        scenarios = arguments.values("scenario").map(\.text)
        reports.junit = arguments.value("junit")?.text
        reports.json = arguments.value("json")?.text
        reports.har = arguments.value("har")?.text
        leastCoverage = try arguments.percentage("min-coverage")
        if let limit = try arguments.value(
            "timeout",
            wants: "a time such as 90s, 5m or 2h, or off",
            TimeLimit.init
        ) {
            self.limit = limit.duration
        }
        variables = try arguments.values(
            "env",
            wants: "NAME=VALUE, such as SHOP_URL={autosync.url}",
            Assignment.init
        )
        isLogging = arguments.value("log") != nil && !serve.isQuiet
        guard !scenarios.isEmpty else {
            throw UsageProblem(
                "exec: say what the command is to be tried with: --scenario FILE, or a folder of them"
            )
        }
        guard let words = arguments.wordsAfterDashes, let program = words.first, !program.isEmpty else {
            throw UsageProblem(
                "exec: name the command behind two dashes: mockbay exec --scenario FILE -- COMMAND…"
            )
        }
        let before = arguments.operands.dropLast(words.count)
        guard before.isEmpty else {
            throw UsageProblem("exec: '\(before[0])' stands before the '--' that the command comes after")
        }
        command = words
    }
}

extension Arguments {
    /// From 1 to 100; `nil` where it is not given.
    func percentage(_ name: String) throws(UsageProblem) -> Int? {
        try value(name, wants: "a number from 1 to 100") { text in
            wholeNumber(text).flatMap { (1...100).contains($0) ? $0 : nil }
        }
    }
}

/// A time limit as `--timeout` takes it.
private struct TimeLimit {
    let duration: Duration?

    init?(_ text: String) {
        if text == "off" {
            duration = nil
        } else if let duration = Duration(scenarioText: text), duration > .zero {
            self.duration = duration
        } else {
            return nil
        }
    }
}

/// `NAME=value`, for the environment of a command.
struct Assignment: Equatable, Sendable {
    let name: String
    let value: String

    init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    init?(_ text: String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init
        )
        guard parts.count == 2, let first = parts[0].first, !first.isNumber,
            parts[0].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
        else { return nil }
        self.init(parts[0], parts[1])
    }
}
