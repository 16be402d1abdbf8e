/// One value in a document: a view that costs a reference and an index. It keeps the whole document alive.
package struct Node: Sendable {
    package enum Kind: Sendable, Hashable {
        case null, bool, number, string, array, object
    }

    let storage: Storage
    let index: Int

    @inline(__always) var entry: Entry { storage.tape[index] }

    package var kind: Kind {
        switch entry.token {
        case .null: .null
        case .true, .false: .bool
        case .integer, .decimal: .number
        case .string, .escapedString: .string
        case .array: .array
        case .object: .object
        }
    }

    package var isNull: Bool { entry.token == .null }

    package var bool: Bool? {
        switch entry.token {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// The string that is meant, escapes resolved; `nil` for any other kind.
    package var string: String? {
        switch entry.token {
        case .string, .escapedString: storage.text(index)
        default: nil
        }
    }

    /// The number with its text as it stands.
    package var number: Number? {
        switch entry.token {
        case .integer, .decimal: Number(unchecked: String(decoding: rawBytes, as: UTF8.self))
        default: nil
        }
    }

    /// The number where it is written without fraction and exponent and fits; `nil` otherwise.
    package var int: Int? {
        entry.token == .integer ? integer(in: rawBytes) : nil
    }

    /// The nearest double; `nil` where there is no number, or one beyond the range of doubles.
    package var double: Double? {
        // Below 2^53 every integer is a double.
        if let int, int.magnitude < 1 << 53, int != 0 { return Double(int) }
        return number?.double
    }

    /// The number of elements or members; 0 for anything but arrays and objects.
    package var count: Int { entry.count }

    /// The offset of the value's first byte.
    package var offset: Int { entry.start }

    /// Counted on demand: for messages, not for speed.
    package var position: Position { storage.position(ofOffset: entry.start) }

    /// The value's text as it stands, quotation marks, blanks and comments included.
    package var rawBytes: ArraySlice<UInt8> {
        let entry = entry
        return storage.bytes[entry.start..<entry.end]
    }

    /// The elements of an array in the order of the text; none for any other kind.
    package var elements: Elements {
        let entry = entry
        return Elements(
            storage: storage,
            index: index + 1,
            end: entry.token == .array ? entry.next : index + 1
        )
    }

    /// The members of an object in the order of the text, a key that stands twice both times; none for any other kind.
    package var members: Members {
        let entry = entry
        return Members(
            storage: storage,
            index: index + 1,
            end: entry.token == .object ? entry.next : index + 1
        )
    }

    /// The member of that name, the last one where there are several; `nil` where there is none, or no object.
    @_disfavoredOverload  // so that a literal takes the other one
    package subscript(key: String) -> Node? { member(key.utf8.span) }

    /// The member of that name, found without making a string.
    package subscript(key: StaticString) -> Node? {
        key.withUTF8Buffer { unsafe member($0.span) }
    }

    private func member(_ key: Span<UInt8>) -> Node? {
        let entry = entry
        guard entry.token == .object else { return nil }
        let tape = storage.tape
        var found: Int?
        var at = index + 1
        while at < entry.next {
            if storage.isText(at, key) { found = at + 1 }
            at = tape[at + 1].next
        }
        return found.map { Node(storage: storage, index: $0) }
    }
}

/// The elements of an array. Going through them skips what is inside of each.
package struct Elements: Sequence, IteratorProtocol, Sendable {
    let storage: Storage
    var index: Int
    let end: Int

    package mutating func next() -> Node? {
        guard index < end else { return nil }
        defer { index = storage.tape[index].next }
        return Node(storage: storage, index: index)
    }
}

/// The members of an object. Going through them skips what is inside of each value.
package struct Members: Sequence, IteratorProtocol, Sendable {
    let storage: Storage
    var index: Int
    let end: Int

    package mutating func next() -> Member? {
        guard index < end else { return nil }
        defer { index = storage.tape[index + 1].next }
        return Member(storage: storage, index: index)
    }
}

/// A key and its value.
package struct Member: Sendable {
    let storage: Storage
    /// Of the key; the value is the next entry.
    let index: Int

    /// The key that is meant, escapes resolved. Made anew at each call.
    package var key: String { storage.text(index) }

    /// The offset of the key's quotation mark.
    package var keyOffset: Int { storage.tape[index].start }

    /// Counted on demand: for messages, not for speed.
    package var keyPosition: Position { storage.position(ofOffset: keyOffset) }

    package var value: Node { Node(storage: storage, index: index + 1) }

    /// Whether the key is this one, found without making a string.
    package func isNamed(_ name: StaticString) -> Bool {
        // Most have another length. One with escapes is longer than what it means.
        storage.tape[index].length - 2 >= name.utf8CodeUnitCount
            && name.withUTF8Buffer { unsafe storage.isText(index, $0.span) }
    }

    @_disfavoredOverload  // so that a literal takes the other one
    package func isNamed(_ name: String) -> Bool { storage.isText(index, name.utf8.span) }
}
