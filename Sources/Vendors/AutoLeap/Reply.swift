import Engine
import HTTP
import JSON

// The shapes of successful replies: which operation has which is not uniform.
extension AutoLeap {
    /// ACK: what writes answer. No ids come back [seed].
    static func acknowledged() -> Response { Response(200, .json, body: bareACK) }

    private static let bareACK: [UInt8] = acknowledged({ _ in }).body

    static func acknowledged(_ data: (inout JSON.Writer) -> Void) -> Response {
        .json { json in
            json.member("success", true)
            json.member("message", "Request completed successfully")
            json.object("data") { json in data(&json) }
        }
    }

    static let acknowledgement = FieldType.object([
        Field("success", .boolean, required: true), Field("message", .string(), required: true),
        Field("data", .map(.anything), required: true, about: "empty"),
    ])

    /// TOKENS: without a message, a type or a time of expiry [public].
    static func tokens(of session: Session, in bay: BayName) -> Response {
        .json { json in
            json.member("success", true)
            json.object("data") { json in
                json.member("accessToken", session.id)
                json.member("refreshToken", session.refreshToken + (bay == .default ? "" : "~\(bay)"))
            }
        }
    }

    static let tokenReply = FieldType.object([
        Field("success", .boolean, required: true, source: .public("authentication")),
        Field(
            "data",
            .object(
                ["accessToken", "refreshToken"].map {
                    Field($0, .string(), required: true, source: .public("authentication"), secret: true)
                }
            ),
            required: true,
            source: .public("authentication")
        ),
    ])
}

extension Response {
    /// 200 with an object.
    static func json(_ members: (inout JSON.Writer) -> Void) -> Response {
        var json = JSON.Writer()
        json.object { json in members(&json) }
        return Response(200, .json, body: json.bytes)
    }

    /// BARE: 200 with a record and nothing around it [seed].
    static func bare(_ record: (inout JSON.Writer) -> Void) -> Response {
        var json = JSON.Writer(reserving: 2048)
        record(&json)
        return Response(200, .json, body: json.bytes)
    }
}
