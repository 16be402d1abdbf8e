/// A request method (RFC 9110 §9). Methods are case-sensitive; one that is none of these is `other`, its name stays
/// readable in the request line.
package enum Method: UInt8, Sendable, Hashable, CaseIterable {
    case get, head, post, put, patch, delete, options, trace, connect, other

    /// The token on the wire; `other` has none of its own.
    package var name: StaticString {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .patch: "PATCH"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        case .trace: "TRACE"
        case .connect: "CONNECT"
        case .other: "OTHER"
        }
    }
}

extension Method {
    /// The method that the stretch spells, upper and lower case being different.
    init(_ text: Span<UInt8>, _ range: Range<Int>) {
        let candidate: Method =
            switch (range.count, text[range.lowerBound]) {
            case (3, 0x47): .get
            case (3, 0x50): .put
            case (4, 0x48): .head
            case (4, 0x50): .post
            case (5, 0x50): .patch
            case (5, 0x54): .trace
            case (6, 0x44): .delete
            case (7, 0x4F): .options
            case (7, 0x43): .connect
            default: .other
            }
        let isSpelled = candidate.name.withUTF8Buffer { name in
            guard name.count == range.count else { return false }
            for index in 0..<name.count where unsafe text[range.lowerBound + index] != name[index] {
                return false
            }
            return true
        }
        self = isSpelled ? candidate : .other
    }
}
