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

    /// JSON with blanks: what differs from reply to reply is filled in while it is copied.
    ///
    ///     {"type":"USED","vendor":⎵,"part_name":⎵,"make_model":…
    ///     ╰─ piece 0 ────────────╯ ╰─ piece 1 ──╯ ╰─ piece 2 …
    struct Form: Sendable {
        private let bytes: [UInt8]
        private let blanks: [6 of Slice]
        private let count: Int

        /// - Parameter blanks: where what can be replaced stands now, in order; at most six.
        init(_ bytes: [UInt8], blanks: [Slice]) {
            self.bytes = bytes
            count = blanks.count
            self.blanks = InlineArray { index in index < blanks.count ? blanks[index] : .empty }
        }

        /// Writes the bytes before a blank, from the one before it on; for the number of blanks, those after the last.
        func write(_ piece: Int, to output: inout [UInt8]) {
            output.append(copying: bytes.span.extracting(start(piece)..<end(piece)))
        }

        /// Writes the pieces before and after a blank with what stands in it, which is left as it is.
        func write(around blank: Int, to output: inout [UInt8]) {
            output.append(copying: bytes.span.extracting(start(blank)..<end(blank + 1)))
        }

        private func start(_ piece: Int) -> Int { piece == 0 ? 0 : Int(blanks[piece - 1].end) }
        private func end(_ piece: Int) -> Int { piece == count ? bytes.count : Int(blanks[piece].start) }
    }
}

extension HeavyTruckParts.Item {
    /// An item of a search result.
    final class SearchResult: Sendable {
        /// Blanks: vendor and part name, price, origin, distance and page number.
        private let form: Form
        /// `,"qa":{…}`
        private let qa: [UInt8]

        /// What is filled in: the same for the items of one type in one store.
        final class Filling {
            let shop: UInt64
            let partType: Int
            /// From the vendor to the part name.
            fileprivate let start: [UInt8]
            /// What absolute URLs start with.
            fileprivate let origin: [UInt8]
            fileprivate let distance: [UInt8]
            /// `,"page_number":"1"`
            fileprivate let pageNumber: [UInt8]

            /// All but the origin is JSON.
            init(
                shop: UInt64,
                partType: Int,
                vendor: [UInt8],
                partName: [UInt8],
                origin: [UInt8],
                distance: [UInt8],
                pageNumber: [UInt8],
            ) {
                var json = JSON.Writer(reserving: vendor.count + partName.count + 16)
                json.fragment(vendor)
                json.key("part_name")
                json.fragment(partName)
                start = json.bytes
                self.shop = shop
                self.partType = partType
                self.origin = origin
                self.distance = distance
                self.pageNumber = pageNumber
            }
        }

        init(_ facts: Facts, of id: ID, _ numbers: HeavyTruckParts.Assumptions.Numbers) {
            var json = JSON.Writer(reserving: 512)
            var blanks: [Slice] = []
            /// Writes a value and notes where it stands.
            func blank(_ value: (inout JSON.Writer) -> Void) {
                let start = json.bytes.count
                value(&json)
                blanks.append(Slice(start, json.bytes.count))
            }
            json.beginObject()
            json.member("type", facts.category)
            json.key("vendor")
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
            blanks.append(Slice(start, start))
            json.member("images", facts.images)
            json.key("distance")
            blank { $0.null() }
            form = Form(json.bytes, blanks: blanks)

            var answers = JSON.Writer(reserving: 32)
            answers.fragment(",\"qa\":")
            facts.writeAnswers(to: &answers)
            qa = answers.bytes
        }

        /// - Parameter price: as JSON; `nil` for the retail price.
        func write(
            _ filling: Filling,
            price: [UInt8]?,
            includesQA: Bool,
            to bytes: inout [UInt8],
        ) {
            form.write(0, to: &bytes)
            bytes.append(contentsOf: filling.start)
            if let price {
                form.write(1, to: &bytes)
                bytes.append(contentsOf: price)
                form.write(2, to: &bytes)
            } else {
                form.write(around: 1, to: &bytes)
            }
            bytes.append(contentsOf: filling.origin)
            form.write(3, to: &bytes)
            bytes.append(contentsOf: filling.distance)
            bytes.append(contentsOf: filling.pageNumber)
            if includesQA { bytes.append(contentsOf: qa) }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// An item's details [seed].
    final class Details: Sendable {
        /// Blanks: part name, price, quantity, vendor.
        private let form: Form

        /// - Parameter isLegacy: whether Q&A pairs stand directly in the object. A pair whose label is a field's name is
        ///   left out then [inferred].
        init(
            _ facts: Facts,
            of id: ID,
            _ numbers: HeavyTruckParts.Assumptions.Numbers,
            isLegacy: Bool = false
        ) {
            var json = JSON.Writer(reserving: 768)
            var blanks: [Slice] = []
            func blank(_ value: (inout JSON.Writer) -> Void) {
                let start = json.bytes.count
                value(&json)
                blanks.append(Slice(start, json.bytes.count))
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
            form = Form(json.bytes, blanks: blanks)
        }

        /// - Parameter price: `nil` for the retail price.
        func write(
            partName: [UInt8],
            price: [UInt8]?,
            quantity: [UInt8],
            vendor: [UInt8],
            to json: inout JSON.Writer,
        ) {
            form.write(0, to: &json.bytes)
            json.fragment(partName)
            if let price {
                form.write(1, to: &json.bytes)
                json.fragment(price)
                form.write(2, to: &json.bytes)
            } else {
                form.write(around: 1, to: &json.bytes)
            }
            json.fragment(quantity)
            form.write(3, to: &json.bytes)
            json.fragment(vendor)
            form.write(4, to: &json.bytes)
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
