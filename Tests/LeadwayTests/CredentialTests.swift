import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import Leadway

@Suite struct `What scenarios do to credentials of Leadway` {
    private let app = "client_id=mockbay-client&client_secret=mockbay-secret"

    private func grant(_ bay: LeadwayBay, _ rest: String = "grant_type=authorization_code&code=code-demo")
        -> Response
    {
        bay.form("\(app)&\(rest)")
    }

    @Test func `adds a private integration`() throws {
        let bay = try LeadwayBay(
            scenario: """
                {"scenario": 1, "given": {"auth": {"leadway": [
                    {"token": "pit-x", "account": "\(account)", "scopes": ["products.readonly", "products/prices.readonly"]},
                ]}}}
                """
        )
        #expect(bay.inventory(token: "pit-x").status == bay.inventory(token: "pit-readonly").status)
        #expect(bay.inventory(token: "pit-x").status == 200)
        #expect(bay.update("", token: "pit-x").status == bay.update("", token: "pit-readonly").status)
        #expect(bay.inventory().status == 200)
    }

    @Test(arguments: ["expire", "revoke", "rotate"])
    func `ends a private integration that is named`(_ change: String) throws {
        let bay = try LeadwayBay(
            scenario: """
                {"scenario": 1, "flow": {"leadway.inventory.list": [
                    {"calls": 1, "after": [{"auth": "\(change)", "of": "leadway/pit-demo"}]},
                ]}}
                """
        )
        #expect([bay.inventory().status, bay.inventory().status] == [200, 401])
        #expect(bay.inventory(token: "pit-readonly").status == 200)
        let tokens = bay.record("accounts", account)?["integrations"]?.array?.compactMap {
            $0["token"]?.string
        }
        #expect(tokens?.count == (change == "rotate" ? 2 : 1))
        if change == "rotate" { #expect(bay.inventory(token: try #require(tokens?.first)).status == 200) }
    }

    @Test func `lets access tokens expire, which can be refreshed, or revokes them, which cannot`() throws {
        for (change, refresh) in [(CredentialChange.expire, 200), (.revoke, 400)] {
            for credential in [nil, "mockbay-client"] {
                let bay = try LeadwayBay()
                let token = grant(bay).json
                let access = try #require(token["access_token"]?.string)
                #expect(bay.inventory(token: access).status == 200)
                try bay.perform(change, on: credential)
                #expect(bay.inventory(token: access).status == 401)
                let isIntegrationGood = change == .expire || credential != nil
                #expect(bay.inventory().status == (isIntegrationGood ? 200 : 401))
                let rest = "grant_type=refresh_token&refresh_token=\(token["refresh_token"]?.string ?? "")"
                #expect(grant(bay, rest).status == refresh)
            }
        }
    }

    @Test func `changes the secret of an app, the same in all of its accounts`() throws {
        let bay = try LeadwayBay()
        let access = try #require(grant(bay).json["access_token"]?.string)
        try bay.perform(.rotate, on: "mockbay-client")
        #expect(bay.inventory(token: access).status == 200)
        #expect(grant(bay).status != 200)
        let secrets = [account, otherAccount].map { id in
            bay.record("accounts", id)?["apps"]?.array?.first?["clientSecret"]?.string
        }
        #expect(secrets[0] != nil && secrets[0] == secrets[1] && secrets[0] != "mockbay-secret")
    }

    @Test(arguments: [
        (
            #"{"scenario": 1, "at": {"+1s": [{"auth": "revoke", "of": "leadway/pit-demi"}]}}"#,
            "test.json5:1:57: leadway has no credential 'pit-demi'; did you mean 'leadway/pit-demo'?"
        ),
        (
            #"{"scenario": 1, "given": {"auth": {"leadway": [{"token": "pit-x", "account": "6578278e879ad2646715ba9d"}]}}}"#,
            "test.json5:1:48: a credential of leadway: there is no account '6578278e879ad2646715ba9d'; "
                + "did you mean '6578278e879ad2646715ba9c'?"
        ),
        (
            #"{"scenario": 1, "given": {"auth": {"leadway": [{"token": "pit-demo", "account": "6578278e879ad2646715ba9c"}]}}}"#,
            "test.json5:1:48: a credential of leadway: there is such a token already"
        ),
    ])
    func `refuses`(_ text: String, _ problem: String) throws {
        #expect(try LeadwayBay.problems(text) == [problem])
    }
}
