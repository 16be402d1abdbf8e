import Control
import Hosting

/// Which reports are wanted, and where.
struct ReportPaths: Equatable, Sendable {
    var junit: String?
    var json: String?
    var har: String?
    /// To be added to: a page in Markdown.
    var summary: String?

    /// Refuses what cannot be written, before anything has been run.
    func check() throws(UsageProblem) {
        var taken: [(flag: String, path: String)] = []
        for (flag, path) in [("--junit", junit), ("--json", json), ("--har", har)] {
            guard let path else { continue }
            let real = Files.realPath(path)
            if let other = taken.first(where: { $0.path == real }) {
                throw UsageProblem("exec: \(other.flag) and \(flag) name the same file, \(path)")
            }
            taken.append((flag, real))
            do throws(FileProblem) {
                try Files.requireRoom(for: path)
            } catch {
                throw UsageProblem("exec: \(flag): \(error)")
            }
        }
    }

    /// Writes each as a whole.
    /// - Returns: why some could not be written.
    func write(_ outcome: Outcome, _ har: HAR) -> [FileProblem] {
        var problems: [FileProblem] = []
        func attempt(_ path: String?, _ write: (String) throws(FileProblem) -> Void) {
            guard let path else { return }
            do throws(FileProblem) { try write(path) } catch { problems.append(error) }
        }
        attempt(junit) { (path) throws(FileProblem) in
            try Files.replace(path, with: JUnitReport(outcome: outcome).bytes)
        }
        attempt(json) { (path) throws(FileProblem) in
            try Files.replace(path, with: JSONReport(outcome: outcome).bytes)
        }
        attempt(self.har) { (path) throws(FileProblem) in try Files.replace(path, with: har.bytes) }
        attempt(summary) { (path) throws(FileProblem) in
            try Files.append(MarkdownReport(outcome: outcome).bytes, to: path)
        }
        return problems
    }
}
