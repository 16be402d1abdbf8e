package import Engine
package import JSON

extension AutoSync {
    package typealias Payment = ShopRow<PaymentFields>

    /// A payment of a work order.
    ///
    /// Source: that there are payments, and that a work order has a history of them [seed]; the fields are [inferred].
    package struct PaymentFields: ShopFields {
        let workOrder: Int
        let customer: Int
        let amount: Money
        let method: String
        let status: String
        let createdAt: Instant

        package var parent: Int? { workOrder }
    }
}

extension AutoSync.PaymentFields {
    package static let model: [Field] = [
        Field("workorder_id", .integer(AutoSync.ids), required: true, source: .inferred),
        Field("customer_id", .integer(AutoSync.ids), required: true, source: .inferred),
        Field("amount", .number, required: true, source: .inferred),
        Field("method", .string(), source: .inferred, about: "card where it is not given"),
        Field("status", .string(), source: .inferred, about: "completed where it is not given"),
        Field("created_at", .dateTime, source: .inferred),
    ]

    package init(_ object: JSON.Object) throws(RecordProblem) {
        workOrder = try object.integer("workorder_id")
        customer = try object.integer("customer_id")
        amount = try object.money("amount") ?? .zero
        method = object.text("method") ?? "card"
        status = object.text("status") ?? "completed"
        createdAt = try object.creationTime()
    }

    package func write(to json: inout JSON.Writer) {
        json.member("workorder_id", workOrder)
        json.member("customer_id", customer)
        json.member("amount", amount)
        json.member("method", method)
        json.member("status", status)
        json.member("created_at", createdAt)
    }
}
