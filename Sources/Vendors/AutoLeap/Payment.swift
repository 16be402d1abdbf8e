import Engine
import JSON

extension AutoLeap {
    /// A payment for a repair order, with what was given back of it.
    ///
    /// Source: the rows of the list [public]. Amounts are cents, as in the order [inferred].
    struct Payment: SheetRow {
        let stored: StoredRow

        typealias Ranking = Dates

        /// Payments have names of their own for these two.
        static let createdName = "paymentDate"
        static let updatedName: String? = "lastUpdatedAt"
    }
}

extension AutoLeap.Payment {
    private static let listed = Source.public("payments/get")

    static let model: [Field] = [
        Field("paymentId", .string(), required: true, source: listed),
        Field("locationId", .string(), required: true, source: listed),
        Field("companyId", .string(), required: true, source: listed),
        Field("roNumber", .string(), required: true, source: listed, about: "a text, unlike in orders"),
        Field("paymentDate", .dateTime, required: true, source: listed),
        Field("totalPaymentAmount", .number, required: true, source: listed, about: "cents"),
        Field("totalRefundedAmount", .number, source: listed, about: "cents"),
        Field("netPaidAmount", .number, source: listed, about: "cents"),
        Field("paymentType", .string(), source: listed),
        Field("paymentMethod", .string(), source: listed),
        Field("lastUpdatedAt", .dateTime, source: listed),
        Field(
            "paymentHistory",
            .array(
                .object([
                    Field("action", .string(), source: listed),
                    Field("amount", .number, source: .inferred, about: "cents"),
                    Field("date", .dateTime, source: .inferred),
                ])
            ),
            source: listed
        ),
    ]

    static func key(of fields: JSON.Object) -> String { fields["paymentId"]?.string ?? "" }

    var facetValues: [(name: StaticString, value: String)] { [("locationId", sheet.text("locationId"))] }
}
