import Engine
import HTTP
import JSON

/// A journal as server-sent events for one follower.
///
/// Nothing is kept for anybody: it only knows how far it has read, and reads on in the journal when the client has taken
/// what was sent. A follower that falls too far behind is told so and let go; it can come back with `Last-Event-ID`.
final class JournalStream: ReplyStream, JournalFollower {
    /// How many exchanges a follower may be behind, beyond those that were there when it came.
    static let mostBehind: UInt64 = 10_000
    /// How much is read from the journal at a time.
    private static let bytesAtOnce = 64 << 10
    private static let numbersAtOnce: UInt64 = 1000

    private struct Place {
        /// The last number that was read.
        var last: UInt64
        /// What had been written when it came.
        var beginning: UInt64
        var wake: (@Sendable () -> Void)?
        /// The loop was told and has not asked yet.
        var isWoken = false
        var hasGreeted = false
        /// How often the journal began anew.
        var lives = 0
        var isNew = false
        var end: String?
    }

    private enum Found {
        case entries([Journal.Entry], lost: ClosedRange<UInt64>?)
        case tooFarBehind(UInt64)
        case nothing
    }

    private let bay: Bay
    private let filter: Journal.Filter
    private let writer: EntryWriter
    private let place: Guarded<Place>

    /// - Parameter since: `nil` for what comes from now on.
    init(of bay: Bay, _ filter: Journal.Filter, since: UInt64?) {
        self.bay = bay
        self.filter = filter
        writer = EntryWriter(bay)
        let written = bay.withContents { $0.journal.nextNumber - 1 }
        var place = Place(last: since ?? written, beginning: written)
        // A number that is still to come is one from before a reset.
        if place.last > written {
            place.last = 0
            place.isNew = true
        }
        self.place = Guarded(place)
    }

    func begin(wake: @escaping @Sendable () -> Void) { place.withLock { $0.wake = wake } }

    func end() { bay.followers.remove(self) }

    // MARK: Signs

    func noteGrowth() { note { _ in } }

    func noteRestart() {
        note { place in
            place.lives += 1
            place.last = 0
            place.beginning = 0
            place.isNew = true
        }
    }

    func end(_ reason: String) { note { $0.end = reason } }

    private func note(_ change: (inout Place) -> Void) {
        let wake = place.withLock { place -> (@Sendable () -> Void)? in
            change(&place)
            guard !place.isWoken else { return nil }
            place.isWoken = true
            return place.wake
        }
        wake?()
    }

    // MARK: Pieces

    var pulse: [UInt8] { Array(": still here\n\n".utf8) }

    func farewell() -> [UInt8] { closing("the server stops", after: place.withLock { $0.last }) }

    func next() -> ReplyPiece {
        var bytes: [UInt8] = []
        while true {
            let now = place.withLock { place in
                let now = place
                place.isWoken = false
                place.hasGreeted = true
                place.isNew = false
                return now
            }
            if !now.hasGreeted { bytes += "retry: 1000\n: the journal of \(bay.name)\n\n".utf8 }
            if now.isNew { bytes += "event: reset\ndata: {}\n\n".utf8 }
            if let reason = now.end { return .last(bytes + closing(reason, after: now.last)) }
            let (found, last) = read(after: now)
            place.withLock { place in
                if place.lives == now.lives { place.last = last }
            }
            switch found {
            case .nothing: return bytes.isEmpty ? .nothing : .bytes(bytes)
            case .tooFarBehind(let count):
                let reason = "\(count) exchanges behind: the follower does not read fast enough"
                return .last(bytes + closing(reason, after: now.last))
            case .entries(let entries, let lost):
                if let lost {
                    bytes +=
                        "event: lost\ndata: {\"from\":\(lost.lowerBound),\"to\":\(lost.upperBound)}\n\n".utf8
                }
                for entry in entries { append(entry, to: &bytes) }
                if !bytes.isEmpty { return .bytes(bytes) }
            }
        }
    }

    /// What comes after the place, under the bay's lock and so not much of it; and the last number that was looked at.
    private func read(after place: Place) -> (Found, UInt64) {
        bay.withContents { contents in
            let journal = contents.journal
            let end = journal.nextNumber
            var number = place.last + 1
            guard number < end else { return (.nothing, place.last) }
            let behind = end - 1 - max(place.last, min(place.beginning, end - 1))
            guard behind <= JournalStream.mostBehind else { return (.tooFarBehind(behind), place.last) }
            var lost: ClosedRange<UInt64>?
            if number < journal.firstNumber {
                lost = number...(journal.firstNumber - 1)
                number = journal.firstNumber
            }
            var entries: [Journal.Entry] = []
            var left = JournalStream.bytesAtOnce
            let stop = min(end, number + JournalStream.numbersAtOnce)
            while number < stop, left > 0 {
                if let summary = journal.summary(number), filter.admits(summary), let entry = journal[number]
                {
                    left -= entry.requestHead.count + entry.requestBody.count + entry.responseBody.count
                    entries.append(entry)
                }
                number += 1
            }
            return (.entries(entries, lost: lost), number - 1)
        }
    }

    private func append(_ entry: Journal.Entry, to bytes: inout [UInt8]) {
        bytes += "id: \(entry.number)\ndata: ".utf8
        var json = JSON.Writer(reserving: 1024)
        writer.write(entry, to: &json)
        bytes += json.bytes
        bytes += "\n\n".utf8
    }

    /// The closing event: why, and where to take it up again.
    private func closing(_ reason: String, after last: UInt64) -> [UInt8] {
        var json = JSON.Writer()
        json.object { json in
            json.member("reason", reason)
            json.member("last", last)
        }
        return Array("event: end\ndata: ".utf8) + json.bytes + Array("\n\n".utf8)
    }
}
