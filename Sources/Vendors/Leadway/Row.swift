import Engine
import JSON

/// An account's place in an index, the newest first: `updatedAt` or `createdAt` descending, then the id [inferred].
struct Newest: Comparable, Hashable, Sendable {
    let account: String
    /// Milliseconds since 1970, negated, so that ascending is descending.
    let age: Int64

    init(_ account: String, _ time: Instant) {
        self.account = account
        age = -time.milliseconds
    }

    private init(_ account: String, age: Int64) {
        self.account = account
        self.age = age
    }

    /// All of an account, however old.
    static func all(of account: String) -> ClosedRange<Newest> {
        Newest(account, age: .min)...Newest(account, age: .max)
    }

    static func < (left: Newest, right: Newest) -> Bool {
        left.account == right.account ? left.age < right.age : left.account < right.account
    }
}

/// Texts to be searched without regard to case.
struct Folded: Sendable {
    private let bytes: [UInt8]

    /// Between the texts lies a byte that UTF-8 never has, so that nothing is found across them.
    init(_ texts: String...) {
        bytes = Array(texts.map { Array($0.lowercased().utf8) }.joined(separator: [0xFF]))
    }

    /// Whether one of the texts has the other's only text in it.
    func contains(_ other: Folded) -> Bool {
        let (text, wanted) = (bytes.span, other.bytes.span)
        guard wanted.count > 0 else { return true }
        guard wanted.count <= text.count else { return false }
        var start = 0
        while start <= text.count &- wanted.count {
            var length = 0
            while length < wanted.count, text[start &+ length] == wanted[length] { length &+= 1 }
            if length == wanted.count { return true }
            start &+= 1
        }
        return false
    }
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
        writeISO8601(to: &bytes, milliseconds: true)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension VendorWorld<Leadway> {
    /// A new id in the form of those of the examples, 24 hexadecimal digits: the time in seconds, then chance.
    mutating func newID(_ kind: String) -> String {
        let seconds = String(now.seconds, radix: 16)
        let time = String(repeating: "0", count: max(0, 8 - seconds.count)) + seconds.suffix(8)
        return time + chance.hex("leadway.\(kind)", 16)
    }
}
