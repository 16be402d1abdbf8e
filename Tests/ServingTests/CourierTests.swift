import Foundation
import Glibc
import Serving
import Support
// Depending on what was built before, 6.3.1 finds `timespec` here or in Glibc.
import SwiftOverlayShims
import Testing

@Suite(.timeLimit(.minutes(10))) struct `A courier` {
    /// A server with a courier, and the outcomes of what it took.
    final class Post {
        let courier: Courier
        let running: Running
        private let arrivals = Arrivals<(number: Int, outcome: Courier.Outcome)>()

        init(allowed: [String: [String]] = [:], _ configure: (inout Courier.Limits) -> Void = { _ in }) throws
        {
            var limits = Courier.Limits()
            configure(&limits)
            let courier = Courier(limits: limits, allowed: allowed)
            self.courier = courier
            running = try Running { $0.courier = courier }
        }

        func send(
            _ port: UInt16,
            number: Int = 0,
            to host: String = "127.0.0.1",
            target: String = "/hook",
            body: String = "{}",
        ) {
            courier.post(
                to: host,
                port,
                target,
                fields: [("Content-Type", "application/json"), ("X-Signature", "abc")],
                body: Array(body.utf8)
            ) { [arrivals] outcome in arrivals.add((number, outcome)) }
        }

        /// The next outcome, of whichever errand.
        func next() -> (number: Int, outcome: Courier.Outcome)? { arrivals.next() }
        func outcome() -> Courier.Outcome? { next()?.outcome }
    }

    @Test func `takes a request and brings the status`() throws {
        let receiver = Receiver()
        let post = try Post()
        post.send(receiver.port, target: "/hook?x=1", body: #"{"a":1}"#)
        let guest = try #require(receiver.accept())
        #expect(
            guest.request()
                == "POST /hook?x=1 HTTP/1.1\r\nHost: 127.0.0.1:\(receiver.port)\r\nUser-Agent: mockbay\r\n"
                + "Content-Type: application/json\r\nX-Signature: abc\r\nContent-Length: 7\r\nConnection: close\r\n\r\n"
                + #"{"a":1}"#
        )
        guest.send("HTTP/1.1 204 No Content\r\n\r\n")
        #expect(post.outcome() == .answered(204))
        #expect(guest.isEndedInOrder())
    }

    @Test(arguments: [200, 301, 404, 500]) func `brings whatever status there is`(_ status: Int) throws {
        let receiver = Receiver()
        let post = try Post()
        post.send(receiver.port)
        let guest = try #require(receiver.accept())
        _ = guest.request()
        guest.send("HTTP/1.1 \(status) x\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
        #expect(post.outcome() == .answered(status))
    }

    @Test func `sends a body of any size`() throws {
        let receiver = Receiver()
        let post = try Post()
        let body = String(repeating: "b", count: 5_000_000)
        post.send(receiver.port, body: body)
        let guest = try #require(receiver.accept())
        let request = guest.request()
        #expect(request.hasSuffix("\r\n\r\n" + body))
        guest.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        #expect(post.outcome() == .answered(200))
    }

    @Test func `takes an answer that comes before the request is read`() throws {
        let receiver = Receiver()
        let post = try Post()
        post.send(receiver.port, body: String(repeating: "b", count: 20_000_000))
        let guest = try #require(receiver.accept())
        guest.send("HTTP/1.1 413 x\r\nContent-Length: 0\r\n\r\n")
        #expect(post.outcome() == .answered(413))
    }

    @Test func `lets the receiver end in its own time`() throws {
        let receiver = Receiver()
        let post = try Post { $0.parting = .seconds(20) }
        post.send(receiver.port)
        let guest = try #require(receiver.accept())
        _ = guest.request()
        guest.send("HTTP/1.1 200 OK\r\n\r\nso")
        #expect(post.outcome() == .answered(200), "the head is enough")
        guest.send(" much more")
        guest.close()
        post.send(receiver.port)
        #expect(receiver.accept() != nil)
    }

    // MARK: What goes wrong

    @Test func `says that nobody is there`() throws {
        let receiver = Receiver()
        let port = receiver.port
        receiver.close()
        let post = try Post()
        post.send(port)
        let outcome = try #require(post.outcome())
        guard case .failed(.unreachable(let error)) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect("\(error)" == "connect: Connection refused")
    }

    @Test func `waits no longer than it is told`() throws {
        let receiver = Receiver()
        let post = try Post { $0.patience = .milliseconds(50) }
        post.send(receiver.port, number: 1)
        let silent = try #require(receiver.accept())
        #expect(post.outcome() == .failed(.timedOut(.milliseconds(50))))
        #expect(silent.request().hasPrefix("POST "), "it was sent all the same")
        post.send(receiver.port, number: 2)
        let slow = try #require(receiver.accept())
        slow.send("HTTP/1.1 200 OK\r\n")
        #expect(post.outcome() == .failed(.timedOut(.milliseconds(50))), "half a head is none")
    }

    @Test func `says that the connection ended`() throws {
        let receiver = Receiver()
        let post = try Post()
        post.send(receiver.port)
        let guest = try #require(receiver.accept())
        _ = guest.request()
        guest.send("HTTP/1.1 200")
        guest.close()
        #expect(post.outcome() == .failed(.cutOff))
    }

    @Test func `says that it is no HTTP`() throws {
        let receiver = Receiver()
        let post = try Post()
        post.send(receiver.port)
        let guest = try #require(receiver.accept())
        guest.send("220 mail.example ESMTP\r\n")
        #expect(post.outcome() == .failed(.malformed))
    }

    @Test func `reads no endless head`() throws {
        let receiver = Receiver()
        let post = try Post()
        post.send(receiver.port)
        let guest = try #require(receiver.accept())
        guest.send("HTTP/1.1 200 OK\r\n" + String(repeating: "A: b\r\n", count: 10_000))
        #expect(post.outcome() == .failed(.oversized(16 * 1024)))
    }

    @Test func `reads no endless body`() throws {
        let receiver = Receiver()
        let post = try Post { $0.parting = .seconds(30) }
        post.send(receiver.port)
        let guest = try #require(receiver.accept())
        _ = guest.request()
        guest.send("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "b", count: 50_000_000))
        #expect(post.outcome() == .answered(200))
        // That the send above came to an end shows it: the courier has hung up.
    }

    // MARK: Where it goes

    @Test(arguments: [
        "example.com", "192.0.2.1", "0.0.0.0", "10.0.0.1", "::", "::ffff:127.0.0.1", "localhost.example.com",
        "127.1",
    ])
    func `goes nowhere else`(_ host: String) throws {
        let post = try Post(allowed: ["ci.internal": ["127.0.0.1"]])
        post.send(9, to: host)
        #expect(post.outcome() == .failed(.notAllowed(host)))
    }

    @Test(arguments: ["127.0.0.1", "127.9.9.9", "localhost", "LocalHost", "ci.internal"])
    func `goes to this machine and where it may`(_ host: String) throws {
        let receiver = Receiver()
        let post = try Post(allowed: ["ci.internal": ["127.0.0.1"]])
        post.send(receiver.port, to: host)
        guard host != "127.9.9.9" else {
            // Nobody listens there; that it was tried is what counts.
            let outcome = post.outcome()
            #expect(outcome != .failed(.notAllowed(host)))
            return
        }
        let guest = try #require(receiver.accept())
        #expect(guest.request().contains("Host: \(host):\(receiver.port)\r\n"))
        guest.send("HTTP/1.1 200 OK\r\n\r\n")
        #expect(post.outcome() == .answered(200))
    }

    @Test func `tries each address of a name`() throws {
        let receiver = Receiver()
        let post = try Post(allowed: ["two": ["127.9.9.8", "127.0.0.1"]])
        post.send(receiver.port, to: "two")
        let guest = try #require(receiver.accept())
        guest.send("HTTP/1.1 200 OK\r\n\r\n")
        #expect(post.outcome() == .answered(200))
    }

    // MARK: Many

    @Test func `lets a dead receiver hold up neither other errands nor replies`() throws {
        let dead = Receiver()
        let alive = Receiver()
        let post = try Post { $0.atOnceToOne = 2 }
        for number in 0..<10 { post.send(dead.port, number: number) }
        post.send(alive.port, number: 99)
        let guest = try #require(alive.accept())
        guest.send("HTTP/1.1 200 OK\r\n\r\n")
        #expect(try #require(post.next()) == (99, .answered(200)))
        #expect(post.running.client().exchange(get("/"))?.status == 200)
    }

    @Test func `has no more connections at once than it is told, and forgets nobody`() throws {
        let receiver = Receiver()
        let post = try Post { $0.atOnce = 3 }
        for number in 0..<20 { post.send(receiver.port, number: number) }
        var done: Set<Int> = []
        for _ in 0..<20 {
            let guest = try #require(receiver.accept())
            _ = guest.request()
            guest.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            let (number, outcome) = try #require(post.next())
            #expect(outcome == .answered(200))
            done.insert(number)
        }
        #expect(done == Set(0..<20))
    }

    // MARK: Waking, ending

    @Test func `wakes also who asked before there was a server`() throws {
        let courier = Courier(allowed: [:])
        let woken = Arrivals<Int>()
        courier.wake(at: 0) { woken.add(1) }
        let running = try Running { $0.courier = courier }
        #expect(woken.next() == 1)
        withExtendedLifetime(running) {}
    }

    @Test func `wakes whoever asks, in the order of their times`() throws {
        let post = try Post()
        let woken = Arrivals<Int>()
        let now = try #require(UInt64(exactly: monotonicNanoseconds()))
        post.courier.wake(at: now + 40_000_000) { woken.add(2) }
        post.courier.wake(at: now + 20_000_000) { woken.add(1) }
        post.courier.wake(at: 0) { woken.add(0) }
        let order = (0..<3).map { _ in woken.next() }
        #expect(order == [0, 1, 2])
        #expect(monotonicNanoseconds() >= Int64(now) + 40_000_000)
    }

    @Test func `tells those under way that the server stops`() throws {
        let receiver = Receiver()
        let post = try Post()
        post.send(receiver.port, number: 1)
        let guest = try #require(receiver.accept())
        _ = guest.request()
        post.running.server.stop(within: .zero)
        #expect(post.outcome() == .failed(.stopped))
        post.send(receiver.port, number: 2)
        #expect(post.outcome() == .failed(.stopped), "and takes nothing more")
    }

    @Test func `finishes what is under way when the server stops`() throws {
        let receiver = Receiver()
        let post = try Post()
        post.send(receiver.port)
        let guest = try #require(receiver.accept())
        _ = guest.request()
        let server = post.running.server
        let stopped = Arrivals<Bool>()
        Thread.detachNewThread {
            server.stop(within: .seconds(20))
            stopped.add(true)
        }
        guest.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        #expect(post.outcome() == .answered(200))
        #expect(stopped.next() == true)
    }
}

private func monotonicNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
