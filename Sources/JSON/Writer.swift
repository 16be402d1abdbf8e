/// Writes JSON, compact, into one buffer. Commas come by themselves: whether one is due can be seen from the last byte
/// written. What is written where is the caller's: nothing checks that a key stands before each member's value, or
/// that what was begun is ended.
@usableFromInline package struct Writer: Sendable {
    package var bytes: [UInt8] = []

    package init(reserving capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    // MARK: Objects and arrays

    @usableFromInline package mutating func beginObject() {
        separate()
        bytes.append(.openBrace)
    }

    @usableFromInline package mutating func endObject() { bytes.append(.closeBrace) }

    @usableFromInline package mutating func beginArray() {
        separate()
        bytes.append(.openBracket)
    }

    @usableFromInline package mutating func endArray() { bytes.append(.closeBracket) }

    /// An object with the members that `members` writes.
    @inlinable package mutating func object<E>(_ members: (inout Writer) throws(E) -> Void) throws(E) {
        beginObject()
        try members(&self)
        endObject()
    }

    /// An array with the elements that `elements` writes.
    @inlinable package mutating func array<E>(_ elements: (inout Writer) throws(E) -> Void) throws(E) {
        beginArray()
        try elements(&self)
        endArray()
    }

    /// A key that needs no escapes, as the ones in source code do not.
    @usableFromInline package mutating func key(_ name: StaticString) {
        let due = isCommaDue
        name.withUTF8Buffer { buffer in
            let name = unsafe buffer.span
            assert(
                firstByteToEscape(in: name, from: 0) == name.count,
                "a key in source code that needs escapes"
            )
            bytes.append(addingCapacity: name.count + 4) { output in
                if due { output.append(.comma) }
                output.append(.quote)
                for index in name.indices { output.append(name[index]) }
                output.append(.quote)
                output.append(.colon)
            }
        }
    }

    @_disfavoredOverload  // so that a literal takes the other one
    @usableFromInline package mutating func key(_ name: String) {
        string(name.utf8.span, isKey: true)
    }

    // MARK: Values

    @usableFromInline package mutating func null() { word("null") }

    @usableFromInline package mutating func bool(_ value: Bool) { word(value ? "true" : "false") }

    @inlinable package mutating func int(_ value: some BinaryInteger) {
        if let small = Int64(exactly: value) {
            integer(small.magnitude, isNegative: small < 0)
        } else if let large = UInt64(exactly: value) {
            integer(large, isNegative: false)
        } else {
            text(String(value))
        }
    }

    /// As `Number` writes it; must be finite.
    @usableFromInline package mutating func double(_ value: Double) {
        if let integer = smallInteger(value) {
            int(integer)
        } else {
            number(Number(value))
        }
    }

    package mutating func number(_ value: Number) { text(value.text) }

    @usableFromInline package mutating func string(_ value: String) { string(value.utf8.span) }

    /// The string that the bytes are in UTF-8; what is no UTF-8 in them becomes U+FFFD.
    package mutating func string(utf8: Span<UInt8>) {
        if isASCII(utf8) {
            string(utf8)
        } else {
            string(unsafe utf8.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) })
        }
    }

    /// The string that the bytes are in UTF-8; what is no UTF-8 in them becomes U+FFFD.
    package mutating func string(utf8: some Sequence<UInt8>) {
        string(utf8: ContiguousArray(utf8).span)
    }

    /// The string that the bytes are in UTF-8; what is no UTF-8 in them becomes U+FFFD.
    package mutating func string(utf8: ArraySlice<UInt8>) { string(utf8: utf8.span) }

    /// The string that the bytes are in UTF-8; what is no UTF-8 in them becomes U+FFFD.
    package mutating func string(utf8: [UInt8]) { string(utf8: utf8.span) }

    /// A tree, which may be `Node.maxTreeDepth` deep.
    package mutating func value(_ value: Value) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .number(let value): number(value)
        case .string(let value): string(value)
        case .array(let elements): array { for element in elements { $0.value(element) } }
        case .object(let members): object(members)
        }
    }

    /// An object, without the members of some names.
    package mutating func object(_ object: Object, hiding hidden: [String] = []) {
        beginObject()
        let members = object.members.span
        for place in members.indices where !hidden.contains(where: { isSameText($0, members[place].key) }) {
            key(members[place].key)
            value(members[place].value)
        }
        endObject()
    }

    /// A parsed value with all that is in it, strings and numbers spelled as they are there.
    package mutating func node(_ node: Node) {
        if node.storage.isCompact {
            raw(node.rawBytes)
        } else {
            tokens(node)
        }
    }

    /// A value that is JSON already.
    package mutating func raw(_ json: [UInt8]) {
        separate()
        bytes.append(contentsOf: json)
    }

    /// A value that is JSON already.
    package mutating func raw(_ json: ArraySlice<UInt8>) {
        separate()
        bytes.append(contentsOf: json)
    }

    /// A value that is JSON already, in pieces which `pieces` copies.
    /// - Parameter count: how many bytes they have at most.
    package mutating func raw(_ count: Int, _ pieces: (inout OutputSpan<UInt8>) -> Void) {
        let due = isCommaDue
        bytes.append(addingCapacity: count + 1) { output in
            if due { output.append(.comma) }
            pieces(&output)
        }
    }

    /// Bytes as they are, no comma before them: pieces of JSON that were stored with holes between them.
    package mutating func fragment(_ piece: [UInt8]) { bytes.append(contentsOf: piece) }

    /// Bytes as they are, no comma before them.
    package mutating func fragment(_ piece: ArraySlice<UInt8>) { bytes.append(contentsOf: piece) }

    /// Text as it is, no comma before it.
    package mutating func fragment(_ piece: StaticString) {
        piece.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
    }
}
