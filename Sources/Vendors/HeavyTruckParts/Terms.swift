import Engine

extension HeavyTruckParts {
    /// What an end user gets to see of the stock: the effect of the templates assigned to them.
    ///
    /// It shows in search, details and whole unit parts, never in the feed [seed]. Without an end user, with an unknown
    /// one, and for a type without a template the vendors' own figures stand [inferred].
    struct Terms: Sendable {
        private var pricing: Template.Rule?
        private var quantityLimit: Int?
        private var hiddenCategories: Set<String> = []
        private var hiddenVendors: Set<Int> = []

        /// The vendors' own figures.
        static let retail = Terms()

        private init() {}

        /// - Parameter endUser: `nil` for nobody in particular.
        init(of endUser: EndUser?, _ templates: Table<Template>) {
            guard let endUser else { return }
            for (kind, name) in endUser.templates {
                guard let rule = templates[Template.id(kind, name)]?.rule else { continue }
                switch kind {
                case .pricing: pricing = rule
                case .quantity: quantityLimit = rule.maxQuantity
                case .availability:
                    hiddenCategories = Set(rule.hiddenCategories.map { $0.uppercased() })
                    hiddenVendors = Set(rule.hiddenVendors)
                }
            }
        }

        /// Whether prices are the vendors' own, so that stored ones can be used.
        var hasRetailPrices: Bool { pricing == nil }

        /// Whether nothing is hidden.
        var hidesNothing: Bool { hiddenCategories.isEmpty && hiddenVendors.isEmpty }

        /// The price of an item for the end user. A price that is not given (an empty text) stays so, unless the
        /// template has a fixed one.
        func price(_ retail: String, of item: Item.ID) -> String {
            guard let pricing else { return retail }
            if !pricing.prices.isEmpty, let fixed = pricing.prices[item.description] {
                return fixed.description
            }
            guard let share = pricing.share, let cents = Cents(retail) else { return retail }
            return cents.share(share).description
        }

        /// The same in cents, for putting items in order; `nil` where there is no price.
        func cents(_ retail: Cents?, of item: Item.ID) -> Cents? {
            guard let pricing else { return retail }
            if !pricing.prices.isEmpty, let fixed = pricing.prices[item.description] { return fixed }
            guard let share = pricing.share else { return retail }
            return retail?.share(share)
        }

        /// How many pieces are shown as available.
        func quantity(_ available: Int) -> Int {
            quantityLimit.map { min($0, available) } ?? available
        }

        func hides(vendor: Int, category: String) -> Bool {
            if hiddenVendors.contains(vendor) { return true }
            return !hiddenCategories.isEmpty && hiddenCategories.contains(category.uppercased())
        }
    }
}
