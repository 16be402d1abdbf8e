import Engine
import JSON

extension HeavyTruckParts {
    /// An API user's own words for part types, makes and models, many-to-many with HTP's [seed].
    struct Mapping: Sendable {
        var partTypes: [PartTypeRow] = []
        var makes: [Row] = []
        var models: [Row] = []

        /// A part type of the user: by name or id.
        struct PartTypeRow: Sendable {
            var name: String
            var id: String
            /// HTP's part type ids.
            var native: [Int]
        }

        /// A make or model of the user.
        struct Row: Sendable {
            var name: String
            /// HTP's names.
            var native: [String]

            static let model = [
                Field("name", .string(), required: true), Field("native", .array(.string()), required: true),
            ]
        }
    }
}

extension HeavyTruckParts.Mapping {
    init(_ object: JSON.Object) {
        partTypes = (object["part_types"]?.array ?? []).compactMap(\.object).map { row in
            let name = row["name"]?.string ?? ""
            return PartTypeRow(
                name: name,
                id: row["id"]?.string ?? name,
                native: HeavyTruckParts.integers(row["native"])
            )
        }
        makes = (object["makes"]?.array ?? []).compactMap(\.object).map(Row.init)
        models = (object["models"]?.array ?? []).compactMap(\.object).map(Row.init)
    }

    func write(to json: inout JSON.Writer) {
        json.object { json in
            json.array("part_types") { json in
                for row in partTypes {
                    json.object { json in
                        json.member("name", row.name)
                        json.member("id", row.id)
                        json.member("native", row.native)
                    }
                }
            }
            json.array("makes") { json in for row in makes { row.write(to: &json) } }
            json.array("models") { json in for row in models { row.write(to: &json) } }
        }
    }
}

extension HeavyTruckParts.Mapping.Row {
    init(_ object: JSON.Object) {
        name = object["name"]?.string ?? ""
        native = HeavyTruckParts.strings(object["native"])
    }

    func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("name", name)
            json.member("native", native)
        }
    }
}
