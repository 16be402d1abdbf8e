import Engine
import HTTP

extension AutoSync {
    /// Appointments: look at all, book one. There is no call for a single one, nor to change it [seed].
    ///
    /// Source: "Appointments" [seed]; replies are [inferred].
    enum Appointments {
        static let routes: [Route<AutoSync>] = [
            Route(
                Operation(
                    "autosync.appointments.list",
                    [.init(.get, "/v1/shops/{shop_id}/appointments")],
                    about: "A shop's appointments by id. No filters are documented.",
                    path: pathIDs,
                    query: Page.parameters,
                    outcomes: Outcomes.list,
                    reply: Page.reply(of: AppointmentFields.shown),
                    paging: Page.contract
                ),
                needs: .appointmentsRead,
                listAppointments
            ),
            Route(
                Operation(
                    "autosync.appointments.create",
                    [.init(.post, "/v1/shops/{shop_id}/appointments")],
                    about: "Books an appointment, which announces appointment.created.",
                    path: pathIDs,
                    body: AppointmentFields.body,
                    outcomes: Outcomes.create,
                    reply: envelope(AppointmentFields.shown)
                ),
                needs: .appointmentsWrite,
                createAppointment
            ),
        ]

        static func listAppointments(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            try listReply(
                Page(call, in: world),
                of: Listing(world.state.appointments, of: call.shop()),
                in: world
            )
        }

        static func createAppointment(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let body = try Body(call)
            let shop = try call.shop()
            let customer = try body.customer(in: shop, of: world.state)
            guard let startTime = try body.time("start_time") else { throw .missing("start_time") }
            let fields = AppointmentFields(
                customer: customer,
                vehicle: try body.vehicle(in: shop, of: world.state),
                startTime: startTime,
                endTime: try body.time("end_time"),
                notes: body.text("notes"),
                createdAt: world.now.wholeSecond
            )
            let appointment = world.state.appointments.add(fields, in: shop)
            world.announce(.appointmentCreated, appointment)
            return reply(201, in: world, appointment)
        }
    }
}
