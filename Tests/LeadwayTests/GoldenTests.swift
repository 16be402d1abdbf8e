import HTTP
import Testing
import VendorSupport

@testable import Leadway

/// A reply that is kept: its name says of which operation and what of it.
struct Kept: CustomTestStringConvertible {
    var name: String
    var method = HTTP.Method.get
    var target: String
    var token: String? = "pit-demo"
    var version: String? = "2021-07-28"
    var body: String?

    var testDescription: String { name }
}

@Suite struct `Replies` {
    private static let inventory = "/products/inventory?altId=6578278e879ad2646715ba9c"
    private static let location = "locationId=6578278e879ad2646715ba9c"
    private static let update = """
        {"altId": "6578278e879ad2646715ba9c", "altType": "account",
         "items": [{"priceId": "6241712be68f7a98102ba272", "availableQuantity": 49}]}
        """
    private static let product = """
        {"name": "Tea Cosy", "locationId": "6578278e879ad2646715ba9c", "productType": "PHYSICAL"}
        """
    private static let token = """
        {"client_id": "mockbay-client", "client_secret": "mockbay-secret", "grant_type": "authorization_code",
         "code": "code-demo"}
        """

    @Test(arguments: [
        Kept(name: "inventory.list.sample", target: inventory + "&limit=1"),
        Kept(name: "inventory.list", target: inventory + "&limit=4&offset=96&altType=location"),
        Kept(name: "inventory.list.search", target: inventory + "&search=espresso"),
        Kept(name: "inventory.list.past-the-end", target: inventory + "&offset=100"),
        Kept(name: "inventory.update", method: .post, target: "/products/inventory", body: update),
        Kept(name: "products.list", target: "/products/?\(location)&limit=2"),
        Kept(name: "products.get", target: "/products/t-shirt?\(location)"),
        Kept(name: "products.create", method: .post, target: "/products/", body: product),
        Kept(name: "prices.list", target: "/products/6241712be68f7a98102ba270/price?\(location)"),
        Kept(
            name: "prices.get",
            target: "/products/6241712be68f7a98102ba270/price/6241712be68f7a98102ba272?\(location)"
        ),
        Kept(
            name: "oauth.token",
            method: .post,
            target: "/oauth/token",
            token: nil,
            version: nil,
            body: token
        ),
        Kept(
            name: "oauth.token.v3",
            method: .post,
            target: "/oauth/token",
            token: nil,
            version: "v3",
            body: token
        ),
        Kept(name: "error.unauthorized", target: inventory, token: nil),
        Kept(name: "error.invalid_jwt", target: inventory, token: "eyJ"),
        Kept(name: "error.version_missing", target: inventory, version: nil),
        Kept(name: "error.forbidden", target: inventory, token: "pit-other"),
        Kept(name: "error.unprocessable", target: "/products/inventory?limit=-1&altType=shop"),
        Kept(name: "error.bad_request", method: .post, target: "/products/inventory", body: "{"),
        Kept(name: "error.not_found", target: "/products/teapot?\(location)"),
    ])
    func `are as they were`(_ kept: Kept) throws {
        let delivery = try LeadwayBay().send(
            kept.method,
            kept.target,
            token: kept.token,
            version: kept.version,
            body: kept.body
        )
        try expectGolden("leadway", kept.name, delivery)
    }

    @Test func `to too many requests are as they were`() throws {
        let bay = try LeadwayBay()
        for _ in 1...100 { _ = bay.inventory("&limit=1") }
        try expectGolden("leadway", "error.rate_limited", bay.send(.get, Self.inventory))
    }
}
