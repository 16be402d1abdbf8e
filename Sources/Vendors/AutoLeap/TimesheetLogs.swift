import Engine
import HTTP
import JSON

extension AutoLeap {
    /// Reading technicians' working times.
    ///
    /// Source: the operation, that omitting the location means all of them, and that both dates are needed [seed]; all
    /// else is [inferred].
    enum TimesheetLogs {
        static let routes: [Route<AutoLeap>] = [
            Route(
                Operation(
                    "autoleap.timesheetLogs.list",
                    [.init(.get, "/v2/technicians/timesheetLogs")],
                    about: "A page of technicians' working times between two dates.",
                    query: [
                        Field("companyId", .string(), required: true, source: .inferred),
                        Field("locationId", .string()),
                    ]
                        + DateRange.fields(
                            "startDate",
                            "endDate",
                            .seed,
                            required: true,
                            about: "when the technician clocked in"
                        ) + Paging.fields(),
                    outcomes: listOutcomes,
                    reply: Paging.reply(of: TimesheetLog.shown),
                    paging: Paging.contract()
                ),
                list
            )
        ]

        static func list(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let company = try call.company(in: world)
            let location = try call.location(of: company, in: world)
            let range = try DateRange(call, "startDate", "endDate")
            guard range.start <= range.end else { throw .invalid("endDate must not be before startDate") }
            var listing = Listing(world.state.timesheetLogs, of: [company])
            listing.restrict(.clockedIn, to: range)
            listing.filter("locationId", location)
            return listing.page(Paging(call)) { log, json in json.raw(log.sheet.json) }
        }
    }
}
