import Engine
import HTTP
import JSON
import Testing
import VendorSupport

/// Lists over indexes against a model that looks at every record.
@Suite struct `Lists, with hundreds of orders,` {
    private struct Question {
        var parameters: [String] = ["companyId=SHOP5678"]
        var isWanted: [(JSON.Value) -> Bool] = [{ $0["companyId"] == "SHOP5678" }]

        mutating func ask(_ parameter: String, _ isWanted: @escaping (JSON.Value) -> Bool) {
            parameters.append(parameter)
            self.isWanted.append(isWanted)
        }
    }

    private static func day(_ draws: inout Draws) -> String {
        Instant.Date(daysSince1970: 20_089 + draws.integer(in: 0...440)).text  // from 2025 on
    }

    /// A date field against a range, as the documentation has it: both ends belong to it.
    private static func range(
        _ field: String,
        _ start: String,
        _ end: String,
        _ question: inout Question,
        _ draws: inout Draws,
    ) {
        let from = day(&draws)
        let to = day(&draws)
        if draws.happens(atRate: 0.7) {
            question.ask("\(start)=\(from)") { ($0[field]?.string ?? "") >= from }
        }
        if draws.happens(atRate: 0.5) {
            question.ask("\(end)=\(to)") { ($0[field]?.string).map { $0.prefix(10) <= to } ?? false }
        }
    }

    @Test func `are those of a model that looks at every record`() throws {
        let bay = try LeapBay { _ = $0.generate(300, of: "orders") }
        bay.bays.default.withContents { $0.worlds[0].limiter.policy = .off }
        let client = try bay.client()
        let all = try #require(bay.records("orders"))
        var draws = Draws(43)
        var found = 0
        for _ in 0..<120 {
            var question = Question()
            if draws.happens(atRate: 0.4) {
                Self.range("updatedDate", "updatedDateStart", "updatedDateEnd", &question, &draws)
            }
            if draws.happens(atRate: 0.4) {
                Self.range("invoiceDate", "invoiceStartDate", "invoiceEndDate", &question, &draws)
            }
            if draws.happens(atRate: 0.3) {
                Self.range("finalizeDate", "finalizeStartDate", "finalizeEndDate", &question, &draws)
            }
            if draws.happens(atRate: 0.3) {
                let location = draws.happens(atRate: 0.5) ? "LOC11" : "LOC12"
                question.ask("locationId=\(location)") { $0["locationId"]?.string == location }
            }
            if draws.happens(atRate: 0.3) {
                let status = draws.integer(in: 1...7)
                question.ask("repairOrderStatusId=\(status)") { $0["repairOrderStatusId"]?.int == status }
            }
            let byNumber = draws.happens(atRate: 0.5)
            let isDescending = draws.happens(atRate: 0.5)
            let size = draws.integer(in: 1...100)
            let page = draws.integer(in: 1...4)

            var expected = all.filter { row in question.isWanted.allSatisfy { $0(row) } }
            let field = byNumber ? "repairOrderNumber" : "createdDate"
            expected.sort { one, other in
                let ids = (id(one), id(other))
                if byNumber { return (one[field]?.int ?? 0) < (other[field]?.int ?? 0) }
                let instants = (instant(one[field]), instant(other[field]))
                return (instants.0, ids.0) < (instants.1, ids.1)
            }
            if isDescending { expected.reverse() }
            let window = expected.dropFirst((page - 1) * size).prefix(size)

            let direction = isDescending ? "DESC" : "ASC"
            let path =
                "orders?\(question.parameters.joined(separator: "&"))&sort=\(field)"
                + "&sortDirection=\(direction)&size=\(size)&page=\(page)"
            let reply = client.get(path).json
            #expect(reply["totalCount"]?.int == expected.count, "\(path)")
            #expect(reply["content"]?.array?.map(id) == window.map(id), "\(path)")
            found += window.count
        }
        #expect(found > 500, "the questions are worth asking")
    }

    private static let texts = ["an", "HONDA", "43", "zzz", "r+l", "@", "555", "cam"]

    /// A part of one of the texts.
    private static func search(
        _ question: inout Question,
        _ draws: inout Draws,
        _ texts: @escaping (JSON.Value) -> [String],
    ) {
        let text = draws.pick(Self.texts) ?? ""
        let wanted = text.lowercased().split(separator: "+").joined(separator: " ")
        question.ask("search=\(text)") { row in texts(row).contains { $0.lowercased().contains(wanted) } }
    }

    private static func texts(ofCustomer customer: JSON.Value) -> [String] {
        let phones = (customer["phones"]?.array ?? []).map { $0["number"] }
        let emails = (customer["emails"]?.array ?? []).map { $0["emailAddress"] }
        let full = "\(customer["firstName"]?.string ?? "") \(customer["lastName"]?.string ?? "")"
        let others = [customer["displayName"], customer["companyName"]] + phones + emails
        return [full] + others.map { $0?.string ?? "" }
    }

