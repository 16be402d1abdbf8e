import Engine

extension AutoLeap {
    /// A record that belongs to a company, found by the indexes below.
    protocol CompanyRow: Record, Ranked where Indexes == CompanyIndexes<Self> {}

    /// What belongs to a company, and how lists of it are ordered and filtered.
    protocol Ranked: Keyed where ID == String {
        /// By what such rows can be ranked: dates and numbers. The first is the usual order of lists.
        associatedtype Ranking: CaseIterable & Hashable & Sendable

        var companyID: Company.ID { get }
        /// The rank in the usual order: every row has one.
        var usualRank: Int64 { get }
        /// `nil` where the row has nothing to be ranked by.
        func rank(by ranking: Ranking) -> Int64?
        /// The values that lists are filtered by, under a name each.
        var facetValues: [(name: StaticString, value: String)] { get }
        /// The texts that searches look at, in lower case.
        var searchText: [String] { get }
    }

    /// How a company's rows are found: by their values, by parts of their texts, by each ranking.
    struct CompanyIndexes<Entry: Ranked>: RowIndexes {
        /// A row's place in the usual order.
        typealias Place = Placed<Entry.ID>

        /// By company, and by the company's values.
        private(set) var facets = Index<Facet, Place>()
        /// By company.
        private(set) var texts = Texts<Facet, Place>()
        /// By company and rank: in each ranking but the usual one.
        private var ranks: [Index<Rank, Member>]

        /// The rank of a row within its company.
        struct Rank: Comparable, Hashable, Sendable {
            let company: Facet
            let value: Int64

            static func < (one: Rank, other: Rank) -> Bool {
                one.company == other.company ? one.value < other.value : one.company < other.company
            }
        }

        /// An id that knows the rank in the usual order.
        struct Member: Comparable, Hashable, Sendable {
            let id: Entry.ID
            let usualRank: Int64

            init(_ row: Entry) {
                id = row.id
                usualRank = row.usualRank
            }

            var place: Place { Placed(usualRank, id) }

            static func < (one: Member, other: Member) -> Bool { one.id < other.id }
        }

        static var usual: Entry.Ranking { Entry.Ranking.allCases[Entry.Ranking.allCases.startIndex] }
        private static var others: [Entry.Ranking] { Array(Entry.Ranking.allCases.dropFirst()) }

        init() { ranks = Self.others.map { _ in Index() } }

        init(_ rows: [Entry]) {
            // Plain lists of pairs: chains of generic sequences would be most of a start.
            let others = Self.others
            var facets: [(Facet, Place)] = []
            var texts: [(Facet, Place, [UInt8])] = []
            var ranks = others.map { _ in [(Rank, Member)]() }
            for row in rows {
                let place = Self.place(of: row)
                for facet in Self.facets(of: row) { facets.append((facet, place)) }
                let text = Self.text(of: row)
                if !text.isEmpty { texts.append((Facet(row.companyID), place, text)) }
                for (position, ranking) in others.enumerated() {
                    guard let rank = Self.rank(of: row, by: ranking) else { continue }
                    ranks[position].append((rank, Member(row)))
                }
            }
            self.facets = Index(facets)
            self.texts = Texts(texts)
            self.ranks = ranks.map { Index($0) }
        }

        /// The places of a company's rows whose rank in the usual order is within the range.
        func places(of company: Company.ID, in range: DateRange) -> Index<Facet, Place>.IDs {
            facets.ids(
                for: Facet(company),
                from: Placed(range.start.milliseconds, ""),
                upTo: Placed(range.end.milliseconds + 1, "")
            )
        }

        /// A company's rows by a ranking that is not the usual one, those whose rank is within the range.
        func members(
            of company: Company.ID,
            by ranking: Entry.Ranking,
            in range: ClosedRange<Int64> = .min ... .max,
        ) -> Index<Rank, Member>.IDs {
            let first = Rank(company: Facet(company), value: range.lowerBound)
            let last = Rank(company: Facet(company), value: range.upperBound)
            return ranks[Self.others.firstIndex(of: ranking) ?? 0].ids(in: first...last)
        }

        mutating func insert(_ row: Entry) {
            let place = Self.place(of: row)
            for facet in Self.facets(of: row) { facets.insert(facet, place) }
            let text = Self.text(of: row)
            if !text.isEmpty { texts.set(text, Facet(row.companyID), place) }
            for (position, ranking) in Self.others.enumerated() {
                if let rank = Self.rank(of: row, by: ranking) { ranks[position].insert(rank, Member(row)) }
            }
        }

        mutating func remove(_ row: Entry) {
            for facet in Self.facets(of: row) { facets.remove(facet, Self.place(of: row)) }
            texts.remove(Facet(row.companyID), Self.place(of: row))
            for (position, ranking) in Self.others.enumerated() {
                if let rank = Self.rank(of: row, by: ranking) { ranks[position].remove(rank, Member(row)) }
            }
        }

        mutating func replace(_ old: Entry, with new: Entry) {
            let place = Self.place(of: new)
            guard old.companyID == new.companyID, Self.place(of: old) == place else {
                remove(old)
                insert(new)
                return
            }
            let (before, after) = (Self.facets(of: old), Self.facets(of: new))
            for facet in before where !after.contains(facet) { facets.remove(facet, place) }
            for facet in after where !before.contains(facet) { facets.insert(facet, place) }
            texts.set(Self.text(of: new), Facet(new.companyID), place)
            for (position, ranking) in Self.others.enumerated() {
                let (before, after) = (Self.rank(of: old, by: ranking), Self.rank(of: new, by: ranking))
                guard before != after else { continue }
                if let before { ranks[position].remove(before, Member(old)) }
                if let after { ranks[position].insert(after, Member(new)) }
            }
        }

        static func place(of row: Entry) -> Place { Placed(row.usualRank, row.id) }

        private static func facets(of row: Entry) -> [Facet] {
            let values = row.facetValues
            var facets: [Facet] = []
            facets.reserveCapacity(values.count + 1)
            facets.append(Facet(row.companyID))
            for (name, value) in values { facets.append(Facet(row.companyID, name, value)) }
            return facets
        }

        private static func text(of row: Entry) -> [UInt8] {
            var bytes: [UInt8] = []
            for text in row.searchText {
                if !bytes.isEmpty { bytes.append(betweenTexts) }
                bytes.append(contentsOf: text.utf8)
            }
            return bytes
        }

        private static func rank(of row: Entry, by ranking: Entry.Ranking) -> Rank? {
            row.rank(by: ranking).map { Rank(company: Facet(row.companyID), value: $0) }
        }
    }
}
