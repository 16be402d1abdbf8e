package import Engine
import JSON

extension HeavyTruckParts {
    /// The choices at the points where the documentation is silent or contradicts itself. Of each the first one is
    /// the default.
    package struct Assumptions: Sendable {
        var envelope = Envelope.flat
        var numbers = Numbers.documented
        var keySpelling = KeySpelling.documented
        var headMode = HeadMode.strict
        var errorsShape = ErrorsShape.array
        var stock = Stock.atSale
        var documents = Documents.atOnce
        var defaultZip = DefaultZip.both
        var comments = Comments.never

        enum Envelope: String, Sendable, CaseIterable {
            /// `{"total_results", "total_pages", "results": [...]}`
            case flat
            /// The same in `{"results": {...}}`
            case nested
        }

        enum Numbers: String, Sendable, CaseIterable {
            /// Totals, the ids of the vendor list and transaction ids are numbers, the rest are strings.
            case documented
            case numbers
            case strings
        }

        enum KeySpelling: String, Sendable, CaseIterable {
            case documented, corrected, both
        }

        enum HeadMode: String, Sendable, CaseIterable {
            case strict, headers, preview
        }

        enum ErrorsShape: String, Sendable, CaseIterable {
            case array, object
        }

        enum Stock: String, Sendable, CaseIterable {
            case atSale = "at-sale"
            case atDocument = "at-document"
        }

        enum Documents: String, Sendable, CaseIterable {
            case atOnce = "at-once"
            case afterAMinute = "after-60s"

            /// From the sale to its documents.
            var delay: Duration {
                switch self {
                case .atOnce: .zero
                case .afterAMinute: .seconds(60)
                }
            }
        }

        enum DefaultZip: String, Sendable, CaseIterable {
            /// Fills in distances and makes them the default order.
            case both
            /// Fills in distances only.
            case distance
            case off
        }

        enum Comments: String, Sendable, CaseIterable {
            case never, echo
        }
    }

    package static let defaultAssumptions = Assumptions()

    package static let assumptions: [Assumption<Assumptions>] = [
        Assumption(
            "htp.envelope",
            \.envelope,
            says:
                "The example of a search result is no JSON: results, then totals, then a list without a name. The feed "
                + "shows {total_results, results}."
        ),
        Assumption(
            "htp.numbers",
            \.numbers,
            says:
                "Ids and prices are printed in quotation marks in search, without them in available/vendors and "
                + "/sale/create."
        ),
        Assumption(
            "htp.key_spelling",
            \.keySpelling,
            says:
                "The keys 'function_grup_name', 'document_is closed' and 'days_to return' are printed like that."
        ),
        Assumption(
            "htp.head_mode",
            \.headMode,
            says:
                "HEAD is documented to give data for templates, lookup and sales documents; HTTP has no body there."
        ),
        Assumption(
            "htp.errors_shape",
            \.errorsShape,
            says: "'errors' of /sale/create is an array in one sentence and an empty object in another."
        ),
        Assumption(
            "htp.stock",
            \.stock,
            says: "Silent on whether an item is gone with the sale or with the closed sales document."
        ),
        Assumption(
            "htp.documents",
            \.documents,
            says: "A transaction is pending first; silent on when its sales documents can be looked up."
        ),
        Assumption(
            "htp.default_zip",
            \.defaultZip,
            says:
                "An end user may have a zip code; silent on whether it fills in 'distance' besides the default order."
        ),
        Assumption(
            "htp.comments",
            \.comments,
            says: "Comments sent are internal, comments returned are public; both are called 'comments'."
        ),
    ]
}

extension HeavyTruckParts.Assumptions.KeySpelling {
    /// Writes a member whose key is misspelt in the documentation, under the chosen spelling or both.
    func write(
        _ printed: StaticString,
        _ corrected: StaticString,
        to json: inout JSON.Writer,
        _ value: (inout JSON.Writer) -> Void,
    ) {
        if self != .corrected {
            json.key(printed)
            value(&json)
        }
        if self != .documented {
            json.key(corrected)
            value(&json)
        }
    }
}
