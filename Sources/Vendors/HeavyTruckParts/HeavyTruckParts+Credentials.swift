package import Engine
import JSON

/// What scenarios do to users. There are no tokens: a password that is over, withdrawn or changed is refused all the same,
/// and another one, which nobody was told, takes its place [inferred].
extension HeavyTruckParts {
    package static let credentialKinds: [CredentialKind<HeavyTruckParts>] = [
        CredentialKind("user", in: "users")
    ]

    package static func credentials(in world: World) -> [String] { world.state.users.map(\.id) }

    package static func perform(
        _ change: CredentialChange,
        on credential: String?,
        in world: inout World,
    ) throws(RecordProblem) -> Int {
        let users = credential.map { [$0] } ?? world.state.users.map(\.id)
        for id in users {
            guard world.state.users.contains(id) else { throw RecordProblem("htp has no such user") }
            let password = world.chance.hex("htp password", 16)
            try world.merge(["password": .string(password)], into: "users", id)
        }
        return users.count
    }
}
