import Engine

extension AutoLeap {
    /// A pair of tokens that was handed out together.
    ///
    /// That the very bytes of an access token are known here is more than a signature that fits: whatever was altered,
    /// signed by somebody else or not signed at all is not among them.
    struct Session: Row {
        /// Three hours [public].
        static let refreshLife: Duration = .seconds(3 * 3600)

        /// The access token.
        let id: String
        /// Opaque [public, its form inferred].
        let refreshToken: String
        let partner: Partner.ID
        /// `nil` once it is revoked.
        var accessExpiry: Instant?
        /// `nil` once it is used up.
        var refreshExpiry: Instant?

        /// When nothing of it is left.
        private var end: Instant { max(accessExpiry ?? .first, refreshExpiry ?? .first) }

        struct Indexes: RowIndexes {
            private(set) var refreshToken = Index<String, String>()
            private(set) var end = Index<Instant, String>()

            init() {}

            mutating func insert(_ row: Session) {
                refreshToken.insert(row.refreshToken, row.id)
                end.insert(row.end, row.id)
            }

            mutating func remove(_ row: Session) {
                refreshToken.remove(row.refreshToken, row.id)
                end.remove(row.end, row.id)
            }
        }

        /// Hands out a new pair, and forgets those of which nothing is left.
        static func begin(for partner: Partner.ID, in world: inout World) -> Session {
            for id in Array(world.state.sessions.indexes.end.ids(in: .first...world.now)) {
                world.state.sessions.remove(id)
            }
            let access = AccessToken.issued(to: partner, in: &world)
            let session = Session(
                id: access.text,
                refreshToken: "rt_" + world.chance.hex("autoleap refresh token", 40),
                partner: partner,
                accessExpiry: world.now + AccessToken.life,
                refreshExpiry: world.now + refreshLife
            )
            world.state.sessions.insert(session)
            return session
        }
    }
}

extension Table<AutoLeap.Session> {
    /// The session of a refresh token, as it was presented.
    func session(ofRefreshToken text: String) -> AutoLeap.Session? {
        indexes.refreshToken.first(for: BaySuffix(text).credential).flatMap { self[$0] }
    }
}
