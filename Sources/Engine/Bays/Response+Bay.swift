package import HTTP
import JSON

extension Response {
    /// The reply to `OPTIONS` (RFC 9110 §9.3.7).
    package static func options(_ methods: [HTTP.Method]) -> Response {
        var response = Response(204)
        response.add("Allow", methods.map { "\($0.name)" }.joined(separator: ", "))
        return response
    }

    /// Lays a merge patch over a JSON body; a body that is none stays as it is.
    mutating func patch(with patch: JSON.Value) {
        guard let value = try? JSON.Value.parse(body) else { return }
        var json = JSON.Writer(reserving: body.count)
        json.value(value.merging(patch))
        body = json.bytes
    }

    /// Divides a `Retry-After` in seconds by the clock's speed, rounded up; the journal keeps what it was.
    mutating func scaleRetryAfter(by speed: Double, _ extras: inout Journal.Extras?) {
        guard let text = field("Retry-After"), let seconds = Int(text), seconds >= 0, speed > 0,
            let scaled = Int(exactly: (Double(seconds) / speed).rounded(.up))
        else { return }
        replace("Retry-After", with: String(scaled))
        extras.note("Retry-After \(text) became \(scaled) at speed \(speed)")
        extras?.retryAfter = seconds
    }

    private mutating func replace(_ name: StaticString, with value: String) {
        let wanted = "\(name): ".lowercased()
        let lines = String(decoding: fieldLines, as: UTF8.self).split(separator: "\r\n")
        fieldLines = []
        for line in lines where !line.lowercased().hasPrefix(wanted) {
            fieldLines.append(contentsOf: line.utf8)
            fieldLines.append(contentsOf: "\r\n".utf8)
        }
        add(name, value)
    }
}
