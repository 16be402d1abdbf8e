import HTTP
import JSON
import Testing
import VendorSupport

@testable import AutoSync

@Suite struct `Finding customers` {
    struct Row: CustomTestStringConvertible {
        var why: String
        var query: String
        var ids: [Int]
        var testDescription: String { why }
    }

    private func bay() throws -> AutoSyncBay {
        let bay = try AutoSyncBay()
        for (id, fields) in [
            (
                7001,
                [
                    "first_name": "Åsa", "last_name": "Öberg", "email": "asa@nord.example",
                    "phone": "+46 8 123 45",
                ]
            ),
            (7002, ["first_name": "Bo", "last_name": "O'Hara", "phone": "(555) 999-0001"]),
            (7003, ["first_name": "Bobby", "last_name": "Tables", "email": "BOB@TABLES.EXAMPLE"]),
        ] as [(Int, JSON.Object)] {
            var fields = fields
            fields["id"] = .number(JSON.Number(id))
            fields["shop_id"] = 1
            fields["is_business"] = .bool(id == 7003)
            fields["created_at"] = .string("2025-0\(id - 7000)-01T12:00:00Z")
            try bay.set("customers", "\(id)", fields)
        }
        return bay
    }

    @Test(arguments: [
        Row(why: "by first name", query: "search=sarah", ids: [42]),
        Row(why: "by last name, whatever the case", query: "search=TABLES", ids: [7003]),
        Row(why: "by both names", query: "search=bobby+tab", ids: [7003]),
        Row(why: "by email", query: "search=tables.example", ids: [7003]),
        Row(why: "by a part of a phone number", query: "search=999-0001", ids: [7002]),
        Row(why: "by the digits of a phone number", query: "search=5559990001", ids: [7002]),
        Row(why: "by a phone number written in another way", query: "search=555.999.0001", ids: [7002]),
        Row(why: "by a letter beyond ASCII, in another case", query: "search=%C3%A5sa", ids: [7001]),
        Row(why: "by an apostrophe", query: "search=o%27hara", ids: [7002]),
        Row(why: "by nothing that anybody has", query: "search=qqqq", ids: []),
        Row(why: "by the first name behind the last", query: "search=tables+bobby", ids: []),
        Row(why: "later than a time", query: "created_after=2025-02-01T11:59:59Z", ids: [7002, 7003]),
        Row(why: "later than a time, strictly", query: "created_after=2025-02-01T12:00:00Z", ids: [7003]),
        Row(
            why: "later than a time elsewhere",
            query: "created_after=2025-02-01T13:00:00%2B01:00",
            ids: [7003]
        ),
        Row(why: "later than a day begins", query: "created_after=2025-03-01", ids: [7003]),
        Row(why: "later than a day that is over", query: "created_after=2025-03-02", ids: []),
        Row(
            why: "that are businesses, and late",
            query: "is_business=true&created_after=2025-01-01",
            ids: [7003]
        ),
        Row(
            why: "that are none, and late",
            query: "is_business=0&created_after=2025-01-01",
            ids: [7001, 7002]
        ),
        Row(
            why: "all filters together",
            query: "search=bob&is_business=1&created_after=2025-01-01",
            ids: [7003]
        ),
        Row(why: "an unknown parameter is ignored", query: "search=bobby&colour=red", ids: [7003]),
    ])
    func `works`(_ row: Row) throws {
        let reply = try bay().get("/shops/1/customers?\(row.query)")
        #expect(reply.status == 200)
        #expect(reply.rows.compactMap { $0["id"]?.int } == row.ids)
        #expect(reply.json["pagination"]?["total"]?.int == row.ids.count)
    }

    @Test func `by an empty text leaves all`() throws {
        #expect(try AutoSyncBay().get("/shops/1/customers?search=").json["pagination"]?["total"] == 63)
    }

    @Test(arguments: [
        "is_business=yes", "is_business=", "is_business=TRUE", "created_after=yesterday",
        "created_after=2024-13-01",
        "created_after=2024-02-30", "created_after=",
    ])
    func `refuses`(_ query: String) throws {
        let reply = try AutoSyncBay().get("/shops/1/customers?\(query)")
        #expect(reply.status == 422)
        #expect(reply.errorCode == "invalid_parameter")
        #expect(reply.message?.contains("'\(query.prefix { $0 != "=" })'") == true)
    }
}

@Suite struct `Adding a customer` {
    let bay: AutoSyncBay

    init() throws { bay = try AutoSyncBay() }

    @Test func `of whom little is known answers with all fields`() {
        let reply = bay.post("/shops/1/customers", #"{"first_name": "Ann", "last_name": "Lee"}"#)
        #expect(reply.status == 201)
        #expect(
            reply.data == [
                "id": 125, "first_name": "Ann", "last_name": "Lee", "email": nil, "phone": nil,
                "is_business": false,
                "address": nil, "created_at": "2026-03-02T08:00:00Z",
            ]
        )
        #expect(bay.get("/shops/1/customers/125").data == reply.data)
    }

