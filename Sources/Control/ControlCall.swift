import Engine
import HTTP
import JSON

/// One call of the control API: the request, and what its path names.
struct ControlCall: Sendable {
    let request: Request
    private let captures: Router.Captures

    init(_ request: Request, _ captures: Router.Captures) {
        self.request = request
        self.captures = captures
    }

    /// A segment of the path, decoded. The router has seen to it that there is one.
    func path(_ name: StaticString) -> String {
        guard let position = ControlAPI.router.position(of: name, in: captures) else { return "" }
        return request.decoded(captures[position]) ?? ""
    }

    func bayName() throws(Refused) -> BayName {
        guard let name = BayName(path("bay")) else { throw Refused(.badBayName(path("bay"))) }
        return name
    }

    /// Whether the reply is to be a text for people.
    var wantsText: Bool { request.field("Accept")?.lowercased().hasPrefix("text/plain") ?? false }

    /// Refuses query parameters that the call does not have.
    func allowQuery(_ names: [String]) throws(Refused) {
        for item in request.queryItems {
            let name = request.formDecoded(item.name) ?? ""
            guard names.contains(name) else {
                throw .unknown("query parameter", name, among: names, path: name)
            }
        }
    }

    /// A query parameter that is a whole number; `nil` where it is not given.
    func number(_ name: StaticString, in range: ClosedRange<Int>) throws(Refused) -> Int? {
        guard let text = request.query(name) else { return nil }
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = Int(text),
            range.contains(number)
        else {
            let wanted =
                range.upperBound == .max
                ? "from \(range.lowerBound) on" : "\(range.lowerBound) to \(range.upperBound)"
            throw Refused(
                400,
                "bad_query",
                "'\(name)' is a whole number \(wanted), not '\(text)'",
                path: "\(name)"
            )
        }
        return number
    }

    /// The body as a JSON object with no keys but these. Comments are allowed, since scenarios may be in it.
    func object(_ keys: String...) throws(Refused) -> JSON.Node {
        guard !request.body.isEmpty else {
            throw Refused(
                400,
                "missing_body",
                "the call needs a JSON object as its body",
                hint: "its keys are \(keys.joined(separator: ", "))"
            )
        }
        let document: JSON.Document
        do throws(JSON.SyntaxError) {
            document = try JSON.Document(request.body, dialect: .lenient)
        } catch {
            throw Refused(400, "malformed_json", "the body is no JSON: \(error)")
        }
        guard document.root.kind == .object else {
            throw Refused(400, "bad_body", "the body must be a JSON object")
        }
        var seen: Set<String> = []
        for member in document.root.members {
            guard keys.contains(member.key) else {
                throw .unknown("key", member.key, among: keys, path: member.key)
            }
            guard seen.insert(member.key).inserted else {
                throw Refused(400, "bad_body", "'\(member.key)' is given twice", path: member.key)
            }
        }
        return document.root
    }

    /// For calls that have nothing to be told: a body that asks for something is refused, not ignored.
    func refuseBody() throws(Refused) {
        if !request.body.isEmpty { _ = try object() }
    }
}

extension JSON.Node {
    /// A member that has to be a text; `nil` where it is missing or `null`.
    func text(_ key: String) throws(Refused) -> String? {
        guard let node = self[key], !node.isNull else { return nil }
        guard let text = node.string else {
            throw Refused(400, "bad_body", "'\(key)' must be a text", path: key)
        }
        return text
    }

    func requiredText(_ key: String, hint: String = "") throws(Refused) -> String {
        guard let text = try text(key) else {
            throw Refused(400, "bad_body", "'\(key)' is missing", path: key, hint: hint)
        }
        return text
    }

    /// A member that names a bay.
    func bayName(_ key: String) throws(Refused) -> BayName? {
        guard let text = try text(key) else { return nil }
        guard let name = BayName(text) else {
            var problem = MockbayProblem.badBayName(text)
            problem.path = key
            throw Refused(problem)
        }
        return name
    }
}

extension Response {
    /// A reply with what `write` writes as its JSON body.
    static func json(_ status: Int = 200, _ write: (inout JSON.Writer) -> Void) -> Response {
        var json = JSON.Writer()
        write(&json)
        return Response(status, .json, body: json.bytes)
    }
}
