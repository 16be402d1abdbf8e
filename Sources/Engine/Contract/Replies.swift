/// What a vendor's replies have in common, whichever operation they answer.
package struct Replies: Sendable {
    /// The media types that a body may come in. What is declared of bodies is told of JSON.
    package let types: [String]
    /// The body of a refusal, by its status.
    package let refusal: @Sendable (_ status: Int) -> FieldType

    package init(
        types: [String] = ["application/json"],
        refusal: @escaping @Sendable (_ status: Int) -> FieldType,
    ) {
        self.types = types
        self.refusal = refusal
    }
}