    @Test func `of whom everything is known answers with it`() {
        let body = """
            {"first_name": "Zoë", "last_name": "O'Neil \\"Z\\"", "email": "zoe@example.com", "phone": "(555) 123-4567",
             "is_business": true, "address": {"street": "1 Main St", "city": "Springfield", "state": "IL", "zip": "62701"},
             "loyalty": "gold"}
            """
        let reply = bay.post("/shops/2/customers", body)
        #expect(reply.status == 201)
        #expect(reply.data["first_name"] == "Zoë")
        #expect(reply.data["last_name"] == "O'Neil \"Z\"")
        #expect(reply.data["is_business"] == true)
        #expect(
            reply.data["address"] == [
                "street": "1 Main St", "city": "Springfield", "state": "IL", "zip": "62701",
            ]
        )
        #expect(reply.data["loyalty"] == nil, "an unknown field is ignored")
        #expect(bay.get("/shops/2/customers?search=ZOE@example.com").json["pagination"]?["total"] == 1)
    }

    struct Refused: CustomTestStringConvertible {
        var why: String
        var body: String?
        var status = 422
        var message: String?
        var testDescription: String { why }
    }

    @Test(arguments: [
        Refused(why: "no body", body: nil, status: 400),
        Refused(why: "no JSON", body: "{first_name: Ann}", status: 400),
        Refused(why: "cut JSON", body: #"{"first_name": "Ann""#, status: 400),
        Refused(why: "no object", body: #"["Ann"]"#, status: 400),
        Refused(why: "nothing in it", body: "{}", message: "The 'first_name' field is required."),
        Refused(
            why: "no last name",
            body: #"{"first_name": "A"}"#,
            message: "The 'last_name' field is required."
        ),
        Refused(
            why: "an empty name",
            body: #"{"first_name": "", "last_name": "B"}"#,
            message: "The 'first_name' field is required."
        ),
        Refused(
            why: "null as a name",
            body: #"{"first_name": null, "last_name": "B"}"#,
            message: "The 'first_name' field is required."
        ),
        Refused(
            why: "a number as a name",
            body: #"{"first_name": 5, "last_name": "B"}"#,
            message: "The 'first_name' field must be text."
        ),
        Refused(
            why: "the first in the order of the documentation",
            body: #"{"is_business": "yes", "email": 5, "last_name": "B", "first_name": "A"}"#,
            message: "The 'email' field must be text."
        ),
        Refused(
            why: "text as a truth value",
            body: #"{"first_name": "A", "last_name": "B", "is_business": "true"}"#
        ),
        Refused(
            why: "text as an address",
            body: #"{"first_name": "A", "last_name": "B", "address": "1 Main St"}"#
        ),
        Refused(
            why: "a number as a zip code",
            body: #"{"first_name": "A", "last_name": "B", "address": {"zip": 62701}}"#,
            message: "The 'address.zip' field must be text."
        ),
    ])
    func `is refused for`(_ row: Refused) {
        let before = bay.count(of: "customers")
        let reply = bay.post("/shops/1/customers", row.body)
        #expect(reply.status == row.status)
        #expect(reply.errorCode == (row.status == 400 ? "bad_request" : "invalid_parameter"))
        if let message = row.message { #expect(reply.message == message) }
        #expect(bay.count(of: "customers") == before)
    }
}

@Suite struct `Changing a customer` {
    struct Row: CustomTestStringConvertible {
        var why: String
        var body: String
        var changes: JSON.Object
        var testDescription: String { why }
    }

    @Test(arguments: [
        Row(why: "nothing", body: "{}", changes: [:]),
        Row(why: "the phone", body: #"{"phone": "1"}"#, changes: ["phone": "1"]),
        Row(why: "the phone to none", body: #"{"phone": null}"#, changes: ["phone": nil]),
        Row(
            why: "both names",
            body: #"{"first_name": "S", "last_name": "T"}"#,
            changes: ["first_name": "S", "last_name": "T"]
        ),
        Row(
            why: "a part of the address",
            body: #"{"address": {"city": "Peoria", "zip": null}}"#,
            changes: ["address": ["street": "123 Main St", "city": "Peoria", "state": "IL", "zip": nil]]
        ),
        Row(why: "the address to none", body: #"{"address": null}"#, changes: ["address": nil]),
        Row(why: "to a business", body: #"{"is_business": true}"#, changes: ["is_business": true]),
        Row(
            why: "what cannot be changed",
            body: #"{"id": 7, "created_at": "2030-01-01", "shop_id": 2}"#,
            changes: [:]
        ),
    ])
    func `changes`(_ row: Row) throws {
        let bay = try AutoSyncBay()
        var expected = try #require(bay.get("/shops/1/customers/42").data.object)
        for (name, value) in row.changes { expected[name] = value }
        let reply = bay.put("/shops/1/customers/42", row.body)
        #expect(reply.status == 200)
        #expect(reply.data == .object(expected))
        #expect(bay.get("/shops/1/customers/42").data == .object(expected))
    }

    @Test(arguments: [
        (#"{"first_name": ""}"#, 422), (#"{"last_name": null}"#, 422), (#"{"email": 1}"#, 422), ("", 400),
        ("[]", 400),
    ])
    func `is refused`(_ body: String, _ status: Int) throws {
        let bay = try AutoSyncBay()
        let before = bay.record("customers", "42")
        #expect(bay.put("/shops/1/customers/42", body).status == status)
        #expect(bay.record("customers", "42") == before)
    }

    @Test func `shows in the work orders`() throws {
        let bay = try AutoSyncBay()
        _ = bay.put("/shops/1/customers/42", #"{"last_name": "Parker"}"#)
        #expect(bay.get("/shops/1/workorders/1043").data["customer"] == ["id": 42, "name": "Sarah Parker"])
    }
}
