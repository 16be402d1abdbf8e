import Hosting

/// What the first word on the command line can be.
enum Subcommand: String, CaseIterable {
    case serve, exec, check, list
    // These talk to a running server.
    case clock, journal, coverage, explain, snapshot
    case help, version

    var flags: [Flag] {
        switch self {
        case .serve: ServeOptions.flags
        case .exec: ExecOptions.flags
        case .check:
            [
                Flag("json", "Print the problems as one JSON array."),
                Flag("schema", "Print the JSON Schema of scenario files, for editors."),
            ]
        case .list: [Flag("json", "Print a JSON array, for programs.")]
        case .clock, .snapshot: RemoteCommand.flags
        case .coverage: RemoteCommand.coverageFlags
        case .journal: RemoteCommand.journalFlags
        case .explain: RemoteCommand.explainFlags
        case .help, .version: []
        }
    }

    /// The line of the overview.
    var summary: String {
        switch self {
        case .serve: "start the vendors and answer until stopped"
        case .exec: "run a command against the vendors and judge what it did"
        case .check: "read scenario and fixture files and report every problem"
        case .list: "show operations, errors, events, faults, assumptions or scenarios"
        case .clock: "look at or move the clock of a running server's bay"
        case .journal: "show or follow the exchanges of a running server"
        case .coverage: "show what of the contract a running server's clients have met"
        case .explain: "say why a reply was as it was, or what one would be"
        case .snapshot: "keep, restore, save and load the state of a running server's bay"
        case .help: "explain a command"
        case .version: "print the version"
        }
    }

    /// How it is written, after `mockbay`.
    var usage: String {
        switch self {
        case .serve: "serve [FLAG…]"
        case .exec: "exec --scenario FILE [FLAG…] -- COMMAND…"
        case .check: "check [--json] FILE… | check --schema"
        case .list: "list " + Listing.allCases.map(\.rawValue).joined(separator: "|") + " [--json]"
        case .clock: "clock [advance DURATION|set TIME|scale SPEED|freeze|resume] [FLAG…]"
        case .journal: "journal [N] [FLAG…]"
        case .coverage: "coverage [FILE…] [FLAG…]"
        case .explain: "explain N|VENDOR METHOD PATH [FLAG…]"
        case .snapshot:
            "snapshot [list|keep|restore|drop|save|load] [NAME [FILE]] [FLAG…]"
        case .help: "help [COMMAND]"
        case .version: "version"
        }
    }

