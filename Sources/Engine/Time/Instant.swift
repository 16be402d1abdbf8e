/// A point in time: whole milliseconds since 1970-01-01T00:00:00Z, without leap seconds, within the years 1970 to
/// 9999. What would lie outside becomes the nearest that does not; text that does is refused.
package struct Instant: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    /// 1970-01-01T00:00:00.000Z
    package static let first = Instant(milliseconds: 0)
    /// 9999-12-31T23:59:59.999Z
    package static let last = Instant(milliseconds: 253_402_300_799_999)

    package init(milliseconds: Int64) {
        self.milliseconds = min(max(milliseconds, 0), 253_402_300_799_999)
    }

    package init(seconds: Int64) {
        let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        self.init(milliseconds: overflow ? (seconds < 0 ? .min : .max) : milliseconds)
    }

    /// Whole seconds since 1970, rounded down.
    package var seconds: Int64 { milliseconds / 1000 }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// Parts of a millisecond are dropped.
    package static func + (instant: Instant, duration: Duration) -> Instant {
        let (sum, overflow) = instant.milliseconds.addingReportingOverflow(duration.wholeMilliseconds)
        // An instant is not negative, so that a sum can only be too large.
        return Instant(milliseconds: overflow ? .max : sum)
    }

    package static func - (instant: Instant, duration: Duration) -> Instant {
        let (sum, overflow) = instant.milliseconds.subtractingReportingOverflow(duration.wholeMilliseconds)
        return Instant(milliseconds: overflow ? .max : sum)
    }

    package static func - (later: Instant, earlier: Instant) -> Duration {
        .milliseconds(later.milliseconds - earlier.milliseconds)
    }

    package static func += (instant: inout Instant, duration: Duration) { instant = instant + duration }
    package static func -= (instant: inout Instant, duration: Duration) { instant = instant - duration }
}

extension Duration {
    /// Milliseconds, rounded towards zero; the nearest `Int64` where there are more.
    package var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        if overflow { return seconds < 0 ? .min : .max }
        let (sum, carry) = milliseconds.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        return carry ? (seconds < 0 ? .min : .max) : sum
    }
}

// MARK: - Calendar

extension Instant {
    /// A day of the proleptic Gregorian calendar, in the years 1970 to 9999.
    package struct Date: Hashable, Comparable, Sendable {
        package let year: Int
        /// 1 to 12
        package let month: Int
        /// From 1
        package let day: Int

        /// `nil` where there is no such day.
        package init?(year: Int, month: Int, day: Int) {
            guard 1970...9999 ~= year, 1...12 ~= month, day >= 1, day <= Date.days(in: month, of: year)
            else { return nil }
            self.init(checked: year, month, day)
        }

        /// The day so many days after 1970-01-01; the nearest one that there is.
        package init(daysSince1970: Int) {
            // Counted in years that begin in March, so that the leap day comes last; 719,468 days lie between
            // 0000-03-01 and 1970-01-01, 146,097 days make 400 years.
            let days = min(max(daysSince1970, 0), 2_932_896) + 719_468
            let era = days / 146_097
            let dayOfEra = days % 146_097
            let yearOfEra =
                (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
            let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
            let marchMonth = (5 * dayOfYear + 2) / 153
            let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
            self.init(
                checked: era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
                month,
                dayOfYear - (153 * marchMonth + 2) / 5 + 1
            )
        }

        private init(checked year: Int, _ month: Int, _ day: Int) {
            self.year = year
            self.month = month
            self.day = day
        }

        package var daysSince1970: Int {
            let marchYear = month <= 2 ? year - 1 : year
            let era = marchYear / 400
            let yearOfEra = marchYear % 400
            let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
            return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        }

        /// 0 for Sunday to 6 for Saturday.
        package var weekday: Int { (daysSince1970 + 4) % 7 }

        package static func isLeap(_ year: Int) -> Bool {
            year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        }

        package static func days(in month: Int, of year: Int) -> Int {
            switch month {
            case 2: isLeap(year) ? 29 : 28
            case 4, 6, 9, 11: 30
            default: 31
            }
        }

        package static func < (left: Date, right: Date) -> Bool {
            (left.year, left.month, left.day) < (right.year, right.month, right.day)
        }
    }

    /// A time of day, always of 24 hours of 60 minutes of 60 seconds.
    package struct Time: Hashable, Comparable, Sendable {
        package let hour: Int
        package let minute: Int
        package let second: Int
        package let millisecond: Int

        /// `nil` where there is no such time; a leap second is none.
        package init?(hour: Int, minute: Int, second: Int = 0, millisecond: Int = 0) {
            guard 0..<24 ~= hour, 0..<60 ~= minute, 0..<60 ~= second, 0..<1000 ~= millisecond else {
                return nil
            }
            self.hour = hour
            self.minute = minute
            self.second = second
            self.millisecond = millisecond
        }

        fileprivate init(millisecondOfDay: Int) {
            hour = millisecondOfDay / 3_600_000
            minute = millisecondOfDay / 60_000 % 60
            second = millisecondOfDay / 1000 % 60
            millisecond = millisecondOfDay % 1000
        }

        package static let midnight = Time(millisecondOfDay: 0)

        package var millisecondOfDay: Int {
            ((hour * 60 + minute) * 60 + second) * 1000 + millisecond
        }

        package static func < (left: Time, right: Time) -> Bool {
            left.millisecondOfDay < right.millisecondOfDay
        }
    }

    package init(_ date: Date, _ time: Time = .midnight) {
        self.init(milliseconds: Int64(date.daysSince1970 * 86_400_000 + time.millisecondOfDay))
    }

    /// The day in UTC.
    package var date: Date { Date(daysSince1970: Int(milliseconds / 86_400_000)) }

    /// The time of day in UTC.
    package var time: Time { Time(millisecondOfDay: Int(milliseconds % 86_400_000)) }
}
