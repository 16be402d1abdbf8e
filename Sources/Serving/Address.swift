import CEpoll
import Glibc

/// Where a server listens: a literal IPv4 or IPv6 address and a port. Names are not resolved.
package struct Address: Sendable, Hashable, CustomStringConvertible {
    package var host: String
    /// 0 takes any free one.
    package var port: UInt16

    package init(_ host: String, _ port: UInt16) {
        self.host = host
        self.port = port
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// Whether the host is an address and no name.
    var isLiteral: Bool { withSocketAddress { _, _ in true } ?? false }

    /// Whether it is this machine's own: 127.0.0.0/8 or ::1.
    var isLoopback: Bool {
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 { return UInt32(bigEndian: four.s_addr) >> 24 == 127 }
        var six = in6_addr()
        guard inet_pton(AF_INET6, host, &six) == 1 else { return false }
        return withUnsafeBytes(of: &six) { $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1 }
    }

    /// Calls the function with the address as the kernel wants it; `nil` for a host that is no literal address.
    func withSocketAddress<T>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> T) -> T? {
        var four = sockaddr_in()
        if inet_pton(AF_INET, host, &four.sin_addr) == 1 {
            four.sin_family = sa_family_t(AF_INET)
            four.sin_port = port.bigEndian
            return withUnsafePointer(to: &four) { pointer in
                let size = MemoryLayout<sockaddr_in>.size
                return pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(size)) }
            }
        }
        var six = sockaddr_in6()
        guard inet_pton(AF_INET6, host, &six.sin6_addr) == 1 else { return nil }
        six.sin6_family = sa_family_t(AF_INET6)
        six.sin6_port = port.bigEndian
        return withUnsafePointer(to: &six) { pointer in
            let size = MemoryLayout<sockaddr_in6>.size
            return pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(size)) }
        }
    }
}

/// Why a server cannot listen where it was told to.
package enum ListenError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The host is no literal IPv4 or IPv6 address.
    case notAnAddress(Address)
    /// Somebody else listens there.
    case taken(Address)
    /// Any other refusal by the system.
    case refused(Address, SystemError)

    package var description: String {
        switch self {
        case .notAnAddress(let address):
            "cannot listen on \(address): '\(address.host)' is not an IPv4 or IPv6 address"
        case .taken(let address):
            "cannot listen on \(address): port \(address.port) is taken on \(address.host)"
        case .refused(let address, let error):
            "cannot listen on \(address): \(error)"
        }
    }
}

/// Opens a listening socket. `SO_REUSEADDR` lets a restarted server have its port back at once; `SO_REUSEPORT` is left
/// out on purpose: a second server could take half of the traffic unnoticed.
/// - Returns: the socket, and the address with the port that it got.
func listen(on address: Address) throws(ListenError) -> (Descriptor, Address) {
    let family = address.host.contains(":") ? AF_INET6 : AF_INET
    let flags = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let socket: Descriptor
    do throws(SystemError) {
        socket = try Descriptor(Glibc.socket(family, flags, 0), from: "socket")
    } catch { throw .refused(address, error) }
    setOption(socket.number, SOL_SOCKET, SO_REUSEADDR, 1)
    // [::] would otherwise take the port of the IPv4 addresses, too.
    if family == AF_INET6 { setOption(socket.number, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 1) }
    guard let isBound = address.withSocketAddress({ bind(socket.number, $0, $1) == 0 }) else {
        throw .notAnAddress(address)
    }
    guard isBound else {
        throw errno == EADDRINUSE ? .taken(address) : .refused(address, SystemError("bind"))
    }
    guard Glibc.listen(socket.number, 4096) == 0 else {
        throw errno == EADDRINUSE ? .taken(address) : .refused(address, SystemError("listen"))
    }
    return (socket, Address(address.host, boundPort(of: socket.number)))
}

/// The port a socket is bound to. IPv4 and IPv6 addresses have it in the same place.
private func boundPort(of socket: Int32) -> UInt16 {
    var address = sockaddr_in6()
    var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
    _ = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
    }
    return UInt16(bigEndian: address.sin6_port)
}

func setOption(_ socket: Int32, _ level: Int32, _ name: Int32, _ value: Int32) {
    var value = value
    setsockopt(socket, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
}
