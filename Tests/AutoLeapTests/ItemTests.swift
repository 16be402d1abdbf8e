import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@Suite struct `Items` {
    let bay: LeapBay
    let client: Client

    init() throws {
        bay = try LeapBay()
        client = try bay.client()
    }

    private func post(_ rows: String) -> Response {
        client.send(.post, "items", #"{"companyId":"SHOP5678","items":[\#(rows)]}"#)
    }

    private static let head =
        #""itemName":"Clutch Kit","itemNumber":"CK-1","status":"Active","taxable":true"#

    @Test func `are created with details under the name of their type, and read back under another`() throws {
        let part = #"""
            {"itemType":"part",\#(Self.head),"category":"Drivetrain","description":"d","commissionable":false,
            "partDetails":{"defaultQuantity":2,"costPerUnit":80.15,"hasCore":true,"coreCost":12.50,
            "pricePerUnit":149.99,"isStockItem":true,"supplier":"NAPA","associatedFeesName":["Core"]},
            "tireDetails":{"tireSize":"ignored"}}
            """#
        let tire = #"""
            {"itemType":"tire",\#(Self.head),"tireDetails":{"tireDisplayName":"X","tireWidth":245,"tireProfile":40,
            "tireSize":"18","defaultQuantity":4,"costPerUnit":100,"pricePerUnit":150,"seasonality":2,
            "totalPrice":555.5}}
            """#
        #expect(post("\(part),\(tire)").json == acknowledgement)
        let rows = try client.rows("items?companyId=SHOP5678&itemNumber=CK-1")
        try #require(rows.count == 2, "numbers need not be unique")
        let made = try #require(rows.first { $0["itemType"] == "part" })
        #expect(made["partDetails"] == nil && made["tireDetails"] == nil)
        #expect(made["category"] == "Drivetrain")
        #expect(made["commissionable"] == false)
        #expect(made["internalNotes"] == nil, "what was never set is left out")
        let written = JSON.Number("12.50")
        let coreCost = try #require(written, "as it was written")
        #expect(
            made["details"] == [
                "defaultQuantity": 2, "costPerUnit": 80.15, "hasCore": true, "coreCost": .number(coreCost),
                "totalCost": 172.8, "pricePerUnit": 149.99, "totalPrice": 299.98, "isStockItem": true,
                "supplier": "NAPA", "associatedFeesName": ["Core"],
            ]
        )
        let wheel = try #require(rows.first { $0["itemType"] == "tire" })
        #expect(wheel["details"]?["tireSize"] == "18")
        #expect(wheel["details"]?["tireWidth"] == 245)
        #expect(wheel["details"]?["totalPrice"] == 555.5)
        #expect(wheel["details"]?["totalCost"] == 400)
        #expect(made["createdDate"] == nil && made["updatedDate"] == nil, "stamps are not shown")
        let id = try #require(made["itemId"]?.string)
        #expect(client.get("items/\(id)").json == made)
    }

    @Test(arguments: [
        ("labor", "items[0].itemType must be one of part, tire"),
        ("fee", "items[0].itemType must be one of part, tire"),
        ("discount", "items[0].itemType must be one of part, tire"),
        ("Part", "items[0].itemType must be one of part, tire"),
        ("part", "items[0].partDetails is required when itemType is part"),
        ("tire", "items[0].tireDetails is required when itemType is tire"),
    ])
    func `of a type are refused without its details, or at all`(_ type: String, _ error: String) {
        let reply = post(#"{"itemType":"\#(type)",\#(Self.head)}"#)
        #expect(reply.status == 400)
        #expect(reply.json["error"]?.string == error)
    }

    @Test func `have totals however their figures are written`() throws {
        let row = #"{"itemType":"part",\#(Self.head),"partDetails":{"costPerUnit":1e2,"pricePerUnit":2.5E1}}"#
        #expect(post(row).status == 200)
        let details = try #require(try client.rows("items?itemNumber=CK-1").first?["details"])
        #expect(details["totalCost"] == 100)
        #expect(details["totalPrice"] == 25)
    }

    @Test(arguments: ["itemType", "itemName", "itemNumber", "status", "taxable"])
    func `are refused without`(_ name: String) throws {
        let whole = #"{"itemType":"part",\#(Self.head),"partDetails":{}}"#
        var fields = try #require(try JSON.Value.parse(whole).object)
        #expect(post(whole).status == 200)
        fields[name] = nil
        var json = JSON.Writer()
        json.value(.object(fields))
        let reply = post(whole + "," + String(decoding: json.bytes, as: UTF8.self))
        #expect(reply.status == 400)
        #expect(reply.json["error"]?.string == "items[1].\(name) is required")
        #expect(bay.count(of: "items") == 56, "the first row was not stored either")
    }

    @Test(arguments: [
        (#""status":"Gone""#, "items[0].status must be one of Active, Inactive"),
        (#""taxable":"yes""#, "items[0].taxable must be true or false"),
        (#""partDetails":[]"#, "items[0].partDetails must be an object"),
        (#""partDetails":{"costPerUnit":"25.5"}"#, "items[0].partDetails.costPerUnit must be a number"),
        (
            #""partDetails":{"defaultQuantity":1.5}"#,
            "items[0].partDetails.defaultQuantity must be a whole number"
        ),
        (
            #""partDetails":{"associatedFeesName":"x"}"#,
            "items[0].partDetails.associatedFeesName must be an array"
        ),
        (#""description":5"#, "items[0].description must be text"),
    ])
    func `are refused with`(_ member: String, _ error: String) throws {
        let whole = #"{"itemType":"part",\#(Self.head),"partDetails":{}}"#
        let fields = try JSON.Value.parse(whole).merging(try JSON.Value.parse("{\(member)}"))
        var json = JSON.Writer()
        json.value(fields)
        let reply = post(String(decoding: json.bytes, as: UTF8.self))
        #expect(reply.status == 400)
        #expect(reply.json["error"]?.string == error)
    }

    @Test(arguments: ["part", "tire", "labor", "fee", "discount"])
    func `of five types are listed by theirs`(_ type: String) throws {
        let rows = try client.rows("items?companyId=SHOP5678&type=\(type)")
        let all = try client.rows("items?companyId=SHOP5678")
        #expect(rows == all.filter { $0["itemType"]?.string == type })
        #expect(rows.allSatisfy { $0["details"]?.object?.isEmpty == false })
        #expect(!rows.isEmpty)
    }

    @Test func `of all granted companies are listed where none is named`() throws {
        let companies = Set(try client.everything("items?x=1").compactMap { $0["companyId"]?.string })
        #expect(companies == ["SHOP1234", "SHOP5678"])
        let small = try bay.client("PARTNER-SMALL", "small-auth-key")
        #expect(Set(try small.column("companyId", of: "items")) == ["SHOP1234"])
        #expect(client.get("items?companyId=").json["totalCount"] == 53, "an empty parameter is none")
    }

    @Test func `of all companies are in the order of creation, as in one`() throws {
        let all = try client.everything("items?x=1", size: 10).compactMap { $0["itemId"]?.string }
        let created = all.compactMap { bay.record("items", $0)?["createdDate"]?.string }
        #expect(created == created.sorted())
        #expect(created.count == 53)
    }

    @Test func `of the sample have their documented values`() {
        let brake = client.get("items/ITEM1").json
        #expect(brake["itemNumber"] == "BP12345")
        #expect(brake["details"]?["costPerUnit"] == 25.5)
        #expect(brake["details"]?["totalCost"] == 25.5)
        #expect(
            client.get("items?itemNumber=GY12345").json["content"]?.array?.first?["details"]?["tireSize"]
                == "18"
        )
        #expect(client.get("items?itemNumber=gy12345").json["totalCount"] == 0, "numbers are exact")
        #expect(client.get("items?itemNumber=L100").json["totalCount"] == 0, "and only of parts and tires")
    }

    @Test(arguments: ["ITEM1", "ITEM29", "ITEM36", "ITEM40"])
    func `of any type are archived, and the list by update shows it`(_ id: String) throws {
        let body = #"{"companyId":"SHOP5678","items":[{"itemId":"\#(id)"}]}"#
        #expect(client.send(.patch, "items", body).json == acknowledgement)
        #expect(client.get("items/\(id)").json["status"] == "Inactive")
        let rows = try client.column(
            "itemId",
            of: "items?companyId=SHOP5678&updatedDateStart=\(bay.now.iso8601)"
        )
        #expect(rows == [id])
    }

    @Test(arguments: [
        Refused(why: "an unknown id", path: "items/NONE", status: 404, error: "Item not found"),
        Refused(why: "a company not granted", path: "items/ITEM54", status: 404, error: "Item not found"),
        Refused(why: "a list of such a company", path: "items?companyId=SHOP9999", status: 403),
        Refused(why: "an unknown type", path: "items?type=parts"),
        Refused(why: "a date that is none", path: "items?updatedDateStart=1.1.2025"),
    ])
    func `are not read for`(_ row: Refused) { row.expect(from: client) }

    @Test(arguments: [
        ("2025-03-11T18:52:38.469Z", "2025-03-11T18:52:38.469Z", true),
        ("2025-03-11T18:52:38.470Z", "", false), ("", "2025-03-11T18:52:38.468Z", false),
        ("2025-03-11", "2025-03-11", true), ("", "2025-03-10", false), ("2025-03-12", "", false),
        ("0001-01-01", "", true), ("1969-12-31T23:59:59Z", "2025-03-12", true), ("", "1960-02-29", false),
        ("2025-03-11T19:52:38.469%2B01:00", "2025-03-12", true), ("2025-03-12", "2025-03-11", false),
    ])
    func `are updated within both ends`(_ start: String, _ end: String, _ isListed: Bool) throws {
        let ids = try client.column(
            "itemId",
            of: "items?companyId=SHOP5678&updatedDateStart=\(start)&updatedDateEnd=\(end)"
        )
        #expect(ids.contains("ITEM1") == isListed)
    }
}
