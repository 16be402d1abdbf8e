package import Engine
package import JSON

extension AutoSync {
    /// What a kind of record has beside its id and its shop.
    package protocol ShopFields: Sendable {
        /// By their wire names.
        static var model: [Field] { get }

        /// Takes the members of a whole record; they were checked against `model` before.
        init(_ object: JSON.Object) throws(RecordProblem)

        /// Writes the members of `model`, each under its wire name, `null` where there is no value.
        func write(to json: inout JSON.Writer)

        /// Writes the members that replies show beside the id, by default those of `model`.
        /// - Parameter blanks: where other records come in.
        func writeShown(to json: inout JSON.Writer, blanks: inout [Range<Int>])

        /// The members that replies about other records show of this one; by default there are none.
        var mention: [UInt8] { get }

        /// What else the rows are looked up by: of jobs and payments, the work order.
        var parent: Int? { get }

        /// The values that lists are filtered by, each under its parameter's name.
        func facets(of shop: Int) -> [Facet]

        /// How many texts lists can be searched by, and what they are.
        static var searchedTexts: Int { get }
        var searched: [[UInt8]] { get }

        /// The time that lists can be filtered by.
        var listedTime: Instant? { get }
    }

    /// A record that belongs to a shop. Its id is unique among all shops, so that one of another shop is not found.
    package struct ShopRow<Fields: ShopFields>: Record {
        package let id: Int
        let shop: Int
        private let card: Card

        /// The fields beside the JSON that replies show of them: shared, so that a row is passed on for one reference.
        private final class Card: Sendable {
            let fields: Fields
            let stencil: Stencil
            let mention: [UInt8]

            init(_ id: Int, _ fields: Fields) {
                self.fields = fields
                var json = JSON.Writer(reserving: 320)
                var blanks: [Range<Int>] = []
                json.object { json in
                    json.member("id", id)
                    fields.writeShown(to: &json, blanks: &blanks)
                }
                stencil = Stencil(json.bytes, blanks: blanks)
                mention = fields.mention
            }
        }

        init(_ id: Int, shop: Int, _ fields: Fields) {
            self.id = id
            self.shop = shop
            card = Card(id, fields)
        }

        var fields: Fields { card.fields }

        /// The record as a reply shows it: without the shop, which is in the path. The blanks are the fields' own.
        var stencil: Stencil { card.stencil }

        /// The same of a record without blanks.
        var json: [UInt8] { card.stencil.bytes }

        /// The members by which replies about other records show this one.
        var mention: [UInt8] { card.mention }
    }
}

extension AutoSync.ShopFields {
    package func writeShown(to json: inout JSON.Writer, blanks: inout [Range<Int>]) { write(to: &json) }
    package var mention: [UInt8] { [] }
    package var parent: Int? { nil }
    package func facets(of shop: Int) -> [Facet] { [] }
    package static var searchedTexts: Int { 0 }
    package var searched: [[UInt8]] { [] }
    package var listedTime: Instant? { nil }

    /// Members on their own.
    static func members(_ write: (inout JSON.Writer) -> Void) -> [UInt8] {
        var json = JSON.Writer(reserving: 64)
        write(&json)
        return json.bytes
    }

    /// What replies show: all of it, `null` where there is no value, and the id.
    static var shown: [Field] {
        [Field("id", .integer(AutoSync.ids), required: true)]
            + model.map {
                Field($0.name, $0.type, required: true, source: $0.source, about: $0.about)
            }
    }
}

extension AutoSync.ShopRow {
    package static var model: [Field] {
        [
            Field("id", .integer(AutoSync.ids), required: true),
            Field("shop_id", .integer(AutoSync.ids), required: true),
        ] + Fields.model
    }

    package init(_ object: JSON.Object) throws(RecordProblem) {
        self.init(try object.integer("id"), shop: try object.integer("shop_id"), try Fields(object))
    }

