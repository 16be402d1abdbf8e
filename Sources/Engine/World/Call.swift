package import HTTP
package import JSON

/// One call on its way to a handler: the request, the operation it matched, and what was read from it outside the
/// bay's lock.
///
/// A class, and immutable: it passes through many hands, and a request is large.
package final class Call: Sendable {
    package let request: Request
    /// The position of the operation in the vendor's list.
    package let operation: Int
    package let captures: Router.Captures
    package let router: Router
    /// The pairs of the query: a handler asks for one name after the other.
    package let queryItems: [Request.QueryItems.Item]
    /// What stood in front of the vendor's own path: bay and mount.
    private let prefix: Slice
    /// The body, where the operation takes one.
    package let body: Body
    /// The error that `X-Mockbay-Error` or a scenario step asks for, where the vendor's own code must act it out.
    package let forcedError: String?
    /// Whether a scenario's actor makes it, not the client.
    package let isScripted: Bool

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
        prefix: Slice = .empty,
        body: Body,
        forcing error: String? = nil,
        isScripted: Bool = false,
    ) {
        self.request = request
        self.operation = operation
        self.captures = captures
        self.router = router
        queryItems = request.listedQueryItems
        self.prefix = prefix
        self.body = body
        forcedError = error
        self.isScripted = isScripted
    }

    /// The same call, which is to fail with an error of the catalogue.
    func forcing(_ error: String) -> Call {
        Call(
            request,
            operation: operation,
            captures: captures,
            router: router,
            prefix: prefix,
            body: body,
            forcing: error,
            isScripted: isScripted
        )
    }

    /// What absolute URLs in the reply start with.
    package var origin: Origin {
        Origin(authority: request.head[request.authority.range], prefix: request.head[prefix.range])
    }

    /// A path segment, decoded; `nil` where this form of the path does not have it.
    package func path(_ name: StaticString) -> String? {
        guard let position = router.position(of: name, in: captures) else { return nil }
        return request.decoded(captures[position])
    }

    /// The first query value of that name, decoded as a form (`+` is a blank).
    package func query(_ name: StaticString) -> String? { request.query(name, among: queryItems) }
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
