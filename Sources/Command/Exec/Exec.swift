import Control
import Engine
import Glibc
import Hosting
import Serving

/// `mockbay exec`: runs a command against the vendors, once for each scenario, and judges what it did.
struct Exec {
    let options: ExecOptions
    let mounts: [any Mounted]

    func run() -> Int32 {
        var errors = DescriptorStream.error
        do {
            return try perform()
        } catch let error as StartProblem {
            for line in error.lines(options.serve, mounts) { print("mockbay: \(line)", to: &errors) }
            return error.exitCode
        } catch let error as UsageProblem {
            print("mockbay: \(error)", to: &errors)
            return ExitCode.usage
        } catch {
            print("mockbay: \(error)", to: &errors)
            return ExitCode.cannotListen
        }
    }

    private func perform() throws -> Int32 {
        var errors = DescriptorStream.error
        try Variables.check(options.variables, mounts)
        // The page that a CI wants is its business alone: no folder is looked for before it is written.
        var paths = options.reports
        paths.summary = environmentVariable("GITHUB_STEP_SUMMARY").flatMap { $0.isEmpty ? nil : $0 }
        try paths.check()
        let files = try scenarioFiles()
        // A file that is wrong is to be known before the first command has run for an hour.
        let worlds = try baseWorlds(files)

        let wantsColour = environmentVariable("NO_COLOR").map(\.isEmpty) ?? true
        let isColoured = errors.isTerminal && wantsColour
        let report = TextReport(isColoured: isColoured, isQuiet: options.serve.isQuiet)
        // The threads of log and server inherit that signals are not for them.
        let bench = Bench(options: options, mounts: mounts)
        let log = options.isLogging ? Log(options.serve.log, isQuiet: false, isColoured: isColoured) : nil
        defer { log?.close() }

        var outcome = Outcome(command: options.command, runs: [])
        var har = HAR()
        for (file, world) in zip(files, worlds) {
            var (run, bay) = try bench.run(of: world, file: file, log)
            if !run.isUnstarted { run.covered = bay.coverage }
            errors.write(report.text(of: run))
            outcome.runs.append(run)
            if paths.har != nil { har.add(bay, title: run.name) }
            if run.isLast { break }
        }
        outcome.skip(zip(files, worlds).dropFirst(outcome.runs.count).map { ($0, $1.scenario?.name ?? "") })
        if let least = options.leastCoverage {
            outcome.coverage = Verdict(coverage: outcome.covered, atLeast: least)
        }
        errors.write(report.text(of: outcome))
        let problems = paths.write(outcome, har)
        for problem in problems { print("mockbay: cannot write the report: \(problem)", to: &errors) }
        return problems.isEmpty ? outcome.exitCode : ExitCode.usage
    }

    /// The scenario files that were named, folders replaced by what is in them.
    private func scenarioFiles() throws(StartProblem) -> [String] {
        var files: [String] = []
        do throws(FileProblem) {
            for path in options.scenarios {
                guard Files.isFolder(path) else {
                    files.append(path)
                    continue
                }
                let found = try Files.jsonFiles(in: path)
                if found.isEmpty {
                    throw FileProblem(path: path, reason: "no .json or .json5 file in this folder")
                }
                files += found
            }
        } catch {
            throw .invalid(["\(error)"])
        }
        return files
    }

    /// What each scenario starts from; the problems of all of them where there are some.
    private func baseWorlds(_ files: [String]) throws(StartProblem) -> [BaseWorld] {
        var worlds: [BaseWorld] = []
        var problems: [String] = []
        for file in files {
            var settings = options.serve.settings
            settings.scenario = .file(file)
            do throws(StartProblem) {
                worlds.append(try BaseWorld(settings, mounts))
            } catch {
                guard case .invalid(let lines) = error else { throw error }
                problems += lines
            }
        }
        guard problems.isEmpty else { throw .invalid(problems) }
        return worlds
    }
}
