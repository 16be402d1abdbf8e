/// How calls of a vendor show who they are, for its OpenAPI document.
package struct Security: Sendable {
    package enum Scheme: Sendable {
        /// HTTP Basic (RFC 7617).
        case basic
        /// A bearer token (RFC 6750), with a word on its form.
        case bearer(String)
        /// The authorization code grant (RFC 6749 §4.1), by the paths of its two endpoints.
        case code(authorize: String?, token: String)
    }

    /// By name; any of them will do.
    package let schemes: [(name: String, scheme: Scheme)]
    /// The operations that need none.
    package let open: Set<String>

    package init(_ schemes: [(name: String, scheme: Scheme)], open: Set<String> = []) {
        self.schemes = schemes
        self.open = open
    }
}
