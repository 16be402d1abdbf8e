import Engine
import HTTP
import JSON

extension HeavyTruckParts {
    /// The values to choose from when searching: part types, makes, models, categories, vendors. All but the vendors
    /// are in the API user's words, and only those that find something, unless flags ask for more.
    ///
    /// Source: "Available ..." [seed]; the order, by name, is [inferred].
    enum Available {
        static let routes: [Route<HeavyTruckParts>] = [
            route("part_types", "Part types.", filters: [], partTypes),
            route("makes", "Makes and manufacturers.", filters: ["part_type"], makes),
            route("models", "Models.", filters: ["part_type", "make"], models),
            route(
                "categories",
                "Categories. Those of whole units mean something else than those of parts.",
                filters: ["part_type"],
                categories
            ),
            Route(
                Operation(
                    "htp.available.vendors",
                    [.init(.get, "/inventory/available/vendors")],
                    about: "All stores of the user's vendors.",
                    outcomes: [.success(200), .error("unauthorized")]
                ),
                vendors
            ),
        ]

        private static func route(
            _ list: String,
            _ about: String,
            filters: [String],
            _ handler: @escaping Route<HeavyTruckParts>.Handler,
        ) -> Route<HeavyTruckParts> {
            Route(
                Operation(
                    "htp.available.\(list)",
                    [.init(.get, "/inventory/available/\(list)")],
                    about: about,
                    query: filters.map { Field($0, .string()) } + [
                        Field("all_results", .flag, about: "all that HTP knows, with or without hits"),
                        Field("ignore_mapping", .flag, about: "HTP's own values, not the user's"),
                    ],
                    outcomes: [.success(200), .error("unauthorized")]
                ),
                handler
            )
        }

        static func partTypes(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let query = try Query(call, in: world)
            let state = world.state
            var natives: [PartType] = []
            if query.wantsAll {
                natives = state.partTypes.filter { query.user.sees(dataset: $0.dataset) }
            } else {
                natives = query.partTypes(in: state).compactMap { state.partTypes[$0] }
            }
            let mapping = query.mapping
            let choices = Choices(mapping: mapping)
            var names = natives.flatMap { choices.names(of: $0) }
            if query.wantsAll {
                names += mapping.partTypes.map { Choices.PartTypeChoice(name: $0.name, id: $0.id) }
            }
            let numbers = world.assumptions.numbers
            return .reply(to: call.caller) { json in
                json.array { json in
                    for choice in Choices.sorted(names) {
                        json.object { json in
                            json.identifier("part_types_id", choice.id, numbers)
                            json.member("part_type_name", choice.name)
                        }
                    }
                }
            }
        }

        static func makes(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let query = try Query(call, in: world)
            let natives = query.values(of: .make, in: world.state)
            return reply("make", query, natives, query.mapping.makes, to: call)
        }

        static func models(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let query = try Query(call, in: world)
            let natives = query.values(of: .model, in: world.state)
            return reply("model", query, natives, query.mapping.models, to: call)
        }

        static func categories(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let query = try Query(call, in: world)
            let natives = query.values(of: .category, in: world.state)
            return reply("category", query, natives, [], to: call)
        }

        private static func reply(
            _ key: StaticString,
            _ query: Query,
            _ natives: [String],
            _ rows: [Mapping.Row],
            to call: Call,
        ) -> Response {
            var names = natives.flatMap { Choices.names(of: $0, by: rows) }
            if query.wantsAll { names += rows.map(\.name) }
            return .reply(to: call.caller) { json in
                json.array { json in
                    for name in Choices.sorted(names) { json.object { $0.member(key, name) } }
                }
            }
        }

        /// Always all of the user's [seed]; neither flag has an effect [inferred].
        static func vendors(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let user = try call.user()
            let vendors = Set(user.vendors).sorted().compactMap { world.state.vendors[$0] }
            let numbers = world.assumptions.numbers
            return .reply(to: call.caller) { json in
                json.array { json in
                    for vendor in vendors where user.sees(dataset: vendor.dataset) {
                        for store in vendor.stores {
                            json.object { json in
                                json.key("vendor")
                                store.writeListed(of: vendor.id, vendor.company, numbers, to: &json)
                            }
                        }
                    }
                }
            }
        }
    }
}

