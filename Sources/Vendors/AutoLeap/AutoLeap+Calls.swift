import Engine
import HTTP

// What the operations of several resources share.
extension AutoLeap {
    /// What a call with an access token can end in, besides what is its own.
    static func outcomes(_ own: Operation.Outcome...) -> [Operation.Outcome] {
        [.success(200)] + own + [.error("unauthorized"), .error("token_missing"), .error("rate_limited")]
    }

    static let listOutcomes = outcomes(.error("bad_request"), .error("forbidden"))
    static let readOutcomes = outcomes(.error("forbidden"), .error("not_found"))
    static let bulkOutcomes = outcomes(.error("bad_request"), .error("malformed_json"), .error("forbidden"))
}

extension VendorCall<AutoLeap> {
    /// A parameter of the query; one without a value is as good as absent.
    func value(_ name: StaticString) -> String? {
        guard let text = query(name), !text.isEmpty else { return nil }
        return text
    }
}

extension VendorWorld<AutoLeap> {
    /// A new id: eight hexadecimal digits, as some of the documented ones are. They have no common form [public].
    mutating func newID<Entry: Row>(_ kind: String, notIn table: Table<Entry>) -> String
    where Entry.ID == String {
        while true {
            let id = chance.hex(kind, 8)
            if !table.contains(id) { return id }
        }
    }
}
