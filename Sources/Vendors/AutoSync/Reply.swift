import Engine
import HTTP
import JSON

extension AutoSync {
    /// A page of a list as it was asked for. The parameters mirror the reply's `pagination` [inferred].
    struct Page {
        let number: Int
        let size: Int

        /// - Throws: 422 for a page or a size that is no whole number from 1 on.
        init(_ call: Call, in world: World) throws(Failure) {
            guard world.assumptions.paging == .honoured else {
                number = 1
                size = AutoSync.defaultPageSize
                return
            }
            number = try Self.count(call, "page") ?? 1
            size = min(try Self.count(call, "per_page") ?? AutoSync.defaultPageSize, AutoSync.largestPageSize)
        }

        private static func count(_ call: Call, _ name: StaticString) throws(Failure) -> Int? {
            guard let count = try call.integerFilter(name) else { return nil }
            guard count >= 1 else { throw .parameter(name, "1 or more") }
            return count
        }

        /// Where the page starts among so many rows; at most behind the last.
        func start(among total: Int) -> Int {
            let (start, overflow) = (number - 1).multipliedReportingOverflow(by: size)
            return overflow ? total : min(start, total)
        }

        static let contract = Paging(
            .page("page"),
            size: "per_page",
            usually: AutoSync.defaultPageSize,
            atMost: AutoSync.largestPageSize,
            rows: [["data"]],
            total: [["pagination", "total"]],
            shownNumber: ["pagination", "page"],
            shownSize: ["pagination", "per_page"]
        )

        /// A list of such rows, by the envelope that is the default.
        static func reply(of row: [Field]) -> FieldType {
            .object([
                Field("success", .boolean, required: true),
                Field("data", .array(.object(row)), required: true),
                Field(
                    "pagination",
                    .object(
                        ["page", "per_page", "total"].map { Field($0, .integer(0...Int.max), required: true) }
                    ),
                    required: true
                ),
            ])
        }

        static let parameters = [
            Field("page", .integer(1...Int.max), source: .inferred, about: "from 1"),
            Field("per_page", .integer(1...Int.max), source: .inferred, about: "25 unless said, at most 100"),
        ]
    }

    /// What a reply with such an object is, by the envelope that is the default.
    static func envelope(_ object: [Field]) -> FieldType {
        .object([
            Field("success", .boolean, required: true), Field("data", .object(object), required: true),
        ])
    }

    /// A reply with one object.
    static func reply(_ status: Int = 200, in world: World, _ write: (inout JSON.Writer) -> Void) -> Response
    {
        var json = JSON.Writer(reserving: 512)
        json.object { json in
            if world.assumptions.envelope != .dataOnly {
                json.key("success")
                json.bool(true)
            }
            json.key("data")
            write(&json)
        }
        return Response(status, .json, body: json.bytes)
    }

    /// A reply with one record.
    static func reply<Fields>(_ status: Int = 200, in world: World, _ row: ShopRow<Fields>) -> Response {
        reply(status, in: world) { $0.raw(row.json) }
    }

    /// A reply with a page of rows.
    /// - Parameter write: writes the rows of the page, and tells how many there are in all.
    static func listReply(_ page: Page, in world: World, _ write: (inout JSON.Writer) -> Int) -> Response {
        var json = JSON.Writer(reserving: 8192)
        json.object { json in
            if world.assumptions.envelope != .dataOnly {
                json.key("success")
                json.bool(true)
            }
            json.key("data")
            json.beginArray()
            let total = write(&json)
            json.endArray()
            guard world.assumptions.envelope == .full else { return }
            json.object("pagination") { json in
                json.member("page", page.number)
                json.member("per_page", page.size)
                json.member("total", total)
            }
        }
        return Response(200, .json, body: json.bytes)
    }

    /// The same of a shop's rows.
    /// - Parameter write: how a row is shown, if not by its own JSON.
    static func listReply<Fields>(
        _ page: Page,
        of listing: Listing<Fields>,
        in world: World,
        _ write: (ShopRow<Fields>, inout JSON.Writer) -> Void = { $1.raw($0.json) },
    ) -> Response {
        let hits = listing.hits
        return listReply(page, in: world) { json in
            for id in hits.page(offset: page.start(among: hits.count), limit: page.size) {
                if let row = listing.table[id] { write(row, &json) }
            }
            return hits.count
        }
    }
}
