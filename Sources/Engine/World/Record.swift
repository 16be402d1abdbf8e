package import JSON

/// A row that scenarios and the control API can see and change: a record of one of the vendor's collections.
package protocol Record: Row where ID: RecordID {
    /// Its fields by their wire names.
    static var model: [Field] { get }

    /// Takes a whole record. The object was checked against `model` before; what is left to refuse is what single
    /// fields cannot tell.
    init(_ object: JSON.Object) throws(RecordProblem)

    /// The same, read where it stands: for many records at once. By default the object is made first.
    init(_ node: JSON.Node) throws(RecordProblem)

    /// Writes the whole record, every field of `model` under its wire name, as one JSON object.
    func write(to json: inout JSON.Writer)
}

extension Record {
    package init(_ node: JSON.Node) throws(RecordProblem) {
        guard let object = node.value.object else { throw RecordProblem("must be an object") }
        try self.init(object)
    }
}

/// A record's key, which has a text form: `42`, or `101-1-500001`.
package protocol RecordID: Comparable, Hashable, Sendable, CustomStringConvertible {
    init?(_ text: String)
}

extension Int: RecordID {}
extension String: RecordID {}

/// Why an object is no record.
package struct RecordProblem: Error, Sendable, Equatable {
    /// The members on the way to the culprit: `["vendor", "vendor_id"]`.
    package var path: [String]
    package var message: String

    package init(_ message: String, at path: [String] = []) {
        self.path = path
        self.message = message
    }
}

/// All that a vendor remembers. A value: copying it is how bays fork.
package protocol VendorState: Sendable {
    init()
    /// Its collections, in the order in which they are loaded: what is referred to comes first.
    static var collections: [Collection<Self>] { get }
    /// What is remembered besides and shown nowhere: only snapshots that leave the program have it. None by default.
    static var hidden: [Collection<Self>] { get }
    /// Single numbers that are remembered, by name; none by default.
    var marks: [String: Int] { get set }
}

extension VendorState {
    package static var hidden: [Collection<Self>] { [] }
    package var marks: [String: Int] {
        get { [:] }
        set {}
    }
}

/// One collection of a state, reached by name: how scenarios and the control API get at the tables.
package struct Collection<State: VendorState>: Sendable {
    package let name: String
    package let fields: [Field]

    private let countRows: @Sendable (State) -> Int
    private let writeRow: @Sendable (State, String, inout JSON.Writer) -> Bool
    private let writeRows: @Sendable (State, _ offset: Int, _ limit: Int, inout JSON.Writer) -> Void
    private let putRow: @Sendable (inout State, JSON.Object) throws(RecordProblem) -> String
    private let putRows: @Sendable (inout State, JSON.Elements) throws(RecordProblem) -> Void
    private let keyOf: @Sendable (JSON.Object) throws(RecordProblem) -> String
    private let removeRow: @Sendable (inout State, String) -> Bool
    private let removeRows: @Sendable (inout State) -> Void
    private let isKey: @Sendable (String) -> Bool

    package init<R: Record>(_ name: String, _ path: any WritableKeyPath<State, Table<R>> & Sendable) {
        self.name = name
        fields = R.model
        countRows = { $0[keyPath: path].count }
        writeRow = { state, key, json in
            guard let id = R.ID(key), let row = state[keyPath: path][id] else { return false }
            row.write(to: &json)
            return true
        }
        writeRows = { state, offset, limit, json in
            for row in state[keyPath: path].page(offset: offset, limit: limit) { row.write(to: &json) }
        }
        putRow = { (state, object) throws(RecordProblem) in
            let row = try R(object)
            _ = state[keyPath: path].upsert(row)
            return row.id.description
        }
        putRows = { (state, elements) throws(RecordProblem) in
            var rows: [R] = []
            for element in elements { rows.append(try R(element)) }
            if state[keyPath: path].isEmpty {
                state[keyPath: path] = Table(rows)
            } else {
                for row in rows { _ = state[keyPath: path].upsert(row) }
            }
        }
        keyOf = { (object) throws(RecordProblem) in try R(object).id.description }
        removeRow = { state, key in
            guard let id = R.ID(key) else { return false }
            return state[keyPath: path].remove(id) != nil
        }
        removeRows = { $0[keyPath: path] = Table() }
        isKey = { R.ID($0) != nil }
    }

    package func count(in state: State) -> Int { countRows(state) }

    /// Writes the record of that key; `false` where there is none.
    package func write(_ key: String, of state: State, to json: inout JSON.Writer) -> Bool {
        writeRow(state, key, &json)
    }

    /// Writes a stretch of the collection, by key, one object after the other.
    package func write(offset: Int, limit: Int, of state: State, to json: inout JSON.Writer) {
        writeRows(state, offset, limit, &json)
    }

    /// Puts a whole record, replacing the one with its key, and returns the key.
    package func put(_ object: JSON.Object, in state: inout State) throws(RecordProblem) -> String {
        try putRow(&state, object)
    }

    /// Puts many whole records.
    package func put(_ elements: JSON.Elements, in state: inout State) throws(RecordProblem) {
        try putRows(&state, elements)
    }

    /// The key that a whole record has by its own fields.
    package func key(of object: JSON.Object) throws(RecordProblem) -> String { try keyOf(object) }

    package func remove(_ key: String, in state: inout State) -> Bool { removeRow(&state, key) }

    package func removeAll(in state: inout State) { removeRows(&state) }

    /// Whether the text could be a key at all.
    package func isWellFormed(key: String) -> Bool { isKey(key) }

    /// The record as a value; `nil` where there is none.
    package func value(_ key: String, of state: State) -> JSON.Object? {
        var json = JSON.Writer()
        guard write(key, of: state, to: &json), let value = try? JSON.Value.parse(json.bytes) else {
            return nil
        }
        return value.object
    }
}
