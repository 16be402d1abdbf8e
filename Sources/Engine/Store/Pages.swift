/// A sorted set of elements, cut into pages: what `Table` and `Index` are made of.
///
///     pages ─► [ first id, count, ● | first id, count, ● | … ]     one array, searched by first id
///                               │                    │
///                               ▼                    ▼
///                        [ elements … ]       [ elements … ]       1 to `limit` each, sorted, no id twice
///
/// A copy shares everything. The first write to it copies the array of pages (three words a page) and the one
/// page it changes; further writes change both in place.
///
/// The store is `public`, unlike the rest: the bodies of `package` functions stay in their module, whatever they are
/// marked with, so that in the vendors' modules each call would run unspecialised, twenty times as slow.
public struct Pages<Element: Keyed>: Sendable {
    public typealias ID = Element.ID

    /// One page, with what a search or a count wants to know without touching its elements.
    public struct Page: Sendable {
        public var first: ID
        public var count: Int
        public var elements: [Element]

        @inlinable init(_ elements: [Element]) {
            first = elements[0].id
            count = elements.count
            self.elements = elements
        }
    }

    /// Where an element is, or where it would have to go.
    public struct Place: Sendable {
        public var page: Int
        public var offset: Int

        @inlinable init(_ page: Int, _ offset: Int) {
            self.page = page
            self.offset = offset
        }
    }

    public var pages: [Page] = []
    public var total = 0

    @inlinable public init() {}

    /// Pages of elements that are sorted and of which no two have one id.
    @inlinable public init(sorted elements: [Element]) {
        pages.reserveCapacity(elements.count / Self.limit + 1)
        var start = 0
        while start < elements.count {
            let end = min(start + Self.limit, elements.count)
            pages.append(Page(Array(elements[start..<end])))
            start = end
        }
        total = elements.count
    }

    @inlinable public var count: Int { total }

    /// How many elements a page holds at most. Pages of small elements are longer: there are fewer of them to copy
    /// after a fork and to add up for an offset, and copying one still costs less than a microsecond or two.
    @inlinable static var limit: Int {
        MemoryLayout<Element>.stride <= 32 ? 256 : 64
    }
}

// MARK: - Finding

extension Pages {
    /// The place of the element with that id, or where it belongs and that it is not there.
    @inlinable func locate(_ id: ID) -> (place: Place, found: Bool) {
        // The last page that begins at or before the id.
        var low = 0
        var high = pages.count
        while low < high {
            let middle = (low + high) / 2
            if id < pages[middle].first { high = middle } else { low = middle + 1 }
        }
        guard low > 0 else { return (Place(0, 0), false) }
        let page = low - 1
        low = 0
        high = pages[page].count
        while low < high {
            let middle = (low + high) / 2
            if pages[page].elements[middle].id < id { low = middle + 1 } else { high = middle }
        }
        let found = low < pages[page].count && pages[page].elements[low].id == id
        return (Place(page, low), found)
    }

    /// The first place whose element does not lie before what is sought; the end where all do.
    @inlinable func lowerBound(_ isBefore: (ID) -> Bool) -> Place {
        var low = 0
        var high = pages.count
        while low < high {
            let middle = (low + high) / 2
            if isBefore(pages[middle].first) { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return Place(0, 0) }
        let offset = lowerBound(inPage: low - 1, from: 1, isBefore)
        return offset < pages[low - 1].count ? Place(low - 1, offset) : Place(low, 0)
    }

    @inlinable func lowerBound(inPage page: Int, from start: Int, _ isBefore: (ID) -> Bool) -> Int {
        var low = start
        var high = pages[page].count
        while low < high {
            let middle = (low + high) / 2
            if isBefore(pages[page].elements[middle].id) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// How many elements lie before a place.
    @inlinable func rank(_ place: Place) -> Int {
        distance(Place(0, 0), place)
    }

    /// How many elements lie from one place up to another that is not before it.
    @inlinable func distance(_ start: Place, _ end: Place) -> Int {
        var sum = end.offset - start.offset
        for page in start.page..<max(start.page, end.page) { sum += pages[page].count }
        return sum
    }

    /// The place so many elements after a place; the end where there are not so many.
    @inlinable func advance(_ place: Place, by offset: Int) -> Place {
        var page = place.page
        var left = place.offset + offset
        while page < pages.count, left >= pages[page].count {
            left -= pages[page].count
            page += 1
        }
        return page < pages.count ? Place(page, left) : Place(page, 0)
    }

    /// The place of the element at a position, counted from the nearer end.
    @inlinable func place(atRank rank: Int) -> Place {
        guard rank > total / 2 else { return advance(Place(0, 0), by: max(0, rank)) }
        var page = pages.count
        var left = total - min(rank, total)
        guard left > 0 else { return Place(page, 0) }
        repeat {
            page -= 1
            left -= pages[page].count
        } while left > 0
        return Place(page, -left)
    }

    @inlinable public subscript(id: ID) -> Element? {
        let (place, found) = locate(id)
        return found ? pages[place.page].elements[place.offset] : nil
    }
}

// MARK: - Changing

extension Pages {
    /// Puts an element where `locate` said that it belongs.
    @inlinable mutating func insert(_ element: Element, at place: Place) {
        total += 1
        guard !pages.isEmpty else {
            pages.append(Page([element]))
            return
        }
        var place = place
        if pages[place.page].count >= Self.limit {
            if place.page == pages.count - 1, place.offset == pages[place.page].count {
                // Ids mostly rise: a full last page is left full, not split.
                pages.append(Page([element]))
                return
            }
            place = split(place)
        }
        pages[place.page].elements.insert(element, at: place.offset)
        pages[place.page].count += 1
        if place.offset == 0 { pages[place.page].first = element.id }
    }

    /// Cuts a page in two and says where a place in it went.
    @inlinable mutating func split(_ place: Place) -> Place {
        let half = pages[place.page].count / 2
        let tail = Page(Array(pages[place.page].elements[half...]))
        pages[place.page].elements.removeSubrange(half...)
        pages[place.page].count = half
        pages.insert(tail, at: place.page + 1)
        return place.offset <= half ? place : Place(place.page + 1, place.offset - half)
    }

    @inlinable mutating func remove(at place: Place) -> Element {
        total -= 1
        let removed = pages[place.page].elements.remove(at: place.offset)
        pages[place.page].count -= 1
        if pages[place.page].count == 0 {
            pages.remove(at: place.page)
        } else {
            if place.offset == 0 { pages[place.page].first = pages[place.page].elements[0].id }
            if pages[place.page].count < Self.limit / 4 { merge(place.page) }
        }
        return removed
    }

    /// Joins a page that became short to a neighbour with room for it, so that pages stay few.
    @inlinable mutating func merge(_ page: Int) {
        let room = Self.limit * 3 / 4
        if page > 0, pages[page - 1].count + pages[page].count <= room {
            join(page - 1)
        } else if page + 1 < pages.count, pages[page].count + pages[page + 1].count <= room {
            join(page)
        }
    }

    @inlinable mutating func join(_ page: Int) {
        let next = pages.remove(at: page + 1)
        pages[page].elements.append(contentsOf: next.elements)
        pages[page].count += next.count
    }

    /// Puts another element of the same id in the place of one.
    @inlinable mutating func replace(at place: Place, with element: Element) {
        pages[place.page].elements[place.offset] = element
    }
}
