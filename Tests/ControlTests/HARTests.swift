import Engine
import HTTP
import JSON
import Testing

@testable import Control

@Suite struct `An HTTP Archive` {
    private func archive() throws -> JSON.Value {
        let desk = try Desk()
        desk.vendor(.get, "/inventory/search/*/CUMMINS/ISX?result_size=1&keywords=a%20b&x")
        desk.vendor(.post, "/sale/create", #"{ "line_items": [] }"#)
        desk.vendor(.get, "/nowhere")
        var har = HAR()
        har.add(desk.bays.default, title: "all")
        har.add(desk.bays.default, title: "one", Journal.Filter(since: 2))
        return try JSON.Value.parse(har.bytes)
    }

    @Test func `has what its readers ask for`() throws {
        let log = try #require(archive()["log"])
        #expect(log["version"] == "1.2")
        #expect(log["creator"]?["name"] == "mockbay")
        let entries = try #require(log["entries"]?.array)
        #expect(entries.count == 4)
        for entry in entries {
            #expect(entry["startedDateTime"] == "2026-03-02T08:00:00Z")
            #expect(entry["time"] == 0)
            #expect(entry["timings"] == ["send": 0, "wait": 0, "receive": 0])
            #expect(entry["cache"]?.object != nil)
            for side in ["request", "response"] {
                for key in ["httpVersion", "headersSize", "bodySize"] { #expect(entry[side]?[key] != nil) }
                #expect(entry[side]?["cookies"] == .array([]))
            }
        }
        let request = entries[0]["request"]
        #expect(request?["method"] == "GET")
        #expect(
            request?["url"]?.string?.hasSuffix(
                "/htp/inventory/search/*/CUMMINS/ISX?result_size=1&keywords=a%20b&x"
            ) == true
        )
        #expect(request?["url"]?.string?.hasPrefix("http://") == true)
        #expect(
            request?["queryString"] == [
                ["name": "result_size", "value": "1"], ["name": "keywords", "value": "a b"],
                ["name": "x", "value": ""],
            ]
        )
        #expect(entries[1]["request"]?["postData"]?["text"] == #"{"line_items":[]}"#)
        #expect(entries[1]["request"]?["postData"]?["mimeType"] == "application/json")
        #expect(entries.map { $0["response"]?["status"]?.int == 404 } == [false, false, true, true])
        #expect(entries[0]["_mockbay"]?["operation"] == "htp.inventory.search")
    }

    @Test func `has a page for each bay that was added, with what the filter lets through`() throws {
        let log = try #require(archive()["log"])
        #expect(log["pages"]?.array?.map { $0["title"] } == ["all", "one"])
        #expect(
            log["entries"]?.array?.map { $0["pageref"]?.string } == ["page_1", "page_1", "page_1", "page_2"]
        )
        #expect(log["entries"]?.array?.map { $0["_mockbay"]?["number"]?.int } == [1, 2, 3, 3])
    }

    @Test func `shows no credential`() throws {
        let desk = try Desk()
        desk.vendor(.get, "/nowhere?api_key=sesame", #"{"password": "sesame"}"#)
        var har = HAR()
        har.add(desk.bays.default, title: "all")
        let text = String(decoding: har.bytes, as: UTF8.self)
        #expect(!text.contains("sesame") && !text.contains("ZGVtbzpkZW1v"))
        #expect(text.contains("Basic fp_") && text.contains("?api_key=fp_"))
    }

    @Test func `is whole without any exchange`() throws {
        var har = HAR()
        #expect(try JSON.Value.parse(har.bytes)["log"]?["entries"] == .array([]))
        har.add(try Desk().bays.default, title: "none")
        let page = try JSON.Value.parse(har.bytes)["log"]?["pages"]?.array?.first
        #expect(page?["startedDateTime"] == "2026-03-02T08:00:00Z")
    }
}
