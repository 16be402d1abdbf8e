import Engine
import HTTP
import JSON

extension HeavyTruckParts {
    /// API users' own types above HTP's part types, and the hierarchy they stand in: "Part List Authority", function
    /// groups.
    ///
    /// Source: "Mapped types", "Function groups" [seed].
    enum MappedTypes {
        static let routes: [Route<HeavyTruckParts>] = [
            Route(
                Operation(
                    "htp.inventory.mappingtypes",
                    [.init(.get, "/inventory/mappingtypes/{mapped_type}")],
                    about: "The part types that a type of the user's covers.",
                    outcomes: [.success(200), .error("unauthorized")]
                ),
                partTypes
            ),
            Route(
                Operation(
                    "htp.inventory.functiongroup",
                    [.init(.get, "/inventory/functiongroup")],
                    about: "One level of the user's function groups.",
                    query: [
                        Field("category", .string(), about: "of function groups, not of items"),
                        Field("parent", .string(), about: "the top level where it is not given"),
                    ],
                    outcomes: [.success(200), .error("unauthorized")]
                ),
                functionGroups
            ),
        ]

        /// Nothing for a type that the user does not have [seed]. The part types of its search mapping count as mapped
        /// types too [inferred].
        static func partTypes(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let user = try call.user()
            let wanted = folded(call.path("mapped_type") ?? "")
            var ids = user.mappedTypes.filter { folded($0.name) == wanted }.flatMap(\.partTypes)
            ids += user.mapping.partTypes.filter { folded($0.name) == wanted || folded($0.id) == wanted }
                .flatMap(\.native)
            let types = Set(ids).sorted().compactMap { world.state.partTypes[$0] }
            let numbers = world.assumptions.numbers
            return .reply(to: call.caller) { json in
                json.array { json in
                    for type in types {
                        json.object { json in
                            json.quoted("part_type", type.id, numbers)
                            json.member("part_name", type.name)
                        }
                    }
                }
            }
        }

        /// One level only [seed]; nothing below a leaf or an unknown group [inferred].
        static func functionGroups(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let user = try call.user()
            let category = (call.query("category") ?? "").lowercased()
            let parent = call.query("parent") ?? ""
            let keys = world.assumptions.keySpelling
            return .reply(to: call.caller) { json in
                json.array { json in
                    for group in user.functionGroups where group.parent ?? "" == parent {
                        guard category.isEmpty || group.category.lowercased() == category else { continue }
                        json.object { json in
                            json.member("function_group_id", group.id)
                            // The key is misspelt in the documentation [seed].
                            keys.write("function_grup_name", "function_group_name", to: &json) {
                                $0.string(group.name)
                            }
                        }
                    }
                }
            }
        }
    }
}
