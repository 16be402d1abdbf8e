package import Engine
import HTTP
import JSON

extension Leadway {
    /// Whatever the vendor refuses: `{"statusCode", "message", "error"}`, `message` a text but for 422, where it is a
    /// list of the rules that were broken [public: spec].
    package enum Failure: VendorFailure {
        /// No bearer token.
        case unauthorized
        case unknownPrivateToken
        case invalidJWT
        case versionMissing
        case versionUnknown
        case scopeMissing
        /// Client and secret of the token endpoint.
        case unknownClient
        case forbidden
        case notFound(String)
        case badRequest(String)
        case unprocessable([String])
        case rateLimited(retryAfter: Int)
        case serverError

        package init(_ refusal: Refusal) {
            self =
                switch refusal {
                // A path that is there and a method it does not have look like a path that is not [public: issue].
                case .notFound, .methodNotAllowed: .notFound("Not Found")
                case .malformedBody: .badRequest("Bad Request")
                case .rateLimited(let seconds): .rateLimited(retryAfter: seconds)
                }
        }

        var status: Int {
            switch self {
            case .unauthorized, .unknownPrivateToken, .invalidJWT, .versionMissing, .versionUnknown,
                .scopeMissing, .unknownClient:
                401
            case .forbidden: 403
            case .notFound: 404
            case .badRequest: 400
            case .unprocessable: 422
            case .rateLimited: 429
            case .serverError: 500
            }
        }

        private var messages: [String] {
            switch self {
            case .unauthorized: ["Invalid token: access token is invalid"]
            case .unknownPrivateToken: ["Invalid Private Integration token"]
            case .invalidJWT: ["Invalid JWT"]
            case .versionMissing: ["version header was not found."]
            case .versionUnknown: ["version header is invalid"]
            case .scopeMissing: ["The token is not authorized for this scope."]
            case .unknownClient: ["Invalid client: client credentials are invalid"]
            case .forbidden: ["The token does not have access to this location."]
            case .notFound(let message), .badRequest(let message): [message]
            case .unprocessable(let messages): messages
            case .rateLimited: ["Too Many Requests"]
            case .serverError: ["Internal server error"]
            }
        }

        /// The field `error`; some errors are documented, or reported, without one.
        private var title: String? {
            switch self {
            case .unauthorized, .unknownPrivateToken, .versionMissing, .versionUnknown, .scopeMissing,
                .unknownClient:
                "Unauthorized"
            case .forbidden: "Forbidden"
            case .unprocessable: "Unprocessable Entity"
            case .invalidJWT, .notFound, .badRequest, .rateLimited, .serverError: nil
            }
        }

        func response(in world: World) -> Response {
            var json = JSON.Writer()
            json.object { json in
                json.member("statusCode", status)
                json.key("message")
                if case .unprocessable = self {
                    json.array { json in for message in messages { json.string(message) } }
                } else {
                    json.string(messages.joined(separator: ", "))
                }
                if let title { json.member("error", title) }
                if world.assumptions.traceID != .never { json.member("traceId", world.traceID) }
            }
            var response = Response(status, .json, body: json.bytes)
            if case .rateLimited(let seconds) = self, world.assumptions.retryAfter == .always {
                response.add("Retry-After", seconds)
            }
            return response
        }
    }
}

extension VendorWorld<Leadway> {
    /// The trace id of the reply that is being made.
    var traceID: String {
        var draws = Draws(chance.draw("leadway.trace", reply))
        return draws.uuid()
    }
}
