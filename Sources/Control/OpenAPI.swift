import Engine
import HTTP
import JSON

/// A vendor's contract as an OpenAPI 3.1 document, made of the one declaration of each operation. It tells what holds by
/// the default assumptions.
struct OpenAPI {
    let mount: any Mounted
    private let url: String
    let errors: [String: ErrorListing]

    /// - Parameter url: where the vendor answers, base path left aside: paths here begin with it.
    init(of mount: any Mounted, at url: String) {
        self.mount = mount
        self.url = url
        errors = Dictionary(mount.errors.map { ($0.name, $0) }) { first, _ in first }
    }

    /// The names of all scopes that any operation needs, in the order of the contract.
    private var scopes: [String] {
        mount.operations.flatMap(\.scopes).reduce(into: []) { all, scope in
            if !all.contains(scope) { all.append(scope) }
        }
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
                json.object("schemas") { json in writeOwnSchemas(to: &json) }
                json.object("responses") { json in writeOwnResponses(to: &json) }
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
                        json.key("schema")
                        write(operation.path, to: &json)
                    }
                }
                for field in operation.query { write(field, in: "query", to: &json) }
                for field in operation.headers { write(field, in: "header", to: &json) }
            }
            if let body = operation.body { write(body: body, of: operation, to: &json) }
            json.object("responses") { json in writeResponses(of: operation, bound.binding.method, to: &json)
            }
            json.array("security") { json in
                guard !mount.security.open.contains(operation.name) else { return }
                for (name, _) in mount.security.schemes {
                    json.object { json in
                        json.key(name)
                        json.array { json in for scope in operation.scopes { json.string(scope) } }
                    }
                }
            }
        }
    }

    private func write(_ field: Field, in place: String, to json: inout JSON.Writer) {
        json.object { json in
            json.member("name", field.name)
            json.member("in", place)
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
            json.member("required", !operation.bodyIsOptional)
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
                        json.object("scopes") { json in
                            for scope in scopes { json.member(scope, "") }
                        }
                    }
                }
            }
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
