/// The parts of a request's path and query.
extension Request {
    /// The stretches between the slashes of the path, still encoded, so that an encoded slash is data and no
    /// separator. `/a/b` has two, `/a/` has two of which the last is empty, `/` and `*` have none.
    package var segments: Segments { Segments(of: path, in: head) }

    package struct Segments: Sequence, IteratorProtocol, Sendable {
        private let head: [UInt8]
        private var rest: Slice

        fileprivate init(of path: Slice, in head: [UInt8]) {
            self.head = head
            self.rest = path.count > 1 ? path : .empty
        }

        package mutating func next() -> Slice? {
            guard !rest.isEmpty else { return nil }
            // `rest` begins with the slash before the segment.
            let start = Int(rest.start) + 1
            var end = start
            while end < Int(rest.end), head[end] != Octet.slash { end += 1 }
            rest.start = UInt32(truncatingIfNeeded: end)
            return Slice(start, end)
        }
    }

    /// A path segment as text, its escapes decoded; `nil` for escapes that the parser would have refused.
    package func decoded(_ segment: Slice) -> String? {
        Percent.decode(head[segment.range])
    }

    /// The `name=value` pairs of the query, still encoded, in their order; empty ones (`&&`) are passed over.
    package var queryItems: QueryItems { QueryItems(of: query ?? .empty, in: head) }

    package struct QueryItems: Sequence, IteratorProtocol, Sendable {
        /// One pair. Without a `=` the value is empty.
        package struct Item: Sendable, Hashable {
            package var name: Slice
            package var value: Slice
            /// Whether the name has to be decoded before it can be compared. Few names have.
            var hasEncodedName = false
        }

        private let head: [UInt8]
        private var rest: Slice

        fileprivate init(of query: Slice, in head: [UInt8]) {
            self.head = head
            self.rest = query
        }

        package mutating func next() -> Item? {
            while !rest.isEmpty {
                let start = Int(rest.start)
                var end = start
                var equals = -1
                var isEncoded = false
                while end < Int(rest.end), head[end] != 0x26 {
                    if equals < 0 {
                        switch head[end] {
                        case Octet.equals: equals = end
                        case Octet.percent, Octet.plus: isEncoded = true
                        default: break
                        }
                    }
                    end += 1
                }
                rest.start = UInt32(truncatingIfNeeded: Swift.min(end + 1, Int(rest.end)))
                guard end > start else { continue }
                let name = Slice(start, equals < 0 ? end : equals)
                let value = Slice(equals < 0 ? end : equals + 1, end)
                return Item(name: name, value: value, hasEncodedName: isEncoded)
            }
            return nil
        }
    }

    /// A name or value of the query as text: escapes decoded, `+` a blank, as forms write it; `nil` for escapes that
    /// the parser would have refused.
    package func formDecoded(_ part: Slice) -> String? {
        Percent.decode(head[part.range], isForm: true)
    }

    /// The value of the first query item of that name, which may be encoded in the request; `nil` where there is none.
    package func query(_ name: StaticString) -> String? { query(name, among: listedQueryItems) }

    /// All pairs of the query at once, for who asks for several.
    package var listedQueryItems: [QueryItems.Item] { query == nil ? [] : Array(queryItems) }

    /// The same among items that were taken apart before.
    package func query(_ name: StaticString, among items: [QueryItems.Item]) -> String? {
        for item in items where name.withUTF8Buffer({ unsafe isNamed(item, $0.span) }) {
            return formDecoded(item.value)
        }
        return nil
    }

    /// The same for a name that is not known before the program runs.
    package func query(named name: String) -> String? {
        for item in queryItems where isNamed(item, name) { return formDecoded(item.value) }
        return nil
    }

    /// Whether a query item has that name, which may be encoded in the request.
    package func isNamed(_ item: QueryItems.Item, _ name: String) -> Bool {
        // Most have another length.
        (item.hasEncodedName || item.name.count == name.utf8.count) && isNamed(item, name.utf8.span)
    }

    private func isNamed(_ item: QueryItems.Item, _ name: Span<UInt8>) -> Bool {
        if item.hasEncodedName {
            return formDecoded(item.name).map { isSame($0.utf8.span, name) } ?? false
        }
        return isSame(head.span.extracting(item.name.range), name)
    }
}

private func isSame(_ one: Span<UInt8>, _ other: Span<UInt8>) -> Bool {
    guard one.count == other.count else { return false }
    for index in one.indices where one[index] != other[index] { return false }
    return true
}
