import Engine
import HTTP
import JSON

extension HeavyTruckParts {
    /// What is on the shelves: searches, single items, whole units, the feed.
    ///
    /// Source: "Searching inventory", "Item details", "Whole unit parts", "Advertising feed" [seed].
    enum Inventory {
        static let routes: [Route<HeavyTruckParts>] = [
            Route(
                Operation(
                    "htp.inventory.search",
                    [.init(.get, "/inventory/search/{part_type}/{make}/{model}")],
                    about:
                        "Searches the stock of the user's vendors, by page. A component of the path that is * is not "
                        + "looked at.",
                    query: [
                        Field("year_range", .string(), about: "first,last; 0 leaves a side open"),
                        Field(
                            "zipcode",
                            .string(),
                            about: "where distances are measured from; sorts by distance"
                        ),
                        Field("distance", .decimal, about: "in miles, with zipcode; 0 for any"),
                        Field("keywords", .string(), about: "all words; (set one)|(set two)"),
                        Field("category", .string(), about: "usually NEW, USED, CORE"),
                        Field("store", .list(.id)),
                        Field("vendor", .list(.id)),
                        Field("userid", .id, about: "the end user, for price and availability"),
                        Field("page_number", .integer(1...1_000_000)),
                        Field("result_size", .string(), about: "items a page, or all; 25 by default"),
                        Field("sort_column", .oneOf(Search.Column.allCases.map(\.rawValue))),
                        Field("sort_order", .oneOf(["ascending", "descending", "asc", "desc"])),
                        Field("show_suggested", .flag, about: "part types among the hits, where none is set"),
                    ],
                    outcomes: [.success(200), .error("unauthorized"), .error("not_found")],
                    paging: Paging(
                        .page("page_number"),
                        size: "result_size",
                        usually: Search.pageSize,
                        rows: [["results"], ["results", "results"]],
                        total: [["total_results"], ["results", "total_results"]],
                        pages: [["total_pages"], ["results", "total_pages"]]
                    )
                ),
                search
            ),
            Route(
                Operation(
                    "htp.inventory.details",
                    [.init(.get, "/inventory/details/{vendor}/{store}/{item}")],
                    about: "One item.",
                    query: [Field("userid", .id, about: "for price and availability")],
                    outcomes: [.success(200), .error("unauthorized"), .error("not_found")]
                ),
                details
            ),
            Route(
                Operation(
                    "htp.inventory.wholeunitparts",
                    [.init(.get, "/inventory/wholeunitparts/{vendor}/{store}/{vehicle}")],
                    about: "The parts off one unit; the unit itself is not among them.",
                    query: [Field("userid", .id, about: "for the price")],
                    outcomes: [.success(200), .error("unauthorized")]
                ),
                wholeUnitParts
            ),
            Route(
                Operation(
                    "htp.inventory.feed",
                    [.init(.get, "/inventory/feed")],
                    about: "All that the user sees, in one object.",
                    outcomes: [.success(200), .error("unauthorized")]
                ),
                feed
            ),
        ]

        /// The longest description in the feed, in characters; what follows is replaced by three dots.
        static let feedDescription = 175

        static func search(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let user = try call.user()
            let listing = Listings.listing(for: call, by: user, in: &world)
            let size = listing.search.pageSize(call.query("result_size"), for: user)
            let total = listing.hits.count
            let pages = total / size + (total % size == 0 ? 0 : 1)
            // A page that is no number from 1 on is the first one [inferred].
            let page = max(1, wholeNumber(call.query("page_number") ?? "") ?? 1)
            let (start, overflow) = (page - 1).multipliedReportingOverflow(by: size)
            let hits =
                overflow || start >= total
                ? [] : listing.hits[start..<min(total, start + min(size, total - start))]

            var json = JSON.Writer(reserving: 256 + hits.count * rowSize)
            let isNested = world.assumptions.envelope == .nested
            if isNested {
                json.beginObject()
                json.key("results")
            }
            let numbers = world.assumptions.numbers
            json.beginObject()
            json.unquoted("total_results", total, numbers)
            json.unquoted("total_pages", pages, numbers)
            json.key("results")
            json.beginArray()
            write(hits, of: listing, page: page, for: call, by: user, in: world, to: &json)
            json.endArray()
            if listing.search.suggestsPartTypes {
                json.key("suggested_part_types")
                Suggestions(listing, for: call, by: user, in: world.state).write(numbers, to: &json)
            }
            json.endObject()
            if isNested { json.endObject() }
            return .reply(to: call.caller, json)
        }

