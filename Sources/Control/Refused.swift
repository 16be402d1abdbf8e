import Engine
import HTTP
import JSON

/// Why a control call is not answered: Mockbay's own four keys, and what some refusals have beside them.
struct Refused: Error, Equatable {
    var problem: MockbayProblem
    /// What is wrong with a scenario, all of it.
    var findings: [ScenarioProblem] = []
    /// Field lines for this refusal.
    var fields: [Field] = []

    struct Field: Equatable {
        let name: StaticString
        let value: String

        static func == (one: Field, other: Field) -> Bool {
            "\(one.name)" == "\(other.name)" && one.value == other.value
        }
    }

    init(_ problem: MockbayProblem) { self.problem = problem }

    init(_ status: Int, _ code: String, _ message: String, path: String = "", hint: String = "") {
        problem = MockbayProblem(status, code, message, path: path, hint: hint)
    }

    /// A scenario, or a part of one, that cannot be used.
    init(_ problems: ScenarioProblems, in what: String = "scenario") {
        self.init(
            400,
            "invalid_\(what)",
            "the \(what) \(what.hasSuffix("s") ? "have" : "has") "
                + counted(problems.problems.count, "problem"),
            path: what,
            hint: "'problems' names the place of each; mockbay check does the same for files"
        )
        findings = problems.told
    }

    static func methodNotAllowed(_ methods: [HTTP.Method], at path: String) -> Refused {
        let names = methods.map { "\($0.name)" }.joined(separator: ", ")
        var refused = Refused(
            405,
            "method_not_allowed",
            "\(path) does not take this method",
            hint: "it takes \(names)"
        )
        refused.fields = [Field(name: "Allow", value: names)]
        return refused
    }

    /// A name that is none of those there are.
    static func unknown(
        _ what: String,
        _ name: String,
        among names: [String],
        status: Int = 400,
        path: String = "",
    ) -> Refused {
        let code = "unknown_" + what.split(separator: " ").joined(separator: "_")
        let hint =
            nearest(to: name, among: names).map { "did you mean '\($0)'?" }
            ?? (names.isEmpty ? "there are none here" : "there are \(names.joined(separator: ", "))")
        return Refused(status, code, "unknown \(what) '\(name)'", path: path, hint: hint)
    }

    var response: Response {
        var response = Response.json(problem.status) { json in
            json.object { json in
                json.object("error") { json in
                    json.member("code", problem.code)
                    json.member("message", problem.message)
                    json.member("path", problem.path)
                    json.member("hint", problem.hint)
                    guard !findings.isEmpty else { return }
                    json.array("problems") { json in
                        for finding in findings { finding.write(to: &json) }
                    }
                }
            }
        }
        for field in fields { response.add(field.name, field.value) }
        return response
    }
}

/// `1 problem`, `2 problems`.
package func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
}

/// Does what may fail with a problem of the engine's.
func refusing<Result>(_ body: () throws(MockbayProblem) -> Result) throws(Refused) -> Result {
    do throws(MockbayProblem) {
        return try body()
    } catch {
        throw Refused(error)
    }
}
