import Engine
import JSON

extension HeavyTruckParts {
    /// A vendor's own paper on a sale, as ITrack keeps it: its number, and how far the vendor has got with it. What it
    /// lists is computed from the sale's lines.
    ///
    /// A scenario or the control API closes or voids it by changing the sale's `documents`.
    struct SalesDocument: Sendable {
        /// The number counts within the store [public: ITE help].
        struct ID: Sendable, Hashable, Comparable {
            var vendor: Int
            var store: Int
            var number: Int

            static func < (one: ID, other: ID) -> Bool {
                (one.vendor, one.store, one.number) < (other.vendor, other.store, other.number)
            }
        }

        static let firstNumber = 1001

        let id: ID
        var isVoid = false
        /// Closed means shipped.
        var isClosed = false
        var dateClosed: Instant.Date?
        var trackingNumber = ""
        var truckNumber = ""
        /// Public ones; those sent with the cart are internal.
        var comments = ""

        var vendor: Int { id.vendor }

        init(_ id: ID) { self.id = id }
    }
}

extension HeavyTruckParts.SalesDocument {
    private static let ids = 1...9_999_999_999

    static let model: [Field] = [
        Field("vendor_id", .integer(ids), required: true),
        Field("vendor_store", .integer(ids), required: true),
        Field("vendor_salesdocument_id", .integer(ids), required: true),
        Field("document_is_void", .boolean),
        Field("document_is_closed", .boolean, about: "closed means shipped"),
        Field("date_closed", .nullable(.date)),
        Field("shipping_tracking_number", .string()),
        Field("truck_number", .string()),
        Field("comments", .string(), about: "public"),
    ]

    init(_ object: JSON.Object) throws(RecordProblem) {
        guard let vendor = object["vendor_id"]?.int, let store = object["vendor_store"]?.int,
            let number = object["vendor_salesdocument_id"]?.int
        else { throw RecordProblem("a document needs vendor_id, vendor_store and vendor_salesdocument_id") }
        id = ID(vendor: vendor, store: store, number: number)
        isVoid = object["document_is_void"]?.bool ?? false
        isClosed = object["document_is_closed"]?.bool ?? false
        dateClosed = object["date_closed"]?.string.flatMap { Instant.Date($0) }
        trackingNumber = object["shipping_tracking_number"]?.string ?? ""
        truckNumber = object["truck_number"]?.string ?? ""
        comments = object["comments"]?.string ?? ""
    }

    func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("vendor_id", id.vendor)
            json.member("vendor_store", id.store)
            json.member("vendor_salesdocument_id", id.number)
            json.member("document_is_void", isVoid)
            json.member("document_is_closed", isClosed)
            json.key("date_closed")
            if let dateClosed { json.string(dateClosed.text) } else { json.null() }
            json.member("shipping_tracking_number", trackingNumber)
            json.member("truck_number", truckNumber)
            json.member("comments", comments)
        }
    }
}
