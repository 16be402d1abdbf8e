import JSON

/// Announcements on their way to whoever asked to be told.
///
/// A vendor says what it announces and how that goes out (`Contract`). A bay is given `Subscription`s, makes a
/// `Delivery` of each announcement for each of them, and keeps these in a `Queue`, which is a value like all that a bay
/// holds. A `Deliverer` carries them out of the process.
package enum Webhook {
    /// A vendor's side of it.
    package struct Contract: Sendable {
        /// Everything it announces.
        package let events: [Event]
        /// What it signs with for a subscription that names no secret.
        package let secret: String
        /// How a shop, or whatever else one may subscribe for, is named in subscriptions and records: `shop_id`. `nil`
        /// where every subscriber hears everything.
        package let scope: String?
        /// The exact bytes that go out.
        package let envelope: @Sendable (Announcement, _ now: Instant) -> [UInt8]
        /// The header that vouches for these bytes.
        package let signature: @Sendable (_ body: [UInt8], _ secret: [UInt8]) -> Header

        package init(
            events: [Event],
            secret: String,
            scope: String?,
            envelope: @escaping @Sendable (Announcement, Instant) -> [UInt8],
            signature: @escaping @Sendable ([UInt8], [UInt8]) -> Header,
        ) {
            self.events = events
            self.secret = secret
            self.scope = scope
            self.envelope = envelope
            self.signature = signature
        }
    }

    package struct Event: Sendable {
        /// The vendor's name for it, such as `customer.created`.
        package let name: String
        package let about: String
        package let source: Source

        package init(_ name: String, about: String, source: Source = .seed) {
            self.name = name
            self.about = about
            self.source = source
        }
    }

    package struct Header: Sendable, Equatable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Who is told what, where.
    package struct Subscription: Sendable {
        /// The position of the vendor among the mounts.
        package var vendor: Int
        package var target: Target
        package var secret: String
        /// Names of events; `*` among them is all.
        package var events: [String]
        /// `nil` for all scopes.
        package var scope: String?
        /// What goes wrong, the first that applies and is not used up.
        package var faults: [Fault]

        package init(
            vendor: Int,
            target: Target,
            secret: String,
            events: [String] = ["*"],
            scope: String? = nil,
            faults: [Fault] = [],
        ) {
            self.vendor = vendor
            self.target = target
            self.secret = secret
            self.events = events
            self.scope = scope
            self.faults = faults
        }

        func wants(_ announcement: Announcement, of vendor: Int) -> Bool {
            self.vendor == vendor && (events.contains("*") || events.contains(announcement.event))
                && (scope == nil || scope == announcement.scope)
        }
    }

    /// What goes wrong with some of a subscription's deliveries.
    package struct Fault: Sendable, Equatable {
        package enum Kind: String, Sendable, CaseIterable {
            /// Delivered, and then once more.
            case duplicate
            /// Delivered after the one that follows it.
            case reorder
            /// Delivered later; those behind it do not wait.
            case late
            /// Signed with another secret.
            case badSignature
            /// Never delivered.
            case drop
        }

        package var kind: Kind
        /// An event's name, or `*`.
        package var event: String
        /// How many announcements it spoils; `nil` for all that come.
        package var calls: Int?
        /// How much later, of the bay's time.
        package var delay: Duration
        package var used = 0

        package init(_ kind: Kind, event: String = "*", calls: Int? = 1, delay: Duration = .zero) {
            self.kind = kind
            self.event = event
            self.calls = calls
            self.delay = delay
        }

        func applies(to event: String) -> Bool {
            (self.event == "*" || self.event == event) && used < calls ?? .max
        }
    }

    /// When the mock tries again, and how long it remembers. Vendors do not say; all of it is [inferred].
    package enum Rules {
        /// Of the bay's time, after the first failure and after the second; the third is the last.
        package static let backOff: [Duration] = [.seconds(10), .seconds(60)]
        package static let tries = backOff.count + 1
        /// How long one that is to come after its successor waits for it, of the bay's time.
        package static let reorderWait = Duration.seconds(30)
        /// Deliveries that a bay remembers once they are done with; a tenth is forgotten at a time.
        package static let remembered = 10_000
        /// Deliveries that wait to go to one target.
        package static let waiting = 20_000
        /// The bodies of all deliveries of a bay: what is done with is forgotten first, then there is no room.
        package static let bytes = 64 << 20
    }
}

// MARK: - Usual envelopes and signatures

extension Webhook {
    /// `{"event", "<scope>", "timestamp", "data"}`, the scope as a number where it is one, the time in UTC to the second.
    package static func flatEnvelope(scope name: StaticString)
        -> @Sendable (Announcement, Instant) -> [UInt8]
    {
        { announcement, now in
            var json = JSON.Writer(reserving: announcement.data.count + 128)
            json.object { json in
                json.member("event", announcement.event)
                if let number = Int(announcement.scope) {
                    json.member(name, number)
                } else {
                    json.member(name, announcement.scope)
                }
                json.key("timestamp")
                var time: [UInt8] = []
                now.writeISO8601(to: &time)
                json.string(utf8: time)
                json.key("data")
                json.raw(announcement.data)
            }
            return json.bytes
        }
    }

    /// The HMAC-SHA256 of the body in lower-case hex.
    package static func hexHMAC(in header: String) -> @Sendable ([UInt8], [UInt8]) -> Header {
        { body, secret in Header(header, Hex.text(of: HMAC.sha256(of: body, key: secret))) }
    }
}
