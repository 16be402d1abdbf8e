import Engine

/// Finding: the smallest set of candidates that an index offers, filtered, then put in order.
extension HeavyTruckParts.Search {
    typealias Item = HeavyTruckParts.Item

    /// The items that fit, in order.
    func hits(in state: State) -> [Item.ID] {
        if !looksAtItems { return hitsOfAll(in: state) }
        return sorted(matches(in: state), in: state)
    }

    /// The items that fit, in no order.
    func matches(in state: State) -> [Item] {
        guard !scope.isEmpty else { return [] }
        let candidates = candidates(in: state) ?? Array(state.items.indexes.price.ids)
        var rows: [Item] = []
        rows.reserveCapacity(candidates.count)
        for id in candidates where scope.contains(id) {
            if let item = state.items[id], fits(item) { rows.append(item) }
        }
        return rows
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

    /// Listed items that hold all hits, as few as an index offers; `nil` where no index helps.
    private func candidates(in state: State) -> [Item.ID]? {
        let index = state.items.indexes
        var choices: [(count: Int, ids: () -> [Item.ID])] = []
        if let partTypes, let makes, let models, partTypes.count * makes.count * models.count <= 100 {
            let keys = partTypes.flatMap { type in
                makes.flatMap { make in
                    models.map { Item.Indexes.kind(partType: type, make: make, model: $0) }
                }
            }
            choices.append(
                (
                    keys.reduce(0) { $0 + index.kind.count(for: $1) },
                    { keys.flatMap { Array(index.kind.ids(for: $0)) } }
                )
            )
        } else {
            if let partTypes {
                let count = partTypes.reduce(0) { $0 + index.partType.count(for: $1) }
                choices.append((count, { partTypes.flatMap { Array(index.partType.ids(for: $0)) } }))
            }
            if let makes {
                let count = makes.reduce(0) { $0 + index.make.count(for: $1) }
                choices.append((count, { makes.flatMap { Array(index.make.ids(for: $0)) } }))
            }
            if let models {
                let count = models.reduce(0) { $0 + index.model.count(for: $1) }
                choices.append((count, { models.flatMap { Array(index.model.ids(for: $0)) } }))
            }
        }
        let best = choices.min { $0.count < $1.count }?.ids()
        // Only the index can tell which items have the words.
        guard let keywords else { return best }
        let ids = keywords.ids(in: state)
        return best.map { HeavyTruckParts.Keywords.intersection($0.sorted(), ids) } ?? ids
    }

    /// Whether the filters need more of an item than its id.
    private var looksAtItems: Bool {
        partTypes != nil || makes != nil || models != nil || years != nil || category != nil
            || keywords != nil
            || !terms.hidesNothing
    }

    /// The filters that the scope does not hold, keywords aside: the candidates have them.
    private func fits(_ item: Item) -> Bool {
        let sheet = item.sheet
        if let partTypes, !partTypes.contains(sheet.facts.partType) { return false }
        if let makes, !makes.contains(sheet.make) { return false }
        if let models, !models.contains(sheet.model) { return false }
        if let years, !years.contains(sheet.year) { return false }
        if let category, category != sheet.category { return false }
        return terms.hidesNothing || !terms.hides(vendor: item.id.vendor, category: sheet.facts.category)
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
