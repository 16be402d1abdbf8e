import Engine
import HTTP
import JSON

extension AutoLeap {
    /// Which page of a list is wanted, and how rows are ordered.
    ///
    /// `size` is cut to 100 without a word: documented for payments [public], the same everywhere else [inferred].
    struct Paging: Sendable {
        static let largest = 100

        /// From 1 on [seed].
        let number: Int
        let size: Int
        /// Whether the call asks for an order by name.
        let isSorted: Bool
        let isDescending: Bool

        init(_ call: Call, defaultSize: Int = largest) {
            number = call.query("page").flatMap(Int.init) ?? 1
            size = min(call.query("size").flatMap(Int.init) ?? defaultSize, Paging.largest)
            isSorted = !(call.query("sort") ?? "").isEmpty
            isDescending = call.query("sortDirection") == "DESC"
        }

        var offset: Int { (number - 1) * size }

        /// How the pages of every list are turned.
        static func contract(defaultSize: Int = largest) -> Engine.Paging {
            Engine.Paging(
                .page("page"),
                size: "size",
                usually: defaultSize,
                atMost: largest,
                rows: [["content"]],
                total: [["totalCount"]],
                pages: [["totalPages"]],
                shownNumber: ["number"],
                shownSize: ["size"]
            )
        }

        /// PAGE, with such rows.
        static func reply(of row: [Field]) -> FieldType {
            let sort = Field(
                "sort",
                .object(["unsorted", "sorted", "empty"].map { Field($0, .boolean, required: true) }),
                required: true
            )
            func numbers(_ names: String...) -> [Field] {
                names.map { Field($0, .integer(0...Int.max), required: true) }
            }
            func flags(_ names: String...) -> [Field] {
                names.map { Field($0, .boolean, required: true) }
            }
            return .object(
                [
                    Field("content", .array(.object(row)), required: true),
                    Field(
                        "pageable",
                        .object(
                            [sort] + numbers("offset", "pageSize", "pageNumber") + flags("paged", "unpaged")
                        ),
                        required: true
                    ),
                ] + numbers("totalPages", "totalCount") + flags("last") + numbers("size", "number")
                    + flags("first") + [sort] + numbers("numberOfElements") + flags("empty")
            )
        }

        /// The parameters of every list.
        static func fields(defaultSize: Int = largest, sort: [String] = []) -> [Field] {
            let counting = FieldType.integer(1...Int(Int32.max))
            let paging = [
                Field(
                    "size",
                    counting,
                    source: .public("items, payments, appointmentRequests"),
                    about: "rows in a page: \(defaultSize) unless said, \(largest) at most"
                ),
                Field(
                    "page",
                    counting,
                    source: .public("items, payments, appointmentRequests"),
                    about: "from 1 on"
                ),
            ]
            if sort.isEmpty { return paging }
            return [
                Field("sort", .oneOf(sort), source: .inferred),
                Field("sortDirection", .oneOf(["ASC", "DESC"]), source: .inferred, about: "ASC unless said"),
            ] + paging
        }
    }
}

extension Response {
    /// PAGE: rows in the envelope of a list, with nothing around it [seed].
    ///
    /// Numbers count from 1 and `offset` from 0, the total is `totalCount`, and `sort.empty` is false though nothing is
    /// sorted: all of it as in the documented sample.
    /// - Parameter rows: how many rows are written, by `write`.
    static func page(
        _ paging: AutoLeap.Paging,
        of total: Int,
        rows: Int,
        _ write: (inout JSON.Writer) -> Void,
    ) -> Response {
        let pages = (total + paging.size - 1) / paging.size
        var json = JSON.Writer(reserving: 512 + rows * 512)
        json.object { json in
            json.array("content") { json in write(&json) }
            json.object("pageable") { json in
                json.sort(paging)
                json.member("offset", paging.offset)
                json.member("pageSize", paging.size)
                json.member("pageNumber", paging.number)
                json.member("paged", true)
                json.member("unpaged", false)
            }
            json.member("totalPages", pages)
            json.member("totalCount", total)
            json.member("last", paging.number >= pages)
            json.member("size", paging.size)
            json.member("number", paging.number)
            json.member("first", paging.number == 1)
            json.sort(paging)
            json.member("numberOfElements", rows)
            json.member("empty", rows == 0)
        }
        return Response(200, .json, body: json.bytes)
    }
}

extension JSON.Writer {
    fileprivate mutating func sort(_ paging: AutoLeap.Paging) {
        object("sort") { json in
            json.member("unsorted", !paging.isSorted)
            json.member("sorted", paging.isSorted)
            json.member("empty", false)
        }
    }
}
