package import Engine
package import HTTP
package import JSON

extension HeavyTruckParts {
    /// Whatever the vendor refuses.
    ///
    /// The documentation names no status and no error body outside of `/sale/create` [seed]: statuses are ours, and the
    /// body borrows the shape of the sale errors, `{"error": {"code", "message"}}` [inferred].
    package enum Failure: VendorFailure {
        case unauthorized
        case forbidden(String)
        case notFound(String)
        case methodNotAllowed([HTTP.Method])
        case badRequest(String)
        case malformedJSON(JSON.SyntaxError)
        case rateLimited(retryAfter: Int)
        case serverError
        case unavailable(retryAfter: Int)
        /// A sale's line that cannot be added: `/sale/create` lists it and goes on.
        case line(Sale.LineError)

        package init(_ refusal: Refusal) {
            self =
                switch refusal {
                case .notFound: .notFound("there is no such path")
                case .methodNotAllowed(let methods): .methodNotAllowed(methods)
                case .malformedBody(let error): .malformedJSON(error)
                case .rateLimited(let seconds): .rateLimited(retryAfter: seconds)
                }
        }

        var status: Int {
            switch self {
            case .unauthorized: 401
            case .forbidden: 403
            case .notFound: 404
            case .methodNotAllowed: 405
            case .badRequest, .malformedJSON: 400
            case .rateLimited: 429
            case .serverError: 500
            case .unavailable: 503
            case .line: 200
            }
        }

        /// The name in the catalogue, which the body shows too.
        var code: String {
            switch self {
            case .unauthorized: "unauthorized"
            case .forbidden: "forbidden"
            case .notFound: "not_found"
            case .methodNotAllowed: "method_not_allowed"
            case .badRequest: "bad_request"
            case .malformedJSON: "malformed_json"
            case .rateLimited: "rate_limited"
            case .serverError: "server_error"
            case .unavailable: "unavailable"
            case .line(let error): error.rawValue
            }
        }

        var message: String {
            switch self {
            case .unauthorized: "user and password are required"
            case .forbidden(let message), .notFound(let message), .badRequest(let message): message
            case .methodNotAllowed: "the path does not have this method"
            case .malformedJSON(let error): "the body is not the JSON that is wanted: \(error)"
            case .rateLimited(let seconds): "too many requests; try again in \(seconds) s"
            case .serverError: "something went wrong on our side"
            case .unavailable(let seconds): "the service is not available; try again in \(seconds) s"
            case .line(let error): error.message
            }
        }

        func response(for caller: Caller?) -> Response {
            var response = Response.reply(status, to: caller) { json in
                json.object { json in
                    json.object("error") { json in
                        json.member("code", code)
                        json.member("message", message)
                    }
                }
            }
            switch self {
            case .unauthorized:
                // RFC 9110 §11.6.1: a 401 must name the scheme that is wanted.
                response.add("WWW-Authenticate", "Basic realm=\"HTP API\"")
            case .methodNotAllowed(let methods):
                response.add("Allow", methods.map { "\($0.name)" }.joined(separator: ", "))
            case .rateLimited(let seconds), .unavailable(let seconds):
                response.add("Retry-After", seconds)
            case .forbidden, .notFound, .badRequest, .malformedJSON, .serverError, .line:
                break
            }
            return response
        }
    }

    package static let errors: [CatalogueEntry<Failure>] = [
        CatalogueEntry(
            "unauthorized",
            401,
            .unauthorized,
            about: "No credentials, or wrong ones.",
            source: .inferred
        ),
        CatalogueEntry(
            "forbidden",
            403,
            .forbidden("this is not enabled for the account"),
            about: "The feature is not enabled for the API user, or the vendor has not authorized it.",
            source: .inferred
        ),
        CatalogueEntry(
            "not_found",
            404,
            .notFound("there is no such thing"),
            about: "An unknown path, item, user or document.",
            source: .inferred
        ),
        CatalogueEntry(
            "method_not_allowed",
            405,
            .methodNotAllowed([.get]),
            about: "A known path, and a method it does not have.",
            source: .inferred
        ),
        CatalogueEntry(
            "bad_request",
            400,
            .badRequest("something required is missing or is not what it should be"),
            about: "A required value is missing or unreadable.",
            source: .inferred
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
            source: .inferred
        ),
        CatalogueEntry(
            "rate_limited",
            429,
            .rateLimited(retryAfter: retryAfter),
            about: "Too many requests. No limits are documented; scenarios can set some.",
            source: .inferred
        ),
        CatalogueEntry(
            "server_error",
            500,
            .serverError,
            about: "The service failed.",
            source: .inferred
        ),
        CatalogueEntry(
            "unavailable",
            503,
            .unavailable(retryAfter: retryAfter),
            about: "The service is down for a while.",
            source: .inferred
        ),
        line(.forbiddenVendor, "The API user is not authorized for sales documents of the line's vendor."),
        line(.notUnique, "The line names its item in the deprecated way, and several items fit."),
        line(.notAvailable, "The item is no longer available: it was sold in the meantime, say."),
        line(.notFound, "Nothing fits the line, or it has no vendor_inventory_id."),
    ]

    private static func line(_ error: Sale.LineError, _ about: String) -> CatalogueEntry<Failure> {
        CatalogueEntry(error.rawValue, 200, .line(error), about: about, source: .seed)
    }

    /// Seconds, in errors that are asked for outright [inferred].
    static let retryAfter = 30
}
