import Engine

extension AutoLeap {
    /// A record that belongs to a company, found by the indexes below.
    protocol CompanyRow: Record, Ranked where Indexes == CompanyIndexes<Self> {}

    /// What belongs to a company, and the orders that lists of it can have.
    protocol Ranked: Keyed where ID: Hashable {
        /// By what such rows can be ranked: dates and numbers.
        associatedtype Ranking: CaseIterable & Hashable & Sendable

        var companyID: Company.ID { get }
        /// `nil` where the row has nothing to be ranked by.
        func rank(by ranking: Ranking) -> Int64?
        /// Texts that the row is looked up by, such as an item's number.
        var lookupKeys: [String] { get }
    }

    /// The rank of a row within its company.
    struct Rank: Comparable, Hashable, Sendable {
        let company: Company.ID
        let value: Int64

        static func < (one: Rank, other: Rank) -> Bool {
            one.company == other.company ? one.value < other.value : one.company < other.company
        }
    }

    /// How a company's rows are found: by each ranking, and by their lookup keys.
    struct CompanyIndexes<Entry: Ranked>: RowIndexes {
        private var ranks: [Index<Rank, Entry.ID>]
        private(set) var lookup = Index<String, Entry.ID>()

        init() { ranks = Entry.Ranking.allCases.map { _ in Index() } }

        init(_ rows: [Entry]) {
            ranks = Entry.Ranking.allCases.map { ranking in
                Index(rows.lazy.map { (Self.rank(of: $0, by: ranking), $0.id) })
            }
            lookup = Index(rows.lazy.flatMap { row in row.lookupKeys.lazy.map { ($0, row.id) } })
        }

        /// Behind all ranks: of the rows that have none.
        static var unranked: Int64 { .max }

        /// The ids of a company's rows whose rank is within the range, in its order.
        func ids(
            of company: Company.ID,
            by ranking: Entry.Ranking,
            in range: ClosedRange<Int64> = .min...(unranked - 1),
        ) -> Index<Rank, Entry.ID>.IDs {
            let place = Array(Entry.Ranking.allCases).firstIndex(of: ranking) ?? 0
            return ranks[place].ids(
                in: Rank(
                    company: company,
                    value: range.lowerBound
                )...Rank(
                    company: company,
                    value: range.upperBound
                )
            )
        }

        mutating func insert(_ row: Entry) {
            for (place, ranking) in Entry.Ranking.allCases.enumerated() {
                ranks[place].insert(Self.rank(of: row, by: ranking), row.id)
            }
            for key in row.lookupKeys { lookup.insert(key, row.id) }
        }

        mutating func remove(_ row: Entry) {
            for (place, ranking) in Entry.Ranking.allCases.enumerated() {
                ranks[place].remove(Self.rank(of: row, by: ranking), row.id)
            }
            for key in row.lookupKeys { lookup.remove(key, row.id) }
        }

        mutating func replace(_ old: Entry, with new: Entry) {
            for (place, ranking) in Entry.Ranking.allCases.enumerated() {
                ranks[place].move(
                    new.id,
                    from: Self.rank(of: old, by: ranking),
                    to: Self.rank(of: new, by: ranking)
                )
            }
            guard old.lookupKeys != new.lookupKeys else { return }
            for key in old.lookupKeys { lookup.remove(key, old.id) }
            for key in new.lookupKeys { lookup.insert(key, new.id) }
        }

        static func rank(of row: Entry, by ranking: Entry.Ranking) -> Rank {
            Rank(company: row.companyID, value: row.rank(by: ranking) ?? unranked)
        }
    }
}
