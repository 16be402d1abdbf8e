import AutoLeap
import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@Suite struct `What a partner was granted` {
    let bay: LeapBay

    init() throws { bay = try LeapBay() }

    @Test func `is in its profile`() throws {
        let profile = try bay.client().get("partners/profile").json
        #expect(profile["success"] == true)
        #expect(profile["data"]?["partnerId"] == "PARTNER-DEMO")
        #expect(profile["data"]?["partnerName"] == "Demo Integrations")
        #expect(
            profile["data"]?["companies"] == [
                [
                    "companyId": "SHOP1234", "companyName": "Lakeside Garage",
                    "locations": [
                        ["locationId": "LOC21", "locationName": "Lakeside", "timezone": "America/Chicago"]
                    ],
                ],
                [
                    "companyId": "SHOP5678", "companyName": "Main Street Auto",
                    "locations": [
                        ["locationId": "LOC11", "locationName": "Downtown", "timezone": "America/New_York"],
                        ["locationId": "LOC12", "locationName": "Riverside", "timezone": "America/New_York"],
                    ],
                ],
            ]
        )
        let small = try bay.client("PARTNER-SMALL", "small-auth-key").get("partners/profile").json
        #expect(small["data"]?["companies"]?.array?.map { $0["companyId"] } == ["SHOP1234"])
    }

    /// Each operation that names a company, for one that the partner does not have.
    @Test(arguments: [
        Refused(why: "customers", path: "customers?companyId=SHOP5678"),
        Refused(why: "vehicles", path: "vehicles?companyId=SHOP5678"),
        Refused(why: "items", path: "items?companyId=SHOP5678"),
        Refused(why: "levels", path: "inventoryLevels?companyId=SHOP5678"),
        Refused(why: "pricing", path: "itemPricing?companyId=SHOP5678"),
        Refused(why: "appointments", path: "appointmentRequests?companyId=SHOP5678"),
        Refused(why: "orders", path: "orders?companyId=SHOP5678"),
        Refused(why: "an order", path: "orders/43?companyId=SHOP5678"),
        Refused(why: "payments", path: "payments?companyId=SHOP5678"),
        Refused(
            why: "timesheets",
            path: "technicians/timesheetLogs?companyId=SHOP5678&startDate=2025-03-11&endDate=2025-03-11"
        ),
        Refused(why: "creating items", method: .post, path: "items", body: body("items")),
        Refused(why: "creating customers", method: .post, path: "customers", body: body("customers")),
        Refused(why: "creating vehicles", method: .post, path: "vehicles", body: body("vehicles")),
        Refused(why: "changing customers", method: .put, path: "customers", body: body("customers")),
        Refused(why: "changing vehicles", method: .put, path: "vehicles", body: body("vehicles")),
        Refused(why: "setting stock", method: .put, path: "inventoryLevels", body: body("inventoryLevels")),
        Refused(why: "archiving customers", method: .patch, path: "customers", body: body("customers")),
        Refused(why: "archiving vehicles", method: .patch, path: "vehicles", body: body("vehicles")),
        Refused(why: "archiving items", method: .patch, path: "items", body: body("items")),
    ])
    func `does not reach`(_ row: Refused) throws {
        var row = row
        row.status = 403
        row.error = "You do not have access to this company"
        row.expect(from: try bay.client("PARTNER-SMALL", "small-auth-key"))
    }

    private static func body(_ collection: String) -> String {
        #"{"companyId":"SHOP5678","\#(collection)":[{"nothing":"of this is looked at"}]}"#
    }

    @Test(arguments: [
        "customers/CUST001", "vehicles/384892", "items/ITEM1", "inventoryLevels/ITEM1", "itemPricing/ITEM1",
    ])
    func `does not tell whether there is`(_ path: String) throws {
        let small = try bay.client("PARTNER-SMALL", "small-auth-key")
        #expect(small.get(path).status == 404)
        let unknown = path.prefix { $0 != "/" } + "/NOTHING"
        #expect(small.get(path).json == small.get(String(unknown)).json)
        #expect(try bay.client().get(path).status == 200)
    }

    @Test func `can change while somebody is logged in`() throws {
        let client = try bay.client()
        try bay.set("partners", "PARTNER-DEMO", ["companies": ["SHOP9999"]])
        #expect(client.get("orders?companyId=SHOP5678").status == 403)
        #expect(client.get("orders?companyId=SHOP9999").status == 200)
        bay.bays.default.withContents { _ = $0.worlds[0].remove("partners", "PARTNER-DEMO") }
        #expect(client.get("partners/profile").status == 401)
    }

    /// The order of what is looked at: route, limit, token, JSON, required, company, rows, ids.
    @Test(arguments: [
        (nil, "{", 401), ("token", "{", 400), ("token", #"{"customers":[]}"#, 400),
        ("token", #"{"companyId":"SHOP9999","customers":[]}"#, 403),
        ("token", #"{"companyId":"SHOP5678","customers":[{"customerId":"NOBODY"},{}]}"#, 400),
        ("token", #"{"companyId":"SHOP5678","customers":[{"customerId":"NOBODY"}]}"#, 404),
    ])
    func `is looked at in its turn`(_ token: String?, _ body: String, _ status: Int) throws {
        let client = token == nil ? Client(bay: bay, token: "none") : try bay.client()
        #expect(client.send(.put, "customers", body).status == status)
    }
}

@Suite struct `Two runs of the same calls` {
    /// Replies with their fields, and the journal.
    private func run(seed: UInt64) throws -> [[UInt8]] {
        let bay = try LeapBay(seed: seed)
        let client = try bay.client()
        var replies: [[UInt8]] = [Array(client.token.utf8)]
        for path in [
            "items?size=5", "customers?companyId=SHOP5678&search=a",
            "orders?companyId=SHOP5678&page=2&size=9",
        ] {
            replies.append(client.get(path).body)
        }
        let row = #"{"firstName":"A","lastName":"B"}"#
        _ = client.send(
            .post,
            "customers",
            #"{"companyId":"SHOP5678","customers":[\#(row),\#(row),\#(row)]}"#
        )
        replies.append(client.get("customers?companyId=SHOP5678&createdDateStart=2026-01-01").body)
        return replies
    }

    @Test func `are the same to the byte, and not those of another seed`() throws {
        let first = try run(seed: 7)
        #expect(try run(seed: 7) == first)
        let other = try run(seed: 8)
        #expect(other[0] != first[0])
        #expect(other[1] == first[1])
        #expect(other[4] != first[4], "ids are drawn from the seed")
    }
}