extension HeavyTruckParts.Available {
    /// Which values are asked for.
    struct Query {
        let user: HeavyTruckParts.User
        let wantsAll: Bool
        /// The user's; empty where HTP's own values are wanted.
        let mapping: HeavyTruckParts.Mapping
        /// What the values have to be found by.
        private var search: HeavyTruckParts.Search

        init(_ call: HeavyTruckParts.Call, in world: HeavyTruckParts.World) throws(HeavyTruckParts.Failure) {
            user = try call.user()
            wantsAll = HeavyTruckParts.isFlag(call.query("all_results"))
            let isNative = HeavyTruckParts.isFlag(call.query("ignore_mapping"))
            mapping = isNative ? HeavyTruckParts.Mapping() : user.mapping
            search = HeavyTruckParts.Search(everythingFor: user, in: world)
            if wantsAll {
                search.scope = HeavyTruckParts.Scope(everythingFor: user, in: world.state)
                search.category = nil
                search.years = nil
            }
            // A filter of * or nothing is none [inferred].
            if let text = call.query("part_type"), !text.isEmpty, text != "*" {
                search.partTypes =
                    isNative
                    ? world.state.nativePartTypes(text, dataset: user)
                    : world.state.nativePartTypes(text, for: user)
            }
            if let text = call.query("make"), !text.isEmpty, text != "*" {
                search.makes = mapping.nativeMakes(text)
            }
        }

        private var isUnfiltered: Bool {
            search.partTypes == nil && search.makes == nil && search.category == nil && search.years == nil
        }

        /// The part types of what is found.
        func partTypes(in state: HeavyTruckParts.State) -> [Int] {
            if isUnfiltered { return firstHits(state.items.indexes.partType).map(\.key) }
            return Set(search.matches(in: state).map(\.facts.partType)).sorted()
        }

        /// What values can be of.
        enum Dimension {
            case make, model, category

            func index(in state: HeavyTruckParts.State) -> Index<UInt64, HeavyTruckParts.Item.ID> {
                switch self {
                case .make: state.items.indexes.make
                case .model: state.items.indexes.model
                case .category: state.items.indexes.category
                }
            }

            func key(of item: HeavyTruckParts.Item) -> UInt64 {
                switch self {
                case .make: item.sheet.make
                case .model: item.sheet.model
                case .category: item.sheet.category
                }
            }

            func text(of item: HeavyTruckParts.Item) -> String {
                switch self {
                case .make: item.facts.make
                case .model: item.facts.model
                case .category: item.facts.category
                }
            }
        }

        /// The values of what is found, in no order. Two that differ by nothing that counts are one, spelled as the
        /// item with the lower id has it.
        func values(of dimension: Dimension, in state: HeavyTruckParts.State) -> [String] {
            var values: [String] = []
            if isUnfiltered {
                for (_, id) in firstHits(dimension.index(in: state)) {
                    if let item = state.items[id] { values.append(dimension.text(of: item)) }
                }
            } else {
                var seen: Set<UInt64> = []
                for item in search.matches(in: state).sorted(by: { $0.id < $1.id })
                where seen.insert(dimension.key(of: item)).inserted {
                    values.append(dimension.text(of: item))
                }
            }
            return values.filter { !$0.isEmpty }
        }

        /// For each key the first item that is in scope.
        private func firstHits<Key>(
            _ index: Index<Key, HeavyTruckParts.Item.ID>,
        ) -> [(key: Key, id: HeavyTruckParts.Item.ID)] {
            index.keys.compactMap { key, _ in
                index.ids(for: key).first { search.scope.contains($0) }.map { (key, $0) }
            }
        }
    }
}
