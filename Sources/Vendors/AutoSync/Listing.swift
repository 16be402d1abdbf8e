import Engine

extension AutoSync {
    /// A list of a shop's rows by id: all that fit the filters it was given. Filters that are `nil` were not asked for.
    struct Listing<Fields: ShopFields> {
        let table: Table<ShopRow<Fields>>
        private let shop: Int
        private var selection: Selection<Facet, Int>

        init(_ table: Table<ShopRow<Fields>>, of shop: Int) {
            self.table = table
            self.shop = shop
            selection = Selection(table.indexes.facets.ids(for: Facet(shop)))
        }

        mutating func filter(_ name: StaticString, _ value: Int?) {
            if let value { selection.keep(table.indexes.facets.ids(for: Facet(shop, name, value))) }
        }

        mutating func filter(_ name: StaticString, _ value: String?) {
            if let value { selection.keep(table.indexes.facets.ids(for: Facet(shop, name, value))) }
        }

        /// - Parameter position: which of the texts that rows can be searched by.
        mutating func filter(text position: Int, _ needle: Needle?) {
            guard let needle else { return }
            let texts = table.indexes.texts[position]
            let found = needle.patterns.map { texts.ids(for: Facet(shop), containing: $0) }
            if found.count == 1 { selection.keep(found[0]) } else { selection.keep(found.flatMap(\.self)) }
        }

        /// Only rows that were created later.
        mutating func filter(createdAfter time: Instant?) {
            guard let time else { return }
            let later = table.indexes.created.ids(
                for: Facet(shop),
                from: Placed(time.milliseconds + 1, .min),
                upTo: Placed(.max, .max)
            )
            selection.keep(later.map(\.id))
        }

        var hits: Hits<Facet, Int> { selection.hits }
    }
}
