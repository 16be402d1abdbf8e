import Control
import Engine
import HTTP
import Hosting
import JSON

/// `mockbay list`: the contract, and the scenarios at hand.
struct List {
    static let folder = "Scenarios"

    let listing: Listing
    let asJSON: Bool
    let mounts: [any Mounted]

    func run(_ output: inout DescriptorStream) -> Int32 {
        if listing == .scenarios { return listScenarios(to: &output) }
        output.write(asJSON ? json : text)
        return ExitCode.fine
    }

    private var json: String {
        var json = JSON.Writer()
        json.array { json in
            switch listing {
            case .operations: for mount in mounts { Listings.writeOperations(of: mount)(&json) }
            case .errors: for mount in mounts { Listings.writeErrors(of: mount)(&json) }
            case .events: for mount in mounts { Listings.writeEvents(of: mount)(&json) }
            case .assumptions: for mount in mounts { Listings.writeAssumptions(of: mount)(&json) }
            case .faults: Listings.writeFaults(to: &json)
            case .scenarios: break
            }
        }
        return readable(json)
    }

    private var text: String {
        switch listing {
        case .operations: operations.text
        case .errors: errors.text
        case .events: events.text
        case .assumptions: assumptions.text
        case .faults: faults.text
        case .scenarios: ""
        }
    }

    private var operations: Columns {
        var columns = Columns("OPERATION", "METHOD", "PATH", "SCOPE", "ENDS IN", "SOURCE", "ABOUT")
        for mount in mounts {
            for operation in mount.operations {
                let statuses = Set(mount.endings(of: operation).map(\.status)).sorted().map(String.init)
                var facts = [
                    operation.scopes.joined(separator: " "), statuses.joined(separator: " "),
                    operation.source.mark, operation.about,
                ]
                for (index, binding) in operation.bindings.enumerated() {
                    if index > 0 { facts = facts.map { _ in "" } }
                    columns.add(
                        index == 0 ? operation.name : "",
                        "\(binding.method.name)",
                        binding.path,
                        facts[0],
                        facts[1],
                        facts[2],
                        facts[3]
                    )
                }
            }
        }
        return columns
    }

    private var errors: Columns {
        var columns = Columns("VENDOR", "ERROR", "STATUS", "SOURCE", "ABOUT")
        for mount in mounts {
            for error in mount.errors {
                columns.add(mount.facts.key, error.name, "\(error.status)", error.source.mark, error.about)
            }
        }
        return columns
    }

    private var events: Columns {
        var columns = Columns("VENDOR", "EVENT", "SOURCE", "ABOUT")
        for mount in mounts {
            for event in mount.webhooks?.events ?? [] {
                columns.add(mount.facts.key, event.name, event.source.mark, event.about)
            }
        }
        return columns
    }

    private var assumptions: Columns {
        var columns = Columns("ASSUMPTION", "DEFAULT", "ALTERNATIVES", "SOURCE", "THE DOCUMENTATION")
        for assumption in mounts.flatMap(\.assumptions) {
            columns.add(
                assumption.name,
                assumption.default,
                assumption.alternatives.joined(separator: ", "),
                assumption.source.mark,
                assumption.says
            )
        }
        return columns
    }

    private var faults: Columns {
        var columns = Columns("FAULT", "POINT UNLESS SAID", "THE WRITE", "ABOUT")
        for kind in Fault.Kind.allCases {
            let commits = Fault(kind, at: kind.defaultPoint).letsBytesOut
            let point = kind.defaultPointText
            columns.add(
                kind.rawValue,
                point.isEmpty ? "-" : point,
                commits ? "takes effect" : "does not",
                kind.about
            )
        }
        return columns
    }

    /// The scenario files of the working directory, each with its name and what it is about, or what is wrong.
    private func listScenarios(to output: inout DescriptorStream) -> Int32 {
        var errors = DescriptorStream.error
        let files: [String]
        do throws(FileProblem) {
            files = try Files.jsonFiles(in: List.folder)
        } catch {
            print("mockbay: there is no folder '\(List.folder)' here: \(error.reason)", to: &errors)
            return ExitCode.invalidFile
        }
        guard !files.isEmpty else {
            print("mockbay: the folder '\(List.folder)' has no .json5 or .json file", to: &errors)
            return ExitCode.invalidFile
        }
        var columns = Columns("FILE", "NAME", "ABOUT")
        var json = JSON.Writer()
        json.beginArray()
        for file in files {
            do throws(ScenarioFault) {
                let scenario = try load(file)
                columns.add(printable(file), printable(scenario.name), printable(scenario.about))
                json.object { json in
                    json.member("file", file)
                    json.member("name", scenario.name)
                    json.member("about", scenario.about)
                    json.array("tags") { json in
                        for tag in scenario.tags { json.string(tag) }
                    }
                }
            } catch {
                columns.add(file, "", error.description)
                json.object { json in
                    json.member("file", file)
                    json.member("problem", error.description)
                }
            }
        }
        json.endArray()
        output.write(asJSON ? readable(json) : columns.text)
        return ExitCode.fine
    }

    private func load(_ file: String) throws(ScenarioFault) -> Scenario {
        let bytes: [UInt8]
        do throws(FileProblem) {
            bytes = try Files.contents(of: file, atMost: ScenarioFiles.largest)
        } catch {
            throw ScenarioFault(description: error.reason)
        }
        do throws(ScenarioProblems) {
            return try Scenario.load(bytes, file: file, mounts: mounts, files: Files.ofScenarios)
        } catch {
            let count = counted(error.problems.count, "problem")
            throw ScenarioFault(description: "\(count); see 'mockbay check \(file)'")
        }
    }

    private func readable(_ json: JSON.Writer) -> String {
        String(decoding: JSON.pretty(json.bytes), as: UTF8.self) + "\n"
    }
}

/// Why a scenario cannot be listed, in a line.
private struct ScenarioFault: Error {
    let description: String
}
