import Control
import HTTP
import JSON

// The control API is asked as it is over the wire, so that a bay here and one there can do the same and refuse the same.
extension Mockbay.Bay {
    /// What the control API has under the bay, asked at once.
    func send(
        _ method: HTTP.Method,
        _ path: String,
        _ body: Mockbay.Value? = nil,
    ) throws(Mockbay.Problem) -> Mockbay.Value {
        try value(of: reply(method, path, body))
    }

    /// The same for calls that may have to wait for something.
    func ask(
        _ method: HTTP.Method,
        _ path: String,
        _ body: Mockbay.Value? = nil,
    ) async throws(Mockbay.Problem) -> Mockbay.Value {
        var delivery = delivery(method, path, body)
        while let later = delivery.later {
            // Who gives up waiting has what was known until then.
            guard (try? await Task.sleep(for: delivery.delay)) != nil else { break }
            delivery = later()
        }
        return try value(of: checked(delivery.response))
    }

    func reply(
        _ method: HTTP.Method,
        _ path: String,
        _ body: Mockbay.Value? = nil,
        accept: String = "application/json",
    ) throws(Mockbay.Problem) -> Response {
        try checked(delivery(method, path, body, accept: accept).response)
    }

    private func delivery(
        _ method: HTTP.Method,
        _ path: String,
        _ body: Mockbay.Value?,
        accept: String = "application/json",
    ) -> Delivery {
        let request = Request(
            method,
            "/bays/\(name)\(path)",
            fields: [("Accept", accept)],
            body: body.map { Array($0.description.utf8) } ?? []
        )
        return mockbay.control.respond(to: request, path: request.path)
    }

    private func checked(_ response: Response) throws(Mockbay.Problem) -> Response {
        guard response.status >= 400 else { return response }
        let error = try value(of: response)["error"]
        let problems = (error["problems"].array ?? []).map { problem in
            let text = { (key: String) in problem[key].string ?? problem[key].description }
            let hint = problem["hint"].string.map { "; did you mean '\($0)'?" } ?? ""
            return "\(text("file")):\(text("line")):\(text("column")): \(text("message"))\(hint)"
        }
        guard problems.isEmpty else { throw Mockbay.Problem(problems) }
        let hint = error["hint"].string.flatMap { $0.isEmpty ? nil : "; \($0)" } ?? ""
        throw Mockbay.Problem((error["message"].string ?? "refused with \(response.status)") + hint)
    }

    private func value(of response: Response) throws(Mockbay.Problem) -> Mockbay.Value {
        guard !response.body.isEmpty else { return .null }
        do throws(JSON.SyntaxError) {
            return Mockbay.Value(try JSON.Value.parse(response.body))
        } catch {
            throw Mockbay.Problem("the control API answered with no JSON: \(error)")
        }
    }
}

/// What the path of a record, or of a collection, is below a bay's.
struct Place {
    let collectionPath: String
    /// "" for a collection.
    let key: String

    var path: String { key.isEmpty ? collectionPath : "\(collectionPath)/\(percentEncoded(key))" }

    /// - Parameter text: `htp.items`
    init(ofCollection text: some StringProtocol) throws(Mockbay.Problem) {
        try self.init(text, key: "", example: "htp.items")
    }

    /// - Parameter text: `htp.items/101-1-500001`
    init(ofRecord text: String) throws(Mockbay.Problem) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty else {
            throw Mockbay.Problem("'\(text)' names no record; one is named such as htp.items/101-1-500001")
        }
        try self.init(parts[0], key: String(parts[1]), example: "htp.items/101-1-500001")
    }

    private init(
        _ collection: some StringProtocol,
        key: String,
        example: String,
    ) throws(Mockbay.Problem) {
        let names = collection.split(separator: ".", omittingEmptySubsequences: false)
        guard names.count == 2, !names.contains("") else {
            throw Mockbay.Problem("'\(collection)' names no collection; write it such as \(example)")
        }
        collectionPath = "/state/\(percentEncoded(names[0]))/\(percentEncoded(names[1]))"
        self.key = key
    }
}

/// The text with all but RFC 3986 §2.3's unreserved characters as `%` and two digits.
func percentEncoded(_ text: some StringProtocol) -> String {
    var encoded = ""
    for byte in text.utf8 {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
            encoded.unicodeScalars.append(Unicode.Scalar(byte))
        default:
            let digits = String(byte, radix: 16, uppercase: true)
            encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
        }
    }
    return encoded
}
