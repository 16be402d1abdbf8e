public import HTTP

/// The last searches of some texts and what each found, kept true by every write: who asks again pays for a look-up in
/// an index, however many texts there are.
///
/// Copies of the texts share it for as long as none of them is written to. It has a lock of its own, as they may be
/// those of several bays.
@usableFromInline final class RecentSearches<Key, ID>: Sendable
where Key: Comparable & Hashable & Sendable, ID: Comparable & Hashable & Sendable {
    @usableFromInline struct Search: Sendable {
        @usableFromInline let part: [UInt8]
        @usableFromInline var found: Index<Key, ID>

        @inlinable init(_ part: [UInt8], _ found: Index<Key, ID>) {
            self.part = part
            self.found = found
        }
    }

    @usableFromInline let searches: Guarded<[Search]>

    @inlinable init(_ searches: [Search] = []) {
        self.searches = Guarded(searches)
    }

    /// How many searches are kept, the last ones.
    @inlinable static var limit: Int { 8 }
    /// How many ids these may have found together: some 10 MB.
    @inlinable static var limitOfIDs: Int { 262_144 }

    @inlinable func copy() -> RecentSearches {
        RecentSearches(searches.withLock { $0 })
    }

    @inlinable subscript(part: [UInt8]) -> Index<Key, ID>? {
        searches.withLock { searches in
            for search in searches where search.part == part { return search.found }
            return nil
        }
    }

    @inlinable func add(_ part: [UInt8], _ found: Index<Key, ID>) {
        guard found.count <= Self.limitOfIDs else { return }
        searches.withLock { searches in
            searches.append(Search(part, found))
            var ids = searches.reduce(0) { $0 + $1.found.count }
            while searches.count > Self.limit || ids > Self.limitOfIDs {
                ids -= searches.removeFirst().found.count
            }
        }
    }

    @inlinable func insert(_ text: [UInt8], _ key: Key, _ id: ID) {
        searches.withLock { searches in
            for place in searches.indices {
                guard firstPlace(of: searches[place].part, in: text, from: 0) < text.count else { continue }
                searches[place].found.insert(key, id)
            }
        }
    }

    @inlinable func remove(_ key: Key, _ id: ID) {
        searches.withLock { searches in
            for place in searches.indices { searches[place].found.remove(key, id) }
        }
    }
}
