import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@Suite struct `Appointment requests` {
    let bay: LeapBay
    let client: Client

    init() throws {
        bay = try LeapBay()
        client = try bay.client()
    }

    /// The documented sample, with a company and location that are there.
    private static let sample = #"""
        {"companyId":"SHOP5678","locationId":"LOC11","startDateTime":"2026-08-01T09:00:00Z",
        "endDateTime":"2026-08-01T09:30:00Z","dropOffOption":"dropOff","language":"EN",
        "customer":{"firstName":"Jane","lastName":"Smith"},
        "vehicle":{"year":2019,"make":"Toyota","model":"Corolla"},
        "services":[{"serviceId":"SVC123","title":"Oil change"}]}
        """#

    private func create(_ changes: JSON.Value = [:]) throws -> Response {
        var json = JSON.Writer()
        json.value(try JSON.Value.parse(Self.sample).merging(changes))
        return client.send(.post, "appointmentRequests/create", String(decoding: json.bytes, as: UTF8.self))
    }

    @Test func `appear in their list as requested`() throws {
        #expect(try create().json == acknowledgement)
        let rows = try client.rows("appointmentRequests?companyId=SHOP5678&appointmentStartDate=2026-08-01")
        try #require(rows.count == 1)
        let row = try #require(rows[0].object)
        #expect(
            row.keys == [
                "appointmentId", "companyId", "locationId", "code", "status", "type", "description",
                "declineReason", "dropOffOption", "isVehicleDropOff", "startDateTime", "endDateTime",
                "language",
                "customer", "vehicle", "services", "createdDate", "updatedDate",
            ]
        )
        let sent = try #require(try JSON.Value.parse(Self.sample).object)
        for (name, value) in sent { #expect(row[name] == value, "\(name)") }
        #expect(row["status"] == "requested")
        #expect(row["type"] == "customer")
        #expect(row["description"] == "" && row["declineReason"] == "")
        #expect(row["isVehicleDropOff"] == true)
        #expect(row["createdDate"]?.string == bay.now.iso8601)
    }

    @Test func `are told apart by id and code`() throws {
        for _ in 1...3 { #expect(try create(["dropOffOption": "waitForIt"]).status == 200) }
        let rows = try client.rows("appointmentRequests?companyId=SHOP5678&createdDateStart=2026-01-01")
        #expect(Set(rows.compactMap { $0["appointmentId"]?.string }).count == 3)
        #expect(Set(rows.compactMap { $0["code"]?.string }) == ["20001", "20002", "20003"])
        #expect(rows.allSatisfy { $0["isVehicleDropOff"] == false })
    }

    @Test func `are told in universal time, however they were asked for`() throws {
        #expect(try create(["startDateTime": "2026-08-01T09:00:00+02:00"]).status == 200)
        let rows = try client.rows("appointmentRequests?companyId=SHOP5678&createdDateStart=2026-01-01")
        #expect(rows.first?["startDateTime"] == "2026-08-01T07:00:00Z")
    }

    @Test(
        arguments: [
            (["companyId": nil], 400, "companyId is required"),
            (["locationId": nil], 400, "locationId is required"),
            (["startDateTime": nil], 400, "startDateTime is required"),
            (["endDateTime": nil], 400, "endDateTime is required"),
            (["customer": nil], 400, "customer is required"),
            (["customer": ["firstName": nil]], 400, "customer.firstName is required"),
            (["customer": ["lastName": 7]], 400, "customer.lastName must be text"),
            (["vehicle": ["year": "2019"]], 400, "vehicle.year must be a whole number"),
            (["services": [["title": 1]]], 400, "services[0].title must be text"),
            (["startDateTime": "tomorrow"], 400, "startDateTime must be a date-time (YYYY-MM-DDThh:mm:ssZ)"),
            (["endDateTime": "2026-08-01"], 400, "endDateTime must be a date-time (YYYY-MM-DDThh:mm:ssZ)"),
            (["endDateTime": "2026-08-01T09:00:00Z"], 400, "endDateTime must be after startDateTime"),
            (["companyId": "SHOP9999"], 403, "You do not have access to this company"),
            (["locationId": "LOC21"], 403, "You do not have access to this location"),
            (["locationId": "NOWHERE"], 403, "You do not have access to this location"),
        ] as [(JSON.Value, Int, String)]
    )
    func `are refused with`(_ changes: JSON.Value, _ status: Int, _ error: String) throws {
        let reply = try create(changes)
        #expect(reply.status == status)
        #expect(reply.json["error"]?.string == error)
        #expect(bay.count(of: "appointmentRequests") == 30)
    }

    @Test(arguments: [
        Narrowed("locationId=LOC12") { $0["locationId"] == "LOC12" },
        Narrowed("status=requested") { $0["status"] == "requested" },
        Narrowed("status=confirmed") { $0["status"] == "confirmed" },
        Narrowed("status=declined&locationId=LOC11") {
            $0["status"] == "declined" && $0["locationId"] == "LOC11"
        },
        Narrowed("appointmentStartDate=2025-07-20&appointmentEndDate=2025-07-25") {
            ("2025-07-20"..."2025-07-25T23:59:59Z").contains($0["startDateTime"]?.string ?? "")
        },
        Narrowed("appointmentEndDate=2025-07-20T14:00:00Z") {
            ($0["startDateTime"]?.string ?? "") <= "2025-07-20T14:00:00Z"
        },
        Narrowed("createdDateStart=2025-07-20") { ($0["createdDate"]?.string ?? "") >= "2025-07-20" },
        Narrowed("updatedDateEnd=2025-07-20") { ($0["updatedDate"]?.string ?? "") < "2025-07-21" },
    ])
    func `are narrowed by`(_ row: Narrowed) throws {
        try row.expect(of: "appointmentRequests?companyId=SHOP5678", from: client)
    }

    @Test(arguments: [
        Refused(why: "no company", path: "appointmentRequests", error: "companyId is required"),
        Refused(
            why: "an unknown status",
            path: "appointmentRequests?companyId=SHOP5678&status=open",
            error: "status must be one of requested, confirmed, declined"
        ),
        Refused(why: "a company not granted", path: "appointmentRequests?companyId=SHOP9999", status: 403),
        Refused(why: "a single one", path: "appointmentRequests/24f6c184", status: 404),
    ])
    func `are not read for`(_ row: Refused) { row.expect(from: client) }

    @Test func `are confirmed and declined from inside only`() throws {
        try bay.set("appointmentRequests", "24f6c184", ["status": "declined", "declineReason": "Full"])
        let declined = try client.rows("appointmentRequests?companyId=SHOP5678&status=declined")
        #expect(declined.contains { $0["appointmentId"] == "24f6c184" && $0["declineReason"] == "Full" })
    }
}
