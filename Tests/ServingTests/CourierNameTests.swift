import Testing

@testable import Serving

@Suite struct `Names of hosts` {
    private static let hosts = """
        # comment
        127.0.0.1\tlocalhost
        ::1 localhost ip6-localhost
        172.17.0.1   host.docker.internal gateway # ci.internal
        nonsense ci.internal
        10.1.2.3 CI.internal
        """

    @Test(arguments: [
        ("localhost", ["127.0.0.1", "::1"]), ("gateway", ["172.17.0.1"]), ("ci.internal", ["10.1.2.3"]),
        ("GATEWAY", ["172.17.0.1"]), ("comment", []), ("172.17.0.1", []),
    ])
    func `are found in a hosts file`(_ name: String, _ addresses: [String]) {
        #expect(HostNames.addresses(of: name, inHosts: `Names of hosts`.hosts) == addresses)
    }

    @Test(arguments: ["127.0.0.1", "::1", "203.0.113.9"]) func `may be addresses`(_ address: String) {
        #expect(HostNames.addresses(of: address) == [address])
    }

    @Test func `are asked for`() throws {
        let question = try #require(HostNames.question(for: "ci.internal", id: 0x1234))
        #expect(
            question == [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2] + Array("ci".utf8) + [8]
                + Array("internal".utf8) + [0, 0, 1, 0, 1]
        )
        #expect(HostNames.question(for: "", id: 1) == nil)
        #expect(HostNames.question(for: String(repeating: "a", count: 64), id: 1) == nil)
    }

    /// An alias, then two addresses; names both spelled out and by pointer.
    private static let reply: [UInt8] =
        [0x12, 0x34, 0x81, 0x80, 0, 1, 0, 3, 0, 0, 0, 0, 2] + Array("ci".utf8) + [0, 0, 1, 0, 1]
        + [0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 9, 0, 3, 1, 0x78, 0]
        + [1, 0x78, 0, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 10, 0, 0, 7]
        + [0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4, 192, 0, 2, 200]

    @Test func `are answered with addresses`() {
        #expect(HostNames.addresses(in: `Names of hosts`.reply, id: 0x1234) == ["10.0.0.7", "192.0.2.200"])
    }

    @Test func `are not answered by somebody else's reply, a failure or a question`() {
        var reply = `Names of hosts`.reply
        #expect(HostNames.addresses(in: reply, id: 0x4321) == [])
        reply[3] = 0x83
        #expect(HostNames.addresses(in: reply, id: 0x1234) == [])
        reply[3] = 0x80
        reply[2] = 0x01
        #expect(HostNames.addresses(in: reply, id: 0x1234) == [])
    }

    @Test func `do not trip over a reply that is cut anywhere, or altered`() {
        let reply = `Names of hosts`.reply
        for end in reply.indices {
            #expect(HostNames.addresses(in: Array(reply[..<end]), id: 0x1234).count < 2)
        }
        for index in reply.indices {
            for byte in [0, 0x3F, 0xBF, 0xC0, 0xFF] as [UInt8] {
                var altered = reply
                altered[index] = byte
                #expect(HostNames.addresses(in: altered, id: 0x1234).count <= 2)
            }
        }
    }
}
