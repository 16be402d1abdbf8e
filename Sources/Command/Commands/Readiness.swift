import Control
import Engine
import Glibc
import Hosting
import JSON

/// What a server tells once it answers: where it is, and with which credentials.
struct Readiness {
    let addresses: Addresses
    let base: BaseWorld
    let mounts: [any Mounted]

    /// One object, for programs.
    var json: [UInt8] {
        var json = JSON.Writer()
        json.object { json in
            json.member("mockbay", Build.version)
            json.member("pid", getpid())
            json.member("url", addresses.gateway)
            json.member("control", addresses.control)
            addresses.write(mounts, for: nil, credentials: true, to: &json)
            json.member("seed", base.start.seed)
            json.member("scenario", base.scenario?.name)
        }
        return json.bytes
    }

    /// A table, for people.
    var table: String {
        var columns = Columns("", "URL", "CREDENTIALS")
        columns.add("gateway", addresses.gateway)
        columns.add("control", addresses.control)
        for (index, mount) in mounts.enumerated() {
            let credentials = mount.facts.credentials.map { "\($0.name) \($0.value)" }
            columns.add(
                mount.facts.key,
                addresses.url(of: index, mount.facts, for: nil),
                credentials.joined(separator: ", ")
            )
        }
        let scenario = base.scenario.map { ", scenario '\(printable($0.name))'" } ?? ""
        return
            "Mockbay \(Build.version), seed \(base.start.seed)\(scenario)\n\n\(columns.text)\nCtrl-C stops it.\n"
    }
}
