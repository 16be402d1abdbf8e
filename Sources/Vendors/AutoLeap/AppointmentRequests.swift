import Engine
import HTTP
import JSON

extension AutoLeap {
    /// Asking for appointments, and what was asked for.
    ///
    /// Source: the operations [seed]; the sample of creating one and the parameters of the list [public].
    enum AppointmentRequests {
        static let routes: [Route<AutoLeap>] = [
            Route(
                Operation(
                    "autoleap.appointmentRequests.create",
                    [.init(.post, "/v2/appointmentRequests/create")],
                    about: "Asks for one appointment; its id is found in the list.",
                    body: AppointmentRequest.posted,
                    outcomes: bulkOutcomes,
                    reply: acknowledgement
                ),
                create
            ),
            Route(
                Operation(
                    "autoleap.appointmentRequests.list",
                    [.init(.get, "/v2/appointmentRequests")],
                    about: "A page of a company's appointment requests.",
                    query: [
                        Field("companyId", .string(), required: true, source: listed),
                        Field("locationId", .string(), source: listed),
                        Field("status", .oneOf(AppointmentRequest.statuses), source: listed),
                    ]
                        + DateRange.fields(
                            "appointmentStartDate",
                            "appointmentEndDate",
                            listed,
                            about: "when the appointment begins"
                        )
                        + DateRange.fields("updatedDateStart", "updatedDateEnd", listed)
                        + DateRange.fields("createdDateStart", "createdDateEnd", listed)
                        + Paging.fields(sort: ["startDate", "endDate"]),
                    outcomes: listOutcomes,
                    reply: Paging.reply(of: AppointmentRequest.shown),
                    paging: Paging.contract()
                ),
                list
            ),
        ]

        private static let listed = Source.public("appointmentrequests/get")

        static func create(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            var fields = try call.posted()
            let company = try call.granted(fields["companyId"]?.string ?? "", in: world)
            let location = fields["locationId"]?.string ?? ""
            try call.require(location: location, of: company, in: world)
            let start = try instant("startDateTime", of: fields)
            let end = try instant("endDateTime", of: fields)
            guard start < end else { throw .invalid("endDateTime must be after startDateTime") }

            let id = world.newID("autoleap appointment request", notIn: world.state.appointmentRequests)
            fields["appointmentId"] = .string(id)
            // A number that shops can say on the phone; above those of the default world.
            _ = world.chance.next("autoleap appointment code")
            fields["code"] = .string("\(20_000 + world.chance.drawn("autoleap appointment code"))")
            fields["status"] = "requested"
            fields["type"] = "customer"
            fields["description"] = fields["description"] ?? ""
            fields["declineReason"] = ""
            fields["isVehicleDropOff"] = .bool(fields["dropOffOption"]?.string == "dropOff")
            fields["startDateTime"] = .string(start.iso8601)
            fields["endDateTime"] = .string(end.iso8601)
            world.state.appointmentRequests.insert(
                AppointmentRequest(fields, created: world.now, updated: world.now)
            )
            return acknowledged()
        }

        private static func instant(_ name: String, of body: JSON.Object) throws(Failure) -> Instant {
            guard let instant = Instant(iso8601: body[name]?.string ?? "") else {
                throw .invalid("\(name) must be a date-time (YYYY-MM-DDThh:mm:ssZ)")
            }
            return instant
        }

        static func list(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let company = try call.company(in: world)
            let location = try call.location(of: company, in: world)
            var listing = Listing(world.state.appointmentRequests, of: [company], by: order(call))
            listing.restrict(.start, to: try DateRange(call, "appointmentStartDate", "appointmentEndDate"))
            listing.restrict(.updated, to: try DateRange(call, "updatedDateStart", "updatedDateEnd"))
            listing.restrict(.created, to: try DateRange(call, "createdDateStart", "createdDateEnd"))
            listing.filter("locationId", location)
            listing.filter("status", call.value("status"))
            return listing.page(Paging(call)) { request, json in json.raw(request.sheet.json) }
        }

        private static func order(_ call: Call) -> AppointmentRequest.Ranking {
            switch call.value("sort") {
            case "startDate": .start
            case "endDate": .end
            default: .created
            }
        }
    }
}
