import Engine

/// Finding: what indexes have of each filter, intersected, then put in order.
extension HeavyTruckParts.Search {
    typealias Item = HeavyTruckParts.Item

    /// The items that fit, in order.
    func hits(in state: State) -> [Item.ID] {
        if !looksAtItems { return hitsOfAll(in: state) }
        return sorted(matches(in: state), in: state)
    }

    /// The items that fit, in the order of their ids.
    func matches(in state: State) -> [Item] {
        guard !scope.isEmpty else { return [] }
        let candidates = candidates(in: state) ?? state.items.indexes.price.ids.sorted()
        var hits: [Item.ID] = []
        hits.reserveCapacity(candidates.count)
        // Neighbours are of one store.
        var last: (key: UInt64, isInScope: Bool) = (0, false)
        for id in candidates {
            let key = HeavyTruckParts.Scope.key(id)
            if key != last.key { last = (key, scope.contains(id)) }
            if last.isInScope { hits.append(id) }
        }
        let items = state.items.rows(of: hits)
        if terms.hidesNothing { return items }
        return items.filter { !terms.hides(vendor: $0.id.vendor, category: $0.sheet.facts.category) }
    }

    /// All that is in scope. The usual orders, by price and by distance, cost no look at the items.
    private func hitsOfAll(in state: State) -> [Item.ID] {
        let index = state.items.indexes
        let isByPrice = column == .price && terms.hasRetailPrices
        var hits: [Item.ID] = []
        hits.reserveCapacity(index.price.count)
        // Neighbours are often of one store.
        var last: (key: UInt64, isInScope: Bool) = (0, false)
        for id in isByPrice && isDescending ? index.fallingPrice.ids : index.price.ids {
            let key = HeavyTruckParts.Scope.key(id)
            if key != last.key { last = (key, scope.contains(id)) }
            if last.isInScope { hits.append(id) }
        }
        if isByPrice { return hits }
        guard column == .distance else { return sorted(hits.compactMap { state.items[$0] }, in: state) }
        return ranked(hits, by: \.self) { scope.shop(of: $0)?.tenths }
    }

    /// The listed items that pass the filters, sorted; `nil` where there are none. The scope is not among them.
    private func candidates(in state: State) -> [Item.ID]? {
        let index = state.items.indexes
        var selection = Selection<UInt64, Item.ID>()
        /// Leaves the items that have one of the values.
        func keep(_ index: Index<UInt64, Item.ID>, _ values: [UInt64]) {
            if values.count == 1 {
                selection.keep(index.ids(for: values[0]))
            } else {
                selection.keep(values.flatMap { index.ids(for: $0) })
            }
        }
        if let partTypes, let makes, let models, partTypes.count * makes.count * models.count <= 100 {
            let kinds = partTypes.flatMap { type in
                makes.flatMap { make in
                    models.map { Item.Indexes.kind(partType: type, make: make, model: $0) }
                }
            }
            keep(index.kind, kinds)
        } else {
            if let partTypes { selection.keep(partTypes.flatMap { index.partType.ids(for: $0) }) }
            if let makes { keep(index.make, makes) }
            if let models { keep(index.model, models) }
        }
        if let years { selection.keep(Array(index.year.ids(in: years))) }
        if let category { keep(index.category, [category]) }
        if let keywords { selection.keep(keywords.ids(in: state)) }
        return isFiltered ? selection.hits.ids : nil
    }

    /// Whether anything but the scope leaves items out.
    private var looksAtItems: Bool { isFiltered || !terms.hidesNothing }

    private var isFiltered: Bool {
        partTypes != nil || makes != nil || models != nil || years != nil || category != nil
            || keywords != nil
    }
}

// MARK: - Order

extension HeavyTruckParts.Search {
    private struct Ranked<Key> {
        let key: Key
        let id: Item.ID
    }

    /// Equal keys in the order of vendor, store and item; missing values last in both directions [inferred].
    private func sorted(_ items: [Item], in state: State) -> [Item.ID] {
        switch column {
        case .price:
            return sorted(items) { item in
                terms.cents(item.sheet.cents, of: item.id)?.count
            }
        case .corePrice: return sorted(items) { HeavyTruckParts.Cents($0.facts.corePrice)?.count }
        case .year: return sorted(items) { $0.sheet.year == 0 ? nil : $0.sheet.year }
        case .distance: return sorted(items) { scope.shop(of: $0.id)?.tenths }
        case .partName: return sorted(items) { state.partTypes[$0.facts.partType]?.name ?? "" }
        case .makeModel: return sorted(items, by: \.facts.makeAndModel)
        case .oemNumber: return sorted(items, by: \.facts.oemNumber)
        case .vendorSKU: return sorted(items, by: \.facts.sku)
        case .description: return sorted(items, by: \.facts.description)
        case .condition: return sorted(items, by: \.facts.condition)
        case .type: return sorted(items, by: \.facts.category)
        case .vendor: return sorted(items) { scope.shop(of: $0.id)?.company ?? "" }
        case .dateAdded: return sorted(items, by: \.facts.dateAdded)
        }
    }

    private func sorted(_ items: [Item], by number: (Item) -> Int?) -> [Item.ID] {
        ranked(items, by: \.id, number)
    }

    private func ranked<Hit>(_ hits: [Hit], by id: (Hit) -> Item.ID, _ number: (Hit) -> Int?) -> [Item.ID] {
        var ranked = hits.map { hit in
            Ranked(key: number(hit).map { isDescending ? -$0 : $0 } ?? .max, id: id(hit))
        }
        ranked.sort { $0.key == $1.key ? $0.id < $1.id : $0.key < $1.key }
        return ranked.map(\.id)
    }

    private func sorted(_ items: [Item], by text: (Item) -> String) -> [Item.ID] {
        var ranked = items.map { Ranked(key: text($0).lowercased(), id: $0.id) }
        ranked.sort { one, other in
            if one.key == other.key { return one.id < other.id }
            if one.key.isEmpty || other.key.isEmpty { return other.key.isEmpty }
            return isDescending ? other.key < one.key : one.key < other.key
        }
        return ranked.map(\.id)
    }
}
