import Engine
import HTTP
import JSON

extension HeavyTruckParts {
    /// Replies of the three operations whose HEAD is documented to tell something [seed], which HTTP rules out: a
    /// reply to HEAD has no content (RFC 9110 §9.3.2). How the vendor does it is unknown; the assumption
    /// `htp.head_mode` offers ways to get at the documented data all the same.
    struct HeadReply {
        /// What HEAD is documented to tell, as JSON.
        var reduced: (inout JSON.Writer) -> Void
        /// A field of its own for the `headers` mode.
        var field: (name: StaticString, value: String)?

        /// Whether a GET asks for what HEAD would tell.
        static func isPreview(_ call: Call, in world: World) -> Bool {
            world.assumptions.headMode == .preview && call.request.method == .get
                && call.request.field("X-Mockbay-Head-Preview") == "1"
        }

        /// - Parameter whole: what GET tells.
        func reply(to call: Call, in world: World, _ whole: (inout JSON.Writer) -> Void) -> Response {
            if HeadReply.isPreview(call, in: world) { return .reply(to: call.caller, reduced) }
            // The connection leaves the content out and keeps its length: that of the reply to GET.
            var response = Response.reply(to: call.caller, whole)
            if world.assumptions.headMode == .headers, call.request.method == .head {
                if let field { response.add(field.name, field.value) }
                var json = JSON.Writer()
                reduced(&json)
                response.add("X-Mockbay-Head-Json", base64(json.bytes))
            }
            return response
        }
    }
}

/// Base64 with padding (RFC 4648 §4).
private func base64(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        var bits = 0
        for offset in 0..<3 { bits = bits << 8 | (offset < group.count ? Int(group[start + offset]) : 0) }
        for place in 0..<4 {
            text.append(place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
        }
    }
    return String(decoding: text, as: UTF8.self)
}
