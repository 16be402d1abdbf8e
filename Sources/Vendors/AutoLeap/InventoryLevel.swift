import Engine
import JSON

extension AutoLeap {
    /// How many pieces of an item a location has. An item in stock keeping has one in every location of its company:
    /// where nothing was recorded, nothing is on hand.
    ///
    /// Source: that levels exist, and `restockLevel` [public]; the fields are [inferred].
    struct InventoryLevel: Record {
        typealias ID = String

        let itemID: Item.ID
        let companyID: Company.ID
        let locationID: Location.ID
        var quantityOnHand = JSON.Number(0)
        var restockLevel = JSON.Number(0)
        var maxQuantity = JSON.Number(0)
        var updated: Instant

        var id: String { InventoryLevel.key(itemID, locationID) }

        static func key(_ item: Item.ID, _ location: Location.ID) -> String { "\(item)-\(location)" }

        /// The level of an item that nobody has counted yet.
        init(of item: Item, at location: Location.ID) {
            itemID = item.id
            companyID = item.companyID
            locationID = location
            updated = item.created
        }

        struct Indexes: RowIndexes {
            /// By company and standing.
            private(set) var standing = Index<Facet, String>()
            /// By company, in the order of changes.
            private(set) var updated = Index<Facet, Placed<String>>()

            init() {}

            mutating func insert(_ row: InventoryLevel) {
                standing.insert(InventoryLevel.facet(row.companyID, row.standing), row.id)
                updated.insert(Facet(row.companyID), Placed(row.updated.milliseconds, row.id))
            }

            mutating func remove(_ row: InventoryLevel) {
                standing.remove(InventoryLevel.facet(row.companyID, row.standing), row.id)
                updated.remove(Facet(row.companyID), Placed(row.updated.milliseconds, row.id))
            }
        }

        static func facet(_ company: Company.ID, _ standing: String?) -> Facet {
            Facet(company, "standing", standing ?? "")
        }

        /// `above` or `below` its restock level; `nil` right at it [inferred].
        var standing: String? {
            guard let quantity = quantityOnHand.double, let level = restockLevel.double, quantity != level
            else { return nil }
            return quantity > level ? "above" : "below"
        }
    }
}

extension AutoLeap.InventoryLevel {
    /// What a client may set.
    static let set: [Field] = [
        Field("itemId", .string(), required: true, source: .inferred),
        Field("locationId", .string(), required: true, source: .inferred),
        Field(
            "quantityOnHand",
            .number,
            required: true,
            source: .inferred,
            about: "the new stock, no change of it"
        ),
        Field("restockLevel", .number, source: .inferred),
        Field("maxQuantity", .number, source: .inferred),
    ]

    static let model: [Field] = [
        Field("itemId", .string(), required: true, source: .inferred),
        Field("companyId", .string(), required: true, source: .inferred),
        Field("locationId", .string(), required: true, source: .inferred),
        Field("quantityOnHand", .number, required: true, source: .inferred),
        Field("restockLevel", .number, source: .inferred),
        Field("maxQuantity", .number, source: .inferred),
        Field("updatedDate", .dateTime, required: true, source: .inferred),
    ]

    /// What replies show: the names of the item besides.
    static let shown: [Field] =
        model.prefix(3)
        + ["itemType", "itemName", "itemNumber"].map {
            Field($0, .string(), required: true, source: .inferred)
        } + model.dropFirst(3)

    init(_ object: JSON.Object) throws(RecordProblem) {
        itemID = object["itemId"]?.string ?? ""
        companyID = object["companyId"]?.string ?? ""
        locationID = object["locationId"]?.string ?? ""
        quantityOnHand = object["quantityOnHand"]?.number ?? JSON.Number(0)
        restockLevel = object["restockLevel"]?.number ?? JSON.Number(0)
        maxQuantity = object["maxQuantity"]?.number ?? JSON.Number(0)
        guard let updated = Instant(iso8601: object["updatedDate"]?.string ?? "") else {
            throw RecordProblem("must be a date-time (YYYY-MM-DDThh:mm:ssZ)", at: ["updatedDate"])
        }
        self.updated = updated
    }

    func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("itemId", itemID)
            json.member("companyId", companyID)
            json.member("locationId", locationID)
            writeFigures(to: &json)
        }
    }

    /// Writes it as replies show it, with the item's names.
    func write(of item: AutoLeap.Item, to json: inout JSON.Writer) {
        json.object { json in
            json.member("itemId", itemID)
            json.member("companyId", companyID)
            json.member("locationId", locationID)
            json.member("itemType", item.sheet.text("itemType"))
            json.member("itemName", item.sheet.text("itemName"))
            json.member("itemNumber", item.number)
            writeFigures(to: &json)
        }
    }

    private func writeFigures(to json: inout JSON.Writer) {
        json.member("quantityOnHand", quantityOnHand)
        json.member("restockLevel", restockLevel)
        json.member("maxQuantity", maxQuantity)
        json.member("updatedDate", updated.iso8601)
    }
}
