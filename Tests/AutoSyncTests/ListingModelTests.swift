import AutoSync
import Engine
import HTTP
import JSON
import Testing
import VendorSupport

/// Lists over indexes against a model that looks at every record.
@Suite struct `AutoSync's lists, with hundreds of records,` {
    private struct Question {
        var parameters: [String] = []
        var isWanted: [(JSON.Value) -> Bool] = []

        mutating func ask(_ parameter: String, _ isWanted: @escaping (JSON.Value) -> Bool) {
            parameters.append(parameter)
            self.isWanted.append(isWanted)
        }
    }

    private let bay: AutoSyncBay

    init() throws {
        bay = try AutoSyncBay { world in
            for collection in ["customers", "vehicles", "workorders"] {
                _ = world.generate(300, of: collection)
            }
        }
        bay.bays.default.withContents { $0.worlds[0].limiter.policy = .off }
    }

    /// Asks for a page, and compares it and the total with those of the records that the answers leave.
    private func check(_ list: String, _ all: [JSON.Value], _ question: Question, _ draws: inout Draws) -> Int
    {
        let expected = all.filter { row in question.isWanted.allSatisfy { $0(row) } }
            .compactMap { $0["id"]?.int }.sorted()
        let (size, page) = (draws.integer(in: 1...100), draws.integer(in: 1...3))
        let path =
            "\(list)?\((question.parameters + ["per_page=\(size)&page=\(page)"]).joined(separator: "&"))"
        let reply = bay.get(path)
        let window = expected.dropFirst((page - 1) * size).prefix(size)
        #expect(reply.rows.compactMap { $0["id"]?.int } == Array(window), "\(path)")
        #expect(reply.json["pagination"]?["total"]?.int == expected.count, "\(path)")
        return window.count
    }

    private func records(_ collection: String) throws -> [JSON.Value] {
        try #require(bay.records(collection)).filter { $0["shop_id"] == 1 }
    }

    private func later(_ draws: inout Draws, _ question: inout Question) {
        let day = Instant.Date(daysSince1970: 20_000 + draws.integer(in: 0...900)).text
        question.ask("created_after=\(day)") {
            ($0["created_at"]?.string).map { $0 > "\(day)T00:00:00Z" } ?? false
        }
    }

    @Test func `are those of a model, of customers that change`() throws {
        var draws = Draws(5)
        var found = 0
        for round in 0..<150 {
            if round % 10 == 0 {
                let id = try draws.pick(records("customers"))?["id"]?.int ?? 0
                let body =
                    #"{"first_name": "Zoé \#(round)", "phone": "217-55\#(round)", "is_business": true}"#
                #expect(bay.put("/shops/1/customers/\(id)", body).status == 200)
            }
            let all = try records("customers")
            var question = Question()
            if draws.happens(atRate: 0.6) {
                let text = draws.pick([
                    "an", "HAY", "zo%C3%A9", "a+b", "217", "5550", "555-1", "(217)+555-1", "@", "y.j",
                ])
                let wanted = (text ?? "").replacing("%C3%A9", with: "é").replacing("+", with: " ")
                    .lowercased()
                let digits =
                    wanted.allSatisfy { "0123456789+-.() /".contains($0) } ? wanted.filter(\.isNumber) : ""
                question.ask("search=\(text ?? "")") { row in
                    let (first, last) = (row["first_name"]?.string ?? "", row["last_name"]?.string ?? "")
                    let phone = row["phone"]?.string ?? ""
                    return ["\(first) \(last)", row["email"]?.string ?? "", phone]
                        .contains { $0.lowercased().contains(wanted) }
                        || !digits.isEmpty && phone.filter(\.isNumber).contains(digits)
                }
            }
            if draws.happens(atRate: 0.3) {
                let isBusiness = draws.happens(atRate: 0.5)
                question.ask("is_business=\(isBusiness)") { $0["is_business"]?.bool == isBusiness }
            }
            if draws.happens(atRate: 0.3) { later(&draws, &question) }
            found += check("/shops/1/customers", all, question, &draws)
        }
        #expect(found > 1000, "the questions are worth asking")
    }

    @Test func `are those of a model, of vehicles`() throws {
        let all = try records("vehicles")
        var draws = Draws(6)
        var found = 0
        for _ in 0..<100 {
            var question = Question()
            if draws.happens(atRate: 0.4), let customer = draws.pick(all)?["customer_id"]?.int {
                question.ask("customer_id=\(customer)") { $0["customer_id"]?.int == customer }
            }
            for name in ["vin", "license_plate"] where draws.happens(atRate: 0.4) {
                guard let text = draws.pick(all)?[name]?.string else { continue }
                let part = String(text.dropFirst(draws.integer(in: 0...3)).prefix(2)).lowercased()
                guard part.allSatisfy({ $0.isLetter || $0.isNumber }), !part.isEmpty else { continue }
                question.ask("\(name)=\(part)") { ($0[name]?.string ?? "").lowercased().contains(part) }
            }
            found += check("/shops/1/vehicles", all, question, &draws)
        }
        #expect(found > 500, "the questions are worth asking")
    }

    @Test func `are those of a model, of work orders that change`() throws {
        var draws = Draws(7)
        var found = 0
        for round in 0..<150 {
            if round % 10 == 0 {
                let id = try draws.pick(records("workorders"))?["id"]?.int ?? 0
                let body = #"{"status": "waiting_parts", "technician_id": 5}"#
                #expect(bay.put("/shops/1/workorders/\(id)", body).status == 200)
            }
            let all = try records("workorders")
            var question = Question()
            if draws.happens(atRate: 0.4) {
                let status = draws.pick(["draft", "completed", "waiting_parts"]) ?? ""
                question.ask("status=\(status)") { $0["status"]?.string == status }
            }
            for name in ["customer_id", "vehicle_id", "technician_id"] where draws.happens(atRate: 0.25) {
                guard let id = draws.pick(all)?[name]?.int else { continue }
                question.ask("\(name)=\(id)") { $0[name]?.int == id }
            }
            if draws.happens(atRate: 0.3) { later(&draws, &question) }
            found += check("/shops/1/workorders", all, question, &draws)
        }
        #expect(found > 500, "the questions are worth asking")
    }
}
