import Engine
import JSON

extension AutoLeap {
    /// A vehicle that a company looks after.
    ///
    /// Source: the bodies of creating and updating [public]; how one looks in replies is [inferred].
    struct Vehicle: Archivable {
        let stored: StoredRow

        typealias Ranking = Dates

        static let title = "Vehicle"
        static let collection = "vehicles"
        static let statusName = "vehicleStatus"
        static var table: any WritableKeyPath<State, Table<Vehicle>> & Sendable { \.vehicles }

        /// What searches for a vehicle look at, in lower case.
        var searchText: [String] {
            ["vin", "licensePlate", "make", "model", "vehicleName"].map { sheet.text($0).lowercased() }
                + [Vehicle.name(of: sheet.fields).lowercased()]
        }

        static let derivedName = "vehicleName"
        /// `2021 Honda Accord`: what a vehicle is called that was given no name [inferred].
        static func name(of fields: JSON.Object) -> String {
            [fields["year"]?.int.map(String.init), fields["make"]?.string, fields["model"]?.string]
                .compactMap { $0 }.joined(separator: " ")
        }
    }
}

extension AutoLeap.Vehicle {
    /// What a client may write.
    static let created: [Field] = [
        Field("customerId", .nullable(.string()), source: patched),
        Field("year", .nullable(.integer()), source: patched),
        Field("make", .nullable(.string()), source: posted),
        Field("model", .nullable(.string()), source: posted),
        Field("vehicleName", .nullable(.string()), source: posted, about: "year, make and model unless said"),
        Field("engine", .nullable(.string()), source: posted),
        Field("color", .nullable(.string()), source: posted),
        Field("licensePlate", .nullable(.string()), source: posted),
        Field("state", .nullable(.string()), source: posted),
        Field("vin", .nullable(.string()), source: posted, about: "any text: no checksum is looked at"),
        Field("imgUrl", .nullable(.string()), source: posted),
        Field("notes", .nullable(.string()), source: posted),
        Field("tags", .nullable(.array(.object(AutoLeap.tag))), source: posted),
        Field("driveType", .nullable(.string()), source: posted),
        Field("transmission", .nullable(.string()), source: posted),
        Field("mileage", .nullable(.integer()), source: posted),
        Field("mileageUnit", .nullable(.oneOf(["Miles", "Kilometers"])), source: posted),
    ]

    private static let posted = Source.public("vehicles")
    private static let patched = Source.public("vehicles/patch")

    static let status = Field(statusName, .oneOf(statuses), about: "Active unless said")
    static let statuses = ["Active", "Inactive"]

    static let updated: [Field] =
        [Field("vehicleId", .string(), required: true)] + created + [status]

    static let model: [Field] =
        [
            Field("vehicleId", .string(), required: true),
            Field("companyId", .string(), required: true, source: .inferred),
        ] + created + [
            status,
            Field("createdDate", .dateTime, required: true, source: .inferred),
            Field("updatedDate", .dateTime, source: .inferred),
        ]

    static func key(of fields: JSON.Object) -> String { fields["vehicleId"]?.string ?? "" }

    var facetValues: [(name: StaticString, value: String)] {
        [
            ("customerId", sheet.text("customerId")), ("vin", sheet.text("vin").lowercased()),
            ("licensePlate", sheet.text("licensePlate").lowercased()),
            ("vehicleStatus", sheet.text("vehicleStatus").lowercased()),
        ]
    }
}
