import HTTP
import Testing

@testable import Engine

@Suite struct `A journal` {
    typealias Extras = Journal.Extras

    /// An exchange whose parts can be told apart and are as long as asked for.
    struct Exchange {
        var request = Request()
        var response: Response
        var mark: Journal.Mark

        init(_ number: Int, head: Int = 10, body: Int = 20, lines: Int = 5, reply: Int = 30) {
            func bytes(_ count: Int, _ salt: Int) -> [UInt8] {
                (0..<count).map { UInt8(truncatingIfNeeded: number &* 31 &+ salt &+ $0 &* 7) }
            }
            request.method = Method.allCases[number % Method.allCases.count]
            request.head = bytes(head, 1)
            request.body = bytes(body, 2)
            response = Response(200 + number % 3, number % 2 == 0 ? .json : nil, body: bytes(reply, 3))
            response.fieldLines = bytes(lines, 4)
            mark = Journal.Mark(
                Instant(seconds: Int64(number)),
                vendor: number % 5 == 4 ? nil : UInt8(number % 5),
                operation: number % 7 == 6 ? nil : UInt16(number % 7),
                attempt: number % 4
            )
        }

        func isKept(in entry: Journal.Entry) -> Bool {
            entry.requestHead == request.head && entry.requestBody == request.body
                && entry.fieldLines == response.fieldLines && entry.responseBody == response.body
                && entry.summary.mark == mark && entry.summary.method == request.method
                && entry.summary.status == response.status
                && entry.summary.contentType == response.contentType && !entry.summary.isTruncated
        }
    }

