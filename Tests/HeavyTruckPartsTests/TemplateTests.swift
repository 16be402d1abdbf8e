import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import HeavyTruckParts

@Suite struct `Templates of end users` {
    let bay: HTPBay

    init() throws { bay = try HTPBay() }

    @Test func `are listed by type and name`() throws {
        let all = try #require(bay.get("/enduser/templates").json.array)
        #expect(all.count == bay.count(of: "templates"))
        #expect(all.first == ["template_name": "Dealer", "template_type": "availability"])
        #expect(all.first?.object?.keys == ["template_name", "template_type"])
        #expect(bay.get("/enduser/templates/all").json.array == all)
        let pricing = try #require(bay.get("/enduser/templates/pricing").json.array)
        #expect(pricing == all.filter { $0["template_type"] == "pricing" })
        #expect(!pricing.isEmpty)
        #expect(bay.get("/enduser/templates/colour").status == 404)
    }

    @Test func `have types that HEAD is said to list`() throws {
        #expect(bay.send(.head, "/enduser/templates").response.status == 200)
        let headers = try HTPBay(assume: ["htp.head_mode": "headers"])
        let head = headers.send(.head, "/enduser/templates").response
        #expect(head.field("X-Mockbay-Template-Types") == "availability,pricing,quantity")
        let preview = try HTPBay(assume: ["htp.head_mode": "preview"])
            .send(.get, "/enduser/templates", fields: [("X-Mockbay-Head-Preview", "1")]).response
        #expect(preview.json == ["availability", "pricing", "quantity"])
    }

    @Test(arguments: [HTTP.Method.put, .post])
    func `are assigned by the query`(_ method: HTTP.Method) {
        let reply = bay.send(method, "/enduser/templates/pricing?userid=2&template=Dealer").response
        #expect(reply.status == 200)
        #expect(reply.json == [["userid": "2", "template_name": "Dealer", "template_type": "pricing"]])
        #expect(bay.record("endusers", "2")?["templates"] == ["pricing": "Dealer"])
    }

    @Test func `are assigned for every type that has the name`() {
        let reply = bay.post("/enduser/templates/all?userid=2&template=Fleet")
        #expect(reply.json.array?.map { $0["template_type"] } == ["availability", "pricing"])
        let dealer = bay.post("/enduser/templates/all?userid=2&template=Dealer").json.array
        #expect(
            dealer?.map { $0["template_name"] } == ["Dealer", "Dealer", "Dealer"],
            "assigning again replaces"
        )
    }

    @Test func `are removed by type or altogether, however often`() {
        let left = bay.send(.delete, "/enduser/templates/pricing?userid=1").response
        #expect(left.json.array?.map { $0["template_type"] } == ["availability", "quantity"])
        for _ in 1...2 {
            let none = bay.send(.delete, "/enduser/templates/all?userid=1").response
            #expect(none.status == 200)
            #expect(none.json == [])
        }
    }

    struct Refused: CustomTestStringConvertible {
        var why: String
        var method = HTTP.Method.post
        var target: String
        var user: String? = "demo"
        var status: Int
        var testDescription: String { why }
    }

    @Test(arguments: [
        Refused(why: "no user", target: "pricing?template=Dealer", status: 400),
        Refused(why: "no template", target: "pricing?userid=1", status: 400),
        Refused(why: "unknown template", target: "pricing?userid=1&template=Nobody", status: 404),
        Refused(why: "a name of another type", target: "quantity?userid=1&template=Fleet", status: 404),
        Refused(why: "unknown name for all", target: "all?userid=1&template=Nobody", status: 404),
        Refused(why: "unknown type", target: "colour?userid=1&template=Dealer", status: 404),
        Refused(why: "unknown user", target: "pricing?userid=99999&template=Dealer", status: 404),
        Refused(why: "user of another dataset", target: "pricing?userid=41&template=Dealer", status: 404),
        Refused(why: "removing without a user", method: .delete, target: "pricing", status: 400),
        Refused(why: "removing an unknown type", method: .delete, target: "colour?userid=1", status: 404),
        Refused(why: "no credentials", target: "pricing?userid=1&template=Dealer", user: nil, status: 401),
        Refused(
            why: "no such method",
            method: .patch,
            target: "pricing?userid=1&template=Dealer",
            status: 405
        ),
    ])
    func `stay as they are where the call is refused`(_ row: Refused) {
        let before = bay.record("endusers", "1")
        #expect(
            bay.send(row.method, "/enduser/templates/\(row.target)", as: row.user).response.status
                == row.status
        )
        #expect(bay.record("endusers", "1") == before)
    }
}

