import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import AutoLeap

@Suite struct `Tokens` {
    let bay: LeapBay

    init() throws { bay = try LeapBay() }

    private func status(with token: String) -> Int {
        Client(bay: bay, token: token).get("partners/profile").status
    }

    @Test func `are handed out for id and key, in an envelope without a message`() throws {
        let reply = bay.request(
            .post,
            "/v2/partners/login",
            body: #"{"partnerId":"PARTNER-DEMO","authKey":"demo-auth-key"}"#
        ).response
        #expect(reply.status == 200)
        #expect(reply.json.object?.keys == ["success", "data"])
        #expect(reply.json["success"] == true)
        #expect(reply.json["data"]?.object?.keys == ["accessToken", "refreshToken"])
        #expect(status(with: try bay.tokens(of: reply).access) == 200)
    }

    @Test(arguments: [
        Refused(
            why: "a wrong key",
            path: #"{"partnerId":"PARTNER-DEMO","authKey":"wrong"}"#,
            status: 401,
            error: "Invalid partner credentials"
        ),
        Refused(
            why: "an unknown partner",
            path: #"{"partnerId":"NOBODY","authKey":"demo-auth-key"}"#,
            status: 401,
            error: "Invalid partner credentials"
        ),
        Refused(
            why: "another partner's key",
            path: #"{"partnerId":"PARTNER-DEMO","authKey":"small-auth-key"}"#,
            status: 401
        ),
        Refused(why: "no key", path: #"{"partnerId":"PARTNER-DEMO"}"#, error: "authKey is required"),
        Refused(why: "no id", path: #"{"authKey":"demo-auth-key"}"#, error: "partnerId is required"),
        Refused(
            why: "an id that is no text",
            path: #"{"partnerId":7,"authKey":"x"}"#,
            error: "partnerId must be text"
        ),
        Refused(why: "no JSON", path: "partnerId=PARTNER-DEMO"),
        Refused(why: "an array", path: "[]", error: "The body must be an object"),
        Refused(why: "nothing", path: ""),
    ])
    func `are not handed out for`(_ row: Refused) {
        let reply = bay.request(.post, "/v2/partners/login", body: row.path).response
        #expect(reply.status == row.status)
        #expect(reply.json.object?.keys == ["success", "error"])
        if let error = row.error { #expect(reply.json["error"]?.string == error) }
    }

    @Test func `are signed JSON Web Tokens with claims by the bay's clock`() throws {
        let token = try bay.login().access
        let parts = token.split(separator: ".").map { Array($0.utf8) }
        try #require(parts.count == 3)
        let header = try #require(Base64.decode(parts[0][...], .url))
        #expect(String(decoding: header, as: UTF8.self) == #"{"alg":"HS256","typ":"JWT"}"#)
        let claims = try JSON.Value.parse(try #require(Base64.decode(parts[1][...], .url)))
        #expect(claims.object?.keys == ["sub", "partnerId", "jti", "iat", "exp"])
        #expect(claims["sub"] == "PARTNER-DEMO")
        #expect(claims["iat"]?.int == Int(LeapBay.start.seconds))
        #expect(claims["exp"]?.int == Int(LeapBay.start.seconds) + 3600)
        let key = AutoLeap.AccessToken.signingKey(of: Chance(seed: 1, bay: "default"))
        let signature = HMAC.sha256(of: parts[0] + [UInt8(ascii: ".")] + parts[1], key: key)
        #expect(Base64.encode(signature, .url) == parts[2])
    }

    @Test func `of an hour's life die with it, and those for a refresh after three`() throws {
        let (access, refresh) = try bay.login()
        bay.advance(by: .seconds(3599))
        #expect(status(with: access) == 200)
        bay.advance(by: .seconds(1))
        #expect(status(with: access) == 401)
        bay.advance(by: .seconds(2 * 3600 - 1))
        #expect(bay.refresh(refresh).status == 200)

        let late = try bay.login()
        bay.advance(by: .seconds(3 * 3600))
        #expect(bay.refresh(late.refresh).status == 401)
    }

    @Test func `are both new after a refresh, which can be had once`() throws {
        let first = try bay.login()
        let second = try bay.tokens(of: bay.refresh(first.refresh))
        #expect(second.access != first.access)
        #expect(second.refresh != first.refresh)
        let again = bay.refresh(first.refresh)
        #expect(again.status == 401)
        #expect(again.json["error"] == "Refresh token is invalid or expired")
        #expect(status(with: first.access) == 200, "the old one lives to its own end")
        #expect(status(with: second.access) == 200)
        bay.advance(by: .seconds(2 * 3600))
        #expect(try bay.tokens(of: bay.refresh(second.refresh)).access != "", "with three hours of its own")
    }

    @Test(arguments: [
        #"{}"#, #"{"refreshToken":""}"#, #"{"refreshToken":"rT0k3n4950506"}"#, #"{"refreshToken":7}"#,
    ])
    func `are not refreshed for`(_ body: String) {
        let reply = bay.request(.post, "/v2/partners/generateNewAccessToken", body: body).response
        #expect(reply.status == (body.contains(#":"#) && !body.contains("7") ? 401 : 400))
    }

    @Test func `are no refresh tokens where they are for access, nor the other way about`() throws {
        let (access, refresh) = try bay.login()
        #expect(bay.refresh(access).status == 401)
        #expect(status(with: refresh) == 401)
    }

    @Test(arguments: [nil, "own", "unknown"])
    func `are both dead after a logout`(_ named: String?) throws {
        let (access, refresh) = try bay.login()
        let other = try bay.login()
        let client = Client(bay: bay, token: access)
        let body = named.map { #"{"refreshToken":"\#($0 == "own" ? refresh : $0)"}"# }
        let reply = client.send(.post, "partners/logout", body)
        #expect(reply.status == 200)
        #expect(reply.json == acknowledgement)
        #expect(status(with: access) == 401)
        #expect(bay.refresh(refresh).status == 401)
        #expect(client.send(.post, "partners/logout").status == 401)
        #expect(status(with: other.access) == 200, "logins are independent of each other")
    }

    @Test func `of another login of the partner are logged out by name, those of other partners are not`()
        throws
    {
        let own = try bay.login()
        let second = try bay.login()
        let stranger = try bay.login("PARTNER-SMALL", "small-auth-key")
        let client = Client(bay: bay, token: own.access)
        #expect(
            client.send(.post, "partners/logout", #"{"refreshToken":"\#(second.refresh)"}"#).status == 200
        )
        #expect(status(with: second.access) == 401)
        let third = try bay.client()
        #expect(
            third.send(.post, "partners/logout", #"{"refreshToken":"\#(stranger.refresh)"}"#).status == 200
        )
        #expect(status(with: stranger.access) == 200)
        #expect(bay.refresh(stranger.refresh).status == 200)
    }

    @Test func `need a body that is JSON to be logged out by, or none`() throws {
        let client = try bay.client()
        #expect(client.send(.post, "partners/logout", "{").status == 400)
        #expect(client.send(.post, "partners/logout", #"{"refreshToken":7}"#).status == 400)
        #expect(client.get("partners/profile").status == 200)
    }

    struct Forged: CustomTestStringConvertible {
        var why: String
        var forge: @Sendable (String) -> String
        var testDescription: String { why }
    }

    /// A token with other claims, signed with a key or not at all.
    private static func token(header: String, claims: String, key: [UInt8]?) -> String {
        let signed =
            Base64.encode(Array(header.utf8), .url) + [UInt8(ascii: ".")]
            + Base64.encode(Array(claims.utf8), .url)
        let signature = key.map { Base64.encode(HMAC.sha256(of: signed, key: $0), .url) } ?? []
        return String(decoding: signed + [UInt8(ascii: ".")] + signature, as: UTF8.self)
    }

    private static let claims =
        #"{"sub":"PARTNER-DEMO","partnerId":"PARTNER-DEMO","jti":"x","iat":1772438400,"exp":1772442000}"#

    @Test(arguments: [
        Forged(why: "nothing in it") { _ in "" },
        Forged(why: "the documentation's sample") { _ in "abc123xyz456" },
        Forged(why: "its last character changed") { $0.dropLast() + ($0.last == "A" ? "B" : "A") },
        Forged(why: "its claims changed") { token in
            var parts = token.split(separator: ".").map(String.init)
            parts[1] = String(decoding: Base64.encode(Array(claims.utf8), .url), as: UTF8.self)
            return parts.joined(separator: ".")
        },
        Forged(why: "no signature") { token in
            token.split(separator: ".").prefix(2).joined(separator: ".") + "."
        },
        Forged(why: "alg none") { _ in
            `Tokens`.token(header: #"{"alg":"none","typ":"JWT"}"#, claims: claims, key: nil)
        },
        Forged(why: "a foreign key") { _ in
            `Tokens`.token(header: #"{"alg":"HS256","typ":"JWT"}"#, claims: claims, key: Array("secret".utf8))
        },
        Forged(why: "the key of another seed") { _ in
            let key = AutoLeap.AccessToken.signingKey(of: Chance(seed: 2, bay: "default"))
            return `Tokens`.token(header: #"{"alg":"HS256","typ":"JWT"}"#, claims: claims, key: key)
        },
        Forged(why: "a blank in the middle") { String($0.prefix(40)) + " " + String($0.dropFirst(40)) },
        Forged(why: "the token twice") { "\($0) \($0)" },
    ])
    func `are refused with`(_ row: Forged) throws {
        let forged = row.forge(try bay.login().access)
        let reply = Client(bay: bay, token: forged).get("partners/profile")
        #expect(reply.status == 401)
        #expect(
            reply.json["error"]
                == (forged.isEmpty ? "Access token is missing" : "Access token is invalid or expired")
        )
    }

    @Test func `are wanted as a bearer's`() throws {
        let token = try bay.login().access
        let fields = [
            ("Bearer \(token)", 200), ("bearer \(token)", 200), ("Basic \(token)", 401), (token, 401),
            ("Bearer", 401),
        ]
        for (field, status) in fields {
            let reply = bay.request(.get, "/v2/partners/profile", fields: [("Authorization", field)]).response
            #expect(reply.status == status, "\(field)")
        }
        #expect(bay.request(.get, "/v2/partners/profile").response.json["error"] == "Access token is missing")
    }

    @Test func `are forgotten when nothing is left of them`() throws {
        for _ in 1...40 { _ = try bay.login() }
        bay.advance(by: .seconds(3 * 3600))
        _ = try bay.login()
        let count = bay.bays.default.withContents { contents in
            (contents.worlds[0] as? VendorWorld<AutoLeap>)?.state.sessions.count
        }
        #expect(count == 1)
    }
}

@Suite struct `Tokens of a bay` {
    let bay: LeapBay

    init() throws { bay = try LeapBay() }

    private func profile(_ token: String, at prefix: String = "", fields: [(String, String)] = []) -> Int {
        bay.request(
            .get,
            prefix + "/v2/partners/profile",
            fields: [("Authorization", "Bearer \(token)")] + fields
        ).response.status
    }

    @Test func `name it in a claim, and lead there`() throws {
        let (access, refresh) = try bay.login("PARTNER-DEMO~ci-7")
        let claims = try #require(Base64.decode(Array(access.split(separator: ".")[1].utf8)[...], .url))
        #expect(try JSON.Value.parse(claims)["bay"] == "ci-7")
        #expect(refresh.hasSuffix("~ci-7"))
        #expect(profile(access) == 200)
        #expect(profile(access, at: "/~ci-7") == 200)
        #expect(profile(access, at: "/~ci-8") == 400, "two that disagree")
        #expect(profile(access, fields: [("X-Mockbay-Bay", "ci-8")]) == 400)
        let next = try bay.tokens(of: bay.refresh(refresh))
        #expect(profile(next.access) == 200)
        #expect(next.refresh.hasSuffix("~ci-7"))
        let body = #"{"refreshToken":"\#(next.refresh)"}"#
        #expect(Client(bay: bay, token: next.access).send(.post, "partners/logout", body).status == 200)
        #expect(profile(next.access) == 401)
        #expect(Set(bay.bays.all.map(\.name.description)) == ["default", "ci-7"])
    }

    @Test(arguments: ["/~ci-7", ""])
    func `name it however it was chosen`(_ prefix: String) throws {
        let fields = prefix.isEmpty ? [("X-Mockbay-Bay", "ci-7")] : []
        let body = #"{"partnerId":"PARTNER-DEMO","authKey":"demo-auth-key"}"#
        let reply = bay.request(.post, prefix + "/v2/partners/login", fields: fields, body: body).response
        #expect(profile(try bay.tokens(of: reply).access) == 200)
        #expect(bay.bays.all.count == 2)
    }

    @Test func `mean nothing in another`() throws {
        let own = try bay.login()
        #expect(profile(own.access, at: "/~other") == 401)
        let there = try bay.login("PARTNER-DEMO~other")
        #expect(there.access != own.access)
        #expect(profile(own.access) == 200)
        #expect(bay.refresh(own.refresh + "~other").status == 401)
    }

    @Test func `may not disagree with what stands behind them`() throws {
        let (access, refresh) = try bay.login("PARTNER-DEMO~ci-7")
        #expect(profile(access + "~ci-7") == 200)
        #expect(profile(access + "~ci-8") == 400)
        let body = #"{"refreshToken":"\#(refresh)x"}"#
        #expect(Client(bay: bay, token: access).send(.post, "partners/logout", body).status == 400)
    }

    private static func bay(in claims: String) -> String? {
        let token = Array("e30.".utf8) + Base64.encode(Array(claims.utf8), .url) + Array(".sig".utf8)
        return AutoLeap.AccessToken.bay(in: token[...])
    }

    /// Each of them at every place that a digit can begin at, behind every byte and before it.
    @Test(arguments: [
        #""bay":"x""#, #""\u0062ay":"x""#, #""b\u0061y":"x""#, #""ba\u0079":"x""#,
        #""\u0062\u0061\u0079":"x""#,
        #""bay":"y","bay":"x""#,
    ])
    func `name it however the claim is written`(_ claim: String) {
        for byte: UInt8 in 0x20...0x7E where ![UInt8(ascii: "\""), UInt8(ascii: "\\")].contains(byte) {
            let filling = String(UnicodeScalar(byte))
            for length in 0...4 {
                let text = String(repeating: filling, count: length)
                #expect(Self.bay(in: #"{"\#(text)":1,\#(claim)}"#) == "x", "\(text)")
                #expect(Self.bay(in: #"{\#(claim),"\#(text)":1}"#) == "x", "\(text)")
                #expect(Self.bay(in: String(repeating: " ", count: length) + "{\(claim)}") == "x")
            }
        }
    }

    @Test(arguments: [
        "", "{}", #"{"sub":"bay"}"#, #"{"a":{"bay":"x"}}"#, #"["bay","x"]"#, #"{"bay":7}"#, #"{"bay":null}"#,
        #"{"bays":"x"}"#, #"{"bay":"x""#, #"{"Bay":"x"}"#, #"{"\u0042ay":"x"}"#, "bay",
    ])
    func `name none in other claims`(_ claims: String) { #expect(Self.bay(in: claims) == nil) }

    @Test(arguments: [
        "", ".", "..", "...", "a.b.c", "e30.eyJiYXkiOiJ4In0", "e30.eyJiYXkiOiJ4In0=.s",
        "e30.eyJiYXkiOiJ4In0.s.t",
        "e30.eyJiYXkiOiJ4I+0.s", "e30.eyJi YXkiOiJ4In0.s", "eyJiYXkiOiJ4In0.e30.s", "e30.ImJhYXkiYmF5.s",
        "e30.X.s",
    ])
    func `name none where they are no tokens`(_ text: String) {
        #expect(AutoLeap.AccessToken.bay(in: Array(text.utf8)[...]) == nil)
    }

    @Test func `name it with nothing around the claims`() {
        #expect(AutoLeap.AccessToken.bay(in: Array("e30.eyJiYXkiOiJ4In0.".utf8)[...]) == "x")
        #expect(AutoLeap.AccessToken.bay(in: Array(".eyJiYXkiOiJ4In0.s".utf8)[...]) == "x")
        #expect(AutoLeap.AccessToken.bay(in: Array("~~.eyJiYXkiOiJ4In0.s".utf8)[2...]) == "x")
    }

    @Test(arguments: ["a/b", "..", "%41"])
    func `with a name that is none are refused`(_ name: String) {
        let body = #"{"partnerId":"PARTNER-DEMO~\#(name)","authKey":"demo-auth-key"}"#
        #expect(bay.request(.post, "/v2/partners/login", body: body).response.status == 400)
    }
}
