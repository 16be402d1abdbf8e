import Engine
import HTTP
import JSON

extension AutoLeap.Archivable {
    static var derivedName: String { "" }
    static func name(of fields: JSON.Object) -> String { "" }
}

extension AutoLeap {
    /// A record that a client can archive: nothing is ever deleted [seed].
    protocol Archivable: SheetRow {
        /// What one is called in errors.
        static var title: String { get }
        /// The array's name in bulk calls.
        static var collection: String { get }
        /// The field that says `Active` or `Inactive`.
        static var statusName: String { get }
        /// The field with a name that is made up of other fields where none was given.
        static var derivedName: String { get }
        static func name(of fields: JSON.Object) -> String
        static var table: any WritableKeyPath<State, Table<Self>> & Sendable { get }
    }

    /// Changes rows in the fields that they name.
    static func update<Entry: Archivable>(
        _: Entry.Type,
        _ changes: JSON.Object,
        in world: inout World,
    ) {
        let now = world.now
        world.state[keyPath: Entry.table].update(Entry.key(of: changes)) { row in
            var changes = changes
            let name = Entry.derivedName
            if changes[name] == nil, row.sheet.text(name) == Entry.name(of: row.sheet.fields) {
                // Nobody has given it: it follows what it is made of.
                changes[name] = .string(Entry.name(of: row.changed(changes, at: now).sheet.fields))
            }
            row = row.changed(changes, at: now)
        }
    }

    /// Makes rows Inactive and stamps them; those that are already stay as they were [inferred].
    /// - Parameter idList: the name of an array of ids that may stand in place of the rows.
    static func archive<Entry: Archivable>(
        _: Entry.Type,
        idList: String? = nil,
        by call: Call,
        in world: inout World,
    ) throws(Failure) -> Response {
        try BulkWrite<Entry.ID>(
            collection: Entry.collection,
            idList: idList,
            read: { row, fields in row.string ?? Entry.key(of: fields) },
            check: { id, company, world throws(Failure) in try require(Entry.self, id, of: company, in: world)
            },
            apply: { id, _, world in
                let now = world.now
                world.state[keyPath: Entry.table].update(id) { row in
                    guard row.sheet.text(Entry.statusName) != "Inactive" else { return }
                    row = row.changed([Entry.statusName: "Inactive"], at: now)
                }
            }
        ).respond(to: call, in: &world)
    }

    /// Refuses an id that is none of the company's rows.
    static func require<Entry: Archivable>(
        _: Entry.Type,
        _ id: Entry.ID,
        of company: Company.ID,
        in world: World,
    ) throws(Failure) {
        guard world.state[keyPath: Entry.table][id]?.companyID == company else {
            throw .notFound("\(Entry.title) not found")
        }
    }
}
