import Engine
import HTTP
import JSON

extension AutoLeap {
    /// A list of companies' rows: which of them, in what order. Rows without a rank in that order are no part of it.
    struct Listing<Entry: CompanyRow> {
        let table: Table<Entry>
        let companies: [Company.ID]
        /// The order; ties are by id [inferred].
        var order: Entry.Ranking
        /// Only rows with this lookup key.
        var lookup: String?
        /// Only rows whose ranks are within these.
        private var ranges: [(ranking: Entry.Ranking, range: DateRange)] = []
        /// Only rows that pass.
        private var filters: [(Entry) -> Bool] = []

        init(_ table: Table<Entry>, of companies: [Company.ID], by order: Entry.Ranking) {
            self.table = table
            self.companies = companies
            self.order = order
        }

        mutating func restrict(_ ranking: Entry.Ranking, to range: DateRange) {
            if range.isBounded { ranges.append((ranking, range)) }
        }

        mutating func filter(_ isWanted: @escaping (Entry) -> Bool) { filters.append(isWanted) }

        /// One page of it, each row written by `write`.
        func page(_ paging: Paging, _ write: (Entry, inout JSON.Writer) -> Void) -> Response {
            if companies.count == 1, lookup == nil, ranges.isEmpty, filters.isEmpty {
                let ids = table.indexes.ids(of: companies[0], by: order)
                var window = Array(
                    ids.page(offset: offset(paging, of: ids.count), limit: limit(paging, of: ids.count))
                )
                if paging.isDescending { window.reverse() }
                return .page(paging, of: ids.count, rows: window.count) { json in
                    for id in window { if let row = table[id] { write(row, &json) } }
                }
            }
            var rows = self.rows
            if paging.isDescending { rows.reverse() }
            let window = rows.dropFirst(paging.offset).prefix(paging.size)
            return .page(paging, of: rows.count, rows: window.count) { json in
                for row in window { write(row, &json) }
            }
        }

        // A page of the opposite order, counted from the other end.
        private func offset(_ paging: Paging, of total: Int) -> Int {
            paging.isDescending ? max(0, total - paging.offset - paging.size) : paging.offset
        }

        private func limit(_ paging: Paging, of total: Int) -> Int {
            paging.isDescending ? max(0, min(paging.size, total - paging.offset)) : paging.size
        }

        /// All rows of the list, in its order.
        var rows: [Entry] {
            let (candidates, isOrdered) = candidates
            let rows = candidates.compactMap { table[$0] }.filter(isWanted)
            if isOrdered { return rows }
            return rows.sorted {
                (CompanyIndexes<Entry>.rank(of: $0, by: order).value, $0.id)
                    < (CompanyIndexes<Entry>.rank(of: $1, by: order).value, $1.id)
            }
        }

        private func isWanted(_ row: Entry) -> Bool {
            companies.contains(row.companyID)
                && row.rank(by: order) != nil
                && ranges.allSatisfy { pair in
                    pair.range.contains(row.rank(by: pair.ranking).map { Instant(milliseconds: $0) })
                } && filters.allSatisfy { $0(row) }
        }

        /// The ids that can be wanted at all, found in the index that leaves the fewest; whether they are in order.
        private var candidates: (ids: [Entry.ID], isOrdered: Bool) {
            let indexes = table.indexes
            if let lookup { return (Array(indexes.lookup.ids(for: lookup)), false) }
            let narrowed = ranges.map { pair in
                companies.map { company in
                    indexes.ids(
                        of: company,
                        by: pair.ranking,
                        in: pair.range.start
                            .milliseconds...max(
                                pair.range.start.milliseconds,
                                pair.range.end.milliseconds
                            )
                    )
                }
            }
            let fewest = narrowed.min { one, other in
                one.reduce(0) { $0 + $1.count } < other.reduce(0) { $0 + $1.count }
            }
            if let fewest { return (fewest.flatMap { Array($0) }, false) }
            return (companies.flatMap { Array(indexes.ids(of: $0, by: order)) }, companies.count == 1)
        }
    }
}
