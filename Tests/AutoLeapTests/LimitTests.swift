import AutoLeap
import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@Suite struct `Limits` {
    /// Calls until one is refused.
    private func accepted(_ client: Client, _ method: HTTP.Method, _ path: String, _ body: String? = nil)
        -> Int
    {
        (0..<400).first { _ in client.send(method, path, body).status == 429 } ?? 400
    }

    @Test(
        arguments: [
            (HTTP.Method.get, "partners/profile", nil, 150),
            (
                .post, "customers",
                #"{"companyId":"SHOP5678","customers":[{"firstName":"A","lastName":"B"}]}"#, 49
            ),
            (.put, "vehicles", #"{"companyId":"SHOP5678","vehicles":[{"vehicleId":"384892"}]}"#, 50),
            (.patch, "items", #"{"companyId":"SHOP5678","items":[{"itemId":"ITEM1"}]}"#, 50),
        ] as [(HTTP.Method, String, String?, Int)]
    )
    func `are a minute's, by method, and a login is a POST`(
        _ method: HTTP.Method,
        _ path: String,
        _ body: String?,
        _ limit: Int,
    ) throws {
        let bay = try LeapBay()
        let client = try bay.client()
        #expect(accepted(client, method, path, body) == limit)
        let refused = client.deliver(method, path, body).response
        #expect(refused.status == 429)
        #expect(refused.json == ["success": false, "error": "Too many requests"])
        #expect(refused.fieldLines.isEmpty, "no header tells of the limit")
        for (other, path) in [
            (HTTP.Method.get, "partners/profile"), (.put, "customers"), (.patch, "vehicles"),
        ]
        where other != method {
            #expect(client.send(other, path, other == .get ? nil : "{}").status != 429, "other methods go on")
        }
        bay.advance(by: .seconds(59))
        #expect(client.send(method, path, body).status == 429)
        bay.advance(by: .seconds(1))
        #expect(accepted(client, method, path, body) == (method == .post ? 50 : limit))
    }

    @Test func `begin with the first call that counts`() throws {
        let bay = try LeapBay()
        let client = try bay.client()
        bay.advance(by: .seconds(45))
        #expect(client.get("partners/profile").status == 200)
        bay.advance(by: .seconds(59))
        #expect(accepted(client, .get, "partners/profile") == 149)
        bay.advance(by: .seconds(1))
        #expect(client.get("partners/profile").status == 200)
    }

    @Test func `are the partner's, whatever the token, the company or the address`() throws {
        let bay = try LeapBay()
        let first = try bay.client()
        let second = try bay.client()
        for _ in 1...75 {
            #expect(first.get("partners/profile").status == 200)
            #expect(second.get("items?companyId=SHOP1234&size=1").status == 200)
        }
        #expect(first.get("orders?companyId=SHOP5678").status == 429)
        #expect(second.get("partners/profile").status == 429)
        let small = try bay.client("PARTNER-SMALL", "small-auth-key")
        #expect(small.get("partners/profile").status == 200, "another partner")
    }

    @Test func `count what fails, but not what is refused by them`() throws {
        let bay = try LeapBay()
        let client = try bay.client()
        for _ in 1...50 {
            #expect(client.get("items/NONE").status == 404)
            #expect(client.get("orders").status == 400)
            #expect(client.get("customers?companyId=SHOP9999").status == 403)
        }
        for _ in 1...500 { #expect(client.get("partners/profile").status == 429) }
        bay.advance(by: .seconds(60))
        #expect(client.get("partners/profile").status == 200)
    }

    @Test func `do not count calls to nowhere, nor of nobody`() throws {
        let bay = try LeapBay()
        let client = try bay.client()
        for _ in 1...200 {
            #expect(client.get("nowhere").status == 404)
            #expect(Client(bay: bay, token: "x").get("partners/profile").status == 401)
        }
        #expect(accepted(client, .get, "partners/profile") == 150)
    }

    @Test func `count logins and refreshes for the partner they name, wrong keys too`() throws {
        let bay = try LeapBay()
        let tokens = try bay.login()
        let wrong = #"{"partnerId":"PARTNER-DEMO","authKey":"wrong"}"#
        for _ in 1...48 {
            #expect(bay.request(.post, "/v2/partners/login", body: wrong).response.status == 401)
        }
        #expect(bay.refresh(tokens.refresh).status == 200)
        #expect(bay.request(.post, "/v2/partners/login", body: wrong).response.status == 429)
        let right = #"{"partnerId":"PARTNER-DEMO","authKey":"demo-auth-key"}"#
        #expect(bay.request(.post, "/v2/partners/login", body: right).response.status == 429)
        let other = #"{"partnerId":"PARTNER-SMALL","authKey":"small-auth-key"}"#
        #expect(bay.request(.post, "/v2/partners/login", body: other).response.status == 200)
    }

    @Test func `come before the token: one that has expired is counted, too`() throws {
        let bay = try LeapBay()
        let client = try bay.client()
        bay.advance(by: .seconds(3600))
        for _ in 1...150 { #expect(client.get("partners/profile").status == 401) }
        #expect(client.get("partners/profile").status == 429)
    }

    @Test func `are raised for a partner by its record`() throws {
        let bay = try LeapBay()
        try bay.set("partners", "PARTNER-DEMO", ["limits": ["GET": 3]])
        let client = try bay.client()
        #expect(accepted(client, .get, "partners/profile") == 3)
        let small = try bay.client("PARTNER-SMALL", "small-auth-key")
        #expect(accepted(small, .get, "partners/profile") == 150)
        #expect(accepted(client, .patch, "items", "{}") == 50)
    }
}

@Suite struct `AutoLeap's errors` {
    @Test(arguments: [
        ("bad_request", 400), ("malformed_json", 400), ("invalid_credentials", 401), ("unauthorized", 401),
        ("token_missing", 401), ("invalid_refresh_token", 401), ("forbidden", 403), ("not_found", 404),
        ("rate_limited", 429), ("server_error", 500), ("unavailable", 503),
    ])
    func `are sent by name, in the one shape`(_ name: String, _ status: Int) throws {
        let bay = try LeapBay()
        let reply = bay.request(.get, "/v2/items", fields: [("X-Mockbay-Error", name)]).response
        #expect(reply.status == status)
        #expect(reply.json.object?.keys == ["success", "error"])
        #expect(reply.json["success"] == false)
        #expect(reply.json["error"]?.string?.isEmpty == false)
    }

    @Test func `are all of them in the catalogue`() {
        #expect(AutoLeap.errors.count == 11)
        #expect(AutoLeap.errors.allSatisfy { (400...599).contains($0.status) })
    }

    @Test func `of the operations are in the catalogue, and 29 operations there are`() {
        let names = Set(AutoLeap.errors.map(\.name))
        #expect(AutoLeap.routes.count == 29)
        for route in AutoLeap.routes {
            for outcome in route.operation.outcomes {
                guard case .error(let name) = outcome else { continue }
                #expect(names.contains(name), "\(route.operation.name): \(name)")
            }
        }
    }
}

@Suite struct `AutoLeap's assumptions` {
    private static let rows = #"""
        {"companyId":"SHOP5678","customers":[{"firstName":"A","lastName":"B"},{"firstName":"C"},
        {"firstName":"D","lastName":"E","customerType":"gold"},{"firstName":"F","lastName":"G"}]}
        """#

    @Test func `let good rows of a bulk call be stored, and name the others`() throws {
        let bay = try LeapBay(assume: ["autoleap.bulk": "row-by-row"])
        let client = try bay.client()
        let reply = client.send(.post, "customers", Self.rows)
        #expect(reply.status == 200)
        #expect(
            reply.json == [
                "success": true, "message": "Request completed successfully",
                "data": [
                    "failed": [
                        ["index": 1, "error": "customers[1].lastName is required"],
                        ["index": 2, "error": "customers[2].customerType must be one of regular, fleet"],
                    ]
                ],
            ]
        )
        #expect(
            try client.column("firstName", of: "customers?companyId=SHOP5678&createdDateStart=2026-01-01")
                .sorted()
                == ["A", "F"]
        )
        let archive = #"{"companyId":"SHOP5678","customerIds":["NOBODY","CUST001"]}"#
        let archived = client.send(.patch, "customers", archive).json
        #expect(archived["data"]?["failed"] == [["index": 0, "error": "customers[0]: Customer not found"]])
        #expect(client.get("customers/CUST001").json["customerStatus"] == "Inactive")
        let good = #"{"companyId":"SHOP5678","customerIds":["CUST001"]}"#
        #expect(client.send(.patch, "customers", good).json == acknowledgement)
        #expect(client.send(.post, "customers", #"{"companyId":"SHOP5678","customers":[]}"#).status == 400)
    }

    @Test func `let a 429 say when to come back`() throws {
        let bay = try LeapBay(assume: ["autoleap.retry_after": "sent"])
        let client = try bay.client()
        for _ in 1...150 { _ = client.get("partners/profile") }
        bay.advance(by: .seconds(18))
        #expect(client.get("partners/profile").field("Retry-After") == "42")
        let asked = bay.request(.get, "/v2/items", fields: [("X-Mockbay-Error", "rate_limited")]).response
        #expect(asked.field("Retry-After") == "60")
        #expect(client.get("nowhere").field("Retry-After") == nil)
    }

    @Test func `let a refresh token be used again`() throws {
        let bay = try LeapBay(assume: ["autoleap.refresh_tokens": "reusable"])
        let tokens = try bay.login()
        #expect(bay.refresh(tokens.refresh).status == 200)
        #expect(bay.refresh(tokens.refresh).status == 200)
    }

    @Test func `let an access token die with its refresh`() throws {
        let bay = try LeapBay(assume: ["autoleap.replaced_access_tokens": "revoked"])
        let tokens = try bay.login()
        let next = try bay.tokens(of: bay.refresh(tokens.refresh))
        #expect(Client(bay: bay, token: tokens.access).get("partners/profile").status == 401)
        #expect(Client(bay: bay, token: next.access).get("partners/profile").status == 200)
    }

    @Test func `let unset texts of an item be empty`() throws {
        let bay = try LeapBay(assume: ["autoleap.unset_strings": "empty"])
        let item = try bay.client().get("items/ITEM3").json
        #expect(item["internalNotes"] == "")
        #expect(item["itemNameFR"] == "")
        #expect(item["itemName"] == "Oil Filter")
        #expect(item["createdDate"] == nil)
        let plain = try LeapBay().client().get("items/ITEM3").json
        #expect(plain["internalNotes"] == nil)
    }

    @Test func `let dates that are not reached be null`() throws {
        let bay = try LeapBay(assume: ["autoleap.unreached_dates": "null"])
        let row = try #require(try bay.client().rows("orders?companyId=SHOP5678&repairOrderStatusId=1").first)
        #expect(row.object?["invoiceDate"] == .some(.null))
        #expect(row.object?["finalizeDate"] == .some(.null))
        #expect(row["estimateDate"]?.string != nil)
        #expect(row["repairOrderStatusId"] == nil)
    }

    @Test func `let one order come in content and nothing else`() throws {
        let bay = try LeapBay(assume: ["autoleap.order_reply": "content"])
        let reply = try bay.client().get("orders/43?companyId=SHOP5678").json
        #expect(reply.object?.keys == ["content"])
        #expect(reply["content"]?.array?.first?["repairOrderNumber"] == 43)
    }
}
