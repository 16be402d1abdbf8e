/// Rows in the order of their ids: the only store there is.
///
/// A value: `let fork = table` copies a reference, whatever the size, and from then on the two know nothing of each
/// other. The first write to either copies the page it changes (see `Pages`), and the like in each index.
public struct Table<Record: Row>: Sequence, Sendable {
    public typealias ID = Record.ID
    public typealias Rows = Pages<Record>.Run

    @usableFromInline var pages: Pages<Record>
    @usableFromInline var lookups: Record.Indexes
    @usableFromInline var changes: UInt64 = 0

    @inlinable public init() {
        pages = Pages()
        lookups = Record.Indexes()
    }

    /// A table of rows in any order. Of rows with one id the last counts.
    @inlinable public init(_ rows: some Sequence<Record>) {
        let sorted = Self.sorted(Array(rows))
        pages = Pages(sorted: sorted)
        lookups = Record.Indexes(sorted)
    }

    @inlinable static func sorted(_ rows: [Record]) -> [Record] {
        var isSorted = true
        for index in rows.indices.dropFirst() where !(rows[index - 1].id < rows[index].id) {
            isSorted = false
            break
        }
        if isSorted { return rows }
        // Sorted by id and position, so that the last of equals is known without counting on a stable sort.
        let order = rows.indices.sorted { (rows[$0].id, $0) < (rows[$1].id, $1) }
        var sorted: [Record] = []
        sorted.reserveCapacity(rows.count)
        for index in order {
            if let last = sorted.last, last.id == rows[index].id { sorted.removeLast() }
            sorted.append(rows[index])
        }
        return sorted
    }
}

// MARK: - Reading

extension Table {
    /// By what else the rows are found.
    @inlinable public var indexes: Record.Indexes { lookups }
    /// How often the table changed.
    @inlinable public var version: UInt64 { changes }
    @inlinable public var count: Int { pages.count }
    @inlinable public var isEmpty: Bool { pages.count == 0 }
    @inlinable public var underestimatedCount: Int { pages.count }
    @inlinable public var first: Record? { pages.first }
    @inlinable public var last: Record? { pages.last }

    @inlinable public subscript(id: ID) -> Record? { pages[id] }

    @inlinable public func contains(_ id: ID) -> Bool { pages.locate(id).found }

    /// The rows of some ids, which must be sorted: each is looked for from where the one before it was.
    @inlinable public func rows(of ids: [ID]) -> [Record] {
        var rows: [Record] = []
        rows.reserveCapacity(ids.count)
        var page = 0
        var offset = 0
        for id in ids {
            while page + 1 < pages.pages.count, !(id < pages.pages[page + 1].first) {
                page += 1
                offset = 0
            }
            guard page < pages.pages.count else { break }
            offset = pages.lowerBound(inPage: page, from: offset) { $0 < id }
            if offset < pages.pages[page].count, pages.pages[page].elements[offset].id == id {
                rows.append(pages.pages[page].elements[offset])
            }
        }
        return rows
    }

    /// All rows in the order of their ids, as they are now.
    @inlinable public func makeIterator() -> Rows.Iterator { pages.all.makeIterator() }

    /// At most `limit` rows from a position on. What lies outside the table is left out.
    @inlinable public func page(offset: Int, limit: Int) -> Rows {
        pages.run(offset: offset, limit: limit)
    }

    /// The row with that id, or the first after it, and all that follow.
    @inlinable public func rows(from id: ID) -> Rows {
        let start = pages.lowerBound { $0 < id }
        return Rows(pages, from: start, count: pages.count - pages.rank(start))
    }

    @inlinable public func rows(in ids: Range<ID>) -> Rows {
        pages.run(
            from: pages.lowerBound { $0 < ids.lowerBound },
            to: pages.lowerBound { $0 < ids.upperBound }
        )
    }

    @inlinable public func rows(in ids: ClosedRange<ID>) -> Rows {
        pages.run(
            from: pages.lowerBound { $0 < ids.lowerBound },
            to: pages.lowerBound { $0 <= ids.upperBound }
        )
    }
}

// MARK: - Changing

extension Table {
    /// Adds a row, unless its id is taken: then nothing changes and the answer is `false`.
    @inlinable @discardableResult public mutating func insert(_ row: Record) -> Bool {
        let (place, found) = pages.locate(row.id)
        if found { return false }
        pages.insert(row, at: place)
        lookups.insert(row)
        changes &+= 1
        return true
    }

    /// Adds a row or puts it in the place of the one with its id, which is returned.
    @inlinable @discardableResult public mutating func upsert(_ row: Record) -> Record? {
        let (place, found) = pages.locate(row.id)
        changes &+= 1
        guard found else {
            pages.insert(row, at: place)
            lookups.insert(row)
            return nil
        }
        let old = pages.pages[place.page].elements[place.offset]
        pages.replace(at: place, with: row)
        lookups.replace(old, with: row)
        return old
    }

    /// Adds or replaces many rows at once. Of rows with one id the last counts.
    @inlinable public mutating func upsert(contentsOf rows: [Record]) {
        if rows.count < count / 8 {
            for row in rows { upsert(row) }
        } else if !rows.isEmpty {
            let changes = changes &+ UInt64(rows.count)
            self = Table(Array(self) + rows)
            self.changes = changes
        }
    }

    /// Changes a row and returns what `body` returns; `nil` where there is no such row. A `body` that throws leaves
    /// the table as it was. The id must stay.
    @inlinable @discardableResult public mutating func update<Result, Failure: Error>(
        _ id: ID,
        _ body: (inout Record) throws(Failure) -> Result,
    ) throws(Failure) -> Result? {
        let (place, found) = pages.locate(id)
        guard found else { return nil }
        let old = pages.pages[place.page].elements[place.offset]
        var row = old
        let result = try body(&row)
        precondition(row.id == id, "a row keeps its id")
        pages.replace(at: place, with: row)
        lookups.replace(old, with: row)
        changes &+= 1
        return result
    }

    @inlinable @discardableResult public mutating func remove(_ id: ID) -> Record? {
        let (place, found) = pages.locate(id)
        guard found else { return nil }
        let row = pages.remove(at: place)
        lookups.remove(row)
        changes &+= 1
        return row
    }

    @inlinable public mutating func removeAll() {
        pages = Pages()
        lookups = Record.Indexes()
        changes &+= 1
    }
}
