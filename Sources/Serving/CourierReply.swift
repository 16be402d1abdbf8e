import HTTP

/// Reads the head of a reply as it arrives.
///
///     status-line = HTTP-version SP status-code SP [ reason-phrase ]              RFC 9112 §4
///     field-line  = field-name ":" OWS field-value OWS                            RFC 9112 §5
///
/// A lone LF ends a line as CRLF does (§2.2), and the blank before a missing reason may be missing, too: receivers are
/// small programs. Interim replies (1xx) are read over. Of the fields only those are looked at that tell where the body
/// ends.
package struct CourierReply {
    package enum Problem: Error, Equatable {
        case malformed
        case oversized
    }

    /// The status, once the head is whole.
    package private(set) var status: Int?
    /// How many bytes of the body are still to come; `nil` where it ends with the connection.
    package private(set) var bodyLeft: Int?
    /// Bytes of the body so far.
    package private(set) var bodyCount = 0

    private let limit: Int
    private var headCount = 0
    private var line: [UInt8] = []
    /// The status of the head that is being read.
    private var pending: Int?
    private var length: Int?
    private var isChunked = false

    /// - Parameter limit: bytes of the head at most, interim ones included.
    package init(limit: Int) { self.limit = limit }

    package var hasWholeBody: Bool { bodyLeft == 0 }

    /// Takes what has arrived next.
    package mutating func take(_ bytes: Span<UInt8>) throws(Problem) {
        var index = 0
        while index < bytes.count, status == nil {
            let byte = bytes[index]
            index += 1
            headCount += 1
            guard headCount <= limit else { throw .oversized }
            if byte == UInt8(ascii: "\n") {
                if line.last == UInt8(ascii: "\r") { line.removeLast() }
                try endLine()
                line.removeAll(keepingCapacity: true)
            } else {
                line.append(byte)
            }
        }
        let rest = bytes.count - index
        bodyCount += rest
        if let left = bodyLeft { bodyLeft = max(0, left - rest) }
    }

    private mutating func endLine() throws(Problem) {
        guard let pending else {
            self.pending = try statusCode()
            return
        }
        guard !line.isEmpty else { return endHead(pending) }
        try readField()
    }

    private mutating func endHead(_ code: Int) {
        pending = nil
        defer { (length, isChunked) = (nil, false) }
        // 101 is a last word, too: nothing more is said in HTTP after it.
        guard code >= 200 || code == 101 else { return }
        status = code
        bodyLeft = code == 204 || code == 304 ? 0 : isChunked ? nil : length
    }

    private func statusCode() throws(Problem) -> Int {
        let start = Array("HTTP/1.".utf8)
        guard line.count >= 12, line.starts(with: start), isDigit(line[7]), line[8] == UInt8(ascii: " "),
            line[9...11].allSatisfy(isDigit), line.count == 12 || line[12] == UInt8(ascii: " "),
            line[12...].allSatisfy({ Octet.is($0, Octet.value) })
        else { throw .malformed }
        let code = line[9...11].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        guard code >= 100 else { throw .malformed }
        return code
    }

    private mutating func readField() throws(Problem) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0,
            line[..<colon].allSatisfy({ Octet.is($0, Octet.token) }),
            line[(colon + 1)...].allSatisfy({ Octet.is($0, Octet.value) })
        else { throw .malformed }
        let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        let blanks: [UInt8] = [0x20, 0x09]
        var value = line[(colon + 1)...].drop { blanks.contains($0) }
        while let last = value.last, blanks.contains(last) { value.removeLast() }
        switch name {
        case "content-length":
            // 18 digits fit in any Int; a length that is told twice must be told alike.
            guard (1...18).contains(value.count), value.allSatisfy(isDigit),
                let count = Int(String(decoding: value, as: UTF8.self)), length == nil || length == count
            else { throw .malformed }
            length = count
        case "transfer-encoding":
            isChunked = true
        default:
            break
        }
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
