import Engine

extension HeavyTruckParts {
    /// The stores whose stock a call is about, with what replies show of them.
    ///
    /// An item of a store that no vendor has is in nobody's scope.
    struct Scope: Sendable {
        struct Shop: Sendable {
            /// The `vendor` object.
            let vendorJSON: [UInt8]
            let company: String
            /// From the place that is searched from, in tenths of a mile; `nil` where either place is not known.
            let tenths: Int?
            /// As JSON.
            let distance: [UInt8]
        }

        private var shops: [UInt64: Shop] = [:]

        /// - Parameters:
        ///   - vendors: only these of the user's; empty for all.
        ///   - stores: only those with these numbers, of whichever vendor [inferred]; empty for all.
        ///   - place: where distances are measured from.
        ///   - farthest: in tenths of a mile.
        init(
            of user: User,
            vendors: [Int] = [],
            stores: [Int] = [],
            terms: Terms = .retail,
            from place: Coordinates? = nil,
            farthest: Int? = nil,
            in state: State,
            _ numbers: Assumptions.Numbers,
        ) {
            for id in user.vendors where vendors.isEmpty || vendors.contains(id) {
                guard let vendor = state.vendors[id], user.sees(dataset: vendor.dataset),
                    !terms.hides(vendor: id, category: "")
                else { continue }
                for store in vendor.stores where stores.isEmpty || stores.contains(store.id) {
                    let miles = place.flatMap { place in
                        coordinates(ofZIP: store.postalCode).map {
                            HeavyTruckParts.miles(from: place, to: $0)
                        }
                    }
                    let tenths = miles.map { Int(($0 * 10).rounded()) }
                    if let farthest, tenths.map({ $0 > farthest }) ?? true { continue }
                    shops[Scope.key(Item.ID(vendor: id, store: store.id, item: 0))] = Shop(
                        vendorJSON: numbers == .documented
                            ? store.json : store.json(of: id, vendor.company, numbers),
                        company: vendor.company,
                        tenths: tenths,
                        distance: Scope.json(of: miles, numbers)
                    )
                }
            }
        }

        /// All stores of the datasets that a user sees, whoever's they are.
        init(everythingFor user: User, in state: State) {
            for vendor in state.vendors where user.sees(dataset: vendor.dataset) {
                for store in vendor.stores {
                    shops[Scope.key(Item.ID(vendor: vendor.id, store: store.id, item: 0))] = Shop(
                        vendorJSON: store.json,
                        company: vendor.company,
                        tenths: nil,
                        distance: []
                    )
                }
            }
        }

        var isEmpty: Bool { shops.isEmpty }

        func shop(of id: Item.ID) -> Shop? { shops[Scope.key(id)] }
        func contains(_ id: Item.ID) -> Bool { shops[Scope.key(id)] != nil }

        /// Vendor and store.
        static func key(_ id: Item.ID) -> UInt64 { id.packed >> 32 }

        private static func json(of miles: Double?, _ numbers: Assumptions.Numbers) -> [UInt8] {
            let text = miles.map(wireText(ofMiles:))
            if numbers == .numbers { return Array((text ?? "null").utf8) }
            return Array("\"\(text ?? "")\"".utf8)
        }
    }
}
