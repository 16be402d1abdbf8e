import Engine
import JSON

extension HeavyTruckParts {
    /// A sales document as `/sale/lookup` shows it.
    ///
    /// A line has no quantity [seed], so its price is that of all its pieces [inferred]. Core charges are child lines,
    /// shipping is one adjustment outside of the subtotal [inferred].
    struct DocumentView {
        let sale: Sale
        let document: SalesDocument
        let lines: [Sale.Line]
        private let items: Table<Item>
        private let numbers: Assumptions.Numbers
        private let keys: Assumptions.KeySpelling
        private let showsInternalComments: Bool

        /// Whether and how long goods can be returned: nothing is documented, so what every line says [inferred].
        static let isReturnable = true
        static let daysToReturn = 30
        static let partLine = "part"
        static let coreLine = "core"

        init(sale: Sale, document: SalesDocument, items: Table<Item>, assumptions: Assumptions) {
            self.sale = sale
            self.document = document
            self.items = items
            lines = sale.goodLines(of: document.vendor)
            numbers = assumptions.numbers
            keys = assumptions.keySpelling
            showsInternalComments = assumptions.comments == .echo
        }
    }
}

extension HeavyTruckParts.DocumentView {
    /// - Parameter isReduced: as HEAD is documented: without lines, adjustments and purchase order number [seed].
    func write(isReduced: Bool, to json: inout JSON.Writer) {
        json.object { json in
            json.quoted("vendor_id", document.id.vendor, numbers)
            json.quoted("vendor_store", document.id.store, numbers)
            json.quoted("vendor_salesdocument_id", document.id.number, numbers)
            json.member("salesdocument_date", sale.saleDate.date.text)
            json.member("document_is_void", document.isVoid)
            // The blank in the key is as printed [seed].
            keys.write("document_is closed", "document_is_closed", to: &json) { $0.bool(document.isClosed) }
            json.member("date_created", sale.created.date.text)
            json.key("date_closed")
            if let date = document.dateClosed { json.string(date.text) } else { json.null() }
            json.member("shipping_tracking_number", document.trackingNumber)
            if !isReduced { json.member("purchase_order_number", sale.poNumber) }
            json.member("truck_number", document.truckNumber)
            json.unquoted("online_transaction_id", sale.id, numbers)
            json.amount("subtotal", sum { $0.price ?? .zero } + sum(\.corePrice), numbers)
            json.amount("total_tax", sum(\.taxPrice), numbers)
            json.member("comments", comments)
            json.key("adjustments")
            json.array { json in if !isReduced { writeAdjustments(to: &json) } }
            json.member("user_id", sale.endUser)
            json.key("billing_address")
            sale.billingAddress.writeShown(to: &json)
            json.key("shipping_address")
            sale.shippingAddress.writeShown(to: &json)
            guard !isReduced else { return }
            json.key("line_items")
            json.array { json in for line in lines { write(line, to: &json) } }
        }
    }

    /// Those of the document are public; those of the cart are internal.
    private var comments: String {
        document.comments.isEmpty && showsInternalComments ? sale.comments : document.comments
    }

    private func writeAdjustments(to json: inout JSON.Writer) {
        let shipping = sum(\.shippingPrice)
        guard shipping > .zero else { return }
        json.object { json in
            json.member("name", "Shipping")
            json.member("description", sale.shippingMethod)
            json.amount("amount", shipping, numbers)
            json.member("is_taxable", false)
            json.member("is_subtotal_adjustment", false)
        }
    }

    private func write(_ line: HeavyTruckParts.Sale.Line, to json: inout JSON.Writer) {
        let item = line.item.flatMap { items[$0] }
        json.object { json in
            write(
                line,
                of: item,
                type: Self.partLine,
                description: item?.description ?? "",
                price: amount(line.price ?? .zero, line),
                to: &json
            )
            json.key("child_line_items")
            json.array { json in
                guard line.corePrice > .zero else { return }
                json.object { json in
                    write(
                        line,
                        of: item,
                        type: Self.coreLine,
                        description: "Core charge",
                        price: amount(line.corePrice, line),
                        to: &json
                    )
                }
            }
        }
    }

    /// The members that lines and child lines have in common. An item that is gone leaves its texts empty.
    private func write(
        _ line: HeavyTruckParts.Sale.Line,
        of item: HeavyTruckParts.Item?,
        type: String,
        description: String,
        price: HeavyTruckParts.Cents,
        to json: inout JSON.Writer,
    ) {
        json.quoted("vendor_id", line.vendor, numbers)
        json.quoted("vendor_store", line.store, numbers)
        json.member("vendor_sku", line.sku)
        json.quoted("vendor_inventory_id", line.inventoryID, numbers)
        json.member("vendor_part_name", item?.vendorPartName ?? "")
        json.member("year", item?.year ?? "")
        json.member("vehicle_make", item?.vehicleMake ?? "")
        json.member("vehicle_model", item?.vehicleModel ?? "")
        json.member("part_manufacturer", item?.partManufacturer ?? "")
        json.member("part_model", item?.partModel ?? "")
        json.member("sales_document_lineitem_type", type)
        json.member("description", description)
        json.member("vin", item?.vin ?? "")
        json.amount("price", price, numbers)
        json.member("returnable", Self.isReturnable)
        keys.write("days_to return", "days_to_return", to: &json) { $0.int(Self.daysToReturn) }
        json.key("adjustments")
        json.array { _ in }
    }

    private func amount(_ price: HeavyTruckParts.Cents, _ line: HeavyTruckParts.Sale.Line)
        -> HeavyTruckParts.Cents
    {
        HeavyTruckParts.Cents(price.count * line.quantity)
    }

    private func sum(_ price: (HeavyTruckParts.Sale.Line) -> HeavyTruckParts.Cents) -> HeavyTruckParts.Cents {
        lines.reduce(.zero) { $0 + amount(price($1), $1) }
    }
}
