package import HTTP

extension Journal {
    /// What a bay says about an exchange when it records it.
    package struct Mark: Sendable, Hashable {
        /// The time on the bay's clock.
        package var instant: Instant
        /// Which vendor, by its position; `nil` where the request reached none.
        package var vendor: UInt8?
        /// Which operation, by its position; `nil` where no route matched.
        package var operation: UInt16?
        /// The number within its retry group, from 1; 0 where there is no group.
        package var attempt: Int

        package init(
            _ instant: Instant,
            vendor: UInt8? = nil,
            operation: UInt16? = nil,
            attempt: Int = 0,
        ) {
            self.instant = instant
            self.vendor = vendor
            self.operation = operation
            self.attempt = attempt
        }
    }

    /// What only few exchanges have: the doings of a scenario, and reasons.
    package struct Extras: Sendable, Hashable {
        /// The step of the flow that was used, `htp.sale.create[2]`.
        package var step: String?
        /// The chaos rule that struck.
        package var chaosRule: String?
        /// What went wrong on the wire, in words.
        package var fault: String?
        /// How long the reply was held back.
        package var delay: Duration?
        /// The error that `X-Mockbay-Error` asked for.
        package var forcedError: String?
        /// The vendor's check that refused the call.
        package var check: String?
        /// Whether the step's own reply stood in for the vendor's, which was not asked.
        package var isReplaced = false
        /// Why the reply is as it is, one sentence each.
        package var notes: [String]
        /// The webhooks that the call caused, by their numbers.
        package var deliveries: [UInt64] = []

        // For verdicts, not shown: what happened on the wire, in the bay's time.

        /// The delay by the bay's clock.
        package var held: Duration?
        /// The `Retry-After` in seconds before it was divided by the clock's speed.
        package var retryAfter: Int?
        /// The error of the catalogue that a step answered with.
        package var scriptedError: String?

        package init(
            step: String? = nil,
            chaosRule: String? = nil,
            fault: String? = nil,
            delay: Duration? = nil,
            forcedError: String? = nil,
            notes: [String] = [],
        ) {
            self.step = step
            self.chaosRule = chaosRule
            self.fault = fault
            self.delay = delay
            self.forcedError = forcedError
            self.notes = notes
        }

        /// What counts towards the limit of the journal.
        package var bytes: Int {
            var sum = MemoryLayout<NumberedExtras>.stride
            for text in [step, chaosRule, fault, forcedError, scriptedError, check] {
                sum += text?.utf8.count ?? 0
            }
            for note in notes { sum += MemoryLayout<String>.stride + note.utf8.count }
            return sum
        }
    }

    /// What is known about an exchange without what was said in it.
    package struct Summary: Sendable, Hashable {
        package let number: UInt64
        package let mark: Mark
        package let method: Method
        package let status: Int
        package let contentType: ContentType?
        // The counts are those of the exchange, also where the bytes were cut.
        package let requestHeadCount: Int
        package let requestBodyCount: Int
        package let fieldLinesCount: Int
        package let responseBodyCount: Int
        /// Whether bodies, or even heads, had no room in the journal.
        package let isTruncated: Bool
        package let hasExtras: Bool

        package var instant: Instant { mark.instant }
        package var vendor: UInt8? { mark.vendor }
        package var operation: UInt16? { mark.operation }

        init(_ number: UInt64, _ line: Line) {
            self.number = number
            mark = Mark(
                line.instant,
                vendor: line.vendor == .max ? nil : line.vendor,
                operation: line.operation == .max ? nil : line.operation,
                attempt: Int(line.attempt)
            )
            method = line.method
            status = Int(line.status)
            contentType = line.contentType
            requestHeadCount = Int(line.head)
            requestBodyCount = Int(line.requestBody)
            fieldLinesCount = Int(line.fieldLines)
            responseBodyCount = Int(line.responseBody)
            isTruncated = line.cut != .nothing
            hasExtras = line.hasExtras
        }
    }

    /// One exchange, taken out of the journal.
    package struct Entry: Sendable, Hashable {
        package let summary: Summary
        package let extras: Extras?
        /// As received. Empty, like the other three, where it was cut.
        package let requestHead: [UInt8]
        package let requestBody: [UInt8]
        /// The reply's field lines beyond those that the connection adds.
        package let fieldLines: [UInt8]
        package let responseBody: [UInt8]

        package var number: UInt64 { summary.number }
    }

    struct NumberedExtras: Sendable {
        let number: UInt64
        let extras: Extras
    }

    /// One entry as it is kept. Its number is its position in the ring; its content begins at `start`, in the order
    /// head, field lines, request body, response body.
    struct Line: Sendable {
        enum Cut: UInt8, Sendable {
            case nothing, bodies, everything
        }

        let instant: Instant
        var start = 0
        let head: UInt32
        let fieldLines: UInt32
        let requestBody: UInt32
        let responseBody: UInt32
        /// `.max` for none, here and below.
        let operation: UInt16
        let status: UInt16
        let attempt: UInt16
        let vendor: UInt8
        let method: Method
        let contentType: ContentType?
        var cut = Cut.nothing
        var hasExtras = false

        /// What a line counts towards the limit of the journal.
        static var bytes: Int { MemoryLayout<Line>.stride }

        init(_ request: borrowing Request, _ response: borrowing Response, _ mark: Mark) {
            instant = mark.instant
            head = UInt32(clamping: request.head.count)
            fieldLines = UInt32(clamping: response.fieldLines.count)
            requestBody = UInt32(clamping: request.body.count)
            responseBody = UInt32(clamping: response.body.count)
            operation = mark.operation ?? .max
            status = UInt16(clamping: response.status)
            attempt = UInt16(clamping: mark.attempt)
            vendor = mark.vendor ?? .max
            method = request.method
            contentType = response.contentType
        }

        /// How many bytes of content the journal holds for this entry.
        var storedBytes: Int {
            switch cut {
            case .nothing: Int(head) + Int(fieldLines) + Int(requestBody) + Int(responseBody)
            case .bodies: Int(head) + Int(fieldLines)
            case .everything: 0
            }
        }
    }
}
