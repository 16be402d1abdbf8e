package import Engine
package import JSON

extension AutoSync {
    package typealias Appointment = ShopRow<AppointmentFields>

    /// A customer's appointment.
    ///
    /// Source: the body of Create Appointment [seed]; that replies show the same fields is [inferred].
    package struct AppointmentFields: ShopFields {
        let customer: Int
        let vehicle: Int?
        let startTime: Instant
        let endTime: Instant?
        let notes: String?
        let createdAt: Instant
    }
}

extension AutoSync.AppointmentFields {
    static let body: [Field] = [
        Field("customer_id", .integer(), required: true),
        Field("start_time", .dateTime, required: true),
        Field("vehicle_id", .nullable(.integer())),
        Field("end_time", .nullable(.dateTime)),
        Field("notes", .nullable(.string())),
    ]

    package static let model: [Field] = body + [Field("created_at", .dateTime, source: .inferred)]

    package init(_ object: JSON.Object) throws(RecordProblem) {
        customer = try object.integer("customer_id")
        vehicle = object["vehicle_id"]?.int
        startTime = try object.time("start_time") ?? .first
        endTime = try object.time("end_time")
        notes = object.text("notes")
        createdAt = try object.creationTime()
    }

    package func write(to json: inout JSON.Writer) {
        json.member("customer_id", customer)
        json.member("vehicle_id", vehicle)
        json.member("start_time", startTime)
        json.member("end_time", endTime)
        json.member("notes", notes)
        json.member("created_at", createdAt)
    }
}
