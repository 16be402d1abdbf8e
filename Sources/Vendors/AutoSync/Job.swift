package import Engine
package import JSON

extension AutoSync {
    package typealias Job = ShopRow<JobFields>

    /// A group of line items of a work order.
    ///
    /// Source: "Jobs" [seed], with a name and line items; `subtotal` is [inferred].
    package struct JobFields: ShopFields {
        let workOrder: Int
        let name: String
        let lineItems: [LineItem]
        let subtotal: Money

        package var parent: Int? { workOrder }

        /// `nil` where the lines come to more than can be added up.
        init?(workOrder: Int, name: String, lineItems: [LineItem]) {
            var subtotal = Money.zero
            for line in lineItems {
                subtotal = subtotal + line.total
                guard subtotal <= .highest else { return nil }
            }
            self.workOrder = workOrder
            self.name = name
            self.lineItems = lineItems
            self.subtotal = subtotal
        }
    }
}

extension AutoSync.JobFields {
    static let body: [Field] = [
        Field("name", .string(), required: true),
        Field(
            "line_items",
            .array(.object(AutoSync.LineItem.body)),
            about: "their fields are not documented"
        ),
    ]

    package static let model: [Field] = [
        Field("workorder_id", .integer(AutoSync.ids), required: true),
        Field("name", .string(), required: true),
        Field(
            "line_items",
            .array(.map(.anything)),
            source: .inferred,
            about: "id, type, description, quantity, unit_price, part_id, and whatever else"
        ),
        Field("subtotal", .number, source: .inferred, about: "the line items together"),
    ]

    package init(_ object: JSON.Object) throws(RecordProblem) {
        var lines: [AutoSync.LineItem] = []
        for (index, value) in (object["line_items"]?.array ?? []).enumerated() {
            let line = value.object ?? JSON.Object()
            guard let id = line["id"]?.int, AutoSync.ids.contains(id) else {
                throw RecordProblem("a line item needs an id", at: ["line_items", "\(index)", "id"])
            }
            do throws(AutoSync.LineItem.Wrong) {
                lines.append(try AutoSync.LineItem(line, id: id))
            } catch {
                throw RecordProblem(
                    "'\(error.field)' must be \(error.wanted)",
                    at: ["line_items", "\(index)", error.field]
                )
            }
        }
        let made = Self(
            workOrder: try object.integer("workorder_id"),
            name: object.text("name") ?? "",
            lineItems: lines
        )
        guard let made else { throw RecordProblem("the line items add up to too much", at: ["line_items"]) }
        let told = try object.money("subtotal")
        guard told == nil || told == made.subtotal else {
            throw RecordProblem(
                "'subtotal' must be what the lines add up to, \(made.subtotal)",
                at: ["subtotal"]
            )
        }
        self = made
    }

    package func write(to json: inout JSON.Writer) {
        json.member("workorder_id", workOrder)
        json.member("name", name)
        json.member("line_items", lineItems)
        json.member("subtotal", subtotal)
    }
}
