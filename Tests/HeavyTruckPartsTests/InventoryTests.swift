import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import HeavyTruckParts

@Suite struct `Item details` {
    let bay: HTPBay

    init() throws { bay = try HTPBay() }

    @Test(arguments: [
        "/inventory/details/103/1/730001", "/inventory/details/101/1/999999",
        "/inventory/details/101/2/500001",
        "/inventory/details/101/1/500026", "/inventory/details/x/1/500001", "/inventory/details/101/1/-1",
        "/inventory/details/101/1/99999999999999999999", "/inventory/details/4194404/1/500001",
    ])
    func `are not there for what the user cannot see`(_ target: String) {
        #expect(bay.get(target).status == 404)
    }

    @Test func `are there for a sold item, with nothing in stock`() {
        let item = bay.get("/inventory/details/101/1/500002").json
        #expect(item["available_quantity"] == "0")
    }

    @Test func `keep fields apart from answers with their names in the legacy form`() throws {
        try bay.set("items", "101-1-500001", ["qa": ["HP": "450", "price": "1.00", "vendor": "x"]])
        let legacy = bay.get("/inventory/details/101/1/500001", as: "legacy").json
        #expect(legacy["HP"] == "450")
        #expect(legacy["price"] == "4500.00")
        #expect(legacy["vendor"]?["vendor_id"] == "101")
        #expect(legacy["qa"] == nil)
        #expect(bay.get("/inventory/details/101/1/500001").json["qa"]?["price"] == "1.00")
    }

    @Test func `show what an end user gets to see`() {
        let item = bay.get("/inventory/details/101/1/500001?userid=1").json
        #expect(item["price"] == "3825.00")
        #expect(item["available_quantity"] == "5")
        #expect(
            bay.get("/inventory/details/102/1/610028?userid=1").status == 404,
            "a vendor the template hides"
        )
        #expect(bay.get("/inventory/details/102/1/610028").status == 200)
    }

    @Test func `have the fields of the documentation in its order`() {
        #expect(
            bay.get("/inventory/details/101/1/500001").json.object?.keys == [
                "part_name", "vendor_part_name", "year", "vehicle_make", "vehicle_model", "part_manufacturer",
                "part_model", "oem_number", "serial_number", "vendor_sku", "vendor_inventory_id",
                "vendor_vehicle_id", "vin", "core_price", "price", "description", "html_description",
                "condition",
                "category", "available_quantity", "side", "qa", "vendor", "images",
            ]
        )
    }

    @Test func `keep HTML where it belongs`() {
        let item = bay.get("/inventory/details/101/1/500023").json
        #expect(item["html_description"]?.string?.contains("<b>") == true)
        #expect(item["description"]?.string?.contains("<") == false)
        let xml = bay.get("/inventory/details/101/1/500023", as: "xml").text
        #expect(xml.contains("&lt;b&gt;set forward&lt;/b&gt;"))
    }
}

@Suite struct `Parts off one unit` {
    let bay: HTPBay

    init() throws { bay = try HTPBay() }

    @Test func `are listed without the unit and what is sold`() {
        let parts = bay.get("/inventory/wholeunitparts/101/1/7001").json.array ?? []
        #expect(parts.count == 8)
        #expect(
            parts.allSatisfy {
                $0.object?.keys == [
                    "part_name", "vendor_part_name", "make_model", "vendor_sku", "details_uri", "price",
                ]
            }
        )
        #expect(!parts.contains { $0["vendor_sku"] == "U7001" })
    }

    @Test func `have an end user's prices`() {
        let retail = bay.get("/inventory/wholeunitparts/101/1/7001").json.array?.first?["price"]
        let dealer = bay.get("/inventory/wholeunitparts/101/1/7001?userid=1").json.array?.first?["price"]
        #expect(retail == "7500.00")
        #expect(dealer == "6375.00")
    }

    @Test(arguments: ["101/1/7999", "101/2/7001", "103/1/7001", "x/y/z"])
    func `are none for an unknown unit`(_ unit: String) {
        let reply = bay.get("/inventory/wholeunitparts/\(unit)")
        #expect(reply.status == 200)
        #expect(reply.json == [])
    }
}

@Suite struct `The feed` {
    @Test func `has everything in one object, cut and at retail`() throws {
        let bay = try HTPBay()
        let feed = bay.get("/inventory/feed").json
        #expect(feed.object?.keys == ["total_results", "results"])
        let items = try #require(feed["results"]?.array)
        #expect(feed["total_results"]?.int == items.count)
        #expect(feed["total_results"] == bay.get("/inventory/search/*/*/*").json["total_results"])
        let keys = [
            "type", "vendor", "part_name", "make_model", "year", "vendor_sku", "vendor_inventory_id",
            "description",
            "price", "coreprice", "condition", "details_uri", "images",
        ]
        #expect(items.allSatisfy { $0.object?.keys == keys && $0["images"]?.string != nil })
        func description(_ id: String) -> String {
            items.first { $0["vendor_inventory_id"]?.string == id }?["description"]?.string ?? ""
        }
        #expect(description("500021").count == 175)
        #expect(!description("500021").hasSuffix("..."))
        #expect(description("500022").count == 178)
        #expect(description("500022").hasSuffix("..."))
    }

    @Test func `is JSON for XML users too`() throws {
        let reply = try HTPBay().get("/inventory/feed", as: "xml")
        #expect(reply.contentType == .json)
        #expect(reply.json["total_results"] != nil)
    }
}

