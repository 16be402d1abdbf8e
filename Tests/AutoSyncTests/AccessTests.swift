import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import AutoSync

@Suite struct `A call` {
    struct Row: CustomTestStringConvertible {
        var why: String
        var method = HTTP.Method.get
        var path: String
        var key: String? = "sk_live_demo"
        var fields: [(String, String)] = []
        var body: String?
        var status: Int
        var code: String?
        var testDescription: String { why }
    }

    private static let blank = #"{"last_name": "X"}"#

    @Test(arguments: [
        Row(why: "without a key", path: "/v1/shops", key: nil, status: 401, code: "unauthorized"),
        Row(why: "with an unknown key", path: "/v1/shops", key: "sk_live_wrong", status: 401),
        Row(why: "with an empty key", path: "/v1/shops", key: "", status: 401),
        Row(
            why: "with another scheme",
            path: "/v1/shops",
            key: nil,
            fields: [("Authorization", "Basic c2tfbGl2ZV9kZW1vOg==")],
            status: 401
        ),
        Row(
            why: "with the scheme in other letters",
            path: "/v1/shops",
            key: nil,
            fields: [("Authorization", "bEARER sk_live_demo")],
            status: 200
        ),
        Row(
            why: "with a JSON content type on GET",
            path: "/v1/shops",
            fields: [("Content-Type", "application/json")],
            status: 200
        ),
        Row(why: "to a shop that there is", path: "/v1/shops/1", status: 200),
        Row(
            why: "to a shop that the key cannot reach",
            path: "/v1/shops/1",
            key: "sk_live_shop2",
            status: 403,
            code: "forbidden"
        ),
        Row(why: "to a shop that there is not", path: "/v1/shops/3", status: 404, code: "not_found"),
        Row(
            why: "to a shop that there is not, by a key of another",
            path: "/v1/shops/3",
            key: "sk_live_shop2",
            status: 404
        ),
        Row(why: "to a shop whose id is no integer", path: "/v1/shops/one", status: 400, code: "bad_request"),
        Row(
            why: "to a shop whose id is beyond all integers",
            path: "/v1/shops/99999999999999999999",
            status: 404
        ),
        Row(why: "to a shop below zero", path: "/v1/shops/-1", status: 404),
        Row(
            why: "that reads, by a key that may only read",
            path: "/v1/shops/1/customers/42",
            key: "sk_live_readonly",
            status: 200
        ),
        Row(
            why: "that writes, by a key that may only read",
            method: .post,
            path: "/v1/shops/1/customers",
            key: "sk_live_readonly",
            body: #"{"first_name": "A", "last_name": "B"}"#,
            status: 403,
            code: "forbidden"
        ),
        Row(
            why: "whose key is wrong and whose shop is unknown: the key is looked at first",
            path: "/v1/shops/3",
            key: "sk_live_wrong",
            status: 401
        ),
        Row(
            why: "without access and with a bad body: access is looked at first",
            method: .post,
            path: "/v1/shops/1/customers",
            key: "sk_live_shop2",
            body: blank,
            status: 403
        ),
        Row(
            why: "with a bad body about an unknown record: the body is looked at first",
            method: .put,
            path: "/v1/shops/1/customers/999",
            body: #"{"first_name": 5}"#,
            status: 422
        ),
        Row(
            why: "with an id that is no integer and a bad body: the id is looked at first",
            method: .put,
            path: "/v1/shops/1/customers/abc",
            body: #"{"first_name": 5}"#,
            status: 400
        ),
        Row(why: "to a path that there is not", path: "/v1/shoops", status: 404, code: "not_found"),
        Row(why: "to the doubled prefix that the documentation prints", path: "/v1/v1/shops", status: 404),
        Row(why: "without the prefix", path: "/shops", status: 404),
    ])
    func `is answered`(_ row: Row) throws {
        let reply = try AutoSyncBay().send(
            row.method,
            row.path,
            as: row.key,
            body: row.body,
            fields: row.fields
        ).response
        #expect(reply.status == row.status)
        if let code = row.code { #expect(reply.errorCode == code) }
        guard row.status >= 400 else { return }
        #expect(reply.json["success"] == false)
        #expect(reply.json["error"]?["status"]?.int == row.status)
        #expect(reply.json.object?.keys == ["success", "error"])
        #expect(reply.json["error"]?.object?.keys == ["code", "message", "status"])
    }

    /// What the API has not [seed, by absence].
    @Test(arguments: [
        (HTTP.Method.delete, "/customers/42"), (.delete, "/vehicles/78"), (.delete, "/workorders/1043"),
        (.put, "/vehicles/78"), (.post, "/inventory"), (.get, "/inventory/9"), (.get, "/appointments/1"),
        (.put, "/appointments/1"), (.post, "/payments"), (.get, "/workorders/1043/jobs/1"),
        (.put, "/workorders/1043/jobs/1"), (.get, "/employees/5"), (.get, "/inspections"),
        (.get, "/webhooks"),
        (.patch, "/customers/42"), (.post, "/employees"),
    ])
    func `of a kind that the API does not have is not found`(_ method: HTTP.Method, _ path: String) throws {
        let reply = try AutoSyncBay().send(method, "/v1/shops/1" + path, body: "{}").response
        #expect(reply.status == 404)
        #expect(reply.errorCode == "not_found")
    }

    @Test func `by a key without a scope names the scope`() throws {
        let reply = try AutoSyncBay().patch("/shops/1/inventory/9", "{}", as: "sk_live_readonly")
        #expect(reply.message == "This key does not have the scope 'inventory:write'.")
    }

    @Test func `needs its own scope, and writing does not mean reading`() throws {
        let bay = try AutoSyncBay()
        try bay.set("keys", "sk_live_writer", ["key": "sk_live_writer", "scopes": ["customers:write"]])
        #expect(bay.put("/shops/1/customers/42", "{}", as: "sk_live_writer").status == 200)
        #expect(bay.get("/shops/1/customers/42", as: "sk_live_writer").status == 403)
        #expect(bay.get("/shops", as: "sk_live_writer").status == 403)
        #expect(bay.get("/shops/1/vehicles", as: "sk_live_writer").status == 403)
    }

    @Test func `fails from the moment on that its key is revoked`() throws {
        let bay = try AutoSyncBay()
        #expect(bay.get("/shops").status == 200)
        try bay.set("keys", "sk_live_demo", ["revoked": true])
        #expect(bay.get("/shops").status == 401)
        #expect(bay.get("/shops", as: "sk_live_readonly").status == 200)
    }

    @Test func `finds its bay behind the key`() throws {
        let bay = try AutoSyncBay()
        let reply = bay.post(
            "/shops/1/customers",
            #"{"first_name": "A", "last_name": "B"}"#,
            as: "sk_live_demo~other"
        )
        let id = try #require(reply.data["id"]?.int)
        #expect(bay.get("/shops/1/customers/\(id)", as: "sk_live_demo~other").status == 200)
        #expect(bay.get("/shops/1/customers/\(id)").status == 404)
    }
}

@Suite struct `The operations` {
    @Test func `are the 24 of the documentation`() {
        let names = AutoSync.routes.map(\.operation.name)
        #expect(
            names == [
                "autosync.oauth.authorize", "autosync.oauth.token", "autosync.shops.list",
                "autosync.shops.get",
                "autosync.customers.list", "autosync.customers.get", "autosync.customers.create",
                "autosync.customers.update", "autosync.vehicles.list", "autosync.vehicles.get",
                "autosync.vehicles.create", "autosync.workorders.list", "autosync.workorders.get",
                "autosync.workorders.create", "autosync.workorders.update", "autosync.jobs.list",
                "autosync.jobs.create", "autosync.appointments.list", "autosync.appointments.create",
                "autosync.payments.list", "autosync.payments.get", "autosync.inventory.list",
                "autosync.inventory.update", "autosync.employees.list",
            ]
        )
    }

