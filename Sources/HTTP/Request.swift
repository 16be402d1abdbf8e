/// One whole request: the head as it was received, where its parts lie, and the body without its framing.
///
/// The head is owned bytes; everything in it is a `Slice` of them, so that taking a request apart allocates nothing
/// per field. Text is decoded where it is asked for.
package struct Request: Sendable {
    /// From the first byte of the request line to the empty line, both included.
    package var head: [UInt8]
    package var method: Method
    /// The minor version: 0 for HTTP/1.0, 1 for HTTP/1.1 and what comes after it.
    package var minorVersion: Int
    /// The method's token, for `Method.other`.
    package var methodName: Slice
    /// The request target as received.
    package var target: Slice
    /// The target's path, still percent-encoded, from its first `/` on; empty for `OPTIONS *`.
    package var path: Slice
    /// What follows the first `?`, still encoded; `nil` where there is none.
    package var query: Slice?
    /// The authority in force: that of an absolute-form target, else the `Host` field's value.
    package var authority: Slice
    /// The field lines, in the order of their arrival.
    package var fields: Fields
    /// The content, after the transfer coding was taken off.
    package var body: [UInt8]

    package init() {
        head = []
        method = .get
        minorVersion = 1
        methodName = .empty
        target = .empty
        path = .empty
        query = nil
        authority = .empty
        fields = Fields()
        body = []
    }

    /// Empties it for the next request, keeping the memory. Its method is `other` until one is read.
    mutating func reset() {
        head.removeAll(keepingCapacity: true)
        method = .other
        minorVersion = 1
        methodName = .empty
        target = .empty
        path = .empty
        query = nil
        authority = .empty
        fields.lines.removeAll(keepingCapacity: true)
        body.removeAll(keepingCapacity: true)
    }

    /// The bytes of a slice of the head as text; anything that is not UTF-8 becomes U+FFFD.
    package func text(_ slice: Slice) -> String {
        String(decoding: head[slice.range], as: UTF8.self)
    }

    /// The value of the first field of that name, as text; `nil` where there is none. Names ignore case.
    package func field(_ name: StaticString) -> String? {
        fields.first(name, in: head).map(text)
    }
}
