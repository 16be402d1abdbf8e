package import Engine
package import JSON

extension HeavyTruckParts {
    /// A pending transaction: one cart as `/sale/create` took it, what became of each line, and the sales documents
    /// that the vendors have of it.
    ///
    /// Source: "Sales documents" [seed]. That every cart makes a transaction, one without a single good line too, and
    /// that each vendor has one document of it, is [inferred].
    package struct Sale: Record {
        /// `online_transaction_id`
        package let id: Int
        let created: Instant
        /// The API user who made it.
        let user: String
        let saleDate: Instant
        /// What the client thought it came to; nothing is compared with it.
        var saleTotal: Cents?
        /// The end user's id as it was sent.
        var endUser = ""
        var shippingMethod = ""
        /// Internal ones, which no vendor operation shows.
        var comments = ""
        var poNumber = ""
        var billingAddress = Address()
        var shippingAddress = Address()
        var lines: [Line] = []
        /// One for each vendor who has a good line.
        var documents: [SalesDocument] = []
    }
}

extension HeavyTruckParts.Sale {
    package struct Indexes: RowIndexes {
        private(set) var documents = Index<HeavyTruckParts.SalesDocument.ID, Int>()
        /// Sales with a closed document that has no date yet, or whose stock was not taken yet.
        private(set) var unsettled = Index<Int, Int>()

        package init() {}

        package mutating func insert(_ row: HeavyTruckParts.Sale) {
            for document in row.documents { documents.insert(document.id, row.id) }
            if row.isUnsettled { unsettled.insert(row.id, row.id) }
        }

        package mutating func remove(_ row: HeavyTruckParts.Sale) {
            for document in row.documents { documents.remove(document.id, row.id) }
            if row.isUnsettled { unsettled.remove(row.id, row.id) }
        }
    }

    private var isUnsettled: Bool {
        documents.contains { document in
            document.isClosed
                && (document.dateClosed == nil
                    || goodLines(of: document.vendor).contains { !$0.hasTakenStock })
        }
    }

    /// All amounts of all lines; `nil` on overflow. Every sum in a document is part of this one.
    var total: HeavyTruckParts.Cents? {
        var total = HeavyTruckParts.Cents.zero
        for line in lines {
            guard let sum = line.total.flatMap(total.plus) else { return nil }
            total = sum
        }
        return total
    }

    /// What a vendor's document is made of.
    func goodLines(of vendor: Int) -> [Line] {
        lines.filter { $0.error == nil && $0.vendor == vendor }
    }
}

extension HeavyTruckParts.Sale {
    static let firstID = 900_001

    package static let model: [Field] = [
        Field("online_transaction_id", .integer(1...9_999_999_999), required: true),
        Field("created", .dateTime, required: true, about: "YYYY-MM-DD HH:MM:SS, UTC"),
        Field("user", .string(), required: true, source: .inferred, about: "the API user"),
        Field(
            "sale_date",
            .dateTime,
            about: "YYYY-MM-DD HH:MM:SS, UTC; the time of creation where it is not given"
        ),
        Field("sale_total", .nullable(.decimal)),
        Field("user_id", .string()),
        Field("shipping_method", .string()),
        Field("comments", .string(), about: "internal"),
        Field("po_number", .string(maxLength: 20)),
        Field("billing_address", .object(HeavyTruckParts.Address.model)),
        Field("shipping_address", .object(HeavyTruckParts.Address.model)),
        Field("line_items", .array(.object(Line.model))),
        Field("documents", .array(.object(HeavyTruckParts.SalesDocument.model)), source: .inferred),
    ]

    package init(_ object: JSON.Object) throws(RecordProblem) {
        func text(_ name: String) -> String { object[name]?.string ?? "" }
        guard let id = object["online_transaction_id"]?.int else {
            throw RecordProblem("must be a whole number", at: ["online_transaction_id"])
        }
        guard let created = Instant(plain: text("created")) else {
            throw RecordProblem("must be YYYY-MM-DD HH:MM:SS", at: ["created"])
        }
        self.id = id
        self.created = created
        user = text("user")
        if text("sale_date").isEmpty {
            saleDate = created
        } else {
            guard let date = Instant(plain: text("sale_date")) else {
                throw RecordProblem("must be YYYY-MM-DD HH:MM:SS", at: ["sale_date"])
            }
            saleDate = date
        }
        saleTotal = object["sale_total"].flatMap { HeavyTruckParts.Cents(decimal: $0) }
        endUser = text("user_id")
        shippingMethod = text("shipping_method")
        comments = text("comments")
        poNumber = text("po_number")
        billingAddress = HeavyTruckParts.Address(object["billing_address"]?.object ?? JSON.Object())
        shippingAddress = HeavyTruckParts.Address(object["shipping_address"]?.object ?? JSON.Object())
        for line in object["line_items"]?.array ?? [] { lines.append(try Line(line.object ?? JSON.Object())) }
        for document in object["documents"]?.array ?? [] {
            documents.append(try HeavyTruckParts.SalesDocument(document.object ?? JSON.Object()))
        }
        guard total != nil else {
            throw RecordProblem("come to more than can be handled", at: ["line_items"])
        }
    }

    package func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("online_transaction_id", id)
            json.member("created", created.plain)
            json.member("user", user)
            json.member("sale_date", saleDate.plain)
            json.key("sale_total")
            if let saleTotal { json.string(saleTotal.description) } else { json.null() }
            json.member("user_id", endUser)
            json.member("shipping_method", shippingMethod)
            json.member("comments", comments)
            json.member("po_number", poNumber)
            json.key("billing_address")
            billingAddress.write(to: &json)
            json.key("shipping_address")
            shippingAddress.write(to: &json)
            json.key("line_items")
            json.array { json in for line in lines { line.write(to: &json) } }
            json.key("documents")
            json.array { json in for document in documents { document.write(to: &json) } }
        }
    }
}
