import HTTP
package import JSON

/// The JSON Schema (draft 2020-12) of scenario files, for editors: of the keys that the reader takes and the names that
/// the vendors have. What needs a look at the world or at another place in the file is left to `check`.
package struct ScenarioSchema {
    private let names: Vocabulary

    package init(_ mounts: [any Mounted]) { names = Vocabulary(mounts) }

    package var json: JSON.Value {
        var root = object(
            Grammar.scenario,
            [
                "scenario": ["const": .number(JSON.Number(Scenario.version))],
                "$schema": text, "name": text, "about": text, "tags": list(of: text),
                "extends": ["anyOf": [path, list(of: path, atLeast: 1)]],
                "seed": ["type": "integer", "minimum": 0, "maximum": largestSeed], "clock": clock,
                "given": given,
                "flow": [
                    "type": "object", "propertyNames": ref("selector"),
                    "additionalProperties": list(of: ref("step")),
                ],
                "at": [
                    "type": "object", "propertyNames": ["pattern": "^\\+[0-9]{1,15}(ms|s|m|h|d)$"],
                    "additionalProperties": ref("actions"),
                ],
                "chaos": list(of: chaos),
                "expect": list(of: ["type": "object"]),
            ],
            required: ["scenario"]
        )
        var whole: JSON.Object = [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A scenario of Mockbay",
        ]
        root["$defs"] = .object(definitions)
        for (key, value) in root.object ?? [:] { whole[key] = value }
        return .object(whole)
    }

    private var definitions: JSON.Object {
        var definitions: JSON.Object = [
            "duration": ["type": "string", "pattern": "^[0-9]{1,15}(ms|s|m|h|d)$"],
            "selector": choice(selectors), "operation": choice(names.operationNames),
            "reference": ["type": "string", "pattern": .string(referencePattern)], "records": records,
            "limits": limits, "when": when, "step": step, "actions": list(of: ref("action")),
            "action": action, "reply": reply, "fault": fault, "delay": delay,
        ]
        for vendor in names.vendors {
            for collection in vendor.collections {
                definitions["\(vendor.key).\(collection.name)"] = schema(of: collection.fields, whole: false)
            }
        }
        return definitions
    }

    private var selectors: [String] {
        var selectors = ["*"]
        for name in names.operationNames {
            let parts = name.split(separator: ".")
            for selector in ["\(parts[0]).*", "\(parts[0]).\(parts[1]).*", name]
            where !selectors.contains(selector) {
                selectors.append(selector)
            }
        }
        return selectors
    }

    private var referencePattern: String {
        let vendors = names.vendors.filter { !$0.collections.isEmpty }.map { vendor in
            "\(vendor.key)\\.(\(vendor.collections.map(\.name).joined(separator: "|")))"
        }
        return "^(\(vendors.joined(separator: "|")))/.+$"
    }

    private var largestSeed: JSON.Value { JSON.Number("\(UInt64.max)").map { .number($0) } ?? .null }
}

// MARK: - Parts

extension ScenarioSchema {
    private var clock: JSON.Value {
        var clock = object(
            Grammar.clock,
            [
                "start": text, "mode": choice(Grammar.clockModes),
                "speed": number(Clock.speeds.lowerBound, Clock.speeds.upperBound),
            ]
        )
        clock["anyOf"] = [
            ["properties": ["speed": false, "mode": ["not": ["const": "scaled"]]]],
            ["properties": ["mode": ["const": "scaled"]], "required": ["mode", "speed"]],
        ]
        return clock
    }

