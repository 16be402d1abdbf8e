import AutoLeap
import Engine
import HTTP
import JSON
import Testing
import VendorSupport

typealias LeapBay = VendorBay<AutoLeap>

extension VendorBay<AutoLeap> {
    /// Logs in and gives back the tokens.
    func login(
        _ partner: String = "PARTNER-DEMO",
        _ key: String = "demo-auth-key",
    ) throws -> (access: String, refresh: String) {
        let body = #"{"partnerId":"\#(partner)","authKey":"\#(key)"}"#
        return try tokens(of: request(.post, "/v2/partners/login", body: body).response)
    }

    func refresh(_ token: String) -> Response {
        let body = #"{"refreshToken":"\#(token)"}"#
        return request(.post, "/v2/partners/generateNewAccessToken", body: body).response
    }

    func tokens(of reply: Response) throws -> (access: String, refresh: String) {
        let data = try #require(reply.json["data"], "\(reply.status) \(reply.text)")
        return (
            try #require(data["accessToken"]?.string), try #require(data["refreshToken"]?.string)
        )
    }

    /// A client that is logged in.
    func client(_ partner: String = "PARTNER-DEMO", _ key: String = "demo-auth-key") throws -> Client {
        Client(bay: self, token: try login(partner, key).access)
    }
}

/// Calls with one access token.
struct Client {
    let bay: LeapBay
    var token: String

    func deliver(_ method: HTTP.Method, _ path: String, _ body: String? = nil) -> Delivery {
        bay.request(method, "/v2/" + path, fields: [("Authorization", "Bearer \(token)")], body: body)
    }

    func send(_ method: HTTP.Method, _ path: String, _ body: String? = nil) -> Response {
        deliver(method, path, body).response
    }

    func get(_ path: String) -> Response { send(.get, path) }

    /// The rows of a page.
    func rows(_ path: String) throws -> [JSON.Value] {
        let reply = get(path)
        return try #require(reply.json["content"]?.array, "\(path): \(reply.status) \(reply.text)")
    }

    /// One field of every row of a page.
    func column(_ name: String, of path: String) throws -> [String] {
        try rows(path).map { $0[name]?.string ?? $0[name]?.int.map(String.init) ?? "none" }
    }

    /// Every row there is, page by page.
    func everything(_ path: String, size: Int = 100) throws -> [JSON.Value] {
        var rows: [JSON.Value] = []
        for page in 1... {
            let reply = get("\(path)&size=\(size)&page=\(page)").json
            rows += try #require(reply["content"]?.array, "\(path)")
            if reply["last"] == true { break }
        }
        return rows
    }
}

/// A call that is refused, and how.
struct Refused: CustomTestStringConvertible {
    var why: String
    var method = HTTP.Method.get
    var path: String
    var body: String?
    var status = 400
    /// The text of the error; `nil` where it does not matter.
    var error: String?

    var testDescription: String { why }

    /// Makes the call and looks at shape, status and text of what comes back.
    func expect(from client: Client, sourceLocation: SourceLocation = #_sourceLocation) {
        let reply = client.send(method, path, body)
        #expect(reply.status == status, "\(reply.text)", sourceLocation: sourceLocation)
        #expect(reply.json["success"] == false, sourceLocation: sourceLocation)
        #expect(reply.json.object?.keys == ["success", "error"], sourceLocation: sourceLocation)
        if let error { #expect(reply.json["error"]?.string == error, sourceLocation: sourceLocation) }
    }
}

/// ACK: what every write answers.
let acknowledgement: JSON.Value = [
    "success": true, "message": "Request completed successfully", "data": [:],
]

/// Parameters that leave only some rows of a list, and which.
struct Narrowed: CustomTestStringConvertible {
    var parameters: String
    var isWanted: @Sendable (JSON.Value) -> Bool

    init(_ parameters: String, _ isWanted: @escaping @Sendable (JSON.Value) -> Bool) {
        self.parameters = parameters
        self.isWanted = isWanted
    }

    var testDescription: String { parameters }

    /// Compares with the whole list, which must hold more, and not nothing of it.
    func expect(of list: String, from client: Client, sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        let separator = list.contains("?") ? "&" : "?"
        let all = try client.everything(list + separator)
        let rows = try client.everything("\(list)\(separator)\(parameters)")
        #expect(rows == all.filter(isWanted), sourceLocation: sourceLocation)
        #expect(!rows.isEmpty && rows.count < all.count, sourceLocation: sourceLocation)
    }
}