    @Test func `name only errors of the catalogue, and filters once`() {
        let known = Set(AutoSync.errors.map(\.name))
        for operation in AutoSync.routes.map(\.operation) {
            for case .error(let name) in operation.outcomes {
                #expect(known.contains(name), "\(operation.name)")
            }
            #expect(operation.outcomes.contains { if case .success = $0 { true } else { false } })
            #expect(Set(operation.query.map(\.name)).count == operation.query.count)
        }
    }

    @Test func `demand a scope each, but for the two of OAuth`() {
        for route in AutoSync.routes {
            let isOpen = route.operation.name.hasPrefix("autosync.oauth.")
            #expect((route.needs == nil) == isOpen, "\(route.operation.name)")
            let isReading = route.operation.bindings.allSatisfy { $0.method == .get }
            if let scope = route.needs?.names.first {
                #expect(scope.hasSuffix(isReading ? ":read" : ":write"), "\(route.operation.name)")
            }
        }
    }

    @Test(arguments: AutoSync.Scope.allNames)
    func `have scopes that are read as they are written`(_ name: String) {
        #expect(AutoSync.Scope(name)?.names == [name])
        #expect(AutoSync.Scope(name.uppercased()) == nil)
    }
}

@Suite struct `Ids of one shop` {
    @Test(arguments: [
        "/customers/42", "/vehicles/78", "/workorders/1043", "/workorders/1043/jobs", "/payments/1",
    ])
    func `are unknown in another`(_ path: String) throws {
        let bay = try AutoSyncBay()
        #expect(bay.get("/shops/1\(path)").status == 200)
        #expect(bay.get("/shops/2\(path)").status == 404)
    }

