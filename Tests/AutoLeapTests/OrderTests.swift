import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@Suite struct `Repair orders` {
    let bay: LeapBay
    let client: Client

    init() throws {
        bay = try LeapBay()
        client = try bay.client()
    }

    @Test func `are one by one still in an array called content`() throws {
        let page = client.get("orders/43?companyId=SHOP5678").json
        #expect(page["content"]?.array?.count == 1)
        #expect(page["totalCount"] == 1)
        #expect(page["number"] == 1)
        let order = try #require(page["content"]?.array?.first)
        #expect(order["repairOrderNumber"] == 43, "an integer")
        #expect(order["companyId"] == "SHOP5678")
        #expect(order["repairOrderStatus"] == "Invoice")
        #expect(order["repairOrderStatusId"] == nil, "which is only to filter by")
        #expect(order["customer"]?["id"] == "CUST001")
        #expect(order["orderLevelFees"]?["total"] == 3900, "one object")
        #expect(order["services"]?.array?.first?["technician"]?.array?.first?["payrollId"] == "MM-12000")
        #expect(order["taxRate"] == 0.035)
        #expect(order["laborSales"] == 13000)
    }

    @Test func `have numbers that repeat between companies`() {
        let here = client.get("orders/43?companyId=SHOP5678").json["content"]?.array?.first
        let there = client.get("orders/43?companyId=SHOP1234").json["content"]?.array?.first
        #expect(here?["companyId"] == "SHOP5678")
        #expect(there?["companyId"] == "SHOP1234")
    }

    @Test(arguments: [
        Refused(why: "no company", path: "orders/43", error: "companyId is required"),
        Refused(
            why: "an unknown number",
            path: "orders/9999?companyId=SHOP5678",
            status: 404,
            error: "Repair order not found"
        ),
        Refused(why: "no number", path: "orders/abc?companyId=SHOP5678", status: 404),
        Refused(why: "a company not granted", path: "orders/43?companyId=SHOP9999", status: 403),
        Refused(why: "a list without a company", path: "orders", error: "companyId is required"),
        Refused(
            why: "an unknown status",
            path: "orders?companyId=SHOP5678&repairOrderStatusId=8",
            error: "repairOrderStatusId must be a whole number from 1 to 7"
        ),
        Refused(why: "a status by name", path: "orders?companyId=SHOP5678&repairOrderStatusId=WIP"),
        Refused(
            why: "a flag that is none",
            path: "orders?companyId=SHOP5678&isFinalized=yes",
            error: "isFinalized must be true or false"
        ),
        Refused(why: "a date that is none", path: "orders?companyId=SHOP5678&invoiceStartDate=x"),
        Refused(why: "writing", method: .post, path: "orders", body: "{}", status: 404),
    ])
    func `are not read for`(_ row: Refused) { row.expect(from: client) }

    @Test(arguments: 1...7)
    func `are narrowed by the number of their status`(_ status: Int) throws {
        let numbers = (bay.records("orders") ?? []).filter {
            $0["companyId"] == "SHOP5678" && $0["repairOrderStatusId"]?.int == status
        }.compactMap { $0["repairOrderNumber"]?.int }
        let listed = try client.rows("orders?companyId=SHOP5678&repairOrderStatusId=\(status)")
            .compactMap { $0["repairOrderNumber"]?.int }
        #expect(Set(listed) == Set(numbers))
        #expect(!numbers.isEmpty)
    }

    @Test(arguments: [
        Narrowed("locationId=LOC12") { $0["locationId"] == "LOC12" },
        Narrowed("isFinalized=true") { $0["finalizeDate"] != nil },
        Narrowed("isFinalized=false") { $0["finalizeDate"] == nil },
        Narrowed("repairOrderNumber=43") { $0["repairOrderNumber"] == 43 },
        Narrowed("search=john+doe") { $0["customer"]?["id"] == "CUST001" },
        Narrowed("search=honda+accord+lx") { $0["vehicleId"] == "384892" },
        Narrowed("search=1HGCV1F14MA123456") { $0["vehicleId"] == "384892" },
        Narrowed("search=43&locationId=LOC11&repairOrderNumber=43") { $0["repairOrderNumber"] == 43 },
        Narrowed("invoiceStartDate=2025-03-01&invoiceEndDate=2025-03-31") {
            ($0["invoiceDate"]?.string ?? "").hasPrefix("2025-03")
        },
        Narrowed("finalizeStartDate=2025-06-01") { ($0["finalizeDate"]?.string ?? "") >= "2025-06-01" },
        Narrowed("finalizeEndDate=2025-03-11T21:45:00.000Z") {
            $0["finalizeDate"].map { ($0.string ?? "") <= "2025-03-11T21:45:00.000Z" } ?? false
        },
        Narrowed("updatedDateStart=2025-09-01") { ($0["updatedDate"]?.string ?? "") >= "2025-09-01" },
        Narrowed("updatedDateStart=2025-02-01&isFinalized=true&invoiceEndDate=2025-04-30") {
            ($0["updatedDate"]?.string ?? "") >= "2025-02-01" && $0["finalizeDate"] != nil
                && ($0["invoiceDate"]?.string ?? "x") < "2025-05"
        },
    ])
    func `are narrowed by`(_ row: Narrowed) throws {
        try row.expect(of: "orders?companyId=SHOP5678", from: client)
    }

    @Test(arguments: ["repairOrderNumber=9999", "repairOrderNumber=abc", "search=zzzz"])
    func `of which none fits are an empty page`(_ parameters: String) {
        #expect(client.get("orders?companyId=SHOP5678&\(parameters)").json["totalCount"] == 0)
    }

    @Test func `show dates only once they are reached`() throws {
        let estimate = try #require(
            try client.rows("orders?companyId=SHOP5678&repairOrderStatusId=1").first?.object
        )
        #expect(estimate["estimateDate"] != nil)
        #expect(estimate["invoiceDate"] == nil && estimate["finalizeDate"] == nil)
    }
}

