import Engine
import JSON

/// A record that stands in its account's lists itself, so that a page need not look for it by its id.
///
/// Two of one id are the same to the lists. That none of them is an old one is due to a table, which takes the old row
/// out of its indexes before the new one goes in.
protocol ListedRow: Record, AnyObject, Hashable, Comparable where ID == String {}

extension ListedRow {
    package static func == (one: Self, other: Self) -> Bool { one.id == other.id }
    package static func < (one: Self, other: Self) -> Bool { one.id < other.id }
    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension Placed where ID: ListedRow {
    /// The place of a row in an account's lists, the newest first: `updatedAt` or `createdAt` descending, then the id
    /// [inferred].
    init(_ row: ID, newestFirst time: Instant) { self.init(-time.milliseconds, row) }
}

/// Texts as searches want them: without regard to case.
func folded(_ texts: String...) -> [UInt8] {
    var bytes: [UInt8] = []
    for (place, text) in texts.enumerated() {
        if place > 0 { bytes.append(betweenTexts) }
        bytes.append(contentsOf: text.lowercased().utf8)
    }
    return bytes
}

extension JSON.Object {
    /// Reads a time and puts it down as the vendor writes it, with milliseconds: `2023-12-12T09:27:42.355Z` [seed].
    mutating func normalizeTime(_ name: String) throws(RecordProblem) -> Instant {
        guard let time = Instant(iso8601: self[name]?.string ?? "") else {
            throw RecordProblem("must be a time such as 2023-12-12T09:27:42.355Z", at: [name])
        }
        self[name] = .string(time.withMilliseconds)
        return time
    }
}

extension Instant {
    /// `2023-12-12T09:27:42.355Z`, the milliseconds always there.
    var withMilliseconds: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24)
        writeISO8601(to: &bytes, milliseconds: true)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension VendorWorld<Leadway> {
    /// A new id in the form of those of the examples, 24 hexadecimal digits: the time in seconds, then chance.
    mutating func newID(_ kind: String) -> String {
        var draws = chance.draws(kind)
        var id: [UInt8] = []
        id.reserveCapacity(24)
        id.append(hex: UInt64(truncatingIfNeeded: now.seconds), digits: 8)
        id.append(hex: draws.next(), digits: 16)
        return String(decoding: id, as: UTF8.self)
    }
}
