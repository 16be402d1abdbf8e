import Engine
import HTTP
import JSON

extension HeavyTruckParts.Item {
    /// An item's facts as replies and searches want them: made once, when the item is written, and shared from then on.
    final class Sheet: Sendable {
        let facts: Facts
        /// Of the retail price; `nil` where there is none.
        let cents: HeavyTruckParts.Cents?
        /// 0 where the year is not known.
        let year: Int
        /// Folded, for comparisons.
        let make: UInt64
        let model: UInt64
        let category: UInt64
        /// With numbers as documented.
        let searchResult: SearchResult
        let details: Details

        init(_ facts: Facts, of id: ID) {
            self.facts = facts
            cents = HeavyTruckParts.Cents(facts.price)
            year = HeavyTruckParts.wholeNumber(facts.year) ?? 0
            make = HeavyTruckParts.folded(facts.make)
            model = HeavyTruckParts.folded(facts.model)
            category = HeavyTruckParts.folded(facts.category)
            searchResult = SearchResult(facts, of: id, .documented)
            details = Details(facts, of: id, .documented)
        }
    }
}

extension HeavyTruckParts.Item {
    /// An item of a search result.
    final class SearchResult: Sendable {
        /// Blanks: vendor, part name, price, origin, distance, and page number, behind which nothing stands.
        private let stencil: Stencil
        /// `,"qa":{…}`
        private let qa: [UInt8]

        /// What is filled in as JSON: the same for the items of one type in one store.
        final class Filling {
            fileprivate let vendor: [UInt8]
            fileprivate let partName: [UInt8]
            fileprivate let distance: [UInt8]

            init(_ shop: HeavyTruckParts.Scope.Shop, partName: [UInt8]) {
                vendor = shop.vendorJSON
                distance = shop.distance
                self.partName = partName
            }
        }

        init(_ facts: Facts, of id: ID, _ numbers: HeavyTruckParts.Assumptions.Numbers) {
            var json = JSON.Writer(reserving: 512)
            var blanks: [Range<Int>] = []
            /// Writes a value and notes where it stands.
            func blank(_ value: (inout JSON.Writer) -> Void) {
                let start = json.bytes.count
                value(&json)
                blanks.append(start..<json.bytes.count)
            }
            json.beginObject()
            json.member("type", facts.category)
            json.key("vendor")
            blank { $0.null() }
            json.key("part_name")
            blank { $0.null() }
            json.member("make_model", facts.makeAndModel)
            json.member("year", facts.year)
            json.member("oem_number", facts.oemNumber)
            json.member("vendor_sku", facts.sku)
            json.quoted("vendor_inventory_id", id.item, numbers)
            json.member("description", facts.description)
            json.key("price")
            blank { $0.decimal(facts.price, numbers) }
            json.decimal("coreprice", facts.corePrice, numbers)
            json.member("condition", facts.condition)
            json.key("details_uri")
            let start = json.bytes.count + 1
            json.string(detailsPath(of: id))
            blanks.append(start..<start)
            json.member("images", facts.images)
            json.key("distance")
            blank { $0.null() }
            json.key("page_number")
            blank { $0.null() }
            stencil = Stencil(json.bytes, blanks: blanks)

            var answers = JSON.Writer(reserving: 32)
            answers.fragment(",\"qa\":")
            facts.writeAnswers(to: &answers)
            qa = answers.bytes
        }

        /// - Parameters:
        ///   - origin: what absolute URLs start with.
        ///   - pageNumber: as JSON.
        ///   - price: as JSON; `nil` for the retail price.
        func write(
            _ filling: Filling,
            origin: [UInt8],
            pageNumber: [UInt8],
            price: [UInt8]?,
            includesQA: Bool,
            to json: inout JSON.Writer,
        ) {
            let fillings = filling.vendor.count + filling.partName.count + filling.distance.count
            let count =
                stencil.count + fillings + origin.count + pageNumber.count + (price?.count ?? 0) + qa.count
            json.raw(count + 1) { output in
                stencil.copy(0, to: &output)
                output.append(copying: filling.vendor)
                stencil.copy(1, to: &output)
                output.append(copying: filling.partName)
                stencil.copy(around: 2, with: price, to: &output)
                output.append(copying: origin)
                stencil.copy(4, to: &output)
                output.append(copying: filling.distance)
                stencil.copy(5, to: &output)
                output.append(copying: pageNumber)
                if includesQA { output.append(copying: qa) }
                output.append(UInt8(ascii: "}"))
            }
        }
    }