@Suite struct `What a template does` {
    private func terms(_ rules: [String: String], item: String = "101-1-500001") throws
        -> HeavyTruckParts.Terms
    {
        var templates = Table<HeavyTruckParts.Template>()
        var associations: [(String, JSON.Value)] = []
        for (kind, rule) in rules {
            let object: JSON.Object = [
                "template_name": "T", "template_type": .string(kind), "rule": try JSON.Value.parse(rule),
            ]
            templates.insert(try HeavyTruckParts.Template(object))
            associations.append((kind, "T"))
        }
        let endUser = try HeavyTruckParts.EndUser([
            "userid": 1, "templates": .object(JSON.Object(associations)),
        ])
        return HeavyTruckParts.Terms(of: endUser, templates)
    }

    private let item = HeavyTruckParts.Item.ID(vendor: 101, store: 1, item: 500001)

    @Test(arguments: [
        (#"{"percent_of_retail": 85}"#, "4500.00", "3825.00"),
        (#"{"percent_of_retail": 85}"#, "0.99", "0.84"),
        (#"{"percent_of_retail": "112.5"}"#, "100.00", "112.50"),
        (#"{"percent_of_retail": 0}"#, "4500.00", "0.00"),
        (#"{"percent_of_retail": 85}"#, "", ""),
        (#"{"prices": {"101-1-500001": "4000.00"}}"#, "4500.00", "4000.00"),
        (#"{"prices": {"101-1-500001": 4000}, "percent_of_retail": 50}"#, "4500.00", "4000.00"),
        (#"{"prices": {"101-1-1": 1}, "percent_of_retail": 50}"#, "4500.00", "2250.00"),
        (#"{}"#, "4500.00", "4500.00"),
    ])
    func `to a price`(_ rule: String, _ retail: String, _ price: String) throws {
        #expect(try terms(["pricing": rule]).price(retail, of: item) == price)
    }

    @Test func `to a quantity is a cap`() throws {
        let terms = try terms(["quantity": #"{"max_quantity": 5}"#])
        #expect(terms.quantity(10) == 5)
        #expect(terms.quantity(3) == 3)
        #expect(terms.price("1.00", of: item) == "1.00")
    }

    @Test func `to availability hides categories and vendors`() throws {
        let terms = try terms(["availability": #"{"hide_categories": ["Core"], "hide_vendors": [102]}"#])
        #expect(terms.hides(vendor: 101, category: "CORE"))
        #expect(terms.hides(vendor: 102, category: "USED"))
        #expect(!terms.hides(vendor: 101, category: "USED"))
        #expect(!terms.hidesNothing)
    }

    @Test func `is nothing for nobody, and for a name that is gone`() throws {
        let gone = try HeavyTruckParts.EndUser(["userid": 1, "templates": ["pricing": "Gone"]])
        for terms in [HeavyTruckParts.Terms.retail, .init(of: nil, Table()), .init(of: gone, Table())] {
            #expect(terms.price("4500.00", of: item) == "4500.00")
            #expect(terms.quantity(10) == 10)
            #expect(terms.hasRetailPrices && terms.hidesNothing)
        }
    }

    @Test(arguments: [
        #"{"percent_of_retail": -1}"#, #"{"percent_of_retail": 1001}"#, #"{"percent_of_retail": "much"}"#,
        #"{"prices": {"101-1-1": "free"}}"#,
    ])
    func `is refused where it makes no sense`(_ rule: String) throws {
        #expect(throws: RecordProblem.self) { _ = try terms(["pricing": rule]) }
    }
}
