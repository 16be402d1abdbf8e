package import Engine
package import JSON

extension AutoSync {
    package typealias Vehicle = ShopRow<VehicleFields>

    /// A vehicle of a customer.
    ///
    /// Source: the body of Create Vehicle [seed]; that replies show the same fields is [inferred].
    package struct VehicleFields: ShopFields {
        var customer: Int
        var year: Int
        var make: String
        var model: String
        var vin: String?
        var licensePlate: String?
        var mileage: Int?
        let createdAt: Instant

        static let vinLength = 17
    }
}

extension AutoSync.VehicleFields {
    static let body: [Field] = [
        Field("customer_id", .integer(), required: true),
        Field("year", .integer(), required: true),
        Field("make", .string(), required: true),
        Field("model", .string(), required: true),
        Field("vin", .nullable(.string()), about: "17 characters"),
        Field("license_plate", .nullable(.string())),
        Field("mileage", .nullable(.integer())),
    ]

    package static let model: [Field] = body + [Field("created_at", .dateTime, source: .inferred)]

    package init(_ object: JSON.Object) throws(RecordProblem) {
        customer = try object.integer("customer_id")
        year = try object.integer("year")
        make = object.text("make") ?? ""
        model = object.text("model") ?? ""
        vin = object.text("vin")
        licensePlate = object.text("license_plate")
        mileage = object["mileage"]?.int
        createdAt = try object.creationTime()
    }

    package func write(to json: inout JSON.Writer) {
        json.member("customer_id", customer)
        writeName(to: &json)
        json.member("vin", vin)
        json.member("license_plate", licensePlate)
        json.member("mileage", mileage)
        json.member("created_at", createdAt)
    }

    package var mention: [UInt8] { Self.members(writeName) }

    private func writeName(to json: inout JSON.Writer) {
        json.member("year", year)
        json.member("make", make)
        json.member("model", model)
    }
}

extension AutoSync.VehicleFields {
    package func facets(of shop: Int) -> [Facet] { [Facet(shop, "customer_id", customer)] }

    package static let searchedTexts = 2

    /// The VIN, and the plate.
    package var searched: [[UInt8]] {
        [vin, licensePlate].map { text in
            var haystack = AutoSync.Haystack()
            haystack.add(text)
            return haystack.bytes
        }
    }
}
