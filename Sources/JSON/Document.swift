private import Synchronization

/// A parsed JSON text: the bytes as they came, and a tape of offsets that says where each value lies in them.
/// Parsing makes no strings and no tree; text is decoded where a `Node` is asked for it.
package struct Document: Sendable {
    let storage: Storage

    /// Parses a whole text.
    /// - Throws: the first problem, with its place.
    package init(_ bytes: [UInt8], dialect: Dialect = .strict, limits: Limits = .default) throws(SyntaxError)
    {
        var parser = Parser(dialect: dialect, limits: limits, sizeHint: bytes.count)
        try parser.parse(bytes.span)
        let storage = Storage(bytes: bytes, tape: parser.tape, isCompact: parser.isCompact)
        self.storage = storage
        problems = limits.duplicateKeys == .report ? storage.duplicateKeys() : []
    }

    /// The value that the text is.
    package var root: Node { Node(storage: storage, index: 0) }

    /// The text as it was parsed.
    package var bytes: [UInt8] { storage.bytes }

    /// Problems that do not keep the text from being read: keys that stand twice in an object, in the order of the
    /// text. Always empty unless `Limits.duplicateKeys` is `.report`.
    package let problems: [SyntaxError]

    /// The line and column of an offset, counted on demand: for messages, not for speed.
    package func position(ofOffset offset: Int) -> Position { storage.position(ofOffset: offset) }
}

/// What may stand in a text.
package enum Dialect: Sendable, Hashable {
    /// RFC 8259 to the letter, without NUL (`\u0000` included).
    case strict
    /// For files that people write: also `//` and `/* */` comments, one comma after the last element or member, and a
    /// byte order mark. Nothing else of JSON5.
    case lenient
}

/// How much a text may hold.
package struct Limits: Sendable, Hashable {
    package enum DuplicateKeys: Sendable, Hashable {
        /// The last one counts.
        case allow
        /// The last one counts, and `Document.problems` names each.
        case report
    }

    /// How many arrays and objects may be open at once.
    package var maxDepth: Int
    /// The longest text, in bytes; more than `Limits.hardMaxBytes` is taken as that.
    package var maxBytes: Int
    package var duplicateKeys: DuplicateKeys

    package init(maxDepth: Int = 128, maxBytes: Int = 64 << 20, duplicateKeys: DuplicateKeys = .allow) {
        self.maxDepth = maxDepth
        self.maxBytes = maxBytes
        self.duplicateKeys = duplicateKeys
    }

    package static let `default` = Limits()

    /// What the tape can address: one byte less than 256 MiB.
    package static let hardMaxBytes = 1 << 28 - 1
}

/// What a document and all of its nodes share.
final class Storage: Sendable {
    let bytes: [UInt8]
    /// Every value in the order of the text; the members of an object as key, value, key, value.
    let tape: [Entry]
    /// Nothing but values and their punctuation: no blanks, comments or extra commas between them.
    let isCompact: Bool
    /// The places of every so many bytes, once the first place is asked for. A text may have as many problems as keys:
    /// to count for each from the start would take for ever.
    private let milestones = Mutex<[Position]>([])
    private static let stride = 1024

    init(bytes: [UInt8], tape: [Entry], isCompact: Bool) {
        self.bytes = bytes
        self.tape = tape
        self.isCompact = isCompact
    }

    func position(ofOffset offset: Int) -> Position {
        let bytes = bytes
        let end = max(0, min(offset, bytes.count))
        guard end >= Storage.stride else { return Position(ofOffset: end, in: bytes.span) }
        let known = milestones.withLock { milestones in
            if milestones.isEmpty { milestones = Storage.milestones(of: bytes.span) }
            return milestones[end / Storage.stride - 1]
        }
        return Position(ofOffset: end, in: bytes.span, from: known)
    }

    private static func milestones(of text: Span<UInt8>) -> [Position] {
        var milestones: [Position] = []
        for end in Swift.stride(from: stride, through: text.count, by: stride) {
            milestones.append(Position(ofOffset: end, in: text, from: milestones.last))
        }
        return milestones
    }

    /// One problem for each key that its object already had.
    func duplicateKeys() -> [SyntaxError] {
        var problems: [SyntaxError] = []
        for index in tape.indices where tape[index].token == .object && tape[index].count > 1 {
            var firsts: [[UInt8]: Int] = [:]
            var key = index + 1
            while key < tape[index].next {
                let name = text(key)
                if let first = firsts[Array(name.utf8)] {
                    let line = position(ofOffset: first).line
                    problems.append(
                        SyntaxError(
                            problem: "the key \"\(name)\" is already there, on line \(line)",
                            position: position(ofOffset: tape[key].start),
                        )
                    )
                } else {
                    firsts[Array(name.utf8)] = tape[key].start
                }
                key = tape[key + 1].next
            }
        }
        return problems.sorted { $0.position.offset < $1.position.offset }
    }
}

/// One value on the tape, 16 bytes.
///
///     [{"a": 1}, 2]      0 array 0..<13, next 5, count 2
///                        1 object 1..<9, next 4, count 1
///                        2 string 2..<5     3 integer 7..<8     4 integer 11..<12
struct Entry: Sendable, BitwiseCopyable {
    enum Token: UInt32, Sendable {
        case null, `false`, `true`
        /// A number without fraction and exponent.
        case integer
        case decimal
        /// A string that stands in the text as it is meant.
        case string
        case escapedString
        case array, object
    }

    private var startBits: UInt32
    private var endBits: UInt32
    private var nextBits: UInt32
    /// The count above 4 bits of token.
    private var countAndToken: UInt32

    /// The offset of the value's first byte: of a string, its quotation mark.
    var start: Int { Int(startBits) }
    /// The offset after the value's last byte.
    var end: Int {
        get { Int(endBits) }
        set { endBits = UInt32(truncatingIfNeeded: newValue) }
    }
    /// The index of the first entry that is not part of this value. While an array or object is still open: the index
    /// of the one around it, `Entry.none` for the root.
    var next: Int {
        get { Int(nextBits) }
        set { nextBits = UInt32(truncatingIfNeeded: newValue) }
    }
    /// How many bytes it has in the text, quotation marks included.
    var length: Int { Int(endBits) - Int(startBits) }
    /// The number of elements or members.
    var count: Int {
        get { Int(countAndToken >> 4) }
        set { countAndToken = UInt32(truncatingIfNeeded: newValue) << 4 | countAndToken & 0xF }
    }
    @inline(__always) var token: Token { Token(rawValue: countAndToken & 0xF) ?? .null }

    @inline(__always) init(_ token: Token, _ start: Int, _ end: Int, next: Int) {
        // All fit: a text has fewer than 2^28 bytes, and no more entries than bytes.
        startBits = UInt32(truncatingIfNeeded: start)
        endBits = UInt32(truncatingIfNeeded: end)
        nextBits = UInt32(truncatingIfNeeded: next)
        countAndToken = token.rawValue
    }

    static let none = Int(UInt32.max)
}
