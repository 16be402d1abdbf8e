package import HTTP

/// One documented call, declared once: routing, listings, the error catalogue and contract checks all read it.
package struct Operation: Sendable {
    /// A method and a path that lead to it. `{name}` stands for one segment of the path.
    package struct Binding: Sendable {
        package let method: HTTP.Method
        package let path: String

        package init(_ method: HTTP.Method, _ path: String) {
            self.method = method
            self.path = path
        }
    }

    /// What a call may end in, as documented: a success status or an error of the catalogue.
    package enum Outcome: Sendable, Hashable {
        case success(Int)
        case error(String)
    }

    /// `<vendor>.<resource>.<verb>`
    package let name: String
    package let bindings: [Binding]
    package let about: String
    package let source: Source
    /// What stands for the parameters of its paths.
    package let path: FieldType
    /// The fields of the request's head that are its own; credentials are no part of it.
    package var headers: [Field]
    package var query: [Field]
    /// The fields of the body; `nil` where the operation takes none.
    package var body: [Field]?
    /// Whether the body may be a form as well; it is then read as an object of texts.
    package let takesForm: Bool
    /// Whether the body may be left out though the operation takes one.
    package let bodyIsOptional: Bool
    package let outcomes: [Outcome]
    /// The body of a success, by the default assumptions; `nil` where it has none in the vendor's formats.
    package let reply: FieldType?
    /// The names of what a caller must be allowed to do, in the vendor's own words.
    package internal(set) var scopes: [String] = []
    /// How its rows are turned page by page; `nil` where a reply has all there is.
    package let paging: Paging?
    /// Which of its calls renew a credential; `nil` for none.
    package let renewal: Renewal?

    package init(
        _ name: String,
        _ bindings: [Binding],
        about: String,
        source: Source = .seed,
        path: FieldType = .string(),
        headers: [Field] = [],
        query: [Field] = [],
        body: [Field]? = nil,
        takesForm: Bool = false,
        bodyIsOptional: Bool = false,
        outcomes: [Outcome],
        reply: FieldType? = .anything,
        paging: Paging? = nil,
        renewal: Renewal? = nil,
    ) {
        self.name = name
        self.bindings = bindings
        self.about = about
        self.source = source
        self.path = path
        self.headers = headers
        self.query = query
        self.body = body
        self.takesForm = takesForm
        self.bodyIsOptional = bodyIsOptional
        self.outcomes = outcomes
        self.reply = reply
        self.paging = paging
        self.renewal = renewal
    }
}
