import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import Leadway

/// A request that is refused, and how.
struct Refused: CustomTestStringConvertible {
    var why: String
    var target = "/products/inventory?altId=\(account)"
    var token: String? = "pit-demo"
    var version: String? = "2021-07-28"
    var status: Int
    var body: JSON.Object

    var testDescription: String { why }
}

@Suite struct `A refusal` {
    private static let noToken: JSON.Object = [
        "statusCode": 401, "message": "Invalid token: access token is invalid", "error": "Unauthorized",
    ]

    private static func unauthorized(_ message: String) -> JSON.Object {
        ["statusCode": 401, "message": .string(message), "error": "Unauthorized"]
    }

    private static func broken(_ rules: String...) -> JSON.Object {
        [
            "statusCode": 422, "message": .array(rules.map { .string($0) }),
            "error": "Unprocessable Entity",
        ]
    }

    private static let number = "must be a number conforming to the specified constraints"

    @Test(arguments: [
        Refused(why: "no credentials", token: nil, status: 401, body: noToken),
        Refused(
            why: "a private token that there is not",
            token: "pit-0",
            status: 401,
            body: unauthorized("Invalid Private Integration token")
        ),
        Refused(
            why: "an access token that there is not, without a title",
            token: "eyJhbGciOiJIUzI1NiJ9.e30.x",
            status: 401,
            body: ["statusCode": 401, "message": "Invalid JWT"]
        ),
        Refused(
            why: "no version",
            version: nil,
            status: 401,
            body: unauthorized("version header was not found.")
        ),
        Refused(
            why: "an unknown version",
            version: "2020-01-01",
            status: 401,
            body: unauthorized("version header is invalid")
        ),
        Refused(
            why: "another account",
            target: "/products/inventory?altId=\(otherAccount)",
            status: 403,
            body: [
                "statusCode": 403, "message": "The token does not have access to this location.",
                "error": "Forbidden",
            ]
        ),
        Refused(
            why: "no account",
            target: "/products/inventory",
            status: 422,
            body: broken("altId must be a string", "altId should not be empty")
        ),
        Refused(
            why: "an account as a list",
            target: "/products/inventory?altId[]=\(account)",
            status: 422,
            body: broken("altId must be a string")
        ),
        Refused(
            why: "an empty account",
            target: "/products/inventory?altId=",
            status: 422,
            body: broken("altId should not be empty")
        ),
        Refused(
            why: "an account named twice",
            target: "/products/inventory?altId=\(account)&altId=\(account)",
            status: 422,
            body: broken("altId must be a string")
        ),
        Refused(
            why: "all broken rules at once",
            target: "/products/inventory?limit=-1&offset=x&altType=shop",
            status: 422,
            body: broken(
                "limit \(number)",
                "offset \(number)",
                "altId must be a string",
                "altId should not be empty",
                "altType must be a valid enum value"
            )
        ),
        Refused(
            why: "half a row",
            target: "/products/inventory?altId=\(account)&limit=2.5",
            status: 422,
            body: broken("limit \(number)")
        ),
        Refused(
            why: "a limit beyond all numbers",
            target: "/products/inventory?altId=\(account)&limit=1e999&offset=99999999999999999999",
            status: 422,
            body: broken("limit \(number)", "offset \(number)")
        ),
        Refused(
            why: "an unknown path",
            target: "/products/inventory/all/of/it",
            status: 404,
            body: ["statusCode": 404, "message": "Not Found"]
        ),
    ])
    func `is worded as the platform words it`(_ row: Refused) throws {
        let bay = try LeadwayBay(assume: ["leadway.trace_id": "never"])
        let reply = bay.get(row.target, token: row.token, version: row.version)
        #expect(reply.status == row.status)
        #expect(reply.contentType == .json)
        #expect(reply.json == .object(row.body))
        #expect(reply.json.object?.keys == row.body.keys)
        #expect(reply.field("WWW-Authenticate") == nil)
        // The same with a trace id, as it is by default.
        let traced = try LeadwayBay().get(row.target, token: row.token, version: row.version)
        #expect(traced.json.object?.keys == row.body.keys + ["traceId"])
    }

    @Test(arguments: ["Basic cGl0LWRlbW8=", "Bearer", "Bearer ", "pit-demo"])
    func `meets whoever has no bearer token`(_ value: String) throws {
        let reply = try LeadwayBay().send(
            .get,
            "/products/inventory?altId=\(account)",
            token: nil,
            fields: [("Authorization", value)]
        ).response
        #expect(reply.status == 401 && reply.message == "Invalid token: access token is invalid")
    }

    @Test(arguments: ["2021-07-28", "v3", "2023-02-21", "2021-04-15"])
    func `does not meet the published versions, unless only the documented one is to be taken`(
        _ version: String
    )
        throws
    {
        let target = "/products/inventory?altId=\(account)"
        #expect(try LeadwayBay().get(target, version: version).status == 200)
        let strict = try LeadwayBay(assume: ["leadway.versions": "2021-07-28"]).get(target, version: version)
        #expect(strict.status == (version == "2021-07-28" ? 200 : 401))
    }

    /// Each of these is wrong in its own way and in all that come after it.
    @Test func `comes for the first of token, version, limit, scope, account and parameters`() throws {
        let bay = try LeadwayBay(limits: .all(Limit(requests: 1, per: .seconds(10))))
        let body = #"{"altId": "\#(otherAccount)", "altType": 7}"#
        func update(_ token: String?, _ version: String?) -> Response {
            bay.send(.post, "/products/inventory", token: token, version: version, body: body).response
        }
        #expect(update("pit-0", nil).message == "Invalid Private Integration token")
        #expect(update("pit-readonly", nil).message == "version header was not found.")
        #expect(update("pit-readonly", "v9").message == "version header is invalid")
        #expect(update("pit-readonly", "v3").message == "The token is not authorized for this scope.")
        #expect(update("pit-readonly", "v3").status == 429)
        #expect(update("pit-demo", "v3").status == 403)
        #expect(update("pit-other", "v3").status == 422)
    }

    @Test(arguments: Leadway.errors.map(\.name))
    func `is there for whoever asks for it`(_ name: String) throws {
        let entry = try #require(Leadway.errors.first { $0.name == name })
        let bay = try LeadwayBay()
        func ask() -> Response {
            bay.send(.get, "/products/inventory", token: nil, fields: [("X-Mockbay-Error", name)]).response
        }
        let reply = ask()
        #expect(reply.status == entry.status)
        #expect(reply.json["statusCode"]?.int == entry.status)
        #expect((reply.json["message"]?.array != nil) == (entry.status == 422))
        #expect(reply.field("X-RateLimit-Max") == "100")
        #expect(reply.json["traceId"] != ask().json["traceId"], "each reply has a trace id of its own")
    }

    @Test func `of a body that is no object is a 400 with a text`() throws {
        let bay = try LeadwayBay()
        for body in ["{", "[]", "7", "\"\""] {
            let reply = bay.send(.post, "/products/inventory", body: body).response
            #expect(reply.status == 400 && reply.message == "Bad Request", "\(body)")
            #expect(reply.json["error"] == nil)
        }
        #expect(
            bay.send(.post, "/products/inventory").response.status == 422,
            "no body is one without members"
        )
    }

    @Test func `of a method is that of a path`() throws {
        let bay = try LeadwayBay()
        #expect(bay.send(.delete, "/products/inventory").response.status == 404)
        #expect(bay.send(.put, "/products/\(tshirt)").response.json["statusCode"] == 404)
    }
}