    private var given: JSON.Value {
        var generate: [String: JSON.Value] = [:]
        for name in names.collectionNames { generate[name] = integer(1, 10_000_000) }
        var assume: [String: JSON.Value] = [:]
        for one in names.assumptions { assume[one.name] = choice([one.default] + one.alternatives) }
        var auth: [String: JSON.Value] = [:]
        let vendors = names.vendors.filter { !$0.credentials.isEmpty }
        for vendor in vendors {
            let kinds = vendor.credentials.map { schema(of: $0.fields, whole: true) }
            auth[vendor.key] = list(of: ["anyOf": .array(kinds)])
        }
        return object(
            Grammar.given,
            [
                "snapshot": path, "records": ref("records"), "remove": list(of: ref("reference")),
                "generate": object(names.collectionNames, generate), "limits": ref("limits"),
                "auth": object(vendors.map(\.key), auth),
                "assume": object(names.assumptions.map(\.name), assume), "webhooks": list(of: webhook),
            ]
        )
    }

    private var records: JSON.Value {
        var patterns = JSON.Object()
        for vendor in names.vendors {
            for collection in vendor.collections {
                patterns["^\(vendor.key)\\.\(collection.name)/.+$"] = ref("\(vendor.key).\(collection.name)")
            }
        }
        return ["type": "object", "patternProperties": .object(patterns), "additionalProperties": false]
    }

    private var limits: JSON.Value {
        let limit = object(
            Grammar.limit,
            ["requests": integer(1, 1_000_000_000), "per": ref("duration")],
            required: Grammar.limit
        )
        let methods = ScenarioReader.methods.map { "\($0.name)" }
        let byMethod = object(methods, methods.reduce(into: [:]) { $0[$1] = limit })
        let several: JSON.Value = ["type": "array", "items": limit, "minItems": 1, "maxItems": 8]
        let policy: JSON.Value = ["anyOf": [["const": "off"], limit, several, byMethod]]
        return object(names.keys, names.keys.reduce(into: [:]) { $0[$1] = policy })
    }

    private var events: [String] { names.vendors.flatMap { $0.webhooks?.events.map(\.name) ?? [] } }

    private var webhook: JSON.Value {
        let vendors = names.vendors.filter { $0.webhooks != nil }.map(\.key)
        let events = choice(["*"] + events)
        let fault = object(
            Grammar.webhookFault,
            [
                "event": events, "calls": calls, "by": ref("duration"),
                "fault": choice(Webhook.Fault.Kind.allCases.map(\.rawValue)),
            ],
            required: ["fault"]
        )
        return object(
            Grammar.webhook,
            [
                "vendor": choice(vendors), "url": text, "secret": ["type": "string", "minLength": 1],
                "events": list(of: events, atLeast: 1), "shop_id": ["type": ["string", "number", "boolean"]],
                "faults": list(of: fault),
            ],
            required: ["vendor", "url"]
        )
    }

    private var calls: JSON.Value { ["anyOf": [["type": "integer", "minimum": 1], ["const": "rest"]]] }

    private var effects: [String: JSON.Value] {
        ["reply": ref("reply"), "fault": ref("fault"), "delay": ref("delay")]
    }

    private var step: JSON.Value {
        let until = object(
            Grammar.until,
            ["record": ref("reference"), "has": ["type": "object"]],
            required: Grammar.until
        )
        let own: [String: JSON.Value] = [
            "calls": calls, "for": ref("duration"), "until": until, "from": choice(Grammar.starts),
            "when": ref("when"), "before": ref("actions"), "after": ref("actions"),
        ]
        var step = object(Grammar.step, own.merging(effects) { one, _ in one })
        step["dependentRequired"] = ["from": ["for"]]
        step["not"] = [
            "anyOf": [
                ["required": ["calls", "for"]], ["required": ["calls", "until"]],
                ["required": ["for", "until"]], ["required": ["reply", "fault"]],
            ]
        ]
        return step
    }

    private var when: JSON.Value {
        let pairs: JSON.Value = [
            "type": "object", "additionalProperties": ["type": ["string", "number", "boolean"]],
        ]
        var when = object(
            Grammar.when,
            [
                "query": pairs, "header": pairs, "path": pairs, "body": true, "record": ref("reference"),
                "has": ["type": "object"], "attempt": ["type": "integer", "minimum": 1],
            ]
        )
        when["dependentRequired"] = ["record": ["has"], "has": ["record"]]
        return when
    }

