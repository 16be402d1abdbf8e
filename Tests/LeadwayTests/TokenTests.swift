import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import Leadway

@Suite struct `The token endpoint` {
    let bay: LeadwayBay
    private let client = "client_id=mockbay-client&client_secret=mockbay-secret"

    init() throws { bay = try LeadwayBay() }

    private func grant(_ rest: String = "grant_type=authorization_code&code=code-demo") -> Response {
        bay.form("\(client)&\(rest)")
    }

    @Test func `gives a token for an install code, as a form and without a version`() throws {
        let reply = grant()
        #expect(reply.status == 200)
        #expect(
            reply.json.object?.keys == [
                "access_token", "token_type", "expires_in", "refresh_token", "scope", "userType",
                "locationId",
                "companyId", "approvedLocations", "userId",
            ]
        )
        #expect(reply.json["token_type"] == "Bearer" && reply.json["expires_in"] == 86399)
        #expect(reply.json["userType"] == "Location" && reply.json["locationId"]?.string == account)
        let token = try #require(reply.json["access_token"]?.string)
        #expect(bay.inventory(token: token).status == 200)
        #expect(bay.get("/products/inventory?altId=\(otherAccount)", token: token).status == 403)
        #expect(grant().json["access_token"]?.string != token, "each is a new one")
        #expect(reply.field("X-RateLimit-Max") == "100")
    }

    @Test func `gives a JWT that says whose it is and when it ends`() throws {
        let token = try #require(grant().json["access_token"]?.string)
        let parts = token.split(separator: ".").map { Array($0.utf8) }
        #expect(parts.count == 3)
        let claims = try JSON.Value.parse(try #require(Base64.decode(parts[1][...], .url)))
        #expect(claims["authClassId"]?.string == account)
        #expect(claims["exp"]?.int == Int(LeadwayBay.start.seconds) + 86399)
        #expect(try JSON.Value.parse(try #require(Base64.decode(parts[0][...], .url)))["alg"] == "HS256")
    }

    @Test func `speaks camelCase under v3, and takes both spellings, as form and as JSON`() throws {
        let camel =
            "clientId=mockbay-client&clientSecret=mockbay-secret&grantType=authorization_code&code=code-demo"
        #expect(bay.form(camel).json["access_token"] != nil)
        let reply = bay.form(camel + "&userType=Location", version: "v3").json
        #expect(
            reply.object?.keys == [
                "accessToken", "tokenType", "expiresIn", "refreshToken", "scope", "userType", "locationId",
                "companyId", "approvedLocations", "userId",
            ]
        )
        #expect(
            bay.form("\(client)&grant_type=authorization_code&code=code-demo", version: "v3").status == 200
        )
        let json =
            #"{"client_id": "mockbay-client", "clientSecret": "mockbay-secret", "grant_type": "authorization_code", "code": "code-other"}"#
        let other = bay.send(.post, "/oauth/token", token: nil, version: nil, body: json).response
        #expect(other.json["locationId"]?.string == otherAccount)
    }

    @Test func `lets tokens last a day, and refresh tokens a year or until they are used`() throws {
        let first = grant().json
        let token = try #require(first["access_token"]?.string)
        let refresh = try #require(first["refresh_token"]?.string)
        bay.advance(by: .seconds(86_398))
        #expect(bay.inventory(token: token).status == 200)
        bay.advance(by: .seconds(1))
        let expired = bay.inventory(token: token)
        #expect(expired.status == 401 && expired.message == "Invalid JWT" && expired.json["error"] == nil)
        let second = grant("grant_type=refresh_token&refresh_token=\(refresh)")
        #expect(second.status == 200 && second.json["locationId"]?.string == account)
        #expect(bay.inventory(token: second.json["access_token"]?.string).status == 200)
        let again = grant("grant_type=refresh_token&refresh_token=\(refresh)")
        #expect(again.status == 400 && again.message == "Invalid grant: refresh token is invalid")
        let next = try #require(second.json["refresh_token"]?.string)
        bay.advance(by: .seconds(365 * 86_400))
        #expect(grant("grant_type=refresh_token&refresh_token=\(next)").status == 400)
    }

    @Test func `lets an access token live on when it is refreshed early, and its refresh token be used once`()
        throws
    {
        let first = grant().json
        let refresh = try #require(first["refresh_token"]?.string)
        let second = grant("grant_type=refresh_token&refresh_token=\(refresh)")
        #expect(second.status == 200)
        #expect(bay.inventory(token: first["access_token"]?.string).status == 200)
        #expect(bay.inventory(token: second.json["access_token"]?.string).status == 200)
        #expect(grant("grant_type=refresh_token&refresh_token=\(refresh)").status == 400)
    }

    @Test func `gives an agency's token, which opens all its accounts`() throws {
        for rest in [
            "grant_type=client_credentials", "grant_type=authorization_code&code=code-demo&user_type=Company",
        ] {
            let reply = grant(rest).json
            #expect(reply["userType"] == "Company" && reply["locationId"] == nil)
            #expect(reply["companyId"]?.string == agency)
            #expect(reply["approvedLocations"] == [.string(account), .string(otherAccount)])
            for id in [account, otherAccount, agency] {
                let token = reply["access_token"]?.string
                #expect(bay.get("/products/inventory?altId=\(id)", token: token).status == 200)
            }
            let stranger = bay.get(
                "/products/inventory?altId=elsewhere",
                token: reply["access_token"]?.string
            )
            #expect(stranger.status == 403)
        }
    }

    struct Wrong: CustomTestStringConvertible {
        var why: String
        var body: String
        var version: String?
        var status: Int
        var messages: [String]
        var testDescription: String { why }
    }

    @Test(arguments: [
        Wrong(
            why: "nothing in it",
            body: "x=1",
            status: 422,
            messages: [
                "client_id must be a string", "client_id should not be empty",
                "client_secret must be a string",
                "client_secret should not be empty", "grant_type must be a valid enum value",
                "grant_type should not be empty",
            ]
        ),
        Wrong(
            why: "an empty grant type",
            body: "client_id=a&client_secret=b&grant_type=",
            status: 422,
            messages: ["grant_type must be a valid enum value", "grant_type should not be empty"]
        ),
        Wrong(
            why: "an unknown grant type, under v3",
            body: "clientId=a&clientSecret=b&grantType=password&userType=Admin",
            version: "v3",
            status: 422,
            messages: ["grantType must be a valid enum value", "userType must be a valid enum value"]
        ),
        Wrong(
            why: "no code",
            body: "client_id=a&client_secret=b&grant_type=authorization_code",
            status: 422,
            messages: ["code must be a string", "code should not be empty"]
        ),
        Wrong(
            why: "an empty refresh token",
            body: "client_id=a&client_secret=b&grant_type=refresh_token&refresh_token=",
            status: 422,
            messages: ["refresh_token should not be empty"]
        ),
        Wrong(
            why: "a client named twice",
            body: "client_id=a&client_id=b&client_secret=b&grant_type=client_credentials",
            status: 422,
            messages: ["client_id must be a string", "client_id should not be empty"]
        ),
        Wrong(
            why: "another secret",
            body: "client_id=mockbay-client&client_secret=x&grant_type=client_credentials",
            status: 401,
            messages: ["Invalid client: client credentials are invalid"]
        ),
        Wrong(
            why: "an unknown code",
            body:
                "client_id=mockbay-client&client_secret=mockbay-secret&grant_type=authorization_code&code=x",
            status: 400,
            messages: ["Invalid grant: authorization code is invalid"]
        ),
        Wrong(why: "a broken form", body: "client_id=%", status: 400, messages: ["Bad Request"]),
    ])
    func `refuses`(_ row: Wrong) {
        let reply = bay.form(row.body, version: row.version)
        #expect(reply.status == row.status)
        #expect((reply.message.map { [$0] } ?? reply.messages) == row.messages)
        #expect(reply.json["traceId"]?.string != nil)
    }

    @Test func `refuses a refresh token that came to another client`() throws {
        let refresh = try #require(grant().json["refresh_token"]?.string)
        let app: JSON.Value = ["clientId": "second", "clientSecret": "s", "code": "c"]
        try bay.set("accounts", account, ["apps": [app]])
        let reply = bay.form(
            "client_id=second&client_secret=s&grant_type=refresh_token&refresh_token=\(refresh)"
        )
        #expect(reply.status == 400)
    }
}

