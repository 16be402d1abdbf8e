import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import AutoSync

@Suite struct `What scenarios do to credentials of AutoSync` {
    @Test func `adds a key with its shops and scopes`() throws {
        let bay = try AutoSyncBay(
            scenario: """
                {"scenario": 1, "given": {"auth": {"autosync": [
                    {"key": "sk_live_x", "shops": [1], "scopes": ["customers:read"]},
                ]}}}
                """
        )
        #expect(bay.get("/shops/1/customers", as: "sk_live_x").status == 200)
        #expect(bay.get("/shops/2/customers", as: "sk_live_x").status == 403)
        #expect(bay.get("/shops/1/payments", as: "sk_live_x").status == 403)
    }

    @Test func `adds tokens and apps as well`() throws {
        let bay = try AutoSyncBay(
            scenario: """
                {"scenario": 1, "given": {"auth": {"autosync": [
                    {"client_id": "my-app", "client_secret": "s"},
                    {"access_token": "at_x", "refresh_token": "rt_x", "client_id": "my-app", "scopes": ["shops:read"],
                     "expires_at": "2026-03-02T09:00:00Z"},
                ]}}}
                """
        )
        #expect(bay.get("/shops", as: "at_x").status == 200)
        #expect(bay.record("clients", "my-app")?["client_secret"] == "s")
    }

    @Test(arguments: ["expire", "revoke", "rotate"])
    func `ends a key that an action names, and no other`(_ change: String) throws {
        let bay = try AutoSyncBay(
            scenario: """
                {"scenario": 1, "flow": {"autosync.shops.list": [
                    {"calls": 1, "after": [{"auth": "\(change)", "of": "autosync/sk_live_demo"}]},
                ]}}
                """
        )
        let keys = bay.count(of: "keys") ?? 0
        #expect([bay.get("/shops").status, bay.get("/shops").status] == [200, 401])
        #expect(bay.get("/shops", as: "sk_live_readonly").status == 200)
        #expect(bay.count(of: "keys") == (change == "rotate" ? keys + 1 : keys))
        let notes = bay.bays.default.withContents { $0.journal.extras(1)?.notes }
        #expect(notes == ["auth: \(change), autosync, credentials: 1"])
    }

    @Test func `gives the new key what the old one had`() throws {
        let bay = try AutoSyncBay()
        let old = Set((bay.records("keys") ?? []).compactMap { $0["key"]?.string })
        try bay.perform(.rotate, on: "sk_live_shop2")
        let key = try #require(
            bay.records("keys")?.compactMap { $0["key"]?.string }.first { !old.contains($0) }
        )
        #expect(bay.get("/shops/2/customers", as: key).status == 200)
        #expect(bay.get("/shops/1/customers", as: key).status == 403)
    }

    @Test func `lets tokens expire, which can be refreshed, or revokes them, which cannot`() throws {
        for (change, refresh) in [(CredentialChange.expire, 200), (.revoke, 400)] {
            for credential in [nil, "mockbay-client"] {
                let flow = Flow(bay: try AutoSyncBay(assume: ["autosync.refresh": "on"]))
                let token = flow.token(flow.body(try flow.code())).json
                let access = try #require(token["access_token"]?.string)
                #expect(flow.bay.get("/shops", as: access).status == 200)
                try flow.bay.perform(change, on: credential)
                #expect(flow.bay.get("/shops", as: access).status == 401)
                let isKeyGood = change == .expire || credential != nil
                #expect(flow.bay.get("/shops").status == (isKeyGood ? 200 : 401))
                let body: JSON.Object = [
                    "grant_type": "refresh_token", "refresh_token": token["refresh_token"] ?? .null,
                    "client_id": "mockbay-client", "client_secret": "mockbay-secret",
                ]
                #expect(flow.token(body).status == refresh)
            }
        }
    }

    @Test func `changes the secret of an app, whose tokens live on`() throws {
        let flow = Flow(bay: try AutoSyncBay())
        let access = try #require(flow.token(flow.body(try flow.code())).json["access_token"]?.string)
        try flow.bay.perform(.rotate, on: "mockbay-client")
        #expect(flow.bay.get("/shops", as: access).status == 200)
        #expect(flow.token(flow.body(try flow.code())).status == 401)
    }

    @Test(arguments: [
        (
            #"{"scenario": 1, "at": {"+1s": [{"auth": "revoke", "of": "autosync/sk_live_dmo"}]}}"#,
            "test.json5:1:57: autosync has no credential 'sk_live_dmo'; did you mean 'autosync/sk_live_demo'?"
        ),
        (
            #"{"scenario": 1, "given": {"auth": {"autosync": [{"kee": "x"}]}}}"#,
            "test.json5:1:49: a credential of autosync has a 'key', 'access_token', 'client_id'; did you mean 'key'?"
        ),
        (
            #"{"scenario": 1, "given": {"auth": {"autosync": [{"key": "x", "scopes": ["customer:read"]}]}}}"#,
            "test.json5:1:73: a credential of autosync.scopes[] must be one of \(AutoSync.Scope.allNames.joined(separator: ", ")), not 'customer:read'; did you mean 'customers:read'?"
        ),
        (
            #"{"scenario": 1, "given": {"auth": {"autosync": [{"key": "sk_live_demo"}]}}}"#,
            "test.json5:1:49: a credential of autosync: there is such a record in autosync.keys already; 'records' changes it"
        ),
    ])
    func `refuses`(_ text: String, _ problem: String) throws {
        #expect(try AutoSyncBay.problems(text) == [problem])
    }
}
