import HTTP
import Testing
import VendorSupport

@testable import AutoSync

/// A reply that is kept: its name says of which operation and what of it.
struct Kept: CustomTestStringConvertible {
    var name: String
    var method = HTTP.Method.get
    var target: String
    var key: String? = "sk_live_demo"
    var body: String?
    var fields: [(String, String)] = []

    var testDescription: String { name }
}

@Suite struct `Replies of AutoSync` {
    @Test(arguments: [
        Kept(name: "shops.list", target: "/v1/shops"),
        Kept(name: "shops.get", target: "/v1/shops/1"),
        Kept(name: "customers.list", target: "/v1/shops/1/customers?per_page=2&page=2"),
        Kept(name: "customers.get", target: "/v1/shops/1/customers/42"),
        Kept(
            name: "customers.create",
            method: .post,
            target: "/v1/shops/1/customers",
            body: #"{"first_name": "Ann", "last_name": "Lee", "address": {"city": "Lincoln"}}"#
        ),
        Kept(
            name: "customers.update",
            method: .put,
            target: "/v1/shops/1/customers/42",
            body: #"{"phone": null}"#
        ),
        Kept(name: "vehicles.list", target: "/v1/shops/2/vehicles?per_page=2"),
        Kept(name: "vehicles.get", target: "/v1/shops/1/vehicles/78"),
        Kept(
            name: "vehicles.create",
            method: .post,
            target: "/v1/shops/1/vehicles",
            body: #"{"customer_id": 42, "year": 2024, "make": "Ford", "model": "Maverick"}"#
        ),
        Kept(name: "workorders.list", target: "/v1/shops/1/workorders?vehicle_id=78"),
        Kept(name: "workorders.get", target: "/v1/shops/1/workorders/1043"),
        Kept(name: "workorders.get.paid", target: "/v1/shops/1/workorders/1005"),
        Kept(
            name: "workorders.create",
            method: .post,
            target: "/v1/shops/1/workorders",
            body: #"{"customer_id": 42, "vehicle_id": 78, "technician_id": 5}"#
        ),
        Kept(
            name: "workorders.update",
            method: .put,
            target: "/v1/shops/1/workorders/1043",
            body: #"{"status": "completed"}"#
        ),
        Kept(name: "jobs.list", target: "/v1/shops/1/workorders/1043/jobs"),
        Kept(
            name: "jobs.create",
            method: .post,
            target: "/v1/shops/1/workorders/1043/jobs",
            body: #"{"name": "Wipers", "line_items": [{"part_id": 14, "quantity": 2, "unit_price": 16.95}]}"#
        ),
        Kept(name: "appointments.list", target: "/v1/shops/1/appointments?per_page=2"),
        Kept(
            name: "appointments.create",
            method: .post,
            target: "/v1/shops/1/appointments",
            body: #"{"customer_id": 42, "start_time": "2026-03-05T09:00:00Z"}"#
        ),
        Kept(name: "payments.list", target: "/v1/shops/1/payments?per_page=2"),
        Kept(name: "payments.get", target: "/v1/shops/1/payments/1"),
        Kept(name: "inventory.list", target: "/v1/shops/1/inventory?per_page=2&page=5"),
        Kept(
            name: "inventory.update",
            method: .patch,
            target: "/v1/shops/1/inventory/9",
            body: #"{"quantity": 12, "price": 13.5}"#
        ),
        Kept(name: "employees.list", target: "/v1/shops/1/employees?role=manager"),
        Kept(
            name: "oauth.authorize",
            target:
                "/oauth/authorize?client_id=mockbay-client&redirect_uri=https%3A%2F%2Fyourapp.com%2Fcallback&response_type=code&scope=shops:read&state=xyz",
            key: nil
        ),
        Kept(
            name: "oauth.authorize.html",
            target:
                "/oauth/authorize?client_id=mockbay-client&redirect_uri=https%3A%2F%2Fyourapp.com%2Fcallback&response_type=code&scope=shops:read%20workorders:write",
            key: nil,
            fields: [("Accept", "text/html")]
        ),
        Kept(name: "error.bad_request", target: "/v1/shops/1/customers/abc"),
        Kept(name: "error.unauthorized", target: "/v1/shops", key: nil),
        Kept(name: "error.forbidden", target: "/v1/shops/1", key: "sk_live_shop2"),
        Kept(name: "error.not_found", target: "/v1/shops/1/customers/101"),
        Kept(name: "error.invalid_parameter", method: .post, target: "/v1/shops/1/customers", body: "{}"),
        Kept(name: "error.rate_limited", target: "/v1/shops", fields: [("X-Mockbay-Error", "rate_limited")]),
        Kept(name: "error.server_error", target: "/v1/shops", fields: [("X-Mockbay-Error", "server_error")]),
    ])
    func `are as they were`(_ kept: Kept) throws {
        try expectGolden(
            "autosync",
            kept.name,
            try AutoSyncBay().send(
                kept.method,
                kept.target,
                as: kept.key,
                body: kept.body,
                fields: kept.fields
            )
        )
    }

    @Test func `to a token call are as they were`() throws {
        let bay = try AutoSyncBay()
        let target =
            "/oauth/authorize?client_id=mockbay-client&redirect_uri=http://127.0.0.1/&response_type=code&scope=shops:read"
        let location = try #require(bay.send(.get, target, as: nil).response.field("Location"))
        let code = try #require(location.split(separator: "=").last)
        let body =
            #"{"grant_type": "authorization_code", "code": "\#(code)", "client_id": "mockbay-client", "client_secret": "mockbay-secret"}"#
        try expectGolden("autosync", "oauth.token", bay.send(.post, "/v1/oauth/token", as: nil, body: body))
    }
}
