import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@Suite struct `Vehicles` {
    let bay: LeapBay
    let client: Client

    init() throws {
        bay = try LeapBay()
        client = try bay.client()
    }

    private func write(_ method: HTTP.Method, _ rows: String) -> Response {
        client.send(method, "vehicles", #"{"companyId":"SHOP5678","vehicles":[\#(rows)]}"#)
    }

    private func newest() throws -> JSON.Value {
        let rows = try client.rows("vehicles?companyId=SHOP5678&updatedDateStart=\(bay.now.iso8601)")
        return try #require(rows.last)
    }

    /// The documented sample's fields.
    private static let whole = #"""
        {"customerId":"CUST001","year":2021,"make":"Honda","model":"Accord","vehicleName":"2021 Honda Accord LX",
        "engine":"1.5L Turbo I4","color":"Blue","licensePlate":"XYZ-1234","state":"CA","vin":"NOT A REAL VIN",
        "imgUrl":"","notes":"Regular service","tags":[{"name":"Sedan","color":"FFFF00"}],"driveType":"FWD",
        "transmission":"Automatic","mileage":15000,"mileageUnit":"Miles"}
        """#

    @Test func `are created with all that was sent`() throws {
        #expect(write(.post, Self.whole).json == acknowledgement)
        let made = try #require(try newest().object)
        for (name, value) in try #require(try JSON.Value.parse(Self.whole).object) {
            #expect(made[name] == value, "\(name)")
        }
        #expect(made["vehicleStatus"] == "Active")
        #expect(made["companyId"] == "SHOP5678")
        #expect(made["createdDate"]?.string == bay.now.iso8601)
        let id = try #require(made["vehicleId"]?.string)
        #expect(client.get("vehicles/\(id)").json.object == made)
    }

    @Test func `need no field at all, and get a name`() throws {
        #expect(write(.post, #"{"year":2020,"make":"Kia","model":"Soul","customerId":null}"#).status == 200)
        #expect(try newest()["vehicleName"] == "2020 Kia Soul")
        #expect(write(.post, "{}").status == 200)
        #expect(client.get("vehicles?companyId=SHOP5678").json["totalCount"] == 46)
    }

    @Test func `are changed in what is named`() {
        #expect(
            write(.put, #"{"vehicleId":"384892","mileage":16000,"notes":null,"vehicleStatus":"Inactive"}"#)
                .json
                == acknowledgement
        )
        let after = client.get("vehicles/384892").json
        #expect(after["mileage"] == 16000)
        #expect(after["notes"] == nil)
        #expect(after["vehicleStatus"] == "Inactive")
        #expect(after["make"] == "Honda")
        #expect(after["updatedDate"]?.string == bay.now.iso8601)
        #expect(
            write(.put, #"{"vehicleId":"384892","vehicleStatus":"Active","customerId":"CUST003"}"#).status
                == 200
        )
        #expect(client.get("vehicles/384892").json["customerId"] == "CUST003")
    }

    @Test func `are archived, not deleted`() {
        #expect(write(.patch, #"{"vehicleId":"384892"}"#).json == acknowledgement)
        #expect(client.get("vehicles/384892").json["vehicleStatus"] == "Inactive")
        #expect(client.get("vehicles?companyId=SHOP5678").json["totalCount"] == 44)
    }

    struct Bad: CustomTestStringConvertible {
        var method: HTTP.Method
        var row: String
        var status = 400
        var error: String
        var testDescription: String { "\(method.name) \(row)" }
    }

    @Test(arguments: [
        Bad(method: .post, row: #"{"year":"2021"}"#, error: "vehicles[0].year must be a whole number"),
        Bad(method: .post, row: #"{"year":2021.5}"#, error: "vehicles[0].year must be a whole number"),
        Bad(
            method: .post,
            row: #"{"mileageUnit":"Yards"}"#,
            error: "vehicles[0].mileageUnit must be one of Miles, Kilometers"
        ),
        Bad(method: .post, row: #"{"tags":[{"name":1}]}"#, error: "vehicles[0].tags[0].name must be text"),
        Bad(
            method: .post,
            row: #"{"customerId":"NOBODY"}"#,
            status: 404,
            error: "vehicles[0]: Customer not found"
        ),
        Bad(
            method: .post,
            row: #"{"customerId":"CUST040"}"#,
            status: 404,
            error: "vehicles[0]: Customer not found"
        ),
        Bad(method: .put, row: #"{"make":"Kia"}"#, error: "vehicles[0].vehicleId is required"),
        Bad(method: .put, row: #"{"vehicleId":"1"}"#, status: 404, error: "vehicles[0]: Vehicle not found"),
        Bad(
            method: .put,
            row: #"{"vehicleId":"384892","customerId":"NOBODY"}"#,
            status: 404,
            error: "vehicles[0]: Customer not found"
        ),
        Bad(
            method: .put,
            row: #"{"vehicleId":"384892","vehicleStatus":"Gone"}"#,
            error: "vehicles[0].vehicleStatus must be one of Active, Inactive"
        ),
        Bad(method: .patch, row: #"{}"#, error: "vehicles[0].vehicleId is required"),
        Bad(method: .patch, row: #"{"vehicleId":"1"}"#, status: 404, error: "vehicles[0]: Vehicle not found"),
        Bad(method: .patch, row: "", error: "vehicles must not be empty"),
    ])
    func `are refused as`(_ bad: Bad) {
        let reply = write(bad.method, bad.row)
        #expect(reply.status == bad.status)
        #expect(reply.json["error"]?.string == bad.error)
        #expect(bay.count(of: "vehicles") == 56)
    }

    @Test(arguments: [
        Narrowed("customerId=CUST001") { $0["customerId"] == "CUST001" },
        Narrowed("vin=1hgcv1f14ma123456") { $0["vehicleId"] == "384892" },
        Narrowed("licensePlate=XYZ-1234") { $0["vehicleId"] == "384892" },
        Narrowed("vehicleStatus=Inactive") { $0["vehicleStatus"] == "Inactive" },
        Narrowed("search=accord+lx") { $0["vehicleId"] == "384892" },
        Narrowed("search=toyota") { $0["make"] == "Toyota" },
        Narrowed("search=123456") { $0["vehicleId"] == "384892" },
        Narrowed("updatedDateStart=2025-03-11&updatedDateEnd=2025-03-11") {
            ($0["updatedDate"]?.string ?? "").hasPrefix("2025-03-11")
        },
        Narrowed("customerId=CUST001&vehicleStatus=Active&make=ignored") { $0["customerId"] == "CUST001" },
    ])
    func `are listed by`(_ row: Narrowed) throws {
        try row.expect(of: "vehicles?companyId=SHOP5678", from: client)
    }

    @Test func `are listed by the preferred location of their customers`() throws {
        let customers = try client.rows("customers?companyId=SHOP5678&locationId=LOC12")
            .compactMap { $0["customerId"]?.string }
        let rows = try client.rows("vehicles?companyId=SHOP5678&locationId=LOC12")
        #expect(!rows.isEmpty)
        let all = try client.rows("vehicles?companyId=SHOP5678")
        #expect(rows == all.filter { customers.contains($0["customerId"]?.string ?? "") })
    }

    @Test(arguments: [
        Refused(why: "no company", path: "vehicles", error: "companyId is required"),
        Refused(why: "an unknown status", path: "vehicles?companyId=SHOP5678&vehicleStatus=Sold"),
        Refused(why: "an unknown id", path: "vehicles/1", status: 404, error: "Vehicle not found"),
        Refused(why: "a company not granted", path: "vehicles?companyId=SHOP9999", status: 403),
    ])
    func `are not read for`(_ row: Refused) { row.expect(from: client) }
}
