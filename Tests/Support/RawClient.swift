import Glibc

/// A client that sends the bytes it is told and hands back the bytes that come: blocking, with a time limit on every
/// receive, so that a test fails instead of hanging.
package final class RawClient {
    package enum End: String, Sendable {
        /// The other side has closed in order.
        case closed
        case reset
        /// Nothing came within the time limit.
        case silent
    }

    package let descriptor: Int32
    private var pending: [UInt8] = []
    private var isOpen = true

    /// Connects to a literal loopback address.
    package init(
        _ port: UInt16,
        host: String = "127.0.0.1",
        patience seconds: Int = 10,
        receiveBuffer: Int32? = nil
    ) {
        let isSix = host.contains(":")
        descriptor = socket(isSix ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        precondition(descriptor >= 0, "socket")
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
        if var receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<Int32>.size))
        }
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        let connected = isSix ? Self.connect6(descriptor, host, port) : Self.connect4(descriptor, host, port)
        precondition(connected == 0, "connect to port \(port): \(String(cString: strerror(errno)))")
    }

    deinit { close() }

    private static func connect4(_ descriptor: Int32, _ host: String, _ port: UInt16) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        return withUnsafeBytes(of: &address) { bytes in
            connect(
                descriptor,
                bytes.assumingMemoryBound(to: sockaddr.self).baseAddress,
                socklen_t(bytes.count)
            )
        }
    }

    private static func connect6(_ descriptor: Int32, _ host: String, _ port: UInt16) -> Int32 {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        inet_pton(AF_INET6, host, &address.sin6_addr)
        return withUnsafeBytes(of: &address) { bytes in
            connect(
                descriptor,
                bytes.assumingMemoryBound(to: sockaddr.self).baseAddress,
                socklen_t(bytes.count)
            )
        }
    }

    package func close() {
        if isOpen { Glibc.close(descriptor) }
        isOpen = false
    }

    /// Ends the own side; the other may still send.
    package func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Sends everything; whether the other side took it.
    @discardableResult
    package func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    @discardableResult
    package func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
                return Glibc.send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Receives some bytes; or why there are none.
    private func receive() -> End? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return count == 0 ? .closed : errno == ECONNRESET ? .reset : .silent }
        pending += buffer[..<count]
        return nil
    }

    /// Everything until the end, and which end it was.
    package func receiveToEnd() -> (text: String, end: End) {
        while true {
            guard let end = receive() else { continue }
            defer { pending = [] }
            return (String(decoding: pending, as: UTF8.self), end)
        }
    }

    /// So many bytes, or what there is before the end.
    package func receive(_ count: Int) -> String {
        while pending.count < count, receive() == nil {}
        defer { pending.removeFirst(min(count, pending.count)) }
        return String(decoding: pending.prefix(count), as: UTF8.self)
    }

    /// The next response; `nil` where the connection ends before one is whole.
    /// - Parameter hasBody: false for the reply to HEAD.
    package func response(hasBody: Bool = true) -> RawResponse? {
        while true {
            if let (response, length) = RawResponse.read(pending, hasBody: hasBody) {
                pending.removeFirst(length)
                return response
            }
            guard receive() == nil else { return nil }
        }
    }

    /// Sends the text and gives the next response.
    package func exchange(_ text: String) -> RawResponse? {
        send(text) ? response() : nil
    }
}

/// A response taken apart without any of the code under test.
package struct RawResponse: Sendable, Equatable {
    package var status: Int
    package var fields: [(name: String, value: String)]
    package var body: String

    package func field(_ name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    package static func == (one: RawResponse, other: RawResponse) -> Bool {
        one.status == other.status && one.body == other.body
            && one.fields.elementsEqual(other.fields) { $0 == $1 }
    }

    static func read(_ bytes: [UInt8], hasBody: Bool) -> (RawResponse, Int)? {
        guard bytes.count >= 4,
            let end = (0...(bytes.count - 4)).first(where: {
                Array(bytes[$0..<($0 + 4)]) == [13, 10, 13, 10]
            })
        else { return nil }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count >= 2, words[0] == "HTTP/1.1", let status = Int(words[1]) else { return nil }
        var response = RawResponse(status: status, fields: [], body: "")
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            response.fields.append((String(line[..<colon]), String(line[line.index(colon, offsetBy: 2)...])))
        }
        let length = hasBody ? response.field("Content-Length").flatMap { Int($0) } ?? 0 : 0
        guard bytes.count >= end + 4 + length else { return nil }
        response.body = String(decoding: bytes[(end + 4)..<(end + 4 + length)], as: UTF8.self)
        return (response, end + 4 + length)
    }
}

/// Closes the connection with a reset.
package func reset(_ client: RawClient) {
    var abort = linger(l_onoff: 1, l_linger: 0)
    setsockopt(client.descriptor, SOL_SOCKET, SO_LINGER, &abort, socklen_t(MemoryLayout<linger>.size))
    client.close()
}
