import Engine
import HTTP

extension HeavyTruckParts {
    /// A search as it was meant: mapped, defaults filled in, undocumented values passed over.
    struct Search: Sendable {
        /// `nil` for any; an empty list fits nothing.
        var partTypes: [Int]?
        /// Folded.
        var makes: [UInt64]?
        var models: [UInt64]?
        var years: ClosedRange<Int>?
        /// Folded.
        var category: UInt64?
        var keywords: Keywords?
        var scope: Scope
        var terms: Terms
        var column: Column
        var isDescending: Bool
        /// Whether the result lists part types to choose from.
        var suggestsPartTypes: Bool
        /// Whether a large page is granted.
        var mayBeLarge: Bool

        /// What results can be sorted by [seed].
        enum Column: String, Sendable, CaseIterable {
            case partName = "part_name"
            case makeModel = "make_model"
            case year
            case oemNumber = "oem_number"
            case vendorSKU = "vendor_sku"
            case description, price
            case corePrice = "coreprice"
            case condition, type, distance, vendor
            case dateAdded = "date_added"
        }

        static let pageSize = 25
    }
}

extension HeavyTruckParts.Search {
    typealias Mapping = HeavyTruckParts.Mapping
    typealias User = HeavyTruckParts.User
    typealias State = HeavyTruckParts.State

    init(_ call: HeavyTruckParts.Call, by user: User, in world: HeavyTruckParts.World) {
        let state = world.state
        /// A query value; the user's default where it is not given.
        func text(_ name: StaticString, or other: String = "") -> String { call.query(name) ?? other }
        func component(_ name: StaticString) -> String? {
            let text = call.path(name) ?? "*"
            return text == "*" ? nil : text
        }
        let partType = component("part_type")
        let make = component("make")
        let model = component("model")
        partTypes = partType.map { state.nativePartTypes($0, for: user) }
        makes = make.map { user.mapping.nativeMakes($0) }
        models = model.map { user.mapping.nativeModels($0) }
        years = Self.years(text("year_range", or: user.defaultFilters.yearRange))
        let category = text("category", or: user.defaultFilters.category)
        self.category = category.isEmpty ? nil : HeavyTruckParts.folded(category)
        keywords = HeavyTruckParts.Keywords(text("keywords"))

        let userID = text("userid")
        let endUser = HeavyTruckParts.wholeNumber(userID).flatMap { state.endUsers[$0] }
        terms = HeavyTruckParts.Terms(of: endUser, state.templates)
        var place = HeavyTruckParts.coordinates(ofZIP: text("zipcode"))
        var sortsByDistance = place != nil
        if place == nil, text("zipcode").isEmpty, world.assumptions.defaultZip != .off, let endUser {
            place = HeavyTruckParts.coordinates(ofZIP: endUser.defaultZip)
            sortsByDistance = place != nil && world.assumptions.defaultZip == .both
        }
        scope = HeavyTruckParts.Scope(
            of: user,
            vendors: Self.numbers(text("vendor", or: user.defaultFilters.vendor)),
            stores: Self.numbers(text("store", or: user.defaultFilters.store)),
            terms: terms,
            from: place,
            farthest: place == nil ? nil : Self.farthest(text("distance")),
            in: state,
            world.assumptions.numbers
        )

        let usual = sortsByDistance ? Column.distance : .price
        column = Column(rawValue: text("sort_column").lowercased()) ?? usual
        if column == .distance, place == nil { column = .price }
        isDescending = ["descending", "desc"].contains(text("sort_order").lowercased())

        suggestsPartTypes =
            partType == nil && (user.showsSuggested || HeavyTruckParts.isFlag(call.query("show_suggested")))
        mayBeLarge = true
        if let strict = user.strict, text("vendor").isEmpty {
            let kinds = (partTypes ?? []).compactMap { state.partTypes[$0]?.kind }
            let needsYears = kinds.contains { strict.yearTypes.contains($0) }
            mayBeLarge =
                strict.required.allSatisfy { demand in
                    switch demand {
                    case .partType: partType != nil
                    case .make: make != nil
                    case .model: model != nil
                    case .userid: !userID.isEmpty
                    }
                } && (!needsYears || years != nil)
        }
    }

