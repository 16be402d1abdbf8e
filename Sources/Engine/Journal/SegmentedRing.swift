/// A queue whose elements keep their positions: appended at the end, dropped at the front, cut into segments of a
/// fixed size so that it never moves what it holds, and a copy of it shares all segments but the one written to.
///
///     start                                   end
///       ▼                                      ▼
///     [ · · · a b ][ c d e f g ][ h i j k · ]        one more segment, emptied, waits to be used again
///
/// The first segment grows from nothing, so that a ring with little in it is small.
struct SegmentedRing<Element: Sendable>: Sendable {
    private var segments: [[Element]] = []
    private var spare: [Element] = []
    /// The position of the first element of the first segment.
    private var base = 0
    /// The position of the first element that is not dropped.
    private(set) var start = 0
    /// The position that the next element will have.
    private(set) var end = 0
    private let bits: Int

    /// A ring with segments of 2^`segmentBits` elements.
    init(segmentBits: Int) {
        bits = segmentBits
    }

    var count: Int { end - start }
    private var length: Int { 1 &<< bits }
    private var mask: Int { length - 1 }
    /// The position after the last segment.
    private var brim: Int { base + segments.count &<< bits }

    subscript(position: Int) -> Element {
        segments[(position - base) &>> bits][(position - base) & mask]
    }

    mutating func append(_ element: Element) {
        if end == brim { addSegment() }
        segments[segments.count - 1].append(element)
        end += 1
    }

    mutating func append(contentsOf elements: Span<Element>) {
        var copied = 0
        while copied < elements.count {
            if end == brim { addSegment() }
            let part = min(brim - end, elements.count - copied)
            let last = segments.count - 1
            if segments[last].count + part > segments[last].capacity, segments[last].count + part > length / 4
            {
                segments[last].reserveCapacity(length)
            }
            unsafe elements.extracting(copied..<copied + part).withUnsafeBufferPointer {
                unsafe segments[last].append(contentsOf: $0)
            }
            copied += part
            end += part
        }
    }

    /// The elements of a range of positions, none of which is dropped.
    func copy(_ range: Range<Int>) -> [Element] {
        var elements: [Element] = []
        elements.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            let offset = (position - base) & mask
            let part = min(length - offset, range.upperBound - position)
            elements.append(contentsOf: segments[(position - base) &>> bits][offset..<offset + part])
            position += part
        }
        return elements
    }

    /// Drops all elements before a position.
    mutating func drop(before position: Int) {
        start = position
        while start >= base + length, !segments.isEmpty {
            spare = segments.removeFirst()
            spare.removeAll(keepingCapacity: true)
            base += length
        }
    }

    /// Drops everything and gives the memory back. Positions go on.
    mutating func removeAll() {
        segments = []
        spare = []
        base = end
        start = end
    }

    private mutating func addSegment() {
        var segment: [Element] = []
        swap(&segment, &spare)
        if !segments.isEmpty { segment.reserveCapacity(length) }
        segments.append(segment)
    }
}
