import AutoSync
import HTTP
import JSON
import Testing
import VendorSupport

/// An authorize call and what is done with its code.
struct Flow {
    let bay: AutoSyncBay
    var client = "mockbay-client"
    var address = "http://127.0.0.1:8910/callback"
    var scope = "shops:read%20workorders:write+customers:read"
    var more = ""

    var target: String {
        "/oauth/authorize?client_id=\(client)&redirect_uri=\(Percent.encode(address))&response_type=code&scope=\(scope)\(more)"
    }

    func authorize(accept: String? = nil) -> Response {
        bay.send(.get, target, as: nil, fields: accept.map { [("Accept", $0)] } ?? []).response
    }

    /// The parameters that the redirect adds.
    func parameters(of response: Response) -> [String: String] {
        guard let location = response.field("Location"), location.hasPrefix(address) else { return [:] }
        var parameters: [String: String] = [:]
        for item in location.dropFirst(address.count + 1).split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1).map(String.init)
            parameters[parts[0]] = parts.count == 2 ? Percent.decode(Array(parts[1].utf8)) : ""
        }
        return parameters
    }

    func code() throws -> String { try #require(parameters(of: authorize())["code"]) }

    func token(_ body: JSON.Object) -> Response {
        var json = JSON.Writer()
        json.value(.object(body))
        return bay.send(.post, "/v1/oauth/token", as: nil, body: String(decoding: json.bytes, as: UTF8.self))
            .response
    }

    func body(_ code: String) -> JSON.Object {
        [
            "grant_type": "authorization_code", "code": .string(code), "client_id": .string(client),
            "client_secret": "mockbay-secret",
        ]
    }

    func form(_ text: String) -> Response {
        let type = "application/x-www-form-urlencoded; charset=UTF-8"
        return bay.request(.post, "/v1/oauth/token", body: text, type: type).response
    }
}
