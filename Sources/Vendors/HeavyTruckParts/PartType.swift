package import Engine
package import JSON

extension HeavyTruckParts {
    /// One of HTP's part types, such as 3000 Engine Assembly.
    package final class PartType: Record {
        package let id: Int
        let name: String
        let dataset: String
        /// What strict search rules speak of, such as `Body` or `Vehicle`.
        let kind: String
        /// The name as JSON, as it goes into every item.
        let nameJSON: [UInt8]

        /// Whole units are of this kind.
        static let vehicle = "Vehicle"

        package init(_ object: JSON.Object) throws(RecordProblem) {
            guard let id = object["part_type_id"]?.int else {
                throw RecordProblem("must be a whole number", at: ["part_type_id"])
            }
            self.id = id
            name = object["part_type_name"]?.string ?? ""
            dataset = object["dataset"]?.string ?? Dataset.heavyTruck.rawValue
            kind = object["kind"]?.string ?? ""
            var json = JSON.Writer(reserving: name.utf8.count + 2)
            json.string(name)
            nameJSON = json.bytes
        }
    }
}

extension HeavyTruckParts.PartType {
    package struct Indexes: RowIndexes {
        /// By folded name.
        private(set) var name = Index<UInt64, Int>()
        /// By each word of the name.
        private(set) var words = Index<UInt64, Int>()

        package init() {}

        package mutating func insert(_ row: HeavyTruckParts.PartType) {
            name.insert(HeavyTruckParts.folded(row.name), row.id)
            HeavyTruckParts.forEachWord(of: row.name) { words.insert($0, row.id) }
        }

        package mutating func remove(_ row: HeavyTruckParts.PartType) {
            name.remove(HeavyTruckParts.folded(row.name), row.id)
            HeavyTruckParts.forEachWord(of: row.name) { words.remove($0, row.id) }
        }
    }

    package static let model: [Field] = [
        Field("part_type_id", .integer(1...9_999_999), required: true),
        Field("part_type_name", .string(maxLength: 100), required: true),
        Field("dataset", .oneOf(HeavyTruckParts.Dataset.allCases.map(\.rawValue))),
        Field(
            "kind",
            .string(),
            source: .inferred,
            about: "what strict search rules speak of: Body, Vehicle"
        ),
    ]

    package func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("part_type_id", id)
            json.member("part_type_name", name)
            json.member("dataset", dataset)
            json.member("kind", kind)
        }
    }
}
