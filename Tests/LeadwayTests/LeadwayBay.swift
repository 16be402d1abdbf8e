import Engine
import HTTP
import JSON
import Leadway
import VendorSupport

/// The first account of the default world, its agency, and what the documentation's sample shows of it.
let account = "6578278e879ad2646715ba9c"
let otherAccount = "657827a2879ad2646715bb10"
let agency = "Rk4WbLxT9cQzE1mYvHsD"
let shirt = "6241712be68f7a98102ba272"
let tshirt = "6241712be68f7a98102ba270"

typealias LeadwayBay = VendorBay<Leadway>

extension VendorBay<Leadway> {
    /// - Parameters:
    ///   - choices: by the names of their assumptions, `leadway.total` for one.
    ///   - limits: in the place of the documented ones.
    ///   - prices: how many to generate.
    init(assume choices: [String: String] = [:], limits: LimitPolicy? = nil, prices: Int = 0) throws {
        var start = try Self.defaultStart()
        for (name, choice) in choices {
            precondition(start.worlds[0].assume(name, choice), "\(name) has no alternative '\(choice)'")
        }
        if let limits { start.worlds[0].limiter.policy = limits }
        precondition(start.worlds[0].generate(prices, of: "prices"), "no prices were generated")
        self.init(start: start)
    }

    /// - Parameters:
    ///   - token: `nil` sends no credentials.
    ///   - version: `nil` sends no version.
    func send(
        _ method: HTTP.Method,
        _ target: String,
        token: String? = "pit-demo",
        version: String? = "2021-07-28",
        body: String? = nil,
        type: String = "application/json",
        fields: [(String, String)] = [],
    ) -> Delivery {
        var fields = fields
        if let token { fields.append(("Authorization", "Bearer \(token)")) }
        if let version { fields.append(("Version", version)) }
        return request(method, target, fields: fields, body: body, type: type)
    }

    /// The same with a body that need not be text.
    func send(_ method: HTTP.Method, _ target: String, body: [UInt8]) -> Delivery {
        let fields = [("Authorization", "Bearer pit-demo"), ("Version", "v3")]
        return dispatcher.respond(to: Request(method, target, fields: fields, body: body), on: Listener(0))
    }

    func get(_ target: String, token: String? = "pit-demo", version: String? = "2021-07-28") -> Response {
        send(.get, target, token: token, version: version).response
    }

    /// The inventory of the first account, with more parameters (`&limit=3`) where wanted.
    func inventory(_ parameters: String = "", token: String? = "pit-demo") -> Response {
        get("/products/inventory?altId=\(account)\(parameters)", token: token)
    }

    /// Sets the stock of the first account's prices.
    func update(_ items: String, token: String = "pit-demo") -> Response {
        let body = #"{"altId": "\#(account)", "altType": "account", "items": [\#(items)]}"#
        return send(.post, "/products/inventory", token: token, body: body).response
    }

    /// Asks for a token with a form.
    func form(_ body: String, version: String? = nil, at target: String = "/oauth/token") -> Response {
        send(
            .post,
            target,
            token: nil,
            version: version,
            body: body,
            type: "application/x-www-form-urlencoded"
        ).response
    }
}

extension Response {
    /// The rows of an inventory.
    var rows: [JSON.Value] { json["inventory"]?.array ?? [] }
    var ids: [String] { rows.map { $0["_id"]?.string ?? "" } }
    /// `message`, as a list where it is one.
    var messages: [String] { json["message"]?.array?.map { $0.string ?? "" } ?? [] }
    var message: String? { json["message"]?.string }
}
