import Engine
import JSON

extension AutoSync {
    /// Adds plausible records from the seed to shop 1: customers, vehicles, work orders, jobs, appointments, payments,
    /// parts and employees. What a record refers to is drawn from what is there.
    package static func generate(_ count: Int, of collection: String, in world: inout World) -> Bool {
        guard count >= 0, let shop = world.state.shops.first?.id else { return false }
        var maker = Maker(
            shop: shop,
            draws: world.chance.draws("autosync.generate.\(collection)"),
            now: world.now
        )
        switch collection {
        case "customers": return world.state.customers.add(count, in: shop) { _ in maker.customer() }
        case "employees": return world.state.employees.add(count, in: shop) { _ in maker.employee() }
        case "inventory": return world.state.parts.add(count, in: shop) { maker.part($0) }
        case "vehicles":
            let customers = world.state.customers.filter { $0.shop == shop }
            return world.state.vehicles.add(count, in: shop) { _ in maker.vehicle(of: customers) }
        case "workorders":
            let vehicles = world.state.vehicles.filter { $0.shop == shop }
            let technicians = world.state.employees.filter {
                $0.shop == shop && $0.fields.role == .technician
            }
            return world.state.workOrders.add(count, in: shop) { id in
                maker.workOrder(id, on: vehicles, by: technicians)
            }
        case "appointments":
            let vehicles = world.state.vehicles.filter { $0.shop == shop }
            return world.state.appointments.add(count, in: shop) { _ in maker.appointment(for: vehicles) }
        case "payments":
            let orders = world.state.workOrders.filter { $0.shop == shop }
            return world.state.payments.add(count, in: shop) { _ in maker.payment(of: orders) }
        case "jobs": return generateJobs(count, in: &world, &maker)
        default: return false
        }
    }

    /// Jobs change what their orders come to.
    private static func generateJobs(_ count: Int, in world: inout World, _ maker: inout Maker) -> Bool {
        let shop = maker.shop
        let orders = world.state.workOrders.filter { $0.shop == shop }.map(\.id)
        let rate = world.state.shops[shop]?.taxRate ?? Shop.defaultTaxRate
        var line = world.state.highestLineItem
        var due: [Int: Money] = [:]
        let isDone = world.state.jobs.add(count, in: shop) { _ in
            line += 1
            let job = maker.job(of: orders, line: line)
            if let job {
                due[job.workOrder, default: .zero] = due[job.workOrder, default: .zero] + job.subtotal
            }
            return job
        }
        guard isDone else { return false }
        world.state.lastLineItem = line
        for (id, amount) in due {
            guard let order = world.state.workOrders[id],
                let fields = order.fields.with(subtotal: order.fields.subtotal + amount, taxRate: rate)
            else { return false }
            _ = world.state.workOrders.change(order, to: fields)
        }
        return true
    }

    /// Makes up the fields of records.
    private struct Maker {
        let shop: Int
        var draws: Draws
        let now: Instant

        private static let firstNames = [
            "Avery", "Blake", "Casey", "Drew", "Emery", "Frankie", "Harper", "Jordan", "Morgan", "Quinn",
            "Riley",
        ]
        private static let lastNames = [
            "Abbott", "Barnes", "Cole", "Dixon", "Ellis", "Fisher", "Grant", "Hayes", "Ingram", "Jensen",
            "Keller",
        ]
        private static let cars = [
            ("Ford", "F-150"), ("Toyota", "Camry"), ("Honda", "Civic"), ("Chevrolet", "Malibu"),
            ("Subaru", "Outback"), ("Jeep", "Wrangler"), ("Nissan", "Rogue"),
        ]
        private static let parts = [
            "Filter", "Belt", "Sensor", "Bearing", "Hose", "Gasket", "Bulb", "Pad set",
        ]
        private static let works = ["Oil change", "Brakes", "Diagnosis", "Tires", "Tune-up", "Battery"]

        private mutating func one<Element>(of elements: [Element]) -> Element? { draws.pick(elements) }

        private mutating func name() -> (first: String, last: String) {
            (one(of: Self.firstNames) ?? "", one(of: Self.lastNames) ?? "")
        }

        /// A time in the last two years.
        private mutating func past() -> Instant {
            (now - .seconds(draws.integer(in: 0...63_000_000))).wholeSecond
        }

