import Engine
import JSON

extension Placed<String> {
    /// The place of a row in an account's lists, the newest first: `updatedAt` or `createdAt` descending, then the id
    /// [inferred].
    init(_ id: String, newestFirst time: Instant) { self.init(-time.milliseconds, id) }
}

/// Texts as searches want them: without regard to case.
func folded(_ texts: String...) -> [UInt8] {
    Array(texts.map { Array($0.lowercased().utf8) }.joined(separator: [betweenTexts]))
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
