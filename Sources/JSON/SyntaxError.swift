/// A text that is no JSON, or not the JSON that was asked for: what is wrong, and where.
package struct SyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
    /// One clause without a full stop, fit to follow `FILE:LINE:COLUMN: `.
    package var problem: String
    package var position: Position

    package init(problem: String, position: Position) {
        self.problem = problem
        self.position = position
    }

    /// `LINE:COLUMN: problem`
    package var description: String { "\(position): \(problem)" }
}

/// A place in a text.
package struct Position: Sendable, Hashable, CustomStringConvertible {
    /// Counted from 1. A line ends with LF, CR LF or CR.
    package var line: Int
    /// Counted from 1, in Unicode scalars; a byte order mark is not counted.
    package var column: Int
    /// Counted from 0, in bytes.
    package var offset: Int

    package init(line: Int, column: Int, offset: Int) {
        self.line = line
        self.column = column
        self.offset = offset
    }

    /// `LINE:COLUMN`
    package var description: String { "\(line):\(column)" }
}

extension Position {
    /// Counts lines and columns up to an offset; one beyond the end of the text counts as the end.
    /// - Parameter known: a place that is not behind it, to count from.
    init(ofOffset offset: Int, in text: Span<UInt8>, from known: Position? = nil) {
        let end = max(0, min(offset, text.count))
        let start = startsWithByteOrderMark(text) && end >= 3 ? 3 : 0
        self = known ?? Position(line: 1, column: 1, offset: start)
        for index in self.offset..<end {
            let byte = text[index]
            let isBareReturn =
                byte == .carriageReturn && (index + 1 == text.count || text[index + 1] != .lineFeed)
            if byte == .lineFeed || isBareReturn {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                // Every scalar has exactly one byte that is no continuation byte (10xxxxxx).
                column += 1
            }
        }
        self.offset = end
    }
}

/// Whether the text starts with U+FEFF in UTF-8.
func startsWithByteOrderMark(_ text: Span<UInt8>) -> Bool {
    text.count >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF
}
