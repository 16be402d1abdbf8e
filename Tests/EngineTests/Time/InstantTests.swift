import Engine
import Testing

@Suite struct `An instant` {
    struct Sample: CustomTestStringConvertible {
        var text: String
        /// `nil`: refused.
        var milliseconds: Int64?
        var why: String

        var testDescription: String { "\(text): \(why)" }

        init(_ text: String, _ milliseconds: Int64?, _ why: String) {
            self.text = text
            self.milliseconds = milliseconds
            self.why = why
        }
    }

    // The expected numbers are those of `date -u -d TEXT +%s`.
    static let samples = [
        Sample("1970-01-01T00:00:00Z", 0, "the first"),
        Sample("9999-12-31T23:59:59.999Z", 253_402_300_799_999, "the last"),
        Sample("2026-03-02T08:00:00Z", 1_772_438_400_000, "an ordinary one"),
        Sample("2026-03-02T08:00:00", 1_772_438_400_000, "no offset is UTC"),
        Sample("2026-03-02t08:00:00z", 1_772_438_400_000, "lower case"),
        Sample("2026-03-02T08:00:00.5Z", 1_772_438_400_500, "tenths"),
        Sample("2026-03-02T08:00:00,25Z", 1_772_438_400_250, "a comma"),
        Sample("2026-03-02T08:00:00.1239999999Z", 1_772_438_400_123, "a fraction is cut, not rounded"),
        Sample("2026-03-02T09:30:00+01:30", 1_772_438_400_000, "east"),
        Sample("2026-03-01T20:00:00-1200", 1_772_438_400_000, "west, across midnight, without a colon"),
        Sample("2000-02-29T12:00:00Z", 951_825_600_000, "a leap day of a fourth century"),
        Sample("2024-02-29T23:59:59Z", 1_709_251_199_000, "a leap day"),
        Sample("2024-03-01T00:00:00Z", 1_709_251_200_000, "the day after"),
        Sample("2100-03-01T00:00:00Z", 4_107_542_400_000, "2100 has no leap day"),
        Sample("2023-02-29T00:00:00Z", nil, "no leap year"),
        Sample("2100-02-29T00:00:00Z", nil, "no leap year, though divisible by four"),
        Sample("2023-04-31T00:00:00Z", nil, "30 days"),
        Sample("2023-00-10T00:00:00Z", nil, "month 0"),
        Sample("2023-13-10T00:00:00Z", nil, "month 13"),
        Sample("2023-01-00T00:00:00Z", nil, "day 0"),
        Sample("2023-01-01T24:00:00Z", nil, "hour 24"),
        Sample("2023-01-01T00:60:00Z", nil, "minute 60"),
        Sample("2016-12-31T23:59:60Z", nil, "a leap second"),
        Sample("1969-12-31T23:59:59Z", nil, "before the first"),
        Sample("1970-01-01T00:30:00+01:00", nil, "before the first by its offset"),
        Sample("9999-12-31T23:30:00-01:00", nil, "after the last by its offset"),
        Sample("2023-01-01T00:00:00.Z", nil, "a point without digits"),
        Sample("2023-01-01T00:00:00+24:00", nil, "an offset of a day"),
        Sample("2023-01-01T00:00:00+01", nil, "an offset without minutes"),
        Sample("2023-01-01T00:00:00Z ", nil, "something after it"),
        Sample("2023-01-01 00:00:00Z", nil, "a blank for T"),
        Sample("2023-1-1T00:00:00Z", nil, "single digits"),
        Sample("+023-01-01T00:00:00Z", nil, "a sign"),
        Sample("2023-01-01T00:00Z", nil, "no seconds"),
        Sample("٢٠٢٣-01-01T00:00:00Z", nil, "other digits"),
        Sample("2023-01-01", nil, "a date"),
        Sample("", nil, "nothing"),
    ]

    @Test(arguments: samples)
    func `is read from ISO 8601`(_ sample: Sample) {
        #expect(Instant(iso8601: sample.text)?.milliseconds == sample.milliseconds)
    }

    @Test func `is refused where its text ends early`() {
        let text = "2026-03-02T08:00:00.250+01:00"
        let whole: Set = [19, 21, 22, 23, 29]
        for length in 0...text.utf8.count {
            let isRead = Instant(iso8601: String(text.prefix(length))) != nil
            #expect(isRead == whole.contains(length), "\(length) characters")
        }
    }