@Suite struct `Values to choose from` {
    let bay: HTPBay

    init() throws { bay = try HTPBay() }

    private func names(_ target: String, _ key: String, as user: String = "demo") -> [String] {
        (bay.get("/inventory/available/\(target)", as: user).json.array ?? []).compactMap { $0[key]?.string }
    }

    @Test(arguments: ["demo", "mapped"])
    func `find something each`(_ user: String) throws {
        for type in names("part_types", "part_type_name", as: user) {
            let reply = bay.get("/inventory/search/\(Percent.encode(type))/*/*", as: user).json
            #expect((reply["total_results"]?.int ?? 0) > 0, "\(type)")
        }
        for make in names("makes?part_type=3000", "make", as: user) {
            let reply = bay.get("/inventory/search/3000/\(Percent.encode(make))/*", as: user).json
            #expect((reply["total_results"]?.int ?? 0) > 0, "\(make)")
        }
        for model in names("models?part_type=3000&make=VOLVO", "model", as: user) {
            let reply = bay.get("/inventory/search/3000/VOLVO/\(Percent.encode(model))", as: user).json
            #expect((reply["total_results"]?.int ?? 0) > 0, "\(model)")
        }
    }

    @Test func `are the user's own, or HTP's where mapping is ignored`() {
        let own = names("part_types", "part_type_name", as: "mapped")
        #expect(own.contains("Long Block") && own.contains("Motor"))
        #expect(!own.contains("Engine Assembly"))
        let native = names("part_types?ignore_mapping=TRUE", "part_type_name", as: "mapped")
        #expect(native == names("part_types", "part_type_name"))
        #expect(names("makes", "make", as: "mapped").contains("CAT"))
        #expect(!names("makes?ignore_mapping=1", "make", as: "mapped").contains("CAT"))
    }

    @Test func `leave out what only other vendors have, unless all is wanted`() {
        #expect(!names("part_types", "part_type_name").contains("Transport Refrigeration Unit"))
        #expect(!names("makes", "make").contains("THERMO KING"))
        #expect(names("makes?all_results=true", "make").contains("THERMO KING"))
        let all = names("part_types?all_results=true", "part_type_name")
        #expect(Set(all).isStrictSuperset(of: names("part_types", "part_type_name")))
    }

    @Test func `are filtered by part type and make`() {
        #expect(names("makes?part_type=3000", "make") == names("makes?part_type=Engine%20Assembly", "make"))
        #expect(names("makes?part_type=*", "make") == names("makes", "make"))
        #expect(names("makes?part_type=Teapot", "make") == [])
        let models = names("models?make=CUMMINS", "model")
        #expect(models.contains("ISX"))
        #expect(Set(models).isStrictSubset(of: names("models", "model")))
        #expect(names("makes?part_type=Long%20Block", "make", as: "mapped").contains("CAT"))
    }

    @Test func `have all of the user's vendors, a row for each store`() {
        let vendors = (bay.get("/inventory/available/vendors?all_results=true").json.array ?? []).map {
            $0["vendor"]
        }
        #expect(vendors.map { $0?["vendor_id"]?.int } == [101, 101, 102])
        #expect(vendors.map { $0?["vendor_store_id"]?.int } == [1, 2, 1])
    }
}

@Suite struct `Mapped values` {
    let bay: HTPBay

    init() throws { bay = try HTPBay() }

    private func total(_ path: String, _ user: String = "mapped") -> Int {
        bay.get("/inventory/search/\(path)", as: user).json["total_results"]?.int ?? -1
    }

    @Test func `search the union of what they stand for`() {
        #expect(total("Long%20Block/*/*") == total("3000/*/*", "demo") + total("3005/*/*", "demo"))
        #expect(total("LB/*/*") == total("Long%20Block/*/*"))
        #expect(total("*/CAT/*") == total("*/CATERPILLAR/*", "demo"))
        #expect(total("*/*/ISX15") == total("*/*/ISX", "demo") + total("*/*/ISX15", "demo"))
    }

    @Test func `may be HTP's where there is no row`() {
        #expect(total("Camshaft/*/*") == total("Camshaft/*/*", "demo"))
        #expect(total("*/CUMMINS/*") == total("*/CUMMINS/*", "demo"))
    }

    @Test func `have part types behind them`() {
        #expect(bay.get("/inventory/mappingtypes/FG-999").json == [])
        let types = bay.get("/inventory/mappingtypes/Long%20Block", as: "mapped").json.array ?? []
        #expect(types.map { $0["part_type"]?.string } == ["3000", "3005"])
    }

    @Test(arguments: [
        ("documented", ["function_group_id", "function_grup_name"]),
        ("corrected", ["function_group_id", "function_group_name"]),
        ("both", ["function_group_id", "function_grup_name", "function_group_name"]),
    ])
    func `stand in groups whose name is spelled as the assumption has it`(_ choice: String, _ keys: [String])
        throws
    {
        let bay = try HTPBay(assume: ["htp.key_spelling": choice])
        let groups = bay.get("/inventory/functiongroup?category=Truck").json.array ?? []
        #expect(groups.count == 3)
        #expect(groups.allSatisfy { $0.object?.keys == keys })
        #expect(bay.get("/inventory/functiongroup?parent=111").json == [])
        #expect(bay.get("/inventory/functiongroup?parent=nowhere").json == [])
    }
}
