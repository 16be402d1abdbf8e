import Engine
import HTTP

extension HeavyTruckParts {
    /// What a search found, all pages of it.
    final class Listing: Sendable {
        let search: Search
        let hits: [Item.ID]
        /// The part types among the hits, for those who want suggestions.
        let partTypes: [Int]

        init(_ search: Search, in state: State) {
            self.search = search
            hits = search.hits(in: state)
            var seen: Set<Int> = []
            if search.suggestsPartTypes {
                for item in state.items.rows(of: hits.sorted()) { seen.insert(item.facts.partType) }
            }
            partTypes = seen.sorted()
        }
    }

    /// The last searches and what they found: turning pages, or asking again, costs no more than the page, however
    /// many items there are. A listing counts as long as nothing has changed that it depends on.
    struct Listings: Sendable {
        private var latest = Latest<[UInt8], Stamp, Listing>(most: 16, largest: 400_000)

        /// What a listing depends on besides the request.
        private struct Stamp: Sendable, Equatable {
            let items: Item.Indexes.Edition
            let users: UInt64
            let partTypes: UInt64
            let vendors: UInt64
            let endUsers: UInt64
            let templates: UInt64
            let numbers: Assumptions.Numbers
            let defaultZip: Assumptions.DefaultZip

            init(_ world: borrowing World) {
                items = world.state.items.indexes.edition
                users = world.state.users.version
                partTypes = world.state.partTypes.version
                vendors = world.state.vendors.version
                endUsers = world.state.endUsers.version
                templates = world.state.templates.version
                numbers = world.assumptions.numbers
                defaultZip = world.assumptions.defaultZip
            }
        }
    }
}

extension HeavyTruckParts.Listings {
    /// What the search finds, whatever page of it is wanted.
    static func listing(
        for call: HeavyTruckParts.Call,
        by user: HeavyTruckParts.User,
        in world: inout HeavyTruckParts.World,
    ) -> HeavyTruckParts.Listing {
        let request = key(of: call, by: user)
        let stamp = Stamp(world)
        if let listing = world.state.listings.latest.answer(to: request, of: stamp) { return listing }
        let listing = HeavyTruckParts.Listing(
            HeavyTruckParts.Search(call, by: user, in: world),
            in: world.state
        )
        world.state.listings.latest.keep(listing, to: request, of: stamp, size: listing.hits.count)
        return listing
    }

    /// User, path components and query as they were sent, page number and size left out. That two spellings of one
    /// search are two searches does no harm.
    private static func key(of call: HeavyTruckParts.Call, by user: HeavyTruckParts.User) -> [UInt8] {
        let request = call.request
        var key: [UInt8] = []
        key.reserveCapacity(64 + request.path.count + (request.query?.count ?? 0))
        key.append(contentsOf: user.id.utf8)
        for index in 0..<call.call.captures.count {
            key.append(UInt8(ascii: "/"))
            key.append(contentsOf: request.head[call.call.captures[index].range])
        }
        guard let query = request.query else { return key }
        for item in request.head[query.range].split(separator: UInt8(ascii: "&")) {
            if item.starts(with: pageNumber) || item.starts(with: resultSize) { continue }
            key.append(UInt8(ascii: "&"))
            key.append(contentsOf: item)
        }
        return key
    }

    private static let pageNumber = Array("page_number=".utf8)
    private static let resultSize = Array("result_size=".utf8)
}
