import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import AutoLeap

@Suite struct `What scenarios do to credentials of AutoLeap` {
    @Test func `adds a partner`() throws {
        let bay = try LeapBay(
            scenario: """
                {"scenario": 1, "given": {"auth": {"autoleap": [
                    {"partnerId": "P-X", "authKey": "k", "companies": ["SHOP9999"]},
                ]}}}
                """
        )
        let client = try bay.client("P-X", "k")
        #expect(client.get("customers?companyId=SHOP9999").status == 200)
        #expect(client.get("customers?companyId=SHOP5678").status == 403)
    }

    @Test func `lets all access tokens expire, and refresh tokens live`() throws {
        let bay = try LeapBay(
            scenario: """
                {"scenario": 1, "flow": {"autoleap.partners.profile": [
                    {"calls": 1}, {"calls": 1, "before": [{"auth": "expire", "of": "autoleap"}]},
                ]}}
                """
        )
        let tokens = try bay.login()
        var client = Client(bay: bay, token: tokens.access)
        #expect(
            [client.get("partners/profile").status, client.get("partners/profile").status] == [200, 401]
        )
        client.token = try bay.tokens(of: bay.refresh(tokens.refresh)).access
        #expect(client.get("partners/profile").status == 200)
    }

    @Test func `revokes both tokens of a pair, and lets the partner log in again`() throws {
        let bay = try LeapBay()
        let tokens = try bay.login()
        try bay.perform(.revoke, on: nil)
        #expect(Client(bay: bay, token: tokens.access).get("partners/profile").status == 401)
        #expect(bay.refresh(tokens.refresh).status == 401)
        #expect(try bay.client().get("partners/profile").status == 200)
    }

    @Test func `revokes a partner that is named with its key, and leaves others alone`() throws {
        let bay = try LeapBay()
        let (demo, small) = (try bay.client(), try bay.client("PARTNER-SMALL", "small-auth-key"))
        try bay.perform(.revoke, on: "PARTNER-DEMO")
        #expect([demo.get("partners/profile").status, small.get("partners/profile").status] == [401, 200])
        let login = #"{"partnerId":"PARTNER-DEMO","authKey":"demo-auth-key"}"#
        #expect(bay.request(.post, "/v2/partners/login", body: login).response.status == 401)
    }

    @Test func `changes a partner's key, while tokens live on`() throws {
        let bay = try LeapBay()
        let client = try bay.client()
        try bay.perform(.rotate, on: "PARTNER-DEMO")
        #expect(client.get("partners/profile").status == 200)
        let key = try #require(bay.record("partners", "PARTNER-DEMO")?["authKey"]?.string)
        #expect(key != "demo-auth-key")
        #expect(try bay.client("PARTNER-DEMO", key).get("partners/profile").status == 200)
    }

    @Test(arguments: [
        (
            #"{"scenario": 1, "at": {"+1s": [{"auth": "expire", "of": "autoleap/PARTNER-DEMI"}]}}"#,
            "test.json5:1:57: autoleap has no credential 'PARTNER-DEMI'; did you mean 'autoleap/PARTNER-DEMO'?"
        ),
        (
            #"{"scenario": 1, "given": {"auth": {"autoleap": [{"partnerId": "X"}]}}}"#,
            "test.json5:1:49: a credential of autoleap lacks the required field 'authKey'"
        ),
    ])
    func `refuses`(_ text: String, _ problem: String) throws {
        #expect(try LeapBay.problems(text) == [problem])
    }
}
