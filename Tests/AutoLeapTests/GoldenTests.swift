import AutoLeap
import HTTP
import JSON
import Testing
import VendorSupport

/// A reply that is kept: its name says of which operation and what of it.
struct Kept: CustomTestStringConvertible {
    var name: String
    var method = HTTP.Method.get
    var path: String
    var body: String?
    var testDescription: String { name }
}

@Suite struct `AutoLeap's replies` {
    private static let reads = [
        Kept(name: "partners.profile", path: "partners/profile"),
        Kept(name: "customers.list", path: "customers?companyId=SHOP5678&size=2&page=2"),
        Kept(name: "customers.get", path: "customers/CUST001"),
        Kept(name: "vehicles.list", path: "vehicles?companyId=SHOP5678&customerId=CUST001"),
        Kept(name: "vehicles.get", path: "vehicles/384892"),
        Kept(name: "items.list", path: "items?companyId=SHOP5678&type=part&size=2&page=1"),
        Kept(name: "items.list.empty", path: "items?companyId=SHOP5678&itemNumber=NONE"),
        Kept(name: "items.get.part", path: "items/ITEM1"),
        Kept(name: "items.get.tire", path: "items/ITEM2"),
        Kept(name: "items.get.labor", path: "items/ITEM29"),
        Kept(name: "items.get.fee", path: "items/ITEM36"),
        Kept(name: "items.get.discount", path: "items/ITEM40"),
        Kept(
            name: "inventoryLevels.list",
            path: "inventoryLevels?companyId=SHOP5678&restockLevel=below&size=2"
        ),
        Kept(name: "inventoryLevels.get", path: "inventoryLevels/ITEM1"),
        Kept(name: "itemPricing.list", path: "itemPricing?companyId=SHOP5678&type=labor&size=2"),
        Kept(name: "itemPricing.get", path: "itemPricing/ITEM1"),
        Kept(
            name: "appointmentRequests.list",
            path:
                "appointmentRequests?companyId=SHOP5678&status=requested&sort=startDate&sortDirection=DESC&size=2"
        ),
        Kept(name: "orders.list", path: "orders?companyId=SHOP5678&isFinalized=false&size=1"),
        Kept(name: "orders.get", path: "orders/43?companyId=SHOP5678"),
        Kept(name: "payments.list", path: "payments?companyId=SHOP5678&paymentDateStart=2025-03-11&size=2"),
        Kept(
            name: "timesheetLogs.list",
            path: "technicians/timesheetLogs?companyId=SHOP5678&startDate=2025-03-11&endDate=2025-03-11"
        ),
        Kept(name: "error.bad_request", path: "orders/43"),
        Kept(name: "error.forbidden", path: "orders/43?companyId=SHOP9999"),
        Kept(name: "error.not_found", path: "customers/NOBODY"),
    ]

    private static let writes = [
        Kept(
            name: "items.archive",
            method: .patch,
            path: "items",
            body: #"{"companyId":"SHOP5678","items":[{"itemId":"ITEM1"}]}"#
        ),
        Kept(
            name: "appointmentRequests.create",
            method: .post,
            path: "appointmentRequests/create",
            body: #"""
                {"companyId":"SHOP5678","locationId":"LOC11","startDateTime":"2026-08-01T09:00:00Z",
                "endDateTime":"2026-08-01T09:30:00Z","customer":{"firstName":"Jane","lastName":"Smith"}}
                """#
        ),
        Kept(
            name: "error.bad_row",
            method: .post,
            path: "customers",
            body:
                #"{"companyId":"SHOP5678","customers":[{"firstName":"A","lastName":"B"},{"firstName":"C"}]}"#
        ),
        Kept(name: "error.malformed_json", method: .put, path: "customers", body: #"{"companyId":}"#),
        Kept(name: "partners.logout", method: .post, path: "partners/logout"),
    ]

    @Test(arguments: reads + writes)
    func `are as they were`(_ kept: Kept) throws {
        let client = try LeapBay().client()
        try expectGolden("autoleap", kept.name, client.deliver(kept.method, kept.path, kept.body))
    }

    @Test func `to logging in and refreshing are as they were`() throws {
        let bay = try LeapBay()
        let login = #"{"partnerId":"PARTNER-DEMO","authKey":"demo-auth-key"}"#
        let first = bay.request(.post, "/v2/partners/login", body: login)
        try expectGolden("autoleap", "partners.login", first)
        let refresh = #"{"refreshToken":"\#(try bay.tokens(of: first.response).refresh)"}"#
        try expectGolden(
            "autoleap",
            "partners.refresh",
            bay.request(.post, "/v2/partners/generateNewAccessToken", body: refresh)
        )
        let wrong = #"{"partnerId":"PARTNER-DEMO","authKey":"wrong"}"#
        try expectGolden(
            "autoleap",
            "error.invalid_credentials",
            bay.request(.post, "/v2/partners/login", body: wrong)
        )
        try expectGolden("autoleap", "error.token_missing", bay.request(.get, "/v2/partners/profile"))
    }
}
