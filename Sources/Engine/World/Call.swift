package import HTTP
package import JSON

/// One call on its way to a handler: the request, the operation it matched, and what was read from it outside the
/// bay's lock.
package struct Call: Sendable {
    package let request: Request
    /// The position of the operation in the vendor's list.
    package let operation: Int
    package let captures: Router.Captures
    package let router: Router
    /// What absolute URLs in the reply start with.
    package let origin: Origin
    /// The body, where the operation takes one.
    package let body: Body
    /// The error that `X-Mockbay-Error` or a scenario step asks for, where the vendor's own code must act it out.
    package var forcedError: String?
    /// Whether a scenario's actor makes it, not the client.
    package var isScripted = false

    package enum Body: Sendable {
        case none
        case json(JSON.Document)
        case malformed(JSON.SyntaxError)
    }

    package init(
        _ request: Request,
        operation: Int,
        captures: Router.Captures,
        router: Router,
        origin: Origin,
        body: Body,
    ) {
        self.request = request
        self.operation = operation
        self.captures = captures
        self.router = router
        self.origin = origin
        self.body = body
    }

    /// A path segment, decoded; `nil` where this form of the path does not have it.
    package func path(_ name: StaticString) -> String? {
        guard let position = router.position(of: name, in: captures) else { return nil }
        return request.decoded(captures[position])
    }

    /// The first query value of that name, decoded as a form (`+` is a blank).
    package func query(_ name: StaticString) -> String? { request.query(name) }
}

/// What absolute URLs in a reply start with: scheme, authority, bay prefix and mount of the request, so that
/// following them stays where the client is.
package struct Origin: Sendable {
    /// For example `http://127.0.0.1:4603/~ci-7`.
    package let bytes: [UInt8]

    package init(authority: ArraySlice<UInt8>, prefix: ArraySlice<UInt8>) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(7 + authority.count + prefix.count)
        bytes.append(contentsOf: "http://".utf8)
        bytes.append(contentsOf: authority)
        bytes.append(contentsOf: prefix)
        self.bytes = bytes
    }
}
