import Engine

extension HeavyTruckParts.Item {
    /// How searches find their items. All but `vehicle` hold listed items only.
    package struct Indexes: RowIndexes {
        /// By retail price in cents, `noPrice` for items without one.
        private(set) var price = Index<Int, ID>()
        /// The same for the opposite order: by the negated price, items without one still last.
        private(set) var fallingPrice = Index<Int, ID>()
        private(set) var partType = Index<Int, ID>()
        /// By the folded make or model that searches go by.
        private(set) var make = Index<UInt64, ID>()
        private(set) var model = Index<UInt64, ID>()
        private(set) var year = Index<Int, ID>()
        /// By the folded category.
        private(set) var category = Index<UInt64, ID>()
        /// By part type, make and model at once.
        private(set) var kind = Index<UInt64, ID>()
        /// By each word that keywords can meet, the name of the part type aside.
        private(set) var words = Index<UInt64, ID>()
        /// By the whole unit that items are from.
        private(set) var vehicle = Index<Int, ID>()
        /// Another one whenever a search could find something else than before.
        private(set) var edition = Edition()

        static let noPrice = Int.max

        /// Known by its identity. Whoever keeps one can tell whether anything has changed since.
        final class Edition: Sendable, Equatable {
            static func == (one: Edition, other: Edition) -> Bool { one === other }
        }

        package init() {}

        package init(_ rows: [HeavyTruckParts.Item]) {
            let listed = rows.filter(\.isListed)
            price = Index(listed.lazy.map { (Self.price($0), $0.id) })
            fallingPrice = Index(listed.lazy.map { (Self.fallingPrice($0), $0.id) })
            partType = Index(listed.lazy.map { ($0.sheet.facts.partType, $0.id) })
            make = Index(listed.lazy.map { ($0.sheet.make, $0.id) })
            model = Index(listed.lazy.map { ($0.sheet.model, $0.id) })
            year = Index(listed.lazy.map { ($0.sheet.year, $0.id) })
            category = Index(listed.lazy.map { ($0.sheet.category, $0.id) })
            kind = Index(listed.lazy.map { (Self.kind($0), $0.id) })
            vehicle = Index(
                rows.lazy.filter { $0.sheet.facts.vehicle != 0 }.map { ($0.sheet.facts.vehicle, $0.id) }
            )
            var pairs: [(UInt64, ID)] = []
            pairs.reserveCapacity(listed.count * 24)
            for row in listed { Self.forEachWord(of: row) { pairs.append(($0, row.id)) } }
            words = Index(pairs)
        }

        package mutating func insert(_ row: HeavyTruckParts.Item) {
            if row.sheet.facts.vehicle != 0 { vehicle.insert(row.sheet.facts.vehicle, row.id) }
            guard row.isListed else { return }
            edition = Edition()
            price.insert(Self.price(row), row.id)
            fallingPrice.insert(Self.fallingPrice(row), row.id)
            partType.insert(row.sheet.facts.partType, row.id)
            make.insert(row.sheet.make, row.id)
            model.insert(row.sheet.model, row.id)
            year.insert(row.sheet.year, row.id)
            category.insert(row.sheet.category, row.id)
            kind.insert(Self.kind(row), row.id)
            Self.forEachWord(of: row) { words.insert($0, row.id) }
        }

        package mutating func remove(_ row: HeavyTruckParts.Item) {
            if row.sheet.facts.vehicle != 0 { vehicle.remove(row.sheet.facts.vehicle, row.id) }
            guard row.isListed else { return }
            edition = Edition()
            price.remove(Self.price(row), row.id)
            fallingPrice.remove(Self.fallingPrice(row), row.id)
            partType.remove(row.sheet.facts.partType, row.id)
            make.remove(row.sheet.make, row.id)
            model.remove(row.sheet.model, row.id)
            year.remove(row.sheet.year, row.id)
            category.remove(row.sheet.category, row.id)
            kind.remove(Self.kind(row), row.id)
            Self.forEachWord(of: row) { words.remove($0, row.id) }
        }

        package mutating func replace(_ old: HeavyTruckParts.Item, with new: HeavyTruckParts.Item) {
            // Most changes are sales that leave something on the shelf.
            if old.sheet === new.sheet, old.isListed == new.isListed { return }
            remove(old)
            insert(new)
        }

        private static func price(_ row: HeavyTruckParts.Item) -> Int { row.sheet.cents?.count ?? noPrice }
        private static func fallingPrice(_ row: HeavyTruckParts.Item) -> Int {
            row.sheet.cents.map { -$0.count } ?? noPrice
        }

        private static func kind(_ row: HeavyTruckParts.Item) -> UInt64 {
            kind(partType: row.sheet.facts.partType, make: row.sheet.make, model: row.sheet.model)
        }

        /// The key of `kind`.
        static func kind(partType: Int, make: UInt64, model: UInt64) -> UInt64 {
            var hash = WordHash()
            hash.add(UInt64(partType))
            hash.add(make)
            hash.add(model)
            return hash.value
        }

        /// What the keyword index covers [public: keyword search]: no prices, no ids, no labels of answers.
        private static func forEachWord(of row: HeavyTruckParts.Item, _ body: (UInt64) -> Void) {
            let facts = row.sheet.facts
            for text in [
                facts.description, facts.year, facts.vehicleMake, facts.vehicleModel, facts.partManufacturer,
                facts.partModel, facts.category, facts.side, facts.oemNumber, facts.vin, facts.serialNumber,
                facts.sku,
                facts.condition,
            ] where !text.isEmpty { HeavyTruckParts.forEachWord(of: text, body) }
            for answer in facts.qa { HeavyTruckParts.forEachWord(of: answer.value, body) }
        }
    }
}
