import Engine
import HTTP
import JSON
import Testing

@testable import Control

@Suite struct `The state of a bay can be changed` {
    let desk: Desk

    init() throws { desk = try Desk() }

    private let items = "/bays/default/state/htp/items"
    private let item = "/bays/default/state/htp/items/101-1-500001"

    private func stock() -> Int? {
        desk.vendor(.get, "/inventory/details/101/1/500001").json["available_quantity"]?.string.flatMap {
            Int($0)
        }
    }

    @Test func `by a patch, which the vendor's replies show at once`() {
        let reply = desk.call(.patch, item, #"{"available_quantity": 3, "description": null}"#)
        #expect(reply.status == 200)
        #expect(reply.json["available_quantity"] == 3)
        #expect(stock() == 3)
    }

    @Test func `by a whole record, new or not`() throws {
        var record = try #require(desk.call(.get, item).json.object)
        record["available_quantity"] = 2
        #expect(desk.call(.put, item, text(.object(record))).status == 200)
        #expect(stock() == 2)
        record["vendor_inventory_id"] = 999_999
        let new = desk.call(.put, items + "/101-1-999999", text(.object(record)))
        #expect(new.status == 201)
        #expect(desk.vendor(.get, "/inventory/details/101/1/999999").status == 200)
    }

    @Test func `by removal`() {
        #expect(desk.call(.delete, item).status == 204)
        #expect(desk.vendor(.get, "/inventory/details/101/1/500001").status == 404)
        let again = desk.call(.delete, item)
        #expect(again.status == 404)
        #expect(again.code == "unknown_record")
        #expect(desk.call(.patch, item, "{}").status == 404)
    }

    @Test func `a whole collection at a time`() throws {
        let record = desk.call(.get, item).json
        let before = try #require(desk.call(.get, items).json["total"]?.int)
        #expect(before > 1)
        #expect(desk.call(.put, items, text(.array([record]))).json["total"] == 1)
        #expect(stock() == 10)
        #expect(desk.call(.delete, items).status == 204)
        #expect(desk.call(.get, items).json["total"] == 0)
    }

    @Test func `a collection by a patch of its records`() throws {
        let total = try #require(desk.call(.get, items).json["total"]?.int)
        let keys = try #require(desk.call(.get, items + "?limit=2").json["records"]?.array).map { record in
            "\(record["vendor_id"]?.int ?? 0)-\(record["vendor_store"]?.int ?? 0)-\(record["vendor_inventory_id"]?.int ?? 0)"
        }
        let other = try #require(keys.first { $0 != "101-1-500001" })
        let patch = #"{"101-1-500001": {"available_quantity": 4}, "\#(other)": null}"#
        #expect(desk.call(.patch, items, patch).json["total"]?.int == total - 1)
        #expect(stock() == 4)
        let broken = #"{"101-1-500001": {"available_quantity": 5}, "1-1-1": {"x": 1}}"#
        #expect(desk.call(.patch, items, broken).status == 400)
        #expect(stock() == 4, "all or nothing")
    }

    @Test func `while credentials stay that were shown as fingerprints`() {
        let user = "/bays/default/state/htp/users/demo"
        let shown = desk.call(.get, user)
        #expect(shown.json["password"]?.string?.hasPrefix("fp_") == true)
        #expect(desk.call(.put, user, shown.text).status == 200)
        #expect(desk.vendor(.get, "/inventory/details/101/1/500001").status == 200)
        #expect(desk.call(.patch, user, #"{"password": "new"}"#).status == 200)
        #expect(desk.vendor(.get, "/inventory/details/101/1/500001").status == 401)
    }

    struct Wrong: CustomTestStringConvertible {
        let method: HTTP.Method
        let path: String
        let body: String
        let code: String
        let place: String
        let message: String

        var testDescription: String { "\(method.name) \(path) \(body)" }
    }

    private static let base = "/bays/default/state/htp/items"

    @Test(arguments: [
        Wrong(
            method: .patch,
            path: base + "/101-1-500001",
            body: #"{"available_quantity": "many"}"#,
            code: "invalid_record",
            place: "available_quantity",
            message: "items.available_quantity must be a whole number from 0 to 1000000"
        ),
        Wrong(
            method: .patch,
            path: base + "/101-1-500001",
            body: #"{"available_quantty": 1}"#,
            code: "invalid_record",
            place: "available_quantty",
            message: "unknown field 'available_quantty' of items"
        ),
        Wrong(
            method: .patch,
            path: base + "/101-1-500001",
            body: #"{"vendor_inventory_id": 7}"#,
            code: "invalid_record",
            place: "",
            message: "items: the record's own fields make its key '101-1-7', not '101-1-500001'"
        ),
        Wrong(
            method: .put,
            path: base,
            body: "{}",
            code: "invalid_record",
            place: "",
            message: "items must be an array of records"
        ),
        Wrong(
            method: .put,
            path: base + "/101-1-500001",
            body: "",
            code: "missing_body",
            place: "",
            message: "the call needs a record, or records, as its body"
        ),
        Wrong(
            method: .patch,
            path: "/bays/default/state/htp/itms/1",
            body: "{}",
            code: "unknown_collection",
            place: "collection",
            message: "unknown collection 'itms'"
        ),
    ])
    func `but not against the model`(_ wrong: Wrong) {
        let reply = desk.call(wrong.method, wrong.path, wrong.body)
        #expect(reply.code == wrong.code)
        #expect(reply.json["error"]?["path"]?.string == wrong.place)
        #expect(reply.json["error"]?["message"]?.string == wrong.message)
        #expect(reply.json["error"]?["hint"]?.string != nil)
        #expect(stock() == 10)
    }

    @Test func `and a list of records names the place of each problem`() {
        let reply = desk.call(.put, items, #"[{"vendor_id": 1}, 7]"#)
        #expect(reply.status == 400)
        #expect(reply.json["error"]?["path"]?.string == "[0]")
        #expect((reply.json["error"]?["problems"]?.array?.count ?? 0) > 1)
    }

    private func text(_ value: JSON.Value) -> String {
        var json = JSON.Writer()
        json.value(value)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
