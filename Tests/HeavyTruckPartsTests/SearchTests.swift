import HTTP
import JSON
import Testing
import VendorSupport

@testable import HeavyTruckParts

/// The inventory ids of a page of results.
private func ids(_ response: Response) -> [String] {
    (response.json["results"]?.array ?? []).compactMap { $0["vendor_inventory_id"]?.string }
}

private func total(_ response: Response) -> Int? { response.json["total_results"]?.int }

private func values(_ response: Response, _ key: String) -> [String] {
    (response.json["results"]?.array ?? []).compactMap { $0[key]?.string }
}

@Suite struct `Searching the inventory` {
    let bay: HTPBay

    init() throws { bay = try HTPBay() }

    @Test func `gives 25 items by price, dearer ones later`() throws {
        let reply = bay.get("/inventory/search/*/*/*")
        let prices = values(reply, "price").compactMap(Double.init)
        #expect(prices.count == 25)
        #expect(prices == prices.sorted())
        #expect(reply.json["total_pages"]?.int == (total(reply) ?? 0) / 25 + 1)
        #expect(reply.json.object?.keys == ["total_results", "total_pages", "results"])
        let item = try #require(reply.json["results"]?.array?.first)
        #expect(
            item.object?.keys == [
                "type", "vendor", "part_name", "make_model", "year", "oem_number", "vendor_sku",
                "vendor_inventory_id", "description", "price", "coreprice", "condition", "details_uri",
                "images",
                "distance", "page_number",
            ]
        )
        #expect(
            item["vendor"]?.object?.keys == [
                "company", "contact", "city", "state", "postal_code", "phone_number", "fax_number", "email",
                "vendor_id", "vendor_store",
            ]
        )
    }

    @Test func `goes by distance where a zip code is given, unless another order is asked for`() {
        let near = bay.get("/inventory/search/*/*/*?zipcode=80216&result_size=all")
        let miles = values(near, "distance").compactMap(Double.init)
        #expect(miles.count == total(near))
        #expect(miles == miles.sorted())
        #expect(Set(miles).count == 3)
        let cheap = bay.get("/inventory/search/*/*/*?zipcode=80216&sort_column=price")
        let prices = values(cheap, "price").compactMap(Double.init)
        #expect(prices == prices.sorted())
        #expect(values(cheap, "distance").allSatisfy { Double($0) != nil })
    }

    @Test func `limits the distance, and 0 is no limit`() {
        let all = total(bay.get("/inventory/search/*/*/*"))
        #expect(total(bay.get("/inventory/search/*/*/*?zipcode=68503&distance=0")) == all)
        #expect(total(bay.get("/inventory/search/*/*/*?distance=10")) == all, "needs a zip code")
        let near = bay.get("/inventory/search/*/*/*?zipcode=68503&distance=10&result_size=all")
        #expect(total(near) == total(bay.get("/inventory/search/*/*/*?vendor=101&store=1")))
        #expect(values(near, "distance").allSatisfy { Double($0).map { $0 <= 10 } ?? false })
        #expect(
            values(bay.get("/inventory/search/*/*/*?zipcode=H0H0H0"), "distance").allSatisfy { $0.isEmpty }
        )
    }

    @Test func `turns pages without losing or repeating an item, and says the page on each`() throws {
        let all = ids(bay.get("/inventory/search/*/*/*?result_size=all"))
        var paged: [String] = []
        for page in 1...20 {
            let reply = bay.get("/inventory/search/*/*/*?page_number=\(page)")
            paged += ids(reply)
            #expect(Set(values(reply, "page_number")).isSubset(of: [String(page)]))
        }
        #expect(paged == all)
        #expect(Set(paged).count == paged.count)
        let beyond = bay.get("/inventory/search/*/*/*?page_number=99999999999999999")
        #expect(beyond.status == 200)
        #expect(total(beyond) == all.count)
        #expect(ids(beyond) == [])
    }

    @Test(arguments: ["0", "-1", "x", "", "1.5", "99999999999999999999"])
    func `takes a page number that is none for the first`(_ page: String) {
        #expect(
            ids(bay.get("/inventory/search/*/*/*?page_number=\(page)"))
                == ids(bay.get("/inventory/search/*/*/*"))
        )
    }

    @Test(arguments: ["0", "-5", "many", "", "1e3"])
    func `gives 25 items for a size that is none`(_ size: String) {
        #expect(ids(bay.get("/inventory/search/*/*/*?result_size=\(size)")).count == 25)
    }

    @Test func `has no pages where there are no hits, and one where all are asked for`() {
        #expect(
            bay.get("/inventory/search/Teapot/*/*").json == [
                "total_results": 0, "total_pages": 0, "results": [],
            ]
        )
        #expect(bay.get("/inventory/search/*/*/*?result_size=ALL").json["total_pages"] == 1)
        #expect(bay.get("/inventory/search/3000/*/*?result_size=118").json["total_pages"] == 1)
        #expect(bay.get("/inventory/search/3000/*/*?result_size=117").json["total_pages"] == 2)
    }

    struct Spelling: CustomTestStringConvertible {
        var path: String
        var total: Int
        var testDescription: String { path }
    }

    @Test(arguments: [
        Spelling(path: "Engine%20Assembly/CUMMINS/ISX", total: 72),
        Spelling(path: "3000/cummins/isx", total: 72),
        Spelling(path: "engine-assembly/CUMMINS/I%20S%20X", total: 72),
        Spelling(path: "Engine%20Assembly/%2A/*", total: 118),
        Spelling(path: "Engine+Assembly/*/*", total: 0),
        Spelling(path: "3000/CUM*/ISX", total: 0),
        Spelling(path: "Transport%20Refrigeration%20Unit/*/*", total: 0),
        Spelling(path: "*/THERMO%20KING/*", total: 0),
    ])
    func `reads the path as it is meant`(_ spelling: Spelling) {
        #expect(total(bay.get("/inventory/search/\(spelling.path)")) == spelling.total)
    }

    @Test func `takes an encoded slash for a part of the model`() {
        #expect((total(bay.get("/inventory/search/*/VOLVO/D13%2FMP8")) ?? 0) > 0)
        #expect(bay.get("/inventory/search/*/VOLVO/D13/MP8").status == 404)
        #expect(bay.get("/inventory/search/*/VOLVO").status == 404)
    }

    @Test(arguments: [
        ("2013,2015", 2013...2015), ("0,2003", 1...2003), ("2010,0", 2010...9999), ("2010", 2010...2010),
        ("2015,2013", 2013...2015), ("2014%2C2014", 2014...2014),
    ])
    func `keeps to a range of years`(_ text: String, _ years: ClosedRange<Int>) {
        let reply = bay.get("/inventory/search/*/*/*?year_range=\(text)&result_size=all")
        let found = values(reply, "year").compactMap(Int.init)
        #expect(found.count == total(reply))
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { years.contains($0) })
    }

    @Test(arguments: ["0,0", "", "x", "2010,x", "1,2,3"])
    func `takes a range that is none for all years`(_ text: String) {
        #expect(
            total(bay.get("/inventory/search/*/*/*?year_range=\(text)"))
                == total(bay.get("/inventory/search/*/*/*"))
        )
    }

    @Test func `keeps to category, vendors and stores, and never leaves the user's vendors`() {
        let cores = bay.get("/inventory/search/*/*/*?category=core&result_size=all")
        #expect(Set(values(cores, "type")) == ["CORE"])
        let stores = bay.get("/inventory/search/*/*/*?vendor=101,102&store=2&result_size=all")
        #expect(
            Set((stores.json["results"]?.array ?? []).compactMap { $0["vendor"]?["vendor_store"]?.string })
                == ["2"]
        )
        #expect(total(bay.get("/inventory/search/*/*/*?vendor=103")) == 0)
        #expect(
            total(bay.get("/inventory/search/*/*/*?vendor=")) == total(bay.get("/inventory/search/*/*/*"))
        )
    }

    @Test func `shows what is on hold, and nothing that is sold or withdrawn`() {
        let all = ids(bay.get("/inventory/search/*/*/*?result_size=all"))
        #expect(all.contains("500025"))
        #expect(!all.contains("500002"))
        #expect(!all.contains("500026"))
    }

    @Test func `loses an item when its last piece is sold, and not before`() throws {
        let target = "/inventory/search/3000/CUMMINS/ISX?result_size=all"
        let before = ids(bay.get(target))
        try bay.set("items", "101-1-500001", ["available_quantity": 1])
        #expect(ids(bay.get(target)) == before)
        try bay.set("items", "101-1-500001", ["available_quantity": 0])
        #expect(ids(bay.get(target)) == before.filter { $0 != "500001" })
    }

    @Test func `sorts again when a price changes`() throws {
        let target = "/inventory/search/*/*/*?sort_order=desc"
        #expect(ids(bay.get(target)).first != "500001")
        try bay.set("items", "101-1-500001", ["price": "999999.99"])
        #expect(ids(bay.get(target)).first == "500001")
    }

    @Test func `shows an end user's prices, and hides what the templates hide`() {
        let target = "/inventory/search/*/*/*?userid=1&result_size=all"
        let reply = bay.get(target)
        #expect(!values(reply, "type").contains("CORE"))
        let vendors = (reply.json["results"]?.array ?? []).compactMap { $0["vendor"]?["vendor_id"]?.string }
        #expect(Set(vendors) == ["101"])
        let prices = values(reply, "price").compactMap(Double.init)
        #expect(prices == prices.sorted())
        let item = reply.json["results"]?.array?.first { $0["vendor_inventory_id"] == "500001" }
        #expect(item?["price"] == "3825.00")
        #expect(
            total(bay.get("/inventory/search/*/*/*?userid=424242"))
                == total(bay.get("/inventory/search/*/*/*")),
            "an unknown end user is nobody in particular"
        )
    }

    @Test(arguments: [("both", "distance", true), ("distance", "price", true), ("off", "price", false)])
    func `takes an end user's zip code as the assumption has it`(
        _ choice: String,
        _ order: String,
        _ hasDistances: Bool,
    ) throws {
        let bay = try HTPBay(assume: ["htp.default_zip": choice])
        let reply = bay.get("/inventory/search/*/*/*?userid=2&result_size=all")
        let sorted = values(reply, order).compactMap(Double.init)
        #expect(sorted.count == total(reply))
        #expect(sorted == sorted.sorted())
        #expect(values(reply, "distance").allSatisfy { $0.isEmpty != hasDistances })
    }

    @Test(arguments: [
        ("legacy", 0), ("demo", 0), ("qa", 1),
    ])
    func `has answers for those set up for them`(_ user: String, _ count: Int) {
        let reply = bay.get("/inventory/search/3000/CUMMINS/ISX", as: user)
        let answers = (reply.json["results"]?.array ?? []).compactMap { $0["qa"]?.object }
        #expect(answers.count == count * 25)
    }

    @Test func `knows datasets apart`() {
        for user in ["yellowiron", "auto", "motorcycle"] {
            let reply = bay.get("/inventory/search/*/*/*?result_size=all", as: user)
            #expect((20...30).contains(total(reply) ?? 0))
            #expect(total(bay.get("/inventory/search/Engine%20Assembly/CUMMINS/ISX", as: user)) == 0)
        }
    }

    @Test func `repeats scheme, host and bay in addresses`() throws {
        let reply = bay.send(
            .get,
            "/~one/inventory/search/3000/*/*?result_size=1&vendor=101&category=USED",
            fields: [("Host", "127.0.0.1:4603")]
        ).response
        let uri = try #require(values(reply, "details_uri").first)
        #expect(uri.hasPrefix("http://127.0.0.1:4603/~one/inventory/details/"))
        let path = String(uri.dropFirst("http://127.0.0.1:4603".count))
        #expect(bay.get(path).json["core_price"] != nil)
        #expect(bay.get(path + "?userid=1").status == 200)
    }

    @Test func `nests the result as the assumption has it`() throws {
        let flat = bay.get("/inventory/search/3000/*/*").json
        let nested = try HTPBay(assume: ["htp.envelope": "nested"]).get("/inventory/search/3000/*/*").json
        #expect(nested == .object(["results": flat]))
    }

    @Test(arguments: ["numbers", "strings", "documented"])
    func `writes numbers as the assumption has it`(_ choice: String) throws {
        let bay = try HTPBay(assume: ["htp.numbers": choice])
        let reply = bay.get("/inventory/search/3000/*/*?zipcode=68503&result_size=1").json
        let item = try #require(reply["results"]?.array?.first)
        let numbers = [
            item["price"], item["distance"], item["page_number"], item["vendor_inventory_id"],
            item["vendor"]?["vendor_id"],
        ]
        #expect(numbers.allSatisfy { ($0?.number != nil) == (choice == "numbers") })
        #expect((reply["total_results"]?.number != nil) == (choice != "strings"))
        let details = bay.get("/inventory/details/101/1/500001").json
        #expect((details["available_quantity"]?.number != nil) == (choice == "numbers"))
    }
}