        private static func write(
            _ hits: ArraySlice<Item.ID>,
            of listing: Listing,
            page: Int,
            for call: Call,
            by user: User,
            in world: borrowing World,
            to json: inout JSON.Writer,
        ) {
            let numbers = world.assumptions.numbers
            let terms = listing.search.terms
            let origin = call.origin.bytes
            let pageNumber = Array((numbers == .numbers ? "\(page)" : "\"\(page)\"").utf8)
            // A page is of few stores and types, in any order.
            var fillings: [Item.SearchResult.Filling] = []
            var keys: [UInt64] = []
            for id in hits {
                guard let item = world.state.items[id] else { continue }
                let partType = item.sheet.facts.partType
                let key = Scope.key(id) << 32 | UInt64(partType)
                var index = keys.firstIndex(of: key)
                if index == nil, let shop = listing.search.scope.shop(of: id) {
                    if fillings.count == mostFillings {
                        keys.removeAll(keepingCapacity: true)
                        fillings.removeAll(keepingCapacity: true)
                    }
                    index = keys.count
                    keys.append(key)
                    fillings.append(.init(shop, partName: world.state.partNameJSON(partType)))
                }
                guard let index else { continue }
                let result =
                    numbers == .documented
                    ? item.sheet.searchResult : Item.SearchResult(item.facts, of: id, numbers)
                result.write(
                    fillings[index],
                    origin: origin,
                    pageNumber: pageNumber,
                    price: terms.hasRetailPrices ? nil : price(of: item, terms, numbers),
                    includesQA: user.includesQA,
                    to: &json
                )
            }
        }

        /// How many are kept at hand.
        private static let mostFillings = 32
        /// More bytes than most items of a page have.
        private static let rowSize = 896

        /// The price for an end user as JSON.
        private static func price(of item: Item, _ terms: Terms, _ numbers: Assumptions.Numbers) -> [UInt8] {
            var json = JSON.Writer(reserving: 16)
            json.decimal(terms.price(item.price, of: item.id), numbers)
            return json.bytes
        }

        /// An item that the user's vendors have, sold ones with a quantity of 0 included; 404 for all others, those of
        /// other vendors among them, so that nothing is given away [inferred].
        static func details(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let user = try call.user()
            let id = Item.ID(
                vendor: number("vendor", in: call),
                store: number("store", in: call),
                item: number("item", in: call)
            )
            guard user.vendors.contains(id.vendor), let item = world.state.items[id],
                item.status != .withdrawn,
                let vendor = world.state.vendors[id.vendor], user.sees(dataset: vendor.dataset),
                let store = vendor.store(id.store)
            else { throw .notFound("there is no such item") }
            let terms = world.terms(for: call)
            guard !terms.hides(vendor: id.vendor, category: item.facts.category) else {
                throw .notFound("there is no such item")
            }
            let numbers = world.assumptions.numbers
            var quantity = JSON.Writer(reserving: 16)
            let available = terms.quantity(item.isOnSale ? item.availableQuantity : 0)
            if numbers == .numbers { quantity.int(available) } else { quantity.string(String(available)) }
            let isStored = numbers == .documented && !user.hasLegacyDetails
            let details =
                isStored
                ? item.sheet.details
                : Item.Details(item.facts, of: id, numbers, isLegacy: user.hasLegacyDetails)
            var json = JSON.Writer(reserving: 1536)
            details.write(
                partName: world.state.partNameJSON(item.facts.partType),
                price: terms.hasRetailPrices ? nil : Inventory.price(of: item, terms, numbers),
                quantity: quantity.bytes,
                vendor: numbers == .documented
                    ? store.json : store.json(of: vendor.id, vendor.company, numbers),
                to: &json
            )
            return .reply(to: call.caller, json)
        }

