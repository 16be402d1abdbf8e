/// Something with an id, by which it is kept in order.
public protocol Keyed: Sendable {
    associatedtype ID: Comparable & Sendable
    var id: ID { get }
}

/// What a `Table` holds: a value that knows its id and the indexes it wants to be found by.
public protocol Row: Keyed where ID: Hashable {
    associatedtype Indexes: RowIndexes = NoIndexes<Self> where Indexes.Row == Self
}

/// The indexes of one table. The table tells it of every change, so that it is never out of step.
///
///     struct Indexes: RowIndexes {
///         var make = Index<String, Item.ID>()
///         mutating func insert(_ row: Item) { make.insert(row.make, row.id) }
///         mutating func remove(_ row: Item) { make.remove(row.make, row.id) }
///     }
public protocol RowIndexes<Row>: Sendable {
    associatedtype Row
    init()
    mutating func insert(_ row: Row)
    mutating func remove(_ row: Row)

    /// A row changed and kept its id. By default it is removed and inserted; indexes whose keys seldom change do
    /// better with `Index.move`.
    mutating func replace(_ old: Row, with new: Row)

    /// The indexes of a whole table. By default the rows are inserted one by one; `Index.init(_:)` sorts them once
    /// and leaves full pages.
    init(_ rows: [Row])
}

extension RowIndexes {
    @inlinable public mutating func replace(_ old: Row, with new: Row) {
        remove(old)
        insert(new)
    }

    @inlinable public init(_ rows: [Row]) {
        self.init()
        for row in rows { insert(row) }
    }
}

/// For a table that is only ever asked by id.
public struct NoIndexes<Row>: RowIndexes {
    @inlinable public init() {}
    @inlinable public init(_ rows: [Row]) {}
    @inlinable public mutating func insert(_ row: Row) {}
    @inlinable public mutating func remove(_ row: Row) {}
    @inlinable public mutating func replace(_ old: Row, with new: Row) {}
}
