/// HTTP dates (RFC 9110 §5.6.7) and the calendar arithmetic behind them. Times are seconds since 1970, UTC.
package enum HTTPDate {
    private static let days: StaticString = "ThuFriSatSunMonTueWed"
    private static let months: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"

    /// `Sun, 06 Nov 1994 08:49:37 GMT`: always 29 bytes. Years beyond 0 to 9999 are cut to that range.
    package static func format(_ time: Int64) -> InlineArray<29, UInt8> {
        let time = min(max(time, -62_167_219_200), 253_402_300_799)
        let (day, second) = time.flooredDivision(by: 86_400)
        let date = civil(fromDays: day)
        var text = InlineArray<29, UInt8>(repeating: Octet.space)
        copy(days, Int(day.flooredDivision(by: 7).remainder), to: &text, at: 0)
        text[3] = Octet.comma
        digits(date.day, 2, to: &text, at: 5)
        copy(months, date.month - 1, to: &text, at: 8)
        digits(date.year, 4, to: &text, at: 12)
        digits(Int(second) / 3600, 2, to: &text, at: 17)
        text[19] = Octet.colon
        digits(Int(second) / 60 % 60, 2, to: &text, at: 20)
        text[22] = Octet.colon
        digits(Int(second) % 60, 2, to: &text, at: 23)
        (text[26], text[27], text[28]) = (0x47, 0x4D, 0x54)
        return text
    }

    /// Reads an IMF-fixdate, the only form that is sent today; `nil` for anything else, a wrong day name included.
    package static func parse(_ text: some StringProtocol) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count == 29 else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard Octet.isDigit(byte) else { return nil }
                value = value * 10 + Int(byte &- 0x30)
            }
            return value
        }
        guard let day = number(5..<7), let year = number(12..<16), let hour = number(17..<19),
            let minute = number(20..<22), let second = number(23..<25),
            let month = (1...12).first(where: { name(months, $0 - 1) == Array(bytes[8..<11]) }),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let time =
            Self.days(year: year, month: month, day: day) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        // Writing it again settles what is left: day of the month, day of the week, blanks, colons, "GMT".
        let again = format(time)
        for index in 0..<29 where again[index] != bytes[index] { return nil }
        return time
    }

    /// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar.
    package static func civil(fromDays days: Int64) -> (year: Int, month: Int, day: Int) {
        // Years begin in March here, so that the leap day is the last of its year; 146,097 days are 400 years.
        let (era, dayOfEra) = (days + 719_468).flooredDivision(by: 146_097)
        let leapDays = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leapDays) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
        return (Int(year), Int(month < 10 ? month + 3 : month - 9), Int(day))
    }

    /// The inverse of `civil`.
    package static func days(year: Int, month: Int, day: Int) -> Int64 {
        let marchYear = Int64(month <= 2 ? year - 1 : year)
        let (era, yearOfEra) = marchYear.flooredDivision(by: 400)
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func name(_ names: StaticString, _ index: Int) -> [UInt8] {
        names.withUTF8Buffer { unsafe Array($0[(3 * index)..<(3 * index + 3)]) }
    }

    private static func copy(
        _ names: StaticString,
        _ index: Int,
        to text: inout InlineArray<29, UInt8>,
        at place: Int,
    ) {
        names.withUTF8Buffer { names in
            for letter in 0..<3 { unsafe text[place + letter] = names[3 * index + letter] }
        }
    }

    private static func digits(
        _ number: Int,
        _ count: Int,
        to text: inout InlineArray<29, UInt8>,
        at place: Int
    ) {
        var rest = number
        for index in (0..<count).reversed() {
            text[place + index] = UInt8(truncatingIfNeeded: rest % 10) &+ 0x30
            rest /= 10
        }
    }
}

extension Int64 {
    fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
