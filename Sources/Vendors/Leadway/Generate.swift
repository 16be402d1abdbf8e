import Engine
import JSON

extension Leadway {
    /// Adds plausible records from the seed: products, and prices of the products that are there.
    package static func generate(_ count: Int, of collection: String, in world: inout World) -> Bool {
        switch collection {
        case "products": generateProducts(count, in: &world)
        case "prices": generatePrices(count, in: &world)
        default: false
        }
    }

    private static let materials = ["Oak", "Steel", "Canvas", "Copper", "Linen", "Walnut", "Wool", "Brass"]
    private static let things = [
        "Mug", "Lamp", "Cap", "Bag", "Stool", "Apron", "Clock", "Tray", "Vest", "Frame",
    ]
    private static let sizes = ["Small", "Medium", "Large", "Extra Large", "Travel", "Family"]
    private static let colours = ["Black", "White", "Navy", "Olive", "Rust", "Sand", "Teal"]

    /// In the accounts that there are, in turns.
    private static func generateProducts(_ count: Int, in world: inout World) -> Bool {
        let accounts = world.state.accounts.map(\.id)
        guard !accounts.isEmpty, count >= 0 else { return false }
        var draws = world.chance.draws("generate.products")
        var rows: [Product] = []
        for number in 0..<count {
            let name = "\(draws.pick(materials) ?? "") \(draws.pick(things) ?? "") \(number + 1)"
            let time = past(&draws, world.now)
            let fields: JSON.Object = [
                "_id": .string(draws.hex(24)),
                "locationId": .string(accounts[number % accounts.count]),
                "name": .string(name),
                "productType": "PHYSICAL",
                "image": .string("https://img.leadway.test/\(draws.hex(16)).jpg"),
                "availableInStore": true,
                "isTaxesEnabled": false,
                "slug": .string(name.lowercased().split(separator: " ").joined(separator: "-")),
                "createdAt": time,
                "updatedAt": time,
            ]
            guard let row = try? Product(fields) else { return false }  // never: the fields are of the model
            rows.append(row)
        }
        world.state.products.upsert(contentsOf: rows)
        return true
    }

    /// Variants with a tracked stock, for products of any account, each as likely as any other.
    private static func generatePrices(_ count: Int, in world: inout World) -> Bool {
        let products = Array(world.state.products)
        guard !products.isEmpty, count >= 0 else { return false }
        var draws = world.chance.draws("generate.prices")
        var rows: [Price] = []
        for number in 0..<count {
            let product = products[Int(draws.below(UInt64(products.count)))]
            let time = past(&draws, world.now)
            let fields: JSON.Object = [
                "_id": .string(draws.hex(24)),
                "name": .string(
                    "\(draws.pick(sizes) ?? "") \(draws.pick(colours) ?? "") \(product.name)"
                ),
                "type": "one_time",
                "currency": "USD",
                "amount": .number(JSON.Number(Double(draws.integer(in: 500...25_000)) / 100)),
                "product": .string(product.id),
                "locationId": .string(product.account),
                "createdAt": time,
                "updatedAt": time,
                "trackInventory": true,
                "availableQuantity": .number(JSON.Number(draws.integer(in: 0...250))),
                "allowOutOfStockPurchases": .bool(draws.happens(atRate: 0.2)),
                "sku": .string("GEN-\(number + 1)"),
            ]
            guard let row = try? Price(fields) else { return false }  // never: the fields are of the model
            rows.append(row)
        }
        world.state.prices.upsert(contentsOf: rows)
        return true
    }

    /// Some time in the last two years.
    private static func past(_ draws: inout Draws, _ now: Instant) -> JSON.Value {
        let age = Duration.milliseconds(draws.integer(in: 0...63_072_000_000))
        return .string((now - age).withMilliseconds)
    }
}
