/// How much of a request is taken before it is refused. All in bytes, but for the number of fields.
package struct Limits: Sendable, Hashable {
    /// Request line and field lines together, the empty line included: 431 beyond.
    package var head = 16 * 1024
    /// The request target: 414 beyond.
    package var target = 8 * 1024
    /// Field lines: 431 beyond.
    package var fields = 128
    /// The body without its framing: 413 beyond.
    package var body = 8 * 1024 * 1024
    /// All chunk extensions of one body together, leading zeros of chunk sizes included: 413 beyond.
    package var extensions = 16 * 1024
    /// All trailer lines of one body together: 431 beyond.
    package var trailers = 16 * 1024

    /// A method that is longer than any known one is answered 501 (RFC 9112 §3).
    static let method = 64

    package init() {}
}
