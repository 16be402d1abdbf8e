/// What stands for a credential in journals: the same for the same credential, on every run and machine, and no way
/// back to it.
package enum Fingerprint {
    package static let prefix = "fp_"

    /// `fp_` and the first 12 hex digits of the credential's SHA-256.
    package static func text(of credential: some Sequence<UInt8>) -> String {
        prefix + Hex.text(of: SHA256.digest(of: credential).prefix(6))
    }

    package static func text(of credential: String) -> String { text(of: credential.utf8) }
}
