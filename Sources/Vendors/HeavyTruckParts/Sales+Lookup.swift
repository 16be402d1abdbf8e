import Engine
import HTTP
import JSON

/// Looking at a sales document.
extension HeavyTruckParts.Sales {
    typealias Call = HeavyTruckParts.Call
    typealias World = HeavyTruckParts.World
    typealias Failure = HeavyTruckParts.Failure

    static let lookUpRoute = Route<HeavyTruckParts>(
        Operation(
            "htp.sale.lookup",
            [.init(.head, "/sale/lookup"), .init(.get, "/sale/lookup")],
            about: "A sales document, by vendor and transaction or by vendor, store and document number.",
            query: [
                Field("vendor_id", .id, required: true),
                Field(
                    "online_transaction_id",
                    .id,
                    about: "with vendor_id alone; wins where both forms are given"
                ),
                Field("vendor_store", .id, about: "with vendor_salesdocument_id"),
                Field("vendor_salesdocument_id", .id, about: "with vendor_store"),
            ],
            outcomes: [
                .success(200), .error("bad_request"), .error("unauthorized"), .error("forbidden"),
                .error("not_found"),
            ]
        ),
        lookUp
    )

    static func lookUp(_ call: Call, _ world: inout World) throws(Failure) -> Response {
        let user = try call.user()
        guard user.hasSales else { throw .forbidden("sales documents are not enabled for this account") }
        let key = try Key(call)
        guard user.maySell(for: key.vendor) else {
            throw .forbidden("this account is not authorized for sales documents of vendor \(key.vendor)")
        }
        guard let sale = sale(key, in: world.state.sales),
            let document = sale.documents.first(where: { $0.vendor == key.vendor }),
            world.now >= sale.created + world.assumptions.documents.delay
        else { throw .notFound("there is no such sales document") }
        let view = HeavyTruckParts.DocumentView(
            sale: sale,
            document: document,
            items: world.state.items,
            assumptions: world.assumptions
        )
        let head = HeavyTruckParts.HeadReply(reduced: { view.write(isReduced: true, to: &$0) })
        return head.reply(to: call, in: world) { view.write(isReduced: false, to: &$0) }
    }

    private static func sale(_ key: Key, in sales: Table<HeavyTruckParts.Sale>) -> HeavyTruckParts.Sale? {
        switch key.form {
        case .transaction(let id):
            return sales[id]
        case .document(let store, let number):
            let id = HeavyTruckParts.SalesDocument.ID(vendor: key.vendor, store: store, number: number)
            return sales.indexes.documents.first(for: id).flatMap { sales[$0] }
        }
    }

    /// What names a document.
    private struct Key {
        enum Form {
            case transaction(Int)
            case document(store: Int, number: Int)
        }

        let vendor: Int
        let form: Form

        init(_ call: Call) throws(Failure) {
            guard let vendor = try Key.number("vendor_id", in: call) else {
                throw .badRequest("vendor_id is required")
            }
            self.vendor = vendor
            if let transaction = try Key.number("online_transaction_id", in: call) {
                form = .transaction(transaction)
                return
            }
            let store = try Key.number(
                call.query("vendor_store") == nil ? "vendor_store_id" : "vendor_store",
                in: call
            )
            guard let store, let number = try Key.number("vendor_salesdocument_id", in: call) else {
                throw .badRequest(
                    "online_transaction_id, or vendor_store and vendor_salesdocument_id, are required"
                )
            }
            form = .document(store: store, number: number)
        }

        private static func number(_ name: StaticString, in call: Call) throws(Failure) -> Int? {
            guard let text = call.query(name), !text.isEmpty else { return nil }
            guard let number = HeavyTruckParts.wholeNumber(text) else {
                throw .badRequest("\(name) must be a whole number")
            }
            return number
        }
    }
}
