import Engine
import JSON

extension AutoLeap {
    /// A stretch of a technician's working time. Its fields are [inferred], some after the technicians of repair orders.
    struct TimesheetLog: SheetRow {
        let stored: StoredRow

        enum Ranking: CaseIterable { case clockedIn }

        static let createdName = "clockInTime"
        static let updatedName: String? = nil
    }
}

extension AutoLeap.TimesheetLog {
    static let model: [Field] = [
        Field("logId", .string(), required: true, source: .inferred),
        Field("companyId", .string(), required: true, source: .inferred),
        Field("locationId", .string(), required: true, source: .inferred),
        Field("technicianId", .string(), required: true, source: .inferred),
        Field("technicianName", .string(), source: .inferred),
        Field("payrollId", .string(), source: .inferred),
        Field("clockInTime", .dateTime, required: true, source: .inferred),
        Field("clockOutTime", .nullable(.dateTime), source: .inferred, about: "null while the clock runs"),
        Field("durationMinutes", .nullable(.integer()), source: .inferred),
        Field("repairOrderNumber", .nullable(.integer()), source: .inferred),
        Field("serviceId", .nullable(.integer()), source: .inferred),
        Field("notes", .string(), source: .inferred),
    ]

    static func key(of fields: JSON.Object) -> String { fields["logId"]?.string ?? "" }

    func rank(by ranking: Ranking) -> Int64? { created.milliseconds }

    var facetValues: [(name: StaticString, value: String)] { [("locationId", sheet.text("locationId"))] }
}