    @Test func `cannot be changed from another`() throws {
        let bay = try AutoSyncBay()
        let before = bay.record("inventory", "9")
        #expect(bay.patch("/shops/2/inventory/9", #"{"quantity": 0}"#).status == 404)
        #expect(bay.put("/shops/2/customers/42", #"{"first_name": "Eve"}"#).status == 404)
        #expect(bay.put("/shops/2/workorders/1043", #"{"status": "draft"}"#).status == 404)
        #expect(bay.post("/shops/2/workorders/1043/jobs", #"{"name": "Theft"}"#).status == 404)
        #expect(bay.record("inventory", "9") == before)
        #expect(bay.record("customers", "42")?["first_name"] == "Sarah")
    }

    @Test(arguments: [
        "customers", "vehicles", "workorders", "appointments", "payments", "inventory", "employees",
    ])
    func `are not among the rows of another`(_ collection: String) throws {
        let bay = try AutoSyncBay()
        let (one, two) = (bay.ids("/shops/1/\(collection)"), bay.ids("/shops/2/\(collection)"))
        #expect(one.count >= 21 && two.count >= 21)
        #expect(Set(one).isDisjoint(with: two))
        #expect(one == one.sorted())
        #expect(one.count + two.count == bay.count(of: collection))
    }
}

@Suite struct `Errors on demand` {
    @Test(arguments: AutoSync.errors.map(\.name))
    func `are answered with and change nothing`(_ name: String) throws {
        let bay = try AutoSyncBay()
        let entry = try #require(AutoSync.errors.first { $0.name == name })
        let before = bay.count(of: "customers")
        let reply = bay.send(
            .post,
            "/v1/shops/1/customers",
            body: #"{"first_name": "A", "last_name": "B"}"#,
            fields: [("X-Mockbay-Error", name)]
        ).response
        #expect(reply.status == entry.status)
        #expect(reply.errorCode == name)
        #expect(reply.field("X-RateLimit-Limit") == "100")
        #expect(bay.count(of: "customers") == before)
    }

    @Test func `have the documented statuses`() {
        #expect(AutoSync.errors.map(\.status) == [400, 401, 403, 404, 422, 429, 500])
        #expect(AutoSync.errors.allSatisfy { $0.failure.status == $0.status && $0.failure.code == $0.name })
    }
}
