package import Engine
package import JSON

extension HeavyTruckParts {
    /// A part on a vendor's shelf, or a whole unit in its yard.
    ///
    /// Source: "Item details", "Search results" [seed]; statuses [public: Factors for Part Appearance].
    package struct Item: Record {
        package let id: ID
        /// All that sales do not change, ready for replies.
        let sheet: Sheet
        /// Pieces on hand.
        var availableQuantity: Int
        var status: Status

        enum Status: String, Sendable, CaseIterable {
            case available = "A"
            /// Shown and sold like an available one [inferred].
            case hold = "H"
            case sold = "S"
            case withdrawn = "W"
        }

        /// Whether it could be sold if there is any left.
        var isOnSale: Bool { status == .available || status == .hold }

        /// Whether searches find it: status A or H, and a quantity above 0 [public: keyword search].
        var isListed: Bool { isOnSale && availableQuantity > 0 }

        /// Takes pieces off the shelf. The stock stops at 0, and an item without any is sold.
        mutating func take(_ quantity: Int) {
            availableQuantity = max(0, availableQuantity - quantity)
            if availableQuantity == 0, isOnSale { status = .sold }
        }

        var facts: Facts { sheet.facts }
        var sku: String { facts.sku }
        /// The retail price; empty where there is none.
        var price: String { facts.price }
        var vendorPartName: String { facts.vendorPartName }
        var year: String { facts.year }
        var vehicleMake: String { facts.vehicleMake }
        var vehicleModel: String { facts.vehicleModel }
        var partManufacturer: String { facts.partManufacturer }
        var partModel: String { facts.partModel }
        var description: String { facts.description }
        var vin: String { facts.vin }
    }
}

extension HeavyTruckParts.Item {
    /// Vendor, store and the id in the vendor's system, which is unique within the store [seed]: packed into one word,
    /// since every index holds it many times.
    package struct ID: RecordID {
        ///     63       42 41       32 31                            0
        ///     [ vendor   | store     | item                         ]
        let packed: UInt64

        package static let highestVendor = (1 << 22) - 2
        package static let highestStore = (1 << 10) - 2
        package static let highestItem = (1 << 32) - 2

        /// Numbers out of range become ones that no item has: 0, or the one above the highest.
        package init(vendor: Int, store: Int, item: Int) {
            let vendor = UInt64(max(0, min(vendor, ID.highestVendor + 1)))
            let store = UInt64(max(0, min(store, ID.highestStore + 1)))
            let item = UInt64(max(0, min(item, ID.highestItem + 1)))
            packed = vendor << 42 | store << 32 | item
        }

        init(packed: UInt64) { self.packed = packed }

        /// `101-1-500001`
        package init?(_ text: String) {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 3, let vendor = HeavyTruckParts.wholeNumber(parts[0]),
                let store = HeavyTruckParts.wholeNumber(parts[1]),
                let item = HeavyTruckParts.wholeNumber(parts[2])
            else { return nil }
            self.init(vendor: vendor, store: store, item: item)
        }

        package var vendor: Int { Int(packed >> 42) }
        package var store: Int { Int(packed >> 32 & 0x3FF) }
        package var item: Int { Int(packed & 0xFFFF_FFFF) }

        package var description: String { "\(vendor)-\(store)-\(item)" }

        package static func < (one: ID, other: ID) -> Bool { one.packed < other.packed }

        /// The smallest and the largest id of a vendor, or of one of its stores.
        static func all(of vendor: Int, store: Int? = nil) -> ClosedRange<ID> {
            ID(
                vendor: vendor,
                store: store ?? 0,
                item: 0
            )...ID(vendor: vendor, store: store ?? .max, item: .max)
        }
    }

    package static let model: [Field] = [
        Field("vendor_id", .integer(1...ID.highestVendor), required: true),
        Field("vendor_store", .integer(1...ID.highestStore), required: true),
        Field("vendor_inventory_id", .integer(1...ID.highestItem), required: true),
        Field("part_type_id", .integer(1...9_999_999), required: true),
        Field("vendor_part_name", .string(), about: "the vendor's own short type text"),
        Field("year", .string()),
        Field("vehicle_make", .string()),
        Field("vehicle_model", .string()),
        Field("part_manufacturer", .string()),
        Field("part_model", .string()),
        Field("oem_number", .string()),
        Field("serial_number", .string()),
        Field("vendor_sku", .string(), about: "the tag number; not unique"),
        Field(
            "vendor_vehicle_id",
            .nullable(.integer(1...Int(Int32.max))),
            about: "the whole unit it is from"
        ),
        Field("vin", .string()),
        Field("price", .decimal, about: "retail"),
        Field("core_price", .decimal),
        Field("description", .string()),
        Field("html_description", .string()),
        Field("condition", .string(), about: "the vendor's wording"),
        Field("category", .string(), about: "USED, NEW, REMANUFACTURED, CORE"),
        Field("available_quantity", .integer(0...1_000_000)),
        Field("side", .string()),
        Field("qa", .map(.string()), about: "label to value"),
        Field("images", .array(.string())),
        Field(
            "status",
            .oneOf(Status.allCases.map(\.rawValue)),
            source: .public("Factors for Part Appearance"),
            about: "A available, H hold, S sold, W withdrawn"
        ),
        Field("date_added", .nullable(.date)),
    ]

    package init(_ object: JSON.Object) throws(RecordProblem) {
        var json = JSON.Writer()
        json.value(.object(object))
        let document: JSON.Document
        do throws(JSON.SyntaxError) {
            document = try JSON.Document(json.bytes)
        } catch {
            throw RecordProblem(error.problem)
        }
        try self.init(document.root)
    }

    package init(_ node: JSON.Node) throws(RecordProblem) {
        func number(_ name: StaticString, most: Int) throws(RecordProblem) -> Int {
            guard let number = node[name]?.int, (1...most).contains(number) else {
                throw RecordProblem("must be a whole number from 1 to \(most)", at: ["\(name)"])
            }
            return number
        }
        id = ID(
            vendor: try number("vendor_id", most: ID.highestVendor),
            store: try number("vendor_store", most: ID.highestStore),
            item: try number("vendor_inventory_id", most: ID.highestItem)
        )
        sheet = Sheet(try Facts(node), of: id)
        availableQuantity = max(0, node["available_quantity"]?.int ?? 1)
        status = Status(rawValue: node["status"]?.string ?? "") ?? .available
    }

    package func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("vendor_id", id.vendor)
            json.member("vendor_store", id.store)
            json.member("vendor_inventory_id", id.item)
            facts.write(to: &json)
            json.member("available_quantity", availableQuantity)
            json.member("status", status.rawValue)
        }
    }
}
