import Engine
import JSON

extension AutoLeap {
    /// What such a record remembers.
    struct StoredRow: Sendable {
        let id: String
        let companyID: Company.ID
        let sheet: Sheet
        let created: Instant
        let updated: Instant
    }

    /// A record that is kept as the vendor shows it: fields in, the same fields out.
    protocol SheetRow: CompanyRow where ID == String {
        /// The names of the fields with the times of creation and of the last change; `nil` where the vendor has none.
        static var createdName: String { get }
        static var updatedName: String? { get }
        /// The fields that replies do not show.
        static var hidden: [String] { get }
        /// The record's key by its fields.
        static func key(of fields: JSON.Object) -> String
        /// Refuses what single fields cannot tell.
        static func check(_ fields: JSON.Object) throws(RecordProblem)

        var stored: StoredRow { get }
        init(stored: StoredRow)
    }
}

extension AutoLeap.SheetRow {
    static var createdName: String { "createdDate" }
    static var updatedName: String? { "updatedDate" }
    static var hidden: [String] { [] }
    /// The fields that replies show.
    static var shown: [Field] { model.filter { !hidden.contains($0.name) } }
    var facetValues: [(name: StaticString, value: String)] { [] }
    var searchText: [String] { [] }
    var usualRank: Int64 { created.milliseconds }

    var id: String { stored.id }
    var companyID: AutoLeap.Company.ID { stored.companyID }
    var sheet: Sheet { stored.sheet }
    var created: Instant { stored.created }
    var updated: Instant { stored.updated }

    static func check(_ fields: JSON.Object) throws(RecordProblem) {}

    /// A record of whole fields, its times as given.
    init(_ fields: JSON.Object, created: Instant, updated: Instant) {
        var fields = fields
        fields[Self.createdName] = .string(created.iso8601)
        if let name = Self.updatedName { fields[name] = .string(updated.iso8601) }
        self.init(dated: fields, created: created, updated: updated)
    }

    /// A new record. The model has its id and company before what was written, and its times behind that: so the fields
    /// need not be sorted.
    init(new fields: JSON.Object, _ id: String, of company: AutoLeap.Company.ID, at now: Instant) {
        var members: [JSON.Object.Element] = []
        members.reserveCapacity(fields.count + 4)
        members.append((Self.model[0].name, .string(id)))
        members.append(("companyId", .string(company)))
        for field in fields { members.append(field) }
        let date = JSON.Value.string(now.iso8601)
        members.append((Self.createdName, date))
        if let name = Self.updatedName { members.append((name, date)) }
        self.init(
            stored: AutoLeap.StoredRow(
                id: id,
                companyID: company,
                sheet: Sheet(JSON.Object(distinct: members), orderedBy: Self.model, hiding: Self.hidden),
                created: now,
                updated: now
            )
        )
    }

    private init(dated fields: JSON.Object, created: Instant, updated: Instant) {
        self.init(
            stored: AutoLeap.StoredRow(
                id: Self.key(of: fields),
                companyID: fields["companyId"]?.string ?? "",
                sheet: Sheet(fields, orderedBy: Self.model, hiding: Self.hidden),
                created: created,
                updated: updated
            )
        )
    }

    init(_ object: JSON.Object) throws(RecordProblem) {
        guard !Self.key(of: object).isEmpty else { throw RecordProblem("the id must not be empty") }
        try Self.check(object)
        let created = try Self.instant(object, Self.createdName)
        guard let updatedName = Self.updatedName else {
            self.init(dated: object, created: created, updated: created)
            return
        }
        guard object[updatedName] != nil else {
            self.init(object, created: created, updated: created)
            return
        }
        self.init(dated: object, created: created, updated: try Self.instant(object, updatedName))
    }

    private static func instant(_ object: JSON.Object, _ name: String) throws(RecordProblem) -> Instant {
        guard let instant = Instant(iso8601: object[name]?.string ?? "") else {
            throw RecordProblem("must be a date-time (YYYY-MM-DDThh:mm:ssZ)", at: [name])
        }
        return instant
    }

    /// The record with other fields, changed now. What the fields do not name stays; `null` takes a field away.
    func changed(_ changes: JSON.Object, at now: Instant) -> Self {
        var fields = sheet.fields
        for (name, value) in changes { fields[name] = value.isNull ? Optional.none : value }
        return Self(fields, created: created, updated: now)
    }

    func write(to json: inout JSON.Writer) {
        if Self.hidden.isEmpty { json.raw(sheet.json) } else { json.value(.object(sheet.fields)) }
    }
}

extension AutoLeap {
    /// What most records are ranked by.
    enum Dates: CaseIterable { case created, updated }
}

extension AutoLeap.SheetRow where Ranking == AutoLeap.Dates {
    func rank(by ranking: Ranking) -> Int64? {
        switch ranking {
        case .created: created.milliseconds
        case .updated: updated.milliseconds
        }
    }
}
