import Engine
package import HTTP

extension HeavyTruckParts {
    /// Who makes a call.
    package struct Caller: Sendable {
        let user: User
    }

    /// Nothing is demanded of callers beyond being known that a table could say: features depend on the user's
    /// settings, and handlers ask those.
    package typealias Permission = Never

    /// HTTP Basic (RFC 7617) with every request; there are no sessions [seed].
    package static func identify(_ call: Call, in world: inout World) throws(Failure) -> Caller {
        guard let credential = BasicCredential(of: call.request),
            let user = world.state.users[credential.user],
            user.password == credential.password
        else { throw .unauthorized }
        return Caller(user: user)
    }

    package static func account(of caller: Caller) -> String { caller.user.id }

    package static func bay(namedBy request: borrowing Request) -> String? {
        BasicCredential.bay(namedBy: request)
    }

    package static func actor(named name: String, in world: World) -> Caller {
        if let user = world.state.users[name] { return Caller(user: user) }
        return Caller(user: User(unlimited: name, vendors: world.state.vendors.map(\.id)))
    }
}

extension VendorCall<HeavyTruckParts> {
    /// The API user. Handlers run after the credential check, so that there is one.
    func user() throws(HeavyTruckParts.Failure) -> HeavyTruckParts.User {
        guard let caller else { throw .unauthorized }
        return caller.user
    }
}

/// User and password of an `Authorization: Basic …` field, the bay taken off the user.
private struct BasicCredential {
    let user: String
    let password: String

    init?(of request: borrowing Request) {
        guard let token = BasicCredential.token(of: request),
            let bytes = BasicCredential.decode(request.head, token, until: nil),
            let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
        else { return nil }
        let end = bytes[..<colon].lastIndex(of: UInt8(ascii: "~")) ?? colon
        user = String(decoding: bytes[..<end], as: UTF8.self)
        password = String(decoding: bytes[(colon + 1)...], as: UTF8.self)
    }

    static func bay(namedBy request: borrowing Request) -> String? {
        guard let token = token(of: request),
            let user = decode(request.head, token, until: UInt8(ascii: ":")),
            let tilde = user.lastIndex(of: UInt8(ascii: "~"))
        else { return nil }
        return String(decoding: user[(tilde + 1)...], as: UTF8.self)
    }

    /// What follows the scheme, which is `Basic` in capitals or not (RFC 7617 §2).
    private static func token(of request: borrowing Request) -> Slice? {
        guard let value = request.fields.first("Authorization", in: request.head), value.count > 6 else {
            return nil
        }
        var at = Int(value.start)
        let basic: [5 of UInt8] = [0x62, 0x61, 0x73, 0x69, 0x63]
        for index in basic.indices {
            guard asciiLowercase(request.head[at]) == basic[index] else { return nil }
            at += 1
        }
        guard request.head[at] == 0x20 else { return nil }
        while at < Int(value.end), request.head[at] == 0x20 { at += 1 }
        return Slice(at, Int(value.end))
    }

    /// Base64 (RFC 4648 §4), with or without padding; up to the first `end` where one is given.
    private static func decode(_ head: [UInt8], _ token: Slice, until end: UInt8?) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(token.count * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        var at = Int(token.start)
        while at < Int(token.end) {
            guard let digit = base64Digit(head[at]) else { break }
            bits = bits << 6 | UInt32(digit)
            count += 6
            if count >= 8 {
                count -= 8
                let byte = UInt8(truncatingIfNeeded: bits >> UInt32(count))
                if byte == end { return bytes }
                bytes.append(byte)
            }
            at += 1
        }
        // What is left over is padding, or no Base64.
        while at < Int(token.end) {
            guard head[at] == UInt8(ascii: "=") else { return nil }
            at += 1
        }
        return bytes
    }

    private static func base64Digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case 0x2B: 62
        case 0x2F: 63
        default: nil
        }
    }
}
