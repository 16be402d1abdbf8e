package import Engine
package import JSON

extension Leadway {
    /// A product of an account; what is sold of it are its prices.
    ///
    /// Source: the platform's OpenAPI files [public: spec]; that an inventory row joins it by its id is [inferred].
    package final class Product: ListedRow {
        package let id: String
        let account: String
        let name: String
        let slug: String
        let createdAt: Instant
        let sheet: Sheet
        /// What an inventory row ends with: `,"image":"…","productName":"…"}`.
        let rowEnd: [UInt8]

        package struct Indexes: RowIndexes {
            /// The rows of lists in their order: by account, and by what lists are filtered by.
            private(set) var facets = Index<Facet, Placed<Product>>()
            /// The names by account.
            private(set) var names = Texts<Facet, Placed<Product>>()
            private(set) var slug = Index<Facet, String>()
            /// By id once more: a page joins as many products as it has rows, and numbers are soon compared.
            private(set) var joins = Index<Facet, Product>()

            package init() {}

            package init(_ rows: [Product]) {
                facets = Index(rows.lazy.flatMap { row in row.facets.map { ($0, row.place) } })
                names = Texts(rows.lazy.map { (Facet($0.account), $0.place, folded($0.name)) })
                slug = Index(rows.lazy.map { (Facet($0.slug), $0.id) })
                joins = Index(rows.lazy.map { (Facet($0.id), $0) })
            }

            package mutating func insert(_ row: Product) {
                for facet in row.facets { facets.insert(facet, row.place) }
                names.set(folded(row.name), Facet(row.account), row.place)
                slug.insert(Facet(row.slug), row.id)
                joins.insert(Facet(row.id), row)
            }

            package mutating func remove(_ row: Product) {
                for facet in row.facets { facets.remove(facet, row.place) }
                names.remove(Facet(row.account), row.place)
                slug.remove(Facet(row.slug), row.id)
                joins.remove(Facet(row.id), row)
            }
        }

        package convenience init(_ object: JSON.Object) throws(RecordProblem) {
            var fields = object
            let createdAt = try fields.normalizeTime("createdAt")
            _ = try fields.normalizeTime("updatedAt")
            try self.init(fields, createdAt: createdAt)
        }

        /// Of fields with times as the vendor writes them.
        init(_ fields: consuming JSON.Object, createdAt: Instant) throws(RecordProblem) {
            self.createdAt = createdAt
            sheet = Sheet(consume fields, orderedBy: Product.model, hiding: Product.unshown)
            id = sheet.text("_id")
            account = sheet.text("locationId")
            name = sheet.text("name")
            slug = sheet.text("slug")
            guard !id.isEmpty else { throw RecordProblem("must not be empty", at: ["_id"]) }
            rowEnd = Product.rowEnd(name, sheet["image"])
        }

        var place: Placed<Product> { Placed(self, newestFirst: createdAt) }

        fileprivate var facets: [Facet] {
            let collections = sheet["collectionIds"]?.array ?? []
            let isAvailable = sheet["availableInStore"]?.bool ?? false
            return [
                Facet(account), Facet(account, Product.availability, isAvailable ? "true" : "false"),
            ] + collections.compactMap(\.string).map { Facet(account, Product.collection, $0) }
        }

        static let availability: StaticString = "availableInStore"
        static let collection: StaticString = "collectionIds"

        package func write(to json: inout JSON.Writer) { json.value(.object(sheet.fields)) }

        private static func rowEnd(_ name: String, _ image: JSON.Value?) -> [UInt8] {
            var json = JSON.Writer(reserving: 32 + name.utf8.count + (image?.string?.utf8.count ?? 0))
            json.object { json in
                if let image { json.member("image", image) }
                json.member("productName", name)
            }
            // In the place of the brace comes the comma that follows the row's own fields.
            json.bytes[0] = UInt8(ascii: ",")
            return json.bytes
        }
    }
}

extension Leadway.Product {
    private static let spec = Source.public("spec")

    static let kinds = ["DIGITAL", "PHYSICAL", "SERVICE", "PHYSICAL/DIGITAL"]

    /// What can be sent and is not among what comes back.
    private static let unshown = ["medias", "isLabelEnabled", "seo", "taxInclusive"]

    /// What both a new product and a stored one have.
    private static let common: [Field] = [
        Field("description", .string(), source: spec),
        Field("image", .string(), source: spec),
        Field("statementDescriptor", .string(), source: spec),
        Field("availableInStore", .boolean, source: spec),
        Field("medias", .array(media), source: spec),
        Field("variants", .array(variant), source: spec),
        Field("collectionIds", .array(.string()), source: spec),
        Field("isTaxesEnabled", .boolean, source: spec),
        Field("taxes", .array(.string()), source: spec),
        Field("automaticTaxCategoryId", .string(), source: spec),
        Field("isLabelEnabled", .boolean, source: spec),
        Field("label", label, source: spec),
        Field("slug", .string(), source: spec),
        Field(
            "seo",
            .object([
                Field("title", .string(), source: spec), Field("description", .string(), source: spec),
            ]),
            source: spec
        ),
        Field("taxInclusive", .boolean, source: spec),
    ]

    /// The body of Create Product.
    static let input: [Field] =
        [
            Field("name", .string(), required: true, source: spec),
            Field("locationId", .string(), required: true, source: spec),
            Field("productType", .oneOf(kinds), required: true, source: spec),
        ] + common

    package static let model: [Field] =
        [
            Field("_id", .string(), required: true, source: spec),
            Field("locationId", .string(), required: true, source: spec, about: "the account"),
            Field("name", .string(), required: true, source: spec),
            Field("productType", .oneOf(kinds), required: true, source: spec),
        ] + common + [
            Field("createdAt", .dateTime, required: true, source: spec),
            Field("updatedAt", .dateTime, required: true, source: spec),
        ]

    /// What replies show.
    static let shown = model.filter { !unshown.contains($0.name) }

    private static let media = FieldType.object([
        Field("id", .string(), required: true, source: spec),
        Field("title", .string(), source: spec),
        Field("url", .string(), required: true, source: spec),
        Field("type", .oneOf(["image", "video"]), required: true, source: spec),
        Field("isFeatured", .boolean, source: spec),
        Field("priceIds", .array(.string()), source: spec),
    ])

    private static let variant = FieldType.object([
        Field("id", .string(), required: true, source: spec),
        Field("name", .string(), required: true, source: spec),
        Field("options", .array(option), required: true, source: spec),
    ])

    private static let option = FieldType.object([
        Field("id", .string(), required: true, source: spec),
        Field("name", .string(), required: true, source: spec),
    ])

    private static let label = FieldType.object([
        Field("title", .string(), required: true, source: spec),
        Field("startDate", .string(), source: spec),
        Field("endDate", .string(), source: spec),
    ])
}