@Suite struct `Payments` {
    let client: Client

    init() throws { client = try LeapBay().client() }

    @Test func `come ten at a time, the oldest first`() throws {
        let page = client.get("payments?companyId=SHOP5678").json
        #expect(page["size"] == 10)
        #expect(page["totalPages"] == 3)
        let dates = try client.column("paymentDate", of: "payments?companyId=SHOP5678&size=100")
        #expect(dates == dates.sorted())
    }

    @Test func `name their order as text, and add up`() throws {
        let rows = try client.everything("payments?companyId=SHOP5678")
        let sample = try #require(rows.first { $0["paymentId"] == "PAY1" })
        #expect(sample["roNumber"] == "43")
        #expect(sample["netPaidAmount"] == 104500)
        #expect(
            sample.object?.keys == [
                "paymentId", "locationId", "companyId", "roNumber", "paymentDate", "totalPaymentAmount",
                "totalRefundedAmount", "netPaidAmount", "paymentType", "paymentMethod", "lastUpdatedAt",
                "paymentHistory",
            ]
        )
        for row in rows {
            let total = row["totalPaymentAmount"]?.int ?? 0
            let refunded = row["totalRefundedAmount"]?.int ?? 0
            #expect(row["netPaidAmount"]?.int == total - refunded)
            #expect(row["paymentHistory"]?.array?.count == (refunded > 0 ? 2 : 1))
        }
        #expect(rows.contains { $0["totalRefundedAmount"] != 0 })
    }

    @Test(arguments: [
        Narrowed("locationId=LOC12") { $0["locationId"] == "LOC12" },
        Narrowed("paymentDateStart=2025-03-01&paymentDateEnd=2025-03-31") {
            ($0["paymentDate"]?.string ?? "").hasPrefix("2025-03")
        },
        Narrowed("paymentDateEnd=2025-03-11T21:41:00.000Z") {
            ($0["paymentDate"]?.string ?? "") <= "2025-03-11T21:41:00.000Z"
        },
        Narrowed("updatedDateStart=2025-09-01") { ($0["lastUpdatedAt"]?.string ?? "") >= "2025-09-01" },
    ])
    func `are narrowed by`(_ row: Narrowed) throws {
        try row.expect(of: "payments?companyId=SHOP5678", from: client)
    }

    @Test(arguments: [
        Refused(why: "no company", path: "payments", error: "companyId is required"),
        Refused(why: "a company not granted", path: "payments?companyId=SHOP9999", status: 403),
        Refused(why: "a date that is none", path: "payments?companyId=SHOP5678&paymentDateStart=2025-13-01"),
        Refused(why: "a single one", path: "payments/PAY1", status: 404),
    ])
    func `are not read for`(_ row: Refused) { row.expect(from: client) }
}

@Suite struct `Timesheet logs` {
    let client: Client

    init() throws { client = try LeapBay().client() }

    private static let list = "technicians/timesheetLogs?companyId=SHOP5678"

    @Test(arguments: [
        Refused(why: "no dates", path: list, error: "startDate is required"),
        Refused(why: "no start", path: list + "&endDate=2025-03-11", error: "startDate is required"),
        Refused(why: "no end", path: list + "&startDate=2025-03-11", error: "endDate is required"),
        Refused(
            why: "an end before the start",
            path: list + "&startDate=2025-03-12&endDate=2025-03-11",
            error: "endDate must not be before startDate"
        ),
        Refused(why: "a date that is none", path: list + "&startDate=x&endDate=2025-03-11"),
        Refused(
            why: "no company",
            path: "technicians/timesheetLogs?startDate=2025-03-11&endDate=2025-03-11",
            error: "companyId is required"
        ),
        Refused(
            why: "a company not granted",
            path: "technicians/timesheetLogs?companyId=SHOP9999&startDate=2025-03-11&endDate=2025-03-11",
            status: 403
        ),
        Refused(
            why: "a location of another company",
            path: list + "&startDate=2025-03-11&endDate=2025-03-11&locationId=LOC21",
            status: 403
        ),
    ])
    func `are not read for`(_ row: Refused) { row.expect(from: client) }

    @Test func `are those clocked in between the dates, both included`() throws {
        let day = try client.column("clockInTime", of: Self.list + "&startDate=2025-03-11&endDate=2025-03-11")
        #expect(day.count == 3)
        #expect(day.allSatisfy { $0.hasPrefix("2025-03-11") })
        #expect(day == day.sorted())
        let moment = try #require(day.first)
        #expect(
            try client.column("clockInTime", of: Self.list + "&startDate=\(moment)&endDate=\(moment)") == [
                moment
            ]
        )
    }

    @Test func `are of all locations unless one is named, and may still run`() throws {
        let all = try client.everything(Self.list + "&startDate=2025-01-01&endDate=2025-12-31")
        #expect(Set(all.compactMap { $0["locationId"]?.string }) == ["LOC11", "LOC12"])
        let one = try client.everything(
            Self.list + "&startDate=2025-01-01&endDate=2025-12-31&locationId=LOC11"
        )
        #expect(one == all.filter { $0["locationId"] == "LOC11" })
        let running = try #require(all.last { $0["clockOutTime"] == .null })
        #expect(running["durationMinutes"] == .null)
        #expect(
            running.object?.keys == [
                "logId", "companyId", "locationId", "technicianId", "technicianName", "payrollId",
                "clockInTime",
                "clockOutTime", "durationMinutes", "repairOrderNumber", "serviceId", "notes",
            ]
        )
    }
}
