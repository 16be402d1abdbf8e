package import Engine
package import HTTP
package import JSON

extension AutoLeap {
    /// Whatever the vendor refuses: one shape for all of it, `{"success":false,"error":"<text>"}` [public].
    ///
    /// One text is known, `Invalid partner credentials` [public]; the others are ours [inferred].
    package enum Failure: VendorFailure {
        /// A required field is missing, or something is not what it should be.
        case invalid(String)
        case malformedJSON(JSON.SyntaxError)
        case badCredentials
        case missingToken
        case badToken
        case badRefreshToken
        case forbidden(String)
        case notFound(String)
        case rateLimited(retryAfter: Int)
        case serverError
        case unavailable

        /// 405 is not among the documented statuses: a method that a path does not have is 404 [inferred].
        package init(_ refusal: Refusal) {
            self =
                switch refusal {
                case .notFound, .methodNotAllowed: .notFound("Resource not found")
                case .malformedBody(let error): .malformedJSON(error)
                case .rateLimited(let seconds): .rateLimited(retryAfter: seconds)
                }
        }

        var status: Int {
            switch self {
            case .invalid, .malformedJSON: 400
            case .badCredentials, .missingToken, .badToken, .badRefreshToken: 401
            case .forbidden: 403
            case .notFound: 404
            case .rateLimited: 429
            case .serverError: 500
            case .unavailable: 503
            }
        }

        var text: String {
            switch self {
            case .invalid(let text), .forbidden(let text), .notFound(let text): text
            case .malformedJSON(let error): "Malformed JSON: \(error)"
            case .badCredentials: "Invalid partner credentials"
            case .missingToken: "Access token is missing"
            case .badToken: "Access token is invalid or expired"
            case .badRefreshToken: "Refresh token is invalid or expired"
            case .rateLimited: "Too many requests"
            case .serverError: "Internal server error"
            case .unavailable: "Service temporarily unavailable"
            }
        }

        /// The same refusal, told of one row of a bulk call. The text of what is invalid begins with the field.
        func of(row: String) -> Failure {
            switch self {
            case .invalid(let text): .invalid("\(row).\(text)")
            case .notFound(let text): .notFound("\(row): \(text)")
            case .forbidden(let text): .forbidden("\(row): \(text)")
            case .malformedJSON, .badCredentials, .missingToken, .badToken, .badRefreshToken, .rateLimited,
                .serverError, .unavailable:
                self
            }
        }
    }

    package static func response(to failure: Failure, for caller: Caller?, in world: World) -> Response {
        var json = JSON.Writer()
        json.object { json in
            json.member("success", false)
            json.member("error", failure.text)
        }
        var response = Response(failure.status, .json, body: json.bytes)
        // No rate limit header is documented, and none was seen [public].
        if case .rateLimited(let seconds) = failure, world.assumptions.retryAfter == .sent {
            response.add("Retry-After", seconds)
        }
        return response
    }

    package static let errors: [CatalogueEntry<Failure>] = [
        CatalogueEntry(
            "bad_request",
            400,
            .invalid("companyId is required"),
            about: "A required value is missing, or a value is not what it should be.",
            source: documented
        ),
        CatalogueEntry(
            "malformed_json",
            400,
            .malformedJSON(
                JSON.SyntaxError(
                    problem: "expected a value",
                    position: JSON.Position(line: 1, column: 1, offset: 0)
                )
            ),
            about: "The body is missing or no JSON.",
            source: documented
        ),
        CatalogueEntry(
            "invalid_credentials",
            401,
            .badCredentials,
            about: "Login with a wrong partner id or auth key.",
            source: documented
        ),
        CatalogueEntry(
            "unauthorized",
            401,
            .badToken,
            about: "The access token is malformed, expired or logged out.",
            source: documented
        ),
        CatalogueEntry(
            "token_missing",
            401,
            .missingToken,
            about: "There is no access token.",
            source: documented
        ),
        CatalogueEntry(
            "invalid_refresh_token",
            401,
            .badRefreshToken,
            about: "The refresh token is expired, was used already or is logged out.",
            source: .inferred
        ),
        CatalogueEntry(
            "forbidden",
            403,
            .forbidden("You do not have access to this company"),
            about: "The partner has not been granted the company or location.",
            source: documented
        ),
        CatalogueEntry(
            "not_found",
            404,
            .notFound("Resource not found"),
            about: "An unknown path, method or id.",
            source: documented
        ),
        CatalogueEntry(
            "rate_limited",
            429,
            .rateLimited(retryAfter: 60),
            about: "More calls of that method in a minute than the partner may make.",
            source: documented
        ),
        CatalogueEntry(
            "server_error",
            500,
            .serverError,
            about: "Something failed on the vendor's side.",
            source: documented
        ),
        CatalogueEntry(
            "unavailable",
            503,
            .unavailable,
            about: "The service is down for a while.",
            source: documented
        ),
    ]

    private static let documented = Source.public("docs/errors")
}

extension Mismatch {
    /// What is wrong, in a sentence for the vendor's `error`.
    var sentence: String {
        let subject = path.isEmpty ? "The body" : path
        return switch problem {
        case .missing: "\(subject) is required"
        case .wrongType(let type): "\(subject) must be \(type)"
        case .noneOf(let values): "\(subject) must be one of \(values.joined(separator: ", "))"
        }
    }
}
