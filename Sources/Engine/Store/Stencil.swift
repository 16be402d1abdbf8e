public import HTTP

/// A record's bytes as replies show it, with blanks: what differs from reply to reply, or belongs to other records, is
/// filled in while the rest is copied.
///
///     {"type":"USED","vendor":⎵,"part_name":⎵,"make_model":…
///     ╰─ piece 0 ────────────╯ ╰─ piece 1 ──╯ ╰─ piece 2 …
///
/// `public`, so that it is inlined where it is used, as the store is.
public struct Stencil: Sendable {
    public let bytes: [UInt8]
    @usableFromInline let blanks: InlineArray<6, Blank>
    @usableFromInline let blankCount: Int

    @usableFromInline struct Blank: Sendable {
        @usableFromInline var start: UInt32 = 0
        @usableFromInline var end: UInt32 = 0
    }

    /// - Parameter blanks: where what can be replaced stands now, in order; at most six.
    public init(_ bytes: [UInt8], blanks: [Range<Int>] = []) {
        self.bytes = bytes
        blankCount = blanks.count
        self.blanks = InlineArray { index in
            guard index < blanks.count else { return Blank() }
            return Blank(start: UInt32(blanks[index].lowerBound), end: UInt32(blanks[index].upperBound))
        }
    }

    /// The most that its pieces come to together.
    @inlinable public var count: Int { bytes.count }

    /// Copies the bytes before a blank, from the one before it on; for the number of blanks, those after the last.
    @inlinable public func copy(_ piece: Int, to output: inout OutputSpan<UInt8>) {
        output.append(copying: bytes.span.extracting(start(piece)..<end(piece)))
    }

    /// Copies the pieces before and after a blank, and between them what it is filled with: `nil` leaves what stands
    /// there.
    @inlinable public func copy(
        around blank: Int,
        with filling: [UInt8]?,
        to output: inout OutputSpan<UInt8>,
    ) {
        guard let filling else {
            output.append(copying: bytes.span.extracting(start(blank)..<end(blank + 1)))
            return
        }
        copy(blank, to: &output)
        output.append(copying: filling)
        copy(blank + 1, to: &output)
    }

    @inlinable func start(_ piece: Int) -> Int { piece == 0 ? 0 : Int(blanks[piece - 1].end) }
    @inlinable func end(_ piece: Int) -> Int {
        piece == blankCount ? bytes.count : Int(blanks[piece].start)
    }
}
