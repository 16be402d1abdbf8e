import Engine
import HTTP
import JSON

extension HeavyTruckParts {
    /// Reports on end users: wants, questions, calls, emails. They are kept for whoever looks into `htp.logs`; no mail
    /// is sent.
    ///
    /// Source: "Logging" [seed], the bodies of `part_request` [public: r11046]; the reply is [inferred].
    enum Logs {
        static let routes: [Route<HeavyTruckParts>] = LogEntry.Kind.allCases.map { kind in
            let path = "/enduser/log/\(kind.rawValue)"
            return Route(
                Operation(
                    "htp.log.\(kind.rawValue)",
                    [.init(.put, path), .init(.post, path)],
                    about: about(kind),
                    body: body(of: kind),
                    outcomes: [
                        .success(200), .error("bad_request"), .error("malformed_json"),
                        .error("unauthorized"),
                    ]
                )
            ) { (call, world) throws(Failure) in
                try record(kind, call, &world)
            }
        }

        /// Any JSON object will do: no field is documented as required.
        private static func record(
            _ kind: LogEntry.Kind,
            _ call: Call,
            _ world: inout World,
        ) throws(Failure) -> Response {
            let user = try call.user()
            let body = try call.json()
            guard body.kind == .object else { throw .badRequest("the body must be a JSON object") }
            let number = (world.state.logs.last?.id ?? 0) + 1
            world.state.logs.insert(
                LogEntry(
                    id: number,
                    timestamp: world.now,
                    user: user.id,
                    kind: kind,
                    body: Array(body.rawBytes)
                )
            )
            return .reply(to: call.caller) { json in json.object { $0.member("success", true) } }
        }

        private static func about(_ kind: LogEntry.Kind) -> String {
            switch kind {
            case .partRequest: "Logs that an end user wants a part that is not listed."
            case .partInquiry: "Logs an end user's question about a listed item."
            case .phoneCall: "Logs a phone call with an end user. Its fields are not documented."
            case .email: "Logs an email from an end user. Its fields are not documented."
            }
        }

        private static func body(of kind: LogEntry.Kind) -> [Field] {
            switch kind {
            case .partRequest:
                let later = Source.public("r11046")
                return [
                    Field("contact", contact, source: later),
                    Field("part_type", .string(), source: later),
                    Field("make", .string(), source: later),
                    Field("model", .string(), source: later),
                    Field("year", .string(), source: later),
                    Field(
                        "vehicle",
                        .map(.anything),
                        source: later,
                        about: "for fitment; its fields are unknown"
                    ),
                ]
            case .partInquiry:
                return [
                    Field("contact", contact),
                    Field("vendor_id", .id),
                    Field("vendor_store_id", .id),
                    Field("vendor_sku", .string(), about: "the tag number, not the inventory id"),
                    Field("comments", .string()),
                ]
            case .phoneCall, .email:
                return []
            }
        }

        private static let contact = FieldType.object(
            [
                "contact", "company", "address", "city", "state", "postal_code", "country", "phone_number",
                "email",
                "preferred_contact_method",
            ].map { Field($0, .string()) }
        )
    }
}
