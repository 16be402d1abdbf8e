import Engine
import HTTP
import JSON

/// A vendor's contract as an OpenAPI 3.1 document, made of the one declaration of each operation.
///
/// Replies have no schema: their statuses are declared, their bodies are not.
struct OpenAPI {
    private let mount: any Mounted
    private let url: String
    private let errors: [String: ErrorListing]

    /// - Parameter url: where the vendor answers, base path left aside: paths here begin with it.
    init(of mount: any Mounted, at url: String) {
        self.mount = mount
        self.url = url
        errors = Dictionary(mount.errors.map { ($0.name, $0) }) { first, _ in first }
    }

    func write(to json: inout JSON.Writer) {
        json.object { json in
            json.member("openapi", "3.1.0")
            json.object("info") { json in
                json.member("title", "\(mount.facts.title), as Mockbay imitates it")
                json.member("version", Build.version)
            }
            json.array("servers") { json in json.object { json in json.member("url", url) } }
            json.object("paths") { json in writePaths(to: &json) }
            json.object("components") { json in
                json.object("securitySchemes") { json in
                    for (name, scheme) in mount.security.schemes {
                        json.key(name)
                        write(scheme, to: &json)
                    }
                }
            }
        }
    }

    private struct Bound {
        let operation: Operation
        let binding: Operation.Binding
        let id: String
    }

    /// Paths in the order of the contract. Two that differ in the names of their parameters alone are one path.
    private func writePaths(to json: inout JSON.Writer) {
        var order: [String] = []
        var paths: [String: [Bound]] = [:]
        for operation in mount.operations {
            for (index, binding) in operation.bindings.enumerated() {
                let form = binding.path.split(separator: "/", omittingEmptySubsequences: false)
                    .map { $0.hasPrefix("{") ? "{}" : String($0) }.joined(separator: "/")
                if paths[form] == nil { order.append(form) }
                let id = operation.name + (index == 0 ? "" : ".\(index + 1)")
                paths[form, default: []].append(Bound(operation: operation, binding: binding, id: id))
            }
        }
        for form in order {
            guard let bounds = paths[form], let path = bounds.first?.binding.path else { continue }
            json.key(path)
            json.object { json in
                for bound in bounds {
                    json.key("\(bound.binding.method.name)".lowercased())
                    write(bound, at: path, to: &json)
                }
            }
        }
    }

    private func write(_ bound: Bound, at path: String, to json: inout JSON.Writer) {
        let operation = bound.operation
        json.object { json in
            json.member("operationId", bound.id)
            json.member("summary", operation.about)
            json.member("x-source", operation.source.mark)
            json.array("parameters") { json in
                for segment in path.split(separator: "/") where segment.hasPrefix("{") {
                    json.object { json in
                        json.member("name", String(segment.dropFirst().dropLast()))
                        json.member("in", "path")
                        json.member("required", true)
                        json.object("schema") { json in json.member("type", "string") }
                    }
                }
                for field in operation.query { write(parameter: field, to: &json) }
            }
            if let body = operation.body { write(body: body, of: operation, to: &json) }
            json.object("responses") { json in writeResponses(of: operation, to: &json) }
            json.array("security") { json in
                guard !mount.security.open.contains(operation.name) else { return }
                for (name, _) in mount.security.schemes {
                    json.object { json in
                        json.key(name)
                        json.array { _ in }
                    }
                }
            }
        }
    }

    private func write(parameter field: Field, to json: inout JSON.Writer) {
        json.object { json in
            json.member("name", field.name)
            json.member("in", "query")
            json.member("required", field.isRequired)
            if !field.about.isEmpty { json.member("description", field.about) }
            if case .list = field.type {
                json.member("style", "form")
                json.member("explode", false)
            }
            json.key("schema")
            write(field.type, to: &json)
        }
    }

    private func write(body: [Field], of operation: Operation, to json: inout JSON.Writer) {
        json.object("requestBody") { json in
            json.member("required", body.contains { $0.isRequired })
            json.object("content") { json in
                let types = ["application/json"]
                for type in operation.takesForm ? types + ["application/x-www-form-urlencoded"] : types {
                    json.key(type)
                    json.object { json in
                        json.key("schema")
                        write(.object(body), to: &json)
                    }
                }
            }
        }
    }

