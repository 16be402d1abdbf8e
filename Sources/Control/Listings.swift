package import Engine
import HTTP
package import JSON

/// The listings of the contract as JSON: the elements of an array each. `mockbay list --json` prints the same.
package enum Listings {
    package static func writeOperations(of mount: any Mounted) -> (inout JSON.Writer) -> Void {
        { json in
            for operation in mount.operations {
                write(operation, endingIn: mount.endings(of: operation), of: mount.facts.key, to: &json)
            }
        }
    }

    package static func writeErrors(of mount: any Mounted) -> (inout JSON.Writer) -> Void {
        { json in
            for error in mount.errors {
                json.object { json in
                    json.member("vendor", mount.facts.key)
                    json.member("name", error.name)
                    json.member("status", error.status)
                    json.member("about", error.about)
                    json.member("source", error.source.mark)
                }
            }
        }
    }

    package static func writeEvents(of mount: any Mounted) -> (inout JSON.Writer) -> Void {
        { json in
            for event in mount.webhooks?.events ?? [] {
                json.object { json in
                    json.member("vendor", mount.facts.key)
                    json.member("name", event.name)
                    json.member("about", event.about)
                    json.member("source", event.source.mark)
                }
            }
        }
    }

    package static func writeAssumptions(of mount: any Mounted) -> (inout JSON.Writer) -> Void {
        { json in
            for assumption in mount.assumptions {
                json.object { json in
                    json.member("vendor", mount.facts.key)
                    json.member("name", assumption.name)
                    json.member("default", assumption.default)
                    json.array("alternatives") { json in
                        for name in assumption.alternatives { json.string(name) }
                    }
                    json.member("says", assumption.says)
                    json.member("source", assumption.source.mark)
                }
            }
        }
    }

    package static func writeFaults(to json: inout JSON.Writer) {
        for kind in Fault.Kind.allCases {
            json.object { json in
                json.member("name", kind.rawValue)
                json.array("points") { json in
                    for point in kind.points { json.string(point) }
                }
                json.member("default", kind.defaultPointText)
                json.member("commits", Fault(kind, at: kind.defaultPoint).letsBytesOut)
                json.member("about", kind.about)
            }
        }
    }

    private static func write(
        _ operation: Operation,
        endingIn endings: [(status: Int, error: String?)],
        of vendor: String,
        to json: inout JSON.Writer,
    ) {
        json.object { json in
            json.member("vendor", vendor)
            json.member("name", operation.name)
            json.array("bindings") { json in
                for binding in operation.bindings {
                    json.object { json in
                        json.member("method", "\(binding.method.name)")
                        json.member("path", binding.path)
                    }
                }
            }
            json.member("about", operation.about)
            json.member("source", operation.source.mark)
            json.array("scopes") { json in
                for scope in operation.scopes { json.string(scope) }
            }
            json.array("headers") { json in
                for field in operation.headers { write(field, to: &json) }
            }
            json.array("query") { json in
                for field in operation.query { write(field, to: &json) }
            }
            json.key("body")
            if let body = operation.body {
                json.array { json in
                    for field in body { write(field, to: &json) }
                }
            } else {
                json.null()
            }
            json.array("outcomes") { json in
                for ending in endings {
                    json.object { json in
                        json.member("status", ending.status)
                        json.member("error", ending.error)
                    }
                }
            }
        }
    }

    private static func write(_ field: Field, to json: inout JSON.Writer) {
        json.object { json in
            json.member("name", field.name)
            json.member("type", field.type.description)
            json.member("required", field.isRequired)
            json.member("secret", field.isSecret)
            json.member("about", field.about)
            json.member("source", field.source.mark)
            if let fields = field.type.innerFields {
                json.array("fields") { json in for field in fields { write(field, to: &json) } }
            }
        }
    }
}

extension Mounted {
    /// What an operation can end in, in the order of its declaration: a status, and the error's name where it is one.
    package func endings(of operation: Operation) -> [(status: Int, error: String?)] {
        operation.outcomes.compactMap { outcome in
            switch outcome {
            case .success(let status): (status, nil)
            case .error(let name): errors.first { $0.name == name }.map { ($0.status, name) }
            }
        }
    }
}

extension FieldType {
    /// The fields of the object that a value is, or has as its elements; `nil` where there is none to be told of.
    fileprivate var innerFields: [Field]? {
        switch self {
        case .object(let fields): fields
        case .array(let type), .list(let type), .map(let type), .nullable(let type): type.innerFields
        default: nil
        }
    }
}

extension Fault.Kind {
    /// Where it strikes if nothing is said, as text; "" for a kind that has no choice.
    package var defaultPointText: String {
        guard !points.isEmpty else { return "" }
        return String(Fault(self, at: defaultPoint).description.dropFirst(rawValue.count + 1))
    }

    /// What the client sees, in a sentence.
    package var about: String {
        switch self {
        case .reset: "the connection is reset (RST) at the point"
        case .close: "the connection is closed in order (FIN) at the point"
        case .stall: "nothing more is sent from the point on; the connection stays open"
        case .empty: "the connection is closed without a single byte"
        case .truncate: "the head announces the whole body, which ends at the point"
        case .garbage: "bytes that are no HTTP, then closed"
        case .malformed: "a whole reply whose JSON stops being JSON at the point"
        case .drip: "head and body at a fixed rate, bytesPerSecond (100 unless said)"
        case .wrongLength: "a Content-Length larger than the body, then closed"
        }
    }
}
