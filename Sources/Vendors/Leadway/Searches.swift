import Engine

extension Leadway {
    /// The last searches of inventories and what they found: turning pages, or asking again, costs no more than the
    /// page. What was found counts as long as neither prices nor products have changed.
    struct Searches: Sendable {
        /// By account and whether the stock is tracked.
        typealias Rows = Index<Facet, Placed<Price>>

        /// How many are kept at most, and how many rows they found together, the newest aside.
        static let most = 8
        static let mostRows = 400_000

        /// The newest comes first.
        private var kept: [Search] = []

        private struct Search: Sendable {
            let text: [UInt8]
            let prices: UInt64
            let products: UInt64
            let rows: Rows
        }

        /// The rows in whose texts, or product's name, a text is found.
        static func rows(with text: [UInt8], in state: inout State) -> Rows {
            let (prices, products) = (state.prices.version, state.products.version)
            let kept = state.searches.kept
            if let search = kept.first(where: { $0.text == text }), search.prices == prices,
                search.products == products
            {
                return search.rows
            }
            let rows = Rows(found(with: text, in: state).map { ($0.id.shelf, $0) })
            state.searches.keep(Search(text: text, prices: prices, products: products, rows: rows))
            return rows
        }

        private static func found(with text: [UInt8], in state: State) -> [Placed<Price>] {
            let prices = state.prices.indexes
            var found = Array(prices.texts.ids(containing: text))
            for product in state.products.indexes.names.ids(containing: text) {
                for price in prices.byProduct.ids(for: Facet(product.id.id)) { found.append(price.place) }
            }
            return found
        }

        private mutating func keep(_ search: Search) {
            kept.removeAll { $0.text == search.text }
            kept.insert(search, at: 0)
            var rows = 0
            var end = 1
            while end < min(kept.count, Self.most) {
                rows += kept[end].rows.count
                if rows > Self.mostRows { break }
                end += 1
            }
            kept.removeSubrange(end...)
        }
    }
}
