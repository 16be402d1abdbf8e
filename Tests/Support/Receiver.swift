import Glibc

/// A listening socket whose connections the test takes and answers itself: blocking, with a time limit.
package final class Receiver {
    package let port: UInt16
    private let socket: Int32
    private var isOpen = true

    package init() {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = socket
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(socket, address, length) == 0 && listen(socket, 64) == 0
                    && getsockname(socket, address, &length) == 0
            }
        }
        precondition(isBound, "a receiver: \(String(cString: strerror(errno)))")
        setPatience(of: socket)
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close() }

    /// From here on nobody is let in.
    package func close() {
        if isOpen { Glibc.close(socket) }
        isOpen = false
    }

    /// The next connection; `nil` where none comes.
    package func accept() -> Guest? {
        let descriptor = Glibc.accept(socket, nil, nil)
        return descriptor < 0 ? nil : Guest(descriptor)
    }
}

/// A connection to a receiver.
package final class Guest {
    private let descriptor: Int32
    private var isOpen = true

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        setPatience(of: descriptor)
    }

    deinit { close() }

    package func close() {
        if isOpen { Glibc.close(descriptor) }
        isOpen = false
    }

    /// The whole request, by its Content-Length; what there was where it ends before.
    package func request() -> String {
        var bytes: [UInt8] = []
        var whole: Int?
        while whole.map({ bytes.count < $0 }) ?? true {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            bytes += buffer[..<count]
            if whole == nil { whole = Guest.length(of: bytes) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// How long a request is whose head has come.
    private static func length(of bytes: [UInt8]) -> Int? {
        let mark = Array("\r\n\r\n".utf8)
        guard bytes.count >= 4,
            let end = (0...(bytes.count - 4)).first(where: { Array(bytes[$0..<($0 + 4)]) == mark })
        else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).lowercased().split(separator: "\r\n")
        let field = "content-length: "
        let body = lines.first { $0.hasPrefix(field) }.flatMap { Int($0.dropFirst(field.count)) }
        return end + 4 + (body ?? 0)
    }

    /// Sends everything, or what the other side takes before it is gone.
    package func send(_ text: String) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                Glibc.send(
                    descriptor,
                    bytes.baseAddress.map { $0 + sent },
                    bytes.count - sent,
                    Int32(MSG_NOSIGNAL)
                )
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// Whether the other side ends the connection in order.
    package func isEndedInOrder() -> Bool {
        var byte: UInt8 = 0
        return recv(descriptor, &byte, 1, 0) == 0
    }
}

private func setPatience(of socket: Int32) {
    var time = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
}
