package import Engine
import HTTP
import JSON

extension AutoSync {
    /// Whatever the vendor refuses: `{"success": false, "error": {"code", "message", "status"}}` [seed].
    ///
    /// The statuses and the code `invalid_parameter` are [seed], the other codes and all messages [inferred]. A method
    /// that a path does not have is 404: the documentation knows no 405 [inferred].
    package enum Failure: VendorFailure {
        case badRequest(String)
        case unauthorized
        case forbidden(String)
        /// Of what there is none: `Customer`.
        case notFound(String)
        /// The whole message; it names the field or parameter in single quotes.
        case invalid(String)
        case rateLimited
        case serverError

        package init(_ refusal: Refusal) {
            self =
                switch refusal {
                case .notFound, .methodNotAllowed: .notFound("Endpoint")
                case .malformedBody(let error):
                    .badRequest("The request body is not valid JSON: \(error.problem).")
                case .rateLimited: .rateLimited
                }
        }

        /// A required field that is not there, in the words of the documentation's example.
        static func missing(_ field: String) -> Failure { .invalid("The '\(field)' field is required.") }

        static func wrong(_ field: String, _ wanted: String) -> Failure {
            .invalid("The '\(field)' field must be \(wanted).")
        }

        var status: Int {
            switch self {
            case .badRequest: 400
            case .unauthorized: 401
            case .forbidden: 403
            case .notFound: 404
            case .invalid: 422
            case .rateLimited: 429
            case .serverError: 500
            }
        }

        var code: String {
            switch self {
            case .badRequest: "bad_request"
            case .unauthorized: "unauthorized"
            case .forbidden: "forbidden"
            case .notFound: "not_found"
            case .invalid: "invalid_parameter"
            case .rateLimited: "rate_limited"
            case .serverError: "server_error"
            }
        }

        var message: String {
            switch self {
            case .badRequest(let message), .forbidden(let message), .invalid(let message): message
            case .unauthorized: "The API key is missing or invalid."
            case .notFound(let what): "\(what) not found."
            case .rateLimited: "Too many requests. Wait until the time in X-RateLimit-Reset."
            case .serverError: "Something went wrong on our side."
            }
        }

        var response: Response {
            var json = JSON.Writer()
            json.object { json in
                json.key("success")
                json.bool(false)
                json.object("error") { json in
                    json.member("code", code)
                    json.member("message", message)
                    json.member("status", status)
                }
            }
            var response = Response(status, .json, body: json.bytes)
            // RFC 9110 §11.6.1: a 401 must name the scheme that is wanted.
            if self == .unauthorized { response.add("WWW-Authenticate", "Bearer") }
            return response
        }
    }

    package static let errors: [CatalogueEntry<Failure>] = [
        CatalogueEntry(
            "bad_request",
            400,
            .badRequest("The request could not be read."),
            about: "The body is no JSON object, or an id in the path is no integer.",
            source: .inferred
        ),
        CatalogueEntry(
            "unauthorized",
            401,
            .unauthorized,
            about: "The key or token is missing, unknown, revoked or over.",
            source: .seed
        ),
        CatalogueEntry(
            "forbidden",
            403,
            .forbidden("This key does not have the permissions for that."),
            about: "The key lacks the scope, or cannot reach the shop.",
            source: .seed
        ),
        CatalogueEntry(
            "not_found",
            404,
            .notFound("Resource"),
            about: "An unknown path or method, or an id that the shop does not have.",
            source: .seed
        ),
        CatalogueEntry(
            "invalid_parameter",
            422,
            .missing("email"),
            about: "A field or filter is missing, of the wrong type, or names something that is not there.",
            source: .seed
        ),
        CatalogueEntry(
            "rate_limited",
            429,
            .rateLimited,
            about: "More than 100 requests in the minute by one key.",
            source: .seed
        ),
        CatalogueEntry("server_error", 500, .serverError, about: "The service failed.", source: .seed),
    ]
}
