import Engine

/// The server's numbers in Prometheus' text format. Those by bay are sums: bays come and go by the thousand.
struct Metrics {
    private(set) var text = ""

    init(_ bays: Bays, _ connections: Int?) {
        let all = bays.all
        head("mockbay_build_info", "gauge", "Which build this is; the value is always 1.")
        line("mockbay_build_info", [("version", Build.version)], 1)
        head("mockbay_bays", "gauge", "Bays there are, default included.")
        line("mockbay_bays", [], all.count)
        if let connections {
            head("mockbay_connections", "gauge", "Connections that are open.")
            line("mockbay_connections", [], connections)
        }
        writeRequests(bays)
        var (entries, bytes, dropped) = (0, 0, UInt64(0))
        var (pending, lost) = (0, UInt64(0))
        for bay in all {
            bay.withContents { contents in
                entries += contents.journal.count
                bytes += contents.journal.bytes
                dropped += contents.journal.dropped
                pending += contents.webhooks.deliveries.count { $0.state == .pending }
                lost += UInt64(contents.webhooks.lost)
            }
        }
        head("mockbay_journal_entries", "gauge", "Exchanges in the journals of all bays.")
        line("mockbay_journal_entries", [], entries)
        head("mockbay_journal_bytes", "gauge", "What the journals of all bays hold.")
        line("mockbay_journal_bytes", [], bytes)
        head(
            "mockbay_journal_dropped",
            "gauge",
            "Exchanges that the journals there are had no more room for."
        )
        line("mockbay_journal_dropped", [], dropped)
        head("mockbay_journal_followers", "gauge", "Who follows a journal now.")
        line("mockbay_journal_followers", [], all.reduce(0) { $0 + $1.followers.number })
        head("mockbay_snapshots", "gauge", "Snapshots kept of all bays.")
        line("mockbay_snapshots", [], all.reduce(0) { $0 + $1.snapshots.list.count })
        head("mockbay_webhooks_pending", "gauge", "Deliveries that wait or are under way.")
        line("mockbay_webhooks_pending", [], pending)
        head("mockbay_webhooks_lost", "gauge", "Deliveries that the bays had no more room for.")
        line("mockbay_webhooks_lost", [], lost)
    }

    /// Only what was called at all has a line.
    private mutating func writeRequests(_ bays: Bays) {
        head(
            "mockbay_requests_total",
            "counter",
            "Calls to the vendors by operation and class of status; '' for those that reached none."
        )
        for (vendor, mount) in bays.mounts.enumerated() {
            let operations = mount.operations.enumerated().map { (Optional($0.offset), $0.element.name) }
            for (operation, name) in operations + [(nil, "")] {
                for (index, count) in bays.tally.counts(vendor: vendor, operation: operation).enumerated()
                where count > 0 {
                    line(
                        "mockbay_requests_total",
                        [("vendor", mount.facts.key), ("operation", name), ("status", "\(index + 1)xx")],
                        count
                    )
                }
            }
        }
    }

    private mutating func head(_ name: String, _ type: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    /// The values of labels are names of ours: nothing in them has to be escaped.
    private mutating func line(_ name: String, _ labels: [(String, String)], _ value: some BinaryInteger) {
        let list = labels.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
        text += name + (list.isEmpty ? "" : "{\(list)}") + " \(value)\n"
    }
}
