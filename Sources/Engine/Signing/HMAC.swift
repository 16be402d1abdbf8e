/// Keyed hashing (RFC 2104, FIPS 198-1) over SHA-256: what webhooks and tokens are signed with.
package enum HMAC {
    /// The length of a block of SHA-256: what keys are brought to.
    private static let blockSize = 64

    /// The 32 bytes that prove who has the key that the message is as it was.
    package static func sha256(of message: [UInt8], key: [UInt8]) -> [UInt8] {
        // RFC 2104 §2: keys longer than a block are hashed first, shorter ones padded with zeros.
        var block = key.count > blockSize ? SHA256.digest(of: key) : key
        block += Array(repeating: 0, count: blockSize - block.count)
        let inner = SHA256.digest(of: block.map { $0 ^ 0x36 } + message)
        return SHA256.digest(of: block.map { $0 ^ 0x5C } + inner)
    }
}