    @Test func `is written as it is read`() {
        let instant = Instant(milliseconds: 1_772_438_400_250)
        var bytes: [UInt8] = []
        instant.writeISO8601(to: &bytes)
        bytes.append(UInt8(ascii: " "))
        instant.writeISO8601(to: &bytes, milliseconds: true)
        bytes.append(UInt8(ascii: " "))
        instant.writePlain(to: &bytes)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == "2026-03-02T08:00:00Z 2026-03-02T08:00:00.250Z 2026-03-02 08:00:00"
        )
        #expect(instant.iso8601 == "2026-03-02T08:00:00.250Z")
        #expect(Instant(seconds: 7).iso8601 == "1970-01-01T00:00:07Z")
        #expect(Instant(plain: instant.plain) == Instant(seconds: instant.seconds))
        for text in [
            "2026-03-02T08:00:00", "2026-03-02 08:00", "2026-03-02 08:00:00Z", "2026-02-30 08:00:00",
        ] {
            #expect(Instant(plain: text) == nil)
        }
    }

    @Test func `survives being written and read wherever it lies`() {
        var draws = Draws(1)
        for _ in 0..<20_000 {
            let instant = Instant(milliseconds: Int64(draws.below(253_402_300_800_000)))
            #expect(Instant(iso8601: instant.iso8601) == instant)
            #expect(Instant(instant.date, instant.time) == instant)
        }
    }

    /// The first and last day of every month from 1970 to 9999, counted up by the rules of the calendar.
    @Test func `knows every month`() {
        var days = 0
        for year in 1970...9999 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            var wrong = 0
            for (index, length) in lengths.enumerated() {
                for day in [1, length] {
                    let date = Instant.Date(daysSince1970: days + day - 1)
                    let isRight =
                        date == Instant.Date(year: year, month: index + 1, day: day)
                        && date.daysSince1970 == days + day - 1 && date.weekday == (days + day + 3) % 7
                    if !isRight { wrong += 1 }
                }
                if Instant.Date(year: year, month: index + 1, day: length + 1) != nil { wrong += 1 }
                days += length
            }
            #expect(wrong == 0, "\(year)")
        }
        #expect(days == 2_932_897)
        #expect(Instant.Date(daysSince1970: -1).text == "1970-01-01")
        #expect(Instant.Date(daysSince1970: .max).text == "9999-12-31")
    }

    @Test func `has a date that is read and written alone`() {
        #expect(Instant.Date("2026-03-02") == Instant.Date(year: 2026, month: 3, day: 2))
        #expect(Instant.Date(year: 2026, month: 3, day: 2)?.text == "2026-03-02")
        for text in ["2026-3-2", "2026-03-02T", "2026/03/02", "1969-12-31", "2026-02-29", ""] {
            #expect(Instant.Date(text) == nil)
        }
    }

    @Test func `never leaves the years it knows`() {
        let long = Duration.seconds(Int64.max)
        #expect(Instant.last + .milliseconds(1) == .last)
        #expect(Instant.first - .milliseconds(1) == .first)
        #expect(Instant.first + long == .last && Instant.last - long == .first)
        #expect(Instant.last + .zero - long - long == .first)
        #expect(Instant.last - (.zero - long) == .last && Instant.first + (.zero - long) == .first)
        #expect(Instant(milliseconds: .min) == .first && Instant(milliseconds: .max) == .last)
        #expect(Instant(seconds: .min) == .first && Instant(seconds: .max) == .last)
        #expect(Instant.last - Instant.first == .milliseconds(253_402_300_799_999))
    }

    @Test(
        arguments: [
            (Duration.milliseconds(1500), 1500), (.microseconds(1999), 1), (.microseconds(-1999), -1),
            (.seconds(Int64.max), .max), (.seconds(Int64.min), .min), (.zero, 0),
        ] as [(Duration, Int64)]
    )
    func `takes whole milliseconds of a duration`(_ duration: Duration, _ milliseconds: Int64) {
        #expect(duration.wholeMilliseconds == milliseconds)
    }
}
