import Foundation
import Glibc
import Mockbay
import Support
import Testing

/// A connection on which nothing is under way.
private func idleClient(of mockbay: Mockbay) throws -> RawClient {
    let client = RawClient(mockbay.htp.port)
    let reply = client.exchange(mockbay.htp.request("GET", "/inventory/details/101/1/500001"))
    try #require(reply?.status == 200)
    return client
}

/// The numbers of the descriptors that this process has open.
private func openDescriptors() -> [String] {
    guard let folder = opendir("/proc/self/fd") else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
        names.append(
            withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
        )
    }
    return names.filter { Int32($0) != nil && Int32($0) != dirfd(folder) }.sorted()
}

@Suite(.timeLimit(.minutes(10))) struct `A server in the process` {
    @Test func `answers for all vendors where it says`() async throws {
        let mockbay = try await Mockbay.start()
        for url in [mockbay.autoleap.url, mockbay.autosync.url, mockbay.htp.url, mockbay.leadway.url] {
            let path = "/" + url.split(separator: "/").dropFirst(2).joined(separator: "/")
            let reply = RawClient(Mockbay.port(in: url)).exchange(
                "GET \(path)/nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n"
            )
            // A vendor's own refusal, not Mockbay's.
            #expect(reply?.status == 404 || reply?.status == 401)
            #expect(reply?.field("X-Mockbay-Request-Id") != nil)
        }
        #expect(mockbay.autoleap.url.hasSuffix("/v2"))
        #expect(mockbay.autosync.url.hasSuffix("/v1"))
        let health = RawClient(Mockbay.port(in: mockbay.url)).exchange(
            "GET /__mockbay/readyz HTTP/1.1\r\nHost: localhost\r\n\r\n"
        )
        #expect(health?.status == 200)
    }

    @Test func `is one of many at once, none of which sees another`() async throws {
        let servers = try await withThrowingTaskGroup(of: Mockbay.self) { group in
            for _ in 0..<6 { group.addTask { try await Mockbay.start() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let ports = servers.flatMap { server in
            [server.url, server.autoleap.url, server.autosync.url, server.htp.url, server.leadway.url].map {
                Mockbay.port(in: $0)
            }
        }
        #expect(Set(ports).count == 30)
        for (index, server) in servers.enumerated() {
            for number in 0..<index { #expect(server.htp.sell("PO-\(number)") == 200) }
        }
        for (index, server) in servers.enumerated() {
            #expect(try server.default.stock() == .init(10 - index))
        }
        await withTaskGroup(of: Void.self) { group in
            for server in servers { group.addTask { await server.stop() } }
        }
    }

    @Test func `takes what serve takes`() async throws {
        let scenario = Mockbay.Scenario.text(
            #"{"scenario": 1, "seed": 4, "clock": {"start": "2026-03-02T08:00:00Z", "mode": "real"}}"#
        )
        let mockbay = try await Mockbay.start(
            scenario: scenario,
            seed: 7,
            clock: .manual,
            generate: ["htp.items": 50],
            isPure: true
        )
        let plain = try await Mockbay.start()
        #expect(try mockbay.default.clock.now.timeIntervalSince1970 == 1_772_438_400)
        let more = try mockbay.default.records("htp.items").count
        #expect(try more == plain.default.records("htp.items").count + 50)
        #expect(mockbay.htp.details()?.field("X-Mockbay-Request-Id") == nil)
    }

    @Test func `lets what is in flight finish when it stops`() async throws {
        let mockbay = try await Mockbay.start(
            scenario: .text(
                #"{"scenario": 1, "flow": {"htp.sale.lookup": [{"calls": "rest", "delay": "300ms"}]}}"#
            )
        )
        let client = try idleClient(of: mockbay)
        client.send(mockbay.htp.request("GET", "/sale/lookup?vendor_id=101&online_transaction_id=1"))
        await mockbay.stop()
        #expect(client.response() != nil)
        #expect(client.receiveToEnd().end == .closed)
        // What happened can still be asked for, and to stop again does nothing.
        await mockbay.stop()
        #expect(
            try mockbay.default.journal().map(\.operation) == ["htp.inventory.details", "htp.sale.lookup"]
        )
    }

    @Test func `does not wait for what never finishes`() async throws {
        let mockbay = try await Mockbay.start(
            scenario: .text(#"{"scenario": 1, "flow": {"htp.sale.lookup": [{"fault": {"stall": {}}}]}}"#)
        )
        let client = try idleClient(of: mockbay)
        client.send(mockbay.htp.request("GET", "/sale/lookup?vendor_id=101&online_transaction_id=1"))
        await mockbay.stop(within: .zero)
        #expect(client.response() == nil)
    }

    @Test func `stops when nobody holds it or a bay of it any more`() async throws {
        var bay: Mockbay.Bay? = try await Mockbay.start().bay()
        let client = try idleClient(of: #require(bay?.mockbay))
        bay = nil
        #expect(client.receiveToEnd().end == .closed)
    }

    @Test func `stops when the control API is told to, and the process goes on`() async throws {
        let mockbay = try await Mockbay.start()
        let client = try idleClient(of: mockbay)
        let reply = RawClient(Mockbay.port(in: mockbay.url)).exchange(
            "POST /__mockbay/shutdown HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
        )
        #expect(reply?.status == 202)
        #expect(client.receiveToEnd().end == .closed)
        await mockbay.stop()
    }

    @Test func `leaves no descriptor behind`() async {
        await #expect(processExitsWith: .success) {
            // What the first one opens for good is not counted.
            try await Mockbay.start().stop()
            let before = openDescriptors()
            for _ in 0..<50 {
                let mockbay = try await Mockbay.start()
                guard mockbay.htp.details()?.status == 200 else { exit(2) }
                await mockbay.stop()
            }
            guard openDescriptors() == before else { exit(3) }
        }
    }

    @Test func `leaves the process as it is`() async {
        await #expect(processExitsWith: .success) {
            signal(SIGPIPE, SIG_DFL)
            var small = rlimit(rlim_cur: 256, rlim_max: 0)
            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            small.rlim_max = limit.rlim_max
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &small)
            func handlers() -> [UInt] {
                (1...31).map { number in
                    var action = sigaction()
                    sigaction(Int32(number), nil, &action)
                    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: UInt.self)
                }
            }
            let before = handlers()
            let mockbay = try await Mockbay.start()
            // Clients that go away while they are written to: a SIGPIPE would end the process here.
            for _ in 0..<20 {
                let client = RawClient(mockbay.htp.port, receiveBuffer: 4096)
                client.send(mockbay.htp.request("GET", "/inventory/search/*/*/*?result_size=all"))
                _ = client.receive(1)
                reset(client)
            }
            guard mockbay.htp.details()?.status == 200, handlers() == before else { exit(2) }
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            guard limit.rlim_cur == 256 else { exit(3) }
            await mockbay.stop()
        }
    }
}