@Suite struct `A bay` {
    let bay: LeadwayBay

    init() throws { bay = try LeadwayBay() }

    private var names: [String] { bay.bays.all.map(\.name.description) }

    @Test func `is chosen by the suffix of a token`() {
        #expect(bay.inventory(token: "pit-demo~ci-7").status == 200)
        #expect(names.contains("ci-7"))
        #expect(
            bay.update(#"{"priceId": "\#(shirt)", "availableQuantity": 1}"#, token: "pit-demo~ci-7").status
                == 201
        )
        #expect(bay.inventory("&limit=1").rows.first?["availableQuantity"] == 50)
        #expect(bay.inventory("&limit=1", token: "pit-demo~ci-7").rows.first?["availableQuantity"] == 1)
        #expect(bay.inventory(token: "pit-demo~a/b").status == 400)
        #expect(bay.get("/~one/products/inventory?altId=\(account)", token: "pit-demo~two").status == 400)
        #expect(bay.get("/~one/products/inventory?altId=\(account)", token: "pit-demo~one").status == 200)
    }

    @Test(arguments: [
        ("/oauth/token", "client_id=mockbay-client~ci&code=code-demo"),
        ("/oauth/token", "clientId=mockbay-client&code=code-demo~ci"),
        ("/oauth/token", "client_id=mockbay-client~ci&code=code-demo~ci"),
        ("/~ci/oauth/token", "client_id=mockbay-client&code=code-demo"),
        ("/%7Eci/oauth/token", "client_id=mockbay-client~ci&code=code-demo"),
    ])
    func `is named by the tokens that are issued in it`(_ target: String, _ body: String) throws {
        let body = body + "&client_secret=mockbay-secret&grant_type=authorization_code"
        let reply = bay.form(body, at: target).json
        let token = try #require(reply["access_token"]?.string)
        #expect(token.hasSuffix("~ci"))
        #expect(bay.inventory(token: token).status == 200)
        #expect(
            bay.inventory(token: String(token.dropLast(3))).status == 401,
            "bay 'default' does not know it"
        )
        let refresh = try #require(reply["refresh_token"]?.string)
        #expect(refresh.hasSuffix("~ci"))
        let renewed = bay.form(
            "client_id=mockbay-client&client_secret=mockbay-secret&grant_type=refresh_token&refresh_token=\(refresh)"
        )
        #expect(renewed.status == 200)
    }

    @Test func `that two credentials disagree on is none`() {
        let body = "client_id=mockbay-client~a&code=code-demo~b&client_secret=x&grant_type=authorization_code"
        #expect(bay.form(body).status == 400)
        #expect(!names.contains("a") && !names.contains("b"))
    }

    @Test func `is not looked for in bodies of other calls`() {
        let body = #"{"altId": "\#(account)", "code": "x~elsewhere"}"#
        #expect(bay.send(.post, "/products/inventory", body: body).response.status == 422)
        #expect(!names.contains("elsewhere"))
    }
}
