import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import HeavyTruckParts

@Suite struct `Looking up an end user` {
    let bay: HTPBay

    init() throws { bay = try HTPBay() }

    @Test func `tells eleven texts by their printed names`() throws {
        let reply = bay.get("/enduser/lookup?userid=1")
        #expect(reply.status == 200)
        let endUser = try #require(reply.json.object)
        #expect(
            endUser.keys == [
                "userid", "company", "name", "street", "city", "state", "zip", "country", "country_code",
                "email",
                "phone",
            ]
        )
        #expect(endUser.allSatisfy { $0.value.string != nil })
        #expect(endUser["userid"] == "1")
        #expect(endUser["country"] == "United States")
        #expect(endUser["country_code"] == "US")
    }

    struct Row: CustomTestStringConvertible {
        var why: String
        var query: String
        var user: String? = "demo"
        var status = 200
        var id: JSON.Value?
        var testDescription: String { why }
    }

    @Test(arguments: [
        Row(why: "by email", query: "email=dealer%40example.com", id: "1"),
        Row(why: "by email in other letters", query: "email=DEALER%40Example.COM", id: "1"),
        Row(why: "the id wins over the email", query: "email=dealer%40example.com&userid=2", id: "2"),
        Row(why: "an empty id leaves the email", query: "userid=&email=dealer%40example.com", id: "1"),
        Row(why: "unknown id", query: "userid=999999", status: 404),
        Row(why: "an id that is no number", query: "userid=abc", status: 404),
        Row(why: "an id beyond all numbers", query: "userid=99999999999999999999999", status: 404),
        Row(why: "unknown email", query: "email=nobody%40example.com", status: 404),
        Row(why: "neither", query: "", status: 400),
        Row(why: "of another dataset", query: "userid=41", status: 404),
        Row(why: "of one's own dataset", query: "userid=41", user: "yellowiron", id: "41"),
        Row(why: "without credentials", query: "userid=1", user: nil, status: 401),
    ])
    func `finds or refuses`(_ row: Row) {
        let reply = bay.get("/enduser/lookup?\(row.query)", as: row.user)
        #expect(reply.status == row.status)
        if let id = row.id { #expect(reply.json["userid"] == id) }
    }

    @Test func `gives the lowest id where customers share an email`() throws {
        for (id, name) in [(7001, "Late"), (7000, "Early")] {
            try bay.set(
                "endusers",
                "\(id)",
                ["userid": .number(JSON.Number(id)), "name": .string(name), "email": "two@example.com"]
            )
        }
        #expect(bay.get("/enduser/lookup?email=two%40example.com").json["userid"] == "7000")
    }

    @Test func `is refused where the account does not have it`() throws {
        try bay.set("users", "demo", ["enduser_lookup": false])
        #expect(bay.get("/enduser/lookup?userid=1").status == 403)
    }

    @Test func `gives the id as a number where numbers are assumed`() throws {
        let bay = try HTPBay(assume: ["htp.numbers": "numbers"])
        #expect(bay.get("/enduser/lookup?userid=1").json["userid"] == 1)
    }
}

@Suite struct `HEAD on an end user` {
    @Test(arguments: [("userid=1", 200), ("userid=999999", 404), ("", 400)])
    func `has the status of GET`(_ query: String, _ status: Int) throws {
        let bay = try HTPBay()
        let head = bay.send(.head, "/enduser/lookup?\(query)").response
        #expect(head.status == status)
        #expect(
            head.body == bay.get("/enduser/lookup?\(query)").body,
            "for the length; the connection sends no body"
        )
        #expect(head.field("X-Mockbay-Userid") == nil)
    }

    @Test func `tells the id in fields where that is assumed`() throws {
        let bay = try HTPBay(assume: ["htp.head_mode": "headers"])
        let head = bay.send(.head, "/enduser/lookup?email=dealer%40example.com").response
        #expect(head.field("X-Mockbay-Userid") == "1")
        #expect(head.field("X-Mockbay-Head-Json") == "eyJ1c2VyaWQiOiIxIn0=")
        #expect(bay.get("/enduser/lookup?userid=1").field("X-Mockbay-Userid") == nil)
    }

    @Test func `can be previewed by a GET where that is assumed`() throws {
        let bay = try HTPBay(assume: ["htp.head_mode": "preview"])
        let preview = bay.send(.get, "/enduser/lookup?userid=1", fields: [("X-Mockbay-Head-Preview", "1")])
            .response
        #expect(preview.json == ["userid": "1"])
        #expect(bay.get("/enduser/lookup?userid=1").json["company"] != nil)
        let strict = try HTPBay().send(
            .get,
            "/enduser/lookup?userid=1",
            fields: [("X-Mockbay-Head-Preview", "1")]
        )
        #expect(strict.response.json["company"] != nil)
    }
}

@Suite struct `Listing end users` {
    let bay: HTPBay

    init() throws { bay = try HTPBay() }

    private func rows() -> [JSON.Value] { bay.get("/enduser/listall").json.array ?? [] }

    @Test func `shows those with a template, a row for each template`() throws {
        let mine = rows().filter { $0["userid"] == "1" }
        #expect(mine.count == 3)
        #expect(mine.first?.object?.keys == ["userid", "company", "name", "email", "templatename"])
        #expect(mine.allSatisfy { $0["templatename"] == "Dealer" })
        #expect(!rows().contains { $0["userid"] == "2" })
    }

    @Test func `shows one's own dataset only`() {
        #expect(!rows().contains { $0["userid"] == "41" })
        #expect(bay.get("/enduser/listall", as: "yellowiron").json.array?.count == 1)
    }

    @Test func `follows what is assigned and removed`() {
        #expect(bay.post("/enduser/templates/all?userid=2&template=Dealer").status == 200)
        #expect(rows().filter { $0["userid"] == "2" }.count == 3)
        #expect(bay.send(.delete, "/enduser/templates/all?userid=2").response.status == 200)
        #expect(!rows().contains { $0["userid"] == "2" })
    }

    @Test func `is refused where the account does not have it`() throws {
        try bay.set("users", "demo", ["enduser_listall": false])
        #expect(bay.get("/enduser/listall").status == 403)
    }

    @Test func `associates anew on request`() throws {
        try bay.set("endusers", "6", ["templates": ["pricing": "Gone"]])
        let refreshed = bay.get("/enduser/listall?refresh_list=true").json.array ?? []
        #expect(
            refreshed.contains { $0["userid"] == "2" && $0["templatename"] == "Retail" },
            "new ones are added"
        )
        #expect(!refreshed.contains { $0["templatename"] == "Gone" }, "existing ones are corrected")
        #expect(refreshed.filter { $0["userid"] == "1" }.count == 3, "good ones stay")
        #expect(rows().count == refreshed.count)
    }

    @Test func `ignores the request where automatic association is off`() throws {
        try bay.set("users", "demo", ["template_association": false])
        let before = rows()
        #expect(bay.get("/enduser/listall?refresh_list=true").json.array == before)
    }
}
