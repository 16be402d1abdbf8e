import Engine
import HTTP
import JSON

extension Response {
    /// A reply that is one JSON object, with a trace id where all replies are to have one.
    static func leadway(_ status: Int, _ json: JSON.Writer, in world: VendorWorld<Leadway>) -> Response {
        leadway(status, json.bytes, in: world)
    }

    static func leadway(_ status: Int, _ object: [UInt8], in world: VendorWorld<Leadway>) -> Response {
        guard world.assumptions.traceID == .always else { return Response(status, .json, body: object) }
        var body = object
        body.removeLast()
        body.append(contentsOf: #","traceId":"\#(world.traceID)"}"#.utf8)
        return Response(status, .json, body: body)
    }
}
