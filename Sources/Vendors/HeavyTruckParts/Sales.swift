import Engine
import HTTP
import JSON

extension HeavyTruckParts {
    /// Sales: a cart becomes a pending transaction, from which each vendor makes a sales document.
    ///
    /// Source: "Sales documents" [seed]. A cart is taken line by line [seed]; the order in which a line is judged, what
    /// happens to the stock, and every 400 are [inferred].
    enum Sales {
        static let routes: [Route<HeavyTruckParts>] = [
            Route(
                Operation(
                    "htp.sale.create",
                    [.init(.put, "/sale/create"), .init(.post, "/sale/create")],
                    about:
                        "Creates a pending transaction from a cart. Lines that cannot be added are listed with one of "
                        + "four codes; the others go through.",
                    body: Cart.fields,
                    outcomes: [
                        .success(200), .error("ERR_FORBIDDEN_VENDOR"), .error("ERR_NOT_UNIQUE"),
                        .error("ERR_NOT_AVAILABLE"), .error("ERR_NOT_FOUND"), .error("bad_request"),
                        .error("malformed_json"), .error("unauthorized"), .error("forbidden"),
                    ]
                ),
                create
            ),
            lookUpRoute,
        ]

        /// Whether a line that asks for more than there is goes through, with what there is [inferred].
        static let sellsMoreThanStock = true

        /// Nothing is compared with `sale_total`, nor a line's `price` with the item's: no code is documented for it.
        static func create(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let user = try call.user()
            guard user.hasSales else { throw .forbidden("sales documents are not enabled for this account") }
            let cart = try Cart(try call.json())
            // Only a line without a price of its own asks what the end user would pay.
            let endUser =
                cart.lines.allSatisfy { $0.price != nil }
                ? nil : wholeNumber(cart.endUser).flatMap { world.state.endUsers[$0] }
            let terms = Terms(of: endUser, world.state.templates)
            var sale = Sale(cart, id: nextID(in: world.state), at: world.now, by: user.id)
            var sold: [Item.ID: Int] = [:]
            for index in sale.lines.indices {
                judge(&sale.lines[index], by: user, terms, &sold, in: world.state)
            }
            guard sale.total != nil else { throw .badRequest("the amounts come to more than can be handled") }
            sale.makeDocuments(numberedAfter: world.state.sales)
            if world.assumptions.stock == .atSale { takeStock(for: &sale, of: nil, from: &world.state.items) }
            world.state.sales.insert(sale)
            return reply(sale, to: call.caller, in: world)
        }

        static func nextID(in state: State) -> Int { (state.sales.last?.id ?? Sale.firstID - 1) + 1 }

        /// Tells whether a line can be added. Earlier lines of the cart have their share of the stock already.
        private static func judge(
            _ line: inout Sale.Line,
            by user: User,
            _ terms: Terms,
            _ sold: inout [Item.ID: Int],
            in state: State,
        ) {
            do throws(Sale.LineError) {
                let item = try item(for: line, by: user, in: state)
                let left = item.availableQuantity - sold[item.id, default: 0]
                guard item.isOnSale, left > 0, sellsMoreThanStock || line.quantity <= left else {
                    throw .notAvailable
                }
                sold[item.id, default: 0] += line.quantity
                line.store = item.id.store
                line.inventoryID = item.id.item
                line.sku = item.sku
                line.price = line.price ?? Cents(terms.price(item.price, of: item.id)) ?? .zero
            } catch {
                line.error = error
            }
        }

        /// The item that a line means. The vendor is judged before the item, so that nothing is given away.
        private static func item(
            for line: Sale.Line,
            by user: User,
            in state: State,
        ) throws(Sale.LineError) -> Item {
            guard let vendor = line.vendor else { throw .notFound }
            guard user.maySell(for: vendor), state.vendors[vendor] != nil else { throw .forbiddenVendor }
            if line.inventoryID != nil {
                guard let item = line.item.flatMap({ state.items[$0] }) else { throw .notFound }
                return item
            }
            guard !line.sku.isEmpty else { throw .notFound }
            // The deprecated way is nowhere described: most likely it is the tag number [inferred].
            var found: Item?
            for item in state.items.rows(in: Item.ID.all(of: vendor, store: line.store))
            where item.sku == line.sku {
                guard found == nil else { throw .notUnique }
                found = item
            }
            guard let found else { throw .notFound }
            return found
        }

        private static func reply(_ sale: Sale, to caller: Caller?, in world: World) -> Response {
            let numbers = world.assumptions.numbers
            let errorsShape = world.assumptions.errorsShape
            return .reply(to: caller) { json in
                json.object { json in
                    json.unquoted("online_transaction_id", sale.id, numbers)
                    json.key("created")
                    json.bytes.append(UInt8(ascii: "\""))
                    sale.created.writePlain(to: &json.bytes)
                    json.bytes.append(UInt8(ascii: "\""))
                    json.key("errors")
                    let failed = sale.lines.filter { $0.error != nil }
                    if failed.isEmpty, errorsShape == .object {
                        json.object { _ in }
                    } else {
                        json.array { json in for line in failed { write(line, numbers, to: &json) } }
                    }
                }
            }
        }

        private static func write(
            _ line: Sale.Line,
            _ numbers: Assumptions.Numbers,
            to json: inout JSON.Writer
        ) {
            json.object { json in
                json.key("item")
                json.object { json in
                    json.quoted("vendor_id", line.vendor, numbers)
                    json.quoted("vendor_store", line.store, numbers)
                    json.quoted("vendor_inventory_id", line.inventoryID, numbers)
                }
                json.key("error")
                json.object { json in
                    json.member("code", line.error?.rawValue ?? "")
                    json.member("message", line.error?.message ?? "")
                }
            }
        }

        /// The reply to a cart of which every line is refused with one code; nothing is written. The id is the one that
        /// the next transaction will really get.
        static func forcedReply(
            _ error: Sale.LineError,
            to call: Call,
            in world: World,
        ) throws(Failure) -> Response {
            let cart = try Cart(try call.json())
            var sale = Sale(cart, id: nextID(in: world.state), at: world.now, by: "")
            for index in sale.lines.indices { sale.lines[index].error = error }
            return reply(sale, to: call.caller, in: world)
        }

        /// The cart behind `{"item": "101-1-500001", "quantity": 1}`; `nil` for any other form or an unknown item.
        static func expand(shortForm with: JSON.Object, in world: World) -> JSON.Value? {
            guard with.keys.allSatisfy({ $0 == "item" || $0 == "quantity" }),
                let id = with["item"]?.string.flatMap({ Item.ID($0) }), let item = world.state.items[id]
            else { return nil }
            let line: JSON.Object = [
                "vendor_id": .number(JSON.Number(id.vendor)),
                "vendor_store": .number(JSON.Number(id.store)),
                "vendor_inventory_id": .number(JSON.Number(id.item)),
                "quantity": with["quantity"] ?? 1,
                "price": .string(item.price),
            ]
            return .object(["line_items": .array([.object(line)])])
        }
    }
}
