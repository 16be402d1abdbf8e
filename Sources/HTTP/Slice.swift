/// A stretch of a byte buffer, as offsets: what a parser hands out instead of copies.
package struct Slice: Sendable, Hashable {
    package var start: UInt32
    package var end: UInt32

    package init(_ start: Int, _ end: Int) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.end = UInt32(truncatingIfNeeded: end)
    }

    package static let empty = Slice(0, 0)

    package var range: Range<Int> { Int(start)..<Int(end) }
    package var count: Int { Int(end) - Int(start) }
    package var isEmpty: Bool { start == end }
}
