package import HTTP

/// The record of the exchanges of one bay: numbered from 1 without gaps, a ring limited by bytes and count.
///
/// What was said lies end to end in one ring of bytes, across the borders of its segments; what is known about each
/// exchange in a ring of small equal lines; what few exchanges have, in a third. An append copies into these and, once
/// they have grown to their limit, allocates nothing. A copy of a journal shares all but the segments written to.
package struct Journal: Sendable {
    package struct Limits: Sendable, Hashable {
        /// Everything counts: content, a fixed sum for each line, and the texts of extras.
        package var bytes: Int
        package var entries: Int

        package init(bytes: Int = 32 << 20, entries: Int = 100_000) {
            self.bytes = bytes
            self.entries = entries
        }
    }

    package let limits: Limits
    /// How many entries are gone because there was no room; those that `removeAll` took are not counted.
    package private(set) var dropped: UInt64 = 0

    /// Whether entries are gone that nobody removed, since the last time that somebody removed all.
    package var hasLost: Bool { dropped > droppedBeforeRemoval }
    private var droppedBeforeRemoval: UInt64 = 0

    private var lines = SegmentedRing<Line>(segmentBits: 8)
    private var content = SegmentedRing<UInt8>(segmentBits: 18)
    private var extras = SegmentedRing<NumberedExtras>(segmentBits: 5)
    private var extrasBytes = 0

    package init(_ limits: Limits = Limits()) {
        self.limits = limits
    }

    package var count: Int { lines.count }
    package var isEmpty: Bool { lines.count == 0 }
    package var bytes: Int { content.count + lines.count * Line.bytes + extrasBytes }

    /// The number that the next entry will have.
    package var nextNumber: UInt64 { UInt64(lines.end) + 1 }
    /// The number of the oldest entry that is still there; `nextNumber` where there is none.
    package var firstNumber: UInt64 { UInt64(lines.start) + 1 }

    /// Copies an exchange into the journal and drops the oldest ones for which there is no more room.
    ///
    /// One that is larger than the whole journal loses its bodies and is marked as truncated, then its heads; one of
    /// which not even the line has room is numbered and dropped at once.
    /// - Returns: its number, which `nextNumber` told before
    @discardableResult package mutating func append(
        _ request: borrowing Request,
        _ response: borrowing Response,
        _ mark: Mark,
        _ extra: Extras? = nil,
    ) -> UInt64 {
        let number = nextNumber
        var line = Line(request, response, mark)
        line.start = content.end
        let extraBytes = extra?.bytes ?? 0
        if Line.bytes + line.storedBytes + extraBytes > limits.bytes { line.cut = .bodies }
        if Line.bytes + line.storedBytes + extraBytes > limits.bytes { line.cut = .everything }
        let size = Line.bytes + line.storedBytes + extraBytes

        while count > 0, bytes + size > limits.bytes || count >= limits.entries { dropOldest() }
        guard size <= limits.bytes, limits.entries > 0 else {
            lines.append(line)
            lines.drop(before: lines.end)
            dropped += 1
            return number
        }
        if line.cut != .everything {
            content.append(contentsOf: request.head.span)
            content.append(contentsOf: response.fieldLines.span)
        }
        if line.cut == .nothing {
            content.append(contentsOf: request.body.span)
            content.append(contentsOf: response.body.span)
        }
        if let extra {
            line.hasExtras = true
            extras.append(NumberedExtras(number: number, extras: extra))
            extrasBytes += extraBytes
        }
        lines.append(line)
        return number
    }

    /// Forgets all entries. Numbers go on.
    package mutating func removeAll() {
        droppedBeforeRemoval = dropped
        lines.removeAll()
        content.removeAll()
        extras.removeAll()
        extrasBytes = 0
    }

    private mutating func dropOldest() {
        let line = lines[lines.start]
        if line.hasExtras {
            extrasBytes -= extras[extras.start].extras.bytes
            extras.drop(before: extras.start + 1)
        }
        content.drop(before: line.start + line.storedBytes)
        lines.drop(before: lines.start + 1)
        dropped += 1
    }
}

// MARK: - Reading

extension Journal {
    /// The whole entry of a number; `nil` where it is dropped or not yet written.
    package subscript(number: UInt64) -> Entry? {
        guard let summary = summary(number) else { return nil }
        let line = lines[position(number)]
        var start = line.start
        func take(_ count: Int, _ isStored: Bool) -> [UInt8] {
            guard isStored else { return [] }
            defer { start += count }
            return content.copy(start..<start + count)
        }
        let head = take(summary.requestHeadCount, line.cut != .everything)
        let fieldLines = take(summary.fieldLinesCount, line.cut != .everything)
        let requestBody = take(summary.requestBodyCount, line.cut == .nothing)
        let responseBody = take(summary.responseBodyCount, line.cut == .nothing)
        return Entry(
            summary: summary,
            extras: extras(number),
            requestHead: head,
            requestBody: requestBody,
            fieldLines: fieldLines,
            responseBody: responseBody
        )
    }

    /// What is known about an exchange without what was said in it. Costs nothing but the look.
    package func summary(_ number: UInt64) -> Summary? {
        guard firstNumber..<nextNumber ~= number else { return nil }
        return Summary(number, lines[position(number)])
    }

    /// The extras of an entry; `nil` where it has none.
    package func extras(_ number: UInt64) -> Extras? {
        guard firstNumber..<nextNumber ~= number, lines[position(number)].hasExtras else { return nil }
        var low = extras.start
        var high = extras.end
        while low < high {
            let middle = (low + high) / 2
            if extras[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return extras[low].extras
    }

    private func position(_ number: UInt64) -> Int { Int(number - 1) }

    /// The exchanges that a filter lets through, oldest first, without what was said.
    package func summaries(_ filter: Filter = Filter()) -> some Sequence<Summary> {
        let numbers = max(firstNumber, filter.since == .max ? nextNumber : filter.since + 1)
        return (min(numbers, nextNumber)..<nextNumber).lazy
            .compactMap { summary($0) }
            .filter { filter.admits($0) }
            .prefix(max(0, filter.limit))
    }

    /// The entries that a filter lets through, oldest first, each taken out when it is asked for.
    package func entries(_ filter: Filter = Filter()) -> some Sequence<Entry> {
        summaries(filter).lazy.compactMap { self[$0.number] }
    }

    /// Which entries are wanted. What is `nil` is not looked at.
    package struct Filter: Sendable, Hashable {
        package var vendor: UInt8?
        package var operation: UInt16?
        package var status: Int?
        /// Only entries with greater numbers.
        package var since: UInt64
        /// At most so many, from the oldest on.
        package var limit: Int

        package init(
            vendor: UInt8? = nil,
            operation: UInt16? = nil,
            status: Int? = nil,
            since: UInt64 = 0,
            limit: Int = .max,
        ) {
            self.vendor = vendor
            self.operation = operation
            self.status = status
            self.since = since
            self.limit = limit
        }

        package func admits(_ summary: Summary) -> Bool {
            (vendor == nil || vendor == summary.vendor)
                && (operation == nil || operation == summary.operation)
                && (status == nil || status == summary.status)
        }
    }
}
