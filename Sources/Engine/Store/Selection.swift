/// What a list shows when its filters are joined: the ids that are in all of some sets, sorted.
///
/// A single set stays the view of an index that it is: its count and a page of it cost a search, whatever its size.
/// Several are intersected from the smallest on, a step per id of the smaller and at most one per id of the larger.
public struct Selection<Key, ID>: Sendable
where Key: Comparable & Hashable & Sendable, ID: Comparable & Hashable & Sendable {
    public typealias Run = Index<Key, ID>.IDs

    @usableFromInline let all: Run?
    @usableFromInline var runs: [Run] = []
    @usableFromInline var lists: [[ID]] = []

    /// - Parameter all: what is selected while no filter is added; nothing unless said.
    @inlinable public init(_ all: Run? = nil) {
        self.all = all
    }

    /// Leaves only ids that are among these, which must be of one key and lie within all.
    @inlinable public mutating func keep(_ run: Run) { runs.append(run) }

    /// The same of ids in any order, which may repeat themselves.
    @inlinable public mutating func keep(_ ids: [ID]) {
        var sorted: [ID] = []
        sorted.reserveCapacity(ids.count)
        for id in ids.sorted() where sorted.last != id { sorted.append(id) }
        lists.append(sorted)
    }

    @inlinable public var hits: Hits<Key, ID> {
        if lists.isEmpty, runs.count <= 1 {
            if let run = runs.first ?? all { return .run(run) }
            return .list([])
        }
        var runs = runs.sorted { $0.count < $1.count }
        let lists = lists.sorted { $0.count < $1.count }
        var hits: [ID]
        if let shortest = lists.first, runs.isEmpty || shortest.count <= runs[0].count {
            hits = shortest
            for list in lists.dropFirst() { hits = Self.both(hits, list) }
        } else {
            hits = Array(runs.removeFirst())
            for list in lists { hits = Self.both(hits, list) }
        }
        for run in runs {
            if hits.count < run.count / 16 {
                hits = hits.filter(run.contains)
            } else {
                hits = Self.both(hits, run)
            }
        }
        return .list(hits)
    }

    /// What two sorted sets have in common.
    @inlinable static func both(_ some: [ID], _ others: some Sequence<ID>) -> [ID] {
        var both: [ID] = []
        var others = others.makeIterator()
        var other = others.next()
        for id in some {
            while let behind = other, behind < id { other = others.next() }
            if other == id { both.append(id) }
        }
        return both
    }
}

/// What was found, in order.
public enum Hits<Key: Comparable & Hashable & Sendable, ID: Comparable & Hashable & Sendable>: Sendable {
    case run(Index<Key, ID>.IDs)
    case list([ID])

    @inlinable public var count: Int {
        switch self {
        case .run(let run): run.count
        case .list(let ids): ids.count
        }
    }

    /// All of them.
    @inlinable public var ids: [ID] {
        switch self {
        case .run(let run): Array(run)
        case .list(let ids): ids
        }
    }

    /// At most `limit` ids from a position on, counted and given from the other end where they are reversed.
    @inlinable public func page(offset: Int, limit: Int, isReversed: Bool = false) -> [ID] {
        let skipped = min(max(0, offset), count)
        let length = min(max(0, limit), count - skipped)
        let start = isReversed ? count - skipped - length : skipped
        let page: [ID]
        switch self {
        case .run(let run): page = Array(run.page(offset: start, limit: length))
        case .list(let ids): page = Array(ids[start..<start + length])
        }
        return isReversed ? page.reversed() : page
    }

    @inlinable subscript(position: Int) -> ID {
        switch self {
        case .run(let run): run[position]
        case .list(let ids): ids[position]
        }
    }
}

extension Sequence {
    /// A page of what several searches found, as if it were one sorted list. Skipping costs a few looks, however far.
    @inlinable public func merged<Key, ID>(offset: Int, limit: Int, isReversed: Bool = false) -> [ID]
    where Element == Hits<Key, ID> {
        let parts = Array(self)
        if parts.count == 1 { return parts[0].page(offset: offset, limit: limit, isReversed: isReversed) }
        let count = parts.reduce(0) { $0 + $1.count }
        let skipped = Swift.min(Swift.max(0, offset), count)
        let length = Swift.min(Swift.max(0, limit), count - skipped)
        var starts = [Int](repeating: 0, count: parts.count)
        /// Takes steps of so many ids, each in the part whose ids up to there are the smallest.
        func take(step: Int) -> Range<Int> {
            var best = (part: -1, end: 0)
            for (part, hits) in parts.enumerated() where starts[part] < hits.count {
                let end = Swift.min(starts[part] + step, hits.count)
                if best.part < 0 || hits[end - 1] < parts[best.part][best.end - 1] { best = (part, end) }
            }
            defer { starts[best.part] = best.end }
            return starts[best.part]..<best.end
        }
        // No other part has as many ids before the end of the step, so that all of the step lie before the page.
        var left = isReversed ? count - skipped - length : skipped
        while left > 0 { left -= take(step: Swift.max(1, left / parts.count)).count }
        var page: [ID] = []
        page.reserveCapacity(length)
        var pages = parts.indices.map { part in
            parts[part].page(offset: starts[part], limit: length)[...]
        }
        while page.count < length {
            var best = -1
            for part in pages.indices {
                guard let first = pages[part].first else { continue }
                if best < 0 || first < pages[best][pages[best].startIndex] { best = part }
            }
            page.append(pages[best].removeFirst())
        }
        return isReversed ? page.reversed() : page
    }
}
