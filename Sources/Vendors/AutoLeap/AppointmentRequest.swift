import Engine
import JSON

extension AutoLeap {
    /// A wish for an appointment. What becomes of it is decided inside AutoLeap: no call confirms or declines it [seed].
    ///
    /// Source: the sample of creating one, and the row's fields up to `startDateTime` [public]; the rest is [inferred].
    struct AppointmentRequest: SheetRow {
        let stored: StoredRow
        let start: Instant
        let end: Instant

        enum Ranking: CaseIterable { case created, updated, start, end }

        static let statuses = ["requested", "confirmed", "declined"]
    }
}

extension AutoLeap.AppointmentRequest {
    private static let sample = Source.public("appointments")
    private static let listed = Source.public("appointmentrequests/get")

    /// What a client sends.
    static let posted: [Field] = [
        Field("companyId", .string(), required: true, source: sample),
        Field("locationId", .string(), required: true, source: sample),
        Field("startDateTime", .dateTime, required: true, source: sample),
        Field("endDateTime", .dateTime, required: true, source: sample, about: "after the start"),
        Field("dropOffOption", .string(), source: sample, about: "dropOff and waitForIt are known"),
        Field("language", .string(), source: sample),
        Field("description", .string(), source: .inferred),
        Field(
            "customer",
            .object([
                Field("customerId", .string(), source: .inferred),
                Field("firstName", .string(), required: true, source: sample),
                Field("lastName", .string(), required: true, source: sample),
                Field("phone", .string(), source: .inferred),
                Field("email", .string(), source: .inferred),
            ]),
            required: true,
            source: sample
        ),
        Field(
            "vehicle",
            .object([
                Field("year", .integer(), source: sample),
                Field("make", .string(), source: sample),
                Field("model", .string(), source: sample),
            ]),
            source: sample
        ),
        Field(
            "services",
            .array(
                .object([
                    Field("serviceId", .string(), source: sample), Field("title", .string(), source: sample),
                ])
            ),
            source: sample
        ),
    ]

    static let model: [Field] =
        [
            Field("appointmentId", .string(), required: true, source: listed),
            Field("companyId", .string(), required: true, source: listed),
            Field("locationId", .string(), required: true, source: listed),
            Field("code", .string(), source: listed),
            Field("status", .oneOf(statuses), required: true, source: listed),
            Field("type", .string(), source: listed),
            Field("description", .string(), source: listed),
            Field("declineReason", .string(), source: listed),
            Field("dropOffOption", .string(), source: listed),
            Field("isVehicleDropOff", .boolean, source: listed),
            Field("startDateTime", .dateTime, required: true, source: listed),
        ]
        + posted.filter { ["endDateTime", "language", "customer", "vehicle", "services"].contains($0.name) }
        + [
            Field("createdDate", .dateTime, required: true, source: .inferred),
            Field("updatedDate", .dateTime, source: .inferred),
        ]

    static func key(of fields: JSON.Object) -> String { fields["appointmentId"]?.string ?? "" }

    static func check(_ fields: JSON.Object) throws(RecordProblem) {
        for name in ["startDateTime", "endDateTime"] where Instant(iso8601: fields[name]?.string ?? "") == nil
        {
            throw RecordProblem("must be a date-time (YYYY-MM-DDThh:mm:ssZ)", at: [name])
        }
    }

    init(stored: AutoLeap.StoredRow) {
        self.stored = stored
        // Both were checked.
        start = Instant(iso8601: stored.sheet.text("startDateTime")) ?? stored.created
        end = Instant(iso8601: stored.sheet.text("endDateTime")) ?? stored.created
    }

    func rank(by ranking: Ranking) -> Int64? {
        switch ranking {
        case .created: created.milliseconds
        case .updated: updated.milliseconds
        case .start: start.milliseconds
        case .end: end.milliseconds
        }
    }

    var facetValues: [(name: StaticString, value: String)] {
        [("locationId", sheet.text("locationId")), ("status", sheet.text("status"))]
    }
}
