import Engine
import HTTP
import JSON
import Testing

@testable import Command

@Suite struct `The OpenAPI document of a vendor` {
    private let whole: Whole

    init() throws { whole = try Whole() }

    private func document(_ vendor: String) throws -> JSON.Value {
        try whole.json(whole.call(.get, "/__mockbay/openapi/\(vendor).json"))
    }

    private func operation(_ vendor: String, _ path: String, _ method: String) throws -> JSON.Value {
        try #require(document(vendor)["paths"]?[path]?[method])
    }

    @Test func `tells the bodies of successes and refusals`() throws {
        let get = try operation("autosync", "/v1/shops/{shop_id}/customers/{customer_id}", "get")
        let success = get["responses"]?["200"]?["content"]?["application/json"]?["schema"]
        let customer = success?["properties"]?["data"]?["properties"]
        #expect(customer?["email"]?["anyOf"]?.array?.last == ["type": "null"])
        #expect(customer?["id"]?["type"] == "integer")
        let refusal = get["responses"]?["403"]?["content"]?["application/json"]?["schema"]
        #expect(refusal?["required"] == ["success", "error"])
        #expect(get["parameters"]?.array?.first?["schema"] == ["type": "integer"])
        #expect(get["security"]?.array?.first == ["apiKey": ["customers:read"]])
    }

    @Test(arguments: [("400", true), ("404", true), ("413", false), ("431", false), ("503", false)])
    func `has what Mockbay itself answers, beside the vendor's or alone`(
        _ status: String,
        _ isShared: Bool
    ) throws {
        let get = try operation("autosync", "/v1/shops/{shop_id}", "get")
        let response = try #require(get["responses"]?[status])
        #expect((response["$ref"] == nil) == isShared)
        let schema = response["content"]?["application/json"]?["schema"]
        #expect(
            (schema?["anyOf"]?.array?.last == ["$ref": "#/components/schemas/MockbayRefusal"]) == isShared
        )
    }

    @Test func `names header fields, and bodies that may be left out`() throws {
        let inventory = try operation("leadway", "/products/inventory", "get")
        let version = inventory["parameters"]?.array?.first { $0["in"] == "header" }
        #expect(version?["name"] == "Version" && version?["required"] == true)
        #expect(version?["schema"]?["enum"]?.array?.first == "2021-07-28")
        let logout = try operation("autoleap", "/v2/partners/logout", "post")
        #expect(logout["requestBody"]?["required"] == false)
        let call = try operation("htp", "/enduser/log/phone_call", "post")
        #expect(call["requestBody"]?["required"] == true)
    }

    @Test func `has no content for HEAD, and both formats of HTP`() throws {
        let head = try operation("htp", "/enduser/lookup", "head")
        #expect(head["responses"]?["200"]?["content"] == nil)
        let get = try operation("htp", "/enduser/lookup", "get")
        #expect(
            get["responses"]?["200"]?["content"]?.object?.map(\.0) == ["application/json", "application/xml"]
        )
    }
}
