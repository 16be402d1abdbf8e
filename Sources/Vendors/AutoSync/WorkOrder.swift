package import Engine
package import JSON

extension AutoSync {
    package typealias WorkOrder = ShopRow<WorkOrderFields>

    /// What is done to a vehicle, and what it costs.
    ///
    /// Source: the example of List Work Orders and the body of Create Work Order [seed]. That the total is the sum of
    /// subtotal and tax holds in the example, and here always [inferred]. The amounts follow the jobs that calls create; a
    /// scenario that sets jobs sets the amounts as well.
    package struct WorkOrderFields: ShopFields {
        let number: String
        var status: Status
        var customer: Int
        var vehicle: Int
        var technician: Int?
        var notes: String?
        var subtotal = Money.zero
        var tax = Money.zero
        let createdAt: Instant

        enum Status: String, Sendable, CaseIterable {
            case draft
            case inProgress = "in_progress"
            case waitingParts = "waiting_parts"
            case completed, invoiced

            static let names = allCases.map(\.rawValue)
        }

        var total: Money { subtotal + tax }
    }
}

extension AutoSync.WorkOrderFields {
    static let creation: [Field] = [
        Field("customer_id", .integer(), required: true),
        Field("vehicle_id", .integer(), required: true),
        Field("technician_id", .nullable(.integer())),
        Field("notes", .nullable(.string()), about: "internal"),
    ]

    /// Not documented at all.
    static let update: [Field] = [
        Field("status", .oneOf(Status.names), source: .inferred),
        Field("technician_id", .nullable(.integer()), source: .inferred),
        Field("notes", .nullable(.string()), source: .inferred),
        Field("customer_id", .integer(), source: .inferred),
        Field("vehicle_id", .integer(), source: .inferred),
    ]

    package static let model: [Field] =
        [
            Field("work_order_number", .string(), about: "the id as text where it is not given"),
            Field("status", .oneOf(Status.names), about: "draft where it is not given"),
        ] + creation + [
            Field("subtotal", .number),
            Field("tax", .number),
            Field("total", .number, about: "subtotal and tax together"),
            Field("created_at", .dateTime),
        ]

    package init(_ object: JSON.Object) throws(RecordProblem) {
        let id = try object.integer("id")
        number = object.text("work_order_number") ?? String(id)
        status = object.text("status").flatMap(Status.init) ?? .draft
        customer = try object.integer("customer_id")
        vehicle = try object.integer("vehicle_id")
        technician = object["technician_id"]?.int
        notes = object.text("notes")
        subtotal = try object.money("subtotal") ?? .zero
        tax = try object.money("tax") ?? .zero
        createdAt = try object.creationTime()
        let told = try object.money("total")
        guard total <= .highest, told == nil || told == total else {
            throw RecordProblem("'total' must be subtotal and tax together, \(total)", at: ["total"])
        }
    }

    package func write(to json: inout JSON.Writer) {
        json.member("work_order_number", number)
        json.member("status", status.rawValue)
        json.member("customer_id", customer)
        json.member("vehicle_id", vehicle)
        json.member("technician_id", technician)
        json.member("notes", notes)
        json.member("subtotal", subtotal)
        json.member("tax", tax)
        json.member("total", total)
        json.member("created_at", createdAt)
    }

    /// The same order with another subtotal; `nil` where that is too much to be added up.
    func with(subtotal: AutoSync.Money, taxRate: AutoSync.Quantity) -> Self? {
        guard subtotal <= .highest else { return nil }
        var order = self
        order.subtotal = subtotal
        order.tax = subtotal.percent(taxRate)
        return order.total <= .highest ? order : nil
    }
}

extension AutoSync.WorkOrderFields {
    package func facets(of shop: Int) -> [Facet] {
        var facets = [
            Facet(shop, "status", status.rawValue), Facet(shop, "customer_id", customer),
            Facet(shop, "vehicle_id", vehicle),
        ]
        if let technician { facets.append(Facet(shop, "technician_id", technician)) }
        return facets
    }

    package var listedTime: Instant? { createdAt }
}
