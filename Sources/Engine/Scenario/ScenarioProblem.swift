package import JSON

/// One thing wrong with a scenario or fixture file: where, what, and what was probably meant.
package struct ScenarioProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file as it was named by whoever handed it in.
    package var file: String
    package var position: JSON.Position
    /// One clause without a full stop.
    package var message: String
    /// The name that was probably meant.
    package var hint: String?

    package init(file: String, position: JSON.Position, message: String, hint: String? = nil) {
        self.file = file
        self.position = position
        self.message = message
        self.hint = hint
    }

    /// `FILE:LINE:COLUMN: what is wrong; did you mean '…'?` in one line, fit for a terminal.
    package var description: String {
        printable("\(file):\(position): \(message)" + (hint.map { "; did you mean '\($0)'?" } ?? ""))
    }
}

/// All that is wrong with a file and those it names, file by file, in the order of their text.
package struct ScenarioProblems: Error, Sendable, Equatable, CustomStringConvertible {
    package let problems: [ScenarioProblem]

    package init(_ problems: [ScenarioProblem]) {
        var places: [String: Int] = [:]
        for problem in problems where places[problem.file] == nil { places[problem.file] = places.count }
        self.problems = problems.enumerated().sorted { one, other in
            let (left, right) = (one.element, other.element)
            return (places[left.file] ?? 0, left.position.offset, one.offset)
                < (places[right.file] ?? 0, right.position.offset, other.offset)
        }.map(\.element)
    }

    /// What was found in a document, at its places.
    init(_ findings: [Finding], in document: JSON.Document, of file: String) {
        let found = findings.map { finding in
            ScenarioProblem(
                file: file,
                position: document.position(ofOffset: finding.offset),
                message: finding.message,
                hint: finding.hint
            )
        }
        let repeated = document.problems.map { problem in
            ScenarioProblem(file: file, position: problem.position, message: problem.problem)
        }
        self.init(found + repeated)
    }

    /// How many of a file are told: nobody reads more, and there may be millions.
    package static let most = 100

    /// Those to be told: the first ones of each file, then, at the place of the next, how many more there are.
    package var told: [ScenarioProblem] {
        var counts: [String: Int] = [:]
        for problem in problems { counts[problem.file, default: 0] += 1 }
        var told: [ScenarioProblem] = []
        var taken: [String: Int] = [:]
        for problem in problems {
            let rank = taken[problem.file, default: 0]
            taken[problem.file] = rank + 1
            if rank < ScenarioProblems.most {
                told.append(problem)
            } else if rank == ScenarioProblems.most {
                let rest = counts[problem.file, default: 0] - rank
                told.append(
                    ScenarioProblem(
                        file: problem.file,
                        position: problem.position,
                        message: "… and \(rest) more"
                    )
                )
            }
        }
        return told
    }

    /// One line for each.
    package var description: String { told.map(\.description).joined(separator: "\n") }
}

extension ScenarioProblem: JSON.Writable {
    /// `{"file", "line", "column", "message", "hint"}`, the hint `null` where there is none.
    package func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("file", file)
            json.member("line", position.line)
            json.member("column", position.column)
            json.member("message", message)
            json.member("hint", hint)
        }
    }
}
