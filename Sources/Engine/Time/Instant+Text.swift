/// How instants are written and read. Text that is a little off is refused.
extension Instant {
    /// Appends `2026-03-02T08:00:00Z`, or `2026-03-02T08:00:00.250Z` where milliseconds are asked for (RFC 3339).
    package func writeISO8601(to bytes: inout [UInt8], milliseconds: Bool = false) {
        let time = time
        date.write(to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        time.write(to: &bytes)
        if milliseconds {
            bytes.append(UInt8(ascii: "."))
            appendDigits(time.millisecond, 3, to: &bytes)
        }
        bytes.append(UInt8(ascii: "Z"))
    }

    /// Appends `2026-03-02 08:00:00`, in UTC.
    package func writePlain(to bytes: inout [UInt8]) {
        date.write(to: &bytes)
        bytes.append(UInt8(ascii: " "))
        time.write(to: &bytes)
    }

    /// `2026-03-02T08:00:00Z`, with milliseconds only where there are some.
    package var iso8601: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24)
        writeISO8601(to: &bytes, milliseconds: milliseconds % 1000 != 0)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `2026-03-02 08:00:00`, in UTC.
    package var plain: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(19)
        writePlain(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads `2026-03-02T08:00:00`, then optionally a fraction of any length (cut to milliseconds), then `Z`, an
    /// offset `+01:00` or `+0100`, or nothing, which is UTC. `t` and `z` will do (RFC 3339 §5.6); a second 60 and an
    /// hour 24 will not.
    package init?(iso8601 bytes: Span<UInt8>) {
        var reader = TextReader()
        guard let date = reader.date(bytes), reader.skip(bytes, "T", or: "t"), let time = reader.time(bytes)
        else { return nil }
        var millisecond = 0
        if reader.skip(bytes, ".", or: ",") {
            guard let fraction = reader.fraction(bytes) else { return nil }
            millisecond = fraction
        }
        guard let offset = reader.offset(bytes), reader.position == bytes.count else { return nil }
        let local = date.daysSince1970 * 86_400_000 + time.millisecondOfDay + millisecond
        let milliseconds = Int64(local - offset * 60_000)
        guard Instant.first.milliseconds...Instant.last.milliseconds ~= milliseconds else { return nil }
        self.init(milliseconds: milliseconds)
    }

    /// Reads `2026-03-02 08:00:00` as UTC.
    package init?(plain bytes: Span<UInt8>) {
        var reader = TextReader()
        guard let date = reader.date(bytes), reader.skip(bytes, " ", or: " "), let time = reader.time(bytes),
            reader.position == bytes.count
        else { return nil }
        self.init(date, time)
    }

    package init?(iso8601 text: String) {
        self.init(iso8601: text.utf8Span.span)
    }

    package init?(plain text: String) {
        self.init(plain: text.utf8Span.span)
    }
}

extension Instant.Date {
    /// Appends `2026-03-02`.
    package func write(to bytes: inout [UInt8]) {
        appendDigits(year, 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        appendDigits(month, 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        appendDigits(day, 2, to: &bytes)
    }

    /// `2026-03-02`
    package var text: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(10)
        write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads `2026-03-02`.
    package init?(_ bytes: Span<UInt8>) {
        var reader = TextReader()
        guard let date = reader.date(bytes), reader.position == bytes.count else { return nil }
        self = date
    }

    package init?(_ text: String) {
        self.init(text.utf8Span.span)
    }
}

extension Instant.Time {
    /// Appends `08:00:00`.
    package func write(to bytes: inout [UInt8]) {
        appendDigits(hour, 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        appendDigits(minute, 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        appendDigits(second, 2, to: &bytes)
    }
}

/// Appends the lowest two, three or four digits.
@inline(__always)
private func appendDigits(_ value: Int, _ count: Int, to bytes: inout [UInt8]) {
    func append(_ divisor: Int) { bytes.append(UInt8(truncatingIfNeeded: value / divisor % 10) &+ 0x30) }
    if count > 3 { append(1000) }
    if count > 2 { append(100) }
    append(10)
    append(1)
}

/// Takes the fields of a date and time off the front of a text. A span cannot be kept, so it is passed in each time.
private struct TextReader {
    var position = 0

    mutating func digits(_ bytes: Span<UInt8>, _ count: Int) -> Int? {
        guard bytes.count - position >= count else { return nil }
        var value = 0
        for _ in 0..<count {
            let digit = bytes[position] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
            position += 1
        }
        return value
    }

    mutating func skip(_ bytes: Span<UInt8>, _ one: Unicode.Scalar, or other: Unicode.Scalar) -> Bool {
        guard position < bytes.count else { return false }
        guard bytes[position] == UInt8(ascii: one) || bytes[position] == UInt8(ascii: other) else {
            return false
        }
        position += 1
        return true
    }

    mutating func date(_ bytes: Span<UInt8>) -> Instant.Date? {
        guard let year = digits(bytes, 4), skip(bytes, "-", or: "-"), let month = digits(bytes, 2),
            skip(bytes, "-", or: "-"), let day = digits(bytes, 2)
        else { return nil }
        return Instant.Date(year: year, month: month, day: day)
    }

    mutating func time(_ bytes: Span<UInt8>) -> Instant.Time? {
        guard let hour = digits(bytes, 2), skip(bytes, ":", or: ":"), let minute = digits(bytes, 2),
            skip(bytes, ":", or: ":"), let second = digits(bytes, 2)
        else { return nil }
        return Instant.Time(hour: hour, minute: minute, second: second)
    }

    /// Milliseconds of at least one digit after the point.
    mutating func fraction(_ bytes: Span<UInt8>) -> Int? {
        let start = position
        var value = 0
        while let digit = digits(bytes, 1) {
            if position - start <= 3 { value = value * 10 + digit }
        }
        guard position > start else { return nil }
        for _ in min(position - start, 3)..<3 { value *= 10 }
        return value
    }

    /// Minutes east of UTC; nothing more to read is 0.
    mutating func offset(_ bytes: Span<UInt8>) -> Int? {
        if position == bytes.count || skip(bytes, "Z", or: "z") { return 0 }
        let isWest = bytes[position] == UInt8(ascii: "-")
        guard skip(bytes, "+", or: "-"), let hours = digits(bytes, 2) else { return nil }
        _ = skip(bytes, ":", or: ":")
        guard let minutes = digits(bytes, 2), hours < 24, minutes < 60 else { return nil }
        return (hours * 60 + minutes) * (isWest ? -1 : 1)
    }
}
