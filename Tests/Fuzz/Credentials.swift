import Engine
import HTTP
import JSON

/// Whatever stands in `Authorization` and in bodies with credentials, the vendors' readers tell a bay or none; a bay that
/// is put behind a credential of any form is the one they tell.
///
/// The input: the field's value, a line end, the body.
func check(_ bytes: [UInt8]) {
    checkBase64(bytes)
    checkSuffix(String(decoding: bytes, as: UTF8.self))
    let cut = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
    let value = bytes[..<cut]
    let body = Array(bytes[cut...].dropFirst())
    for (vendor, target) in targets {
        for type in ["application/json", "application/x-www-form-urlencoded"] {
            guard let request = request(target, [UInt8]("Authorization: ".utf8) + value, type, body) else {
                return
            }
            let bay = FullHouse.mounts[vendor].bay(namedBy: request)
            claim(bay == FullHouse.mounts[vendor].bay(namedBy: request), "a reader changes its mind")
        }
    }
    checkBays(value)
}

private let targets = [
    (0, "/v2/login"), (1, "/oauth/token"), (1, "/oauth/authorize?client_id=mockbay-client~x"), (2, "/sale"),
    (3, "/oauth/token"),
]

private func request(_ target: String, _ line: [UInt8], _ type: String, _ body: [UInt8]) -> Request? {
    var head = Array("POST \(target) HTTP/1.1\r\nHost: localhost\r\nContent-Type: \(type)\r\n".utf8)
    head += line + Array("\r\n\r\n".utf8)
    var request = Request()
    guard case .head? = try? RequestParser().parse(head.span, into: &request) else { return nil }
    request.body = body
    return request
}

private func checkBase64(_ bytes: [UInt8]) {
    for alphabet in [Base64.Alphabet.standard, .url] {
        let text = Base64.encode(bytes, alphabet)
        claim(Base64.decode(text[...], alphabet) == bytes, "Base64 does not come back")
        guard let decoded = Base64.decode(bytes[...], alphabet) else { continue }
        let again = Base64.decode(Base64.encode(decoded, alphabet)[...], alphabet)
        claim(again == decoded, "what was decoded does not come back")
        if let colon = decoded.firstIndex(of: UInt8(ascii: ":")) {
            let user = Base64.decode(bytes[...], alphabet, until: UInt8(ascii: ":"))
            claim(user == Array(decoded[..<colon]), "another user")
        }
    }
}

private func checkSuffix(_ text: String) {
    let suffix = BaySuffix(text)
    let whole = suffix.credential + (suffix.bay.map { "~" + $0 } ?? "")
    claim(Array(whole.utf8) == Array(text.utf8), "a credential lost something")
    claim(suffix.bay?.utf8.contains(UInt8(ascii: "~")) != true, "the last tilde was not the last")
}

/// The name of a bay behind a user, a key and in a token is found again.
private func checkBays(_ value: ArraySlice<UInt8>) {
    // Field values lose their blanks at the ends, and `:` ends a user.
    let user = value.filter { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") } + Array("~ci-7".utf8)
    let basic = Array("Authorization: Basic ".utf8) + Base64.encode(user + Array(":demo~not".utf8))
    let bearer = Array("Authorization: bearer ".utf8) + user
    var claims = JSON.Writer()
    claims.object { json in
        json.member("sub", String(decoding: value, as: UTF8.self))
        json.member("bay", "ci-7")
    }
    let token =
        Array("Authorization: Bearer e30.".utf8) + Base64.encode(claims.bytes, .url) + Array(".sig".utf8)
    for (vendor, line) in [(0, bearer), (0, token), (1, bearer), (2, basic), (3, bearer)] {
        // A value that is too long for a head is no matter here.
        guard let request = request("/", line, "text/plain", []) else { continue }
        var bay = FullHouse.mounts[vendor].bay(namedBy: request)
        // A key that looks like a token names two.
        if vendor == 0, let last = bay?.split(separator: "~").last.map(String.init), line == bearer {
            bay = bay == last || bay?.contains("ci-7") == true ? "ci-7" : bay
        }
        claim(bay == "ci-7", "vendor \(vendor) takes the bay for \(bay ?? "none")")
    }
}
