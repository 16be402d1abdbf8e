package import Engine
package import JSON

extension AutoSync {
    /// A shop.
    ///
    /// Source: the examples of List Shops [seed]; `tax_rate`, which no reply shows, is [inferred] from the 8 % of the
    /// work order's example.
    package struct Shop: Record {
        package let id: Int
        let name: String
        let slug: String
        /// `active`; other values are not documented.
        let status: String
        let locationCount: Int
        let createdAt: Instant
        /// In percent of the subtotal.
        let taxRate: Quantity

        static let defaultTaxRate = Quantity(units: 80_000)
        static let highestTaxRate = 100
    }
}

extension AutoSync.Shop {
    package static let model: [Field] = [
        Field("id", .integer(AutoSync.ids), required: true),
        Field("name", .string(), required: true),
        Field("slug", .string()),
        Field("status", .string(), about: "active where it is not given"),
        Field("location_count", .integer(0...1_000_000)),
        Field("created_at", .dateTime),
        Field("tax_rate", .number, source: .inferred, about: "in percent; 8 where it is not given"),
    ]

    package init(_ object: JSON.Object) throws(RecordProblem) {
        id = try object.integer("id")
        name = object.text("name") ?? ""
        slug = object.text("slug") ?? ""
        status = object.text("status") ?? "active"
        locationCount = object["location_count"]?.int ?? 1
        createdAt = try object.creationTime()
        guard let rate = object["tax_rate"]?.number else {
            taxRate = Self.defaultTaxRate
            return
        }
        guard let rate = AutoSync.Quantity(rate, limit: Self.highestTaxRate) else {
            throw RecordProblem(
                "'tax_rate' must be from 0 to 100, with at most four decimals",
                at: ["tax_rate"]
            )
        }
        taxRate = rate
    }

    package func write(to json: inout JSON.Writer) {
        json.object { json in
            writeFacts(to: &json)
            json.member("location_count", locationCount)
            json.member("created_at", createdAt)
            json.member("tax_rate", taxRate)
        }
    }

    /// What replies show: a list counts the locations [seed], the example of a single shop does not.
    func writeReply(withLocations: Bool, to json: inout JSON.Writer) {
        json.object { json in
            writeFacts(to: &json)
            if withLocations { json.member("location_count", locationCount) }
            json.member("created_at", createdAt)
        }
    }

    /// The fields of `writeReply`.
    static func shown(withLocations: Bool) -> [Field] {
        model.filter { $0.name != "tax_rate" && (withLocations || $0.name != "location_count") }
            .map { Field($0.name, $0.type, required: true, source: $0.source, about: $0.about) }
    }

    private func writeFacts(to json: inout JSON.Writer) {
        json.member("id", id)
        json.member("name", name)
        json.member("slug", slug)
        json.member("status", status)
    }
}
