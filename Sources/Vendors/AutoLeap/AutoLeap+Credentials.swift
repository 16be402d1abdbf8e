package import Engine
import JSON

/// What scenarios do to partners and their tokens.
///
/// Source: access tokens and refresh tokens end for themselves [public]; the rest is [inferred].
extension AutoLeap {
    package static let credentialKinds: [CredentialKind<AutoLeap>] = [
        CredentialKind("partnerId", in: "partners")
    ]

    /// Partners, who stand for their tokens. Tokens have no names that a file could know.
    package static func credentials(in world: World) -> [String] { world.state.partners.map(\.id) }

    /// Expired are access tokens alone; revoked are both of a pair, and of a partner that is named the key for its login
    /// as well; rotated are the keys for logins.
    package static func perform(
        _ change: CredentialChange,
        on credential: String?,
        in world: inout World,
    ) throws(RecordProblem) -> Int {
        let partners = try credential.map { (id) throws(RecordProblem) in
            guard let partner = world.state.partners[id] else {
                throw RecordProblem("autoleap has no such partner")
            }
            return [partner]
        }
        var count = 0
        if change == .rotate || change == .revoke && credential != nil {
            for partner in partners ?? Array(world.state.partners) {
                let key = world.chance.hex("autoleap auth key", 32)
                try world.merge(["authKey": .string(key)], into: "partners", partner.id)
                count += 1
            }
        }
        guard change != .rotate else { return count }
        let now = world.now
        let sessions = world.state.sessions.filter { session in
            credential == nil || session.partner == credential
        }
        for session in sessions {
            let isGood = [session.accessExpiry, change == .expire ? nil : session.refreshExpiry]
                .contains { $0.map { $0 > now } ?? false }
            guard isGood else { continue }
            world.state.sessions.update(session.id) { session in
                session.accessExpiry = nil
                if change == .revoke { session.refreshExpiry = nil }
            }
            count += 1
        }
        return count
    }
}
