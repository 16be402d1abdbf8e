import Engine
import JSON

extension HeavyTruckParts.Sale {
    /// Why a line could not be added to a sale: the four codes of `/sale/create` [seed].
    package enum LineError: String, Error, Sendable, CaseIterable {
        case forbiddenVendor = "ERR_FORBIDDEN_VENDOR"
        case notUnique = "ERR_NOT_UNIQUE"
        case notAvailable = "ERR_NOT_AVAILABLE"
        case notFound = "ERR_NOT_FOUND"

        /// The wording is ours.
        var message: String {
            switch self {
            case .forbiddenVendor: "This account is not authorized to create sales documents for the vendor."
            case .notUnique: "Several items fit; name the one that is meant by its vendor_inventory_id."
            case .notAvailable: "The item is no longer available."
            case .notFound: "There is no such item; check that vendor_inventory_id is given and correct."
            }
        }
    }

    /// One line of the cart, and what became of it.
    struct Line: Sendable {
        var vendor: Int?
        var store: Int?
        /// What was sent or, on a line that named its item by `sku`, what was found.
        var inventoryID: Int?
        var sku = ""
        var quantity = 1
        /// Of one piece, like the three below; `nil` where none was sent and the line failed.
        var price: HeavyTruckParts.Cents?
        var corePrice = HeavyTruckParts.Cents.zero
        var shippingPrice = HeavyTruckParts.Cents.zero
        var taxPrice = HeavyTruckParts.Cents.zero
        /// `nil` on a line that was added.
        var error: LineError?
        var hasTakenStock = false
    }
}

extension HeavyTruckParts.Sale.Line {
    /// How many a sale may have: a limit of ours, no vendor's.
    static let most = 10_000
    static let largestQuantity = 100_000

    static let model: [Field] = [
        Field("vendor_id", .nullable(.integer())),
        Field("vendor_store", .nullable(.integer())),
        Field("vendor_inventory_id", .nullable(.integer())),
        Field("vendor_sku", .string(), source: .inferred, about: "the deprecated way of naming an item"),
        Field("quantity", .integer(1...largestQuantity)),
        Field("price", .nullable(.decimal)),
        Field("core_price", .decimal),
        Field("shipping_price", .decimal),
        Field("tax_price", .decimal),
        Field("error", .nullable(.oneOf(HeavyTruckParts.Sale.LineError.allCases.map(\.rawValue)))),
        Field("stock_taken", .boolean, source: .inferred),
    ]

    init(_ object: JSON.Object) throws(RecordProblem) {
        func cents(_ name: String) throws(RecordProblem) -> HeavyTruckParts.Cents? {
            guard let value = object[name], value != .null, value.string != "" else { return nil }
            guard let cents = HeavyTruckParts.Cents(decimal: value) else {
                throw RecordProblem("must be an amount", at: ["line_items", name])
            }
            return cents
        }
        vendor = object["vendor_id"]?.int
        store = object["vendor_store"]?.int
        inventoryID = object["vendor_inventory_id"]?.int
        sku = object["vendor_sku"]?.string ?? ""
        quantity = object["quantity"]?.int ?? 1
        price = try cents("price")
        corePrice = try cents("core_price") ?? .zero
        shippingPrice = try cents("shipping_price") ?? .zero
        taxPrice = try cents("tax_price") ?? .zero
        error = object["error"]?.string.flatMap(HeavyTruckParts.Sale.LineError.init(rawValue:))
        hasTakenStock = object["stock_taken"]?.bool ?? false
    }

    func write(to json: inout JSON.Writer) {
        func member(_ name: StaticString, _ id: Int?, to json: inout JSON.Writer) {
            json.key(name)
            if let id { json.int(id) } else { json.null() }
        }
        json.object { json in
            member("vendor_id", vendor, to: &json)
            member("vendor_store", store, to: &json)
            member("vendor_inventory_id", inventoryID, to: &json)
            json.member("vendor_sku", sku)
            json.member("quantity", quantity)
            json.key("price")
            if let price { json.string(price.description) } else { json.null() }
            json.member("core_price", corePrice.description)
            json.member("shipping_price", shippingPrice.description)
            json.member("tax_price", taxPrice.description)
            json.key("error")
            if let error { json.string(error.rawValue) } else { json.null() }
            json.member("stock_taken", hasTakenStock)
        }
    }

    /// The item it is about, where vendor, store and id are known.
    var item: HeavyTruckParts.Item.ID? {
        guard let vendor, let store, let inventoryID else { return nil }
        return HeavyTruckParts.Item.ID(vendor: vendor, store: store, item: inventoryID)
    }

    /// Price, core, shipping and tax of all its pieces; `nil` on overflow.
    var total: HeavyTruckParts.Cents? {
        (price ?? .zero).plus(corePrice)?.plus(shippingPrice)?.plus(taxPrice)?.times(quantity)
    }
}
