package import Engine

extension AutoSync {
    /// The choices at the points where the documentation is silent or contradicts itself. Of each the first one is the
    /// default.
    package struct Assumptions: Sendable {
        var envelope = Envelope.full
        var paging = Paging.honoured
        var refresh = Refresh.off
        var retryAfter = RetryAfter.absent

        enum Envelope: String, Sendable, CaseIterable {
            /// `success`, `data`, and `pagination` with lists
            case full
            case noPagination = "no-pagination"
            case dataOnly = "data-only"
        }

        enum Paging: String, Sendable, CaseIterable {
            case honoured
            /// Every call is answered with the first page of the usual size.
            case ignored
        }

        enum Refresh: String, Sendable, CaseIterable {
            case off, on
        }

        enum RetryAfter: String, Sendable, CaseIterable {
            case absent, seconds
        }
    }

    package static let defaultAssumptions = Assumptions()

    /// Rows of a page where nothing is asked for: the number in the documentation's only example.
    static let defaultPageSize = 25
    /// More is cut to this.
    static let largestPageSize = 100
    /// How long a token is good for, in seconds.
    static let tokenLifetime = 3600
    /// How long a code waits to be exchanged: the most that RFC 6749 §4.1.2 recommends.
    static let codeLifetime = Duration.seconds(600)

    package static let assumptions: [Assumption<Assumptions>] = [
        Assumption(
            "autosync.envelope",
            \.envelope,
            says:
                "Three examples of a list: with success and pagination, without pagination, and with data alone."
        ),
        Assumption(
            "autosync.paging",
            \.paging,
            says: "A reply shows page, per_page and total; no operation has parameters to ask for a page."
        ),
        Assumption(
            "autosync.refresh",
            \.refresh,
            says: "Tokens are exchanged for a code; silent on refreshing them."
        ),
        Assumption(
            "autosync.retry_after",
            \.retryAfter,
            says: "A 429 comes with X-RateLimit-Reset; Retry-After is not mentioned."
        ),
    ]
}
