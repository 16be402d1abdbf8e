import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import HeavyTruckParts

@Suite struct `What scenarios do to credentials of HTP` {
    private let search = "/inventory/search/*/*/*"

    @Test func `adds a user`() throws {
        let bay = try HTPBay(
            scenario: """
                {"scenario": 1, "given": {"auth": {"htp": [{"user": "mine", "password": "demo", "vendors": [102]}]}}}
                """
        )
        #expect(bay.get(search, as: "mine").status == 200)
        #expect(bay.get(search, as: "yours").status == 401)
    }

    @Test(arguments: ["expire", "revoke", "rotate"])
    func `takes the password of a user that is named`(_ change: String) throws {
        let bay = try HTPBay(
            scenario: """
                {"scenario": 1, "at": {"+1m": [{"auth": "\(change)", "of": "htp/demo"}]}}
                """
        )
        #expect(bay.get(search).status == 200)
        bay.advance(by: .seconds(60))
        #expect([bay.get(search).status, bay.get(search, as: "qa").status] == [401, 200])
    }

    @Test func `takes the passwords of all users`() throws {
        let bay = try HTPBay()
        try bay.perform(.revoke, on: nil)
        #expect([bay.get(search).status, bay.get(search, as: "qa").status] == [401, 401])
    }

    @Test func `refuses a user that is not there`() throws {
        let text = #"{"scenario": 1, "at": {"+1s": [{"auth": "revoke", "of": "htp/dem"}]}}"#
        #expect(
            try HTPBay.problems(text) == [
                "test.json5:1:57: htp has no credential 'dem'; did you mean 'htp/demo'?"
            ]
        )
    }
}
