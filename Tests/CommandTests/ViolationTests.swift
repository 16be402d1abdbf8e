import HTTP
import JSON
import Testing

@testable import Command

/// A call, and what the journal has to say against it.
private struct Spoken: CustomTestStringConvertible {
    var why: String
    var method = HTTP.Method.get
    /// On the gateway.
    var path: String
    var fields: [(String, String)] = []
    var body = ""
    /// `kind 'path'`, in order.
    var violations: [String] = []
    /// What the bay assumes, as the members of `given.assume`.
    var assume = ""
    var testDescription: String { why }
}

@Suite struct `What a call has against its contract` {
    private static let json = [("Content-Type", "application/json")]
    private static let form = [("Content-Type", "application/x-www-form-urlencoded")]
    private static let upstream = #""leadway.profile": "upstream""#

    private static let calls = [
        // AutoLeap
        Spoken(
            why: "nothing: a list of AutoLeap's",
            path: "/autoleap/v2/items?companyId=SHOP5678&size=10&page=2"
        ),
        Spoken(
            why: "a parameter that AutoLeap ignores",
            path: "/autoleap/v2/items?companyID=SHOP5678",
            violations: ["undocumented parameter 'companyID'"]
        ),
        Spoken(
            why: "values of other types in a query",
            path: "/autoleap/v2/items?type=wheel&size=ten",
            violations: ["wrong type 'type'", "wrong type 'size'"]
        ),
        Spoken(why: "nothing: an empty parameter", path: "/autoleap/v2/items?type=&size="),
        Spoken(
            why: "fields of rows and of what is in them",
            method: .post,
            path: "/autoleap/v2/customers",
            fields: json,
            body: #"""
                {"companyId": "SHOP5678", "dryRun": true, "customers": [{"firstName": "A", "lastName": "B"},
                {"firstName": 7, "lastName": "C", "phones": [{"number": "1", "kind": "x", "primary": "yes"}],
                 "mainAddress": {"town": "Lincoln"}}]}
                """#,
            violations: [
                "unknown field 'dryRun'", "wrong type 'customers[1].firstName'",
                "unknown field 'customers[1].phones[0].kind'",
                "wrong type 'customers[1].phones[0].primary'",
                "unknown field 'customers[1].mainAddress.town'",
            ]
        ),
        Spoken(
            why: "something else than an array",
            method: .post,
            path: "/autoleap/v2/items",
            fields: json,
            body: #"{"companyId": "SHOP5678", "items": {}}"#,
            violations: ["wrong type 'items'"]
        ),
        Spoken(
            why: "a body where none is taken",
            path: "/autoleap/v2/partners/profile",
            body: "{}",
            violations: ["unknown field ''"]
        ),
        Spoken(
            why: "a body that is no JSON",
            method: .post,
            path: "/autoleap/v2/partners/login",
            fields: json,
            body: "partnerId=PARTNER-DEMO",
            violations: ["wrong type ''"]
        ),
        // AutoSync
        Spoken(
            why: "nothing: nulls where they may stand, and where they are as good as absent",
            method: .post,
            path: "/autosync/v1/shops/1/customers",
            fields: json,
            body:
                #"{"first_name": "A", "last_name": "B", "email": null, "is_business": null, "address": null}"#
        ),
        Spoken(
            why: "an address with a field of its own",
            method: .post,
            path: "/autosync/v1/shops/1/customers",
            fields: json,
            body: #"{"first_name": "A", "last_name": "B", "address": {"zip": 68503, "country": "US"}}"#,
            violations: ["wrong type 'address.zip'", "unknown field 'address.country'"]
        ),
        Spoken(
            why: "filters that AutoSync does not have, or reads leniently",
            path: "/autosync/v1/shops/1/customers?is_business=1&name=Smith&per_page=0",
            violations: [
                "wrong type 'is_business'", "undocumented parameter 'name'", "wrong type 'per_page'",
            ]
        ),
        Spoken(
            why: "a form with a parameter too many",
            method: .post,
            path: "/autosync/v1/oauth/token",
            fields: form,
            body: "grant_type=password&code=x&client_id=a&client_secret=b&audience=c",
            violations: ["wrong type 'grant_type'", "unknown field 'audience'"]
        ),
        // HTP
        Spoken(
            why: "nothing: lists with commas, and all there is",
            path: "/htp/inventory/search/*/*/*?vendor=101,102&result_size=all&show_suggested=1"
        ),
        Spoken(
            why: "ids that are none",
            path: "/htp/inventory/search/*/*/*?vendor=101,Platte&userID=1&distance=far",
            violations: [
                "wrong type 'vendor'", "undocumented parameter 'userID'", "wrong type 'distance'",
            ]
        ),
        Spoken(
            why: "lines of a cart",
            method: .post,
            path: "/htp/sale/create",
            fields: json,
            body: #"""
                {"po_number": 1, "line_items": [{"vendor_id": "101", "vendor_store": 1,
                "vendor_inventory_id": 500001, "price": "1.00", "quantitiy": 1}]}
                """#,
            violations: ["wrong type 'po_number'", "unknown field 'line_items[0].quantitiy'"]
        ),
        // Leadway
        Spoken(
            why: "nothing: numbers as languages with floats write them, and arrays as frameworks do",
            path: "/leadway/products?locationId=a&limit=20.0&productIds[]=x&productIds[]=y&expand=tax"
        ),
        Spoken(
            why: "a version that there is not",
            path: "/leadway/products/inventory?altId=a",
            fields: [("version", "2020-01-01")],
            violations: ["wrong type 'Version'"]
        ),
        Spoken(
            why: "what the profile 'seed' ignores: it is undocumented all the same",
            path: "/leadway/products/inventory?altId=a&altType=account&locationId=b",
            violations: ["undocumented parameter 'locationId'"]
        ),
        Spoken(
            why: "what the profile 'upstream' does not take",
            path: "/leadway/products/inventory?altId=a&altType=account",
            violations: ["wrong type 'altType'"],
            assume: upstream
        ),
        Spoken(
            why: "the same in a body",
            method: .post,
            path: "/leadway/products/inventory",
            fields: json,
            body: #"{"altId": "a", "altType": "account", "items": [{"priceId": "x", "quantity": 1}]}"#,
            violations: ["wrong type 'altType'", "unknown field 'items[0].quantity'"],
            assume: upstream
        ),
        Spoken(
            why: "a version that this bay does not take",
            path: "/leadway/products/inventory?altId=a",
            fields: [("Version", "v3")],
            violations: ["wrong type 'Version'"],
            assume: #""leadway.versions": "2021-07-28""#
        ),
    ]

    @Test(arguments: calls)
    fileprivate func `is in the journal, and in the verdict`(_ call: Spoken) throws {
        let whole = try Whole()
        let bay = "/__mockbay/bays/default"
        if !call.assume.isEmpty {
            let scenario = #"{"scenario": 1, "given": {"assume": {\#(call.assume)}}}"#
            #expect(whole.call(.put, "\(bay)/scenario", scenario).status == 200)
        }
        whole.call(call.method, call.path, call.body, call.fields)
        let entry = try whole.json(whole.call(.get, "\(bay)/journal/1"))
        let found = (entry["violations"]?.array ?? []).map { violation in
            "\(violation["kind"]?.string ?? "") '\(violation["path"]?.string ?? "")'"
        }
        #expect(found == call.violations)
        #expect(call.violations.isEmpty == (entry["violations"] == nil))
        let verdict = try whole.json(whole.call(.post, "\(bay)/verify", #"[{"contract": "strict"}]"#))
        let first = verdict["verdicts"]?.array?.first
        #expect(first?["pass"] == .bool(call.violations.isEmpty))
        for violation in call.violations {
            #expect(first?["message"]?.string?.contains(violation) == true)
        }
    }
}
