import Control
import Engine
import JSON

/// The verdicts for programs.
struct JSONReport {
    let outcome: Outcome

    var bytes: [UInt8] {
        var json = JSON.Writer(reserving: 4096)
        json.object { json in
            json.member("mockbay", Build.version)
            json.member("exit", outcome.exitCode)
            json.member("passed", outcome.exitCode == ExitCode.fine)
            json.array("command") { json in
                for word in outcome.command { json.string(word) }
            }
            json.array("runs") { json in
                for run in outcome.runs { write(run, to: &json) }
            }
            json.array("skipped") { json in
                for one in outcome.skipped {
                    json.object { json in
                        json.member("file", one.file)
                        json.member("name", one.name)
                        json.member("reason", one.reason)
                    }
                }
            }
            // Whole for all runs together, which is what is merged with those of others; of each run the sum.
            json.key("covered")
            if let covered = outcome.covered { covered.write(to: &json) } else { json.null() }
            json.key("coverage")
            if let coverage = outcome.coverage { write(coverage, to: &json) } else { json.null() }
        }
        return JSON.pretty(json.bytes) + [UInt8(ascii: "\n")]
    }

    private func write(_ run: CommandRun, to json: inout JSON.Writer) {
        json.object { json in
            json.member("file", run.file)
            json.member("name", run.name)
            json.member("seed", run.seed)
            json.member("started", run.started.iso8601)
            json.key("seconds")
            json.raw(Array(secondsText(run.duration).utf8))
            json.member("exit", run.exitCode)
            json.object("command") { json in
                var code: Int32?
                var signal: Int32?
                var timedOut = false
                var problem: String?
                switch run.ending {
                case .exited(let number): code = number
                case .killed(let number): signal = number
                case .timedOut: timedOut = true
                case .failed(let reason): problem = "\(reason)"
                }
                json.member("code", code)
                json.member("signal", signal)
                json.member("timedOut", timedOut)
                json.member("problem", problem)
            }
            json.member("interruptedBy", run.interruption.map(signalName))
            json.member("exchanges", run.exchanges)
            json.member("dropped", run.dropped)
            json.key("covered")
            if let covered = run.covered {
                json.object { json in
                    json.key("percentage")
                    json.raw(Array(covered.percentageText.utf8))
                    json.member("met", covered.met)
                    json.member("of", covered.all)
                }
            } else {
                json.null()
            }
            json.array("warnings") { json in
                for warning in run.warnings { json.string(warning) }
            }
            json.array("verdicts") { json in
                for verdict in run.verdicts { write(verdict, to: &json) }
            }
        }
    }

    private func write(_ verdict: Verdict, to json: inout JSON.Writer) {
        json.object { json in
            json.member("name", verdict.name)
            json.member("pass", verdict.passed)
            json.member("message", verdict.message)
            json.member("place", verdict.place)
        }
    }
}
