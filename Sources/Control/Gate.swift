import HTTP

/// Who may call the control API. A page in somebody's browser may not, whatever name leads it here.
package struct Gate: Sendable {
    /// The hosts it is called by, in lower case, IPv6 in brackets, without a port.
    private var hosts = ["localhost", "127.0.0.1", "[::1]"]
    /// Whether any literal address will do as host: where the server listens on all of the machine's. A page that has
    /// its own name point here is still refused, for that is a name.
    private var takesAddresses = false
    /// What calls have to bring as their bearer token; `nil` for nothing.
    private var token: [UInt8]?

    package init() {}

    /// - Parameters:
    ///   - listening: the literal addresses the server listens on, without brackets.
    ///   - token: what calls have to bring as their bearer token.
    package init(listening: [String], token: String?) {
        for address in listening {
            hosts.append(address.contains(":") ? "[\(address.lowercased())]" : address)
        }
        takesAddresses = listening.contains("0.0.0.0") || listening.contains("::")
        self.token = token.map { Array($0.utf8) }
    }

    func admit(_ request: borrowing Request) throws(Refused) {
        let host = host(of: request)
        guard hosts.contains(host) || takesAddresses && isLiteral(host) else {
            throw Refused(
                403,
                "foreign_host",
                "the control API is not called by the name '\(host)'",
                path: "Host",
                hint: "call it as localhost, 127.0.0.1, [::1] or the address it listens on"
            )
        }
        guard request.field("Sec-Fetch-Site") != "cross-site", !isForeign(request.field("Origin")) else {
            throw Refused(
                403,
                "cross_site",
                "pages of other sites may not call the control API",
                path: "Origin"
            )
        }
        guard let token else { return }
        guard let given = bearer(of: request), Gate.isEqual(given, token) else {
            var refused = Refused(
                401,
                "unauthorized",
                "the control API needs the token it was started with",
                path: "Authorization",
                hint: "send 'Authorization: Bearer' with the value of --control-token"
            )
            refused.fields = [.init(name: "WWW-Authenticate", value: "Bearer realm=\"mockbay\"")]
            throw refused
        }
    }

    /// Whether a page of another host sends the request. Older browsers send `Origin` and no `Sec-Fetch-Site`.
    private func isForeign(_ origin: String?) -> Bool {
        guard let origin else { return false }
        guard let scheme = origin.firstIndex(of: ":"), origin[scheme...].hasPrefix("://") else { return true }
        let host = hostWithoutPort(origin[scheme...].dropFirst(3).lowercased())
        return !(hosts.contains(host) || takesAddresses && isLiteral(host))
    }

    /// The host of the request's authority in lower case, the port left aside.
    private func host(of request: borrowing Request) -> String {
        hostWithoutPort(request.text(request.authority).lowercased())
    }

    private func hostWithoutPort(_ authority: String) -> String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return String(authority[...end])
        }
        return String(authority.prefix { $0 != ":" })
    }

    private func isLiteral(_ host: String) -> Bool {
        if host.hasPrefix("[") { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil && $0.first != "+" }
    }

    private func bearer(of request: borrowing Request) -> [UInt8]? {
        guard let field = request.field("Authorization") else { return nil }
        let parts = field.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return Array(parts[1].utf8)
    }

    /// Compares in a time that depends on the length of what is wanted alone: not on where the first difference is, nor
    /// on what is given.
    static func isEqual(_ given: [UInt8], _ wanted: [UInt8]) -> Bool {
        var difference = UInt8(given.count == wanted.count ? 0 : 1)
        for index in wanted.indices { difference |= wanted[index] ^ (index < given.count ? given[index] : 0) }
        return difference == 0
    }
}
