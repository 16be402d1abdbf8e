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
                while end < Int(rest.end), head[end] != 0x26 {
                    if head[end] == Octet.equals, equals < 0 { equals = end }
                    end += 1
                }
                rest.start = UInt32(truncatingIfNeeded: Swift.min(end + 1, Int(rest.end)))
                guard end > start else { continue }
                guard equals >= 0 else { return Item(name: Slice(start, end), value: Slice(end, end)) }
                return Item(name: Slice(start, equals), value: Slice(equals + 1, end))
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
    package func query(_ name: StaticString) -> String? {
        for item in queryItems where isNamed(item, name) { return formDecoded(item.value) }
        return nil
    }

    /// The same for a name that is not known before the program runs.
    package func query(named name: String) -> String? {
        for item in queryItems where isSpelled(item, name.utf8.span) || isEncoded(item, as: name) {
            return formDecoded(item.value)
        }
        return nil
    }

    private func isNamed(_ item: QueryItems.Item, _ name: StaticString) -> Bool {
        let range = item.name.range
        let isSpelled = name.withUTF8Buffer { wanted in
            guard wanted.count == range.count else { return false }
            for index in 0..<wanted.count where unsafe head[range.lowerBound + index] != wanted[index] {
                return false
            }
            return true
        }
        return isSpelled || isEncoded(item, as: name.description)
    }

    private func isSpelled(_ item: QueryItems.Item, _ name: Span<UInt8>) -> Bool {
        let range = item.name.range
        guard name.count == range.count else { return false }
        for index in 0..<name.count where head[range.lowerBound + index] != name[index] { return false }
        return true
    }

    /// Few names hold escapes; only those are decoded.
    private func isEncoded(_ item: QueryItems.Item, as name: @autoclosure () -> String) -> Bool {
        let range = item.name.range
        guard head[range].contains(where: { $0 == Octet.percent || $0 == Octet.plus }) else { return false }
        return formDecoded(item.name) == name()
    }
}
