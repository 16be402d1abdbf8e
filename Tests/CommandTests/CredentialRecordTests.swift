import Engine
import HTTP
import Hosting
import JSON
import Testing

@testable import Command

@Suite struct `Records that hold credentials` {
    private let whole: Whole
    private let bay = "/__mockbay/bays/default"

    init() throws { whole = try Whole() }

    private func snapshot(_ name: String) -> String {
        whole.call(.post, bay + "/snapshots", #"{"name": "\#(name)"}"#)
        return whole.text(bay + "/snapshots/" + name)
    }

    @Test(arguments: [
        "autoleap/partners", "autosync/keys", "autosync/clients", "htp/users", "leadway/accounts",
    ])
    func `keep them when a collection is put back as it was shown`(_ collection: String) throws {
        let before = snapshot("a")
        let shown = try JSON.Value.parse(Array(whole.text(bay + "/state/" + collection).utf8))
        var records = JSON.Writer()
        records.value(try #require(shown["records"]))
        let text = String(decoding: records.bytes, as: UTF8.self)
        #expect(text.contains("fp_"))
        #expect(whole.call(.put, bay + "/state/" + collection, text).status == 200)
        #expect(snapshot("a") == before)
    }

    @Test func `go by the fingerprints of their keys, too`() throws {
        let key = bay + "/state/autosync/keys/" + Fingerprint.text(of: "sk_live_demo")
        let call = [("Authorization", "Bearer sk_live_demo")]
        #expect(whole.call(.get, key).status == 200)
        #expect(whole.call(.patch, key, #"{"revoked": true}"#).status == 200)
        #expect(whole.call(.get, "/autosync/v1/shops", "", call).status == 401)
        #expect(whole.call(.delete, key).status == 204)
        #expect(whole.call(.delete, key).status == 404)
    }

    @Test(arguments: [
        (HTTP.Method.patch, "keys/\(Fingerprint.text(of: "sk_live_demo"))", #"{"key": "zz"}"#),
        (
            HTTP.Method.put, "keys/\(Fingerprint.text(of: "sk_live_demo"))",
            #"{"key": "zz", "shops": [1], "scopes": []}"#
        ),
        (HTTP.Method.put, "keys", #"[{"key": "FP", "shops": [1]}, {"key": "FP", "shops": [1]}]"#),
    ])
    func `are not given for their fingerprints`(_ method: HTTP.Method, _ place: String, _ body: String) {
        let given = body.replacing("FP", with: Fingerprint.text(of: "sk_live_demo"))
        let reply = whole.call(method, bay + "/state/autosync/" + place, given)
        #expect(reply.status == 400)
        #expect(!String(decoding: reply.body, as: UTF8.self).contains("sk_live_"))
    }

    @Test func `are not named by what an expectation wants of a record`() {
        let wants = #"[{"record": "htp.users/demo", "has": {"password": "another-secret"}}]"#
        let text = String(decoding: whole.call(.post, bay + "/verify", wants).body, as: UTF8.self)
        #expect(text.contains("fp_"))
        #expect(!text.contains("another-secret"))
    }

    @Test func `are not named by a scenario's credentials`() throws {
        let scenario = """
            {"scenario": 1,
             "given": {"auth": {"autosync": [{"key": "sk_live_given"}]}},
             "flow": {"autosync.shops.list": [
                {"until": {"record": "autosync.keys/sk_live_shop2", "has": {"revoked": true}},
                 "when": {"record": "autosync.keys/sk_live_demo", "has": {"revoked": true}}},
                {"calls": 1}],
              "autosync.shops.get": [
                {"before": [{"set": {"autosync.keys/sk_live_readonly": {"revoked": true}}},
                    {"remove": "autosync.keys/sk_live_readonly"},
                    {"auth": "revoke", "of": "autosync/sk_live_demo"}]}]},
             "expect": [{"record": "autosync.keys/sk_live_given", "has": {"revoked": true}}]}
            """
        #expect(whole.call(.put, bay + "/scenario", scenario).status == 200)
        let key = [("Authorization", "Bearer sk_live_demo")]
        whole.call(.get, "/autosync/v1/shops", "", key)
        whole.call(.get, "/autosync/v1/shops/1", "", key)
        let plain = [("Accept", "text/plain")]
        for text in [
            whole.text(bay + "/scenario"), whole.text(bay + "/journal"),
            whole.text(bay + "/journal/1/explain"),
            whole.text(bay + "/journal/1/explain", plain), whole.text(bay + "/journal/2/explain", plain),
            String(decoding: whole.call(.post, bay + "/verify").body, as: UTF8.self),
        ] {
            #expect(text.contains("autosync"))
            #expect(!text.contains("sk_live_"), "\(text)")
        }
    }

    @Test func `are not shown from a body in parts`() {
        let body =
            "--x\r\nContent-Disposition: form-data; name=\"client_secret\"\r\n\r\nmockbay-secret\r\n--x--\r\n"
        whole.call(
            .post,
            "/leadway/oauth/token",
            body,
            [("Content-Type", "multipart/form-data; boundary=x")]
        )
        #expect(whole.text(bay + "/journal").contains("fp_"))
        #expect(!whole.text(bay + "/journal").contains("mockbay-secret"))
    }
}

@Suite struct `The end of time` {
    @Test func `is not passed by an advance`() throws {
        let whole = try Whole()
        let clock = "/__mockbay/bays/default/clock"
        for (move, status) in [
            (#"{"action": "set", "to": "9999-12-31T23:59:00Z"}"#, 200),
            (#"{"action": "advance", "by": "1h"}"#, 400),
            (#"{"action": "advance", "by": "59s"}"#, 200),
        ] {
            #expect(whole.call(.post, clock, move).status == status)
        }
    }
}
