package import Engine
package import JSON

extension HeavyTruckParts {
    /// Something that the API user reported about an end user: a want, a question, a call, an email. Nothing is ever
    /// sent; the collection is the outbox to look into.
    ///
    /// Source: "Logging" [seed]; number, time and user are [inferred].
    package struct LogEntry: Record {
        enum Kind: String, Sendable, CaseIterable {
            case partRequest = "part_request"
            case partInquiry = "part_inquiry"
            case phoneCall = "phone_call"
            case email
        }

        /// Counts from 1.
        package let id: Int
        let timestamp: Instant
        /// The API user.
        let user: String
        let kind: Kind
        /// As it was sent: the text of a JSON object, taken apart where somebody looks at it.
        let body: [UInt8]
    }
}

extension HeavyTruckParts.LogEntry {
    package static let model: [Field] = [
        Field("number", .integer(1...9_999_999_999), required: true, source: .inferred),
        Field("timestamp", .dateTime, required: true, source: .inferred, about: "YYYY-MM-DD HH:MM:SS, UTC"),
        Field("user", .string(), required: true, source: .inferred, about: "the API user"),
        Field("kind", .oneOf(Kind.allCases.map(\.rawValue)), required: true),
        Field("body", .map(.anything), required: true, about: "as it was sent"),
    ]

    package init(_ object: JSON.Object) throws(RecordProblem) {
        guard let id = object["number"]?.int else {
            throw RecordProblem("must be a whole number", at: ["number"])
        }
        guard let timestamp = Instant(plain: object["timestamp"]?.string ?? "") else {
            throw RecordProblem("must be YYYY-MM-DD HH:MM:SS", at: ["timestamp"])
        }
        guard let kind = Kind(rawValue: object["kind"]?.string ?? "") else {
            throw RecordProblem("is no kind of log entry", at: ["kind"])
        }
        self.id = id
        self.timestamp = timestamp
        self.kind = kind
        user = object["user"]?.string ?? ""
        var json = JSON.Writer()
        json.value(.object(object["body"]?.object ?? JSON.Object()))
        body = json.bytes
    }

    package func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("number", id)
            json.member("timestamp", timestamp.plain)
            json.member("user", user)
            json.member("kind", kind.rawValue)
            json.key("body")
            // Of a key that stands twice one value counts. What was parsed once can be parsed again.
            json.value((try? JSON.Value.parse(body)) ?? .object(JSON.Object()))
        }
    }
}
