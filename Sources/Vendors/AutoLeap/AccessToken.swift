import Engine
import JSON

extension AutoLeap {
    /// An access token: a JSON Web Token (RFC 7519), signed with HMAC-SHA256.
    ///
    /// bearerFormat `JWT` [seed]; algorithm and claims are [inferred]. A token of a bay other than the default one names
    /// it in the claim `bay`.
    struct AccessToken: Sendable {
        /// One hour [public].
        static let life: Duration = .seconds(3600)

        /// The three parts, joined with points.
        let text: String

        /// Signs a new one, from the world's chance and clock.
        static func issued(to partner: Partner.ID, in world: inout World) -> AccessToken {
            var header = JSON.Writer()
            header.object { json in
                json.member("alg", "HS256")
                json.member("typ", "JWT")
            }
            let id = world.chance.uuid("autoleap access token")
            let (now, bay) = (world.now, world.bay)
            var claims = JSON.Writer()
            claims.object { json in
                json.member("sub", partner)
                json.member("partnerId", partner)
                json.member("jti", id)
                json.member("iat", now.seconds)
                json.member("exp", (now + life).seconds)
                if bay != .default { json.member("bay", bay.description) }
            }
            var bytes = Base64.encode(header.bytes, .url)
            bytes.append(UInt8(ascii: "."))
            bytes += Base64.encode(claims.bytes, .url)
            let signature = HMAC.sha256(of: bytes, key: signingKey(of: world.chance))
            bytes.append(UInt8(ascii: "."))
            bytes += Base64.encode(signature, .url)
            return AccessToken(text: String(decoding: bytes, as: UTF8.self))
        }

        /// 32 bytes that belong to the bay and its seed.
        static func signingKey(of chance: Chance) -> [UInt8] {
            (0..<4).flatMap { (number: UInt64) -> [UInt8] in
                let draw = chance.draw("autoleap signing key", number)
                return (0..<8).map { UInt8(truncatingIfNeeded: draw >> ($0 * 8)) }
            }
        }

        /// The bay that a token names, whoever signed it; `nil` for none, and for what is no token.
        static func bay(in token: ArraySlice<UInt8>) -> String? {
            let point = UInt8(ascii: ".")
            guard let start = token.firstPlace(of: point).map({ $0 + 1 }),
                let end = token[start...].firstPlace(of: point), mayNameBay(token[start..<end]),
                token[(end + 1)...].firstPlace(of: point) == nil,
                let claims = Base64.decode(token[start..<end], .url),
                let document = try? JSON.Document(claims)  // what is no JSON names no bay either
            else { return nil }
            return document.root["bay" as StaticString]?.string
        }

        /// Whether claims may have `"bay"` in them, or a backslash, with which it could be written otherwise. Most have
        /// neither, and need not be decoded and parsed at each call: their digits, of which four are three bytes, tell.
        ///
        ///     "ba│y".   ImJh│…      wherever the name begins, one group of digits is full of it
        ///     ."b│ay"   …│YXki
        ///     .."│bay   …│YmF5
        ///     \..       X...        a backslash shows in one digit, or in two: what else shows the same is rare in JSON
        ///     .\.       .Fw. .Vx. .ly. .1z. and the like
        ///     ..\       ...c
        private static func mayNameBay(_ claims: ArraySlice<UInt8>) -> Bool {
            let digits = claims.span
            let bytes = unsafe digits.bytes
            var at = 0
            // What ends in the midst of a group is not the name, nor a backslash before the rest of it.
            while at &+ 4 <= digits.count {
                // The load checks the bounds, and any 4 bytes are a `UInt32`.
                let group = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt32.self)
                switch UInt32(bigEndian: group) {
                case 0x496D_4A68, 0x5958_6B69, 0x596D_4635: return true
                default: break
                }
                if digits[at] == UInt8(ascii: "X") || digits[at &+ 3] == UInt8(ascii: "c") { return true }
                if digits[at &+ 2] &- UInt8(ascii: "w") < 4 {
                    switch digits[at &+ 1] {
                    case UInt8(ascii: "F"), UInt8(ascii: "V"), UInt8(ascii: "l"), UInt8(ascii: "1"):
                        return true
                    default: break
                    }
                }
                at &+= 4
            }
            return false
        }
    }
}
