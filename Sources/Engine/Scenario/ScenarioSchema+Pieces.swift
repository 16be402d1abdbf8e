import JSON

/// What the schema is put together from.
extension ScenarioSchema {
    var text: JSON.Value { ["type": "string"] }

    /// Relative, and no address.
    var path: JSON.Value { ["type": "string", "pattern": "^(?!/)(?!.*://).+$"] }

    func ref(_ name: String) -> JSON.Value { ["$ref": .string("#/$defs/\(name)")] }

    func choice(_ names: [String]) -> JSON.Value { ["enum": .array(names.map { .string($0) })] }

    func list(of type: JSON.Value, atLeast count: Int = 0) -> JSON.Value {
        var list: JSON.Value = ["type": "array", "items": type]
        if count > 0 { list["minItems"] = .number(JSON.Number(count)) }
        return list
    }

    func integer(_ lowest: Int, _ highest: Int) -> JSON.Value {
        [
            "type": "integer", "minimum": .number(JSON.Number(lowest)),
            "maximum": .number(JSON.Number(highest)),
        ]
    }

    func number(_ lowest: Double, _ highest: Double) -> JSON.Value {
        [
            "type": "number", "minimum": .number(JSON.Number(lowest)),
            "maximum": .number(JSON.Number(highest)),
        ]
    }

    /// An object with these keys and no others. One that has no schema may be anything.
    func object(
        _ keys: [String],
        _ schemas: [String: JSON.Value],
        required: [String] = [],
    ) -> JSON.Value {
        var properties = JSON.Object()
        for key in keys { properties[key] = schemas[key] ?? true }
        var object: JSON.Value = [
            "type": "object", "properties": .object(properties), "additionalProperties": false,
        ]
        if !required.isEmpty { object["required"] = .array(required.map { .string($0) }) }
        return object
    }

    func schema(of fields: [Field], whole: Bool) -> JSON.Value {
        var schemas: [String: JSON.Value] = [:]
        for field in fields {
            var schema = schema(of: field.type)
            if !field.about.isEmpty { schema["description"] = .string(field.about) }
            schemas[field.name] = schema
        }
        return object(
            fields.map(\.name),
            schemas,
            required: whole ? fields.filter(\.isRequired).map(\.name) : []
        )
    }

    func schema(of type: FieldType) -> JSON.Value {
        switch type {
        case .string(let limit):
            var schema = text
            if let limit { schema["maxLength"] = .number(JSON.Number(limit)) }
            return schema
        case .id:
            return ["anyOf": [["type": "integer"], ["type": "string", "pattern": "^[0-9]{1,18}$"]]]
        case .integer(let range):
            return range.map { integer($0.lowerBound, $0.upperBound) } ?? ["type": "integer"]
        case .decimal: return ["type": ["number", "string"]]
        case .number: return ["type": "number"]
        case .boolean: return ["type": "boolean"]
        case .flag: return ["enum": [true, false, 1, "1", "true"]]
        case .date: return ["type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"]
        case .dateTime: return text
        case .oneOf(let values): return choice(values)
        case .list(let type), .array(let type): return list(of: schema(of: type))
        case .object(let fields): return schema(of: fields, whole: true)
        case .map(let type): return ["type": "object", "additionalProperties": schema(of: type)]
        case .nullable(let type): return ["anyOf": [["type": "null"], schema(of: type)]]
        case .anything: return [:]
        }
    }
}
