import Engine
import JSON

/// A command that talks to a running server: what it asks for, read from the command line.
struct RemoteCommand {
    enum Verb: Equatable {
        /// A control call whose reply is shown.
        case call(method: String, path: String, body: [UInt8] = [], accept: String = "application/json")
        /// What was covered, and whether it is enough.
        case coverage(path: String, asJSON: Bool, least: Int?)
        /// The journal as a table.
        case table(path: String)
        /// The journal's stream, an exchange a line.
        case follow(path: String)
        /// The reply goes to a file.
        case save(path: String, file: String)
        /// The body comes from a file.
        case load(path: String, file: String)
    }

    static let defaultURL = "http://127.0.0.1:\(ServeOptions.defaultPort)"

    let url: String
    let token: String?
    let verb: Verb

    /// What every one of them takes.
    static let flags: [Flag] = [
        Flag("url", takes: "URL", "Where the server's gateway is. Default \(defaultURL)."),
        Flag("bay", takes: "NAME", "The bay that it is about. Default: default."),
        Flag("control-token", takes: "T", "What the server was given as --control-token."),
    ]

    static let journalFlags: [Flag] =
        flags + [
            Flag("vendor", takes: "KEY", "Only exchanges with this vendor."),
            Flag("op", takes: "NAME", "Only calls of this operation, such as htp.sale.create."),
            Flag("status", takes: "N", "Only replies with this status."),
            Flag("since", takes: "N", "Only exchanges after this number."),
            Flag("limit", takes: "N", "At most so many, from the oldest on. Default 1000."),
            Flag("format", takes: "json|ndjson|har", "The whole exchanges instead of a line for each."),
            Flag("follow", "Go on with what happens, an exchange a line as JSON, until stopped."),
        ]

    static let coverageFlags: [Flag] =
        flags + [
            Flag("json", "Print the JSON object, for programs and for merging."),
            Flag("min", takes: "N", "End with 1 where it is less than N per cent."),
        ]

    static let explainFlags: [Flag] =
        flags + [
            Flag(
                "header",
                takes: "LINE",
                repeatable: true,
                "A header line of the request to try: 'Name: value'."
            ),
            Flag("body", takes: "JSON", "The body of the request to try."),
            Flag("json", "Print the JSON object, for programs."),
        ]

    init(_ command: Subcommand, _ arguments: Arguments) throws(UsageProblem) {
        url = arguments.value("url")?.text ?? RemoteCommand.defaultURL
        token = arguments.value("control-token")?.text
        guard RemoteServer(url, token: nil) != nil else {
            throw UsageProblem(
                "\(command.rawValue): --url takes http://HOST:PORT without a path, not '\(url)'"
            )
        }
        let name = try arguments.value("bay", wants: "the name of a bay") { BayName($0) } ?? .default
        let bay = "/bays/\(name)"
        let words = arguments.operands
        switch command {
        case .clock: verb = try RemoteCommand.clock(words, bay)
        case .journal: verb = try RemoteCommand.journal(words, arguments, bay)
        case .coverage:
            verb = .coverage(
                path: bay + "/coverage",
                asJSON: try arguments.isOn("json"),
                least: try arguments.percentage("min")
            )
        case .explain: verb = try RemoteCommand.explain(words, arguments, bay)
        default: verb = try RemoteCommand.snapshot(words, bay)
        }
    }

    private static func clock(_ words: [String], _ bay: String) throws(UsageProblem) -> Verb {
        let path = bay + "/clock"
        guard let action = words.first else { return .call(method: "GET", path: path) }
        let details = ["advance": "by", "set": "to", "scale": "speed", "freeze": "", "resume": ""]
        guard let detail = details[action], words.count == (detail.isEmpty ? 1 : 2) else {
            throw UsageProblem(
                "clock: takes nothing, advance DURATION, set TIME, scale SPEED, freeze or resume; "
                    + "such as 'mockbay clock advance 61s'"
            )
        }
        var json = JSON.Writer()
        json.object { json in
            json.member("action", action)
            guard !detail.isEmpty else { return }
            if action == "scale", let speed = Double(words[1]) {
                json.member(detail, speed)
            } else {
                json.member(detail, words[1])
            }
        }
        return .call(method: "POST", path: path, body: json.bytes)
    }