    /// One for each status, with all that ends in it.
    private func writeResponses(of operation: Operation, to json: inout JSON.Writer) {
        var abouts: [Int: [String]] = [:]
        for outcome in operation.outcomes {
            switch outcome {
            case .success(let status): abouts[status, default: []].insert("done", at: 0)
            case .error(let name):
                guard let error = errors[name] else { continue }
                abouts[error.status, default: []].append("\(name): \(error.about)")
            }
        }
        for (status, texts) in abouts.sorted(by: { $0.key < $1.key }) {
            json.key("\(status)")
            json.object { json in json.member("description", texts.joined(separator: "; ")) }
        }
    }

    private func write(_ scheme: Security.Scheme, to json: inout JSON.Writer) {
        json.object { json in
            switch scheme {
            case .basic:
                json.member("type", "http")
                json.member("scheme", "basic")
            case .bearer(let form):
                json.member("type", "http")
                json.member("scheme", "bearer")
                json.member("bearerFormat", form)
            case .code(let authorize, let token):
                json.member("type", "oauth2")
                json.object("flows") { json in
                    json.object("authorizationCode") { json in
                        json.member("authorizationUrl", url + (authorize ?? token))
                        json.member("tokenUrl", url + token)
                        json.object("scopes") { _ in }
                    }
                }
            }
        }
    }

    // MARK: Schemas

    private func write(_ type: FieldType, to json: inout JSON.Writer) {
        json.object { json in writeMembers(of: type, to: &json) }
    }

    private func writeMembers(of type: FieldType, to json: inout JSON.Writer) {
        switch type {
        case .string(let limit):
            json.member("type", "string")
            if let limit { json.member("maxLength", limit) }
        case .id:
            json.array("type") { json in
                json.string("integer")
                json.string("string")
            }
            json.member("pattern", "^[0-9]{1,18}$")
        case .integer(let range):
            json.member("type", "integer")
            guard let range else { return }
            if range.lowerBound > .min { json.member("minimum", range.lowerBound) }
            if range.upperBound < .max { json.member("maximum", range.upperBound) }
        case .decimal:
            json.array("type") { json in
                json.string("number")
                json.string("string")
            }
        case .number: json.member("type", "number")
        case .boolean: json.member("type", "boolean")
        case .flag:
            json.array("enum") { json in
                json.string("1")
                json.string("true")
                json.int(1)
                json.bool(true)
            }
        case .date:
            json.member("type", "string")
            json.member("format", "date")
        case .dateTime:
            // Which forms is the vendor's affair, so not the format of that name.
            json.member("type", "string")
        case .oneOf(let values):
            json.array("enum") { json in
                for value in values { json.string(value) }
            }
        case .list(let element), .array(let element):
            json.member("type", "array")
            json.key("items")
            write(element, to: &json)
        case .object(let fields):
            json.member("type", "object")
            json.object("properties") { json in
                for field in fields { write(property: field, to: &json) }
            }
            let required = fields.filter(\.isRequired)
            guard !required.isEmpty else { return }
            json.array("required") { json in
                for field in required { json.string(field.name) }
            }
        case .map(let element):
            json.member("type", "object")
            json.key("additionalProperties")
            write(element, to: &json)
        case .nullable(let inner):
            json.array("anyOf") { json in
                write(inner, to: &json)
                json.object { json in json.member("type", "null") }
            }
        case .anything: break
        }
    }

    private func write(property field: Field, to json: inout JSON.Writer) {
        json.key(field.name)
        json.object { json in
            if !field.about.isEmpty { json.member("description", field.about) }
            if field.isSecret { json.member("writeOnly", true) }
            writeMembers(of: field.type, to: &json)
        }
    }
}

extension ControlAPI {
    static let openAPIRoutes = [ControlRoute(.get, "/openapi/{document}", ControlAPI.showOpenAPI)]

    /// `openapi/{vendor}.json`: the vendor's contract as an OpenAPI 3.1 document.
    func showOpenAPI(_ call: ControlCall) throws(Refused) -> Response {
        let document = call.path("document")
        let names = bays.mounts.map { $0.facts.key + ".json" }
        guard let vendor = names.firstIndex(of: document) else {
            throw .unknown("document", document, among: names, status: 404, path: "document")
        }
        guard let addresses else { throw notReady }
        return .json { json in
            OpenAPI(of: bays.mounts[vendor], at: addresses.vendors[vendor]).write(to: &json)
        }
    }
}
