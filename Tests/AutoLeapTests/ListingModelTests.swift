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

    private func id(_ order: JSON.Value) -> String {
        "\(order["companyId"]?.string ?? "")-\(order["repairOrderNumber"]?.int ?? 0)"
    }

    private func instant(_ value: JSON.Value?) -> Instant { Instant(iso8601: value?.string ?? "") ?? .first }
}