    /// What one entry of `Exchange(_)` counts.
    static let size = 65 + Journal.Line.bytes

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `agrees with a list, and so does every fork of it`(_ seed: UInt64) {
        var draws = Draws(seed)
        let limits = Journal.Limits(bytes: 900_000, entries: 700)
        var journal = Journal(limits)
        // The model: the entries that are there, oldest first, with what each counts.
        var model: [(number: UInt64, exchange: Exchange, extras: Extras?, size: Int)] = []
        var bytes = 0
        var number: UInt64 = 0
        var dropped: UInt64 = 0
        var fork: (Journal, UInt64, Exchange)?
        for round in 0..<2500 {
            // Small ones, and at times one that is longer than a segment.
            let longest = round % 97 == 0 ? 300_000 : 1500
            let exchange = Exchange(
                round,
                head: draws.integer(in: 0...600),
                body: draws.integer(in: 0...400),
                lines: draws.integer(in: 0...50),
                reply: draws.integer(in: 0...longest)
            )
            let extras =
                draws.happens(atRate: 0.2) ? Extras(step: "step \(round)", notes: ["why", "so"]) : nil
            number += 1
            #expect(journal.nextNumber == number)
            #expect(journal.append(exchange.request, exchange.response, exchange.mark, extras) == number)
            let content =
                exchange.request.head.count + exchange.request.body.count + exchange.response.fieldLines.count
                + exchange.response.body.count
            let size = content + MemoryLayout<Journal.Line>.stride + (extras?.bytes ?? 0)
            model.append((number, exchange, extras, size))
            bytes += size
            while model.count > limits.entries || bytes > limits.bytes {
                bytes -= model.removeFirst().size
                dropped += 1
            }
            if round % 50 == 0 {
                #expect(journal.bytes == bytes)
                #expect(journal.count == model.count && journal.dropped == dropped)
                #expect(journal.firstNumber == model.first?.number)
                for row in [model.first, model.last, model.randomElement()].compactMap(\.self) {
                    let entry = journal[row.number]
                    #expect(entry.map { row.exchange.isKept(in: $0) } == true)
                    #expect(entry?.extras == row.extras)
                }
                #expect(journal[journal.firstNumber - 1] == nil && journal[number + 1] == nil)
            }
            if round == 1200 { fork = (journal, number, exchange) }
        }
        #expect(Array(journal.summaries().map(\.number)) == model.map(\.number))
        for (row, entry) in zip(model, journal.entries()) { #expect(row.exchange.isKept(in: entry)) }
        if let (fork, number, exchange) = fork {
            #expect(fork.nextNumber == number + 1)
            #expect(fork[number].map { exchange.isKept(in: $0) } == true)
        }
    }

    @Test func `holds as much as its bytes allow and not one entry more`() {
        var journal = Journal(.init(bytes: 10 * Self.size, entries: 100))
        for number in 0..<10 {
            let exchange = Exchange(number)
            journal.append(exchange.request, exchange.response, exchange.mark)
        }
        #expect(journal.count == 10 && journal.dropped == 0 && journal.bytes == journal.limits.bytes)
        // One byte longer than those before it: two have to go.
        let longer = Exchange(10, reply: 31)
        journal.append(longer.request, longer.response, longer.mark)
        #expect(journal.count == 9 && journal.dropped == 2 && journal.bytes == 9 * Self.size + 1)
        #expect(journal.firstNumber == 3)
    }

    @Test func `holds as many entries as it may`() {
        var journal = Journal(.init(bytes: 1 << 20, entries: 3))
        for number in 0..<5 {
            let exchange = Exchange(number)
            journal.append(exchange.request, exchange.response, exchange.mark)
        }
        #expect(journal.summaries().map(\.number) == [3, 4, 5])
        #expect(journal.dropped == 2)
    }

    @Test func `cuts the bodies of what is larger than itself, then the heads`() throws {
        var journal = Journal(.init(bytes: 1000, entries: 10))
        let small = Exchange(1)
        let long = Exchange(2, reply: 1000)
        let huge = Exchange(3, head: 2000)
        journal.append(small.request, small.response, small.mark)
        journal.append(long.request, long.response, long.mark)
        let cut = try #require(journal[2])
        #expect(cut.summary.isTruncated && cut.summary.responseBodyCount == 1000)
        #expect(cut.requestHead == long.request.head && cut.fieldLines == long.response.fieldLines)
        #expect(cut.requestBody.isEmpty && cut.responseBody.isEmpty)
        #expect(journal.count == 2, "there was room for the rest of it")
        journal.append(huge.request, huge.response, huge.mark, Extras(fault: "reset"))
        let bare = try #require(journal[3])
        #expect(bare.summary.isTruncated && bare.summary.requestHeadCount == 2000)
        #expect(bare.requestHead.isEmpty && bare.fieldLines.isEmpty)
        #expect(bare.extras?.fault == "reset")
        #expect(journal.bytes <= 1000)
    }

    @Test(arguments: [
        Journal.Limits(bytes: 0), .init(bytes: 1 << 20, entries: 0), .init(bytes: -1, entries: -1),
    ])
    func `without room numbers what it drops`(_ limits: Journal.Limits) {
        var journal = Journal(limits)
        for number in 1...3 {
            let exchange = Exchange(number)
            #expect(journal.append(exchange.request, exchange.response, exchange.mark) == UInt64(number))
        }
        #expect(journal.isEmpty && journal.bytes == 0 && journal.dropped == 3 && journal.nextNumber == 4)
        #expect(journal[3] == nil)
        #expect(Array(journal.summaries()).isEmpty)
    }

    @Test func `goes on counting after it was emptied`() {
        var journal = Journal()
        for number in 0..<600 {
            let exchange = Exchange(number, reply: 1000)
            journal.append(exchange.request, exchange.response, exchange.mark, Extras(chaosRule: "flaky"))
        }
        journal.removeAll()
        #expect(journal.isEmpty && journal.bytes == 0 && journal.dropped == 0)
        #expect(journal.nextNumber == 601 && journal[600] == nil)
        for number in 0..<600 {
            let exchange = Exchange(number, reply: 1000)
            journal.append(exchange.request, exchange.response, exchange.mark)
            #expect(journal[UInt64(601 + number)].map { exchange.isKept(in: $0) } == true)
        }
        #expect(journal.firstNumber == 601 && journal.count == 600)
    }

    struct Question: CustomTestStringConvertible {
        var filter: Journal.Filter
        var numbers: [UInt64]
        var testDescription: String { "\(filter)" }
    }

    // Entry n is `Exchange(n)`: vendor n % 5, operation n % 7, status 200 + n % 3.
    @Test(arguments: [
        Question(filter: .init(), numbers: Array(1...20)),
        Question(filter: .init(vendor: 1), numbers: [1, 6, 11, 16]),
        Question(filter: .init(operation: 2), numbers: [2, 9, 16]),
        Question(filter: .init(status: 202), numbers: [2, 5, 8, 11, 14, 17, 20]),
        Question(filter: .init(vendor: 1, operation: 2), numbers: [16]),
        Question(filter: .init(since: 18), numbers: [19, 20]),
        Question(filter: .init(since: 20), numbers: []),
        Question(filter: .init(since: .max), numbers: []),
        Question(filter: .init(status: 200, since: 5, limit: 2), numbers: [6, 9]),
        Question(filter: .init(limit: 0), numbers: []),
        Question(filter: .init(limit: -1), numbers: []),
        Question(filter: .init(status: 404), numbers: []),
    ])
    func `answers a filter`(_ question: Question) {
        var journal = Journal()
        for number in 1...20 {
            let exchange = Exchange(number)
            journal.append(exchange.request, exchange.response, exchange.mark)
        }
        #expect(journal.summaries(question.filter).map(\.number) == question.numbers)
        #expect(journal.entries(question.filter).map(\.number) == question.numbers)
    }

    @Test func `finds the extras of each entry that has some`() {
        var journal = Journal(.init(bytes: 1 << 20, entries: 200))
        let exchange = Exchange(1)
        for number in 1...1000 {
            let extras = number % 3 == 0 ? Extras(delay: .milliseconds(number)) : nil
            journal.append(exchange.request, exchange.response, exchange.mark, extras)
        }
        for number in 801...1000 as ClosedRange<UInt64> {
            let wanted = number % 3 == 0 ? Extras(delay: .milliseconds(Int64(number))) : nil
            #expect(journal.extras(number) == wanted)
        }
        #expect(journal.extras(799) == nil && journal.extras(0) == nil && journal.extras(1001) == nil)
    }
}
