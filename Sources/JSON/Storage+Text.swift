extension Storage {
    /// The string or key at a tape index, escapes resolved.
    func text(_ index: Int) -> String {
        let entry = tape[index]
        let content = bytes[entry.start + 1..<entry.end - 1]
        return entry.token == .escapedString
            ? String(decoding: unescaped(content), as: UTF8.self) : String(decoding: content, as: UTF8.self)
    }

    /// Whether the string or key at a tape index means these bytes.
    @inline(__always) func isText(_ index: Int, _ wanted: Span<UInt8>) -> Bool {
        let entry = tape[index]
        let count = entry.length - 2
        // Most have another length. One with escapes is longer than what it means.
        guard count >= wanted.count else { return false }
        if entry.token == .escapedString {
            let meant = unescaped(bytes[entry.start + 1..<entry.end - 1])
            return meant.count == wanted.count && isSame(meant.span, from: 0, wanted)
        }
        let bytes = bytes
        return count == wanted.count && isSame(bytes.span, from: entry.start + 1, wanted)
    }

    /// Resolves escapes that the parser has found to be right.
    private func unescaped(_ content: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(content.count)
        var at = content.startIndex
        while at < content.endIndex {
            guard content[at] == .backslash else {
                result.append(content[at])
                at += 1
                continue
            }
            switch content[at + 1] {
            case 0x62: result.append(0x08)
            case 0x66: result.append(0x0C)
            case 0x6E: result.append(.lineFeed)
            case 0x72: result.append(.carriageReturn)
            case 0x74: result.append(.tab)
            case 0x75:
                var scalar = codeUnit(content, at)
                if scalar & 0xFC00 == 0xD800 {
                    // RFC 8259 §7: a scalar beyond the basic plane is two escapes, a UTF-16 surrogate pair.
                    scalar = 0x10000 + (scalar & 0x3FF) << 10 + codeUnit(content, at + 6) & 0x3FF
                    at += 6
                }
                result.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8)
                at += 4
            case let byte: result.append(byte)
            }
            at += 2
        }
        return result
    }

    private func codeUnit(_ content: ArraySlice<UInt8>, _ start: Int) -> UInt32 {
        content[start + 2..<start + 6].reduce(0) { $0 << 4 | ($1.hexValue ?? 0) }
    }
}
