/// Texts that are searched for parts of them, each under a key and an id, sorted by both.
///
///     pages ─► [ first, owners ●, ends ●, bytes ● | … ]
///                                            ▼
///                       [ o a k   m u g ␃ s t e e l   l a m p ␃ … ]     the texts of up to `limit` ids in one piece
///
/// A search passes over the pages whose signature says that the part is in none of their texts, walks through the others
/// from front to back, eight bytes at a time, and touches no row. What it found is kept true by the writes that follow
/// (see `RecentSearches`), so that the next page of the same search, or the same search again, looks at no text.
///
/// A copy shares everything, and the first write to it copies one page, as in `Pages`.
public struct Texts<Key: Comparable & Hashable & Sendable, ID: Comparable & Hashable & Sendable>: Sendable {
    public typealias Owner = Index<Key, ID>.Entry

    @usableFromInline struct Page: Sendable {
        @usableFromInline var first: Owner
        @usableFromInline var owners: [Owner]
        /// Where each owner's text ends, the byte behind it included.
        @usableFromInline var ends: [Int]
        @usableFromInline var bytes: [UInt8]
        /// Of all texts that came to the page, those that left it included.
        @usableFromInline var signature = Signature()

        @inlinable init(_ owner: Owner, _ text: [UInt8]) {
            first = owner
            owners = [owner]
            ends = [text.count + 1]
            bytes = text
            bytes.append(betweenTexts)
            signature.add(text)
        }

        @inlinable func start(_ place: Int) -> Int { place == 0 ? 0 : ends[place - 1] }
    }

    @usableFromInline var pages: [Page] = []
    @usableFromInline var recent = RecentSearches<Key, ID>()

    /// How many texts a page holds at most.
    @inlinable static var limit: Int { 64 }

    @inlinable public init() {}

    /// Many texts in any order, no two of one key and id.
    @inlinable public init(_ texts: some Sequence<(Key, ID, [UInt8])>) {
        let sorted = texts.lazy.filter { !$0.2.isEmpty }.map { (owner: Owner($0.0, $0.1), text: $0.2) }
            .sorted { $0.owner < $1.owner }
        for (owner, text) in sorted { append(owner, text) }
    }
}

/// Stands behind each text: UTF-8 never has it, so that nothing is found across two texts. Vendors put it between the
/// texts of one row as well.
public let betweenTexts: UInt8 = 0xFF

// MARK: - Searching

extension Texts {
    /// The ids under a key whose text has a part in it, sorted. The part must not be empty.
    @inlinable public func ids(for key: Key, containing part: [UInt8]) -> Index<Key, ID>.IDs {
        owners(ofTextsContaining: part).ids(for: key)
    }

    /// The ids under any key whose text has a part in it, sorted by key, then by id.
    @inlinable public func ids(containing part: [UInt8]) -> Index<Key, ID>.IDs {
        owners(ofTextsContaining: part).ids
    }

    @inlinable func owners(ofTextsContaining part: [UInt8]) -> Index<Key, ID> {
        if let found = recent[part] { return found }
        var owners: [Owner] = []
        let bits = Signature.bits(of: part)
        for page in pages.indices where pages[page].signature.has(bits) {
            forEachMatch(of: part, inPage: page) { owners.append($0) }
        }
        let found = Index(sorted: owners)
        recent.add(part, found)
        return found
    }

    @inlinable func forEachMatch(of part: [UInt8], inPage index: Int, _ body: (Owner) -> Void) {
        let page = pages[index]
        var place = 0
        var at = firstPlace(of: part, in: page.bytes, from: 0)
        while at < page.bytes.count {
            while page.ends[place] <= at { place += 1 }
            body(page.owners[place])
            at = firstPlace(of: part, in: page.bytes, from: page.ends[place])
        }
    }
}

/// Where a part begins in the bytes, at or after `start`; their count where it is nowhere. Looks for the part's first
/// and last byte at their distance, eight places at a time.
public func firstPlace(of part: [UInt8], in bytes: [UInt8], from start: Int) -> Int {
    guard let first = part.first, let last = part.last else { return start }
    let (text, wanted) = (bytes.span, part.span)
    let raw = unsafe text.bytes
    let firsts = UInt64(first) &* 0x0101_0101_0101_0101
    let lasts = UInt64(last) &* 0x0101_0101_0101_0101
    let distance = wanted.count &- 1
    func isAt(_ place: Int) -> Bool {
        for offset in 0..<wanted.count where text[place &+ offset] != wanted[offset] { return false }
        return true
    }
    var at = start
    while at &+ distance &+ 8 <= text.count {
        // The loads check the bounds, and any 8 bytes are a `UInt64`. A byte is 0 where both bytes fit.
        let heads = unsafe raw.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)
        let tails = unsafe raw.unsafeLoadUnaligned(fromByteOffset: at &+ distance, as: UInt64.self)
        let word = (UInt64(littleEndian: heads) ^ firsts) | (UInt64(littleEndian: tails) ^ lasts)
        // The top bit of each byte that is 0; of bytes behind such a one it may be set wrongly.
        var marks = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
        while marks != 0 {
            let place = at &+ marks.trailingZeroBitCount >> 3
            if isAt(place) { return place }
            marks &= marks &- 1
        }
        at &+= 8
    }
    while at &+ distance < text.count {
        if isAt(at) { return at }
        at &+= 1
    }
    return text.count
}

