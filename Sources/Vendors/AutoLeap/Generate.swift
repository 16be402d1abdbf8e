import Engine
import JSON

extension AutoLeap {
    /// Adds plausible records from the seed: more of what companies have already, under new ids.
    package static func generate(_ count: Int, of collection: String, in world: inout World) -> Bool {
        switch collection {
        case "customers": generate(count, \.customers, collection, "customerId", in: &world)
        case "vehicles": generate(count, \.vehicles, collection, "vehicleId", in: &world)
        case "items": generate(count, \.items, collection, "itemId", in: &world)
        case "appointmentRequests":
            generate(count, \.appointmentRequests, collection, "appointmentId", in: &world)
        case "payments": generate(count, \.payments, collection, "paymentId", in: &world)
        case "timesheetLogs": generate(count, \.timesheetLogs, collection, "logId", in: &world)
        case "orders": generateOrders(count, in: &world)
        default: false
        }
    }

    /// Copies of rows that are there, created at some time in the year before now.
    private static func generate<Entry: SheetRow>(
        _ count: Int,
        _ table: WritableKeyPath<State, Table<Entry>>,
        _ collection: String,
        _ idName: String,
        in world: inout World,
    ) -> Bool {
        let models = Array(world.state[keyPath: table])
        guard count >= 0, !models.isEmpty else { return false }
        var draws = world.chance.draws("generate.\(collection)")
        var taken = Set(models.map(\.id))
        var rows: [Entry] = []
        for _ in 0..<count {
            let model = models[Int(draws.below(UInt64(models.count)))]
            var id = draws.hex(10)
            while !taken.insert(id).inserted { id = draws.hex(10) }
            let created = world.now - .seconds(draws.integer(in: 0...365 * 86_400))
            var fields = model.sheet.fields
            fields[idName] = .string(id)
            if fields["itemNumber"] != nil { fields["itemNumber"] = .string("G" + draws.hex(7).uppercased()) }
            rows.append(Entry(fields, created: created, updated: created))
        }
        world.state[keyPath: table].upsert(contentsOf: rows)
        return true
    }

    /// Repair orders count on from the highest number of their company.
    private static func generateOrders(_ count: Int, in world: inout World) -> Bool {
        let models = Array(world.state.orders)
        guard count >= 0, !models.isEmpty else { return false }
        var draws = world.chance.draws("generate.orders")
        var highest: [Company.ID: Int] = [:]
        for order in models { highest[order.companyID] = max(highest[order.companyID] ?? 0, order.number) }
        var rows: [RepairOrder] = []
        for _ in 0..<count {
            let model = models[Int(draws.below(UInt64(models.count)))]
            let number = (highest[model.companyID] ?? 0) + 1
            highest[model.companyID] = number
            let created = world.now - .seconds(draws.integer(in: 0...365 * 86_400))
            var fields = model.sheet.fields
            fields["repairOrderNumber"] = .number(JSON.Number(number))
            if fields["invoiceNumber"] != nil { fields["invoiceNumber"] = .string("INV-\(10_000 + number)") }
            rows.append(RepairOrder(fields, created: created, updated: created))
        }
        world.state.orders.upsert(contentsOf: rows)
        return true
    }
}
