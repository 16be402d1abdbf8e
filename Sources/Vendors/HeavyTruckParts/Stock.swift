import Engine

/// What sales do to the stock.
extension HeavyTruckParts.Sales {
    /// Takes the pieces of the good lines from the stock: of one vendor, or of all. Stock stops at 0, and an item
    /// without any is sold.
    static func takeStock(
        for sale: inout HeavyTruckParts.Sale,
        of vendor: Int?,
        from items: inout Table<HeavyTruckParts.Item>,
    ) {
        for index in sale.lines.indices {
            let line = sale.lines[index]
            guard line.error == nil, !line.hasTakenStock, vendor == nil || line.vendor == vendor else {
                continue
            }
            sale.lines[index].hasTakenStock = true
            guard let item = line.item else { continue }
            items.update(item) { $0.take(line.quantity) }
        }
    }

    /// Does what is due since a document was closed from outside: it gets its date, and the stock that the assumption
    /// `htp.stock` left until then goes. Asked before every call; there is seldom anything to do.
    static func settle(_ world: inout HeavyTruckParts.World) {
        guard !world.state.sales.indexes.unsettled.isEmpty else { return }
        let today = world.now.date
        for id in Array(world.state.sales.indexes.unsettled.ids) {
            guard var sale = world.state.sales[id] else { continue }
            for index in sale.documents.indices where sale.documents[index].isClosed {
                if sale.documents[index].dateClosed == nil { sale.documents[index].dateClosed = today }
                takeStock(for: &sale, of: sale.documents[index].vendor, from: &world.state.items)
            }
            world.state.sales.upsert(sale)
        }
    }
}

extension HeavyTruckParts.Sale {
    init(_ cart: HeavyTruckParts.Cart, id: Int, at now: Instant, by user: String) {
        self.id = id
        created = now
        self.user = user
        saleDate = cart.saleDate ?? now
        saleTotal = cart.saleTotal
        endUser = cart.endUser
        shippingMethod = cart.shippingMethod
        comments = cart.comments
        poNumber = cart.poNumber
        billingAddress = cart.billingAddress
        shippingAddress = cart.shippingAddress
        lines = cart.lines
    }

    /// Gives each vendor with a good line a document, numbered in the store of the first of its lines.
    mutating func makeDocuments(numberedAfter sales: Table<Self>) {
        for line in lines where line.error == nil {
            guard let vendor = line.vendor, let store = line.store,
                !documents.contains(where: { $0.vendor == vendor })
            else { continue }
            let number =
                (Self.lastNumber(of: vendor, store, in: sales) ?? HeavyTruckParts.SalesDocument.firstNumber
                    - 1) + 1
            documents.append(
                HeavyTruckParts.SalesDocument(.init(vendor: vendor, store: store, number: number))
            )
        }
    }

    private static func lastNumber(of vendor: Int, _ store: Int, in sales: Table<Self>) -> Int? {
        typealias ID = HeavyTruckParts.SalesDocument.ID
        let ids = sales.indexes.documents.ids(
            in: ID(vendor: vendor, store: store, number: 0)...ID(vendor: vendor, store: store, number: .max)
        )
        guard let last = ids.page(offset: ids.count - 1, limit: 1).first else { return nil }
        return sales[last]?.documents.first { $0.vendor == vendor && $0.id.store == store }?.id.number
    }
}
