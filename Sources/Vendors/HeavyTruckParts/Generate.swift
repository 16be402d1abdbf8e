import Engine
import JSON

extension HeavyTruckParts {
    /// Adds plausible records from the seed: items and end users.
    package static func generate(_ count: Int, of collection: String, in world: inout World) -> Bool {
        switch collection {
        case "items": generateItems(count, in: &world)
        case "endusers": generateEndUsers(count, in: &world)
        default: false
        }
    }

    /// Items like the ones that are there, at the same vendors: most of them are visible to whom most are visible now.
    private static func generateItems(_ count: Int, in world: inout World) -> Bool {
        let models = world.state.items.filter { $0.isListed && $0.facts.vehicle == 0 }
        guard !models.isEmpty, count >= 0 else { return false }
        var draws = world.chance.draws("generate.items")
        let highest = world.state.items.reduce(0) { max($0, $1.id.item) }
        guard highest + count <= Item.ID.highestItem else { return false }
        let today = world.now.date.daysSince1970
        let rows = (0..<count).map { number in
            let model = models[Int(draws.below(UInt64(models.count)))]
            let id = Item.ID(vendor: model.id.vendor, store: model.id.store, item: highest + 1 + number)
            var facts = model.facts
            facts.sku = "G\(id.item)"
            facts.vin = ""
            if let year = wholeNumber(facts.year) { facts.year = String(year + draws.integer(in: -3...3)) }
            if let cents = Cents(facts.price), cents > .zero {
                // From 60 to 140 % of the model's price, in steps of 25 dollars above 100.
                let price = cents.count * draws.integer(in: 60...140) / 100
                facts.price = Cents(price < 100_00 ? max(price, 1) : price / 25_00 * 25_00).description
            }
            facts.images = (0..<draws.integer(in: 0...3)).map { _ in
                "https://img.heavytruckparts.test/\(draws.hex(16)).jpg"
            }
            facts.dateAdded = Instant.Date(daysSince1970: today - draws.integer(in: 0...700)).text
            let quantity = facts.category == "USED" || facts.category == "CORE" ? 1 : draws.integer(in: 1...9)
            return Item(
                id: id,
                sheet: Item.Sheet(facts, of: id),
                availableQuantity: quantity,
                status: .available
            )
        }
        world.state.items.upsert(contentsOf: rows)
        return true
    }

    private static func generateEndUsers(_ count: Int, in world: inout World) -> Bool {
        var draws = world.chance.draws("generate.endusers")
        let highest = world.state.endUsers.last?.id ?? 0
        let places = [
            ("Lincoln", "NE", "68502"), ("Omaha", "NE", "68107"), ("Denver", "CO", "80216"),
            ("Tulsa", "OK", "74107"),
            ("Atlanta", "GA", "30336"), ("Fargo", "ND", "58102"),
        ]
        let names = [
            "Avery", "Blake", "Casey", "Drew", "Emery", "Frankie", "Harper", "Jordan", "Morgan", "Quinn",
        ]
        let trades = ["Freight", "Diesel Service", "Truck Repair", "Hauling", "Leasing", "Excavating"]
        for number in 0..<max(0, count) {
            let id = highest + 1 + number
            let place = places[draws.integer(in: 0...places.count - 1)]
            let name = names[draws.integer(in: 0...names.count - 1)]
            let trade = trades[draws.integer(in: 0...trades.count - 1)]
            let fields: JSON.Object = [
                "userid": .number(JSON.Number(id)), "company": .string("\(name) \(trade) \(id)"),
                "name": .string(name),
                "street": .string("\(draws.integer(in: 100...9999)) Industrial Ave"),
                "city": .string(place.0),
                "state": .string(place.1), "zip": .string(place.2), "country": "United States",
                "country_code": "US",
                "email": .string("customer\(id)@example.net"), "phone": .string("402-555-01\(10 + id % 90)"),
            ]
            guard let endUser = try? EndUser(fields) else { return false }  // its id would be out of range
            world.state.endUsers.upsert(endUser)
        }
        return true
    }
}
