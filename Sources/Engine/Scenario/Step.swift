package import HTTP
package import JSON

/// One step of a `flow` list: when it applies, how long, and what it does instead of (or around) real behaviour.
package struct Step: Sendable {
    package enum Extent: Sendable, Equatable {
        case calls(Int)
        /// All that come.
        case rest
        /// All that come in that time of the bay's clock.
        case time(Duration, from: Start)
        /// All that come until the record has that.
        case until(RecordReference, has: JSON.Value)

        /// Where its time begins.
        package enum Start: String, Sendable, CaseIterable {
            /// When calls begin to come to the step.
            case entry
            case firstCall = "first-call"
        }

        /// Whether it can be over without a call.
        package var isTimed: Bool {
            switch self {
            case .calls, .rest: false
            case .time, .until: true
            }
        }

        /// What uses the step up: a number of calls, `rest`, a time, or a record.
        package var summary: JSON.Value {
            switch self {
            case .calls(let count): .number(JSON.Number(count))
            case .rest: "rest"
            case .time(let duration, _): .string(duration.scenarioText)
            case .until(let record, _): .string(record.description)
            }
        }
    }

    /// What a reply is made from when it is not the vendor's own.
    package enum Reply: Sendable {
        /// An error of the vendor's catalogue, by name.
        case error(String)
        case response(Response)
        /// The real reply, its JSON body altered (RFC 7396).
        case patch(JSON.Value)
    }

    package var extent: Extent
    package var when: Condition
    package var before: [Action]
    package var after: [Action]
    package var reply: Reply?
    package var fault: Fault?
    /// For a fault: whether the write takes effect; `nil` leaves it to where the fault strikes.
    package var commit: Bool?
    package var delay: Delay?
    package var place: JSON.Position

    package init(extent: Extent, place: JSON.Position) {
        self.extent = extent
        self.when = Condition()
        self.before = []
        self.after = []
        self.place = place
    }

    /// Whether the call's writes stay.
    ///
    /// A scripted error or reply replaces the call, so nothing is written. With a fault it is `commit`, which is true
    /// by default where bytes of the reply have left before the fault strikes.
    package var commits: Bool {
        if case .error = reply { return false }
        if case .response = reply { return false }
        guard let fault else { return true }
        return commit ?? fault.letsBytesOut
    }
}

extension Fault {
    /// Whether any byte of the reply reaches the client before the fault strikes.
    package var letsBytesOut: Bool {
        switch kind {
        case .empty: false
        case .drip, .malformed, .wrongLength, .truncate: true
        case .reset, .close, .stall, .garbage:
            switch point {
            case .onAccept, .beforeHeaders: false
            case .afterHeaders, .afterBodyBytes, .atBodyFraction: true
            }
        }
    }
}

/// A record of the world: `htp.items/101-1-500001`.
package struct RecordReference: Sendable, Hashable {
    package var vendor: String
    package var collection: String
    package var key: String
    /// Whether the key is a credential: texts have its fingerprint.
    package var isSecret = false

    package init(vendor: String, collection: String, key: String, isSecret: Bool = false) {
        self.vendor = vendor
        self.collection = collection
        self.key = key
        self.isSecret = isSecret
    }
}

extension RecordReference {
    /// Reads `htp.items/101-1-500001`; whether there is such a record is another question.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, let dot = parts[0].firstIndex(of: "."), !parts[0].hasPrefix("."),
            !parts[0].hasSuffix(".")
        else { return nil }
        vendor = String(parts[0][..<dot])
        collection = String(parts[0][parts[0].index(after: dot)...])
        key = parts[1]
    }
}

extension RecordReference: CustomStringConvertible {
    package var description: String {
        "\(vendor).\(collection)/\(isSecret ? Fingerprint.text(of: key) : key)"
    }
}

/// Something that happens in the world without the client's doing.
package enum Action: Sendable {
    /// A call through the vendor's own rules, made by somebody else.
    case call(by: String, operation: String, with: JSON.Object)
    case set(RecordReference, JSON.Object)
    case remove(RecordReference)
    case limit(vendor: String, LimitPolicy)
    /// Something the vendor announces about a record.
    case webhook(String, of: RecordReference)
    case advance(Duration)
    /// One credential by its name, or all tokens of the vendor.
    case auth(CredentialChange, vendor: String, credential: String?, place: JSON.Position)
}
