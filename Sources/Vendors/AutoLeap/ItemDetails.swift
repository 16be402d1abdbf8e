import Engine
import JSON

extension AutoLeap {
    /// The part of an item that depends on its type: written as `partDetails` or `tireDetails`, read back as `details`
    /// [seed].
    enum ItemDetails {
        static let part: [Field] = [
            Field("defaultQuantity", .integer()),
            Field("costPerUnit", .number),
            Field("hasCore", .boolean),
            Field("coreCost", .number),
            Field("totalCost", .number, about: "quantity times cost, and the core's, unless said"),
            Field("pricePerUnit", .number),
            Field("pricingMatrix", .string()),
            Field("totalPrice", .number, about: "quantity times price unless said"),
            Field("isStockItem", .boolean, about: "whether it has inventory levels"),
            Field("supplier", .string()),
            Field("brand", .string()),
            Field("productLine", .string()),
            Field("warrantyEligible", .boolean),
            Field("warrantyName", .string()),
            Field("associatedFeesName", .array(.string())),
        ]

        static let tire: [Field] = [
            Field("tireDisplayName", .string()),
            Field("model", .string()),
            Field("brand", .string()),
            Field("tireWidth", .integer()),
            Field("tireProfile", .integer()),
            Field("tireSize", .string(), about: "a text, unlike width and profile"),
            Field("defaultQuantity", .integer()),
            Field("costPerUnit", .number),
            Field("pricePerUnit", .number),
            Field("seasonality", .integer(), about: "a code without a documented meaning"),
            Field("totalCost", .number, source: .inferred),
            Field("totalPrice", .number, source: .inferred),
            Field("pricingMatrix", .string(), source: .inferred),
            Field("isStockItem", .boolean, source: .inferred),
            Field("supplier", .string(), source: .inferred),
            Field("productLine", .string(), source: .inferred),
            Field("warrantyEligible", .boolean, source: .inferred),
            Field("warrantyName", .string(), source: .inferred),
            Field("associatedFeesName", .array(.string()), source: .inferred),
        ]

        static let labor: [Field] = [
            Field("defaultHours", .number, source: .inferred),
            Field("costPerHour", .number, source: .inferred),
            Field("pricePerHour", .number, source: .inferred),
            Field("totalCost", .number, source: .inferred),
            Field("totalPrice", .number, source: .inferred),
            Field("pricingMatrix", .string(), source: .inferred),
        ]

        static let discount: [Field] = [
            Field("discountType", .oneOf(["percentage", "amount"]), source: .inferred),
            Field("discountValue", .number, source: .inferred),
        ]

        static let fee: [Field] = [
            Field("feeType", .oneOf(["percentage", "amount"]), source: .inferred),
            Field("feeValue", .number, source: .inferred),
            Field("cost", .number, source: .inferred),
        ]

        static func fields(of type: Item.Kind) -> [Field] {
            switch type {
            case .part: part
            case .tire: tire
            case .labor: labor
            case .discount: discount
            case .fee: fee
            }
        }

        private static let one = JSON.Number(1)

        /// The details with the totals that they leave out [inferred]. One that cannot be told is left out too.
        static func completed(_ details: JSON.Object) -> JSON.Object {
            var details = details
            let quantity = details["defaultQuantity"]?.number ?? one
            if details["totalCost"] == nil, let cost = details["costPerUnit"]?.number?.times(quantity) {
                let core = details["hasCore"]?.bool == true ? details["coreCost"]?.number : nil
                details["totalCost"] = (core.map { cost.plus($0) } ?? cost).map { .number($0) }
            }
            if details["totalPrice"] == nil {
                details["totalPrice"] = details["pricePerUnit"]?.number?.times(quantity).map { .number($0) }
            }
            return details
        }
    }
}
