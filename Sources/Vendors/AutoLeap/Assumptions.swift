package import Engine

extension AutoLeap {
    /// The choices at the points where the documentation is silent. Of each the first one is the default.
    package struct Assumptions: Sendable {
        var bulk = Bulk.allOrNothing
        var retryAfter = RetryAfter.none
        var refreshTokens = RefreshTokens.singleUse
        var replacedAccessTokens = ReplacedAccessTokens.untilExpiry
        var unsetStrings = UnsetStrings.leftOut
        var unreachedDates = UnreachedDates.leftOut
        var orderReply = OrderReply.page

        enum Bulk: String, Sendable, CaseIterable {
            /// The first bad row decides, and nothing is stored.
            case allOrNothing = "all-or-nothing"
            /// Good rows are stored, the others listed in `data.failed`.
            case rowByRow = "row-by-row"
        }

        enum RetryAfter: String, Sendable, CaseIterable {
            case none, sent
        }

        enum RefreshTokens: String, Sendable, CaseIterable {
            case singleUse = "single-use"
            case reusable
        }

        enum ReplacedAccessTokens: String, Sendable, CaseIterable {
            case untilExpiry = "until-expiry"
            case revoked
        }

        enum UnsetStrings: String, Sendable, CaseIterable {
            case leftOut = "left-out"
            case empty
        }

        enum UnreachedDates: String, Sendable, CaseIterable {
            case leftOut = "left-out"
            case null
        }

        enum OrderReply: String, Sendable, CaseIterable {
            /// The whole envelope of a page.
            case page
            /// `content` and nothing else.
            case content
        }
    }

    package static let defaultAssumptions = Assumptions()

    package static let assumptions: [Assumption<Assumptions>] = [
        Assumption(
            "autoleap.bulk",
            \.bulk,
            says: "Silent on bulk calls of which some rows are bad; the reply has no place for them."
        ),
        Assumption(
            "autoleap.retry_after",
            \.retryAfter,
            says: "Asks for exponential backoff after a 429, and names no header that would help with it."
        ),
        Assumption(
            "autoleap.refresh_tokens",
            \.refreshTokens,
            says:
                "A refresh gives both tokens anew; silent on whether the old refresh token can be used again."
        ),
        Assumption(
            "autoleap.replaced_access_tokens",
            \.replacedAccessTokens,
            says: "A refresh gives both tokens anew; silent on whether the old access token lives on."
        ),
        Assumption(
            "autoleap.unset_strings",
            \.unsetStrings,
            says: "The sample of an item shows some texts as \"\"; silent on those that were never set."
        ),
        Assumption(
            "autoleap.unreached_dates",
            \.unreachedDates,
            says: "Silent on the dates of a repair order that it has not reached."
        ),
        Assumption(
            "autoleap.order_reply",
            \.orderReply,
            says:
                "The reply for one repair order has a content array; silent on the fields of a page around it."
        ),
    ]
}
