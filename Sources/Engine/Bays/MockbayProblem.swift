package import HTTP
import JSON

/// What Mockbay itself refuses, outside of any vendor's words.
package struct MockbayProblem: Error, Sendable, Equatable {
    package var status: Int
    package var code: String
    package var message: String
    /// Where in the request or file, such as `given.records`.
    package var path: String
    /// What to do about it.
    package var hint: String

    package init(_ status: Int, _ code: String, _ message: String, path: String = "", hint: String = "") {
        self.status = status
        self.code = code
        self.message = message
        self.path = path
        self.hint = hint
    }

    /// `{"error":{"code","message","path","hint"}}`, all four always there.
    package var response: Response {
        var json = JSON.Writer()
        json.object { json in
            json.key("error")
            json.object { json in
                json.member("code", code)
                json.member("message", message)
                json.member("path", path)
                json.member("hint", hint)
            }
        }
        return Response(status, .json, body: json.bytes)
    }

    package static func badBayName(_ text: String) -> MockbayProblem {
        MockbayProblem(
            400,
            "bad_bay_name",
            "'\(text)' cannot name a bay",
            hint: "1 to \(BayName.longest) of A-Z a-z 0-9 . _ -, and neither . nor .."
        )
    }

    package static func bayConflict(_ one: BayName?, _ other: BayName) -> MockbayProblem {
        MockbayProblem(
            400,
            "bay_conflict",
            "the request names two bays, '\(one?.description ?? "")' and '\(other)'",
            hint: "path prefix, X-Mockbay-Bay and credential suffix must agree where more than one is given"
        )
    }

    package static func unknownBay(_ name: BayName) -> MockbayProblem {
        MockbayProblem(
            404,
            "unknown_bay",
            "there is no bay '\(name)'",
            hint: "POST /__mockbay/bays creates it; so does a first call to a vendor, without --no-auto-bays"
        )
    }

    package static func tooManyBays(_ most: Int) -> MockbayProblem {
        MockbayProblem(
            503,
            "too_many_bays",
            "all \(most) bays are in use",
            hint: "delete bays that are done with (DELETE /__mockbay/bays/{bay}), or raise --max-bays"
        )
    }

    package static func unknownMount(_ path: String, vendors: [String]) -> MockbayProblem {
        MockbayProblem(
            404,
            "unknown_path",
            "nothing answers at \(path)",
            hint: "here are /__mockbay/ and \(vendors.map { "/" + $0 }.joined(separator: ", "))"
        )
    }

    package static func unknownError(_ name: String, of vendor: String, nearest: String?) -> MockbayProblem {
        MockbayProblem(
            400,
            "unknown_error",
            "\(vendor) has no error named '\(name)'",
            path: "X-Mockbay-Error",
            hint: nearest.map { "did you mean '\($0)'?" } ?? "mockbay list errors shows them all"
        )
    }
}
