import Engine

/// The words after a command, sorted into flags and operands, with what the environment says laid under them.
struct Arguments {
    /// A value and where it was given, for messages: `--port` or `MOCKBAY_PORT`.
    struct Given: Equatable {
        let text: String
        let place: String
    }

    let command: String
    private(set) var operands: [String] = []
    /// The operands that stand behind `--`; `nil` where there is none.
    private(set) var wordsAfterDashes: [String]?
    /// `--help` or `-h` stood anywhere among the words.
    private(set) var asksForHelp = false
    private var given: [String: [Given]] = [:]

    /// - Parameters:
    ///   - command: the name of the command, for messages.
    ///   - variable: looks an environment variable up.
    init(
        _ words: some Sequence<String>,
        of command: String,
        flags: [Flag],
        variable: (String) -> String?,
    ) throws(UsageProblem) {
        self.command = command
        var rest = Array(words)[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                wordsAfterDashes = Array(rest)
                break
            }
            if word == "--help" || word == "-h" {
                asksForHelp = true
                continue
            }
            guard word.hasPrefix("-"), word != "-" else {
                operands.append(word)
                continue
            }
            try take(word, &rest, flags)
        }
        for flag in flags where given[flag.name] == nil {
            // An empty variable is as good as none: that is how shells and CI files unset one.
            guard let text = variable(flag.variable), !text.isEmpty else { continue }
            let texts = flag.isRepeatable ? text.split(separator: ",").map(String.init) : [text]
            given[flag.name] = texts.map { Given(text: $0, place: flag.variable) }
        }
    }

    private mutating func take(
        _ word: String,
        _ rest: inout ArraySlice<String>,
        _ flags: [Flag],
    ) throws(UsageProblem) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init
        )
        guard let flag = flags.first(where: { "--\($0.name)" == parts[0] }) else {
            let hint = nearest(to: parts[0], among: flags.map { "--\($0.name)" })
            throw UsageProblem(
                "\(command): unknown flag '\(parts[0])'; "
                    + (hint.map { "did you mean '\($0)'?" } ?? "see 'mockbay help \(command)'")
            )
        }
        let place = "--\(flag.name)"
        let text: String
        if parts.count == 2 {
            text = parts[1]
        } else if flag.placeholder == nil {
            text = "true"
        } else if let next = rest.first, !next.hasPrefix("--") {
            text = rest.removeFirst()
        } else {
            throw UsageProblem("\(command): \(place) needs a value: \(flag.spelling)")
        }
        if !flag.isRepeatable, given[flag.name] != nil {
            throw UsageProblem("\(command): \(place) is given twice")
        }
        given[flag.name, default: []].append(Given(text: text, place: place))
    }

    /// What was given for a flag that takes one value.
    func value(_ name: String) -> Given? { given[name]?.first }

    /// What was given for a repeatable flag.
    func values(_ name: String) -> [Given] { given[name] ?? [] }

    /// The value of a flag as `read` understands it; `nil` where it was not given.
    /// - Parameter wanted: what the flag takes, for the message.
    func value<Value>(
        _ name: String,
        wants wanted: String,
        _ read: (String) -> Value?,
    ) throws(UsageProblem) -> Value? {
        guard let given = value(name) else { return nil }
        return try understand(given, wants: wanted, read)
    }

    func values<Value>(
        _ name: String,
        wants wanted: String,
        _ read: (String) -> Value?,
    ) throws(UsageProblem) -> [Value] {
        var all: [Value] = []
        for given in values(name) { all.append(try understand(given, wants: wanted, read)) }
        return all
    }

    private func understand<Value>(
        _ given: Given,
        wants wanted: String,
        _ read: (String) -> Value?,
    ) throws(UsageProblem) -> Value {
        guard let value = read(given.text) else {
            throw UsageProblem("\(command): \(given.place) takes \(wanted), not '\(given.text)'")
        }
        return value
    }

    /// Whether a switch is on: by being there, or by a value that says so.
    func isOn(_ name: String) throws(UsageProblem) -> Bool {
        try value(name, wants: "1 or 0", switchValue) ?? false
    }

    func refuseOperands() throws(UsageProblem) {
        guard let first = operands.first else { return }
        throw UsageProblem(
            "\(command): takes no argument, but there is '\(first)'; see 'mockbay help \(command)'"
        )
    }
}

private func switchValue(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "1", "true", "yes", "on": true
    case "0", "false", "no", "off": false
    default: nil
    }
}
