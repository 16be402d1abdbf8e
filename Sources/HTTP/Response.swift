/// A final response (RFC 9110 §15) as a handler gives it. `Date`, `Content-Length`, `Connection` and the request id
/// are not among its fields: the connection adds them.
package struct Response: Sendable, Equatable {
    package var status: Int
    package var contentType: ContentType?
    /// Further field lines, ready for the wire: `Name: value\r\n` each.
    package var fieldLines: [UInt8]
    package var body: [UInt8]

    package init(_ status: Int, _ contentType: ContentType? = nil, body: [UInt8] = []) {
        self.status = status
        self.contentType = contentType
        self.fieldLines = []
        self.body = body
    }

    /// Adds a field line. The value must hold no CR, LF or NUL (callers pass constants, numbers or checked text).
    package mutating func add(_ name: StaticString, _ value: String) {
        reserve()
        fieldLines.append(name)
        fieldLines.append(": ")
        fieldLines.append(contentsOf: value.utf8)
        fieldLines.append("\r\n")
    }

    /// The same with a number for its value.
    package mutating func add(_ name: StaticString, _ value: Int) {
        reserve()
        let room = name.utf8CodeUnitCount + OutputSpan.longestDecimal + 4
        fieldLines.append(addingCapacity: room) { line in
            line.append(name)
            line.append(": ")
            line.append(decimal: value)
            line.append("\r\n")
        }
    }

    private mutating func reserve() {
        // Vendors that add any add some more.
        if fieldLines.isEmpty { fieldLines.reserveCapacity(224) }
    }

    /// The value of the first of the further fields of that name. For tests and the journal, not for speed.
    package func field(_ name: String) -> String? {
        for line in String(decoding: fieldLines, as: UTF8.self).split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            if line[..<colon].lowercased() == name.lowercased() {
                return String(line[line.index(after: colon)...].drop { $0 == " " })
            }
        }
        return nil
    }
}

/// The media types that Mockbay sends, as they stand in `Content-Type`.
package enum ContentType: UInt8, Sendable, Hashable {
    /// `application/json; charset=utf-8`
    case json
    /// `application/xml; charset=utf-8`
    case xml
    /// `text/plain; charset=utf-8`
    case text
    /// `text/html; charset=utf-8`
    case html
    /// `application/x-ndjson`
    case ndjson
    /// `text/plain; version=0.0.4; charset=utf-8`, the Prometheus exposition format
    case metrics
    /// `text/event-stream`
    case eventStream
    /// `application/octet-stream`
    case bytes
    /// `application/json`
    case plainJSON

    package var name: StaticString {
        switch self {
        case .json: "application/json; charset=utf-8"
        case .xml: "application/xml; charset=utf-8"
        case .text: "text/plain; charset=utf-8"
        case .html: "text/html; charset=utf-8"
        case .ndjson: "application/x-ndjson"
        case .metrics: "text/plain; version=0.0.4; charset=utf-8"
        case .eventStream: "text/event-stream"
        case .bytes: "application/octet-stream"
        case .plainJSON: "application/json"
        }
    }
}
