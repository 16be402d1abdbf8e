import HTTP

extension AutoSync {
    /// Checks where a code may be sent.
    enum RedirectAddress {
        /// Whether the client has registered the address, letter by letter (RFC 6749 §3.1.2.3), or may use the ones of
        /// this machine and it is one.
        static func isAllowed(_ address: String, for client: Client) -> Bool {
            // It becomes a header field.
            guard isPrintable(address), !address.contains("#") else { return false }
            return client.redirectURIs.contains(address) || client.allowsLoopback && isLoopback(address)
        }

        static func isPrintable(_ text: String) -> Bool {
            text.utf8.allSatisfy { 0x21...0x7E ~= $0 }
        }

        /// `http://127.0.0.1`, `http://localhost` and `http://[::1]`, with or without a port, path and query.
        static func isLoopback(_ address: String) -> Bool {
            for host in ["http://127.0.0.1", "http://localhost", "http://[::1]"] where address.hasPrefix(host)
            {
                var rest = address.utf8.dropFirst(host.utf8.count)
                if rest.first == UInt8(ascii: ":") {
                    rest = rest.dropFirst()
                    let port = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
                    guard 1...5 ~= port.count else { return false }
                    rest = rest.dropFirst(port.count)
                }
                // Anything else would be part of another host's name.
                return rest.isEmpty || rest.first == UInt8(ascii: "/") || rest.first == UInt8(ascii: "?")
            }
            return false
        }

        /// The address with more parameters in its query.
        static func adding(_ parameters: [(name: String, value: String)], to address: String) -> String {
            var address = address
            var separator = address.contains("?") ? "&" : "?"
            for (name, value) in parameters {
                address += "\(separator)\(name)=\(Percent.encode(value))"
                separator = "&"
            }
            return address
        }
    }
}
