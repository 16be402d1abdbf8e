import Engine
import JSON

extension HeavyTruckParts {
    /// The body of `/sale/create` as far as it can be read without the world: one shopping cart.
    ///
    /// Numbers may stand in strings, and an empty string or `null` is as good as no member at all [inferred].
    struct Cart: Sendable {
        var saleDate: Instant?
        var saleTotal: Cents?
        var endUser = ""
        var shippingMethod = ""
        var comments = ""
        var poNumber = ""
        var billingAddress = Address()
        var shippingAddress = Address()
        var lines: [Sale.Line] = []

        static let longestPONumber = 20
    }
}

extension HeavyTruckParts.Cart {
    static let fields: [Field] = [
        Field("sale_date", .dateTime, about: "YYYY-MM-DD HH:MM[:SS], UTC; now where it is not given"),
        Field("sale_total", .decimal, about: "recommended; nothing is compared with it"),
        Field("user_id", .id, about: "the end user"),
        Field(
            "shipping_method",
            .string(),
            about: "Pick-Up, Will Call, Fastest, Expedited, Cheapest, Standard"
        ),
        Field("comments", .string(), about: "internal: no reply shows them"),
        Field("po_number", .string(maxLength: longestPONumber)),
        Field(
            "line_items",
            .array(
                .object([
                    Field("vendor_id", .id, required: true),
                    Field("vendor_store", .id, required: true),
                    Field("vendor_inventory_id", .id, required: true),
                    Field(
                        "vendor_sku",
                        .string(),
                        source: .inferred,
                        about: "deprecated: names the item by its tag"
                    ),
                    Field(
                        "quantity",
                        .integer(1...HeavyTruckParts.Sale.Line.largestQuantity),
                        about: "1 by default"
                    ),
                    Field("price", .decimal, required: true, about: "of one, without shipping and tax"),
                    Field("core_price", .decimal),
                    Field("shipping_price", .decimal, about: "of one"),
                    Field("tax_price", .decimal, about: "of one"),
                ])
            ),
            required: true
        ),
        Field("billing_address", .object(HeavyTruckParts.Address.sent(isBilling: true))),
        Field("shipping_address", .object(HeavyTruckParts.Address.sent(isBilling: false))),
    ]

    init(_ body: JSON.Node) throws(HeavyTruckParts.Failure) {
        guard body.kind == .object else { throw .badRequest("the body must be a JSON object") }
        guard let items = body["line_items"], items.kind == .array, items.count > 0 else {
            throw .badRequest("line_items must be an array with at least one line")
        }
        guard items.count <= HeavyTruckParts.Sale.Line.most else {
            throw .badRequest("line_items must not have more than \(HeavyTruckParts.Sale.Line.most) lines")
        }
        let date = try text(body["sale_date"], "sale_date")
        if !date.isEmpty {
            guard let instant = Instant(saleDate: date) else {
                throw .badRequest("sale_date must be YYYY-MM-DD HH:MM or YYYY-MM-DD HH:MM:SS")
            }
            saleDate = instant
        }
        saleTotal = try amount(body["sale_total"], "sale_total")
        endUser = try text(body["user_id"], "user_id")
        shippingMethod = try text(body["shipping_method"], "shipping_method")
        comments = try text(body["comments"], "comments")
        poNumber = try text(body["po_number"], "po_number")
        guard poNumber.count <= Self.longestPONumber else {
            throw .badRequest("po_number has more than \(Self.longestPONumber) characters")
        }
        guard let billing = HeavyTruckParts.Address(body["billing_address"]) else {
            throw .badRequest("billing_address must be an object of texts")
        }
        guard let shipping = HeavyTruckParts.Address(body["shipping_address"]) else {
            throw .badRequest("shipping_address must be an object of texts")
        }
        billingAddress = billing
        shippingAddress = shipping
        lines.reserveCapacity(items.count)
        for (index, item) in items.elements.enumerated() {
            lines.append(try HeavyTruckParts.Sale.Line(sent: item, at: index))
        }
    }
}

extension HeavyTruckParts.Sale.Line {
    /// - Parameter index: where the line stands, for messages.
    fileprivate init(sent node: JSON.Node, at index: Int) throws(HeavyTruckParts.Failure) {
        var name: String { "line_items[\(index)]" }
        guard node.kind == .object else { throw .badRequest("\(name) must be an object") }
        vendor = try number(node["vendor_id"], "\(name).vendor_id")
        // The key is `vendor_store` here and `vendor_store_id` elsewhere: either is taken.
        store = try number(node["vendor_store"] ?? node["vendor_store_id"], "\(name).vendor_store")
        inventoryID = try number(node["vendor_inventory_id"], "\(name).vendor_inventory_id")
        sku = try text(node["vendor_sku"], "\(name).vendor_sku")
        quantity = try number(node["quantity"], "\(name).quantity") ?? 1
        guard 1...Self.largestQuantity ~= quantity else {
            throw .badRequest("\(name).quantity must be from 1 to \(Self.largestQuantity)")
        }
        price = try amount(node["price"], "\(name).price")
        corePrice = try amount(node["core_price"], "\(name).core_price") ?? .zero
        shippingPrice = try amount(node["shipping_price"], "\(name).shipping_price") ?? .zero
        taxPrice = try amount(node["tax_price"], "\(name).tax_price") ?? .zero
    }
}

extension Instant {
    /// Reads `2026-03-02 08:00`, `2026-03-02 08:00:` and `2026-03-02 08:00:30` as UTC.
    ///
    /// The form is printed as `YYYY-MM-DD HH:ii:[ss]` [seed], the second colon outside of the brackets: so a time
    /// without seconds may end in one or not [inferred].
    init?(saleDate text: String) {
        switch text.utf8.count {
        case 16: self.init(plain: text + ":00")
        case 17: self.init(plain: text + "00")
        default: self.init(plain: text)
        }
    }
}

// MARK: - Members

/// A text; a number is taken as it is written.
private func text(_ node: JSON.Node?, _ name: @autoclosure () -> String) throws(HeavyTruckParts.Failure)
    -> String
{
    guard let node, !node.isNull else { return "" }
    guard let text = node.string ?? node.number?.text else { throw .badRequest("\(name()) must be text") }
    return text
}

/// A whole number, or its digits in a string.
private func number(_ node: JSON.Node?, _ name: @autoclosure () -> String) throws(HeavyTruckParts.Failure)
    -> Int?
{
    guard let node, !node.isNull, node.string != "" else { return nil }
    guard let number = node.int ?? node.string.flatMap(HeavyTruckParts.wholeNumber), number >= 0 else {
        throw .badRequest("\(name()) must be a whole number")
    }
    return number
}

/// An amount of money, as a number or in a string.
private func amount(_ node: JSON.Node?, _ name: @autoclosure () -> String) throws(HeavyTruckParts.Failure)
    -> HeavyTruckParts
    .Cents?
{
    guard let node, !node.isNull, node.string != "" else { return nil }
    let text = node.string
    guard node.kind == .number || text != nil,
        let amount = text.map({ HeavyTruckParts.Cents($0) })
            ?? HeavyTruckParts.Cents(utf8: node.rawBytes.span)
    else { throw .badRequest("\(name()) must be an amount from 0 to \(HeavyTruckParts.Cents.highest)") }
    return amount
}