    package func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("id", id)
            json.member("shop_id", shop)
            fields.write(to: &json)
        }
    }

    package struct Indexes: RowIndexes {
        private(set) var parent = Index<Int, Int>()
        /// By shop, and by the shop's values.
        private(set) var facets = Index<Facet, Int>()
        /// By shop, in the order of time.
        private(set) var created = Index<Facet, Placed<Int>>()
        /// By shop, a kind of text each.
        private(set) var texts = (0..<Fields.searchedTexts).map { _ in Texts<Facet, Int>() }

        package init() {}

        package init(_ rows: [AutoSync.ShopRow<Fields>]) {
            // Plain lists of pairs: chains of generic sequences would be most of a start.
            var parents: [(Int, Int)] = []
            var facets: [(Facet, Int)] = []
            var created: [(Facet, Placed<Int>)] = []
            var texts = self.texts.map { _ in [(Facet, Int, [UInt8])]() }
            for row in rows {
                if let parent = row.fields.parent { parents.append((parent, row.id)) }
                for facet in row.facets { facets.append((facet, row.id)) }
                if let place = row.place { created.append((Facet(row.shop), place)) }
                for (position, text) in row.fields.searched.enumerated() {
                    texts[position].append((Facet(row.shop), row.id, text))
                }
            }
            parent = Index(parents)
            self.facets = Index(facets)
            self.created = Index(created)
            self.texts = texts.map { Texts($0) }
        }

        package mutating func insert(_ row: AutoSync.ShopRow<Fields>) {
            if let key = row.fields.parent { parent.insert(key, row.id) }
            for facet in row.facets { facets.insert(facet, row.id) }
            if let place = row.place { created.insert(Facet(row.shop), place) }
            for (position, text) in row.fields.searched.enumerated() {
                texts[position].set(text, Facet(row.shop), row.id)
            }
        }

        package mutating func remove(_ row: AutoSync.ShopRow<Fields>) {
            if let key = row.fields.parent { parent.remove(key, row.id) }
            for facet in row.facets { facets.remove(facet, row.id) }
            if let place = row.place { created.remove(Facet(row.shop), place) }
            for position in texts.indices { texts[position].remove(Facet(row.shop), row.id) }
        }

        package mutating func replace(
            _ old: AutoSync.ShopRow<Fields>,
            with new: AutoSync.ShopRow<Fields>,
        ) {
            guard old.shop == new.shop, old.fields.parent == new.fields.parent, old.place == new.place else {
                remove(old)
                insert(new)
                return
            }
            let (before, after) = (old.facets, new.facets)
            for facet in before where !after.contains(facet) { facets.remove(facet, old.id) }
            for facet in after where !before.contains(facet) { facets.insert(facet, new.id) }
            for (position, text) in new.fields.searched.enumerated() {
                texts[position].set(text, Facet(new.shop), new.id)
            }
        }
    }

    fileprivate var facets: [Facet] { [Facet(shop)] + fields.facets(of: shop) }

    fileprivate var place: Placed<Int>? { fields.listedTime.map { Placed($0.milliseconds, id) } }
}

extension AutoSync {
    /// What ids may be: beyond any that is counted up to, and low enough to count on from.
    static let ids = 1...9_999_999_999
}

extension Table {
    /// The row of that id, if it is of that shop.
    func row<Fields>(_ id: Int, in shop: Int) -> Record? where Record == AutoSync.ShopRow<Fields> {
        guard let row = self[id], row.shop == shop else { return nil }
        return row
    }

    /// Adds a row under the next id.
    mutating func add<Fields>(_ fields: Fields, in shop: Int) -> Record
    where Record == AutoSync.ShopRow<Fields> {
        let row = AutoSync.ShopRow((last?.id ?? 0) + 1, shop: shop, fields)
        insert(row)
        return row
    }

    /// Gives the row other fields.
    mutating func change<Fields>(_ row: Record, to fields: Fields) -> Record
    where Record == AutoSync.ShopRow<Fields> {
        let changed = AutoSync.ShopRow(row.id, shop: row.shop, fields)
        upsert(changed)
        return changed
    }
}