    private var action: JSON.Value {
        var action = object(
            Grammar.action,
            [
                "call": ref("operation"), "as": text, "with": ["type": "object"], "set": ref("records"),
                "remove": ["anyOf": [ref("reference"), list(of: ref("reference"))]],
                "auth": choice(CredentialChange.allCases.map(\.rawValue)), "of": text,
                "limit": ref("limits"), "webhook": choice(events), "advance": ref("duration"),
            ]
        )
        action["dependentRequired"] = [
            "as": ["call"], "with": ["call"], "webhook": ["of"], "auth": ["of"],
        ]
        action["oneOf"] = .array(
            Grammar.actions.map { kind in
                let takesOf = kind == "webhook" || kind == "auth"
                return takesOf
                    ? ["required": [.string(kind)]]
                    : ["required": [.string(kind)], "properties": ["of": false]]
            }
        )
        return action
    }

    private var chaos: JSON.Value {
        let own: [String: JSON.Value] = [
            "name": ["type": "string", "minLength": 1], "on": ref("selector"), "rate": number(0, 1),
            "max": ["type": "integer", "minimum": 1],
        ]
        var chaos = object(
            Grammar.chaos,
            own.merging(effects) { one, _ in one },
            required: ["name", "on", "rate"]
        )
        chaos["anyOf"] = [["required": ["reply"]], ["required": ["fault"]], ["required": ["delay"]]]
        chaos["not"] = ["required": ["reply", "fault"]]
        return chaos
    }

    private var reply: JSON.Value {
        var errors: [String] = []
        for error in names.vendors.flatMap(\.errors) where !errors.contains(error) { errors.append(error) }
        var reply = object(
            Grammar.reply,
            [
                "error": choice(errors), "status": integer(200, 599), "body": true, "patch": true,
                "headers": [
                    "type": "object", "additionalProperties": ["type": ["string", "number", "boolean"]],
                ],
            ]
        )
        reply["oneOf"] = [
            ["required": ["error"], "maxProperties": 1], ["required": ["patch"], "maxProperties": 1],
            ["required": ["status"], "properties": ["error": false, "patch": false]],
        ]
        return reply
    }

    private var fault: JSON.Value {
        var properties: [String: JSON.Value] = ["commit": ["type": "boolean"]]
        let kinds = Fault.Kind.allCases.map(\.rawValue)
        for kind in Fault.Kind.allCases {
            var points: [String: JSON.Value] = [:]
            for point in kind.points {
                switch point {
                case "afterBodyBytes": points[point] = ["type": "integer", "minimum": 0]
                case "atBodyFraction": points[point] = number(0, 1)
                default: points[point] = ["const": true]
                }
            }
            var keys = kind.points
            if kind == .drip {
                keys.append("bytesPerSecond")
                points["bytesPerSecond"] = integer(1, 1_000_000_000)
            }
            var details = object(keys, points)
            details["maxProperties"] = kind == .drip ? 2 : 1
            properties[kind.rawValue] = details
        }
        var fault = object(kinds + ["commit"], properties)
        fault["oneOf"] = .array(kinds.map { ["required": [.string($0)]] })
        return fault
    }

    private var delay: JSON.Value {
        func two(_ first: String, _ second: String, _ type: JSON.Value) -> JSON.Value {
            object([first, second], [first: ref("duration"), second: type], required: [first, second])
        }
        let duration = ref("duration")
        var drawn = object(
            Grammar.delays,
            [
                "uniform": two("min", "max", duration), "normal": two("mean", "deviation", duration),
                "lognormal": two("median", "sigma", number(0, 10)),
            ]
        )
        drawn["minProperties"] = 1
        drawn["maxProperties"] = 1
        return ["anyOf": [duration, drawn]]
    }
}
