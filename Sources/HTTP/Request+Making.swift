extension Request {
    /// A request made by hand, for tests and for calls from within: written out and then read by the real parser, so
    /// that it is what a client would have sent. `Host: localhost` and `Content-Length` are added where they are
    /// missing. The parts must make a well-formed request.
    package init(_ method: Method, _ target: String, fields: [(String, String)] = [], body: [UInt8] = []) {
        self.init(named: method.name.description, target, fields: fields, body: body)
    }

    /// The same, for a method that has no case of its own.
    package init(named method: String, _ target: String, fields: [(String, String)] = [], body: [UInt8] = [])
    {
        func hasField(_ name: String) -> Bool { fields.contains { $0.0.lowercased() == name } }
        var text = "\(method) \(target) HTTP/1.1\r\n"
        if !hasField("host") { text += "Host: localhost\r\n" }
        if !body.isEmpty, !hasField("content-length") { text += "Content-Length: \(body.count)\r\n" }
        for (name, value) in fields { text += "\(name): \(value)\r\n" }
        text += "\r\n"
        self.init()
        var limits = Limits()
        limits.body = max(limits.body, body.count)
        do throws(MalformedRequest) {
            let progress = try RequestParser(limits: limits).parse(Array(text.utf8).span, into: &self)
            guard case .head = progress else {
                preconditionFailure("A field or the target holds a line break.")
            }
        } catch {
            preconditionFailure("\(method) \(target): \(error.message)")
        }
        self.body = body
    }
}
