import Engine
import JSON

extension AutoLeap {
    /// A part, tire, labor, discount or fee of a company's price list.
    ///
    /// Source: the documented sample of one item [seed]. That lists filter by a time of update though replies show none
    /// is [seed], too: it is kept out of sight.
    struct Item: Archivable {
        let stored: StoredRow
        /// Its prices as replies show them.
        let prices = WrittenOnce()

        enum Kind: String, CaseIterable {
            case part, tire, labor, discount, fee

            var hasPrice: Bool { self == .part || self == .tire || self == .labor }
        }

        typealias Ranking = Dates

        /// Items in stock keeping, and those with a price: parts, tires, labor [seed].
        static let stocked: (name: StaticString, value: String) = ("is", "stocked")
        static let priced: (name: StaticString, value: String) = ("is", "priced")

        static let title = "Item"
        static let collection = "items"
        static let statusName = "status"
        static let hidden = ["createdDate", "updatedDate"]
        static var table: any WritableKeyPath<State, Table<Item>> & Sendable { \.items }

        var kind: Kind { Kind(rawValue: sheet.text("itemType")) ?? .part }
        var number: String { sheet.text("itemNumber") }
        var details: JSON.Value { sheet["details"] ?? .null }
        /// Only such items have inventory levels [inferred].
        var isStocked: Bool { details["isStockItem"]?.bool ?? false }
        var hasPrice: Bool { kind.hasPrice }

        /// Writes it as replies show it.
        func write(to json: inout JSON.Writer, _ unset: Assumptions.UnsetStrings) {
            guard unset == .empty else { return json.raw(sheet.json) }
            json.object { json in
                for field in Item.model where !Item.hidden.contains(field.name) {
                    if let value = sheet[field.name] {
                        json.member(field.name, value)
                    } else if case .string = field.type {
                        json.member(field.name, "")
                    }
                }
            }
        }
    }
}

extension AutoLeap.Item {
    private static let described = Source.public("items/post")

    /// What stands around the details.
    private static let head: [Field] = [
        Field("itemType", .oneOf(["part", "tire"]), required: true),
        Field("itemName", .string(), required: true, source: described),
        Field("itemNameFR", .string(), source: described),
        Field("itemNumber", .string(), required: true, source: described, about: "need not be unique"),
        Field("category", .string(), source: described),
        Field("subCategory", .string(), source: described),
        Field("subSubCategory", .string(), source: described),
        Field("description", .string(), source: described),
        Field("descriptionFR", .string(), source: described),
        Field("displayQuantityOnRO", .boolean, source: described),
        Field("displayDescriptionOnRO", .boolean, source: described),
        Field("status", .oneOf(["Active", "Inactive"]), required: true, source: described),
        Field("taxable", .boolean, required: true, source: described),
        Field("commissionable", .boolean, source: described),
        Field("internalNotes", .string(), source: described),
        Field("salesCodeName", .string(), source: described),
        Field("salesCode", .string(), source: described),
    ]

    static let posted: [Field] =
        head + [
            Field("partDetails", .object(AutoLeap.ItemDetails.part), about: "required of a part"),
            Field("tireDetails", .object(AutoLeap.ItemDetails.tire), about: "required of a tire"),
        ]

    static let model: [Field] =
        [
            Field("itemId", .string(), required: true),
            Field("companyId", .string(), required: true),
            Field("itemType", .oneOf(Kind.allCases.map(\.rawValue)), required: true),
        ] + head.dropFirst() + [
            Field("details", .map(.anything), required: true, about: "by the type of the item"),
            Field("createdDate", .dateTime, required: true, source: .inferred, about: "not shown"),
            Field("updatedDate", .dateTime, source: .inferred, about: "not shown"),
        ]

    static func key(of fields: JSON.Object) -> String { fields["itemId"]?.string ?? "" }

    static func check(_ fields: JSON.Object) throws(RecordProblem) {
        guard let kind = Kind(rawValue: fields["itemType"]?.string ?? "") else {
            throw RecordProblem("is no type of item", at: ["itemType"])
        }
        var json = JSON.Writer()
        json.value(fields["details"] ?? .null)
        // What was a value a moment ago reads as one.
        guard let document = try? JSON.Document(json.bytes) else { return }
        let details = AutoLeap.ItemDetails.fields(of: kind)
        if let finding = Field.problems(with: document.root, as: details, in: "details").first {
            throw RecordProblem(finding.message, at: ["details"])
        }
    }

    /// Parts and tires are asked for by their number [public].
    var facetValues: [(name: StaticString, value: String)] {
        let kind = kind
        var values: [(name: StaticString, value: String)] = []
        values.reserveCapacity(4)
        values.append(("type", kind.rawValue))
        if kind == .part || kind == .tire { values.append(("itemNumber", number)) }
        if isStocked { values.append(Self.stocked) }
        if kind.hasPrice { values.append(Self.priced) }
        return values
    }
}