    private static func journal(
        _ words: [String],
        _ arguments: Arguments,
        _ bay: String,
    ) throws(UsageProblem) -> Verb {
        guard words.count < 2 else {
            throw UsageProblem("journal: takes the number of one exchange, or nothing")
        }
        if let word = words.first {
            guard let number: UInt64 = wholeNumber(word) else {
                throw UsageProblem("journal: takes the number of an exchange, not '\(word)'")
            }
            return .call(method: "GET", path: bay + "/journal/\(number)")
        }
        let isFollowing = try arguments.isOn("follow")
        let format = arguments.value("format")?.text
        var query: [String] = []
        for name in ["vendor", "op", "status", "since", "limit", "format"] {
            guard let text = arguments.value(name)?.text else { continue }
            if isFollowing, name == "limit" || name == "format" {
                throw UsageProblem("journal: --\(name) means nothing with --follow")
            }
            query.append("\(name)=\(escaped(text))")
        }
        let rest = query.isEmpty ? "" : "?" + query.joined(separator: "&")
        if isFollowing { return .follow(path: bay + "/journal/stream" + rest) }
        let path = bay + "/journal" + rest
        return format == nil ? .table(path: path) : .call(method: "GET", path: path)
    }

    private static func explain(
        _ words: [String],
        _ arguments: Arguments,
        _ bay: String,
    ) throws(UsageProblem) -> Verb {
        let accept = try arguments.isOn("json") ? "application/json" : "text/plain"
        if words.count == 1, let number: UInt64 = wholeNumber(words[0]) {
            return .call(method: "GET", path: bay + "/journal/\(number)/explain", accept: accept)
        }
        guard words.count == 3 else {
            throw UsageProblem(
                "explain: takes the number of an exchange, or VENDOR METHOD PATH of a request to try; such as "
                    + "'mockbay explain 17' or 'mockbay explain htp GET /inventory/feed'"
            )
        }
        var headers: [(String, String)] = []
        for header in arguments.values("header") {
            guard let colon = header.text.firstIndex(of: ":") else {
                throw UsageProblem("explain: \(header.place) takes 'Name: value', not '\(header.text)'")
            }
            let value = header.text[header.text.index(after: colon)...].drop { $0 == " " }
            headers.append((String(header.text[..<colon]), String(value)))
        }
        let body = arguments.value("body")?.text
        var json = JSON.Writer()
        json.object { json in
            json.member("vendor", words[0])
            json.member("method", words[1].uppercased())
            json.member("path", words[2])
            json.object("headers") { json in
                for (name, value) in headers { json.member(name, value) }
            }
            json.member("body", body)
        }
        return .call(method: "POST", path: bay + "/explain", body: json.bytes, accept: accept)
    }

    private static func snapshot(_ words: [String], _ bay: String) throws(UsageProblem) -> Verb {
        let all = bay + "/snapshots"
        if words.isEmpty || words == ["list"] { return .call(method: "GET", path: all) }
        let operands = ["keep": 2, "restore": 2, "drop": 2, "save": 3, "load": 3]
        guard let count = operands[words[0]], words.count == count else {
            throw UsageProblem(
                "snapshot: takes list, keep NAME, restore NAME, drop NAME, save NAME FILE or load NAME FILE"
            )
        }
        guard BayName(words[1]) != nil else {
            throw UsageProblem(
                "snapshot: '\(words[1])' cannot name a snapshot: 1 to \(BayName.longest) of A-Z a-z 0-9 . _ -"
            )
        }
        let one = all + "/\(words[1])"
        switch words[0] {
        case "keep":
            var json = JSON.Writer()
            json.object { json in json.member("name", words[1]) }
            return .call(method: "POST", path: all, body: json.bytes)
        case "restore": return .call(method: "POST", path: one + "/restore")
        case "drop": return .call(method: "DELETE", path: one)
        case "save": return .save(path: one, file: words[2])
        default: return .load(path: one, file: words[2])
        }
    }

    /// Text as a query's value.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F:
                escaped.append(Character(Unicode.Scalar(byte)))
            default: escaped += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return escaped
    }
}
