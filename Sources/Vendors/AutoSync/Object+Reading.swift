import Engine
import JSON

/// Reading the members of a record that was checked against its model.
extension JSON.Object {
    func text(_ name: String) -> String? { self[name]?.string }

    func integer(_ name: String) throws(RecordProblem) -> Int {
        guard let value = self[name]?.int else {
            throw RecordProblem("'\(name)' must be a whole number", at: [name])
        }
        return value
    }

    /// `nil` where there is none, and where there is nothing to read.
    func money(_ name: String) throws(RecordProblem) -> AutoSync.Money? {
        guard let value = self[name], !value.isNull else { return nil }
        guard let amount = value.number.flatMap({ AutoSync.Money($0) }) else {
            throw RecordProblem("'\(name)' must be an amount from 0 to \(AutoSync.Money.highest)", at: [name])
        }
        return amount
    }

    /// `nil` where there is none; text that is no time is refused.
    func time(_ name: String) throws(RecordProblem) -> Instant? {
        guard let value = self[name], !value.isNull else { return nil }
        guard let time = value.string.flatMap({ Instant(iso8601: $0) }) else {
            throw RecordProblem("'\(name)' must be a time such as 2024-03-14T09:15:00Z", at: [name])
        }
        return time.wholeSecond
    }

    /// When the record was made. Those that do not say are as old as time.
    func creationTime() throws(RecordProblem) -> Instant { try time("created_at") ?? .first }
}

extension Instant {
    /// No reply shows less than a second, so that nothing is kept of it.
    var wholeSecond: Instant { Instant(seconds: seconds) }
}

extension JSON.Writer {
    /// A time as all of the documentation's examples show it: `2024-03-14T09:15:00Z`, in UTC and whole seconds.
    mutating func member(_ name: StaticString, _ time: Instant) {
        key(name)
        bytes.append(UInt8(ascii: "\""))
        time.writeISO8601(to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func member(_ name: StaticString, _ time: Instant?) {
        if let time {
            member(name, time)
        } else {
            key(name)
            null()
        }
    }
}
