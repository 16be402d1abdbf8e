import Engine
import HTTP
import JSON

extension AutoLeap {
    /// A partner: who may log in, and what it was granted.
    ///
    /// Source: logins and grants [seed]; the shape of the record is [inferred].
    final class Partner: Record {
        typealias ID = String

        let id: String
        let name: String
        let authKey: String
        let companies: [Company.ID]
        /// Raised on request [public]: calls a minute in place of the default ones.
        let limits: [HTTP.Method: Limit]

        static let model: [Field] = [
            Field("partnerId", .string(), required: true, source: .inferred),
            Field("partnerName", .string(), source: .inferred),
            Field("authKey", .string(), required: true, source: .inferred, secret: true),
            Field("companies", .array(.string()), source: .inferred, about: "the ids of those granted"),
            Field(
                "limits",
                .object(limitNames.map { Field($0.key, .integer(0...1_000_000), source: .inferred) }),
                source: .inferred,
                about: "calls a minute by method, where they are not the default ones"
            ),
        ]

        private static let limitNames: KeyValuePairs<String, HTTP.Method> = [
            "GET": .get, "POST": .post, "PUT": .put, "PATCH": .patch,
        ]

        init(_ object: JSON.Object) throws(RecordProblem) {
            id = object["partnerId"]?.string ?? ""
            guard !id.isEmpty, !id.contains("~") else {
                throw RecordProblem("must not be empty, nor hold a tilde", at: ["partnerId"])
            }
            name = object["partnerName"]?.string ?? id
            authKey = object["authKey"]?.string ?? ""
            companies = (object["companies"]?.array ?? []).compactMap(\.string)
            var limits: [HTTP.Method: Limit] = [:]
            for (name, method) in Partner.limitNames {
                guard let requests = object["limits"]?[name]?.int else { continue }
                limits[method] = Limit(requests: requests, per: .seconds(60))
            }
            self.limits = limits
        }

        func write(to json: inout JSON.Writer) {
            json.object { json in
                json.member("partnerId", id)
                json.member("partnerName", name)
                json.member("authKey", authKey)
                json.member("companies", companies)
                json.object("limits") { json in
                    for (name, method) in Partner.limitNames {
                        if let limit = limits[method] { json.member(name, limit.requests) }
                    }
                }
            }
        }
    }
}