@Suite struct `Large pages for strict users` {
    let bay: HTPBay

    init() throws { bay = try HTPBay() }

    @Test(arguments: [
        ("3000/*/ISX?result_size=500&userid=2", 25), ("3000/CUMMINS/ISX?result_size=500", 25),
        ("3000/CUMMINS/ISX?result_size=all", 25), ("*/CUMMINS/ISX?result_size=500&userid=2", 25),
        ("3000/CUMMINS/ISX?result_size=500&userid=2", 72), ("3000/CUMMINS/ISX?result_size=99", 72),
        ("3000/*/*?result_size=500&vendor=101,102", 118), ("3305/PETERBILT/379?result_size=500&userid=2", 4),
    ])
    func `need what is demanded`(_ target: String, _ most: Int) {
        let reply = bay.get("/inventory/search/\(target)", as: "strict")
        #expect(reply.status == 200)
        let found = total(reply) ?? 0
        #expect(ids(reply).count == min(most, found))
        let size = most == 25 ? 25 : 500
        #expect(reply.json["total_pages"]?.int == (found + size - 1) / size)
    }

    @Test func `need years for the kinds of parts that the rules name`() throws {
        try bay.set(
            "users",
            "strict",
            ["strict": ["large_threshold": 100, "require": ["part_type"], "year_types": ["Engine"]]]
        )
        #expect(ids(bay.get("/inventory/search/3000/*/*?result_size=all", as: "strict")).count == 25)
        let years = bay.get("/inventory/search/3000/*/*?result_size=all&year_range=1990,0", as: "strict")
        #expect(ids(years).count == total(years))
        #expect(ids(years).count > 25)
        #expect(ids(bay.get("/inventory/search/*/*/*?result_size=200")).count == 200, "others have no rules")
    }
}