    /// An item's details [seed].
    final class Details: Sendable {
        /// Blanks: part name, price, quantity, vendor.
        private let stencil: Stencil

        /// - Parameter isLegacy: whether Q&A pairs stand directly in the object. A pair whose label is a field's name is
        ///   left out then [inferred].
        init(
            _ facts: Facts,
            of id: ID,
            _ numbers: HeavyTruckParts.Assumptions.Numbers,
            isLegacy: Bool = false
        ) {
            var json = JSON.Writer(reserving: 768)
            var blanks: [Range<Int>] = []
            func blank(_ value: (inout JSON.Writer) -> Void) {
                let start = json.bytes.count
                value(&json)
                blanks.append(start..<json.bytes.count)
            }
            json.beginObject()
            json.key("part_name")
            blank { $0.null() }
            json.member("vendor_part_name", facts.vendorPartName)
            json.member("year", facts.year)
            json.member("vehicle_make", facts.vehicleMake)
            json.member("vehicle_model", facts.vehicleModel)
            json.member("part_manufacturer", facts.partManufacturer)
            json.member("part_model", facts.partModel)
            json.member("oem_number", facts.oemNumber)
            json.member("serial_number", facts.serialNumber)
            json.member("vendor_sku", facts.sku)
            json.quoted("vendor_inventory_id", id.item, numbers)
            if facts.vehicle == 0, numbers != .numbers {
                json.member("vendor_vehicle_id", "")
            } else {
                json.quoted("vendor_vehicle_id", facts.vehicle == 0 ? nil : facts.vehicle, numbers)
            }
            json.member("vin", facts.vin)
            json.decimal("core_price", facts.corePrice, numbers)
            json.key("price")
            blank { $0.decimal(facts.price, numbers) }
            json.member("description", facts.description)
            json.member("html_description", facts.htmlDescription)
            json.member("condition", facts.condition)
            json.member("category", facts.category)
            json.key("available_quantity")
            blank { $0.null() }
            json.member("side", facts.side)
            if isLegacy {
                for answer in facts.qa where !Details.fields.contains(answer.label) {
                    json.member(answer.label, answer.value)
                }
            } else {
                json.key("qa")
                facts.writeAnswers(to: &json)
            }
            json.key("vendor")
            blank { $0.null() }
            json.member("images", facts.images)
            json.endObject()
            stencil = Stencil(json.bytes, blanks: blanks)
        }

        /// - Parameter price: `nil` for the retail price.
        func write(
            partName: [UInt8],
            price: [UInt8]?,
            quantity: [UInt8],
            vendor: [UInt8],
            to json: inout JSON.Writer,
        ) {
            let count =
                stencil.count + partName.count + (price?.count ?? 0) + quantity.count + vendor.count
            json.raw(count) { output in
                stencil.copy(0, to: &output)
                output.append(copying: partName)
                stencil.copy(around: 1, with: price, to: &output)
                output.append(copying: quantity)
                stencil.copy(3, to: &output)
                output.append(copying: vendor)
                stencil.copy(4, to: &output)
            }
        }

        private static let fields: Set<String> = [
            "part_name", "vendor_part_name", "year", "vehicle_make", "vehicle_model", "part_manufacturer",
            "part_model",
            "oem_number", "serial_number", "vendor_sku", "vendor_inventory_id", "vendor_vehicle_id", "vin",
            "core_price",
            "price", "description", "html_description", "condition", "category", "available_quantity", "side",
            "qa",
            "vendor", "images",
        ]
    }

    /// The path of an item's details, made of its three ids [seed].
    static func detailsPath(of id: ID) -> String { "/inventory/details/\(id.vendor)/\(id.store)/\(id.item)" }
}
