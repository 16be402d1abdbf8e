import Engine

extension Leadway {
    /// The last searches of inventories and what they found: turning pages, or asking again, costs no more than the
    /// page. What was found counts as long as neither prices nor products have changed.
    struct Searches: Sendable {
        /// By account and whether the stock is tracked.
        typealias Rows = Index<Facet, Placed<Price>>

        /// By the versions of prices and products.
        private var latest = Latest<[UInt8], [UInt64], Rows>(most: 8, largest: 400_000)

        /// The rows in whose texts, or product's name, a text is found.
        static func rows(with text: [UInt8], in state: inout State) -> Rows {
            let edition = [state.prices.version, state.products.version]
            if let rows = state.searches.latest.answer(to: text, of: edition) { return rows }
            let rows = Rows(found(with: text, in: state).map { ($0.id.shelf, $0) })
            state.searches.latest.keep(rows, to: text, of: edition, size: rows.count)
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
    }
}
