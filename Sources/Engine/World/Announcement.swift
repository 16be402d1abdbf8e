/// Something that a vendor tells whoever has asked to be told: what webhooks are made of. Handlers leave it in their
/// world's outbox; what becomes of it is not their affair.
package struct Announcement: Sendable, Equatable {
    /// The vendor's name for what happened, such as `customer.created`.
    package let event: String
    /// Whom it concerns, as text: the shop, where subscriptions are by shop; empty where they are not.
    package let scope: String
    /// The JSON of what it is about.
    package let data: [UInt8]

    package init(event: String, scope: String = "", data: [UInt8]) {
        self.event = event
        self.scope = scope
        self.data = data
    }
}