        mutating func customer() -> CustomerFields? {
            let name = name()
            var fields = CustomerFields(firstName: name.first, lastName: name.last, createdAt: past())
            fields.email = "\(name.first).\(name.last).\(draws.hex(6))@example.net".lowercased()
            fields.phone = "(217) 555-\(draws.integer(in: 1000...9999))"
            fields.isBusiness = draws.below(8) == 0
            fields.address = CustomerFields.Address(
                street: "\(draws.integer(in: 10...4999)) Oak St",
                city: "Springfield",
                state: "IL",
                zip: "6270\(draws.integer(in: 1...9))"
            )
            return fields
        }

        mutating func employee() -> EmployeeFields? {
            let name = name()
            return EmployeeFields(
                name: "\(name.first) \(name.last.prefix(1)).",
                role: one(of: EmployeeFields.Role.allCases) ?? .technician,
                status: draws.below(10) == 0 ? .inactive : .active
            )
        }

        mutating func part(_ id: Int) -> PartFields? {
            let cost = draws.integer(in: 50...30_000)
            let threshold = draws.integer(in: 1...10)
            return PartFields(
                name: one(of: Self.parts) ?? "",
                partNumber: "G-\(id)",
                quantity: draws.integer(in: 0...60),
                cost: Money(cost),
                price: Money(cost * draws.integer(in: 140...240) / 100),
                reorderThreshold: threshold,
                updatedAt: past()
            )
        }

        mutating func vehicle(of customers: [Customer]) -> VehicleFields? {
            guard let owner = one(of: customers), let car = one(of: Self.cars) else { return nil }
            return VehicleFields(
                customer: owner.id,
                year: draws.integer(in: 2006...2024),
                make: car.0,
                model: car.1,
                vin: "1MB" + draws.hex(14).uppercased(),
                licensePlate: "MB \(draws.integer(in: 10_000...99_999))",
                mileage: draws.integer(in: 100...180_000),
                createdAt: past()
            )
        }

        /// One without jobs, and so without amounts.
        mutating func workOrder(
            _ id: Int,
            on vehicles: [Vehicle],
            by technicians: [Employee],
        ) -> WorkOrderFields? {
            guard let vehicle = one(of: vehicles) else { return nil }
            return WorkOrderFields(
                number: String(id),
                status: one(of: WorkOrderFields.Status.allCases) ?? .draft,
                customer: vehicle.fields.customer,
                vehicle: vehicle.id,
                technician: one(of: technicians)?.id,
                notes: nil,
                createdAt: past()
            )
        }

        mutating func job(of orders: [Int], line: Int) -> JobFields? {
            guard let order = one(of: orders), let work = one(of: Self.works) else { return nil }
            let hours = JSON.Value.number(JSON.Number(draws.integer(in: 1...6)))
            let price = JSON.Value.number(JSON.Number(draws.integer(in: 90...140)))
            let labor: JSON.Object = ["description": .string(work), "quantity": hours, "unit_price": price]
            do throws(LineItem.Wrong) {
                return JobFields(workOrder: order, name: work, lineItems: [try LineItem(labor, id: line)])
            } catch {
                return nil
            }
        }

        mutating func appointment(for vehicles: [Vehicle]) -> AppointmentFields? {
            guard let vehicle = one(of: vehicles) else { return nil }
            let start = (now + .seconds(1800 * draws.integer(in: 1...2000))).wholeSecond
            return AppointmentFields(
                customer: vehicle.fields.customer,
                vehicle: vehicle.id,
                startTime: start,
                endTime: start + .seconds(3600),
                notes: one(of: Self.works),
                createdAt: past()
            )
        }

        mutating func payment(of orders: [WorkOrder]) -> PaymentFields? {
            guard let order = one(of: orders) else { return nil }
            return PaymentFields(
                workOrder: order.id,
                customer: order.fields.customer,
                amount: Money(draws.integer(in: 500...90_000)),
                method: one(of: ["card", "cash", "check"]) ?? "card",
                status: "completed",
                createdAt: past()
            )
        }
    }
}

extension Table {
    /// Adds so many rows under the next ids; nothing, and `false`, where one cannot be made.
    fileprivate mutating func add<Fields>(
        _ count: Int,
        in shop: Int,
        _ fields: (_ id: Int) -> Fields?,
    ) -> Bool where Record == AutoSync.ShopRow<Fields> {
        let next = (last?.id ?? 0) + 1
        guard count <= AutoSync.ids.upperBound - next else { return false }
        var rows: [Record] = []
        rows.reserveCapacity(count)
        for id in next..<(next + count) {
            guard let fields = fields(id) else { return false }
            rows.append(AutoSync.ShopRow(id, shop: shop, fields))
        }
        upsert(contentsOf: rows)
        return true
    }
}