    /// The paragraphs between usage and flags.
    var about: [String] {
        switch self {
        case .serve:
            [
                "Starts the vendors on the default world. Each vendor has a port of its own with the vendor's own "
                    + "paths; the gateway has them all, by path (/htp/…) or by real host name, and the control API "
                    + "under /__mockbay/.",
                "On a terminal it prints URLs and credentials; otherwise the first line on standard output is one "
                    + "JSON object with them, written when requests are answered. The log goes to standard error.",
                "SIGTERM or SIGINT end it: requests in flight get 2 s. A second signal ends it at once.",
            ]
        case .exec:
            [
                "Starts the vendors on free ports, runs the command with their addresses and credentials in its "
                    + "environment, lets what is under way come to its end, and judges the scenario's expectations. "
                    + "The command's output is its own; what Mockbay says goes to standard error.",
                "The environment: MOCKBAY_URL, MOCKBAY_BAY, MOCKBAY_SEED, AUTOLEAP_BASE_URL, AUTOLEAP_PARTNER_ID, "
                    + "AUTOLEAP_AUTH_KEY, AUTOSYNC_BASE_URL, AUTOSYNC_API_KEY, HTP_BASE_URL, HTP_USER, "
                    + "HTP_PASSWORD, LEADWAY_BASE_URL, LEADWAY_TOKEN, LEADWAY_ALT_ID, and what --env adds.",
                "Placeholders in --env: "
                    + Variables.placeholders(Vendors.mounts).map { "{\($0)}" }.joined(separator: " "),
                "Where GITHUB_STEP_SUMMARY names a file, a summary in Markdown is added to it.",
                "Ends with 0 if the command did and all expectations held; with the command's own code where that is "
                    + "not 0; with 1 if an expectation failed, 2 if something said here or a report is wrong, 3 for an "
                    + "invalid scenario, 4 if it cannot listen, 124 at the time limit, 126 or 127 if the command "
                    + "cannot be run, 128+n after signal n. Of several runs the first that failed decides.",
            ]
        case .check:
            [
                "Reads scenario files and fixture files (named after their vendor: htp.json), and folders of them. "
                    + "Prints every problem as FILE:LINE:COLUMN: what is wrong.",
                "Ends with 0 if all is well, with 3 if there is a problem.",
            ]
        case .list:
            [
                "operations: what can be called, with method, path, scope and statuses; --json also has parameters, "
                    + "body fields and names of errors. errors: what a reply can be asked to be. "
                    + "events: what webhooks announce. "
                    + "faults: what can go wrong on the wire. assumptions: the switches where a vendor's "
                    + "documentation is silent. scenarios: the files in the folder Scenarios.",
                "The source of a fact is seed (the vendor's documentation), public (named) or inferred (ours).",
            ]
        case .clock:
            [
                "Prints what the clock shows. advance takes 500ms, 61s, 5m, 2h or 1d, and everything that falls due is "
                    + "done in order; set takes 2030-01-01T00:00:00Z, scale how many times as fast as real time."
            ]
        case .journal:
            [
                "Prints a line for each exchange, or all that was said in the one of that number; with --follow one "
                    + "exchange a line as JSON, as they happen. Credentials are shown as fingerprints."
            ]
        case .coverage:
            [
                "Prints each operation with its documented outcomes, and which of them the client has met: of a running "
                    + "server's bay, or of several runs together from the files that 'exec --json' and 'coverage --json' "
                    + "have written."
            ]
        case .explain:
            [
                "For an exchange of the journal: its bay and why, the operation or the nearest ones, each check and its "
                    + "outcome, the scenario's step and what kept others from it. For a request that is only tried the "
                    + "same, without a trace."
            ]
        case .snapshot:
            [
                "keep remembers the bay as it is, restore brings it back with the ids and draws that follow. save writes "
                    + "a kept one to a file, credentials included; load reads such a file, in any bay."
            ]
        case .help, .version: []
        }
    }

    var examples: [String] {
        switch self {
        case .serve:
            [
                "mockbay serve",
                "mockbay serve --port 0 --ready-file ready.json --clock manual --seed 7",
                "mockbay serve --scenario Scenarios/htp-429-storm.json5 --generate htp.items=100000",
                "MOCKBAY_PORT=5600 MOCKBAY_QUIET=1 mockbay serve",
            ]
        case .exec:
            [
                "mockbay exec --scenario rush.json5 -- npm test",
                "mockbay exec --scenario Scenarios --junit verdicts.xml -- pytest -q",
                "mockbay exec --scenario rush.json5 --env SHOP_URL={autosync.url} --timeout 90s -- ./sync",
            ]
        case .check:
            [
                "mockbay check Scenarios", "mockbay check --schema",
                "mockbay check rush.json5 fixtures/default/htp.json",
            ]
        case .list: ["mockbay list operations", "mockbay list errors --json"]
        case .clock: ["mockbay clock", "mockbay clock advance 61s --bay ci-7"]
        case .journal: ["mockbay journal --op htp.sale.create --status 409", "mockbay journal --follow"]
        case .coverage: ["mockbay coverage --bay ci-7", "mockbay coverage monday.json tuesday.json --min 80"]
        case .explain:
            [
                "mockbay explain 17",
                "mockbay explain htp GET /inventory/feed --header 'Authorization: Basic ZGVtbzpkZW1v'",
            ]
        case .snapshot: ["mockbay snapshot keep before", "mockbay snapshot save before before.json"]
        case .help: ["mockbay help serve"]
        case .version: ["mockbay version"]
        }
    }
}

/// What `list` lists.
enum Listing: String, CaseIterable {
    case operations, errors, events, faults, assumptions, scenarios
}