    private static func texts(ofVehicle vehicle: JSON.Value) -> [String] {
        let parts = [
            vehicle["year"]?.int.map(String.init), vehicle["make"]?.string, vehicle["model"]?.string,
        ]
        return ["vin", "licensePlate", "make", "model", "vehicleName"].map { vehicle[$0]?.string ?? "" }
            + [parts.compactMap(\.self).joined(separator: " ")]
    }

    /// Compares a page of a list by creation, and the total, with the records that the answers leave.
    private func check(
        _ list: String,
        _ all: [JSON.Value],
        _ question: Question,
        _ client: Client,
        _ draws: inout Draws,
        id: (JSON.Value) -> String,
    ) -> Int {
        let expected = all.filter { row in question.isWanted.allSatisfy { $0(row) } }.sorted {
            (instant($0["createdDate"]), id($0)) < (instant($1["createdDate"]), id($1))
        }
        let (size, page) = (draws.integer(in: 1...100), draws.integer(in: 1...4))
        let path = "\(list)?\((question.parameters + ["size=\(size)&page=\(page)"]).joined(separator: "&"))"
        let reply = client.get(path).json
        let window = expected.dropFirst((page - 1) * size).prefix(size)
        #expect(reply["totalCount"]?.int == expected.count, "\(path)")
        #expect(reply["content"]?.array?.map(id) == window.map(id), "\(path)")
        return window.count
    }

    @Test func `are found by texts and values, as looking at each finds them`() throws {
        let bay = try LeapBay { world in
            for collection in ["customers", "vehicles", "orders", "items"] {
                _ = world.generate(200, of: collection)
            }
        }
        bay.bays.default.withContents { $0.worlds[0].limiter.policy = .off }
        let client = try bay.client()
        var draws = Draws(44)
        var found = 0
        for round in 0..<80 {
            let customers = try #require(bay.records("customers"))
            if round % 8 == 0, let id = draws.pick(customers)?["customerId"]?.string {
                let changes: JSON.Object = [
                    "firstName": "Zzzoe", "customerType": "fleet", "preferredLocationID": "LOC12",
                ]
                try bay.set("customers", id, changes)
            }
            let changed = try #require(bay.records("customers"))
            var question = Question()
            if draws.happens(atRate: 0.6) { Self.search(&question, &draws, Self.texts(ofCustomer:)) }
            if draws.happens(atRate: 0.4) {
                question.ask("customerType=fleet") { $0["customerType"] == "fleet" }
            }
            let location = draws.happens(atRate: 0.5) ? "LOC11" : "LOC12"
            if draws.happens(atRate: 0.4) {
                question.ask("locationId=\(location)") { $0["preferredLocationID"]?.string == location }
            }
            found += check("customers", changed, question, client, &draws) { $0["customerId"]?.string ?? "" }

            let vehicles = try #require(bay.records("vehicles"))
            question = Question()
            if draws.happens(atRate: 0.6) { Self.search(&question, &draws, Self.texts(ofVehicle:)) }
            if draws.happens(atRate: 0.3) {
                let located = Set(
                    changed.filter { $0["preferredLocationID"]?.string == location }
                        .compactMap { $0["customerId"]?.string }
                )
                question.ask("locationId=\(location)") {
                    located.contains($0["customerId"]?.string ?? "")
                }
            }
            if draws.happens(atRate: 0.2), let vin = draws.pick(vehicles)?["vin"]?.string, !vin.isEmpty {
                question.ask("vin=\(vin.lowercased())") { $0["vin"]?.string == vin }
            }
            found += check("vehicles", vehicles, question, client, &draws) { $0["vehicleId"]?.string ?? "" }

            let byID = Dictionary(uniqueKeysWithValues: vehicles.map { ($0["vehicleId"]?.string ?? "", $0) })
            question = Question()
            if draws.happens(atRate: 0.7) {
                Self.search(&question, &draws) { order in
                    let customer = order["customer"]
                    let name = [customer?["firstName"]?.string, customer?["lastName"]?.string]
                    return [
                        String(order["repairOrderNumber"]?.int ?? 0),
                        name.compactMap(\.self).joined(separator: " "),
                    ] + (byID[order["vehicleId"]?.string ?? ""].map { Self.texts(ofVehicle: $0) } ?? [])
                }
            }
            if draws.happens(atRate: 0.4) {
                question.ask("isFinalized=true") { $0["finalizeDate"]?.string != nil }
            }
            let orders = try #require(bay.records("orders"))
            found += check("orders", orders, question, client, &draws, id: self.id)

            // Of all granted companies together.
            question = Question(parameters: [], isWanted: [{ $0["companyId"] != "SHOP9999" }])
            if draws.happens(atRate: 0.5) { question.ask("type=tire") { $0["itemType"] == "tire" } }
            let items = try #require(bay.records("items"))
            found += check("items", items, question, client, &draws) { $0["itemId"]?.string ?? "" }
        }
        #expect(found > 2000, "the questions are worth asking")
    }

    private func id(_ order: JSON.Value) -> String {
        "\(order["companyId"]?.string ?? "")-\(order["repairOrderNumber"]?.int ?? 0)"
    }

    private func instant(_ value: JSON.Value?) -> Instant { Instant(iso8601: value?.string ?? "") ?? .first }
}
