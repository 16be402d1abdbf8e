package import Engine
package import JSON

extension Leadway {
    /// A price of a product, which is a variant of it with a stock of its own: a row of the inventory.
    ///
    /// Source: List Inventory [seed] for what rows show; the platform's OpenAPI files [public: spec] for the rest.
    package final class Price: ListedRow {
        package let id: String
        let account: String
        let product: Product.ID
        /// The product's id, as pages join it.
        let join: Facet
        let updatedAt: Instant
        let isTracked: Bool
        let sheet: Sheet
        /// The inventory row up to the fields that are the product's, without its last brace.
        let rowStart: [UInt8]

        package struct Indexes: RowIndexes {
            /// The rows of inventories in their order, by account and whether the stock is tracked.
            private(set) var shelves = Index<Facet, Placed<Price>>()
            /// By account and whether the stock is tracked.
            private(set) var texts = Texts<Facet, Placed<Price>>()
            /// By the product's id.
            private(set) var byProduct = Index<Facet, Price>()

            package init() {}

            package init(_ rows: [Price]) {
                shelves = Index(rows.lazy.map { ($0.shelf, $0.place) })
                texts = Texts(rows.lazy.map { ($0.shelf, $0.place, $0.text) })
                byProduct = Index(rows.lazy.map { ($0.join, $0) })
            }

            package mutating func insert(_ row: Price) {
                shelves.insert(row.shelf, row.place)
                texts.set(row.text, row.shelf, row.place)
                byProduct.insert(row.join, row)
            }

            package mutating func remove(_ row: Price) {
                shelves.remove(row.shelf, row.place)
                texts.remove(row.shelf, row.place)
                byProduct.remove(row.join, row)
            }
        }

        package init(_ object: JSON.Object) throws(RecordProblem) {
            var fields = object
            _ = try fields.normalizeTime("createdAt")
            updatedAt = try fields.normalizeTime("updatedAt")
            sheet = Sheet(fields, orderedBy: Price.model, hiding: Price.unshown)
            id = sheet.text("_id")
            account = sheet.text("locationId")
            product = sheet.text("product")
            join = Facet(product)
            guard !id.isEmpty else { throw RecordProblem("must not be empty", at: ["_id"]) }
            isTracked = sheet["trackInventory"]?.bool ?? false
            rowStart = Price.rowStart(of: sheet)
        }

        /// The price with other fields in the place of some, which must be of the model; as it was where they are not.
        func with(_ changes: JSON.Object) -> Price {
            var fields = sheet.fields
            for (name, value) in changes { fields[name] = value }
            // Nothing that a call may change can be refused.
            return (try? Price(fields)) ?? self
        }

        var place: Placed<Price> { Placed(self, newestFirst: updatedAt) }

        /// What searches look at, beside the product's name.
        fileprivate var text: [UInt8] { folded(sheet.text("name"), sheet.text("sku")) }

        var shelf: Facet { Price.shelf(account, isTracked: isTracked) }

        /// All of an account whose stock is tracked, or is not.
        static func shelf(_ account: Account.ID, isTracked: Bool) -> Facet {
            Facet(account, "trackInventory", isTracked ? "true" : "false")
        }

        package func write(to json: inout JSON.Writer) { json.value(.object(sheet.fields)) }

        /// `_id`, `name`, `availableQuantity`, `sku`, `allowOutOfStockPurchases`, `product`, `updatedAt`: the order of
        /// the documented sample. A price without a SKU leaves it out [inferred].
        private static func rowStart(of sheet: Sheet) -> [UInt8] {
            var json = JSON.Writer()
            json.object { json in
                json.member("_id", sheet.text("_id"))
                json.member("name", sheet.text("name"))
                json.member("availableQuantity", sheet["availableQuantity"] ?? 0)
                if let sku = sheet["sku"] { json.member("sku", sku) }
                json.member("allowOutOfStockPurchases", sheet["allowOutOfStockPurchases"] ?? false)
                json.member("product", sheet.text("product"))
                json.member("updatedAt", sheet.text("updatedAt"))
            }
            return json.bytes.dropLast()
        }
    }
}

extension Leadway.Price {
    private static let spec = Source.public("spec")

    /// What a price has and its replies lack; the SKU is to be read in the inventory [public: spec].
    private static let unshown = [
        "sku", "description", "trialPeriod", "totalCycles", "setupFee",
    ]

    /// What replies show.
    static let shown = model.filter { !unshown.contains($0.name) }

    /// What the inventory shows of it, and of its product.
    static let row: [Field] =
        ["_id", "name", "availableQuantity", "sku", "allowOutOfStockPurchases", "product", "updatedAt"]
        .compactMap { name in model.first { $0.name == name } }
        + [Field("image", .string()), Field("productName", .string())]

    package static let model: [Field] = [
        Field("_id", .string(), required: true),
        Field("name", .string(), required: true),
        Field("type", .oneOf(["one_time", "recurring"]), required: true, source: spec),
        Field("currency", .string(), required: true, source: spec),
        Field("amount", .number, required: true, source: spec, about: "in major units"),
        Field("product", .string(), required: true),
        Field("locationId", .string(), required: true, source: spec, about: "the account"),
        Field("userId", .string(), source: spec),
        Field("variantOptionIds", .array(.string()), source: spec),
        Field("membershipOffers", .array(.map(.anything)), source: spec),
        Field(
            "recurring",
            .object([
                Field("interval", .oneOf(["day", "week", "month", "year"]), required: true, source: spec),
                Field("intervalCount", .number, required: true, source: spec),
            ]),
            source: spec
        ),
        Field("description", .string(), source: spec),
        Field("trialPeriod", .number, source: spec),
        Field("totalCycles", .number, source: spec),
        Field("setupFee", .number, source: spec),
        Field("createdAt", .dateTime, required: true, source: spec),
        Field("updatedAt", .dateTime, required: true),
        Field("compareAtPrice", .number, source: spec),
        Field("trackInventory", .nullable(.boolean), source: spec),
        Field("availableQuantity", .number),
        Field("allowOutOfStockPurchases", .boolean),
        Field("sku", .string()),
    ]
}
