/// A documented error by its name: what `reply: {"error": …}` and `X-Mockbay-Error` ask for.
package struct CatalogueEntry<Failure: Sendable>: Sendable {
    package let name: String
    package let status: Int
    package let about: String
    package let source: Source
    package let failure: Failure

    package init(_ name: String, _ status: Int, _ failure: Failure, about: String, source: Source) {
        self.name = name
        self.status = status
        self.about = about
        self.source = source
        self.failure = failure
    }
}

/// An entry of the catalogue without the vendor's type: for listings.
package struct ErrorListing: Sendable {
    package let name: String
    package let status: Int
    package let about: String
    package let source: Source
}
