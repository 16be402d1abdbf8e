import Engine
import HTTP
import JSON
import Testing
import VendorSupport

@testable import HeavyTruckParts

/// Searches against a model that looks at every item: whatever index answers, the hits and their order are the same.
@Suite struct `Indexed searches` {
    @Test func `find what looking at every item finds, in the same order`() throws {
        let bay = try HTPBay()
        let items = try allItems(of: bay)
        var draws = Draws(7)
        for _ in 0..<150 {
            let type = draws.pick([nil, nil, 3000, 3300, 3305, 3100, 3030])
            let make = draws.pick([nil, nil, "CUMMINS", "DETROIT", "PETERBILT", "VOLVO"])
            let model = make == nil ? nil : draws.pick([nil, nil, "ISX", "379", "DD15"])
            let years = draws.pick([nil, nil, 2005...2010, 2012...2014])
            let category = draws.pick([nil, nil, "USED", "CORE"])
            let vendor = draws.pick([nil, nil, 101, 102])
            let column = draws.pick(columns) ?? columns[0]
            let isDescending = draws.happens(atRate: 0.5)
            var target = "/inventory/search/\(type.flatMap { $0.map(String.init) } ?? "*")"
            target += "/\(make.flatMap(\.self) ?? "*")/\(model.flatMap(\.self) ?? "*")?result_size=all"
            if let years = years.flatMap(\.self) {
                target += "&year_range=\(years.lowerBound),\(years.upperBound)"
            }
            if let category = category.flatMap(\.self) { target += "&category=\(category)" }
            if let vendor = vendor.flatMap(\.self) { target += "&vendor=\(vendor)" }
            target += "&sort_column=\(column.name)&sort_order=\(isDescending ? "desc" : "asc")"

            let expected = items.filter { item in
                (type.flatMap(\.self).map { item.partType == $0 } ?? true)
                    && (make.flatMap(\.self).map { item.make == $0 } ?? true)
                    && (model.flatMap(\.self).map { item.model == $0 } ?? true)
                    && (years.flatMap(\.self).map { item.year.map($0.contains) ?? false } ?? true)
                    && (category.flatMap(\.self).map { item["category"] == $0 } ?? true)
                    && (vendor.flatMap(\.self).map { item.vendor == $0 } ?? true)
            }.sorted { one, other in
                switch (column.key(one), column.key(other)) {
                case (nil, nil): return one.order < other.order
                case (nil, _): return false
                case (_, nil): return true
                case (let left?, let right?):
                    if left == right { return one.order < other.order }
                    return isDescending ? right < left : left < right
                }
            }
            let found = (bay.get(target).json["results"]?.array ?? []).compactMap {
                $0["vendor_inventory_id"]?.string
            }
            #expect(found == expected.map { $0["vendor_inventory_id"] ?? "" }, "\(target)")
        }
    }

    private struct Row {
        let fields: JSON.Value
        let partName: String
        let company: String
        subscript(_ key: String) -> String? {
            fields[key]?.string ?? fields[key]?.number?.text
        }
        func number(_ key: String) -> Int { fields[key]?.int ?? 0 }
        var partType: Int { number("part_type_id") }
        var vendor: Int { number("vendor_id") }
        var year: Int? { Int(self["year"] ?? "") }
        private var isOfPart: Bool { self["part_manufacturer"] != "" || self["part_model"] != "" }
        var make: String { self[isOfPart ? "part_manufacturer" : "vehicle_make"] ?? "" }
        var model: String { self[isOfPart ? "part_model" : "vehicle_model"] ?? "" }
        var order: Int {
            (vendor * 1000 + number("vendor_store")) * 10_000_000 + number("vendor_inventory_id")
        }
    }

    private enum Key: Comparable {
        case number(Double)
        case text(String)
    }

    private struct Column {
        let name: String
        let key: @Sendable (Row) -> Key?
    }

    private let columns = [
        Column(name: "price") { $0["price"].flatMap(Double.init).map(Key.number) },
        Column(name: "coreprice") { $0["core_price"].flatMap(Double.init).map(Key.number) },
        Column(name: "year") { $0.year.map { Key.number(Double($0)) } },
        Column(name: "part_name") { Key.text($0.partName.lowercased()) },
        Column(name: "make_model") { row in
            row.make == "" && row.model == ""
                ? nil : .text([row.make, row.model].filter { $0 != "" }.joined(separator: " ").lowercased())
        },
        Column(name: "oem_number") { Self.text($0["oem_number"]) },
        Column(name: "vendor_sku") { Self.text($0["vendor_sku"]) },
        Column(name: "description") { Self.text($0["description"]) },
        Column(name: "condition") { Self.text($0["condition"]) },
        Column(name: "type") { Self.text($0["category"]) },
        Column(name: "vendor") { Self.text($0.company) },
        Column(name: "date_added") { Self.text($0["date_added"]) },
        // Without a zip code there are no distances: by price.
        Column(name: "distance") { $0["price"].flatMap(Double.init).map(Key.number) },
    ]

    private static func text(_ text: String?) -> Key? {
        (text ?? "").isEmpty ? nil : .text((text ?? "").lowercased())
    }

    /// Whatever the user `demo` can find.
    private func allItems(of bay: HTPBay) throws -> [Row] {
        try bay.bays.default.withContents { contents in
            func rows(_ collection: String) throws -> [JSON.Value] {
                var json = JSON.Writer()
                json.beginArray()
                contents.worlds[0].write(collection, offset: 0, limit: 10_000, to: &json)
                json.endArray()
                return try JSON.Value.parse(json.bytes).array ?? []
            }
            var names: [Int: String] = [:]
            for type in try rows("part_types") {
                names[type["part_type_id"]?.int ?? 0] = type["part_type_name"]?.string
            }
            var companies: [Int: String] = [:]
            for vendor in try rows("vendors") {
                companies[vendor["vendor_id"]?.int ?? 0] = vendor["company"]?.string
            }
            return try rows("items").filter { item in
                [101, 102].contains(item["vendor_id"]?.int ?? 0)
                    && ["A", "H"].contains(item["status"]?.string)
                    && (item["available_quantity"]?.int ?? 0) > 0
            }.map {
                Row(
                    fields: $0,
                    partName: names[$0["part_type_id"]?.int ?? 0] ?? "",
                    company: companies[$0["vendor_id"]?.int ?? 0] ?? ""
                )
            }
        }
    }
}
