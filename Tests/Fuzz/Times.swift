import Engine
import HTTP

/// Dates, times and durations are read or refused, and what is read is written so that it reads the same.
func check(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    if let instant = Instant(iso8601: text) {
        claim(Instant(iso8601: instant.iso8601) == instant, "\(text) comes back as \(instant.iso8601)")
        claim(instant >= .first && instant <= .last, "\(text) is no time of this world")
        claim(Instant(instant.date, instant.time) == instant, "\(text) is not its date and time")
        let whole = Instant(seconds: instant.seconds)
        claim(Instant(plain: instant.plain) == whole, "\(text) comes back as \(instant.plain)")
        claim(Instant.Date(instant.date.text) == instant.date, "\(text) has another date")
        let field = HTTPDate.format(instant.seconds)
        claim(field[3] == UInt8(ascii: ",") && field[25] == UInt8(ascii: " "), "\(text) is no date of HTTP")
        if let duration = Duration(scenarioText: text.suffix(4)) {
            claim(instant + duration >= instant && instant - duration <= instant, "time runs backwards")
        }
    }
    if let date = Instant.Date(text) { claim(date.text == text, "\(text) comes back as \(date.text)") }
    if let instant = Instant(plain: text) { claim(instant.plain == text, "\(text) comes back as \(instant)") }
    if let duration = Duration(scenarioText: text) {
        claim(duration >= .zero && duration <= .seconds(36_525 * 86_400), "\(text) is \(duration)")
        claim(Instant.last + duration == .last && Instant.first - duration == .first, "time has no end")
    }
}
