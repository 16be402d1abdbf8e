import Engine

/// A row for the tests of the store: two indexes, one of them on a key that many share.
struct Plant: Row, Equatable {
    var id: Int
    var kind: String
    var height: Int

    struct Indexes: RowIndexes {
        var kind = Index<String, Int>()
        var height = Index<Int, Int>()

        init() {}

        mutating func insert(_ row: Plant) {
            kind.insert(row.kind, row.id)
            height.insert(row.height, row.id)
        }

        mutating func remove(_ row: Plant) {
            kind.remove(row.kind, row.id)
            height.remove(row.height, row.id)
        }

        mutating func replace(_ old: Plant, with new: Plant) {
            kind.move(new.id, from: old.kind, to: new.kind)
            height.move(new.id, from: old.height, to: new.height)
        }
    }

    /// A plant whose fields follow from its id.
    init(_ id: Int, kind: String? = nil, height: Int? = nil) {
        self.id = id
        self.kind = kind ?? "kind-\(id % 7)"
        self.height = height ?? id % 50
    }
}

/// The same without indexes of its own.
struct Stone: Row, Equatable {
    var id: String
    var weight: Int
}
