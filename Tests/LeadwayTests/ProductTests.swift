import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import Leadway

@Suite struct `Products` {
    let bay: LeadwayBay

    init() throws { bay = try LeadwayBay() }

    private func list(_ parameters: String = "") -> Response {
        bay.get("/products/?locationId=\(account)\(parameters)")
    }

    private func names(_ parameters: String) -> [String] {
        (list(parameters).json["products"]?.array ?? []).map { $0["name"]?.string ?? "" }
    }

    @Test func `are listed page by page, the newest first, with the total in an array`() throws {
        let all = try #require(list("&limit=100").json["products"]?.array)
        #expect(all.count > 30)
        let times = all.map { $0["createdAt"]?.string ?? "" }
        #expect(times == times.sorted(by: >))
        #expect(list().json["total"] == [["total": .number(JSON.Number(all.count))]])
        #expect(list().json["products"]?.array?.count == 20)
        #expect(list("&limit=5&offset=10").json["products"]?.array == Array(all[10..<15]))
        #expect(names("&limit=100&sortOrder=asc") == names("&limit=100").reversed())
        #expect(all.allSatisfy { $0["locationId"]?.string == account })
        #expect(list("&search=teapot").json == ["products": [], "total": []])
    }

    @Test func `are the same with and without the slash at the end`() {
        #expect(bay.get("/products?locationId=\(account)").body == list().body)
        #expect(bay.get("/products//?locationId=\(account)").status == 404)
    }

    @Test(arguments: [
        ("&search=ESPRESSO", ["Café Espresso Cup"]),
        ("&productIds=6241712be68f7a98102ba270", ["T-shirt"]),
        ("&productIds%5B%5D=6241712be68f7a98102ba270", ["T-shirt"]),
        ("&productIds=x,6241712be68f7a98102ba270", ["T-shirt"]),
        ("&productIds=x&productIds=6241712be68f7a98102ba270", ["T-shirt"]),
        ("&collectionIds=64f1a0000000000000000a01&search=cap", ["Trucker Cap"]),
        ("&collectionIds=64f1a0000000000000000a02&search=cap", []),
        ("&availableInStore=false&search=wrap", ["Gift Wrapping"]),
        ("&availableInStore=true&search=wrap", []),
        ("&expand=tax&storeId=1&includedInStore=true&collectionSlug=x&search=tote", ["Canvas Tote"]),
    ])
    func `are filtered`(_ parameters: String, _ expected: [String]) {
        #expect(names(parameters) == expected)
    }

    @Test func `are refused with all broken rules`() {
        #expect(
            bay.get("/products?limit=-1&sortOrder=up&availableInStore=1").messages == [
                "locationId must be a string", "locationId should not be empty",
                "limit must be a number conforming to the specified constraints",
                "availableInStore must be a boolean value", "sortOrder must be a valid enum value",
            ]
        )
        #expect(bay.get("/products?locationId=\(otherAccount)").status == 403)
        #expect(bay.get("/products/\(tshirt)").status == 422)
    }

    @Test func `are found by id or slug, in their own account`() {
        let byID = bay.get("/products/\(tshirt)?locationId=\(account)")
        #expect(byID.status == 200 && byID.json["name"] == "T-shirt")
        #expect(bay.get("/products/t-shirt?locationId=\(account)").body == byID.body)
        let foreign = bay.get("/products/\(tshirt)?locationId=\(otherAccount)", token: "pit-other")
        #expect(foreign.status == 404 && foreign.message == "Product not found")
        #expect(bay.get("/products/t-shirt?locationId=\(otherAccount)", token: "pit-other").status == 404)
    }

    private func create(_ body: String, token: String = "pit-demo") -> Response {
        bay.send(.post, "/products/", token: token, body: body).response
    }

    @Test func `are created, and are there from then on`() throws {
        let body = """
            {"name": "Tea Cosy, Große", "locationId": "\(account)", "productType": "PHYSICAL", "image": "https://i.test/1.jpg",
             "variants": [{"id": "v", "name": "Size", "options": [{"id": "o", "name": "Small"}]}], "description": null,
             "medias": [{"id": "m", "url": "https://i.test/1.jpg", "type": "image"}], "colour": "red"}
            """
        let reply = create(body)
        #expect(reply.status == 201)
        let product = reply.json
        let id = try #require(product["_id"]?.string)
        #expect(id.wholeMatch(of: /[0-9a-f]{24}/) != nil)
        #expect(
            product.object?.keys == [
                "_id", "locationId", "name", "productType", "image", "variants", "isTaxesEnabled", "slug",
                "createdAt", "updatedAt",
            ]
        )
        #expect(product["slug"] == "tea-cosy-große" && product["isTaxesEnabled"] == false)
        #expect(product["createdAt"] == "2026-03-02T08:00:00.000Z")
        #expect(bay.get("/products/\(id)?locationId=\(account)").json == product)
        #expect(names("&limit=1") == ["Tea Cosy, Große"])
        #expect(bay.record("products", id)?["medias"]?.array?.count == 1)
        #expect(create(body).json["_id"]?.string != id)
        #expect(bay.get("/products/\(id)/price?locationId=\(account)").json == ["prices": [], "total": 0])
    }

    @Test func `are not created of what is wrong`() {
        let before = bay.count(of: "products")
        #expect(
            create("{}").messages == [
                "name must be a string", "name should not be empty", "locationId must be a string",
                "locationId should not be empty", "productType must be a valid enum value",
                "productType should not be empty",
            ]
        )
        #expect(
            create(
                #"{"name": 7, "locationId": "\#(account)", "productType": "SHIRT", "medias": [{"type": "audio"}], "seo": 1}"#
            ).messages == [
                "name must be a string", "productType must be a valid enum value",
                "medias.0.id must be a string", "medias.0.id should not be empty",
                "medias.0.url must be a string", "medias.0.url should not be empty",
                "medias.0.type must be a valid enum value", "seo must be an object",
            ]
        )
        let elsewhere = #"{"name": "A", "locationId": "\#(otherAccount)", "productType": "DIGITAL"}"#
        #expect(create(elsewhere).status == 403)
        #expect(create(elsewhere, token: "pit-readonly").status == 401)
        #expect(bay.count(of: "products") == before)
    }

    @Test func `are created in an account, not in an agency`() throws {
        let token = try #require(
            bay.form("client_id=mockbay-client&client_secret=mockbay-secret&grant_type=client_credentials")
                .json["access_token"]?.string
        )
        let reply = create(
            #"{"name": "A", "locationId": "\#(agency)", "productType": "DIGITAL"}"#,
            token: token
        )
        #expect(reply.messages == ["locationId does not exist"])
    }
}

