import Engine
import HTTP
import JSON

extension AutoLeap {
    /// How much of the stocked items is where.
    ///
    /// Source: the operations [seed], `restockLevel` [public]; bodies and replies are [inferred].
    enum InventoryLevels {
        static let routes: [Route<AutoLeap>] = [
            Route(
                Operation(
                    "autoleap.inventoryLevels.list",
                    [.init(.get, "/v2/inventoryLevels")],
                    about: "A page of levels: one for each stocked item and location.",
                    query: [
                        Field("companyId", .string(), required: true, source: put),
                        Field("locationId", .string(), source: put),
                        Field("restockLevel", .oneOf(["above", "below"]), source: put),
                        Field("itemNumber", .string(), source: .inferred),
                    ] + DateRange.fields("updatedDateStart", "updatedDateEnd", .inferred) + Paging.fields(),
                    outcomes: listOutcomes,
                    reply: Paging.reply(of: InventoryLevel.shown),
                    paging: Paging.contract()
                ),
                list
            ),
            Route(
                Operation(
                    "autoleap.inventoryLevels.update",
                    [.init(.put, "/v2/inventoryLevels")],
                    about: "Sets the stock of items in locations, all or none.",
                    body: bulkBody("inventoryLevels", InventoryLevel.set, .inferred),
                    outcomes: bulkOutcomes + [.error("not_found")],
                    reply: acknowledgement
                ),
                update
            ),
            Route(
                Operation(
                    "autoleap.inventoryLevels.get",
                    [.init(.get, "/v2/inventoryLevels/{itemId}")],
                    about: "The levels of one item, by location.",
                    query: [
                        Field("companyId", .string(), source: .inferred),
                        Field("locationId", .string(), source: .inferred),
                    ] + Paging.fields(),
                    outcomes: readOutcomes + [.error("bad_request")],
                    reply: Paging.reply(of: InventoryLevel.shown),
                    paging: Paging.contract()
                ),
                get
            ),
        ]

        private static let put = Source.public("inventorylevels/put")

        /// An item, and its level in one location.
        private typealias Shelf = (item: Item, level: InventoryLevel)

        static func list(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let company = try call.company(in: world)
            let locations = try call.locations(of: company, in: world)
            let range = try DateRange(call, "updatedDateStart", "updatedDateEnd")
            let paging = Paging(call)
            let state = world.state
            let standing = call.value("restockLevel")
            let number = call.value("itemNumber")
            var listing = Listing(state.items, of: [company])
            listing.filter(Item.stocked.name, Item.stocked.value)
            listing.filter("itemNumber", number)
            if !range.isBounded, standing == nil, number == nil {
                return page(paging, of: listing, at: locations, state)
            }
            // Uncounted levels stand nowhere, and change with their item's creation.
            let levels = state.inventoryLevels
            func places(_ levelIDs: some Sequence<String>) -> [Listing<Item>.Place] {
                levelIDs.compactMap { levels[$0].flatMap { state.items[$0.itemID] } }
                    .map(CompanyIndexes.place(of:))
            }
            if let standing {
                listing.keep { company in
                    places(levels.indexes.standing.ids(for: InventoryLevel.facet(company, standing)))
                }
            }
            if range.isBounded {
                listing.keep { company in
                    let changed = levels.indexes.updated.ids(
                        for: Facet(company),
                        from: Placed(range.start.milliseconds, ""),
                        upTo: Placed(range.end.milliseconds + 1, "")
                    )
                    return places(changed.lazy.map(\.id)) + state.items.indexes.places(of: company, in: range)
                }
            }
            let wanted = listing.rows.flatMap { shelves(of: $0, at: locations, state) }.filter { shelf in
                range.contains(shelf.level.updated) && (standing == nil || shelf.level.standing == standing)
            }
            return page(paging, of: wanted)
        }

