import Glibc
import HTTP
import Serving
import Support
import Testing

@Suite(.timeLimit(.minutes(10))) struct Servers {
    @Test func `say which port is taken`() throws {
        let running = try Running()
        let address = Address("127.0.0.1", running.port)
        #expect(throws: ListenError.taken(address)) { try Server(responder: Echo(), addresses: [address]) }
        #expect(
            ListenError.taken(address).description
                == "cannot listen on \(address): port \(running.port) is taken on 127.0.0.1"
        )
        let six = Address("::1", try Running(on: [Address("::1", 0)]).port)
        #expect(throws: Never.self) { try Server(responder: Echo(), addresses: [six]) }
    }

    @Test(arguments: ["localhost", "", "127.0.0", "1.2.3.4.5", "::g", "[::1]", "127.0.0.1 "])
    func `listen on literal addresses alone`(_ host: String) {
        #expect(throws: ListenError.notAnAddress(Address(host, 0))) {
            try Server(responder: Echo(), addresses: [Address(host, 0)])
        }
    }

    @Test func `refuse an address that is not theirs`() {
        #expect(throws: ListenError.self) {
            try Server(responder: Echo(), addresses: [Address("203.0.113.1", 0)])
        }
    }

    @Test func `finish what is in flight when they stop, and end the idle at once`() throws {
        let running = try Running()
        let idle = running.client()
        #expect(idle.exchange(get("/"))?.status == 200)
        let busy = running.client()
        busy.send(get("/first") + get("/delay/200"))
        #expect(busy.response()?.status == 200)
        let start = ContinuousClock.now
        running.server.stop(within: .seconds(20))
        #expect(ContinuousClock.now - start < .seconds(10), "it ends as soon as nothing is in flight")
        #expect(idle.receiveToEnd() == ("", .closed))
        #expect(busy.response()?.body == #"GET ["delay", "200"] "#)
        #expect(busy.receiveToEnd() == ("", .closed))
        #expect(running.server.connectionCount == 0)
    }

    @Test func `wait no longer than they are told when they stop`() throws {
        let running = try Running()
        let client = running.client()
        client.send(get("/first") + get("/delay/600000"))
        #expect(client.response()?.status == 200)
        running.server.stop(within: .milliseconds(50))
        #expect(client.response() == nil)
    }

    @Test func `spread many connections over their loops and serve them all`() throws {
        let running = try Running()
        let clients = (0..<200).map { _ in running.client() }
        for client in clients { #expect(client.exchange(get("/"))?.status == 200) }
        #expect(running.server.connectionCount == 200)
        for client in clients.reversed() { #expect(client.exchange(get("/"))?.status == 200) }
    }

    /// In a process of its own, since descriptors run out for all of it.
    @Test func `live on when descriptors run out`() async {
        await #expect(processExitsWith: .success) {
            let running = try Running { $0.loops = 1 }
            let first = running.client()
            guard first.exchange(get("/"))?.status == 200 else { exit(10) }
            var limit = rlimit(rlim_cur: 200, rlim_max: 200)
            guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { exit(11) }
            var fillers: [Int32] = []
            var kept: [RawClient] = []
            var late: RawClient
            repeat {
                // Takes all descriptors but one, and that one for the client. Should somebody else in this process
                // have let go of one meanwhile, the server has it and answers: then once more.
                while case let filler = dup(0), filler >= 0 { fillers.append(filler) }
                guard let last = fillers.popLast() else { exit(12) }
                close(last)
                late = running.client()
                late.send(get("/"))
                guard let status = late.response()?.status else { exit(13) }
                if status == 503 { break }
                kept.append(late)
            } while true
            // Those that are served already go on.
            guard first.exchange(get("/"))?.status == 200 else { exit(14) }
            // One that has ended makes room, and another is taken in once the pause is over.
            late.close()
            first.close()
            guard running.client().exchange(get("/"))?.status == 200 else { exit(15) }
            exit(0)
        }
    }

    @Test func `hand signals to the one who waits for them`() async {
        await #expect(processExitsWith: .success) {
            let waiter = SignalWaiter(for: [SIGUSR1, SIGTERM])
            guard waiter.wait(atMost: .milliseconds(1)) == nil else { exit(10) }
            raise(SIGTERM)
            exit(waiter.wait() == SIGTERM ? 0 : 11)
        }
    }
}