        /// Listed parts only, in the order of their ids; nothing for an unknown unit [inferred].
        static func wholeUnitParts(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let user = try call.user()
            let ids = Item.ID.all(of: number("vendor", in: call), store: number("store", in: call))
            let terms = world.terms(for: call)
            let scope = Scope(of: user, terms: terms, in: world.state, world.assumptions.numbers)
            let numbers = world.assumptions.numbers
            let state = world.state
            return .reply(to: call.caller) { json in
                json.array { json in
                    for id in state.items.indexes.vehicle.ids(for: number("vehicle", in: call))
                    where ids.contains(id) {
                        guard scope.contains(id), let item = state.items[id], item.isListed,
                            let type = state.partTypes[item.facts.partType], type.kind != PartType.vehicle,
                            !terms.hides(vendor: id.vendor, category: item.facts.category)
                        else { continue }
                        json.object { json in
                            json.member("part_name", type.name)
                            json.member("vendor_part_name", item.vendorPartName)
                            json.member("make_model", item.facts.makeAndModel)
                            json.member("vendor_sku", item.sku)
                            json.key("details_uri")
                            json.string(utf8: call.origin.bytes + Array(Item.detailsPath(of: id).utf8))
                            json.decimal("price", terms.price(item.price, of: id), numbers)
                        }
                    }
                }
            }
        }

        /// JSON for XML users too: "a JSON object" [seed]. Retail prices, and no end user's templates [seed].
        static func feed(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let user = try call.user()
            let search = Search(everythingFor: user, in: world)
            let hits = search.hits(in: world.state).sorted()
            let state = world.state
            let numbers = world.assumptions.numbers
            var json = JSON.Writer(reserving: 256 + hits.count * 512)
            json.object { json in
                json.unquoted("total_results", hits.count, numbers)
                json.array("results") { json in
                    for id in hits {
                        guard let item = state.items[id], let shop = search.scope.shop(of: id) else {
                            continue
                        }
                        write(
                            item,
                            of: shop,
                            state.partNameJSON(item.facts.partType),
                            numbers,
                            for: call,
                            by: user,
                            to: &json
                        )
                    }
                }
            }
            return Response(200, .json, body: json.bytes)
        }

        private static func write(
            _ item: Item,
            of shop: Scope.Shop,
            _ partName: [UInt8],
            _ numbers: Assumptions.Numbers,
            for call: Call,
            by user: User,
            to json: inout JSON.Writer,
        ) {
            let facts = item.facts
            json.object { json in
                json.member("type", facts.category)
                json.key("vendor")
                json.raw(shop.vendorJSON)
                json.key("part_name")
                json.raw(partName)
                json.member("make_model", facts.makeAndModel)
                json.member("year", facts.year)
                json.member("vendor_sku", facts.sku)
                json.quoted("vendor_inventory_id", item.id.item, numbers)
                let isLong = facts.description.count > feedDescription
                json.member(
                    "description",
                    isLong ? facts.description.prefix(feedDescription) + "..." : facts.description
                )
                json.decimal("price", facts.price, numbers)
                json.decimal("coreprice", facts.corePrice, numbers)
                json.member("condition", facts.condition)
                json.key("details_uri")
                json.string(utf8: call.origin.bytes + Array(Item.detailsPath(of: item.id).utf8))
                json.member("images", facts.images.first ?? "")
                if user.includesQA {
                    json.key("qa")
                    facts.writeAnswers(to: &json)
                }
            }
        }

        /// A path segment that is a whole number; a number that nothing has where it is none.
        static func number(_ name: StaticString, in call: Call) -> Int {
            call.path(name).flatMap { wholeNumber($0) } ?? 0
        }
    }
}

extension HeavyTruckParts.State {
    /// The name of a part type as JSON; an empty text where there is no such type.
    func partNameJSON(_ id: Int) -> [UInt8] { partTypes[id]?.nameJSON ?? [0x22, 0x22] }
}

extension VendorWorld<HeavyTruckParts> {
    /// The terms of the end user that the call names. An unknown one gets the vendors' own figures [inferred].
    func terms(for call: HeavyTruckParts.Call) -> HeavyTruckParts.Terms {
        guard let text = call.query("userid") else { return .retail }
        let endUser = HeavyTruckParts.wholeNumber(text).flatMap { state.endUsers[$0] }
        return HeavyTruckParts.Terms(of: endUser, state.templates)
    }
}