// MARK: - Changing

extension Texts {
    /// Puts a text under a key and an id, in the place of the one that was there. Nothing happens where it is the same.
    @inlinable public mutating func set(_ text: [UInt8], _ key: Key, _ id: ID) {
        let owner = Owner(key, id)
        var (page, place, found) = locate(owner)
        if found {
            let range = pages[page].start(place)..<pages[page].ends[place] - 1
            if pages[page].bytes[range].elementsEqual(text) { return }
            remove(page, place)
            (page, place, found) = locate(owner)
        }
        if text.isEmpty { return }
        ownRecentSearches()
        recent.insert(text, key, id)
        if page < 0 || page == pages.count - 1 && place == pages[page].owners.count {
            return append(owner, text)
        }
        if pages[page].owners.count >= Self.limit {
            split(page)
            (page, place, _) = locate(owner)
        }
        let start = pages[page].start(place)
        pages[page].bytes.insert(contentsOf: text + [betweenTexts], at: start)
        pages[page].owners.insert(owner, at: place)
        pages[page].ends.insert(start, at: place)
        for index in place..<pages[page].ends.count { pages[page].ends[index] += text.count + 1 }
        pages[page].signature.add(text)
        if place == 0 { pages[page].first = owner }
    }

    @inlinable public mutating func remove(_ key: Key, _ id: ID) {
        let (page, place, found) = locate(Owner(key, id))
        if found { remove(page, place) }
    }

    /// Before a write: other copies of the texts keep what they found.
    @inlinable mutating func ownRecentSearches() {
        if !isKnownUniquelyReferenced(&recent) { recent = recent.copy() }
    }

    /// The last page that begins at or before the owner, the first page where none does, -1 where there is none; the
    /// owner's place in it, and whether it is there.
    @inlinable func locate(_ owner: Owner) -> (page: Int, place: Int, found: Bool) {
        var low = 0
        var high = pages.count
        while low < high {
            let middle = (low + high) / 2
            if owner < pages[middle].first { high = middle } else { low = middle + 1 }
        }
        guard !pages.isEmpty else { return (-1, 0, false) }
        let page = max(0, low - 1)
        low = 0
        high = pages[page].owners.count
        while low < high {
            let middle = (low + high) / 2
            if pages[page].owners[middle] < owner { low = middle + 1 } else { high = middle }
        }
        let found = low < pages[page].owners.count && pages[page].owners[low] == owner
        return (page, low, found)
    }

    /// Adds a text behind all others.
    @inlinable mutating func append(_ owner: Owner, _ text: [UInt8]) {
        let page = pages.count - 1
        guard page >= 0, pages[page].owners.count < Self.limit else {
            pages.append(Page(owner, text))
            return
        }
        pages[page].owners.append(owner)
        pages[page].bytes.append(contentsOf: text)
        pages[page].bytes.append(betweenTexts)
        pages[page].ends.append(pages[page].bytes.count)
        pages[page].signature.add(text)
    }

    @inlinable mutating func remove(_ page: Int, _ place: Int) {
        let owner = pages[page].owners[place]
        ownRecentSearches()
        recent.remove(owner.key, owner.owner)
        let range = pages[page].start(place)..<pages[page].ends[place]
        pages[page].bytes.removeSubrange(range)
        pages[page].owners.remove(at: place)
        pages[page].ends.remove(at: place)
        for index in place..<pages[page].ends.count { pages[page].ends[index] -= range.count }
        if let first = pages[page].owners.first {
            pages[page].first = first
            joinIfShort(page)
        } else {
            pages.remove(at: page)
        }
    }

    @inlinable mutating func split(_ page: Int) {
        let half = pages[page].owners.count / 2
        let cut = pages[page].start(half)
        var tail = pages[page]
        tail.owners.removeSubrange(..<half)
        tail.first = tail.owners[0]
        tail.ends = tail.ends[half...].map { $0 - cut }
        tail.bytes.removeSubrange(..<cut)
        pages[page].owners.removeSubrange(half...)
        pages[page].ends.removeSubrange(half...)
        pages[page].bytes.removeSubrange(cut...)
        tail.signature = Signature(of: tail.bytes)
        pages[page].signature = Signature(of: pages[page].bytes)
        pages.insert(tail, at: page + 1)
    }

    /// Joins a page that became short to the one behind it where both have room in one, so that pages stay few.
    @inlinable mutating func joinIfShort(_ page: Int) {
        guard page + 1 < pages.count, pages[page].owners.count < Self.limit / 4,
            pages[page].owners.count + pages[page + 1].owners.count <= Self.limit * 3 / 4
        else { return }
        let next = pages.remove(at: page + 1)
        let cut = pages[page].bytes.count
        pages[page].owners += next.owners
        pages[page].ends += next.ends.map { $0 + cut }
        pages[page].bytes += next.bytes
        pages[page].signature.add(next.bytes)
    }
}
