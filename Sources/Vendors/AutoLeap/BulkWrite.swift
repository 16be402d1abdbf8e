import Engine
import HTTP
import JSON

extension AutoLeap {
    /// A call that writes many rows of one company at once: `{"companyId": "…", "<collection>": [row, …]}`.
    ///
    /// All or nothing: the first bad row decides, and its index is in the error [inferred]. Rows are checked for what
    /// they say first, then for what they refer to.
    struct BulkWrite<Change> {
        /// The array's name in the body.
        let collection: String
        /// The name of an array of ids that may stand there instead.
        var idList: String?
        /// Whether a `null` in a row means something.
        var keepsNulls = false
        /// Reads a row that has all the fields it must have, and those of its members that are declared: 400 for what a
        /// single field cannot tell.
        let read: (_ row: JSON.Node, _ fields: JSON.Object) throws(Failure) -> Change
        /// Looks for what the row refers to: 404.
        let check: (Change, Company.ID, World) throws(Failure) -> Void
        let apply: (Change, Company.ID, inout World) -> Void

        func respond(to call: Call, in world: inout World) throws(Failure) -> Response {
            let root = try call.json()
            let name = nameOfRows(in: root)
            let declared = call.route.operation.body ?? []
            // The rows come after the company was granted.
            let around = [companyField, Field(name, name == collection ? someRows : someIDs, required: true)]
            if let mismatch = Field.firstMismatch(in: root, as: around) { throw .invalid(mismatch.sentence) }
            let company = try call.granted(root["companyId" as StaticString]?.string ?? "", in: world)
            let rows = root[name].map { Array($0.elements) } ?? []
            guard !rows.isEmpty else { throw .invalid("\(name) must not be empty") }
            let fields = name == collection ? rowFields(in: declared) : nil
            switch world.assumptions.bulk {
            case .allOrNothing:
                var changes: [Change] = []
                for (index, row) in rows.enumerated() {
                    changes.append(try change(row, index, fields))
                }
                for (index, change) in changes.enumerated() { try find(change, index, company, world) }
                for change in changes { apply(change, company, &world) }
                return acknowledged()
            case .rowByRow:
                var failed: [(index: Int, error: String)] = []
                for (index, row) in rows.enumerated() {
                    do throws(Failure) {
                        let change = try change(row, index, fields)
                        try find(change, index, company, world)
                        apply(change, company, &world)
                    } catch {
                        failed.append((index, error.text))
                    }
                }
                guard !failed.isEmpty else { return acknowledged() }
                return acknowledged { json in
                    json.array("failed") { json in
                        for row in failed {
                            json.object { json in
                                json.member("index", row.index)
                                json.member("error", row.error)
                            }
                        }
                    }
                }
            }
        }

        private func nameOfRows(in root: JSON.Node) -> String {
            guard let idList, root[collection] == nil, root[idList] != nil else { return collection }
            return idList
        }

        private func change(
            _ row: JSON.Node,
            _ index: Int,
            _ fields: [Field]?,
        ) throws(Failure) -> Change {
            var members = JSON.Object()
            do throws(Mismatch) {
                if let fields { members = try Field.members(of: row, as: fields, withNulls: keepsNulls) }
            } catch {
                throw .invalid(error.inside(place(index)).sentence)
            }
            do throws(Failure) {
                return try read(row, members)
            } catch {
                throw error.of(row: place(index))
            }
        }

        private func find(
            _ change: Change,
            _ index: Int,
            _ company: Company.ID,
            _ world: World,
        ) throws(Failure) {
            do throws(Failure) {
                try check(change, company, world)
            } catch {
                throw error.of(row: place(index))
            }
        }

        private func place(_ index: Int) -> String { "\(collection)[\(index)]" }

        private func rowFields(in declared: [Field]) -> [Field] {
            guard let field = declared.first(where: { $0.name == collection }),
                case .array(.object(let fields)) = field.type
            else { return [] }
            return fields
        }
    }

    private static let companyField = Field("companyId", .string(), required: true)
    private static let someRows = FieldType.array(.anything)
    private static let someIDs = FieldType.array(.string())

    /// The body of a bulk write, for the operation's declaration.
    static func bulkBody(_ collection: String, _ rows: [Field], _ source: Source) -> [Field] {
        [
            Field("companyId", .string(), required: true, source: source),
            Field(collection, .array(.object(rows)), required: true, source: source),
        ]
    }
}