    /// All that a user sees without asking for anything: the default filters apply, no end user's templates.
    init(everythingFor user: User, in world: HeavyTruckParts.World) {
        years = Self.years(user.defaultFilters.yearRange)
        let category = user.defaultFilters.category
        self.category = category.isEmpty ? nil : HeavyTruckParts.folded(category)
        terms = .retail
        scope = HeavyTruckParts.Scope(
            of: user,
            vendors: Self.numbers(user.defaultFilters.vendor),
            stores: Self.numbers(user.defaultFilters.store),
            in: world.state,
            world.assumptions.numbers
        )
        column = .price
        isDescending = false
        suggestsPartTypes = false
        mayBeLarge = true
    }

    /// The number of items on a page: what was asked for, where it is granted.
    func pageSize(_ asked: String?, for user: User) -> Int {
        guard let asked, !asked.isEmpty else { return Self.pageSize }
        let size = asked.lowercased() == "all" ? Int.max : HeavyTruckParts.wholeNumber(asked) ?? 0
        guard size > 0 else { return Self.pageSize }
        // Without a word: "the parameter is ignored" [seed].
        if let strict = user.strict, size >= strict.largeThreshold, !mayBeLarge { return Self.pageSize }
        return size
    }

    /// `2013,2015` [seed]; `0` leaves a side open, one number is that year, and turned around means the same
    /// [inferred]. Items without a year are outside of any range.
    static func years(_ text: String) -> ClosedRange<Int>? {
        let sides = text.split(separator: ",", omittingEmptySubsequences: false).map { side in
            let digits = side.filter { $0 != " " }
            return digits.isEmpty ? 0 : HeavyTruckParts.wholeNumber(digits) ?? -1
        }
        guard let first = sides.first, let last = sides.last, sides.count <= 2, first >= 0, last >= 0,
            first > 0 || last > 0
        else { return nil }
        if last == 0 { return first...Int.max }
        return min(max(first, 1), last)...max(first, last)
    }

    /// The whole numbers of a comma list; what is none of them is passed over.
    static func numbers(_ text: String) -> [Int] {
        text.split(separator: ",").compactMap { HeavyTruckParts.wholeNumber($0.filter { $0 != " " }) }
    }

    /// Tenths of a mile; `nil` for no limit.
    private static func farthest(_ text: String) -> Int? {
        guard let miles = Double(text), miles.isFinite, miles > 0 else { return nil }
        return Int((min(miles, 100_000) * 10).rounded(.down))
    }
}

// MARK: - Mapping

extension HeavyTruckParts.State {
    /// HTP's part types behind a text of the user's: its own name or id; else HTP's [inferred].
    func nativePartTypes(_ text: String, for user: HeavyTruckParts.User) -> [Int] {
        let wanted = HeavyTruckParts.folded(text)
        let rows = user.mapping.partTypes.filter {
            HeavyTruckParts.folded($0.name) == wanted || HeavyTruckParts.folded($0.id) == wanted
        }
        if !rows.isEmpty { return Array(Set(rows.flatMap(\.native))).sorted() }
        return nativePartTypes(text, dataset: user)
    }

    /// HTP's part types of that name or id.
    func nativePartTypes(_ text: String, dataset user: HeavyTruckParts.User) -> [Int] {
        if let id = HeavyTruckParts.wholeNumber(text) {
            guard let type = partTypes[id], user.sees(dataset: type.dataset) else { return [] }
            return [id]
        }
        return partTypes.indexes.name.ids(for: HeavyTruckParts.folded(text)).filter { id in
            partTypes[id].map { user.sees(dataset: $0.dataset) } ?? false
        }
    }
}

extension HeavyTruckParts.Mapping {
    /// HTP's makes behind a text of the user's, folded; the text itself where it is not mapped [inferred].
    func nativeMakes(_ text: String) -> [UInt64] { native(text, by: makes) }
    func nativeModels(_ text: String) -> [UInt64] { native(text, by: models) }

    private func native(_ text: String, by rows: [Row]) -> [UInt64] {
        let wanted = HeavyTruckParts.folded(text)
        let mapped = rows.filter { HeavyTruckParts.folded($0.name) == wanted }.flatMap(\.native)
        return mapped.isEmpty ? [wanted] : Array(Set(mapped.map(HeavyTruckParts.folded))).sorted()
    }
}
