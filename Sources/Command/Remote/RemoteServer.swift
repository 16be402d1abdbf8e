import Engine
import Glibc
import Hosting
import JSON
import Serving
import SwiftOverlayShims

/// Why a running server was not asked, or did not answer.
struct RemoteProblem: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// A running server's control API, as the commands that talk to one see it: one connection for each call.
struct RemoteServer {
    struct Reply {
        var status: Int
        var body: [UInt8]
    }

    /// How long nothing may come, in seconds; a stream gives signs of life more often, and a clock is there sooner.
    private static let patience = 90

    private let url: String
    private let host: String
    private let port: UInt16
    private let token: String?

    /// - Parameter url: `http://HOST[:PORT]`, with or without a slash at its end.
    init?(_ url: String, token: String?) {
        // The same reading as that of webhooks' addresses, which refuses what is no such URL.
        guard let target = try? Webhook.Target(url), target.path == "/" else { return nil }
        self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
        host = target.host
        port = UInt16(clamping: target.port)
        self.token = token
    }

    /// Calls what stands under `/__mockbay`.
    /// - Parameter take: is given the body of a good reply piece by piece, for one that goes on; whether it wants more.
    func call(
        _ method: String,
        _ path: String,
        body: [UInt8] = [],
        accept: String = "application/json",
        take: (([UInt8]) -> Bool)? = nil,
    ) throws(RemoteProblem) -> Reply {
        let descriptor = try connect()
        defer { close(descriptor) }
        let authority = (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
        var head = "\(method) /__mockbay\(path) HTTP/1.1\r\nHost: \(authority)\r\nConnection: close\r\n"
        head += "Accept: \(accept)\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        if !body.isEmpty || method != "GET" { head += "Content-Length: \(body.count)\r\n" }
        guard writeAll(Array((head + "\r\n").utf8) + body, to: descriptor) else {
            throw broken(lastFailure())
        }
        return try read(from: descriptor, take)
    }

    private func broken(_ why: String) -> RemoteProblem {
        RemoteProblem("no answer from \(url): \(why); is a server running there? 'mockbay serve' starts one")
    }

    private func read(
        from descriptor: Int32,
        _ take: (([UInt8]) -> Bool)?,
    ) throws(RemoteProblem) -> Reply {
        var bytes: [UInt8] = []
        var reply: Reply?
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw broken(errno == EAGAIN ? "it says nothing" : lastFailure()) }
            bytes += buffer[..<count]
            if reply == nil, let end = RemoteServer.endOfHead(bytes) {
                reply = Reply(status: try status(bytes), body: [])
                bytes.removeFirst(end)
            }
            if let take, let status = reply?.status, status == 200 {
                if !bytes.isEmpty, !take(bytes) { return Reply(status: status, body: []) }
                bytes = []
            }
            guard count == 0 else { continue }
            guard var reply else { throw broken("the connection ended before the reply was whole") }
            reply.body = bytes
            return reply
        }
    }

    private static func endOfHead(_ bytes: [UInt8]) -> Int? {
        let end: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
        return bytes.indices.dropLast(3).first { bytes[$0] == 0x0D && bytes[$0..<$0 + 4].elementsEqual(end) }
            .map { $0 + 4 }
    }

    /// `HTTP/1.1 200 OK`
    private func status(_ bytes: [UInt8]) throws(RemoteProblem) -> Int {
        let words = String(decoding: bytes.prefix(64), as: UTF8.self).split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1].prefix(3)) else {
            throw RemoteProblem("what answers at \(url) does not speak HTTP")
        }
        return status
    }

    // MARK: Connecting

    private func connect() throws(RemoteProblem) -> Int32 {
        let addresses = HostNames.addresses(of: host)
        guard !addresses.isEmpty else { throw RemoteProblem("no address is known for '\(host)'") }
        var why = ""
        for address in addresses {
            let isSix = address.contains(":")
            let descriptor = socket(isSix ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
            guard descriptor >= 0 else { throw broken(lastFailure()) }
            var time = timeval(tv_sec: RemoteServer.patience, tv_usec: 0)
            _ = unsafe setsockopt(
                descriptor,
                SOL_SOCKET,
                SO_RCVTIMEO,
                &time,
                socklen_t(MemoryLayout<timeval>.size)
            )
            if isSix ? connect6(descriptor, address) : connect4(descriptor, address) { return descriptor }
            why = lastFailure()
            close(descriptor)
        }
        throw broken(why)
    }

    private func connect4(_ descriptor: Int32, _ literal: String) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        guard unsafe inet_pton(AF_INET, literal, &address.sin_addr) == 1 else { return false }
        return unsafe withUnsafeBytes(of: &address) { bytes in
            unsafe Glibc.connect(
                descriptor,
                bytes.assumingMemoryBound(to: sockaddr.self).baseAddress,
                socklen_t(bytes.count)
            ) == 0
        }
    }

    private func connect6(_ descriptor: Int32, _ literal: String) -> Bool {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        guard unsafe inet_pton(AF_INET6, literal, &address.sin6_addr) == 1 else { return false }
        return unsafe withUnsafeBytes(of: &address) { bytes in
            unsafe Glibc.connect(
                descriptor,
                bytes.assumingMemoryBound(to: sockaddr.self).baseAddress,
                socklen_t(bytes.count)
            ) == 0
        }
    }
}
