import AutoSync
import Engine
import HTTP
import JSON
import VendorSupport

typealias AutoSyncBay = VendorBay<AutoSync>

extension VendorBay<AutoSync> {
    /// - Parameter key: sent as a bearer; `nil` sends no credentials.
    func send(
        _ method: HTTP.Method,
        _ target: String,
        as key: String? = "sk_live_demo",
        body: String? = nil,
        fields: [(String, String)] = [],
    ) -> Delivery {
        let credentials = key.map { [("Authorization", "Bearer \($0)")] } ?? []
        return request(method, target, fields: fields + credentials, body: body)
    }

    /// - Parameter target: below `/v1`.
    func get(_ target: String, as key: String? = "sk_live_demo") -> Response {
        send(.get, "/v1" + target, as: key).response
    }

    func post(_ target: String, _ body: String?, as key: String? = "sk_live_demo") -> Response {
        send(.post, "/v1" + target, as: key, body: body).response
    }

    func put(_ target: String, _ body: String?, as key: String? = "sk_live_demo") -> Response {
        send(.put, "/v1" + target, as: key, body: body).response
    }

    func patch(_ target: String, _ body: String?, as key: String? = "sk_live_demo") -> Response {
        send(.patch, "/v1" + target, as: key, body: body).response
    }

    /// The ids of all rows of a list, page by page.
    func ids(_ target: String) -> [Int] {
        let separator = target.contains("?") ? "&" : "?"
        var ids: [Int] = []
        for page in 1...100 {
            let rows = get("\(target)\(separator)per_page=100&page=\(page)").rows
            ids += rows.compactMap { $0["id"]?.int }
            if rows.count < 100 { break }
        }
        return ids
    }
}

extension Response {
    /// What a reply is about.
    var data: JSON.Value { json["data"] ?? .null }

    /// The rows of a list.
    var rows: [JSON.Value] { data.array ?? [] }

    var errorCode: String? { json["error"]?["code"]?.string }
    var message: String? { json["error"]?["message"]?.string }
}

func number(_ text: String) -> JSON.Number { JSON.Number(text) ?? JSON.Number(-1) }

/// An amount in cents.
func cents(_ value: JSON.Value) -> Int? { value.number?.fixedPoint(places: 2) }
