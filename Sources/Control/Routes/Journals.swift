import Engine
import HTTP
import JSON

/// The journal of a bay.
extension ControlAPI {
    static let journalRoutes = [
        ControlRoute(
            .get,
            "/bays/{bay}/journal",
            query: ["vendor", "op", "status", "since", "limit", "format"],
            ControlAPI.listExchanges
        ),
        ControlRoute(.delete, "/bays/{bay}/journal", ControlAPI.clearJournal),
        ControlRoute(.get, "/bays/{bay}/journal/{n}", ControlAPI.showExchange),
        ControlRoute(
            delivering: .get,
            "/bays/{bay}/journal/stream",
            query: ["vendor", "op", "status", "since"],
            ControlAPI.followJournal
        ),
    ]

    /// How many exchanges a reply has unless it is told otherwise, and at most.
    private static let pageSize = 1000
    private static let largestPage = 100_000

    /// The exchanges that the filters let through, oldest first.
    ///
    /// `vendor`, `op`, `status`; `since`, a number, itself not included; `limit`. As `format=json` (the default)
    /// `{"bay", "dropped", "next", "entries"}`, where `next` is the `since` for more of them and `null` where there are no
    /// more; as `ndjson` one exchange a line; as `har` an HTTP Archive 1.2.
    func listExchanges(_ call: ControlCall) throws(Refused) -> Response {
        let formats = ["json", "ndjson", "har"]
        let format = call.request.query("format") ?? "json"
        guard formats.contains(format) else {
            throw .unknown("format", format, among: formats, path: "format")
        }
        let bay = try bay(of: call)
        var filter = try filter(of: call)
        if format == "har" {
            var har = HAR()
            har.add(bay, title: bay.name.description, filter)
            return Response(200, .json, body: har.bytes)
        }
        let limit = filter.limit
        filter.limit = limit + 1
        // A copy costs nothing, and leaves the bay free while it is written out.
        let journal = bay.withContents { $0.journal }
        let writer = EntryWriter(bay)
        let found = Array(journal.summaries(filter))
        let entries = found.prefix(limit).lazy.compactMap { journal[$0.number] }
        if format == "ndjson" {
            var lines: [UInt8] = []
            for entry in entries {
                var json = JSON.Writer(reserving: 1024)
                writer.write(entry, to: &json)
                lines.append(contentsOf: json.bytes)
                lines.append(UInt8(ascii: "\n"))
            }
            return Response(200, .ndjson, body: lines)
        }
        return .json { json in
            json.object { json in
                json.member("bay", bay.name.description)
                json.member("dropped", journal.dropped)
                json.member("next", found.count > limit ? found[limit - 1].number : nil)
                json.array("entries") { json in
                    for entry in entries { writer.write(entry, to: &json) }
                }
            }
        }
    }

    func showExchange(_ call: ControlCall) throws(Refused) -> Response {
        let bay = try bay(of: call)
        let (_, entry) = try exchange(of: call, in: bay)
        // What became of the webhooks is known later than the call was written down: lists do not show it.
        let queue = bay.withContents { $0.webhooks }
        let deliveries = (entry.extras?.deliveries ?? []).compactMap { queue[$0] }
        return .json { json in
            EntryWriter(bay).write(entry, to: &json) { json in
                guard !deliveries.isEmpty else { return }
                json.array("deliveries") { json in
                    for delivery in deliveries { write(delivery, to: &json) }
                }
            }
        }
    }

    /// The exchange that the path names by its number.
    func exchange(of call: ControlCall, in bay: Bay) throws(Refused) -> (UInt64, Journal.Entry) {
        let text = call.path("n")
        let journal = bay.withContents { $0.journal }
        guard let number = UInt64(text), let entry = journal[number] else {
            let range =
                journal.isEmpty ? "it is empty" : "it has \(journal.firstNumber) to \(journal.nextNumber - 1)"
            throw Refused(
                404,
                "unknown_exchange",
                "there is no exchange '\(text)' in the journal of '\(bay.name)'",
                path: "n",
                hint: range
            )
        }
        return (number, entry)
    }

    /// Forgets the exchanges; numbers go on.
    func clearJournal(_ call: ControlCall) throws(Refused) -> Response {
        try bay(of: call).withContents { $0.forgetJournal() }
        return Response(204)
    }

    func filter(of call: ControlCall) throws(Refused) -> Journal.Filter {
        var filter = Journal.Filter()
        let keys = bays.mounts.map(\.facts.key)
        if let key = call.request.query("vendor") {
            guard let vendor = keys.firstIndex(of: key) else {
                throw .unknown("vendor", key, among: keys, path: "vendor")
            }
            filter.vendor = UInt8(vendor)
        }
        if let name = call.request.query("op") {
            let found = bays.mounts.enumerated().lazy.compactMap { vendor, mount in
                mount.operations.firstIndex { $0.name == name }.map { (vendor, $0) }
            }.first
            guard let found else {
                let names = bays.mounts.flatMap { $0.operations.map(\.name) }
                throw .unknown("operation", name, among: names, path: "op")
            }
            if let vendor = filter.vendor, Int(vendor) != found.0 {
                throw Refused(
                    400,
                    "bad_query",
                    "'\(name)' is no operation of \(keys[Int(vendor)])",
                    path: "op"
                )
            }
            filter.vendor = UInt8(found.0)
            filter.operation = UInt16(found.1)
        }
        filter.status = try call.number("status", in: 100...599)
        filter.since = UInt64(try call.number("since", in: 0...Int.max) ?? 0)
        filter.limit = try call.number("limit", in: 1...ControlAPI.largestPage) ?? ControlAPI.pageSize
        return filter
    }
}
