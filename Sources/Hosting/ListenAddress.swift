import Glibc

/// Where a server listens: a literal address, or `localhost` for both loopback addresses. Names are not resolved.
package struct ListenAddress: Sendable, Equatable {
    /// The literal addresses to bind, without brackets.
    package let hosts: [String]
    /// The host in URLs: brackets around IPv6, a loopback address for a wildcard.
    package let urlHost: String
    /// Whether nobody but this machine can connect.
    package let isLoopback: Bool

    package static let loopback = ListenAddress(hosts: ["127.0.0.1"], urlHost: "127.0.0.1", isLoopback: true)

    private init(hosts: [String], urlHost: String, isLoopback: Bool) {
        self.hosts = hosts
        self.urlHost = urlHost
        self.isLoopback = isLoopback
    }

    package init?(_ text: String) {
        if text == "localhost" {
            self.init(hosts: ["127.0.0.1", "::1"], urlHost: "localhost", isLoopback: true)
        } else if let bytes = ListenAddress.version4(text) {
            let isAny = bytes == [0, 0, 0, 0]
            self.init(hosts: [text], urlHost: isAny ? "127.0.0.1" : text, isLoopback: bytes[0] == 127)
        } else {
            let bare =
                text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
            guard let bytes = ListenAddress.version6(bare) else { return nil }
            let isAny = bytes.allSatisfy { $0 == 0 }
            let isLoopback = bytes == Array(repeating: 0, count: 15) + [1]
            self.init(hosts: [bare], urlHost: isAny ? "[::1]" : "[\(bare)]", isLoopback: isLoopback)
        }
    }

    /// The four bytes of a dotted address.
    private static func version4(_ text: String) -> [UInt8]? {
        var address = in_addr()
        guard unsafe inet_pton(AF_INET, text, &address) == 1 else { return nil }
        return unsafe withUnsafeBytes(of: &address) { unsafe Array($0) }
    }

    /// The sixteen bytes of an IPv6 address.
    private static func version6(_ text: String) -> [UInt8]? {
        var address = in6_addr()
        guard unsafe inet_pton(AF_INET6, text, &address) == 1 else { return nil }
        return unsafe withUnsafeBytes(of: &address) { unsafe Array($0) }
    }
}
