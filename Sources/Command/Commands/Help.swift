/// The texts of `mockbay help`.
enum Help {
    static let width = 96

    /// What there is, for somebody who knows nothing yet.
    static var overview: String {
        var text =
            "Mockbay imitates vendor APIs on this machine, with state, credentials and scripted failures.\n\n"
        text += "usage: mockbay COMMAND …\n\n"
        for command in Subcommand.allCases { text += entry(command.rawValue, command.summary, indent: 12) }
        text += "\nStart with 'mockbay serve'. 'mockbay help COMMAND' tells more.\n"
        text +=
            "exit codes: 0 fine, 1 an expectation failed, or a running server refused, 2 usage, 3 invalid scenario or fixture, "
            + "4 cannot listen\n"
        return text
    }

    static func text(for command: Subcommand) -> String {
        var text = "usage: mockbay \(command.usage)\n\n"
        text += wrapped(command.summary.prefix(1).uppercased() + command.summary.dropFirst() + ".", indent: 0)
        for paragraph in command.about { text += "\n" + wrapped(paragraph, indent: 0) }
        if !command.flags.isEmpty {
            text += "\nflags, also as --flag=value:\n"
            for flag in command.flags { text += entry(flag.spelling, flag.about, indent: 26) }
            text +=
                "\n"
                + wrapped(
                    "Each flag has a variable, MOCKBAY_ and its name in capitals (\(command.flags[0].variable)); a flag "
                        + "beats its variable"
                        + (command == .serve || command == .exec ? ", which beats the scenario." : "."),
                    indent: 0
                )
        }
        text += command.examples.count == 1 ? "\nexample:\n" : "\nexamples:\n"
        for example in command.examples { text += "  \(example)\n" }
        return text
    }

    /// A name and what it means, the meaning in a column of its own.
    private static func entry(_ name: String, _ about: String, indent: Int) -> String {
        let lines = wrapped(about, indent: indent)
        let head = "  " + name
        guard head.count < indent else { return head + "\n" + lines }
        return head + lines.dropFirst(head.count)
    }

    /// The text in lines of at most `width` characters, each with blanks before it.
    static func wrapped(_ text: String, indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, indent + line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        lines.append(line)
        return lines.map { margin + $0 + "\n" }.joined()
    }
}
