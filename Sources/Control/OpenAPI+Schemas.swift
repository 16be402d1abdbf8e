import Engine
import JSON

// What values may be, as JSON Schema.
extension OpenAPI {
    func write(_ type: FieldType, to json: inout JSON.Writer) {
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
