package import Engine
package import JSON

extension AutoSync {
    package typealias Part = ShopRow<PartFields>

    /// A part on the shelf.
    ///
    /// Source: `quantity`, `cost` and `price` from Update Stock, and that there is a threshold from the event
    /// `inventory.low_stock` [seed]; the other names are [inferred].
    package struct PartFields: ShopFields {
        let name: String
        let partNumber: String
        var quantity: Int
        /// Paid for one.
        var cost: Money
        /// Asked for one.
        var price: Money
        let reorderThreshold: Int
        var updatedAt: Instant

        /// How many there can be.
        static let quantities = 0...1_000_000_000

        var isLow: Bool { quantity < reorderThreshold }
    }
}

extension AutoSync.PartFields {
    package static let model: [Field] = [
        Field("name", .string(), required: true, source: .inferred),
        Field("part_number", .string(), required: true, source: .inferred),
        Field("quantity", .integer(quantities), required: true),
        Field("cost", .number),
        Field("price", .number),
        Field("reorder_threshold", .integer(quantities), source: .inferred, about: "0: never low"),
        Field("updated_at", .dateTime, source: .inferred),
    ]

    package init(_ object: JSON.Object) throws(RecordProblem) {
        name = object.text("name") ?? ""
        partNumber = object.text("part_number") ?? ""
        quantity = try object.integer("quantity")
        cost = try object.money("cost") ?? .zero
        price = try object.money("price") ?? .zero
        reorderThreshold = object["reorder_threshold"]?.int ?? 0
        updatedAt = try object.time("updated_at") ?? .first
    }

    package func write(to json: inout JSON.Writer) {
        json.member("name", name)
        json.member("part_number", partNumber)
        json.member("quantity", quantity)
        json.member("cost", cost)
        json.member("price", price)
        json.member("reorder_threshold", reorderThreshold)
        json.member("updated_at", updatedAt)
    }
}
