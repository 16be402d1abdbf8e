import Engine
import HTTP
import JSON

extension AutoLeap {
    /// A list of companies' rows: which of them, in what order. Filters that are `nil` were not asked for.
    struct Listing<Entry: CompanyRow> {
        typealias Place = CompanyIndexes<Entry>.Place

        let table: Table<Entry>
        private let companies: [Company.ID]
        /// The order; ties are by id [inferred].
        private let order: Entry.Ranking
        /// What is wanted of each company.
        private var selections: [Selection<Facet, Place>]
        private var isFiltered = false

        init(
            _ table: Table<Entry>,
            of companies: [Company.ID],
            by order: Entry.Ranking = CompanyIndexes<Entry>.usual,
        ) {
            self.table = table
            self.companies = companies
            self.order = order
            selections = companies.map { Selection(table.indexes.facets.ids(for: Facet($0))) }
        }

        /// Only rows that have the value.
        mutating func filter(_ name: StaticString, _ value: String?) {
            guard let value else { return }
            let facets = table.indexes.facets
            keep { facets.ids(for: Facet($0, name, value)) }
        }

        /// Only rows with a rank within the range.
        mutating func restrict(_ ranking: Entry.Ranking, to range: DateRange) {
            guard range.isBounded else { return }
            let (start, end) = (range.start.milliseconds, range.end.milliseconds)
            let indexes = table.indexes
            keep { company in
                if end < start { return [] }
                guard ranking == CompanyIndexes<Entry>.usual else {
                    return indexes.members(of: company, by: ranking, in: start...end).map(\.place)
                }
                return Array(indexes.places(of: company, in: range))
            }
        }

        /// Only rows with a part in their texts.
        mutating func search(_ part: String?) {
            guard let part = part.map({ Array($0.lowercased().utf8) }) else { return }
            let texts = table.indexes.texts
            keep { texts.ids(for: Facet($0), containing: part) }
        }

        private mutating func keep(_ runs: (Company.ID) -> Selection<Facet, Place>.Run) {
            isFiltered = true
            for (position, company) in companies.enumerated() { selections[position].keep(runs(company)) }
        }

        /// Only these of each company.
        mutating func keep(_ places: (Company.ID) -> [Place]) {
            isFiltered = true
            for (position, company) in companies.enumerated() { selections[position].keep(places(company)) }
        }

        /// One page of it, each row written by `write`.
        func page(_ paging: Paging, _ write: (Entry, inout JSON.Writer) -> Void) -> Response {
            let (total, ids) = page(
                offset: paging.offset,
                limit: paging.size,
                isReversed: paging.isDescending
            )
            return .page(paging, of: total, rows: ids.count) { json in
                for id in ids { if let row = table[id] { write(row, &json) } }
            }
        }

        /// How many rows there are, and the ids of those of a page.
        func page(offset: Int, limit: Int, isReversed: Bool = false) -> (total: Int, ids: [Entry.ID]) {
            if order != CompanyIndexes<Entry>.usual {
                let hits: Hits<CompanyIndexes<Entry>.Rank, CompanyIndexes<Entry>.Member> =
                    isFiltered || companies.count > 1
                    ? .list(members) : .run(table.indexes.members(of: companies[0], by: order))
                let page = hits.page(offset: offset, limit: limit, isReversed: isReversed)
                return (hits.count, page.map(\.id))
            }
            let hits = selections.map(\.hits)
            let page = hits.merged(offset: offset, limit: limit, isReversed: isReversed)
            return (hits.reduce(0) { $0 + $1.count }, page.map(\.id))
        }

        /// All rows in the usual order.
        var rows: [Entry] {
            let hits = selections.map(\.hits)
            return hits.merged(offset: 0, limit: .max).compactMap { table[$0.id] }
        }

        /// All rows in another order than the usual one.
        private var members: [CompanyIndexes<Entry>.Member] {
            rows.map { (rank: $0.rank(by: order) ?? .max, member: CompanyIndexes.Member($0)) }
                .sorted { ($0.rank, $0.member) < ($1.rank, $1.member) }
                .map(\.member)
        }
    }
}
