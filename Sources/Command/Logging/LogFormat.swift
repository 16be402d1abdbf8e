import Engine
import HTTP
import JSON

/// The form of log lines.
enum LogFormat: String, Sendable {
    case text, json

    /// One line for something that happened: `04:38:03.123 listening url=…`, or an object.
    /// - Parameter isColoured: whether a terminal shows it that wants colour.
    func line(_ event: String, _ details: [(String, JSON.Value)], at instant: Instant, isColoured: Bool)
        -> [UInt8]
    {
        switch self {
        case .json:
            var json = JSON.Writer()
            json.object { json in
                json.member("time", instant.logText)
                json.member("event", event)
                for (name, value) in details {
                    json.key(name)
                    json.value(value)
                }
            }
            return json.bytes + [UInt8(ascii: "\n")]
        case .text:
            var text = instant.logText + " " + (isColoured ? "\u{1B}[1m\(event)\u{1B}[0m" : event)
            for (name, value) in details { text += " \(name)=\(plain(value))" }
            return Array((text + "\n").utf8)
        }
    }

    /// One line for an answered request: method and path, status, operation, bay, number, microseconds. The query is
    /// left out, for there may be credentials in it.
    func line(
        for request: borrowing Request,
        _ sighting: Sighting,
        at instant: Instant,
        isColoured: Bool,
    ) -> [UInt8] {
        let microseconds = (sighting.nanoseconds + 500) / 1000
        switch self {
        case .json:
            var json = JSON.Writer()
            json.object { json in
                json.member("time", instant.logText)
                json.member("event", "request")
                json.member("method", request.text(request.methodName))
                json.member("path", request.text(request.path))
                json.member("status", sighting.status)
                json.member("operation", sighting.operation)
                json.member("bay", sighting.bay?.description)
                json.member("number", sighting.number)
                json.member("microseconds", microseconds)
            }
            return json.bytes + [UInt8(ascii: "\n")]
        case .text:
            var line = Array(instant.logText.utf8)
            line.append(UInt8(ascii: " "))
            line.append(contentsOf: request.head[request.methodName.range])
            line.append(UInt8(ascii: " "))
            line.append(contentsOf: request.head[request.path.range])
            let status = isColoured ? coloured(sighting.status) : "\(sighting.status)"
            line.append(
                contentsOf: " \(status) \(sighting.operation ?? "-") \(sighting.bay?.description ?? "-")".utf8
            )
            if let number = sighting.number { line.append(contentsOf: " #\(number)".utf8) }
            line.append(contentsOf: " \(microseconds)us\n".utf8)
            return line
        }
    }

    private func coloured(_ status: Int) -> String {
        let colour = status < 400 ? 32 : status < 500 ? 33 : 31
        return "\u{1B}[\(colour)m\(status)\u{1B}[0m"
    }

    private func plain(_ value: JSON.Value) -> String {
        guard let text = value.string.map(printable) else {
            var json = JSON.Writer()
            json.value(value)
            return String(decoding: json.bytes, as: UTF8.self)
        }
        return text.contains(" ") ? "'\(text)'" : text
    }
}

extension Instant {
    /// `2026-03-02T08:00:00.250Z`
    fileprivate var logText: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24)
        writeISO8601(to: &bytes, milliseconds: true)
        return String(decoding: bytes, as: UTF8.self)
    }
}
