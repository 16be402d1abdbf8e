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
            guard let start = token.firstIndex(of: point).map({ $0 + 1 }),
                let end = token[start...].firstIndex(of: point),
                let claims = Base64.decode(token[start..<end], .url), mayName(claim: "bay", claims),
                !token[(end + 1)...].contains(point),
                let document = try? JSON.Document(claims)  // what is no JSON names no bay either
            else { return nil }
            return document.root["bay" as StaticString]?.string
        }

        /// Whether the bytes have a name in them, or escapes, with which it could be written: most tokens have neither,
        /// and need not be parsed at each call.
        private static func mayName(claim name: String, _ claims: [UInt8]) -> Bool {
            [name, "\\"].contains { firstPlace(of: Array($0.utf8), in: claims, from: 0) < claims.count }
        }
    }
}
