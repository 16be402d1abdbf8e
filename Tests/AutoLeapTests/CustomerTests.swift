import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@Suite struct `Creating customers` {
    let bay: LeapBay
    let client: Client

    init() throws {
        bay = try LeapBay()
        client = try bay.client()
    }

    /// The documented sample's fields.
    private static let whole = #"""
        {"customerType":"Regular","firstName":"Jane","lastName":"Roe","displayName":"J. Roe","companyName":"Roe Inc",
        "phones":[{"number":"1","label":"Work","type":"mobile","primary":true,"active":true}],
        "emails":[{"emailAddress":"jane@example.com","label":"Personal","primary":true,"active":true}],
        "communicationPreference":"email","notes":"n","mainAddress":{"address":"1 Main St","city":"New York",
        "state":"NY","zip":"10001","country":"USA"},"secondaryAddress":{"city":"Albany"},"taxExempt":true,
        "reasonForTaxExempt":"Something nobody listed","tags":[{"name":"VIP","color":"FFFF00"}],
        "chargeAccount":true,"okForMarketing":true,"preferredLocationID":"LOC12","languagePreference":"EN"}
        """#

    @Test func `stores all that was sent, to be found by when it was`() throws {
        bay.advance(by: .seconds(90))
        let body =
            #"{"companyId":"SHOP5678","customers":[\#(Self.whole),{"firstName":"Al","lastName":"Min"}]}"#
        let reply = client.send(.post, "customers", body)
        #expect(reply.status == 200)
        #expect(reply.json == acknowledgement, "no ids come back")
        let rows = try client.rows("customers?companyId=SHOP5678&updatedDateStart=\(bay.now.iso8601)")
        try #require(rows.count == 2)
        let jane = try #require(rows.first { $0["firstName"] == "Jane" }?.object)
        let sent = try #require(try JSON.Value.parse(Self.whole).object)
        for (name, value) in sent where name != "customerType" { #expect(jane[name] == value, "\(name)") }
        #expect(jane["customerType"] == "regular", "in lower case, however it was sent")
        #expect(jane["companyId"] == "SHOP5678")
        #expect(jane["customerStatus"] == "Active")
        #expect(jane["createdDate"]?.string == bay.now.iso8601)
        #expect(jane["updatedDate"] == jane["createdDate"])
        let al = try #require(rows.first { $0["firstName"] == "Al" })
        #expect(al["displayName"] == "Al Min", "by default")
        #expect(al["phones"] == nil)
        let id = try #require(jane["customerId"]?.string)
        #expect(client.get("customers/\(id)").json.object == jane)
    }

    private static func row(_ fields: String) -> String {
        #"{"companyId":"SHOP5678","customers":[{"firstName":"A","lastName":"B"},{\#(fields)}]}"#
    }

    @Test(arguments: [
        Refused(why: "no JSON", path: "customers", body: "{", error: nil),
        Refused(
            why: "no company",
            path: "customers",
            body: #"{"customers":[]}"#,
            error: "companyId is required"
        ),
        Refused(
            why: "no rows",
            path: "customers",
            body: #"{"companyId":"SHOP5678"}"#,
            error: "customers is required"
        ),
        Refused(
            why: "rows that are none",
            path: "customers",
            body: #"{"companyId":"SHOP5678","customers":{}}"#,
            error: "customers must be an array"
        ),
        Refused(
            why: "an empty array",
            path: "customers",
            body: #"{"companyId":"SHOP5678","customers":[]}"#,
            error: "customers must not be empty"
        ),
        Refused(
            why: "no last name",
            path: "customers",
            body: row(#""firstName":"C""#),
            error: "customers[1].lastName is required"
        ),
        Refused(
            why: "no first name",
            path: "customers",
            body: row(#""lastName":"C""#),
            error: "customers[1].firstName is required"
        ),
        Refused(
            why: "a name that is no text",
            path: "customers",
            body: row(#""firstName":"C","lastName":7"#),
            error: "customers[1].lastName must be text"
        ),
        Refused(
            why: "a phone of an unknown type",
            path: "customers",
            body: row(#""firstName":"C","lastName":"D","phones":[{"number":"1"},{"type":"fax"}]"#),
            error: "customers[1].phones[1].type must be one of mobile, landline"
        ),
        Refused(
            why: "an unknown preference",
            path: "customers",
            body: row(#""firstName":"C","lastName":"D","communicationPreference":"fax""#),
            error: "customers[1].communicationPreference must be one of mobile, email"
        ),
        Refused(
            why: "an unknown type",
            path: "customers",
            body: row(#""firstName":"C","lastName":"D","customerType":"gold""#),
            error: "customers[1].customerType must be one of regular, fleet"
        ),
        Refused(
            why: "an address that is none",
            path: "customers",
            body: row(#""firstName":"C","lastName":"D","mainAddress":"here""#),
            error: "customers[1].mainAddress must be an object"
        ),
        Refused(
            why: "a row that is none",
            path: "customers",
            body: #"{"companyId":"SHOP5678","customers":[{"firstName":"A","lastName":"B"},7]}"#,
            error: "customers[1] must be an object"
        ),
        Refused(
            why: "a company that is not granted",
            path: "customers",
            body: #"{"companyId":"SHOP9999","customers":[{}]}"#,
            status: 403,
            error: "You do not have access to this company"
        ),
        Refused(
            why: "a company that is not there",
            path: "customers",
            body: #"{"companyId":"NOWHERE","customers":[{}]}"#,
            status: 403
        ),
    ])
    func `is refused, and nothing is stored, for`(_ row: Refused) {
        var row = row
        row.method = .post
        let before = bay.count(of: "customers")
        row.expect(from: client)
        #expect(bay.count(of: "customers") == before)
    }
}

@Suite struct `Changing customers` {
    let bay: LeapBay
    let client: Client

    init() throws {
        bay = try LeapBay()
        client = try bay.client()
    }

    private func put(_ row: String) -> Response {
        client.send(.put, "customers", #"{"companyId":"SHOP5678","customers":[\#(row)]}"#)
    }

    @Test func `touches what is named, clears what is null, replaces arrays and addresses`() throws {
        let before = client.get("customers/CUST001").json
        #expect(
            put(
                #"""
                {"customerId":"CUST001","notes":null,"emails":[{"emailAddress":"new@example.com"}],
                "mainAddress":{"city":"Boston"},"customerType":"FLEET"}
                """#
            ).json == acknowledgement
        )
        let after = client.get("customers/CUST001").json
        #expect(after["notes"] == nil)
        #expect(after["emails"] == [["emailAddress": "new@example.com"]])
        #expect(after["mainAddress"] == ["city": "Boston"])
        #expect(after["customerType"] == "fleet")
        #expect(after["updatedDate"]?.string == bay.now.iso8601)
        for name in [
            "firstName", "phones", "tags", "createdDate", "customerStatus", "companyId", "taxExempt",
        ] {
            #expect(after[name] == before[name], "\(name)")
        }
        #expect(after["firstName"] == "John")
    }

    @Test func `leaves the status to archiving`() {
        #expect(put(#"{"customerId":"CUST001","customerStatus":"Inactive"}"#).status == 200)
        #expect(client.get("customers/CUST001").json["customerStatus"] == "Active")
    }

    @Test func `changes the name to display with the names it is made of, unless it was given`() {
        #expect(put(#"{"customerId":"CUST001","firstName":"Jon"}"#).status == 200)
        #expect(client.get("customers/CUST001").json["displayName"] == "Jon Doe")
        #expect(put(#"{"customerId":"CUST001","displayName":"Mr. Doe"}"#).status == 200)
        #expect(put(#"{"customerId":"CUST001","firstName":"Jack"}"#).status == 200)
        #expect(client.get("customers/CUST001").json["displayName"] == "Mr. Doe")
    }

    @Test func `of one customer twice in a call happens in order`() {
        let twice = #"{"customerId":"CUST001","notes":"one"},{"customerId":"CUST001","notes":"two"}"#
        #expect(put(twice).status == 200)
        #expect(client.get("customers/CUST001").json["notes"] == "two")
    }

    @Test(arguments: [
        Refused(
            why: "no id",
            path: #"{"customerId":"CUST001","notes":"x"},{"notes":"x"}"#,
            error: "customers[1].customerId is required"
        ),
        Refused(
            why: "a name that is null",
            path: #"{"customerId":"CUST001","firstName":null}"#,
            error: "customers[0].firstName must not be null"
        ),
        Refused(
            why: "an unknown id",
            path: #"{"customerId":"CUST001","notes":"x"},{"customerId":"NOBODY"}"#,
            status: 404,
            error: "customers[1]: Customer not found"
        ),
        Refused(
            why: "a customer of another company",
            path: #"{"customerId":"CUST001","notes":"x"},{"customerId":"CUST040"}"#,
            status: 404
        ),
        Refused(
            why: "a bad row behind an unknown id",
            path: #"{"customerId":"NOBODY"},{"customerId":"CUST001","taxExempt":"no"}"#,
            error: "customers[1].taxExempt must be true or false"
        ),
    ])
    func `is refused, and nothing is stored, for`(_ row: Refused) {
        let reply = put(row.path)
        #expect(reply.status == row.status)
        if let error = row.error { #expect(reply.json["error"]?.string == error) }
        #expect(client.get("customers/CUST001").json["notes"] == "VIP customer")
    }
}

@Suite struct `Archiving customers` {
    let bay: LeapBay
    let client: Client

    init() throws {
        bay = try LeapBay()
        client = try bay.client()
    }

    @Test(arguments: [
        #"{"companyId":"SHOP5678","customers":[{"customerId":"CUST001"},{"customerId":"CUST003"}]}"#,
        #"{"companyId":"SHOP5678","customerIds":["CUST001","CUST003"]}"#,
    ])
    func `leaves them readable as Inactive, with a fresh stamp`(_ body: String) throws {
        #expect(client.send(.patch, "customers", body).json == acknowledgement)
        for id in ["CUST001", "CUST003"] {
            let customer = client.get("customers/\(id)").json
            #expect(customer["customerStatus"] == "Inactive")
            #expect(customer["updatedDate"]?.string == bay.now.iso8601)
        }
        let listed = try client.column(
            "customerId",
            of: "customers?companyId=SHOP5678&updatedDateStart=2026-01-01"
        )
        #expect(Set(listed) == ["CUST001", "CUST003"])
        bay.advance(by: .seconds(60))
        #expect(client.send(.patch, "customers", body).status == 200)
        #expect(
            client.get("customers/CUST001").json["updatedDate"]?.string == LeapBay.start.iso8601,
            "twice changes nothing"
        )
    }

    @Test(arguments: [
        Refused(
            why: "an unknown id",
            path: #""customers":[{"customerId":"CUST001"},{"customerId":"X"}]"#,
            status: 404,
            error: "customers[1]: Customer not found"
        ),
        Refused(
            why: "a row without an id",
            path: #""customers":[{}]"#,
            error: "customers[0].customerId is required"
        ),
        Refused(why: "an empty array", path: #""customers":[]"#, error: "customers must not be empty"),
        Refused(why: "ids that are none", path: #""customerIds":[7]"#, error: "customerIds[0] must be text"),
        Refused(why: "no ids", path: #""customerIds":[]"#, error: "customerIds must not be empty"),
        Refused(why: "neither", path: #""x":1"#, error: "customers is required"),
    ])
    func `is refused for`(_ row: Refused) {
        let reply = client.send(.patch, "customers", #"{"companyId":"SHOP5678",\#(row.path)}"#)
        #expect(reply.status == row.status)
        #expect(reply.json["error"]?.string == row.error)
        #expect(client.get("customers/CUST001").json["customerStatus"] == "Active")
    }
}

@Suite struct `The list of customers` {
    let client: Client

    init() throws { client = try LeapBay().client() }

    @Test func `is in the order of creation`() throws {
        let dates = try client.column("createdDate", of: "customers?companyId=SHOP5678")
        #expect(dates == dates.sorted())
        #expect(dates.count == 36)
    }

    @Test(arguments: [
        Narrowed("locationId=LOC12") { ($0["preferredLocationID"]?.string ?? "") == "LOC12" },
        Narrowed("customerType=fleet") { $0["customerType"] == "fleet" },
        Narrowed("search=DOE") { $0["customerId"] == "CUST001" },
        Narrowed("search=john+doe") { $0["customerId"] == "CUST001" },
        Narrowed("search=123-456-7890") { $0["customerId"] == "CUST001" },
        Narrowed("search=john.doe@") { $0["customerId"] == "CUST001" },
        Narrowed("createdDateStart=2025-01-01") { ($0["createdDate"]?.string ?? "") >= "2025" },
        Narrowed("createdDateEnd=2024-12-31") { ($0["createdDate"]?.string ?? "") < "2025" },
        Narrowed("updatedDateStart=2025-03-11T18:52:38.469Z&updatedDateEnd=2025-03-11") {
            $0["customerId"] == "CUST001"
        },
    ])
    func `is narrowed by`(_ row: Narrowed) throws {
        try row.expect(of: "customers?companyId=SHOP5678", from: client)
    }

    @Test(arguments: [
        Refused(why: "no company", path: "customers", error: "companyId is required"),
        Refused(why: "an empty company", path: "customers?companyId=", error: "companyId is required"),
        Refused(why: "a company not granted", path: "customers?companyId=SHOP9999", status: 403),
        Refused(
            why: "a location of another company",
            path: "customers?companyId=SHOP5678&locationId=LOC21",
            status: 403,
            error: "You do not have access to this location"
        ),
        Refused(why: "an unknown type", path: "customers?companyId=SHOP5678&customerType=Fleet"),
        Refused(
            why: "a date that is none",
            path: "customers?companyId=SHOP5678&createdDateStart=yesterday",
            error: "createdDateStart must be a date-time (YYYY-MM-DDThh:mm:ssZ) or a date (YYYY-MM-DD)"
        ),
        Refused(why: "a day that is none", path: "customers?companyId=SHOP5678&updatedDateEnd=2025-02-30"),
    ])
    func `is refused for`(_ row: Refused) { row.expect(from: client) }

    @Test(arguments: [
        Refused(why: "an unknown id", path: "customers/NOBODY", status: 404, error: "Customer not found"),
        Refused(
            why: "a company not granted",
            path: "customers/CUST047",
            status: 404,
            error: "Customer not found"
        ),
        Refused(why: "another company than named", path: "customers/CUST001?companyId=SHOP1234", status: 404),
        Refused(
            why: "a named company not granted",
            path: "customers/CUST047?companyId=SHOP9999",
            status: 403
        ),
    ])
    func `has no single one for`(_ row: Refused) { row.expect(from: client) }

    @Test func `has single ones with and without their company`() {
        #expect(client.get("customers/CUST001").status == 200)
        #expect(client.get("customers/CUST001?companyId=SHOP5678").status == 200)
    }
}
