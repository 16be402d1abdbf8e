import Engine
import HTTP

extension AutoLeap {
    /// From one instant to another, both included; either end may be open.
    struct DateRange: Sendable {
        var start = Instant.first
        var end = Instant.last

        /// Whether any end was given.
        let isBounded: Bool

        func contains(_ instant: Instant?) -> Bool { instant.map { start <= $0 && $0 <= end } ?? !isBounded }

        /// Two parameters of a query, each a date-time or a date: the first moment of that day (UTC) for the start, its
        /// last for the end [inferred].
        init(_ call: Call, _ startName: StaticString, _ endName: StaticString) throws(Failure) {
            let from = try Self.instant(call, startName, endOfDay: false)
            let to = try Self.instant(call, endName, endOfDay: true)
            start = from ?? .first
            end = to ?? .last
            isBounded = from != nil || to != nil
        }

        private static func instant(
            _ call: Call,
            _ name: StaticString,
            endOfDay: Bool,
        ) throws(Failure) -> Instant? {
            guard let text = call.query(name), !text.isEmpty else { return nil }
            if let date = Instant.Date(text) {
                return endOfDay ? Instant(date) + Duration.milliseconds(86_399_999) : Instant(date)
            }
            if isBeforeAllRecords(text) { return .first }
            guard let instant = Instant(iso8601: text) else {
                throw .invalid("\(name) must be a date-time (YYYY-MM-DDThh:mm:ssZ) or a date (YYYY-MM-DD)")
            }
            return instant
        }

        /// A date or date-time before 1970, such as the 0001-01-01 that some platforms have for none.
        private static func isBeforeAllRecords(_ text: String) -> Bool {
            let year = text.prefix(4)
            guard year.count == 4, year.allSatisfy(\.isNumber), year < "1970" else { return false }
            let inAnotherYear = "1972" + text.dropFirst(4)  // with a 29 February
            return Instant.Date(inAnotherYear) != nil || Instant(iso8601: inAnotherYear) != nil
        }

        /// The parameters of such a range.
        static func fields(
            _ start: String,
            _ end: String,
            _ source: Source,
            required: Bool = false,
            about: String = "",
        ) -> [Field] {
            [start, end].map { Field($0, .dateTime, required: required, source: source, about: about) }
        }
    }
}
