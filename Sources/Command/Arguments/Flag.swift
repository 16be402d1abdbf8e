/// A flag of a command: how it is written, and what help says of it.
struct Flag: Sendable {
    /// Without the dashes: `port`.
    let name: String
    /// What stands for the value in help: `N`. `nil` for a switch, which is there or not.
    let placeholder: String?
    let isRepeatable: Bool
    /// What it does, with its default and its unit; lines are broken by help.
    let about: String

    init(_ name: String, takes placeholder: String? = nil, repeatable: Bool = false, _ about: String) {
        self.name = name
        self.placeholder = placeholder
        self.isRepeatable = repeatable
        self.about = about
    }

    /// The environment variable that stands in for the flag: `MOCKBAY_NO_AUTO_BAYS`.
    var variable: String {
        "MOCKBAY_" + String(name.uppercased().map { $0 == "-" ? "_" : $0 })
    }

    /// As on the command line: `--port N`.
    var spelling: String { "--\(name)" + (placeholder.map { " \($0)" } ?? "") }
}

/// What is wrong with a command line: one line that says so and how to go on. Exit code 2.
struct UsageProblem: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
