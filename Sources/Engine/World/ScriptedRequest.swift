package import HTTP
package import JSON

/// A request made from the `with` of a scenario's action: `{"path": {…}, "query": {…}, "body": {…}}`, or the vendor's
/// short form.
package struct ScriptedRequest: Sendable {
    package let operation: Operation
    package let request: Request

    /// - Parameter expand: turns a vendor's short form into a body; `nil` where it is none.
    package init(
        _ operation: Operation,
        with: JSON.Object,
        expand: (JSON.Object) -> JSON.Value?,
    ) throws(RecordProblem) {
        self.operation = operation
        let parts: Set<String> = ["path", "query", "body"]
        var body = with["body"]
        if let stranger = with.keys.first(where: { !parts.contains($0) }) {
            guard let short = expand(with) else {
                throw RecordProblem(
                    "'\(stranger)' is none of path, query, body, and this is no short form of \(operation.name) for a record that is there"
                )
            }
            body = short
        }
        guard let binding = operation.bindings.last(where: { $0.method != .head }) ?? operation.bindings.last
        else {
            throw RecordProblem("\(operation.name) has no address")
        }
        var target = ""
        for segment in binding.path.split(separator: "/") {
            target += "/"
            if segment.first == "{" {
                let name = String(segment.dropFirst().dropLast())
                guard let value = with["path"]?[name].flatMap(scalarText) else {
                    throw RecordProblem("\(operation.name) needs a value for {\(name)}", at: ["path"])
                }
                target += Percent.encode(value)
            } else {
                target += segment
            }
        }
        var separator = "?"
        for (name, value) in with["query"]?.object ?? JSON.Object() {
            guard let text = scalarText(value) else {
                throw RecordProblem(
                    "a query value is a text, a number or a truth value",
                    at: ["query", name]
                )
            }
            target += separator + Percent.encode(name) + "=" + Percent.encode(text)
            separator = "&"
        }
        guard target.utf8.count <= Limits().target else {
            throw RecordProblem("the call's address would be longer than \(Limits().target) bytes")
        }
        var bytes: [UInt8] = []
        if let body {
            var json = JSON.Writer()
            json.value(body)
            bytes = json.bytes
        }
        let fields = bytes.isEmpty ? [] : [("Content-Type", "application/json")]
        request = Request(binding.method, target, fields: fields, body: bytes)
    }

    package func call(in router: Router) throws(RecordProblem) -> Call {
        guard
            case .operation(let index, let captures) = router.match(
                request.method,
                request.path,
                in: request.head
            )
        else { throw RecordProblem("\(operation.name) does not answer \(request.text(request.target))") }
        return Call(
            request,
            operation: index,
            captures: captures,
            router: router,
            body: Call.Body(of: request, for: operation),
            isScripted: true
        )
    }
}

extension Call.Body {
    /// The body as the operation takes it; parsed here, before any lock is held.
    package init(of request: borrowing Request, for operation: Operation) {
        guard operation.body != nil, !request.body.isEmpty else {
            self = .none
            return
        }
        do throws(JSON.SyntaxError) {
            if operation.takesForm, Form.isDeclared(by: request) {
                guard let form = Form(request.body) else { throw JSON.SyntaxError(brokenForm: ()) }
                var json = JSON.Writer(reserving: request.body.count * 2)
                json.value(.object(form.object))
                self = .json(try JSON.Document(json.bytes))
            } else {
                self = .json(try JSON.Document(request.body))
            }
        } catch {
            self = .malformed(error)
        }
    }
}

extension JSON.SyntaxError {
    /// A form has no lines, and which escape is broken is of no help.
    fileprivate init(brokenForm: ()) {
        self.init(
            problem: "the form has a broken escape, text that is no UTF-8, or too many fields",
            position: JSON.Position(line: 1, column: 1, offset: 0)
        )
    }
}

private func scalarText(_ value: JSON.Value) -> String? {
    switch value {
    case .string(let text): text
    case .number(let number): number.text
    case .bool(let bool): bool ? "true" : "false"
    case .null, .array, .object: nil
    }
}
