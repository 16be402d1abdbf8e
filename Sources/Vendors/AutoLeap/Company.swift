import Engine
import JSON

extension AutoLeap {
    /// A business with one shop or several; everything belongs to one.
    struct Company: Record {
        typealias ID = String

        let id: String
        let name: String
    }

    /// A shop of a company.
    struct Location: Record {
        typealias ID = String

        let id: String
        let companyID: Company.ID
        let name: String
        /// As in the time zone database: `America/New_York`.
        let timezone: String

        struct Indexes: RowIndexes {
            private(set) var company = Index<Company.ID, Location.ID>()

            init() {}
            mutating func insert(_ row: Location) { company.insert(row.companyID, row.id) }
            mutating func remove(_ row: Location) { company.remove(row.companyID, row.id) }
        }
    }
}

extension AutoLeap.Company {
    static let model: [Field] = [
        Field("companyId", .string(), required: true, source: .inferred),
        Field("companyName", .string(), required: true, source: .inferred),
    ]

    init(_ object: JSON.Object) throws(RecordProblem) {
        id = object["companyId"]?.string ?? ""
        name = object["companyName"]?.string ?? ""
    }

    func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("companyId", id)
            json.member("companyName", name)
        }
    }
}

extension AutoLeap.Location {
    static let model: [Field] = [
        Field("locationId", .string(), required: true, source: .inferred),
        Field("companyId", .string(), required: true, source: .inferred),
        Field("locationName", .string(), required: true, source: .inferred),
        Field("timezone", .string(), source: .inferred, about: "America/New_York unless said"),
    ]

    init(_ object: JSON.Object) throws(RecordProblem) {
        id = object["locationId"]?.string ?? ""
        companyID = object["companyId"]?.string ?? ""
        name = object["locationName"]?.string ?? ""
        timezone = object["timezone"]?.string ?? "America/New_York"
    }

    func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("locationId", id)
            json.member("companyId", companyID)
            json.member("locationName", name)
            json.member("timezone", timezone)
        }
    }
}
