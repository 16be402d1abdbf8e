import Engine
import HTTP
import JSON

// What operations end in: the vendor's statuses as they are declared, and beside them what any call can meet before a
// vendor sees it.
extension OpenAPI {
    /// One for each status, with all that ends in it.
    func writeResponses(of operation: Operation, _ method: HTTP.Method, to json: inout JSON.Writer) {
        var endings: [Int: Ending] = [:]
        for outcome in operation.outcomes {
            switch outcome {
            case .success(let status):
                endings[status, default: Ending()].abouts.insert("done", at: 0)
                endings[status]?.isSuccess = true
            case .error(let name):
                guard let error = errors[name] else { continue }
                endings[error.status, default: Ending()].abouts.append("\(name): \(error.about)")
            }
        }
        for (status, ending) in endings.sorted(by: { $0.key < $1.key }) {
            json.key("\(status)")
            json.object { json in
                let own = OpenAPI.own.first { $0.status == status }
                let abouts = ending.abouts + (own.map { ["or Mockbay's own \($0.name)"] } ?? [])
                json.member("description", abouts.joined(separator: "; "))
                // RFC 9110 §9.3.2: no reply to HEAD has content.
                guard method != .head,
                    let body = ending.isSuccess ? operation.reply : mount.replies.refusal(status)
                else { return }
                json.object("content") { json in write(body, orOwn: own != nil, to: &json) }
            }
        }
        for own in OpenAPI.own where endings[own.status] == nil {
            json.key("\(own.status)")
            json.object { json in writeReference("responses", own.name, to: &json) }
        }
    }

    /// What a status of an operation stands for.
    private struct Ending {
        var abouts: [String] = []
        var isSuccess = false
    }

    /// A body in the vendor's formats. Mockbay speaks JSON, whatever the vendor does.
    private func write(_ body: FieldType, orOwn hasOwn: Bool, to json: inout JSON.Writer) {
        for type in mount.replies.types {
            json.key(type)
            json.object { json in
                guard type == OpenAPI.json else { return }
                json.key("schema")
                guard hasOwn else { return write(body, to: &json) }
                json.object { json in
                    json.array("anyOf") { json in
                        write(body, to: &json)
                        json.object { json in writeReference("schemas", OpenAPI.refusal, to: &json) }
                    }
                }
            }
        }
    }

    private func writeReference(_ kind: String, _ name: String, to json: inout JSON.Writer) {
        json.member("$ref", "#/components/\(kind)/\(name)")
    }

    private static let json = "application/json"

    // MARK: Mockbay's own

    /// What is told in Mockbay's own words: requests that are no HTTP or are too long, bays and errors that are asked for
    /// and are not there. One for each status.
    private static let own: [Own] = {
        var all = MalformedRequest.allCases.map { Own($0.status, "\($0.code)", "\($0.message)") }
        all.append(Own(400, "bad_request", "The bay or the error that is asked for has no such name."))
        all.append(Own(404, "unknown_bay", "There is no such bay, and none is made at first use."))
        all.append(Own(503, "too_many_bays", "There is no room for another bay, or for another connection."))
        return Dictionary(grouping: all, by: \.status).sorted { $0.key < $1.key }.compactMap {
            status,
            causes in
            causes.first.map { Own(status, $0.name, causes.map(\.about).joined(separator: " ")) }
        }
    }()

    private struct Own {
        let status: Int
        let name: String
        let about: String

        init(_ status: Int, _ name: String, _ about: String) {
            self.status = status
            self.name = name
            self.about = about
        }
    }

    private static let refusal = "MockbayRefusal"

    func writeOwnSchemas(to json: inout JSON.Writer) {
        let error: [Field] = [
            Field("code", .string(), required: true), Field("message", .string(), required: true),
            Field("path", .string(), about: "where in the request"),
            Field("hint", .string(), about: "what to do about it"),
        ]
        json.key(OpenAPI.refusal)
        write(.object([Field("error", .object(error), required: true)]), to: &json)
    }

    func writeOwnResponses(to json: inout JSON.Writer) {
        for own in OpenAPI.own {
            json.key(own.name)
            json.object { json in
                json.member("description", "Mockbay's own, not the vendor's. \(own.about)")
                json.object("content") { json in
                    json.key(OpenAPI.json)
                    json.object { json in
                        json.object("schema") { json in writeReference("schemas", OpenAPI.refusal, to: &json)
                        }
                    }
                }
            }
        }
    }
}