        static func get(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let item = try call.row("itemId", of: world.state.items, "Item", in: world)
            guard item.isStocked else { throw .notFound("Item not found") }
            let locations = try call.locations(of: item.companyID, in: world)
            return page(Paging(call), of: shelves(of: item, at: locations, world.state))
        }

        /// A stock that is set, not changed by.
        private struct Setting {
            var item: Item.ID
            var location: Location.ID
            var quantity: JSON.Number
            var restockLevel: JSON.Number?
            var maxQuantity: JSON.Number?
        }

        static func update(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            try BulkWrite<Setting>(
                collection: "inventoryLevels",
                read: { row, _ throws(Failure) in
                    for name in ["quantityOnHand", "restockLevel", "maxQuantity"] {
                        if let number = row[name]?.double, number < 0 {
                            throw .invalid("\(name) must not be negative")
                        }
                    }
                    return Setting(
                        item: row["itemId" as StaticString]?.string ?? "",
                        location: row["locationId" as StaticString]?.string ?? "",
                        quantity: row["quantityOnHand" as StaticString]?.number ?? JSON.Number(0),
                        restockLevel: row["restockLevel" as StaticString]?.number,
                        maxQuantity: row["maxQuantity" as StaticString]?.number
                    )
                },
                check: { setting, company, world throws(Failure) in
                    try AutoLeap.require(Item.self, setting.item, of: company, in: world)
                    guard world.state.items[setting.item]?.isStocked == true else {
                        throw .invalid("itemId must be that of a stock item")
                    }
                    try call.require(location: setting.location, of: company, in: world)
                },
                apply: { setting, _, world in
                    guard let item = world.state.items[setting.item] else { return }
                    var level = level(of: item, at: setting.location, world.state)
                    level.quantityOnHand = setting.quantity
                    level.restockLevel = setting.restockLevel ?? level.restockLevel
                    level.maxQuantity = setting.maxQuantity ?? level.maxQuantity
                    level.updated = world.now
                    world.state.inventoryLevels.upsert(level)
                }
            ).respond(to: call, in: &world)
        }

        private static func level(of item: Item, at location: Location.ID, _ state: State) -> InventoryLevel {
            state.inventoryLevels[InventoryLevel.key(item.id, location)]
                ?? InventoryLevel(of: item, at: location)
        }

        private static func shelves(of item: Item, at locations: [Location.ID], _ state: State) -> [Shelf] {
            locations.map { (item, level(of: item, at: $0, state)) }
        }

        private static func page(_ paging: Paging, of shelves: [Shelf]) -> Response {
            let window = shelves.dropFirst(paging.offset).prefix(paging.size)
            return .page(paging, of: shelves.count, rows: window.count) { json in
                for shelf in window { shelf.level.write(of: shelf.item, to: &json) }
            }
        }

        /// A page of all levels: which items it shows follows from its number.
        private static func page(
            _ paging: Paging,
            of listing: Listing<Item>,
            at locations: [Location.ID],
            _ state: State,
        ) -> Response {
            let total = listing.page(offset: 0, limit: 0).total * locations.count
            let places = min(paging.offset, total)..<min(paging.offset + paging.size, total)
            guard !places.isEmpty else { return .page(paging, of: total, rows: 0) { _ in } }
            let first = places.lowerBound / locations.count
            let last = (places.upperBound - 1) / locations.count
            let items = listing.page(offset: first, limit: last - first + 1).ids
                .compactMap { state.items[$0] }
            return .page(paging, of: total, rows: places.count) { json in
                for place in places {
                    let item = items[place / locations.count - first]
                    level(of: item, at: locations[place % locations.count], state).write(of: item, to: &json)
                }
            }
        }
    }
}

extension VendorCall<AutoLeap> {
    /// The company's locations, or the one that the query names.
    func locations(
        of company: AutoLeap.Company.ID,
        in world: AutoLeap.World,
    ) throws(AutoLeap.Failure) -> [AutoLeap.Location.ID] {
        if let location = try location(of: company, in: world) { return [location] }
        return Array(world.state.locations.indexes.company.ids(for: company))
    }
}