@Suite struct `Prices` {
    let bay: LeadwayBay

    init() throws { bay = try LeadwayBay() }

    @Test func `are listed by product, with a plain total and no SKU`() throws {
        let reply = bay.get("/products/\(tshirt)/price?locationId=\(account)")
        #expect(reply.status == 200)
        #expect(reply.json["total"] == 3)
        let prices = try #require(reply.json["prices"]?.array)
        #expect(prices.map { $0["_id"]?.string ?? "" } == prices.map { $0["_id"]?.string ?? "" }.sorted())
        #expect(prices.allSatisfy { $0["sku"] == nil && $0["product"]?.string == tshirt })
        let page = bay.get("/products/\(tshirt)/price?locationId=\(account)&limit=1&offset=1").json
        #expect(page["prices"]?.array == [prices[1]] && page["total"] == 3)
        let some = bay.get("/products/\(tshirt)/price?locationId=\(account)&ids=\(shirt),teapot").json
        #expect(some["prices"]?.array?.map { $0["_id"] } == [.string(shirt)] && some["total"] == 1)
    }

    @Test func `are the rows of the inventory, with an amount`() {
        let price = bay.get("/products/\(tshirt)/price/\(shirt)?locationId=\(account)").json
        #expect(price["amount"]?.number?.text == "19.99" && price["currency"] == "USD")
        let row = bay.inventory("&limit=1").rows.first
        for name in ["_id", "name", "product", "updatedAt", "availableQuantity"] {
            #expect(price[name] == row?[name] && row?[name] != nil)
        }
    }

    @Test(arguments: [
        ("/products/teapot/price?locationId=6578278e879ad2646715ba9c", 404),
        ("/products/6241712be68f7a98102ba270/price/teapot?locationId=6578278e879ad2646715ba9c", 404),
        ("/products/6241712be68f7a98102ba270/price", 422),
        ("/products/6241712be68f7a98102ba270/price/6241712be68f7a98102ba272", 422),
        ("/products/6241712be68f7a98102ba270/price?locationId=657827a2879ad2646715bb10", 403),
    ])
    func `are not found elsewhere`(_ target: String, _ status: Int) {
        #expect(bay.get(target).status == status)
    }

    @Test func `of one product are not another's`() throws {
        let other = try #require(bay.inventory("&limit=100").rows.first { $0["product"]?.string != tshirt })
        let id = other["_id"]?.string ?? ""
        #expect(bay.get("/products/\(tshirt)/price/\(id)?locationId=\(account)").status == 404)
    }
}