@Suite struct `Suggested part types` {
    let bay: HTPBay

    init() throws { bay = try HTPBay() }

    @Test func `are there only when asked for and no part type is set`() {
        #expect(bay.get("/inventory/search/*/*/*").json["suggested_part_types"] == nil)
        #expect(bay.get("/inventory/search/3000/*/*?show_suggested=1").json["suggested_part_types"] == nil)
        #expect(bay.get("/inventory/search/*/*/*?show_suggested=0").json["suggested_part_types"] == nil)
        #expect(bay.get("/inventory/search/*/TEAPOT/*?show_suggested=1").json["suggested_part_types"] == [])
    }

    @Test(arguments: ["demo", "mapped"])
    func `lead to the same search for one part type`(_ user: String) throws {
        let target = "/inventory/search/*/CUMMINS/*?year_range=2005,2012&show_suggested=true"
        let reply = bay.get(target, as: user)
        let suggested = try #require(reply.json["suggested_part_types"]?.array)
        #expect(suggested.count > 1)
        for suggestion in suggested {
            #expect(suggestion.object?.keys == ["part_name", "part_type_id", "uri"])
            let uri = try #require(suggestion["uri"]?.string)
            let path = String(uri.dropFirst("http://localhost".count))
            #expect(path.hasSuffix("/CUMMINS/*?year_range=2005,2012&show_suggested=true"))
            let narrowed = try #require(total(bay.get(path, as: user)))
            #expect((1...(total(reply) ?? 0)).contains(narrowed))
        }
    }
}
