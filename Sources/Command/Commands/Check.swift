import Control
import Engine
import Hosting
import JSON

/// `mockbay check`: every problem of scenario and fixture files.
struct Check {
    let paths: [String]
    let asJSON: Bool
    let mounts: [any Mounted]

    func run(_ output: inout DescriptorStream) -> Int32 {
        var errors = DescriptorStream.error
        var checked: [CheckedFile] = []
        var unreadable: [FileProblem] = []
        do throws(StartProblem) {
            let base = try BaseWorld(mounts).start
            for path in paths { look(at: path, base, &checked, &unreadable) }
        } catch {
            for line in error.lines(ServeOptions(), mounts) { print("mockbay: \(line)", to: &errors) }
            return error.exitCode
        }
        // What is wrong with a base is found again by each file that extends it.
        var met: Set<String> = []
        let all = ScenarioProblems(
            checked.flatMap(\.problems).filter { met.insert($0.description).inserted }
        )
        let problems = all.told
        if asJSON {
            var json = JSON.Writer()
            json.array { json in
                for problem in problems { problem.write(to: &json) }
                for problem in unreadable { write(problem, to: &json) }
            }
            output.write(String(decoding: JSON.pretty(json.bytes), as: UTF8.self) + "\n")
        } else {
            for problem in problems { print(problem, to: &output) }
            for problem in unreadable { print(problem, to: &output) }
            let count = all.problems.count + unreadable.count
            let files = counted(checked.count + unreadable.count, "file")
            print("\(files) checked, \(count == 0 ? "no problems" : counted(count, "problem"))", to: &output)
        }
        return problems.isEmpty && unreadable.isEmpty ? ExitCode.fine : ExitCode.invalidFile
    }

    /// `mockbay check --schema`
    static func printSchema(_ mounts: [any Mounted], _ output: inout DescriptorStream) {
        var json = JSON.Writer()
        json.value(ScenarioSchema(mounts).json)
        output.write(String(decoding: JSON.pretty(json.bytes), as: UTF8.self) + "\n")
    }

    private func look(
        at path: String,
        _ base: Bay.Start,
        _ checked: inout [CheckedFile],
        _ unreadable: inout [FileProblem],
    ) {
        do throws(FileProblem) {
            if Files.isFolder(path) {
                let files = try Files.jsonFiles(in: path)
                if files.isEmpty {
                    unreadable.append(
                        FileProblem(path: path, reason: "no .json or .json5 file in this folder")
                    )
                }
                for file in files { look(at: file, base, &checked, &unreadable) }
            } else {
                let bytes = try Files.contents(of: path, atMost: ScenarioFiles.largest)
                checked.append(
                    CheckedFile(bytes, file: path, mounts: mounts, base: base, files: Files.ofScenarios)
                )
            }
        } catch {
            unreadable.append(error)
        }
    }

    private func write(_ problem: FileProblem, to json: inout JSON.Writer) {
        json.object { json in
            json.member("file", problem.path)
            json.member("line", 1)
            json.member("column", 1)
            json.member("message", problem.reason)
            json.member("hint", .null)
        }
    }
}
