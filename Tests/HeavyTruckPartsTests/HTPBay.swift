import Engine
import FoundationEssentials
import HTTP
import HeavyTruckParts
import VendorSupport

typealias HTPBay = VendorBay<HeavyTruckParts>

extension VendorBay<HeavyTruckParts> {
    /// - Parameter user: sent with the password `demo`; `nil` sends no credentials.
    func send(
        _ method: HTTP.Method,
        _ target: String,
        as user: String? = "demo",
        body: String? = nil,
        fields: [(String, String)] = [],
    ) -> Delivery {
        var fields = fields
        if let user {
            fields.append(("Authorization", "Basic " + Data("\(user):demo".utf8).base64EncodedString()))
        }
        return request(method, target, fields: fields, body: body)
    }

    func get(_ target: String, as user: String? = "demo") -> Response {
        send(.get, target, as: user).response
    }

    func post(_ target: String, as user: String? = "demo", body: String? = nil) -> Response {
        send(.post, target, as: user, body: body).response
    }
}
