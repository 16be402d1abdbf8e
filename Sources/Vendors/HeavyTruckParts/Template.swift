package import Engine
package import JSON

extension HeavyTruckParts {
    /// A named rule for what an end user sees. API user and vendor agree on them beforehand; they are addressed by
    /// type and name.
    ///
    /// Source: "End user templates" [seed]; what the rules can say is [inferred].
    package struct Template: Record {
        /// What a template bears upon. Only `pricing` is spelled out [seed]; the other two follow from the prose.
        enum Kind: String, Sendable, Comparable, CaseIterable {
            case availability, pricing, quantity

            static func < (one: Kind, other: Kind) -> Bool { one.rawValue < other.rawValue }
        }

        let kind: Kind
        let name: String
        let rule: Rule

        /// `pricing-Dealer`
        package var id: String { Template.id(kind, name) }

        static func id(_ kind: Kind, _ name: String) -> String { "\(kind.rawValue)-\(name)" }
    }
}

extension HeavyTruckParts.Template {
    /// What a template does. Of its fields only those of its type have an effect.
    struct Rule: Sendable {
        /// Of the retail price, in hundredths of a percent.
        var share: Int?
        /// Fixed prices by item, as `101-1-500001`; they beat the percentage.
        var prices: [String: HeavyTruckParts.Cents] = [:]
        /// The most that is shown as available.
        var maxQuantity: Int?
        var hiddenCategories: [String] = []
        var hiddenVendors: [Int] = []
    }

    /// 1000 %
    static let highestShare = 100_000

    package static let model: [Field] = [
        Field("template_name", .string(maxLength: 100), required: true),
        Field("template_type", .oneOf(Kind.allCases.map(\.rawValue)), required: true),
        Field(
            "rule",
            .object([
                Field(
                    "percent_of_retail",
                    .decimal,
                    source: .inferred,
                    about: "pricing: of the retail price"
                ),
                Field(
                    "prices",
                    .map(.decimal),
                    source: .inferred,
                    about: "pricing: fixed, by vendor-store-item"
                ),
                Field(
                    "max_quantity",
                    .integer(0...1_000_000),
                    source: .inferred,
                    about: "quantity: the most shown"
                ),
                Field("hide_categories", .array(.string()), source: .inferred, about: "availability"),
                Field("hide_vendors", .array(.integer()), source: .inferred, about: "availability"),
            ]),
            required: true,
            source: .inferred
        ),
    ]

    package init(_ object: JSON.Object) throws(RecordProblem) {
        guard let kind = Kind(rawValue: object["template_type"]?.string ?? "") else {
            throw RecordProblem("is no type of template", at: ["template_type"])
        }
        self.kind = kind
        name = object["template_name"]?.string ?? ""
        guard !name.isEmpty else { throw RecordProblem("must not be empty", at: ["template_name"]) }
        rule = try Rule(object["rule"]?.object ?? JSON.Object())
    }

    package func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("template_name", name)
            json.member("template_type", kind.rawValue)
            json.key("rule")
            rule.write(to: &json)
        }
    }
}

extension HeavyTruckParts.Template.Rule {
    init(_ object: JSON.Object) throws(RecordProblem) {
        if let percent = object["percent_of_retail"] {
            // A percentage has as many decimals as a price.
            guard let share = HeavyTruckParts.Cents(decimal: percent)?.count,
                share <= HeavyTruckParts.Template.highestShare
            else { throw RecordProblem("must be from 0 to 1000", at: ["rule", "percent_of_retail"]) }
            self.share = share
        }
        for (item, price) in object["prices"]?.object ?? JSON.Object() {
            guard let price = HeavyTruckParts.Cents(decimal: price) else {
                throw RecordProblem("must be a price", at: ["rule", "prices", item])
            }
            prices[item] = price
        }
        maxQuantity = object["max_quantity"]?.int
        hiddenCategories = (object["hide_categories"]?.array ?? []).compactMap(\.string)
        hiddenVendors = (object["hide_vendors"]?.array ?? []).compactMap(\.int)
    }

    func write(to json: inout JSON.Writer) {
        json.object { json in
            if let share {
                json.key("percent_of_retail")
                json.value(HeavyTruckParts.percentage(share))
            }
            if !prices.isEmpty {
                json.key("prices")
                json.object { json in
                    for (item, price) in prices.sorted(by: { $0.key < $1.key }) {
                        json.key(item)
                        json.string(price.description)
                    }
                }
            }
            if let maxQuantity { json.member("max_quantity", maxQuantity) }
            if !hiddenCategories.isEmpty {
                json.key("hide_categories")
                json.array { json in for category in hiddenCategories { json.string(category) } }
            }
            if !hiddenVendors.isEmpty {
                json.key("hide_vendors")
                json.array { json in for vendor in hiddenVendors { json.int(vendor) } }
            }
        }
    }
}

extension HeavyTruckParts {
    /// 8550 as `85.50`, 8500 as `85`.
    fileprivate static func percentage(_ share: Int) -> JSON.Value {
        let text = share % 100 == 0 ? String(share / 100) : Cents(share).description
        return JSON.Number(text).map(JSON.Value.number) ?? .null
    }
}

extension HeavyTruckParts.Cents {
    /// Of a number, or its digits in a string.
    init?(decimal value: JSON.Value) {
        switch value {
        case .number(let number): self.init(number.text)
        case .string(let text): self.init(text)
        case .null, .bool, .array, .object: return nil
        }
    }
}
