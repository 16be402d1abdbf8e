import Engine
import HTTP
import JSON

/// Why a reply is as it is.
extension ControlAPI {
    static let explanationRoutes = [
        ControlRoute(.get, "/bays/{bay}/journal/{n}/explain", ControlAPI.explainExchange),
        ControlRoute(.post, "/bays/{bay}/explain", ControlAPI.explainRequest),
    ]

    /// Explains an exchange of the journal: as JSON, or as text for `Accept: text/plain`.
    func explainExchange(_ call: ControlCall) throws(Refused) -> Response {
        let bay = try bay(of: call)
        let (number, _) = try exchange(of: call, in: bay)
        guard let explanation = bay.explanation(of: number) else {
            throw Refused(
                409,
                "not_explainable",
                "the head of exchange \(number) had no room in the journal",
                path: "n",
                hint: "--journal gives it more"
            )
        }
        return reply(to: call, explanation, of: bay)
    }

    /// Explains what `{"vendor", "method", "path", "headers", "body"}` would be answered: on a copy, so that nothing is
    /// written, counted, journalled or announced. A body that is a text is sent as it is, any other as JSON.
    func explainRequest(_ call: ControlCall) throws(Refused) -> Response {
        let body = try call.object("vendor", "method", "path", "headers", "body")
        let keys = bays.mounts.map(\.facts.key)
        let key = try body.requiredText("vendor", hint: "one of \(keys.joined(separator: ", "))")
        guard let vendor = keys.firstIndex(of: key) else {
            throw .unknown("vendor", key, among: keys, path: "vendor")
        }
        let request = try request(in: body)
        let bay = try bayToSetUp(of: call)
        guard let explanation = bay.explanation(trying: request, vendor: vendor) else {
            throw Refused(400, "not_explainable", "the request is larger than a journal", path: "body")
        }
        return reply(to: call, explanation, of: bay)
    }

    private func reply(to call: ControlCall, _ explanation: Explanation, of bay: Bay) -> Response {
        let writer = ExplanationWriter(bay)
        guard call.wantsText else { return .json { json in writer.write(explanation, to: &json) } }
        return Response(200, .text, body: Array(writer.text(explanation).utf8))
    }

    /// The request as a client would send it: through the real parser, which says what is wrong with it.
    private func request(in body: JSON.Node) throws(Refused) -> Request {
        let method = try body.text("method") ?? "GET"
        let path = try body.requiredText("path", hint: "the vendor's own path with its query")
        var fields: [(String, String)] = []
        if let headers = body["headers"], !headers.isNull {
            guard headers.kind == .object else {
                throw Refused(400, "bad_body", "'headers' must be an object of texts", path: "headers")
            }
            for member in headers.members {
                guard let value = member.value.string else {
                    throw Refused(
                        400,
                        "bad_body",
                        "'headers.\(member.key)' must be a text",
                        path: "headers.\(member.key)"
                    )
                }
                fields.append((member.key, value))
            }
        }
        var content: [UInt8] = []
        if let node = body["body"], !node.isNull {
            content = node.string.map { Array($0.utf8) } ?? Array(node.rawBytes)
        }
        func has(_ name: String) -> Bool { fields.contains { $0.0.lowercased() == name } }
        var head = "\(method) \(path) HTTP/1.1\r\n"
        if !has("host") { head += "Host: localhost\r\n" }
        if !content.isEmpty, !has("content-length") { head += "Content-Length: \(content.count)\r\n" }
        if !content.isEmpty, !has("content-type") { head += "Content-Type: application/json\r\n" }
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        head += "\r\n"
        var request = Request()
        var limits = HTTP.Limits()
        limits.body = max(limits.body, content.count)
        let bytes = Array(head.utf8)
        let isWhole: Bool
        do throws(MalformedRequest) {
            let progress = try RequestParser(limits: limits).parse(bytes.span, into: &request)
            if case .head(let whole) = progress {
                isWhole = whole.consumed == bytes.count
            } else {
                isWhole = false
            }
        } catch {
            throw Refused(400, "bad_request", "no client could send it: \(error.message)", path: "path")
        }
        guard isWhole else {
            throw Refused(400, "bad_request", "a line break stands in method, path or headers", path: "path")
        }
        request.body = content
        return request
    }
}
