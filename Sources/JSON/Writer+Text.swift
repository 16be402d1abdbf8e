extension Writer {
    /// A comma is due after a value: not at the start, and not after `{`, `[`, `:` or a comma.
    @inline(__always) var isCommaDue: Bool {
        switch bytes.last {
        case nil, .openBrace, .openBracket, .colon, .comma: false
        default: true
        }
    }

    @inline(__always) mutating func separate() {
        if isCommaDue { bytes.append(.comma) }
    }

    mutating func word(_ word: StaticString) {
        separate()
        fragment(word)
    }

    @usableFromInline mutating func text(_ text: String) {
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    // The digits are made from the last to the first, two to a division.
    @usableFromInline mutating func integer(_ magnitude: UInt64, isNegative: Bool) {
        var digits = InlineArray<20, UInt8>(repeating: .zero)
        var first = 20
        var rest = magnitude
        while rest >= 10 {
            let (quotient, pair) = rest.quotientAndRemainder(dividingBy: 100)
            first -= 2
            digits[first] = .zero + UInt8(truncatingIfNeeded: pair / 10)
            digits[first + 1] = .zero + UInt8(truncatingIfNeeded: pair % 10)
            rest = quotient
        }
        if rest > 0 || first == 20 {
            first -= 1
            digits[first] = .zero + UInt8(truncatingIfNeeded: rest)
        }
        let due = isCommaDue
        bytes.append(addingCapacity: 22) { output in
            if due { output.append(.comma) }
            if isNegative { output.append(.minus) }
            for index in first..<20 { output.append(digits[index]) }
        }
    }

    /// A string of valid UTF-8, with a colon behind it where it is a key.
    mutating func string(_ text: Span<UInt8>, isKey: Bool = false) {
        let due = isCommaDue
        var clean = firstByteToEscape(in: text, from: 0)
        if clean == text.count {
            bytes.append(addingCapacity: text.count + 4) { output in
                if due { output.append(.comma) }
                output.append(.quote)
                copy(text, 0..<text.count, to: &output)
                output.append(.quote)
                if isKey { output.append(.colon) }
            }
            return
        }
        if due { bytes.append(.comma) }
        bytes.append(.quote)
        var start = 0
        while true {
            bytes.append(addingCapacity: clean - start) { copy(text, start..<clean, to: &$0) }
            if clean == text.count { break }
            escape(text[clean])
            start = clean + 1
            clean = firstByteToEscape(in: text, from: start)
        }
        bytes.append(.quote)
        if isKey { bytes.append(.colon) }
    }

    // RFC 8259 §7: what must be escaped are the quotation mark, the backslash and U+0000 to U+001F.
    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case .quote, .backslash: bytes.append(contentsOf: [.backslash, byte])
        case 0x08: fragment("\\b")
        case 0x0C: fragment("\\f")
        case .lineFeed: fragment("\\n")
        case .carriageReturn: fragment("\\r")
        case .tab: fragment("\\t")
        default:
            fragment(byte < 0x10 ? "\\u000" : "\\u001")
            bytes.append(byte & 0xF < 10 ? .zero + byte & 0xF : 0x61 + byte & 0xF - 10)
        }
    }

    func isASCII(_ text: Span<UInt8>) -> Bool {
        for index in text.indices where text[index] >= 0x80 { return false }
        return true
    }

    /// Goes along the tape without recursion, so that any document that could be parsed can be written.
    mutating func tokens(_ node: Node) {
        let (storage, end) = (node.storage, node.entry.next)
        /// Where the open ones end, and whether they are objects.
        var open: [(end: Int, isObject: Bool)] = []
        /// Whether the next entry of the innermost object is a key.
        var isKey = false
        var index = node.index
        while true {
            while let innermost = open.last, innermost.end == index {
                open.removeLast()
                bytes.append(innermost.isObject ? .closeBrace : .closeBracket)
                isKey = open.last?.isObject ?? false
            }
            if index == end { return }
            let entry = storage.tape[index]
            index += 1
            switch entry.token {
            case .array, .object:
                separate()
                bytes.append(entry.token == .object ? .openBrace : .openBracket)
                open.append((entry.next, entry.token == .object))
                isKey = entry.token == .object
            default:
                raw(storage.bytes[entry.start..<entry.end])
                if isKey { bytes.append(.colon) }
                isKey = open.last?.isObject ?? false ? !isKey : false
            }
        }
    }
}

/// The first index at or after `start` of a byte that may not stand in a string as it is; the count where none is.
@inline(__always) func firstByteToEscape(in text: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while true {
        index = firstSpecialByte(in: text, from: index)
        while index < text.count, text[index] >= 0x80 { index &+= 1 }
        if index == text.count { return index }
        let byte = text[index]
        if byte < 0x20 || byte == .quote || byte == .backslash { return index }
    }
}

/// Appends a stretch of bytes.
@inline(__always) private func copy(
    _ text: Span<UInt8>,
    _ range: Range<Int>,
    to output: inout OutputSpan<UInt8>
) {
    let stretch = text.extracting(range)
    precondition(stretch.count <= output.freeCapacity, "The room is for less than is written.")
    unsafe output.withUnsafeMutableBufferPointer { buffer, count in
        unsafe stretch.withUnsafeBufferPointer { source in
            guard let start = source.baseAddress, let base = buffer.baseAddress else { return }
            unsafe (base + count).initialize(from: start, count: source.count)
            count += source.count
        }
    }
}
