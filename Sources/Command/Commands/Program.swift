import Control
import Engine
import Hosting

/// The program: from the words on the command line to an exit code.
enum Program {
    static func run(_ words: [String], variable: (String) -> String?) -> Int32 {
        var output = DescriptorStream.output
        var errors = DescriptorStream.error
        do throws(UsageProblem) {
            let code = try perform(Invocation(words, variable: variable), &output)
            guard let problem = output.problem else { return code }
            print("mockbay: \(problem)", to: &errors)
        } catch {
            print("mockbay: \(error)", to: &errors)
        }
        return ExitCode.usage
    }

    private static func perform(_ invocation: Invocation, _ output: inout DescriptorStream) -> Int32 {
        let mounts = Vendors.mounts
        switch invocation {
        case .serve(let options): return Serve(options: options, mounts: mounts).run(&output)
        case .exec(let options): return Exec(options: options, mounts: mounts).run()
        case .check(let paths, let asJSON):
            return Check(paths: paths, asJSON: asJSON, mounts: mounts).run(&output)
        case .schema: Check.printSchema(mounts, &output)
        case .list(let listing, let asJSON):
            return List(listing: listing, asJSON: asJSON, mounts: mounts).run(&output)
        case .coverage(let merged): return merged.run(&output)
        case .remote(let command): return Remote(command: command).run(&output)
        case .help(let command): output.write(command.map(Help.text) ?? Help.overview)
        case .version: print("mockbay \(Build.version)", to: &output)
        }
        return ExitCode.fine
    }
}

/// What the command line asks for.
enum Invocation {
    case serve(ServeOptions)
    case exec(ExecOptions)
    case check([String], asJSON: Bool)
    case schema
    case list(Listing, asJSON: Bool)
    case coverage(MergedCoverage)
    case remote(RemoteCommand)
    case help(Subcommand?)
    case version

    /// - Parameters:
    ///   - words: what follows the program's name.
    ///   - variable: looks an environment variable up.
    init(_ words: [String], variable: (String) -> String?) throws(UsageProblem) {
        guard let first = words.first else {
            throw UsageProblem("what is to be done? Start with 'mockbay serve', or see 'mockbay help'")
        }
        switch first {
        case "--help", "-h": self = .help(nil)
        case "--version": self = .version
        default:
            let command = try Invocation.command(first)
            let arguments = try Arguments(
                words.dropFirst(),
                of: command.rawValue,
                flags: command.flags,
                variable: variable
            )
            self = try arguments.asksForHelp ? .help(command) : Invocation(command, arguments)
        }
    }

    private init(_ command: Subcommand, _ arguments: Arguments) throws(UsageProblem) {
        switch command {
        case .serve:
            self = .serve(try ServeOptions(arguments))
        case .exec:
            self = .exec(try ExecOptions(arguments))
        case .check where try arguments.isOn("schema"):
            try arguments.refuseOperands()
            self = .schema
        case .check:
            guard !arguments.operands.isEmpty else {
                throw UsageProblem(
                    "check: name the files or folders to check, such as 'mockbay check Scenarios'"
                )
            }
            self = .check(arguments.operands, asJSON: try arguments.isOn("json"))
        case .list:
            self = .list(try Invocation.listing(arguments), asJSON: try arguments.isOn("json"))
        case .coverage where !arguments.operands.isEmpty:
            self = .coverage(
                MergedCoverage(
                    files: arguments.operands,
                    asJSON: try arguments.isOn("json"),
                    least: try arguments.percentage("min")
                )
            )
        case .clock, .journal, .coverage, .explain, .snapshot:
            self = .remote(try RemoteCommand(command, arguments))
        case .help:
            guard arguments.operands.count < 2 else {
                throw UsageProblem("help: explains one command at a time: mockbay help [COMMAND]")
            }
            self = .help(
                try arguments.operands.first.map { (name) throws(UsageProblem) in
                    try Invocation.command(name)
                }
            )
        case .version:
            try arguments.refuseOperands()
            self = .version
        }
    }

    private static func command(_ name: String) throws(UsageProblem) -> Subcommand {
        if let command = Subcommand(rawValue: name) { return command }
        let names = Subcommand.allCases.map(\.rawValue)
        let hint = nearest(to: name, among: names).map { "did you mean '\($0)'?" }
        throw UsageProblem(
            "unknown command '\(name)'; \(hint ?? "there are \(names.joined(separator: ", "))")"
        )
    }

    private static func listing(_ arguments: Arguments) throws(UsageProblem) -> Listing {
        let names = Listing.allCases.map(\.rawValue)
        let all = names.joined(separator: ", ")
        guard arguments.operands.count == 1, let name = arguments.operands.first else {
            throw UsageProblem("list: name one of \(all)")
        }
        guard let listing = Listing(rawValue: name) else {
            let hint = nearest(to: name, among: names).map { "did you mean '\($0)'?" }
            throw UsageProblem("list: unknown listing '\(name)'; \(hint ?? "there are \(all)")")
        }
        return listing
    }
}
