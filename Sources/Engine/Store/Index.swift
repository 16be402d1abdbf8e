/// Ids by a key that many may share: a sorted set of (key, id), paged like a `Table` and copied as cheaply.
public struct Index<Key: Comparable & Hashable & Sendable, ID: Comparable & Hashable & Sendable>: Sendable {
    public struct Entry: Keyed, Comparable {
        public let key: Key
        public let owner: ID

        @inlinable public init(_ key: Key, _ owner: ID) {
            self.key = key
            self.owner = owner
        }

        @inlinable public var id: Self { self }

        @inlinable public static func < (left: Self, right: Self) -> Bool {
            left.key < right.key || (left.key == right.key && left.owner < right.owner)
        }
    }

    @usableFromInline var entries: Pages<Entry>

    @inlinable public init() {
        entries = Pages()
    }

    /// An index of many pairs in any order: sorted once, in full pages.
    @inlinable public init(_ pairs: some Sequence<(Key, ID)>) {
        let sorted = pairs.map(Entry.init).sorted()
        var unique: [Entry] = []
        unique.reserveCapacity(sorted.count)
        for entry in sorted where unique.last != entry { unique.append(entry) }
        entries = Pages(sorted: unique)
    }

    /// An index of pairs that are sorted and of which no two are the same.
    @inlinable init(sorted entries: [Entry]) {
        self.entries = Pages(sorted: entries)
    }
}

// MARK: - Reading

extension Index {
    /// How many pairs there are.
    @inlinable public var count: Int { entries.count }
    @inlinable public var isEmpty: Bool { entries.count == 0 }

    /// The ids under a key, sorted.
    @inlinable public func ids(for key: Key) -> IDs {
        IDs(entries.run(from: start(of: key), to: end(of: key)))
    }

    /// The smallest id under a key: the way to ask an index whose keys are unique.
    @inlinable public func first(for key: Key) -> ID? {
        let place = start(of: key)
        guard place.page < entries.pages.count else { return nil }
        let entry = entries.pages[place.page].elements[place.offset]
        return entry.key == key ? entry.owner : nil
    }

    @inlinable public func contains(_ key: Key) -> Bool { first(for: key) != nil }

    @inlinable public func contains(_ key: Key, _ id: ID) -> Bool {
        entries.locate(Entry(key, id)).found
    }

    @inlinable public func count(for key: Key) -> Int {
        entries.distance(start(of: key), end(of: key))
    }

    /// The ids under a range of keys, sorted by key, then by id.
    @inlinable public func ids(in keys: Range<Key>) -> IDs {
        IDs(entries.run(from: start(of: keys.lowerBound), to: start(of: keys.upperBound)))
    }

    @inlinable public func ids(in keys: ClosedRange<Key>) -> IDs {
        IDs(entries.run(from: start(of: keys.lowerBound), to: end(of: keys.upperBound)))
    }

    /// The ids under a key from one on, up to another that does not belong to them.
    @inlinable public func ids(for key: Key, from first: ID, upTo end: ID) -> IDs {
        let (low, high) = (Entry(key, first), Entry(key, max(first, end)))
        return IDs(entries.run(from: entries.lowerBound { $0 < low }, to: entries.lowerBound { $0 < high }))
    }

    /// The ids under a key and all greater ones.
    @inlinable public func ids(from key: Key) -> IDs {
        let start = start(of: key)
        return IDs(Pages.Run(entries, from: start, count: entries.count - entries.rank(start)))
    }

    /// All ids, sorted by key, then by id.
    @inlinable public var ids: IDs { IDs(entries.all) }

    /// The keys in order, each once, with the number of ids under it.
    @inlinable public var keys: Keys { Keys(entries) }

    @inlinable public var distinctKeys: [Key] { keys.map(\.key) }

    @inlinable func start(of key: Key) -> Pages<Entry>.Place {
        entries.lowerBound { $0.key < key }
    }

    @inlinable func end(of key: Key) -> Pages<Entry>.Place {
        entries.lowerBound { $0.key <= key }
    }
}

// MARK: - Changing

extension Index {
    /// Adds a pair; `false` where it was there already.
    @inlinable @discardableResult public mutating func insert(_ key: Key, _ id: ID) -> Bool {
        let entry = Entry(key, id)
        let (place, found) = entries.locate(entry)
        if found { return false }
        entries.insert(entry, at: place)
        return true
    }

    /// Takes a pair away; `false` where it was not there.
    @inlinable @discardableResult public mutating func remove(_ key: Key, _ id: ID) -> Bool {
        let (place, found) = entries.locate(Entry(key, id))
        guard found else { return false }
        _ = entries.remove(at: place)
        return true
    }

    /// Moves an id from one key to another. Nothing happens, and nothing is copied, where they are the same.
    @inlinable public mutating func move(_ id: ID, from old: Key, to new: Key) {
        guard old != new else { return }
        remove(old, id)
        insert(new, id)
    }
}

// MARK: - Sequences

extension Index {
    /// Ids as they were when the index was asked; a view, not a copy (see `Pages.Run`).
    public struct IDs: Sequence, Sendable {
        @usableFromInline let run: Pages<Entry>.Run

        @inlinable init(_ run: Pages<Entry>.Run) {
            self.run = run
        }

        @inlinable public var count: Int { run.count }
        @inlinable public var isEmpty: Bool { run.isEmpty }
        @inlinable public var underestimatedCount: Int { run.count }
        @inlinable public var first: ID? { run.first?.owner }

        /// Whether the id is among them; they must be of one key.
        @inlinable public func contains(_ id: ID) -> Bool {
            guard let key = run.first?.key else { return false }
            var entries = Pages<Entry>()
            entries.pages = run.pages
            let (place, found) = entries.locate(Entry(key, id))
            guard found, (place.page, place.offset) >= (run.start.page, run.start.offset) else {
                return false
            }
            return entries.distance(run.start, place) < run.count
        }

        /// The id so many places behind the first, which must be one of them.
        @inlinable public subscript(position: Int) -> ID { run[position].owner }

        /// At most `limit` ids from a position on; skipping costs a step per page.
        @inlinable public func page(offset: Int, limit: Int) -> IDs {
            IDs(run.page(offset: offset, limit: limit))
        }

        @inlinable public func makeIterator() -> Iterator {
            Iterator(base: run.makeIterator())
        }

        public struct Iterator: IteratorProtocol {
            @usableFromInline var base: Pages<Entry>.Run.Iterator

            @inlinable init(base: Pages<Entry>.Run.Iterator) {
                self.base = base
            }

            @inlinable public mutating func next() -> ID? { base.next()?.owner }
        }
    }

    /// The distinct keys in order, each with the number of ids under it. A key costs a search in each page it spans.
    public struct Keys: Sequence, IteratorProtocol, Sendable {
        @usableFromInline let entries: Pages<Entry>
        @usableFromInline var page = 0
        @usableFromInline var offset = 0

        @inlinable init(_ entries: Pages<Entry>) {
            self.entries = entries
        }

        @inlinable public mutating func next() -> (key: Key, count: Int)? {
            guard page < entries.pages.count else { return nil }
            let key = entries.pages[page].elements[offset].key
            var count = 0
            repeat {
                let end = entries.lowerBound(inPage: page, from: offset) { $0.key <= key }
                count += end - offset
                offset = end
                if end < entries.pages[page].count { break }
                page += 1
                offset = 0
            } while page < entries.pages.count && entries.pages[page].first.key == key
            return (key, count)
        }
    }
}
