import HTTP
import Testing
import VendorSupport

@testable import HeavyTruckParts

/// A reply that is kept: its name says of which operation and what of it.
struct Kept: CustomTestStringConvertible {
    var name: String
    var method = HTTP.Method.get
    var target: String
    var user: String? = "demo"

    var testDescription: String { name }
}

@Suite struct `Replies of the inventory` {
    @Test(arguments: [
        Kept(
            name: "inventory.search",
            target: "/inventory/search/Engine%20Assembly/CUMMINS/ISX?result_size=3"
        ),
        Kept(
            name: "inventory.search.distance",
            target: "/inventory/search/*/*/*?zipcode=68503&distance=600&category=CORE&result_size=2"
        ),
        Kept(
            name: "inventory.search.suggested",
            target: "/inventory/search/*/CAT/*?show_suggested=1&result_size=2&page_number=2",
            user: "mapped"
        ),
        Kept(
            name: "inventory.search.qa",
            target: "/inventory/search/3000/DETROIT/*?result_size=2",
            user: "qa"
        ),
        Kept(
            name: "inventory.search.xml",
            target: "/inventory/search/3000/DETROIT/*?result_size=2",
            user: "xml"
        ),
        Kept(name: "inventory.search.empty", target: "/inventory/search/Teapot/*/*"),
        Kept(name: "inventory.details", target: "/inventory/details/101/1/500001"),
        Kept(name: "inventory.details.template", target: "/inventory/details/101/1/500001?userid=1"),
        Kept(name: "inventory.details.legacy", target: "/inventory/details/101/1/500001", user: "legacy"),
        Kept(name: "inventory.details.xml", target: "/inventory/details/101/1/500001", user: "xml"),
        Kept(name: "inventory.wholeunitparts", target: "/inventory/wholeunitparts/101/1/7001"),
        Kept(name: "inventory.mappingtypes", target: "/inventory/mappingtypes/FG-110"),
        Kept(name: "inventory.functiongroup", target: "/inventory/functiongroup"),
        Kept(
            name: "inventory.functiongroup.children",
            target: "/inventory/functiongroup?parent=110&category=truck"
        ),
        Kept(name: "inventory.feed", target: "/inventory/feed", user: "motorcycle"),
        Kept(name: "available.part_types", target: "/inventory/available/part_types", user: "mapped"),
        Kept(name: "available.makes", target: "/inventory/available/makes?part_type=Engine%20Assembly"),
        Kept(name: "available.models", target: "/inventory/available/models?part_type=3000&make=DETROIT"),
        Kept(name: "available.categories", target: "/inventory/available/categories"),
        Kept(name: "available.vendors", target: "/inventory/available/vendors"),
        Kept(name: "error.unauthorized", target: "/inventory/feed", user: nil),
        Kept(name: "error.not_found", target: "/inventory/details/103/1/730001"),
        Kept(name: "error.not_found.xml", target: "/inventory/details/103/1/730001", user: "xml"),
        Kept(name: "error.method_not_allowed", method: .delete, target: "/inventory/feed"),
    ])
    func `are as they were`(_ kept: Kept) throws {
        try expectGolden("htp", kept.name, try HTPBay().send(kept.method, kept.target, as: kept.user))
    }
}
