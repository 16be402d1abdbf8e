import Engine

extension Leadway {
    /// An access token that the token endpoint gave out, with the refresh token that came along.
    struct Grant: Row {
        /// The access token, without the bay.
        let id: String
        let refreshToken: String
        let clientID: String
        let userType: UserType
        let account: Account.ID
        let companyID: String
        let scopes: [Scope]
        var expiresAt: Instant
        let refreshExpiresAt: Instant
        /// Whether the refresh token was used, which can be done once.
        var isRefreshed = false

        enum UserType: String, Sendable, CaseIterable {
            case company = "Company"
            case location = "Location"
        }

        var reach: Caller.Reach {
            switch userType {
            case .company: .company(companyID)
            case .location: .account(account)
            }
        }

        struct Indexes: RowIndexes {
            var refreshTokens = Index<String, String>()
            mutating func insert(_ row: Grant) { refreshTokens.insert(row.refreshToken, row.id) }
            mutating func remove(_ row: Grant) { refreshTokens.remove(row.refreshToken, row.id) }
        }
    }
}
