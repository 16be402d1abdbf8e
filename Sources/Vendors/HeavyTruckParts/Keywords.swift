import Engine

extension HeavyTruckParts {
    /// What the `keywords` of a search ask for.
    ///
    ///     query = or { blank or }        all of them [seed]
    ///     or    = atom { "|" atom }      any of them: the pipe binds tighter [public: Sphinx]
    ///     atom  = "(" query ")" | word
    ///
    /// Whatever is neither letter nor digit separates words, the signs of Sphinx for phrases, negation and fields
    /// included [inferred]. Nothing is refused: a parenthesis or pipe without its counterpart is passed over.
    indirect enum Keywords: Sendable, Equatable {
        /// A word, hashed.
        case word(UInt64)
        case all([Keywords])
        case any([Keywords])

        /// How many words count; further ones are passed over.
        static let mostWords = 64
        /// How deep parentheses count; deeper ones are passed over.
        static let mostDepth = 16

        /// `nil` for a text without any word.
        init?(_ text: String) {
            var parser = KeywordParser(text)
            guard let query = parser.query(depth: 0) else { return nil }
            self = query
        }
    }
}

private struct KeywordParser {
    private typealias Keywords = HeavyTruckParts.Keywords

    private let bytes: [UInt8]
    private var at = 0
    private var wordsLeft = HeavyTruckParts.Keywords.mostWords

    init(_ text: String) { bytes = Array(text.lowercased().utf8) }

    /// Everything up to the parenthesis that closes the query, or to the end.
    mutating func query(depth: Int) -> HeavyTruckParts.Keywords? {
        var parts: [Keywords] = []
        while true {
            skipBlanks()
            guard at < bytes.count else { break }
            if bytes[at] == UInt8(ascii: ")") {
                at += 1
                if depth > 0 { break }
            } else if let part = alternatives(depth: depth) {
                parts.append(part)
            }
        }
        return joined(parts) { .all($0) }
    }

    /// Atoms with pipes between them.
    private mutating func alternatives(depth: Int) -> HeavyTruckParts.Keywords? {
        var parts: [Keywords] = []
        repeat {
            skipBlanks()
            if let part = atom(depth: depth) { parts.append(part) }
            skipBlanks()
        } while takes("|")
        return joined(parts) { .any($0) }
    }

    private mutating func atom(depth: Int) -> HeavyTruckParts.Keywords? {
        if takes("(") {
            // One that is too deep is passed over, and its counterpart ends a query early: the words still count.
            return depth < Keywords.mostDepth ? query(depth: depth + 1) : nil
        }
        // Signs inside of what stands together, as in D13/MP8, make several words of it that belong together.
        var words: [Keywords] = []
        var hash = WordHash()
        var isInWord = false
        while at < bytes.count, !isBlank(bytes[at]), !isSign(bytes[at]) {
            if HeavyTruckParts.isWordByte(bytes[at]) {
                hash.add(bytes[at])
                isInWord = true
            } else if isInWord {
                take(hash, into: &words)
                hash = WordHash()
                isInWord = false
            }
            at += 1
        }
        if isInWord { take(hash, into: &words) }
        return joined(words) { .all($0) }
    }

    private mutating func take(_ hash: WordHash, into words: inout [HeavyTruckParts.Keywords]) {
        guard wordsLeft > 0 else { return }
        wordsLeft -= 1
        words.append(.word(hash.value))
    }

    private func joined(
        _ parts: [HeavyTruckParts.Keywords],
        _ join: ([HeavyTruckParts.Keywords]) -> HeavyTruckParts.Keywords,
    ) -> HeavyTruckParts.Keywords? {
        parts.count > 1 ? join(parts) : parts.first
    }

    private mutating func skipBlanks() {
        while at < bytes.count, isBlank(bytes[at]) { at += 1 }
    }

    private mutating func takes(_ sign: Unicode.Scalar) -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(ascii: sign) else { return false }
        at += 1
        return true
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte >= 0x09 && byte <= 0x0D }

    private func isSign(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "|")
    }
}

// MARK: - Finding

extension HeavyTruckParts.Keywords {
    typealias ID = HeavyTruckParts.Item.ID

    /// The listed items that have the words, sorted by id.
    func ids(in state: HeavyTruckParts.State) -> [ID] {
        switch self {
        case .word(let word):
            var ids = Array(state.items.indexes.words.ids(for: word))
            // The name of the part type belongs to the index too [public: keyword search], and is kept with the type.
            let types = state.partTypes.indexes.words.ids(for: word)
            guard !types.isEmpty else { return ids }
            for type in types { ids.append(contentsOf: state.items.indexes.partType.ids(for: type)) }
            return Self.union(ids)
        case .any(let parts):
            var ids: [ID] = []
            for part in parts { ids.append(contentsOf: part.ids(in: state)) }
            return Self.union(ids)
        case .all(let parts):
            let ordered = parts.map { (part: $0, count: $0.mostIDs(in: state)) }.sorted {
                $0.count < $1.count
            }
            guard let first = ordered.first, first.count > 0 else { return [] }
            var ids = first.part.ids(in: state)
            for (part, count) in ordered.dropFirst() {
                if ids.isEmpty { return [] }
                if case .word(let word) = part, ids.count < count / 16 {
                    ids = ids.filter { Self.hasWord(word, $0, in: state) }
                } else {
                    ids = Self.intersection(ids, part.ids(in: state))
                }
            }
            return ids
        }
    }

    /// At least as many as there are.
    private func mostIDs(in state: HeavyTruckParts.State) -> Int {
        switch self {
        case .word(let word):
            var count = state.items.indexes.words.count(for: word)
            for type in state.partTypes.indexes.words.ids(for: word) {
                count += state.items.indexes.partType.count(for: type)
            }
            return count
        case .any(let parts): return parts.reduce(0) { $0 + $1.mostIDs(in: state) }
        case .all(let parts): return parts.reduce(.max) { min($0, $1.mostIDs(in: state)) }
        }
    }

    private static func hasWord(_ word: UInt64, _ id: ID, in state: HeavyTruckParts.State) -> Bool {
        if state.items.indexes.words.contains(word, id) { return true }
        return state.partTypes.indexes.words.ids(for: word).contains { type in
            state.items.indexes.partType.contains(type, id)
        }
    }

    private static func union(_ ids: [ID]) -> [ID] {
        var union: [ID] = []
        union.reserveCapacity(ids.count)
        for id in ids.sorted() where union.last != id { union.append(id) }
        return union
    }

    /// Of sorted ids.
    static func intersection(_ one: [ID], _ other: [ID]) -> [ID] {
        var both: [ID] = []
        var at = 0
        for id in one {
            while at < other.count, other[at] < id { at += 1 }
            if at < other.count, other[at] == id { both.append(id) }
        }
        return both
    }
}
