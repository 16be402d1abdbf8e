import CEpoll
import Glibc

/// Finds the addresses of a name: literal ones, the hosts file, then the name servers. Blocks, for a few seconds at
/// most: for the start of a program, never for a loop.
///
/// The C library's own look-up loads parts of itself at run time, which a statically linked program does not have.
package enum HostNames {
    /// Literal addresses, in the order in which they are to be tried; none where the name is not known.
    package static func addresses(of host: String) -> [String] {
        if Address(host, 0).isLiteral { return [host] }
        let known = addresses(of: host, inHosts: text(of: "/etc/hosts"))
        if !known.isEmpty { return known }
        for server in servers(in: text(of: "/etc/resolv.conf")) {
            let found = ask(server, for: host)
            if !found.isEmpty { return found }
        }
        return []
    }

    /// What a hosts file says: an address, then names, `#` begins a comment.
    static func addresses(of host: String, inHosts text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }
            guard words.dropFirst().contains(where: { $0.lowercased() == host.lowercased() }),
                let address = words.first.map(String.init), Address(address, 0).isLiteral
            else { return nil }
            return address
        }
    }

    private static func servers(in text: String) -> [Address] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split { $0 == " " || $0 == "\t" }
            guard words.count >= 2, words[0] == "nameserver" else { return nil }
            let address = Address(String(words[1]), 53)
            return address.isLiteral ? address : nil
        }
    }

    /// At most 64 KiB of a file; "" where there is none.
    private static func text(of path: String) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(file, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }

    // MARK: Name servers

    private static let patience: Int32 = 2000

    /// One question over UDP (RFC 1035 §4), answered within two seconds or not at all.
    private static func ask(_ server: Address, for host: String) -> [String] {
        let id = UInt16.random(in: 0...UInt16.max)
        guard let question = question(for: host, id: id) else { return [] }
        let family = server.host.contains(":") ? AF_INET6 : AF_INET
        let socket = Glibc.socket(family, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return [] }
        defer { close(socket) }
        guard server.withSocketAddress({ connect(socket, $0, $1) }) == 0,
            send(socket, question, question.count, 0) == question.count
        else { return [] }
        var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, patience) == 1 else { return [] }
        var buffer = [UInt8](repeating: 0, count: 1500)
        let count = recv(socket, &buffer, buffer.count, 0)
        return addresses(in: Array(buffer.prefix(max(0, count))), id: id)
    }

    /// A query for the IPv4 addresses of a name; `nil` for one that cannot be asked for.
    static func question(for host: String, id: UInt16) -> [UInt8]? {
        // Recursion desired; one question.
        var bytes: [UInt8] = [UInt8(id >> 8), UInt8(id & 0xFF), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
        for label in host.split(separator: ".") {
            guard (1...63).contains(label.utf8.count) else { return nil }
            bytes.append(UInt8(label.utf8.count))
            bytes += label.utf8
        }
        guard bytes.count > 12, bytes.count <= 12 + 254 else { return nil }
        return bytes + [0, 0, 1, 0, 1]
    }

    /// The A records of a reply to that question.
    static func addresses(in reply: [UInt8], id: UInt16) -> [String] {
        func word(_ at: Int) -> Int { Int(reply[at]) << 8 | Int(reply[at + 1]) }
        guard reply.count >= 12, word(0) == Int(id), reply[2] & 0x80 != 0, reply[3] & 0x0F == 0 else {
            return []
        }
        var position = 12
        func skipName() -> Bool {
            while position < reply.count {
                let length = Int(reply[position])
                // A pointer ends the name.
                if length >= 0xC0 {
                    position += 2
                    return position <= reply.count
                }
                position += 1 + length
                if length == 0 { return true }
            }
            return false
        }
        for _ in 0..<word(4) {
            guard skipName() else { return [] }
            position += 4
        }
        var addresses: [String] = []
        for _ in 0..<word(6) {
            guard skipName(), position + 10 <= reply.count else { break }
            let isAddress = word(position) == 1 && word(position + 2) == 1
            let length = word(position + 8)
            position += 10
            guard position + length <= reply.count else { break }
            if isAddress, length == 4 {
                addresses.append(reply[position..<(position + 4)].map(String.init).joined(separator: "."))
            }
            position += length
        }
        return addresses
    }
}
