extension Webhook {
    /// Where deliveries go: the parts of an `http` URL.
    package struct Target: Sendable, Hashable, CustomStringConvertible {
        /// In lower case, IPv6 without brackets.
        package let host: String
        package let port: UInt16
        /// Path and query, with the slash.
        package let path: String

        package struct Problem: Error, Equatable {
            package let message: String

            init(_ message: String) { self.message = message }
        }

        /// Reads `http://host[:port][/path][?query]`.
        package init(_ text: String) throws(Problem) {
            guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                throw Problem(
                    "'\(text)' is no URL: blanks and what is not ASCII are written as %20 and so on"
                )
            }
            let lower = text.lowercased()
            guard !lower.hasPrefix("https://") else {
                throw Problem("webhooks go out over http; https is not spoken here")
            }
            guard lower.hasPrefix("http://") else {
                throw Problem("'\(text)' is no URL; write it as http://127.0.0.1:9000/hook")
            }
            let rest = text.dropFirst("http://".count)
            let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
            let tail = rest.dropFirst(authority.count)
            guard !tail.contains("#") else { throw Problem("the URL has a fragment, which never goes out") }
            guard !authority.contains("@") else {
                throw Problem("the URL has a user in it; webhooks carry a signature, not a password")
            }
            let (host, port) = try Target.split(authority)
            self.host = host
            self.port = port
            path = tail.first == "/" ? String(tail) : "/" + tail
        }

        private static func split(_ authority: Substring) throws(Problem) -> (host: String, port: UInt16) {
            var host = authority
            var port: UInt16 = 80
            let end = authority.first == "[" ? authority.firstIndex(of: "]") : authority.startIndex
            guard let end else { throw Problem("'\(authority)' lacks the closing bracket") }
            if let colon = authority[end...].lastIndex(of: ":") {
                host = authority[..<colon]
                let digits = authority[colon...].dropFirst()
                guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
                    let number = UInt16(digits), number > 0
                else { throw Problem("'\(digits)' is no port") }
                port = number
            }
            if host.first == "[" {
                guard host.last == "]", host.count > 2 else { throw Problem("'\(host)' is no host") }
                host = host.dropFirst().dropLast()
                guard host.utf8.allSatisfy(isOfVersion6) else { throw Problem("'[\(host)]' is no address") }
            } else {
                guard !host.isEmpty, host.utf8.allSatisfy(isOfName) else {
                    throw Problem("'\(host)' is no host")
                }
            }
            return (host.lowercased(), port)
        }

        private static func isOfVersion6(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x30...0x3A, 0x41...0x46, 0x61...0x66, 0x2E: true
            default: false
            }
        }

        private static func isOfName(_ byte: UInt8) -> Bool {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
            default: false
            }
        }

        /// Whether the host is this machine by its very name: `localhost`, 127.0.0.0/8 or ::1.
        package var isLoopback: Bool {
            if host == "localhost" || host == "::1" { return true }
            let parts = host.split(separator: ".", omittingEmptySubsequences: false)
            return parts.count == 4 && parts[0] == "127"
                && parts.allSatisfy { UInt8($0) != nil && $0.first != "+" }
        }

        package var authority: String {
            let host = host.contains(":") ? "[\(host)]" : host
            return port == 80 ? host : "\(host):\(port)"
        }

        package var description: String { "http://\(authority)\(path)" }
    }
}
