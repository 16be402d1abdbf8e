package import Engine

extension Leadway {
    package static let errors: [CatalogueEntry<Failure>] = [
        CatalogueEntry(
            "unauthorized",
            401,
            .unauthorized,
            about: "No bearer token.",
            source: .public("spec")
        ),
        CatalogueEntry(
            "invalid_private_token",
            401,
            .unknownPrivateToken,
            about: "A private integration's token that there is not.",
            source: .public("field")
        ),
        CatalogueEntry(
            "invalid_jwt",
            401,
            .invalidJWT,
            about: "An access token that is expired or was never issued; no 'error' in the body.",
            source: .public("issue 213")
        ),
        CatalogueEntry(
            "version_missing",
            401,
            .versionMissing,
            about: "The Version field is missing: no matter of credentials, and 401 all the same.",
            source: .public("field")
        ),
        CatalogueEntry(
            "version_unknown",
            401,
            .versionUnknown,
            about: "A Version that there is not.",
            source: .public("field")
        ),
        CatalogueEntry(
            "scope_missing",
            401,
            .scopeMissing,
            about: "The token may not do that.",
            source: .public("field")
        ),
        CatalogueEntry(
            "unknown_client",
            401,
            .unknownClient,
            about: "The token endpoint does not know the client, or its secret is another.",
            source: .inferred
        ),
        CatalogueEntry(
            "forbidden",
            403,
            .forbidden,
            about: "The account belongs to another token.",
            source: .public("issue 213")
        ),
        CatalogueEntry(
            "not_found",
            404,
            .notFound("Not Found"),
            about: "An unknown path, product or price.",
            source: .public("spec v3")
        ),
        CatalogueEntry(
            "bad_request",
            400,
            .badRequest("Bad Request"),
            about: "A body that is no JSON object; a code or refresh token that is not good any more.",
            source: .public("spec")
        ),
        CatalogueEntry(
            "unprocessable",
            422,
            .unprocessable(["Unprocessable Entity"]),
            about: "Broken rules, all of them at once: 'message' is a list.",
            source: .seed
        ),
        CatalogueEntry(
            "rate_limited",
            429,
            .rateLimited(retryAfter: 10),
            about: "Too many requests in 10 seconds, or in the day; nothing says how long to wait.",
            source: .public("docs")
        ),
        CatalogueEntry(
            "server_error",
            500,
            .serverError,
            about: "Something is wrong on the other side.",
            source: .inferred
        ),
    ]
}
