import Engine
import Hosting
import JSON

/// `mockbay coverage FILE…`: what several runs have covered together, from what they have left behind: reports of
/// `exec --json`, or replies of `bays/{bay}/coverage`.
struct MergedCoverage {
    let files: [String]
    let asJSON: Bool
    /// Per cent.
    let least: Int?

    func run(_ output: inout DescriptorStream) -> Int32 {
        var errors = DescriptorStream.error
        var merged: Coverage?
        var isWhole = true
        for file in files {
            do throws(FileProblem) {
                let coverage = try read(file)
                merged = merged?.merging(coverage) ?? coverage
            } catch {
                print("mockbay: \(error)", to: &errors)
                isWhole = false
            }
        }
        guard isWhole, let merged else { return ExitCode.invalidFile }
        output.write(merged.text(asJSON: asJSON))
        guard let complaint = merged.complaint(below: least) else { return ExitCode.fine }
        print("mockbay: \(complaint)", to: &errors)
        return ExitCode.expectation
    }

    private func read(_ file: String) throws(FileProblem) -> Coverage {
        let bytes = try Files.contents(of: file, atMost: ScenarioFiles.largest)
        let document: JSON.Value
        do throws(JSON.SyntaxError) {
            document = try JSON.Value.parse(bytes)
        } catch {
            throw FileProblem(
                path: "\(file):\(error.position.line):\(error.position.column)",
                reason: error.problem
            )
        }
        guard let coverage = Coverage(document["covered"] ?? document) else {
            throw FileProblem(
                path: file,
                reason: "no coverage is in it, as 'exec --json' and 'coverage --json' write it"
            )
        }
        return coverage
    }
}

extension Coverage {
    /// For people, or for programs.
    func text(asJSON: Bool) -> String {
        guard asJSON else { return text }
        var json = JSON.Writer()
        write(to: &json)
        return String(decoding: JSON.pretty(json.bytes), as: UTF8.self) + "\n"
    }

    /// Why it is not enough; `nil` where it is, or anything will do.
    func complaint(below least: Int?) -> String? {
        guard let least else { return nil }
        let verdict = Verdict(coverage: self, atLeast: least)
        return verdict.passed ? nil : "\(verdict.name): \(verdict.message)"
    }
}
