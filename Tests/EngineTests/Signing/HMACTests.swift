import Engine
import Testing

@Suite struct `HMAC-SHA256` {
    struct Vector: CustomTestStringConvertible {
        var key: [UInt8]
        var message: [UInt8]
        var code: String
        var why: String

        init(_ why: String, _ key: some Sequence<UInt8>, _ message: some Sequence<UInt8>, _ code: String) {
            self.why = why
            self.key = Array(key)
            self.message = Array(message)
            self.code = code
        }

        var testDescription: String { why }
    }

    /// RFC 4231 §4.
    @Test(arguments: [
        Vector(
            "a short key",
            repeatElement(0x0B, count: 20),
            "Hi There".utf8,
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        Vector(
            "a key of four bytes",
            "Jefe".utf8,
            "what do ya want for nothing?".utf8,
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        Vector(
            "a message of 50 bytes",
            repeatElement(0xAA, count: 20),
            repeatElement(0xDD, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        Vector(
            "a key that counts up",
            0x01...0x19,
            repeatElement(0xCD, count: 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        Vector(
            "a key longer than a block",
            repeatElement(0xAA, count: 131),
            "Test Using Larger Than Block-Size Key - Hash Key First".utf8,
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        Vector(
            "both longer than a block",
            repeatElement(0xAA, count: 131),
            ("This is a test using a larger than block-size key and a larger than block-size data. "
                + "The key needs to be hashed before being used by the HMAC algorithm.").utf8,
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ])
    func `of a published message is the published code`(_ vector: Vector) {
        #expect(Hex.text(of: HMAC.sha256(of: vector.message, key: vector.key)) == vector.code)
    }

    /// 200 keys of 0 to 199 bytes and messages of up to 299, and SHA-256 over all their codes; computed by Python's
    /// `hmac` and `hashlib` from the same formulas.
    @Test func `agrees with another implementation at every length about a block`() {
        var codes: [UInt8] = []
        for number in 0..<200 {
            let key = (0..<number).map { UInt8((number * 7 + $0 * 3) % 256) }
            let message = (0..<number * 13 % 300).map { UInt8((number * 5 + $0 * 11) % 256) }
            codes += HMAC.sha256(of: message, key: key)
        }
        #expect(
            Hex.text(of: SHA256.digest(of: codes))
                == "df6c4a54af208792a1f78d885cfd71efd9b61b8b325ba3aa9775755f1eb773ef"
        )
    }
}

@Suite struct `Base64 text` {
    /// RFC 4648 §10, and what tells the alphabets apart.
    @Test(arguments: [
        ("", "", ""), ("f", "Zg==", "Zg"), ("fo", "Zm8=", "Zm8"), ("foo", "Zm9v", "Zm9v"),
        ("foob", "Zm9vYg==", "Zm9vYg"), ("fooba", "Zm9vYmE=", "Zm9vYmE"), ("foobar", "Zm9vYmFy", "Zm9vYmFy"),
        ("<<?>~?", "PDw/Pn4/", "PDw_Pn4_"),
    ])
    func `is written and read in both alphabets`(_ text: String, _ standard: String, _ url: String) {
        let bytes = Array(text.utf8)
        #expect(Base64.encode(bytes) == Array(standard.utf8))
        #expect(Base64.encode(bytes, .url) == Array(url.utf8))
        #expect(Base64.decode(Array(standard.utf8)[...]) == bytes)
        #expect(Base64.decode(Array(url.utf8)[...], .url) == bytes)
    }

    @Test(arguments: ["Zm9v!", "Zm=v", "Zm 9v", "é"])
    func `has no other digits`(_ text: String) {
        #expect(Base64.decode(Array(text.utf8)[...]) == nil)
        #expect(Base64.decode(Array(text.utf8)[...], .url) == nil)
    }

    @Test func `of one alphabet is refused by the other`() {
        #expect(Base64.decode(Array("PDw/".utf8)[...], .url) == nil)
        #expect(Base64.decode(Array("PDw_".utf8)[...]) == nil)
        #expect(Base64.decode(Array("Zg==".utf8)[...], .url) == nil)
    }
}
