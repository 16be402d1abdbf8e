extension Pages {
    /// Neighbouring elements of a table or an index as they were when it was asked, without copying them.
    ///
    /// It keeps the pages alive: a table that is written to while a run of it lives copies the page, as after a fork.
    public struct Run: Sequence, Sendable {
        @usableFromInline let pages: [Page]
        @usableFromInline let start: Place
        public let count: Int

        @inlinable init(_ pages: Pages, from start: Place, count: Int) {
            self.pages = pages.pages
            self.start = start
            self.count = count
        }

        @inlinable public var isEmpty: Bool { count == 0 }
        @inlinable public var underestimatedCount: Int { count }
        @inlinable public var first: Element? {
            count > 0 ? pages[start.page].elements[start.offset] : nil
        }

        /// The element so many places behind the first, which must be one of them. It costs a step per page.
        @inlinable public subscript(position: Int) -> Element {
            var rest = Pages()
            rest.pages = pages
            let place = rest.advance(start, by: position)
            return pages[place.page].elements[place.offset]
        }

        /// The part of the run that begins `offset` elements in and holds at most `limit`. Skipping costs a step per
        /// page, not per element.
        @inlinable public func page(offset: Int, limit: Int) -> Run {
            let skipped = Swift.min(Swift.max(0, offset), count)
            var rest = Pages()
            rest.pages = pages
            let length = Swift.min(Swift.max(0, limit), count - skipped)
            return Run(rest, from: rest.advance(start, by: skipped), count: length)
        }

        @inlinable public func makeIterator() -> Iterator {
            Iterator(self)
        }

        public struct Iterator: IteratorProtocol {
            @usableFromInline let pages: [Page]
            @usableFromInline var elements: [Element]
            @usableFromInline var page: Int
            @usableFromInline var offset: Int
            @usableFromInline var left: Int

            @inlinable init(_ run: Run) {
                pages = run.pages
                page = run.start.page
                offset = run.start.offset
                left = run.count
                elements = left > 0 ? pages[page].elements : []
            }

            @inlinable public mutating func next() -> Element? {
                guard left > 0 else { return nil }
                left -= 1
                if offset == elements.count {
                    page += 1
                    offset = 0
                    elements = pages[page].elements
                }
                defer { offset += 1 }
                return elements[offset]
            }
        }
    }

    /// All elements.
    @inlinable public var all: Run {
        Run(self, from: Place(0, 0), count: total)
    }

    /// The elements from one place up to another.
    @inlinable func run(from start: Place, to end: Place) -> Run {
        Run(self, from: start, count: Swift.max(0, distance(start, end)))
    }

    /// At most `limit` elements from a position on.
    @inlinable func run(offset: Int, limit: Int) -> Run {
        let skipped = min(max(0, offset), total)
        return Run(self, from: place(atRank: skipped), count: min(max(0, limit), total - skipped))
    }

    @inlinable public var first: Element? { pages.first?.elements.first }
    @inlinable public var last: Element? { pages.last?.elements.last }
}
