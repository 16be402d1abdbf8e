import Engine
import JSON

/// How a session stands in a snapshot. No operation shows one.
extension AutoLeap.Session: Record {
    static let model: [Field] = [
        Field("accessToken", .string(), required: true, source: .inferred, secret: true),
        Field("refreshToken", .string(), required: true, source: .inferred, secret: true),
        Field("partnerId", .string(), required: true, source: .inferred),
        Field("accessExpiry", .nullable(.dateTime), source: .inferred, about: "null once it is revoked"),
        Field("refreshExpiry", .nullable(.dateTime), source: .inferred, about: "null once it is used up"),
    ]

    init(_ object: JSON.Object) throws(RecordProblem) {
        self.init(
            id: object["accessToken"]?.string ?? "",
            refreshToken: object["refreshToken"]?.string ?? "",
            partner: object["partnerId"]?.string ?? "",
            accessExpiry: try Instant?(optional: object, "accessExpiry"),
            refreshExpiry: try Instant?(optional: object, "refreshExpiry")
        )
    }

    func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("accessToken", id)
            json.member("refreshToken", refreshToken)
            json.member("partnerId", partner)
            json.member("accessExpiry", accessExpiry?.iso8601)
            json.member("refreshExpiry", refreshExpiry?.iso8601)
        }
    }
}

extension Instant? {
    fileprivate init(optional object: JSON.Object, _ name: String) throws(RecordProblem) {
        guard let text = object[name]?.string else {
            self = nil
            return
        }
        guard let instant = Instant(iso8601: text) else {
            throw RecordProblem("must be a date and time, not '\(text)'", at: [name])
        }
        self = instant
    }
}
