import Engine
import HTTP
import JSON

extension AutoLeap {
    /// The price list: five types of items are read, two of them can be created [seed].
    ///
    /// Source: "Items" [seed]; what is required and the parameters of the list [public].
    enum Items {
        static let routes: [Route<AutoLeap>] = [
            Route(
                Operation(
                    "autoleap.items.create",
                    [.init(.post, "/v2/items")],
                    about: "Creates parts and tires, all or none. Their ids are found in the list.",
                    body: bulkBody("items", Item.posted, .public("items/post")),
                    outcomes: bulkOutcomes,
                    reply: acknowledgement
                ),
                create
            ),
            Route(
                Operation(
                    "autoleap.items.list",
                    [.init(.get, "/v2/items")],
                    about: "A page of items, of all granted companies unless one is named.",
                    query: [
                        Field("companyId", .string()),
                        Field("type", .oneOf(["part", "tire", "labor", "fee", "discount"])),
                        Field("itemNumber", .string(), about: "of parts and tires; the whole of it"),
                    ] + DateRange.fields("updatedDateStart", "updatedDateEnd", .seed) + Paging.fields(),
                    outcomes: listOutcomes,
                    reply: Paging.reply(of: Item.shown),
                    paging: Paging.contract()
                ),
                list
            ),
            Route(
                Operation(
                    "autoleap.items.archive",
                    [.init(.patch, "/v2/items")],
                    about: "Makes items of any type Inactive; they stay readable.",
                    body: bulkBody("items", [Field("itemId", .string(), required: true)], .seed),
                    outcomes: bulkOutcomes + [.error("not_found")],
                    reply: acknowledgement
                ),
                archive
            ),
            Route(
                Operation(
                    "autoleap.items.get",
                    [.init(.get, "/v2/items/{itemId}")],
                    about: "One item.",
                    query: [Field("companyId", .string(), source: .inferred)],
                    outcomes: readOutcomes,
                    reply: .object(Item.shown)
                ),
                get
            ),
        ]

        static func create(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            try BulkWrite<JSON.Object>(
                collection: "items",
                read: fields,
                check: { _, _, _ in },
                apply: { fields, company, world in
                    let id = world.newID("autoleap item", notIn: world.state.items)
                    world.state.items.insert(Item(new: fields, id, of: company, at: world.now))
                }
            ).respond(to: call, in: &world)
        }

        /// The fields of a row that is to be created; the details of the other type are ignored [inferred].
        private static func fields(_: JSON.Node, _ posted: JSON.Object) throws(Failure) -> JSON.Object {
            var fields = posted
            let type = fields["itemType"]?.string ?? ""
            let name = type + "Details"
            guard let details = fields[name]?.object else {
                throw .invalid("\(name) is required when itemType is \(type)")
            }
            fields["partDetails"] = nil
            fields["tireDetails"] = nil
            fields["details"] = .object(ItemDetails.completed(details))
            return fields
        }

        static func archive(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            try AutoLeap.archive(Item.self, by: call, in: &world)
        }

        static func get(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let item = try call.row("itemId", of: world.state.items, "Item", in: world)
            let unset = world.assumptions.unsetStrings
            return .bare { json in item.write(to: &json, unset) }
        }

        static func list(_ call: Call, _ world: inout World) throws(Failure) -> Response {
            let companies =
                call.value("companyId") == nil ? call.companies(in: world) : [try call.company(in: world)]
            var listing = Listing(world.state.items, of: companies)
            listing.filter("itemNumber", call.value("itemNumber"))
            listing.restrict(.updated, to: try DateRange(call, "updatedDateStart", "updatedDateEnd"))
            listing.filter("type", call.value("type"))
            let unset = world.assumptions.unsetStrings
            return listing.page(Paging(call)) { item, json in item.write(to: &json, unset) }
        }
    }
}
