package import Engine

extension Leadway {
    /// The choices at the points where the documentation is silent or contradicts itself. Of each the first one is
    /// the default.
    package struct Assumptions: Sendable {
        var profile = Profile.seed
        var total = Total.object
        var limitZero = LimitZero.twenty
        var limitCap = LimitCap.none
        var traceID = TraceID.errors
        var versions = Versions.published
        var retryAfter = RetryAfter.never
        var rows = Rows.tracked

        enum Profile: String, Sendable, CaseIterable {
            /// `altType` may be left out, be `location` or `account`; unknown parameters are ignored.
            case seed
            /// `altType` must be `location`; unknown parameters are refused.
            case upstream
        }

        enum Total: String, Sendable, CaseIterable {
            /// `{"total": 100}`
            case object
            /// `[{"total": 100}]`, and `[]` where nothing matches
            case array
        }

        enum LimitZero: String, Sendable, CaseIterable {
            case twenty, all
        }

        enum LimitCap: String, Sendable, CaseIterable {
            case none
            case hundred = "100"
        }

        enum TraceID: String, Sendable, CaseIterable {
            case errors, always, never
        }

        enum Versions: String, Sendable, CaseIterable {
            case published
            case documented = "2021-07-28"

            var accepted: [String] {
                switch self {
                case .published: ["2021-07-28", "v3", "2023-02-21", "2021-04-15"]
                case .documented: ["2021-07-28"]
                }
            }
        }

        enum RetryAfter: String, Sendable, CaseIterable {
            case never, always
        }

        enum Rows: String, Sendable, CaseIterable {
            case tracked, all
        }

        /// How many rows a page has where `limit` is 0 or missing: the size in the examples.
        private static let usualPage = 20
        private static let largestPage = 100

        /// How the pages of a list are turned.
        static func paging(of rows: String) -> Paging {
            Paging(
                .offset("offset"),
                size: "limit",
                usually: usualPage,
                rows: [[rows]],
                total: [["total", "total"], ["total"]]
            )
        }

        /// The number of rows that a `limit` asks for.
        func pageSize(_ limit: Int?) -> Int {
            var size = limit ?? 0
            if size == 0 {
                switch limitZero {
                case .twenty: size = Self.usualPage
                case .all: size = .max
                }
            }
            switch limitCap {
            case .none: return size
            case .hundred: return min(size, Self.largestPage)
            }
        }
    }

    package static let defaultAssumptions = Assumptions()

    package static let assumptions: [Assumption<Assumptions>] = [
        Assumption(
            "leadway.profile",
            \.profile,
            says:
                "Leadway's page has no 'altType' on List Inventory and 'account' on Update Inventory; the platform's own "
                + "has it required, 'location' only, and refuses stray parameters elsewhere.",
            source: .public("spec, LW")
        ),
        Assumption(
            "leadway.total",
            \.total,
            says:
                "'total' of List Inventory is an object with a total in it; clients of the live endpoint, and List "
                + "Products, have a list of one such object.",
            source: .seed
        ),
        Assumption(
            "leadway.limit_zero",
            \.limitZero,
            says: "'limit' is 0 unless given; silent on what 0 means. 20 is the size in the examples."
        ),
        Assumption(
            "leadway.limit_cap",
            \.limitCap,
            says: "Silent on the largest 'limit'; 100 is what integrators use."
        ),
        Assumption(
            "leadway.trace_id",
            \.traceID,
            says: "Every response is said to carry a trace id, not where; the documented 200 has none.",
            source: .public("docs")
        ),
        Assumption(
            "leadway.versions",
            \.versions,
            says:
                "The operation takes 2021-07-28; the platform has published further versions, and takes them.",
            source: .public("docs")
        ),
        Assumption(
            "leadway.retry_after",
            \.retryAfter,
            says: "Silent on body and fields of a 429."
        ),
        Assumption(
            "leadway.inventory_rows",
            \.rows,
            says: "Silent on whether prices without 'trackInventory' are in the inventory."
        ),
    ]
}
